import { maxTries, retryBudgetMs } from '../heroku/http.ts'
import type { StepContext } from './context.ts'

/** Milliseconds that are left to repeat a request; 0: it is not repeated. `started`: on the clock, the first try. */
export function msForRetry(
  tries: number,
  started: number,
  { clock, deadline }: Pick<StepContext, 'clock' | 'deadline'>,
): number {
  return tries < maxTries ? Math.max(0, Math.min(started + retryBudgetMs, deadline) - clock.now()) : 0
}
