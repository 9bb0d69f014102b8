import * as http from 'node:http'
import * as https from 'node:https'
import { timeLimit } from '../utils/abort.ts'
import { duration } from '../utils/format.ts'
import { ProxyError, proxyFor, proxyName, TunnelAgent } from './proxy-agent.ts'

/**
 * One exchange over HTTP, bounded in time and size. It uses node:https directly because `@actions/http-client` takes no
 * signal per request, hangs when a server switches protocols (101) or a proxy does not answer, and follows redirects
 * with the token by default.
 */

export interface Exchange {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Ends the exchange; its reason is what the promise rejects with. */
  readonly signal: AbortSignal
  readonly timeoutMs: number
  /** The largest answer; absent: `maxBodyBytes`. */
  readonly maxBytes?: number
  /** An answer without an end: what came within this time counts as all of it. */
  readonly streamMs?: number
}

export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
}

/** Nothing of Heroku's that we ask for comes near it: a page of 1,000 add-ons is 1.6 MB. */
export const maxBodyBytes = 4 * 1024 * 1024

/** There was no (whole) answer. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  /** Node's code; empty when there is none. */
  readonly code: string
  /** False: no connection was made, so that Heroku cannot have done anything. */
  readonly sent: boolean
  /** The proxy that was used, without credentials. */
  readonly proxy: string | undefined

  constructor(
    message: string,
    details: {
      readonly code?: string
      readonly sent: boolean
      readonly proxy?: string | undefined
      readonly cause?: unknown
    },
  ) {
    super(message, { cause: details.cause })
    this.code = details.code ?? ''
    this.sent = details.sent
    this.proxy = details.proxy
  }
}

/** Connections to Heroku: kept alive, through the runner's proxy where there is one. */
export class Transport {
  readonly #agents = new Map<string, http.Agent>()
  readonly #closing = new AbortController()

  /** @throws TransportError · the signal's reason when it aborts */
  async exchange(exchange: Exchange): Promise<Answer> {
    const { signal, timeoutMs } = exchange
    signal.throwIfAborted()
    const limit = timeLimit(timeoutMs, signal)
    const state: State = { sent: false, tunnelled: false, proxy: undefined }
    try {
      return await this.#send(exchange, limit, state)
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (limit.aborted) throw timeOut(timeoutMs, state)
      throw transportError(error, state)
    }
  }

  #send(exchange: Exchange, signal: AbortSignal, state: State): Promise<Answer> {
    const { url, method, headers, body } = exchange
    return new Promise((resolve, reject) => {
      const agent = this.#agentFor(url, state)
      const { request: begin } = url.protocol === 'https:' ? https : http
      const request = begin(url, { method, headers, agent })
      const abort = (): void => {
        // A request that has no connection yet reports nothing when it is destroyed.
        reject(signal.reason)
        request.destroy()
      }
      signal.addEventListener('abort', abort, { once: true })
      let answered = false
      request.once('close', () => {
        signal.removeEventListener('abort', abort)
        if (!answered) reject(new Error('the connection was closed without an answer'))
      })
      request.once('error', reject)
      request.once('socket', (socket) => {
        // A kept connection is ready at once, and would collect a listener with every request.
        const connected = (): void => {
          state.sent = true
        }
        if (request.reusedSocket) connected()
        else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected)
        state.tunnelled = true
      })
      request.once('upgrade', (_, socket) => {
        socket.destroy()
        reject(new Error('the server switched protocols (101) unexpectedly'))
      })
      request.once('response', (response) => {
        answered = true
        state.sent = true
        read(response, exchange).then(
          (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          reject,
        )
      })
      request.end(body)
    })
  }

  #agentFor(url: URL, state: State): http.Agent {
    const proxy = proxyFor(url)
    if (proxy) state.proxy = proxyName(proxy)
    const key = `${url.protocol} ${proxy?.href ?? ''}`
    const known = this.#agents.get(key)
    if (known) return known
    const encrypted = url.protocol === 'https:'
    const direct = () => (encrypted ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true }))
    const agent = proxy ? new TunnelAgent(proxy, encrypted, this.#closing.signal) : direct()
    this.#agents.set(key, agent)
    return agent
  }

  /** Ends all connections, also those to a proxy that are still being made. */
  close(): void {
    this.#closing.abort()
    for (const agent of this.#agents.values()) agent.destroy()
  }
}

/** How far an exchange got. */
interface State {
  /** The request has a socket: where there is a proxy, it has opened the way. */
  tunnelled: boolean
  /** The connection is made, and encrypted where it has to be: Heroku may know of the request. */
  sent: boolean
  proxy: string | undefined
}

function timeOut(ms: number, { tunnelled, sent, proxy }: State): TransportError {
  const within = duration(ms)
  if (proxy !== undefined && !tunnelled) {
    return new TransportError(`it did not answer within ${within}`, { code: 'PROXY', sent: false, proxy })
  }
  return new TransportError(`no ${sent ? 'answer' : 'connection'} within ${within}`, { sent, proxy })
}

function transportError(error: unknown, { sent, proxy }: State): TransportError {
  if (error instanceof ProxyError) {
    return new TransportError(error.message, { code: 'PROXY', sent: false, proxy, cause: error })
  }
  if (!(error instanceof Error)) return new TransportError('the request failed', { sent, proxy })
  const inner = firstOf(error)
  const code = codeOf(inner)
  return new TransportError(inner.message, { code, sent, proxy, cause: error })
}

/**
 * When every address of a host fails, the message of the whole is empty. A runner without IPv6 has no route to some of
 * them, which says nothing about the others.
 */
function firstOf(error: Error): Error {
  if (!(error instanceof AggregateError)) return error
  const errors = error.errors.filter((each) => each instanceof Error)
  return errors.find((each) => codeOf(each) !== 'ENETUNREACH') ?? errors[0] ?? error
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Reads at most so many bytes. A body that arrives too slowly is ended by the signal of the exchange. */
function read(response: http.IncomingMessage, { maxBytes = maxBodyBytes, streamMs }: Exchange): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = (): void => {
      clearTimeout(timer)
      resolve(Buffer.concat(chunks).toString('utf8'))
    }
    const enough = (): void => {
      finish()
      response.destroy()
    }
    const timer = streamMs === undefined ? undefined : setTimeout(enough, streamMs)
    response.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) {
        chunks.push(chunk)
      } else if (streamMs === undefined) {
        reject(new Error(`the answer is larger than ${maxBytes / 1024 / 1024} MiB`))
        response.destroy()
      } else {
        enough()
      }
    })
    response.once('end', () => {
      if (response.complete) finish()
      else reject(new Error('the connection was lost in the middle of the answer'))
    })
    response.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    response.once('close', () => {
      clearTimeout(timer)
      reject(new Error('the connection was lost in the middle of the answer'))
    })
  })
}
