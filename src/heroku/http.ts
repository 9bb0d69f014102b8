import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http'
import { HttpClient } from '@actions/http-client'
import { failure } from '../failure/catalogue.ts'
import type { Failure, FailureReason } from '../failure/failure.ts'
import type { Log } from '../utils/log.ts'
import type { Secret } from '../utils/secret.ts'
import { sanitize } from '../utils/text.ts'
import { duration } from '../utils/format.ts'
import { cancelled } from '../failure/to-failure.ts'
import { now, sleep } from '../utils/time.ts'
import { ShapeError } from './decode.ts'
import { isTransient, refused } from './errors.ts'
import { RateLimit } from './rate-limit.ts'

/** Bounds of patience, milliseconds and bytes. */
export const maxTries = 5
export const retryBudgetMs = 30_000
const readTimeoutMs = 10_000
/** Creating an add-on does work before it answers. */
const writeTimeoutMs = 25_000
/** A try that gets less time than this would tell more of our hurry than of Heroku. */
const shortestTryMs = 1_000
const maxBodyBytes = 8 * 1024 * 1024
/** What was asked for when the run is cancelled may be done all the same: so long its answer is waited for. */
const farewellMs = 3_000

export interface HttpSettings {
  readonly token: Secret
  readonly userAgent: string
  readonly signal: AbortSignal
  /** For what concerns all apps of the run. */
  readonly log: Log
}

export interface Call<T> {
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** Whole address. */
  readonly url: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** What a 4xx means that says nothing more precise. */
  readonly fallback: FailureReason
  /** Judges the answer before anything uses it. @throws ShapeError */
  readonly decode: (json: unknown, headers: IncomingHttpHeaders) => T
}

/** One try of a request. `passing`: it may go better in a moment, and the server may have done the work all the same. */
export type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'passing'; readonly failure: Failure; readonly retryAfterMs?: number }
  | { readonly kind: 'final'; readonly failure: Failure; readonly status?: number }

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** HTTP as Heroku wants it: token, version, Request-Id, patience. The one place that sends the token. */
export class HerokuHttp {
  readonly #settings: HttpSettings
  readonly #client: HttpClient
  readonly #rateLimit: RateLimit
  readonly #closing = new AbortController()
  /** Ends what only reads: nobody waits for it any more. */
  readonly #over: AbortSignal
  /** Ends what changes something, a while after the run was cancelled. */
  readonly #farewell: AbortSignal
  /** Read by the handler while `request` builds its options: the client has no parameter for it. */
  #signal: AbortSignal

  constructor(settings: HttpSettings) {
    this.#settings = settings
    this.#signal = settings.signal
    this.#over = AbortSignal.any([settings.signal, this.#closing.signal])
    this.#farewell = delayed(settings.signal, farewellMs)
    this.#rateLimit = new RateLimit(settings.log)
    const handler = {
      prepareRequest: (options: RequestOptions): void => {
        options.signal = this.#signal
      },
      canHandleAuthentication: (): boolean => false,
      handleAuthentication: (): Promise<never> => Promise.reject(new Error('not used')),
    }
    this.#client = new HttpClient(settings.userAgent, [handler], {
      keepAlive: true,
      allowRedirects: false,
      allowRetries: false,
    })
  }

  /** Tries until it is done, final, or out of patience; `deadline` on the clock of `now()`. @throws Failure */
  async send<T>(call: Call<T>, log: Log, deadline: number): Promise<T> {
    // In a long queue for the rate limit no patience is lost: it begins with the first try.
    await this.#rateLimit.wait(this.#over)
    const end = Math.min(deadline, now() + retryBudgetMs)
    for (let tries = 1; ; tries += 1) {
      if (tries > 1) await this.#rateLimit.wait(this.#over)
      const attempt = await this.#try(call, log, end)
      if (attempt.kind === 'done') return attempt.value
      if (attempt.kind === 'final') throw attempt.failure
      const leftMs = end - now()
      if (tries >= maxTries || leftMs <= shortestTryMs) throw afterTries(attempt.failure, tries)
      await this.pause(attempt, tries, leftMs, log)
    }
  }

  /** Waits before the next try: as long as Heroku asks for (up to `mostMs`), else back-off with jitter. */
  async pause(attempt: Attempt<unknown>, tries: number, mostMs: number, log: Log): Promise<void> {
    if (attempt.kind !== 'passing') return
    const backOffMs = 500 * 2 ** (tries - 1) * (0.75 + Math.random() / 2)
    // One last try must still fit behind the wait.
    const waitMs = Math.min(attempt.retryAfterMs ?? backOffMs, Math.max(mostMs - shortestTryMs, mostMs / 2))
    log.info(`${attempt.failure.message} Trying again in ${duration(waitMs)}.`)
    await sleep(waitMs, this.#over)
  }

  /** One try. Resolves for everything but a cancelled run. @throws Failure `cancelled` */
  async attempt<T>(call: Call<T>, log: Log, deadline: number): Promise<Attempt<T>> {
    await this.#rateLimit.wait(this.#over)
    return this.#try(call, log, deadline)
  }

  async #try<T>(call: Call<T>, log: Log, deadline: number): Promise<Attempt<T>> {
    // Nothing new is begun, and what is under way is given its time to be told truly.
    if (this.#over.aborted) throw cancelled()
    const signal = call.method === 'GET' ? this.#over : this.#farewell
    const { pathname, search } = new URL(call.url)
    const request = `${call.method} ${pathname}${search}`
    const requestId = randomUUID()
    const started = now()
    const usualMs = call.method === 'GET' ? readTimeoutMs : writeTimeoutMs
    const timeoutMs = Math.max(shortestTryMs, Math.min(usualMs, deadline - started))
    let answer: Answer
    try {
      answer = await this.#exchange(call, requestId, timeoutMs, signal)
    } catch (error) {
      if (signal.aborted) throw cancelled()
      const why = networkProblem(error, timeoutMs)
      log.debug(`${request}: ${why} after ${duration(now() - started)} (Request-Id ${requestId})`)
      return passing(failure('heroku-unavailable', `Heroku did not answer ${request}: ${why}.`, { requestId }))
    }
    const { status, headers, text } = answer
    const heard = headers['request-id']
    const quoted = typeof heard === 'string' && heard !== '' ? sanitize(heard, 200) : requestId
    log.debug(`${request}: ${status} in ${duration(now() - started)} (Request-Id ${quoted})`)
    for (const name of ['x-heroku-warning', 'warning-message']) {
      const warning = headers[name]
      if (warning !== undefined) log.info(`Heroku warns: ${sanitize(String(warning), 500)}`)
    }
    this.#rateLimit.hear(headers, status)

    if (status < 200 || status > 299) {
      const refusal = refused({ status, body: parse(text), request, requestId: quoted, fallback: call.fallback })
      if (!isTransient(status)) return { kind: 'final', failure: refusal, status }
      const retryAfterMs = retryAfter(headers['retry-after'])
      return retryAfterMs === undefined ? passing(refusal) : { ...passing(refusal), retryAfterMs }
    }
    try {
      return { kind: 'done', value: call.decode(parse(text), headers) }
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error
      const what = `Heroku's answer to ${request} (${status}) is not what it should be: ${error.message}.`
      return passing(failure('heroku-unavailable', what, { requestId: quoted }))
    }
  }

  async #exchange(call: Call<unknown>, requestId: string, timeoutMs: number, cancelling: AbortSignal): Promise<Answer> {
    const limit = new AbortController()
    const timer = setTimeout(() => {
      limit.abort(new TimeOut())
    }, timeoutMs)
    const signal = AbortSignal.any([cancelling, limit.signal])
    const headers = {
      accept: 'application/vnd.heroku+json; version=3',
      authorization: `Bearer ${this.#settings.token.reveal()}`,
      'request-id': requestId,
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    }
    try {
      this.#signal = signal
      const pending = this.#client.request(
        call.method,
        call.url,
        call.body === undefined ? null : JSON.stringify(call.body),
        headers,
      )
      const { message } = await pending
      return { status: message.statusCode ?? 0, headers: message.headers, text: await readBody(message) }
    } catch (error) {
      throw limit.signal.aborted ? new TimeOut() : error
    } finally {
      clearTimeout(timer)
    }
  }

  /** Also ends the requests whose answers nobody waits for: a sibling failed, and they would hold the process. */
  close(): void {
    this.#closing.abort()
    this.#client.dispose()
  }
}

class TimeOut extends Error {}

function delayed(signal: AbortSignal, ms: number): AbortSignal {
  const later = new AbortController()
  const abort = (): void => {
    setTimeout(() => {
      later.abort()
    }, ms).unref()
  }
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  return later.signal
}

function passing(reason: Failure): { readonly kind: 'passing'; readonly failure: Failure } {
  return { kind: 'passing', failure: reason }
}

function afterTries(last: Failure, tries: number): Failure {
  if (tries === 1) return last
  const { reason, what, ...rest } = last.explanation
  return failure(reason, `${what.replace(/\.$/, '')} (tried ${tries} times).`, rest)
}

/** Bounded, so that neither a huge body nor a slow drip can hold the run (the request's signal ends the latter). */
async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size > maxBodyBytes) {
      message.destroy()
      throw new Error(`the body is larger than ${maxBodyBytes / 1024 / 1024} MiB`)
    }
    chunks.push(chunk)
  }
  if (!message.complete) throw new Error('the connection was lost in the middle of the answer')
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Name and code only: Node's network errors carry addresses, never the token, but other objects hang on them. */
function networkProblem(error: unknown, timeoutMs: number): string {
  if (error instanceof TimeOut) return `no answer within ${duration(timeoutMs)}`
  if (!(error instanceof Error)) return 'the request failed'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return sanitize([code, error.message].filter((part) => part !== '').join(' '), 200)
}

/**
 * `Retry-After` in milliseconds, 0 to 30 s whatever it says: seconds, an HTTP date, or (seen on Heroku) a unix timestamp.
 * Undefined when there is none that can be read.
 */
export function retryAfter(header: string | undefined, nowMs: number = Date.now()): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  const number = /^\d{1,13}(\.\d+)?$/.test(text) ? Number(text) : undefined
  const ms = number === undefined ? Date.parse(text) - nowMs : number > 1e9 ? number * 1_000 - nowMs : number * 1_000
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), retryBudgetMs)
}
