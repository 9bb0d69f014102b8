import type { IncomingHttpHeaders } from 'node:http'
import { duration } from '../utils/format.ts'
import type { Log } from '../utils/log.ts'
import { type Clock, systemClock } from '../utils/time.ts'

/** Heroku gives an account 4,500 calls an hour and refills 75 a minute: at that pace it never runs dry. */
export const refillMs = 60_000 / 75
/** Below this many left we go at the pace of the refill, so that a deploy of the same account still finds some. */
export const reserve = 100
/** Heroku rates a limit by the minute: this long one line about it is enough. */
const quietMs = 60_000

/** What is left of the account's calls to the Platform API, shared by all apps of a run. Other hosts have no part in it. */
export class RateLimit {
  readonly #log: Log
  readonly #clock: Clock
  #remaining = Number.POSITIVE_INFINITY
  /** From a bare 429, which says no number. */
  #guessed = false
  #nextAt = 0
  #slowdownLogged = false
  #reachedLoggedAt = Number.NEGATIVE_INFINITY

  constructor(log: Log, clock: Clock = systemClock) {
    this.#log = log
    this.#clock = clock
  }

  /** Learns from the headers of an answer. A bare 429 names no number: it holds until an answer is no 429. */
  update(headers: IncomingHttpHeaders, status: number): void {
    const text = String(headers['ratelimit-remaining'])
    const remaining = /^\d{1,9}$/.test(text) ? Number(text) : undefined
    if (remaining === undefined && status !== 429 && !this.#guessed) return
    this.#guessed = remaining === undefined && status === 429
    this.#remaining = remaining ?? (this.#guessed ? 0 : Number.POSITIVE_INFINITY)
  }

  /** Holds a request back while few calls are left. @throws the signal's reason */
  async wait(signal: AbortSignal): Promise<void> {
    if (this.#remaining >= reserve) return
    const startAt = Math.max(this.#clock.now(), this.#nextAt)
    this.#nextAt = startAt + refillMs
    const waitMs = startAt - this.#clock.now()
    if (!this.#slowdownLogged && !this.#guessed) {
      this.#slowdownLogged = true
      this.#log.info(
        `Close to Heroku's rate limit (${this.#remaining} calls left for this account): slowing down to one request every ${duration(refillMs)}.`,
      )
    }
    if (waitMs > 0) await this.#clock.sleep(waitMs, signal)
  }

  /** One line for a limit that many requests run into at the same time. */
  logReached(pauseMs: number): void {
    if (this.#clock.now() - this.#reachedLoggedAt < quietMs) return
    this.#reachedLoggedAt = this.#clock.now()
    this.#log.info(`Heroku's rate limit is reached (429): requests are retried, the first in ${duration(pauseMs)}.`)
  }
}
