import { duration } from '../utils/format.ts'
import type { Failure } from '../failure/failure.ts'
import { now, sleep } from '../utils/time.ts'
import type { Work } from './context.ts'

export const longestPollDelayMs = 5_000

/** Quick at first, then every 5 s. */
function pollDelayMs(polls: number): number {
  return [250, 500, 1_000, 2_000, 3_000][polls] ?? longestPollDelayMs
}

/** Asks until there is an answer. @throws Failure `provision-timeout` telling what was still missing */
export async function poll<T>(
  what: string,
  work: Work,
  ask: () => Promise<{ readonly ready: T } | { readonly waiting: string }>,
  tooLate: (waiting: string) => Failure,
): Promise<T> {
  const started = now()
  let told = started
  for (let polls = 0; ; polls += 1) {
    const answer = await ask()
    if ('ready' in answer) return answer.ready
    const delayMs = pollDelayMs(polls)
    if (now() + delayMs > work.deadline) throw tooLate(answer.waiting)
    if (now() - told >= 5_000 || polls === 0) {
      told = now()
      const since = polls === 0 ? '' : ` (${duration(now() - started)})`
      work.log.info(`Waiting for ${what}: ${answer.waiting}${since} …`)
    }
    await sleep(delayMs, work.signal)
  }
}
