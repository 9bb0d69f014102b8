import { describe, expect, test } from 'vitest'
import { endpointsAsConfigured, endpointsAsWritten, endpointAsConfigured } from '../../../src/state/endpoints.ts'
import { looksLikeHost } from '../../../src/state/host.ts'
import { addon, inputs, known, observed, url } from './fixtures.ts'

const server = { host: 'ec2-1.compute.amazonaws.com', port: 21_850, tls: true }
const replica = { host: 'replica.example.com', port: 7_000, tls: true }

describe('what setup has just written', () => {
  const written = (config: Record<string, string>, given: Parameters<typeof inputs>[0] = {}) =>
    endpointsAsWritten(known(observed([addon()], config), inputs(given)), inputs(given))

  test('is where the add-on’s URL and the reader input point', () => {
    expect(written({ REDIS_URL: url })).toMatchObject({ writer: server, reader: server })
    expect(written({ REDIS_URL: url }, { reader: 'rediss://:x@replica.example.com:7000' })).toMatchObject({
      writer: server,
      reader: replica,
    })
  })

  test('is not known while one of them is not', () => {
    expect(written({})).toBeUndefined()
    expect(written({}, { reader: 'rediss://:x@replica.example.com:7000' })).toBeUndefined()
    expect(written({ REDIS_URL: url }, { reader: 'OTHER_URL' })).toBeUndefined()
  })
})

describe('what the app uses', () => {
  const used = (config: Record<string, string>, given: Parameters<typeof inputs>[0] = {}) =>
    endpointsAsConfigured(known(observed([addon()], config), inputs(given)), inputs(given))

  test('is where its own config vars point', () => {
    const stale = { REDIS_WRITER_HOST: 'old.example.com', REDIS_READER_HOST: 'older.example.com' }
    expect(used({ REDIS_URL: url, ...stale })).toMatchObject({
      writer: { ...server, host: 'old.example.com' },
      reader: { ...server, host: 'older.example.com' },
    })
  })

  test('is the writer alone where nothing names a reader', () => {
    expect(used({ REDIS_URL: url }, { reader: 'OTHER_URL' })).toMatchObject({ writer: server, reader: server })
  })

  test('is nothing where nothing names a writer', () => {
    expect(used({})).toBeUndefined()
  })
})

describe('a config var of an endpoint', () => {
  const base = { REDIS_URL: url }
  const read = (config: Record<string, string>) => {
    const found = endpointsAsConfigured(known(observed([addon()], { ...base, ...config }), inputs()), inputs())
    return found?.writer
  }

  test.each([
    ['6379', 6_379],
    ['0', 0],
    ['65535', 65_535],
    ['65536', 0],
    ['-1', 0],
    ['x6379', 0],
    ['6379x', 0],
    ['0006379', 0],
  ])('PORT=%s is port %i', (value, port) => {
    expect(read({ REDIS_WRITER_PORT: value })?.port).toBe(port)
  })

  test.each([
    ['true', true],
    ['True', true],
    ['1', true],
    ['yes', true],
    ['on', true],
    ['false', false],
    ['0', false],
    ['', false],
  ])('TLS=%s is %s', (value, tls) => {
    expect(read({ REDIS_WRITER_TLS: value })?.tls).toBe(tls)
  })

  test('USERNAME and PASSWORD are the app’s own; an empty password is none, an empty name is that of the URL', () => {
    const read2 = (config: Record<string, string>) => {
      const { username, password } = read(config) ?? {}
      return [username, password?.reveal()]
    }
    expect(read2({})).toEqual(['default', 'p@ss'])
    expect(read2({ REDIS_WRITER_USERNAME: 'me', REDIS_WRITER_PASSWORD: 'mine' })).toEqual(['me', 'mine'])
    expect(read2({ REDIS_WRITER_USERNAME: '', REDIS_WRITER_PASSWORD: '' })).toEqual(['default', undefined])
  })

  test('HOST is repeated only where it looks like one, or is that of the URL', () => {
    expect(read({ REDIS_WRITER_HOST: 'hunter2' })?.host).toBe('unreadable.invalid')
    const odd = { endpoint: { host: 'redis', port: 1, username: 'default', tls: false }, url: { reveal: () => '' } }
    const config = observed([], { W_HOST: 'redis' }).config
    const source = { ...odd, name: 'REDIS_URL' } as unknown as Parameters<typeof endpointAsConfigured>[1]
    expect(endpointAsConfigured('W', source, config, inputs())?.host).toBe('redis')
  })
})

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['2001:db8::1', true],
  ['redis.example.com', true],
  ['my_redis.internal', true],
  ['redis', false],
  ['hunter2!', false],
  ['rediss://:hunter2@redis.example.com', false],
  ['redis.example.com:6379', false],
  [`${'a'.repeat(64)}.com`, false],
  [`${'a.'.repeat(125)}com`, true],
  [`${'a.'.repeat(126)}com`, false],
])('%s looks like a host: %s', (text, expected) => {
  expect(looksLikeHost(text)).toBe(expected)
})
