import { toFailure } from '../failure/to-failure.ts'
import { timeLimit } from '../utils/abort.ts'
import { duration } from '../utils/format.ts'
import type { Log } from '../utils/log.ts'
import { backOffMs, retry } from '../utils/retry.ts'
import type { Attempt, BonusLimits, Call, HttpSettings } from './call.ts'
import type { Known } from './data.ts'
import { HerokuFailure } from './errors.ts'
import { Requests, shortestTryMs } from './requests.ts'

export type { Attempt, BonusLimits, Call, HttpSettings } from './call.ts'

/** Bounds of the retries. */
export const maxTries = 5
export const retryBudgetMs = 30_000

type Unsuccessful = Exclude<Attempt<never>, { kind: 'done' }>

/** Carries an attempt that did not succeed through `retry`. */
class TryError extends Error {
  readonly attempt: Unsuccessful

  constructor(attempt: Unsuccessful) {
    super(attempt.failure.message)
    this.attempt = attempt
  }
}

/** Between the tries of a change: reads whether it was done. Undefined: it was not, or there was no doubt. */
interface Look<T> {
  readonly afterFailure: (failure: HerokuFailure) => void
  readonly beforeRetry: () => Promise<T | undefined>
}

/** Heroku over HTTP: how often, how long and at what pace a request is tried. */
export class HerokuHttp {
  readonly #requests: Requests
  /** When the pauses that were said end, by the way in which the requests failed; each app has a log of its own. */
  readonly #pauses = new WeakMap<Log, Map<string, number>>()

  constructor(settings: HttpSettings) {
    this.#requests = new Requests(settings)
  }

  /** Tries until it is done, final, or out of tries and time; `deadline` on the run's clock. @throws Failure */
  async sendWithRetry<T>(call: Call<T>, log: Log, deadline: number): Promise<T> {
    return this.#retry(call, log, deadline)
  }

  /**
   * For a change that must not be repeated blindly: after an answer that leaves doubt, `look` reads what is there and
   * returns it when it is what was asked for; only otherwise is the change sent again. @throws Failure
   */
  async sendOrLook<T>(call: Call<T>, look: () => Promise<T | undefined>, log: Log, deadline: number): Promise<T> {
    let doubt = false
    try {
      return await this.#retry(call, log, deadline, {
        afterFailure: ({ outcome }) => {
          doubt ||= outcome === 'unknown'
        },
        beforeRetry: async () => (doubt ? look() : undefined),
      })
    } catch (error) {
      if (!doubt || !(error instanceof HerokuFailure)) throw error
      const seen = await look().catch(() => undefined)
      if (seen === undefined) throw error
      return seen
    }
  }

  async #retry<T>(call: Call<T>, log: Log, deadline: number, look?: Look<T>): Promise<T> {
    const { clock, over } = this.#requests
    // The time budget starts after the wait for the rate limit.
    await this.#requests.wait(call)
    const budgetMs = Math.min(deadline - clock.now(), retryBudgetMs)
    const end = clock.now() + budgetMs
    const leftMs = (): number => end - clock.now()
    let tries = 0
    const work = async (): Promise<T> => {
      if (tries > 0) {
        const seen = await look?.beforeRetry()
        if (seen !== undefined) return seen
        await this.#requests.wait(call)
      }
      tries += 1
      const attempt = await this.#requests.try(call, log, end)
      if (attempt.kind === 'done') return attempt.value
      look?.afterFailure(attempt.failure)
      throw new TryError(attempt)
    }
    try {
      return await retry(work, {
        tries: maxTries,
        budgetMs,
        signal: over,
        clock,
        delayMs: (failures, error) => (error instanceof TryError ? pauseMs(error.attempt, failures, leftMs()) : 0),
        shouldRetry: (error) =>
          error instanceof TryError && error.attempt.kind === 'passing' && leftMs() > shortestTryMs,
        onRetry: (error, ms) => {
          if (error instanceof TryError) this.#logRetry(error.attempt.failure, ms, log)
        },
      })
    } catch (error) {
      throw error instanceof TryError ? error.attempt.failure.afterTries(tries) : error
    }
  }

  /** Waits before the next try: as long as Heroku asks for (up to `mostMs`), else back-off with jitter. */
  async pause(attempt: Attempt<unknown>, tries: number, mostMs: number, log: Log): Promise<void> {
    if (attempt.kind !== 'passing') return
    const ms = pauseMs(attempt, tries, mostMs)
    this.#logRetry(attempt.failure, ms, log)
    await this.#requests.clock.sleep(ms, this.#requests.over)
  }

  #logRetry(failure: HerokuFailure, ms: number, log: Log): void {
    if (failure.reason === 'rate-limited') this.#requests.rateLimit.logReached(ms)
    else if (failure.reason === 'network') this.#requests.logOnce(`${failure.message} Requests are retried.`)
    else {
      const line = `${failure.message} Retrying in ${duration(ms)}.`
      if (this.#isFirst(failure, ms, log)) log.info(line)
      else log.debug(line)
    }
  }

  /** An app is read with several requests side by side, which one outage meets all: each pause is said once. */
  #isFirst({ message }: HerokuFailure, ms: number, log: Log): boolean {
    const now = this.#requests.clock.now()
    const pauses = this.#pauses.get(log) ?? new Map<string, number>()
    this.#pauses.set(log, pauses)
    // What only reads may stand for another; a change is always named.
    const way = message.replace(/\bGET \S+/, 'GET')
    if (now < (pauses.get(way) ?? 0)) return false
    pauses.set(way, now + ms)
    return true
  }

  /** One try. Resolves for everything but a cancelled run. @throws Failure `cancelled` */
  async attempt<T>(call: Call<T>, log: Log, deadline: number): Promise<Attempt<T>> {
    if (!call.afterCancel) await this.#requests.wait(call)
    return this.#requests.try(call, log, deadline)
  }

  /** For what a run can do without: bounded, quiet, and never throws. */
  async bonus<T>(call: Call<T>, log: Log, { ms = 4_000, tries = 2 }: BonusLimits = {}): Promise<Known<T>> {
    const { clock, over } = this.#requests
    const signal = timeLimit(ms, over)
    const end = clock.now() + ms
    const work = async (): Promise<T> => {
      await this.#requests.wait(call, signal)
      const attempt = await this.#requests.try(call, log, end, signal)
      if (attempt.kind === 'done') return attempt.value
      throw new TryError(attempt)
    }
    try {
      const value = await retry(work, {
        tries,
        budgetMs: ms,
        signal,
        clock,
        delayMs: (failures, error) => (error instanceof TryError ? waitMs(error.attempt, failures) : 0),
        shouldRetry: (error) => error instanceof TryError && error.attempt.kind === 'passing',
      })
      return { known: true, value }
    } catch (error) {
      if (signal.aborted && !over.aborted) return { known: false, why: `no answer within ${duration(ms)}` }
      const failure = error instanceof TryError ? error.attempt.failure : toFailure(error)
      return { known: false, why: failure.message.replace(/\.$/, ''), failure }
    }
  }

  close(): void {
    this.#requests.close()
  }
}

/** What Heroku asks for, else back-off with jitter. */
function waitMs(attempt: Unsuccessful, failures: number): number {
  const asked = attempt.kind === 'passing' ? attempt.retryAfterMs : undefined
  return asked ?? backOffMs(failures, { firstMs: 500, factor: 2 })
}

/** One last try must still fit behind the pause. */
function pauseMs(attempt: Unsuccessful, failures: number, leftMs: number): number {
  return Math.min(waitMs(attempt, failures), Math.max(leftMs - shortestTryMs, leftMs / 2))
}
