import type { IncomingHttpHeaders } from 'node:http'
import type { Log } from '../utils/log.ts'
import { duration } from '../utils/format.ts'
import { now, sleep } from '../utils/time.ts'

/** Heroku gives an account 4,500 calls an hour and fills up by 75 a minute: at that pace it never runs dry. */
const refillMs = 60_000 / 75
/** Below this many left we go at the pace of the refill, so that a deploy of the same account still finds some. */
const reserve = 100

/** What is left of the account's calls, shared by all apps of a run. */
export class RateLimit {
  readonly #log: Log
  #remaining = Number.POSITIVE_INFINITY
  /** A bare 429 says no number: ours holds until the next answer. */
  #guessed = false
  #nextAt = 0
  #told = false

  constructor(log: Log) {
    this.#log = log
  }

  /** Learns from the headers of any answer. */
  hear(headers: IncomingHttpHeaders, status: number): void {
    const text = headers['ratelimit-remaining']
    const remaining = typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : undefined
    // The data API sends no number, which says nothing of what is left.
    if (remaining === undefined && status !== 429 && !this.#guessed) return
    this.#guessed = remaining === undefined && status === 429
    this.#remaining = remaining ?? (this.#guessed ? 0 : Number.POSITIVE_INFINITY)
  }

  /** Holds a request back while few calls are left. */
  async wait(signal: AbortSignal): Promise<void> {
    if (this.#remaining >= reserve) return
    const startAt = Math.max(now(), this.#nextAt)
    this.#nextAt = startAt + refillMs
    const waitMs = startAt - now()
    if (!this.#told) {
      this.#told = true
      this.#log.info(
        `Heroku's rate limit is near (${this.#remaining} calls left for this account): going on at one request every ${duration(refillMs)}.`,
      )
    }
    if (waitMs > 0) await sleep(waitMs, signal)
  }
}
