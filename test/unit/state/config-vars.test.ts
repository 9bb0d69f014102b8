import { describe, expect, test } from 'vitest'
import { changesOf, desiredVars } from '../../../src/state/config-vars.ts'
import { endpointAsConfigured } from '../../../src/state/endpoints.ts'
import { sourcesOf } from '../../../src/state/sources.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { addon, good, inputs, known, observed, url } from './fixtures.ts'

describe('config vars', () => {
  test('carry what a client needs, the password decoded, reader and writer alike', () => {
    const seen = observed([addon()], { REDIS_URL: url })
    const all = Object.fromEntries(desiredVars(known(seen), inputs()).map(({ name, value }) => [name, value?.reveal()]))
    expect(all).toEqual(good)
  })

  test('of a reader of its own', () => {
    const seen = observed([addon()], { REDIS_URL: url, REPLICA_URL: 'redis://reader:pw@replica.example.com' })
    const given = inputs({ reader: 'REPLICA_URL', fields: 'host,port,username,tls,url' })
    const all = Object.fromEntries(
      desiredVars(known(seen, given), given).map(({ name, value }) => [name, value?.reveal()]),
    )
    expect(all).toMatchObject({
      REDIS_READER_HOST: 'replica.example.com',
      REDIS_READER_PORT: '6379',
      REDIS_READER_USERNAME: 'reader',
      REDIS_READER_TLS: 'false',
      REDIS_READER_URL: 'redis://reader:pw@replica.example.com:6379',
      REDIS_WRITER_URL: 'rediss://default:p%40ss@ec2-1.compute.amazonaws.com:21850',
    })
  })

  test('a server without a password needs no variable for it', () => {
    const seen = observed([addon()], { REDIS_URL: 'redis://c:1' })
    const desired = desiredVars(known(seen), inputs())
    expect(changesOf(desired, seen.config).map(({ name }) => name)).not.toContain('REDIS_WRITER_PASSWORD')
  })

  test('of a reader whose URL is an input', () => {
    const seen = observed([addon()], { REDIS_URL: url })
    const given = inputs({ reader: 'rediss://:pw@replica.example.com:7000' })
    expect(sourcesOf(known(seen, given), given)).toMatchObject({
      writer: { name: 'REDIS_URL' },
      reader: { name: 'reader', endpoint: { host: 'replica.example.com', port: 7_000, tls: true } },
    })
  })

  test('are what check connects to, filled up from the URL', () => {
    const config = observed([], {
      REDIS_WRITER_HOST: 'old.example.com',
      REDIS_WRITER_PORT: 'x',
      REDIS_WRITER_TLS: 'no',
    }).config
    const source = {
      endpoint: { host: 'h', port: 1, username: 'default', tls: true, password: new Secret('pw') },
      url: new Secret(url),
      name: 'REDIS_URL',
    }
    expect(endpointAsConfigured('REDIS_WRITER', source, config, inputs())).toMatchObject({
      host: 'old.example.com',
      port: 0,
      tls: false,
      password: source.endpoint.password,
    })
    const secret = observed([], { REDIS_WRITER_HOST: `p${'4f'.repeat(30)}` }).config
    expect(endpointAsConfigured('REDIS_WRITER', source, secret, inputs())?.host).toBe('unreadable.invalid')
    expect(endpointAsConfigured('REDIS_OTHER', source, config, inputs())).toEqual(source.endpoint)
    expect(endpointAsConfigured('REDIS_OTHER', undefined, config, inputs())).toBeUndefined()
  })

  test('are enough to connect to where the add-on tells no URL', () => {
    const asConfigured = (config: Record<string, string>, given = inputs()) =>
      endpointAsConfigured('W', undefined, observed([], config).config, given)
    expect(asConfigured({ W_HOST: 'redis.example.com', W_PORT: '7000' })).toEqual({
      host: 'redis.example.com',
      port: 7_000,
      username: 'default',
      tls: false,
    })
    expect(asConfigured({ W_HOST: 'redis.example.com' })).toBeUndefined()
    expect(asConfigured({ W_PORT: '7000' })).toBeUndefined()
    const whole = inputs({ fields: 'url, password' })
    expect(asConfigured({ W_URL: 'rediss://me:old@redis.example.com:7000', W_PASSWORD: '' }, whole)).toEqual({
      host: 'redis.example.com',
      port: 7_000,
      username: 'me',
      tls: true,
    })
    expect(asConfigured({ W_URL: 'not a URL' }, whole)).toBeUndefined()
  })
})
