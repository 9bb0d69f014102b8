import * as http from 'node:http'
import * as https from 'node:https'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import * as tls from 'node:tls'
import { getProxyUrl } from '@actions/http-client/lib/proxy'

/**
 * Connections through the runner's proxy (CONNECT). The tunnel of `@actions/http-client` is not used: it triggers Node's
 * DEP0005 warning (`new Buffer` in the package `tunnel`), hangs as long as the proxy does, and does not distinguish
 * errors of the proxy from errors of the host behind it. The toolkit still decides which hosts use the proxy.
 */

/** The proxy did not give us a connection to Heroku. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError'
  /** The proxy's answer to CONNECT; absent when there was none. */
  readonly status: number | undefined

  constructor(message: string, status?: number) {
    super(message)
    this.status = status
  }
}

/** The proxy that the environment names for this address (HTTPS_PROXY, NO_PROXY). @throws ProxyError */
export function proxyFor(url: URL): URL | undefined {
  try {
    const named = getProxyUrl(url)
    if (!named) return undefined
    // `proxy.example.com:3128` parses as a URL with the scheme `proxy.example.com:`; curl and others take it for a host.
    const bare = named.hostname === '' && !named.href.includes('//')
    const proxy = new URL(bare ? `http://${named.href}` : named.href)
    if (/^https?:$/.test(proxy.protocol)) return proxy
  } catch {
    // Reported below. The value can contain a password, so it is not quoted.
  }
  throw new ProxyError('the proxy variable (HTTPS_PROXY) is not an http:// or https:// URL')
}

/** `proxy.example.com:3128`, without credentials. */
export function proxyName(proxy: URL): string {
  return `${proxy.hostname}:${portOf(proxy)}`
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

/** Connects through a proxy, and speaks TLS to the host behind it when that is what the address asks for. */
export class TunnelAgent extends https.Agent {
  readonly #proxy: URL
  readonly #encrypted: boolean
  readonly #signal: AbortSignal

  /** `signal` ends connections to the proxy that are still being made. */
  constructor(proxy: URL, encrypted: boolean, signal: AbortSignal) {
    super({ keepAlive: true })
    this.#proxy = proxy
    this.#encrypted = encrypted
    this.#signal = signal
  }

  override createConnection(
    options: https.RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const host = options.host ?? 'localhost'
    const target = `${host}:${options.port ?? 443}`
    void this.#connect(host, target, callback as (error: Error | null, stream?: Duplex) => void)
    return undefined
  }

  async #connect(host: string, target: string, done: (error: Error | null, stream?: Duplex) => void): Promise<void> {
    let socket: Duplex
    try {
      const tunnel = await openTunnel(this.#proxy, target, this.#signal)
      // An address is no server name (RFC 6066).
      const servername = isIP(host) === 0 ? host : ''
      socket = this.#encrypted ? tls.connect({ socket: tunnel, host, servername }) : tunnel
    } catch (error) {
      done(error instanceof Error ? error : new ProxyError('it failed'))
      return
    }
    done(null, socket)
  }
}

/** A connection to `host:port` through the proxy (CONNECT). `signal` ends it while it is being made. @throws ProxyError */
export function openTunnel(proxy: URL, target: string, signal: AbortSignal): Promise<Duplex> {
  const credentials = credentialsOf(proxy)
  return new Promise((resolve, reject) => {
    const { request } = proxy.protocol === 'https:' ? https : http
    const connect = request({
      host: proxy.hostname,
      port: portOf(proxy),
      method: 'CONNECT',
      path: target,
      agent: false,
      signal,
      headers: {
        host: target,
        ...(credentials === undefined
          ? {}
          : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }),
      },
    })
    connect.once('connect', ({ statusCode = 0 }: http.IncomingMessage, socket: Duplex, head: Buffer) => {
      if (statusCode >= 200 && statusCode < 300 && head.length === 0) {
        resolve(socket)
        return
      }
      socket.destroy()
      const how = head.length > 0 ? 'followed by unexpected data' : hint(statusCode)
      reject(
        new ProxyError(`it answered CONNECT ${target} with ${statusCode}${how === '' ? '' : ` (${how})`}`, statusCode),
      )
    })
    // Anything but an answer to CONNECT: a proxy that is none.
    connect.once('response', (response) => {
      response.destroy()
      reject(new ProxyError('it did not answer CONNECT as a proxy does'))
    })
    connect.once('error', (error: NodeJS.ErrnoException) => reject(new ProxyError(reason(error))))
    connect.end()
  })
}

function credentialsOf({ username, password }: URL): string | undefined {
  return username === '' && password === '' ? undefined : `${decoded(username)}:${decoded(password)}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function hint(status: number): string {
  if (status === 407) return 'it asks for credentials'
  if (status === 403) return 'it does not allow this host'
  return status >= 500 ? 'it cannot reach this host' : ''
}

/** Codes rather than messages: those of Node repeat addresses, which can be many lines. */
function reason({ code = '', message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `its host name does not resolve (${code})`
    case 'ECONNREFUSED':
      return 'it refuses connections (ECONNREFUSED)'
    case 'ECONNRESET':
      return 'it closed the connection (ECONNRESET)'
    case '':
      return message
    default:
      return code
  }
}
