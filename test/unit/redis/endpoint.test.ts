import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatRedisUrl, parseRedisUrl, sameEndpoint } from '../../../src/redis/endpoint.ts'
import type { Endpoint } from '../../../src/redis/facts.ts'
import { Secret } from '../../../src/utils/secret.ts'

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
    ['', 'is not a valid URL'],
    ['host:6379', 'does not start with redis:// or rediss://'],
    ['redis://', 'names no host that could exist'],
    ['redis:host', 'names no host that could exist'],
    ['redis://:pa/ss@host', 'is not a valid URL'],
    ['redis://host:99999', 'is not a valid URL'],
    ['redis://host:0', 'has port 0'],
    ['http://:secret@host', 'does not start with redis:// or rediss://'],
    ['redis://:50%@host', 'has a user name or password that is not properly percent-encoded'],
    ['redis://:secret@hö$t', 'names no host that could exist'],
    ['redis://:secret@[ho::st]', 'is not a valid URL'],
    ['redis://:secret@[::1%25eth0]', 'is not a valid URL'],
    ['redis://:secret@[1.2.3.4]', 'is not a valid URL'],
    ['redis://:secret@[]', 'is not a valid URL'],
    ['redis://:secret@-host', 'names no host that could exist'],
    [`redis://${'a'.repeat(254)}`, 'names no host that could exist'],
  ])('refuses %j', (url, problem) => {
    expect(problemOf(url)).toBe(problem)
  })

  test('never throws, and its complaints are a handful of fixed sentences', () => {
    const complaints = new Set<string>()
    const part = fc.string({ unit: 'binary', maxLength: 12 })
    const url = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.constantFrom('redis://', 'rediss://', 'http://', ''), part, part, part, part)
        .map(([s, u, p, h, n]) => `${s}${u}:${p}@${h}:${n}`),
    )
    fc.assert(
      fc.property(url, (text) => void complaints.add(problemOf(text))),
      { numRuns: 5_000 },
    )
    expect(complaints.size).toBeLessThanOrEqual(6)
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

describe('formatRedisUrl', () => {
  test('is the inverse of parseRedisUrl', () => {
    fc.assert(
      fc.property(endpoints, (endpoint) => {
        expect(sameEndpoint(endpointOf(formatRedisUrl(endpoint).reveal()), endpoint)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('writes what Heroku would write', () => {
    const endpoint = { host: '::1', port: 7, username: 'default', password: new Secret('a b'), tls: true }
    expect(formatRedisUrl(endpoint).reveal()).toBe('rediss://:a%20b@[::1]:7')
    expect(String(formatRedisUrl(endpoint))).toBe('***')
    expect(formatRedisUrl({ host: 'host', port: 7, username: 'default', tls: false }).reveal()).toBe('redis://host:7')
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
