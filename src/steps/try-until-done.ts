import type { Attempt } from '../heroku/call.ts'
import { maxTries, retryBudgetMs } from '../heroku/http.ts'
import type { StepContext } from './context.ts'
import { isOutcomeUnknown } from './progress.ts'

export interface Removal {
  /** `asked Heroku to …`, in case no answer comes. */
  readonly request: string
  readonly attempt: () => Promise<Attempt<unknown>>
  /** Looks whether it was done after all, by a try whose answer was lost or by somebody else. */
  readonly isDone: () => Promise<boolean>
}

/**
 * Removes something that has single tries only: after each failure that leaves doubt it looks before it asks again.
 * `gone before`: the first answer says that there is nothing to remove.
 * @throws Failure
 */
export async function tryUntilDone(
  { request, attempt, isDone }: Removal,
  { api, clock, deadline, progress }: StepContext,
): Promise<'done' | 'gone before'> {
  const started = clock.now()
  let doubt = false
  try {
    for (let tries = 1; ; tries += 1) {
      const answer = await attempt()
      if (answer.kind === 'done') return 'done'
      const { failure } = answer
      if (answer.kind === 'final' && answer.status === 404) return doubt ? 'done' : 'gone before'
      doubt ||= failure.outcome === 'unknown'
      if (doubt && (await isDone().catch(() => false))) return 'done'
      const leftMs = Math.min(retryBudgetMs - (clock.now() - started), deadline - clock.now())
      if (answer.kind === 'final' || tries >= maxTries || leftMs <= 0) throw failure.afterTries(tries)
      await api.pause(answer, tries, leftMs)
    }
  } catch (error) {
    if (doubt || isOutcomeUnknown(error)) progress.markUnknown(request)
    throw error
  }
}
