import { isIPv6 } from 'node:net'
import { Secret } from '../utils/secret.ts'
import type { Endpoint } from './facts.ts'

export type ParsedUrl =
  | { readonly ok: true; readonly endpoint: Endpoint }
  /** `problem` follows "the URL …" and never holds any part of it. */
  | { readonly ok: false; readonly problem: string }

const defaultPort = 6379

/**
 * `redis://` or `rediss://` URL → endpoint, by the WHATWG URL standard. A path (database number), a query and a fragment
 * are ignored: host, port and login are what the config vars carry.
 */
export function parseRedisUrl(url: Secret): ParsedUrl {
  const parsed = URL.parse(url.reveal())
  if (parsed === null) return { ok: false, problem: 'is not a valid URL' }
  if (parsed.protocol !== 'redis:' && parsed.protocol !== 'rediss:') {
    return { ok: false, problem: 'does not start with redis:// or rediss://' }
  }
  const host = hostOf(parsed)
  if (host === undefined) return { ok: false, problem: 'names no host that could exist' }
  if (parsed.port === '0') return { ok: false, problem: 'has port 0' }
  const username = percentDecoded(parsed.username)
  const password = percentDecoded(parsed.password)
  if (username === undefined || password === undefined) {
    return { ok: false, problem: 'has a user name or password that is not properly percent-encoded' }
  }
  return {
    ok: true,
    endpoint: {
      host,
      port: parsed.port === '' ? defaultPort : Number(parsed.port),
      // `AUTH "" password` fails, and so does Heroku's legacy user `h`, which never existed on the server.
      username: username === '' || username === 'h' ? 'default' : username,
      ...(password === '' ? {} : { password: new Secret(password) }),
      tls: parsed.protocol === 'rediss:',
    },
  }
}

/** The inverse of `parseRedisUrl`; the port always stands in it, the user `default` never. */
export function formatRedisUrl(endpoint: Endpoint): Secret {
  const { host, port, username, password, tls } = endpoint
  const user = username === 'default' ? '' : encodeURIComponent(username.toWellFormed())
  const secret = password === undefined ? '' : `:${encodeURIComponent(password.reveal().toWellFormed())}`
  const login = user + secret
  return new Secret(
    `${tls ? 'rediss' : 'redis'}://${login}${login === '' ? '' : '@'}${isIPv6(host) ? `[${host}]` : host}:${port}`,
  )
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

/** In a scheme that is not one of the Web's, the standard lets nearly anything pass for a host. */
function hostOf(url: URL): string | undefined {
  const { hostname } = url
  // Only an IPv6 address ever stands in brackets: with anything else in them it is no URL.
  if (hostname.startsWith('[')) return hostname.slice(1, -1)
  return hostname.length <= 253 && /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_.])?$/.test(hostname)
    ? hostname
    : undefined
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
