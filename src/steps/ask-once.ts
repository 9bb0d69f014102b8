import type { Attempt } from '../heroku/call.ts'
import type { HerokuFailure } from '../heroku/errors.ts'
import type { StepContext } from './context.ts'
import { msForRetry } from './ms-for-retry.ts'

export interface Question<T, S> {
  /** For the report when no answer comes: `asked Heroku to run the maintenance`. */
  readonly request: string
  readonly ask: () => Promise<Attempt<T>>
  /** Looks for it, done or in progress; undefined: not found. Called after each refusal and before each retry. */
  readonly find: (refusal: HerokuFailure) => Promise<S | undefined>
}

export type Outcome<T, S> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'found'; readonly value: S }

/**
 * Sends a request that must not take effect twice. A refusal can mean that another run was first, and a lost answer
 * that the work is done, so Heroku's state decides before any retry.
 * @throws HerokuFailure it was refused, and is not found
 */
export async function askOnce<T, S>(
  { request, ask, find }: Question<T, S>,
  context: StepContext,
): Promise<Outcome<T, S>> {
  const { api, clock, progress } = context
  const started = clock.now()
  for (let tries = 1; ; tries += 1) {
    const attempt = await ask().catch((error: unknown) => {
      progress.markUnknown(request)
      throw error
    })
    if (attempt.kind === 'done') {
      progress.markAccepted(`${request}, which it accepted`)
      return { kind: 'answered', value: attempt.value }
    }
    const { failure } = attempt
    if (failure.outcome === 'unknown') progress.markUnknown(request)
    const seen = await find(failure)
    if (seen !== undefined) return { kind: 'found', value: seen }

    const leftMs = msForRetry(tries, started, context)
    if (attempt.kind === 'final' || leftMs === 0) throw failure.afterTries(tries)
    await api.pause(attempt, tries, leftMs)
    // Heroku may still have been working on a request whose answer was lost.
    const late = await find(failure)
    if (late !== undefined) return { kind: 'found', value: late }
  }
}
