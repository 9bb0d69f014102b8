import type { Attempt } from '../heroku/call.ts'
import type { HerokuFailure } from '../heroku/errors.ts'
import { maxTries, retryBudgetMs } from '../heroku/http.ts'
import type { StepContext } from './context.ts'

export interface Question<T, S> {
  /** For the report when no answer comes: `asked Heroku to run the maintenance`. */
  readonly request: string
  readonly ask: () => Promise<Attempt<T>>
  /** Whether it is done, or under way, all the same; undefined: it is not. Called after each refusal and before each repetition. */
  readonly look: (refusal: HerokuFailure) => Promise<S | undefined>
}

export type Outcome<T, S> =
  { readonly kind: 'answered'; readonly value: T } | { readonly kind: 'found'; readonly value: S }

/**
 * Asks for what must not be done twice. A refusal can come because another run was first, and a lost answer after the
 * work was done: so Heroku's state decides, and nothing is repeated blindly.
 * @throws HerokuFailure it was refused, and nothing of it is there
 */
export async function askOnce<T, S>(
  { request, ask, look }: Question<T, S>,
  { api, clock, deadline, progress }: StepContext,
): Promise<Outcome<T, S>> {
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
    const seen = await look(failure)
    if (seen !== undefined) return { kind: 'found', value: seen }

    const leftMs = Math.min(retryBudgetMs - (clock.now() - started), deadline - clock.now())
    if (attempt.kind === 'final' || tries >= maxTries || leftMs <= 0) throw failure.afterTries(tries)
    await api.pause(attempt, tries, leftMs)
    // Heroku may have been at work on a request whose answer was lost.
    const late = await look(failure)
    if (late !== undefined) return { kind: 'found', value: late }
  }
}
