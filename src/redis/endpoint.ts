import { isIPv6 } from 'node:net'
import { Secret } from '../utils/secret.ts'
import type { Endpoint } from './facts.ts'

export type ParsedUrl =
  | { readonly ok: true; readonly endpoint: Endpoint }
  /** `problem` follows "the URL …" and never holds any part of it. */
  | { readonly ok: false; readonly problem: string }

const defaultPort = 6379

/** Whether a scheme means TLS. Valkey's clients know all of them, lettuce and Stackhero write `redis+tls`. */
const schemes: Readonly<Record<string, boolean>> = {
  'redis:': false,
  'rediss:': true,
  'valkey:': false,
  'valkeys:': true,
  'redis+tls:': true,
}

/** What other schemes stand for, by a word in them. */
const otherKinds: readonly (readonly [scheme: RegExp, problem: string])[] = [
  [/sentinel/, 'is for Redis Sentinel; set the URL of a Redis server'],
  [/cluster/, 'is for a Redis Cluster; set the URL of a single Redis server'],
  [/^unix|socket/, 'is for a Unix socket; set the URL of a Redis server'],
  [/^https?:/, 'is an HTTP URL; set a redis:// or rediss:// URL'],
]

/**
 * Redis URL → endpoint, by the WHATWG URL standard. What the standard would read but the author can hardly have meant is
 * refused: nothing of a password may become a host, a port or a log line. A database number and other query parameters
 * than `username` and `password` are ignored.
 */
export function parseRedisUrl(url: Secret): ParsedUrl {
  const text = url.reveal().trim()
  const problem = problemOfText(text)
  if (problem !== undefined) return { ok: false, problem }
  const parsed = URL.parse(text)
  if (parsed === null) return { ok: false, problem: 'is not a valid URL' }
  const tls = Object.hasOwn(schemes, parsed.protocol) ? schemes[parsed.protocol] : undefined
  if (tls === undefined) {
    const [, kind] = otherKinds.find(([scheme]) => scheme.test(parsed.protocol)) ?? []
    return { ok: false, problem: kind ?? 'does not start with redis:// or rediss://' }
  }
  const host = hostOf(parsed)
  if (host === undefined) return { ok: false, problem: 'has no valid host' }
  if (parsed.port === '0') return { ok: false, problem: 'has port 0' }
  const login = loginOf(parsed)
  if (typeof login === 'string') return { ok: false, problem: login }
  const { username, password } = login
  return {
    ok: true,
    endpoint: {
      host,
      port: parsed.port === '' ? defaultPort : Number(parsed.port),
      // `AUTH "" password` fails, and so does Heroku's legacy user `h`, which never existed on the server.
      username: username === '' || username === 'h' ? 'default' : username,
      ...(password === '' ? {} : { password: new Secret(password) }),
      tls,
    },
  }
}

/**
 * The endpoint as a URL that every client reads alike: scheme `redis` or `rediss`, with the user (redis-cli before 7 and
 * others fail without one), port and percent-encoded password. Path and query are those of `original`, but for a login in
 * the query.
 */
export function canonicalRedisUrl(endpoint: Endpoint, original?: Secret): Secret {
  const { host, port, username, password, tls } = endpoint
  const user = encodeURIComponent(username.toWellFormed())
  const secret = password === undefined ? '' : encodeURIComponent(password.reveal().toWellFormed())
  // Without a password, `user@` would be read as one by redis-cli.
  const login = password === undefined && username === 'default' ? '' : `${user}:${secret}@`
  const address = `${isIPv6(host) ? `[${host}]` : host}:${port}`
  return new Secret(`${tls ? 'rediss' : 'redis'}://${login}${address}${rest(original)}`)
}

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return (
    a.host === b.host &&
    a.port === b.port &&
    a.username === b.username &&
    a.tls === b.tls &&
    (a.password === undefined || b.password === undefined ? a.password === b.password : a.password.equals(b.password))
  )
}

/** What the parser would accept, or call invalid without saying why. */
function problemOfText(text: string): string | undefined {
  if (text === '') return 'is empty'
  if (/^["'`]|["'`]$/.test(text)) return 'is wrapped in quotation marks'
  // The parser drops line breaks and tabs, and encodes spaces.
  if (/[\s\p{Cc}]/u.test(text)) return 'contains white space'
  const [, beforeQuery = '', query = ''] = /^[^/]*\/\/([^?#]*)(?:\?([^#]*))?/s.exec(text) ?? []
  const [authority = '', ...path] = beforeQuery.split('/')
  const fragment = text.slice(text.indexOf('#') + 1)
  const otherQuery = query.split('&').filter((pair) => !/^(?:username|password)=/.test(pair))
  const after = [...path, ...otherQuery, ...(text.includes('#') ? [fragment] : [])]
  // `user:12345#rest@host` would be read as the host `user` with the port 12345.
  if (after.some((part) => part.includes('@'))) {
    return 'has a "#", "/" or "?" in its user name or password that is not percent-encoded'
  }
  return authority.slice(authority.lastIndexOf('@') + 1).includes(',') ? 'lists several hosts; set one' : undefined
}

/** Where login and query name the same thing twice, they must agree. @returns the problem, else the login */
function loginOf(url: URL): { readonly username: string; readonly password: string } | string {
  const named = { username: [url.username], password: [url.password] }
  for (const pair of url.search.slice(1).split('&')) {
    const [, name, value = ''] = /^(username|password)=(.*)$/s.exec(pair) ?? []
    // In a query, a plus sign is a space to every parser.
    if (name === 'username' || name === 'password') named[name].push(value.replaceAll('+', ' '))
  }
  const username = agreed(named.username)
  const password = agreed(named.password)
  if (username.some((name) => name === undefined) || password.some((word) => word === undefined)) {
    return 'has a user name or password that is not properly percent-encoded'
  }
  if (username.length > 1 || password.length > 1) return 'names two different users or passwords'
  return { username: username[0] ?? '', password: password[0] ?? '' }
}

/** The different values that are not empty; undefined for one that cannot be decoded. */
function agreed(encoded: readonly string[]): readonly (string | undefined)[] {
  return [...new Set(encoded.filter((value) => value !== '').map(percentDecoded))]
}

/** In a scheme that is not one of the Web's, the standard accepts nearly anything as a host. */
function hostOf(url: URL): string | undefined {
  const { hostname } = url
  // Only an IPv6 address is in brackets: anything else in them does not parse.
  if (hostname.startsWith('[')) return hostname.slice(1, -1)
  return hostname.length <= 253 && /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_.])?$/.test(hostname)
    ? hostname
    : undefined
}

/** Path and query, without a login. */
function rest(original: Secret | undefined): string {
  const url = original === undefined ? null : URL.parse(original.reveal().trim())
  if (url === null) return ''
  const query = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !/^(?:username|password)=/.test(pair))
  const path = url.pathname === '/' ? '' : url.pathname
  return path + (query.length === 0 ? '' : `?${query.join('&')}`)
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
