import type { Failure } from '../failure/failure.ts'
import { duration } from '../utils/format.ts'
import type { StepContext } from './context.ts'

export const longestPollDelayMs = 5_000
const progressEveryMs = 5_000

export interface Poll<T> {
  /** `Waiting for …`. */
  readonly what: string
  readonly ask: () => Promise<{ readonly ready: T } | { readonly waiting: string }>
  /** `waiting` says what was still missing. */
  readonly tooLate: (waiting: string) => Failure
  /** Milliseconds for this wait; the deadline of the run also applies. */
  readonly withinMs?: number
  /** Milliseconds between two polls after the first quick ones. */
  readonly everyMs?: number
}

/** Polls until ready: quickly at first, then every 5 s. @throws Failure `tooLate` at the deadline */
export async function poll<T>(
  { what, ask, tooLate, withinMs = Number.POSITIVE_INFINITY, everyMs = longestPollDelayMs }: Poll<T>,
  { clock, deadline, log, signal }: Pick<StepContext, 'clock' | 'deadline' | 'log' | 'signal'>,
): Promise<T> {
  const started = clock.now()
  const end = Math.min(deadline, started + withinMs)
  let lastLine = started
  for (let polls = 0; ; polls += 1) {
    const answer = await ask()
    if ('ready' in answer) return answer.ready
    const usualMs = Math.min([250, 500, 1_000, 2_000, 3_000][polls] ?? everyMs, everyMs)
    const leftMs = end - clock.now()
    // A long pause does not end the wait early: there is a last poll when the time is up.
    const delayMs = usualMs > longestPollDelayMs ? Math.min(usualMs, leftMs) : usualMs
    if (delayMs <= 0 || delayMs > leftMs) throw tooLate(answer.waiting)
    if (polls === 0 || clock.now() - lastLine >= progressEveryMs) {
      lastLine = clock.now()
      const elapsed = polls === 0 ? '' : ` (${duration(clock.now() - started)})`
      log.info(`Waiting for ${what}: ${answer.waiting}${elapsed} …`)
    }
    await clock.sleep(delayMs, signal)
  }
}
