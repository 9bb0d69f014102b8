import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalRedisUrl, parseRedisUrl, sameEndpoint } from '../../../src/redis/endpoint.ts'
import type { Endpoint } from '../../../src/redis/facts.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { anyText } from '../../support/any-text.ts'

function endpointOf(url: string): Endpoint {
  const parsed = parseRedisUrl(new Secret(url))
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.endpoint
}

function problemOf(url: string): string {
  const parsed = parseRedisUrl(new Secret(url))
  return parsed.ok ? 'none' : parsed.problem
}

describe('parseRedisUrl', () => {
  test('a URL as Heroku writes it today', () => {
    const endpoint = endpointOf('rediss://:p4ssw0rd@ec2-1-2-3-4.compute-1.amazonaws.com:21040')
    expect(endpoint).toMatchObject({
      host: 'ec2-1-2-3-4.compute-1.amazonaws.com',
      port: 21_040,
      username: 'default',
      tls: true,
    })
    expect(endpoint.password?.reveal()).toBe('p4ssw0rd')
  })

  test('the user h of older URLs never existed on a server', () => {
    expect(endpointOf('redis://h:secret@host:1').username).toBe('default')
    expect(endpointOf('redis://app:secret@host:1').username).toBe('app')
  })

  test('user and password are percent-decoded', () => {
    const endpoint = endpointOf('redis://a%40b:p%2Fw%3A%20%E2%9C%93@host')
    expect(endpoint.username).toBe('a@b')
    expect(endpoint.password?.reveal()).toBe('p/w: ✓')
  })

  test.each([
    ['redis://host', { host: 'host', port: 6379, username: 'default', tls: false }],
    ['redis://app@host/', { host: 'host', port: 6379, username: 'app', tls: false }],
    ['rediss://:@[2001:db8::1]:7000/3?x=y#z', { host: '2001:db8::1', port: 7000, username: 'default', tls: true }],
    ['redis://under_score.internal.', { host: 'under_score.internal.', port: 6379, username: 'default', tls: false }],
  ])('%s', (url, expected) => {
    expect(endpointOf(url)).toEqual(expected)
  })

  test.each([
    ['redis://:secret@host', false],
    ['REDIS://:secret@host', false],
    ['rediss://:secret@host', true],
    ['valkey://:secret@host', false],
    ['valkeys://:secret@host', true],
    ['redis+tls://:secret@host', true],
  ])('%s: TLS %s', (url, tls) => {
    expect(endpointOf(url)).toMatchObject({ host: 'host', port: 6379, tls })
  })

  test.each([
    ['rediss://h:1?password=pw', 'default', 'pw'],
    ['rediss://h:1/0?db=2&username=app&password=p%40ss', 'app', 'p@ss'],
    ['rediss://h:1?password=p@ss', 'default', 'p@ss'],
    ['rediss://h:1?password=a+b%2Bc', 'default', 'a b+c'],
    ['rediss://app@h:1?password=pw', 'app', 'pw'],
    ['rediss://app:pw@h:1?password=pw', 'app', 'pw'],
    ['rediss://app:p%77@h:1?username=app&password=pw', 'app', 'pw'],
    ['rediss://h:1?username=h&password=pw', 'default', 'pw'],
    ['rediss://app:pw@h:1?password=', 'app', 'pw'],
    [' rediss://app:pw@h:1\n', 'app', 'pw'],
    ['rediss://:p"w@h:1', 'default', 'p"w'],
    ['rediss://:a:b@h:1', 'default', 'a:b'],
    // The standard: what follows the last @ is the host.
    ['rediss://:a@b@h:1', 'default', 'a@b'],
  ])('the login of %j', (url, username, secret) => {
    const endpoint = endpointOf(url)
    expect(endpoint).toMatchObject({ host: 'h', port: 1, username })
    expect(endpoint.password?.reveal()).toBe(secret)
  })

  const reserved = 'has a "#", "/" or "?" in its user name or password that is not percent-encoded'

  test.each([
    ['', 'is empty'],
    ['  ', 'is empty'],
    ['host:6379', 'does not start with redis:// or rediss://'],
    ['redis://', 'has no valid host'],
    ['redis:host', 'has no valid host'],
    ['redis://host:99999', 'is not a valid URL'],
    ['redis://host:0', 'has port 0'],
    ['http://:secret@host', 'is an HTTP URL; set a redis:// or rediss:// URL'],
    ['https://:secret@host', 'is an HTTP URL; set a redis:// or rediss:// URL'],
    ['postgres://:secret@host', 'does not start with redis:// or rediss://'],
    ['rediss+sentinel://:secret@host', 'is for Redis Sentinel; set the URL of a Redis server'],
    ['redis-sentinel://:secret@host:26379/mymaster', 'is for Redis Sentinel; set the URL of a Redis server'],
    ['redis+cluster://:secret@host', 'is for a Redis Cluster; set the URL of a single Redis server'],
    ['unix:///var/run/redis.sock', 'is for a Unix socket; set the URL of a Redis server'],
    ['redis-socket:///var/run/redis.sock', 'is for a Unix socket; set the URL of a Redis server'],
    ['redis://:secret@a:1,b:2,c:3', 'lists several hosts; set one'],
    ['redis://:50%@host', 'has a user name or password that is not properly percent-encoded'],
    ['rediss://:p%ZZ@h:1', 'has a user name or password that is not properly percent-encoded'],
    ['rediss://h:1?password=p%ZZ', 'has a user name or password that is not properly percent-encoded'],
    ['redis://:%ff@host', 'has a user name or password that is not properly percent-encoded'],
    ['"rediss://:secret@h:1"', 'is wrapped in quotation marks'],
    ["'rediss://:secret@h:1'", 'is wrapped in quotation marks'],
    ['rediss://:sec ret@h:1', 'contains white space'],
    ['rediss://:sec\nret@h:1', 'contains white space'],
    ['rediss://:secret@h:1?password=another', 'names two different users or passwords'],
    ['rediss://h:1?password=a&password=b', 'names two different users or passwords'],
    ['rediss://app:secret@h:1?username=other', 'names two different users or passwords'],
    ['rediss://user:12345#rest@host', reserved],
    ['rediss://user:12345/rest@host', reserved],
    ['rediss://user:12345?rest@host', reserved],
    ['rediss://user:12345?x=1@host:6379', reserved],
    ['redis://:pa/ss@host', reserved],
    ['redis://:pa#ss@host', reserved],
    ['redis://:pa?ss@host', reserved],
    ['redis://:secret@hö$t', 'has no valid host'],
    ['redis://:secret@[ho::st]', 'is not a valid URL'],
    ['redis://:secret@[::1%25eth0]', 'is not a valid URL'],
    ['redis://:secret@[1.2.3.4]', 'is not a valid URL'],
    ['redis://:secret@[]', 'is not a valid URL'],
    ['redis://:secret@-host', 'has no valid host'],
    ['redis://%2Fvar%2Frun%2Fredis.sock', 'has no valid host'],
    [`redis://${'a'.repeat(254)}`, 'has no valid host'],
  ])('refuses %j', (url, problem) => {
    expect(problemOf(url)).toBe(problem)
  })

  test('no piece of a password becomes a host or a port, however it is written', () => {
    const secret = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(secret, secret, (user, password) => {
        const parsed = parseRedisUrl(new Secret(`rediss://${user}:${password}@the-host:6379`))
        return !parsed.ok || (parsed.endpoint.host === 'the-host' && parsed.endpoint.port === 6379)
      }),
      { numRuns: 500 },
    )
    expect(problemOf('rediss://user:pass#word@the-host:6379')).not.toBe('none')
  })

  test('never throws, and its problems are a few fixed sentences', () => {
    const problems = new Set<string>()
    const part = anyText({ maxLength: 12 })
    const url = fc.oneof(
      anyText(),
      fc
        .tuple(fc.constantFrom('redis://', 'rediss://', 'http://', ''), part, part, part, part)
        .map(([s, u, p, h, n]) => `${s}${u}:${p}@${h}:${n}`),
    )
    fc.assert(
      fc.property(url, (text) => void problems.add(problemOf(text))),
      { numRuns: 500 },
    )
    expect(problems.size).toBeLessThanOrEqual(10)
  })
})

const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => new URL(`redis://[${address}]`).hostname.slice(1, -1)),
)
const username = fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => name !== 'h')
const endpoints: fc.Arbitrary<Endpoint> = fc
  .record({ host, port: fc.integer({ min: 1, max: 65_535 }), username, tls: fc.boolean() })
  .chain((endpoint) =>
    fc
      .option(fc.string({ unit: 'grapheme', minLength: 1 }))
      .map((password) => (password === null ? endpoint : { ...endpoint, password: new Secret(password) })),
  )

describe('canonicalRedisUrl', () => {
  test('is the inverse of parseRedisUrl', () => {
    fc.assert(
      fc.property(endpoints, (endpoint) => {
        expect(sameEndpoint(endpointOf(canonicalRedisUrl(endpoint).reveal()), endpoint)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['rediss://:pw@h', 'rediss://default:pw@h:6379'],
    ['valkeys://h:pw@h:7', 'rediss://default:pw@h:7'],
    ['redis+tls://app:a%20b@[::1]:7', 'rediss://app:a%20b@[::1]:7'],
    ['valkey://h:7', 'redis://h:7'],
    ['redis://app@h:7/', 'redis://app:@h:7'],
    ['rediss://h:7/3?x=y&password=p%40&username=app', 'rediss://app:p%40@h:7/3?x=y'],
    ['rediss://:pw@h:7/0?ssl_cert_reqs=none', 'rediss://default:pw@h:7/0?ssl_cert_reqs=none'],
  ])('%s → %s', (url, canonical) => {
    const made = canonicalRedisUrl(endpointOf(url), new Secret(url))
    expect(made.reveal()).toBe(canonical)
    expect(String(made)).toBe('***')
    expect(sameEndpoint(endpointOf(canonical), endpointOf(url))).toBe(true)
  })
})

test('sameEndpoint looks at every field', () => {
  const endpoint = endpointOf('rediss://app:secret@host:1')
  expect(sameEndpoint(endpoint, endpointOf('rediss://app:secret@host:1'))).toBe(true)
  for (const other of [
    'redis://app:secret@host:1',
    'rediss://b:secret@host:1',
    'rediss://app:x@host:1',
    'rediss://app@host:1',
    'rediss://app:secret@h:1',
    'rediss://app:secret@host:2',
  ]) {
    expect(sameEndpoint(endpoint, endpointOf(other))).toBe(false)
  }
})
