import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { explain } from '../failure/catalogue.ts'
import { cancelled } from '../failure/to-failure.ts'
import { Semaphore } from '../utils/concurrency.ts'
import { duration } from '../utils/format.ts'
import type { Log } from '../utils/log.ts'
import { sanitize } from '../utils/text.ts'
import { type Clock, systemClock } from '../utils/time.ts'
import type { Attempt, Call, HttpSettings } from './call.ts'
import { ShapeError } from './decode.ts'
import { HerokuFailure, isTransient, refused } from './errors.ts'
import { parseJson } from './json.ts'
import { unreached } from './network.ts'
import { RateLimit } from './rate-limit.ts'
import { requestIdOf, retryAfter } from './response-headers.ts'
import { type Answer, Transport, TransportError } from './transport.ts'

const readTimeoutMs = 10_000
/** Creating an add-on does work before it answers. */
const writeTimeoutMs = 25_000
/** A try that gets less time than this would say more about our hurry than about Heroku. */
export const shortestTryMs = 1_000
/** What was asked for when the run is cancelled may be done all the same: this long its answer is waited for. */
const graceMs = 3_000
/** Requests under way at the same time, whatever the number of apps. */
const mostAtOnce = 64

/** Single tries: token, version, Request-Id, rate limit, and what the answer means. The one place that sends the token. */
export class Requests {
  readonly clock: Clock
  readonly rateLimit: RateLimit
  /** Aborts when the run is cancelled, and when the client is closed. */
  readonly over: AbortSignal
  readonly #settings: HttpSettings
  readonly #transport = new Transport()
  readonly #slots = new Semaphore(mostAtOnce)
  readonly #closing = new AbortController()
  /** Ends what changes something, a while after the run was cancelled. */
  readonly #grace: AbortSignal
  readonly #logged = new Set<string>()

  constructor(settings: HttpSettings) {
    this.#settings = settings
    this.clock = settings.clock ?? systemClock
    this.over = AbortSignal.any([settings.signal, this.#closing.signal])
    this.#grace = delayed(settings.signal, graceMs)
    this.rateLimit = new RateLimit(settings.log, this.clock)
  }

  /** Waits for the rate limit. @throws the signal's reason */
  async wait({ access = 'platform' }: Call<unknown>, signal: AbortSignal = this.over): Promise<void> {
    if (access === 'platform') await this.rateLimit.wait(signal)
  }

  /**
   * One try; `deadline` on the run's clock, `bound` ends it sooner.
   * @throws Failure `cancelled` · the reason of `bound`
   */
  async try<T>(call: Call<T>, log: Log, deadline: number, bound?: AbortSignal): Promise<Attempt<T>> {
    // Nothing new is begun, and what is under way gets its time, so that its outcome is known.
    if (this.over.aborted && !call.afterCancel) throw cancelled()
    const signal = bound ?? this.#signalFor(call)
    try {
      return await this.#slots.run(signal, () => this.#send(call, log, deadline, signal))
    } catch (error) {
      if (signal.aborted && signal !== bound) throw cancelled()
      throw error
    }
  }

  #signalFor({ method, afterCancel }: Call<unknown>): AbortSignal {
    if (afterCancel) return new AbortController().signal
    return method === 'GET' ? this.over : this.#grace
  }

  async #send<T>(call: Call<T>, log: Log, deadline: number, signal: AbortSignal): Promise<Attempt<T>> {
    const url = new URL(call.url)
    const request = this.#scrub(`${call.method} ${call.label ?? url.pathname + url.search}`)
    const requestId = randomUUID()
    const started = this.clock.now()
    const usualMs = call.method === 'GET' ? readTimeoutMs : writeTimeoutMs
    const timeoutMs = Math.max(shortestTryMs, Math.min(usualMs, deadline - started))
    const elapsed = (): string => duration(this.clock.now() - started)
    let answer: Answer
    try {
      answer = await this.#exchange(call, { url, requestId, timeoutMs, signal })
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      const { failure, transient } = unreached(error, { host: url.host, request, requestId, scrub: this.#scrub })
      log.debug(`${failure.message} (after ${elapsed()}, Request-Id ${requestId})`)
      return { kind: transient ? 'passing' : 'final', failure }
    }
    const { status, headers } = answer
    const quoted = requestIdOf(headers['request-id'], requestId)
    log.debug(`${request}: ${status} in ${elapsed()} (Request-Id ${quoted})`)
    const { access = 'platform' } = call
    if (access !== 'public') this.#warn(headers)
    if (access === 'platform') this.rateLimit.update(headers, status)
    return this.#judge(call, answer, request, quoted)
  }

  #judge<T>(call: Call<T>, { status, headers, text }: Answer, request: string, requestId: string): Attempt<T> {
    if (status === 404 && call.notFound !== undefined) return { kind: 'done', value: call.notFound }
    // Scrubbed as a whole, because the decoder cuts it into short lines.
    const json = call.stream ? this.#scrub(text) : parseJson(text)
    if (status < 200 || status > 299) {
      const { fallback, advice } = call
      const about = { request, requestId, fallback, scrub: this.#scrub, ...(advice ? { advice } : {}) }
      const failure = refused({ status, body: json, ...about })
      if (!isTransient(failure)) return { kind: 'final', failure, status }
      const retryAfterMs = retryAfter(headers['retry-after'])
      return { kind: 'passing', failure, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
    }
    try {
      return { kind: 'done', value: call.decode(json, headers) }
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error
      const what = `Heroku's answer to ${request} (${status}) cannot be read: ${this.#scrub(error.message)}.`
      const explanation = explain('heroku-unavailable', what, { requestId })
      return { kind: 'passing', failure: new HerokuFailure(explanation, { status, outcome: 'unknown' }) }
    }
  }

  readonly #scrub = (text: string): string => {
    const withoutToken = text.replaceAll(this.#settings.token.reveal(), '***')
    return this.#settings.scrub?.(withoutToken) ?? withoutToken
  }

  /** Heroku can repeat a warning on every answer: each is logged once per run. */
  #warn(headers: IncomingHttpHeaders): void {
    for (const name of ['x-heroku-warning', 'warning-message']) {
      const value = headers[name]
      if (value === undefined) continue
      const warning = sanitize(this.#scrub(String(value)), 500)
      if (warning !== '') this.logOnce(`Heroku warns: ${warning}`)
    }
  }

  /** Logs a line at most once per run. */
  logOnce(line: string): void {
    if (this.#logged.has(line)) return
    this.#logged.add(line)
    this.#settings.log.info(line)
  }

  #exchange(
    { method, access, body, headers, stream }: Call<unknown>,
    attempt: {
      readonly url: URL
      readonly requestId: string
      readonly timeoutMs: number
      readonly signal: AbortSignal
    },
  ): Promise<Answer> {
    const { token, userAgent } = this.#settings
    const { url, requestId, timeoutMs, signal } = attempt
    const text = body === undefined ? undefined : JSON.stringify(body)
    const ofHeroku = {
      accept: 'application/vnd.heroku+json; version=3',
      authorization: `Bearer ${token.reveal()}`,
      'request-id': requestId,
    }
    return this.#transport.exchange({
      method,
      url,
      signal,
      timeoutMs,
      headers: {
        'user-agent': userAgent,
        ...(access === 'public' ? { accept: '*/*' } : ofHeroku),
        // Without this header, Node sends the body of a DELETE without a length.
        ...(text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
        ...headers,
      },
      ...(text === undefined ? {} : { body: text }),
      ...(stream ? { streamMs: stream.ms, maxBytes: stream.bytes } : {}),
    })
  }

  /** Also ends requests whose answers are no longer needed, because they would keep the process alive. */
  close(): void {
    this.#closing.abort(cancelled())
    this.#transport.close()
  }
}

/** Aborts a while after another signal. */
function delayed(signal: AbortSignal, ms: number): AbortSignal {
  const later = new AbortController()
  const abort = (): void => {
    setTimeout(() => later.abort(cancelled()), ms).unref()
  }
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  return later.signal
}
