import { describe, expect, test } from 'vitest'
import { changesOf, desiredVars, stateOf } from '../../../src/state/config-vars.ts'
import type { DesiredVar } from '../../../src/state/config-vars.ts'
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

describe('what a person sees of a change', () => {
  const all = (config: Record<string, string>) => {
    const seen = observed([addon()], { REDIS_URL: url, ...config })
    const given = inputs({ fields: 'host,port,password,username,tls,url', config: 'TOKEN=12345' })
    return Object.fromEntries(
      changesOf(desiredVars(known(seen, given), given), seen.config).map(({ name, ...rest }) => [name, rest]),
    )
  }

  test('host, port and TLS are shown, user names, passwords, URLs and extra variables are not', () => {
    const changes = all({})
    expect(changes).toMatchObject({
      REDIS_WRITER_HOST: { kind: 'add', to: 'ec2-1.compute.amazonaws.com' },
      REDIS_WRITER_PORT: { kind: 'add', to: '21850' },
      REDIS_WRITER_TLS: { kind: 'add', to: 'true' },
    })
    for (const name of ['REDIS_WRITER_USERNAME', 'REDIS_WRITER_PASSWORD', 'REDIS_WRITER_URL', 'TOKEN']) {
      expect(changes[name]).toEqual({ kind: 'add' })
    }
  })

  test.each([
    ['PORT', '6379', '6379'],
    ['PORT', '65535', '65535'],
    ['PORT', '123456', undefined],
    ['PORT', '6379:hunter2', undefined],
    ['PORT', 'port 6379', undefined],
    ['TLS', 'false', 'false'],
    ['TLS', 'hunter2!', undefined],
    ['HOST', 'old.example.com', 'old.example.com'],
    ['HOST', 'rediss://:hunter2@old.example.com', undefined],
  ])('the old value of %s is shown only where it looks like one: %s', (field, old, shown) => {
    const { from } = all({ [`REDIS_WRITER_${field}`]: old })[`REDIS_WRITER_${field}`] ?? {}
    expect(from).toBe(shown)
  })

  test('what is not known before the add-on has its URL is pending, not a value', () => {
    const given = inputs({ fields: 'host' })
    const seen = observed([addon()], {})
    expect(changesOf(desiredVars(known(seen, given), given), seen.config)).toEqual([
      { name: 'REDIS_WRITER_HOST', kind: 'add', pending: true },
      { name: 'REDIS_READER_HOST', kind: 'add', pending: true },
    ])
  })
})

describe('a managed config var', () => {
  const desired = (given: Partial<DesiredVar>): DesiredVar => ({
    name: 'X_URL',
    side: 'writer',
    isPublic: false,
    value: new Secret('rediss://default:p%40ss@h.example.com:6379'),
    ...given,
  })
  const sameServer = 'rediss://:p%40ss@h.example.com:6379'
  const otherServer = 'rediss://:p%40ss@other.example.com:6379'

  test.each<[string, string, Partial<DesiredVar>, string | undefined]>([
    ['ok', 'holds the value', {}, 'rediss://default:p%40ss@h.example.com:6379'],
    ['missing', 'is not there', {}, undefined],
    ['ok', 'is not there, and would be empty', { value: new Secret('') }, undefined],
    ['differs', 'holds a copy in another spelling', { kind: 'copy' }, sameServer],
    ['ok', 'is written by Heroku in another spelling', { kind: 'live' }, sameServer],
    ['differs', 'is written by Heroku, and names another server', { kind: 'live' }, otherServer],
    ['differs', 'is written by Heroku, and is no URL', { kind: 'live' }, 'n/a'],
    ['differs', 'is to hold something that is no URL', { kind: 'live', value: new Secret('n/a') }, sameServer],
  ])('%s: it %s', (state, _, given, current) => {
    expect(stateOf(desired(given), observed([], current === undefined ? {} : { X_URL: current }).config)).toBe(state)
  })

  test('differs while the value is not known, and is missing without one', () => {
    const { value: _, ...unknown } = desired({})
    expect(stateOf(unknown, observed([], { X_URL: sameServer }).config)).toBe('differs')
    expect(stateOf(unknown, observed([], {}).config)).toBe('missing')
  })
})
