import { type Clock, systemClock } from './time.ts'

export interface RetryOptions {
  /** The maximum number of tries. */
  readonly tries: number
  /** From the first try; no pause starts that would end after it. */
  readonly budgetMs: number
  /** The pause after a failure, in milliseconds; `failures` is 1 after the first try. */
  readonly delayMs: (failures: number, error: unknown) => number
  /** False for an error that another try cannot change. `nextTry` is 2 before the second try. */
  readonly shouldRetry: (error: unknown, nextTry: number) => boolean
  /** Called before each pause, for the log. */
  readonly onRetry?: (error: unknown, pauseMs: number) => void
  /** Ends a pause. `work` itself has to end a try. */
  readonly signal: AbortSignal
  readonly clock?: Clock
}

/**
 * Runs `work` until it succeeds, fails for good, or tries and time are used up. `attempt` is 1 for the first try.
 * @throws the last error of `work`, unchanged · the signal's reason when it aborts during a pause
 */
export async function retry<T>(work: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { tries, budgetMs, delayMs, shouldRetry, onRetry, signal, clock = systemClock } = options
  const end = clock.now() + budgetMs
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt)
    } catch (error) {
      if (attempt >= tries) throw error
      const pauseMs = delayMs(attempt, error)
      if (clock.now() + pauseMs >= end || !shouldRetry(error, attempt + 1)) throw error
      onRetry?.(error, pauseMs)
      await clock.sleep(pauseMs, signal)
    }
  }
}

/**
 * The pause after the n-th failure: `firstMs`, then `factor` times longer each time, ± 25 % so that parallel jobs
 * spread out.
 */
export function backOffMs(
  failures: number,
  { firstMs, factor }: { readonly firstMs: number; readonly factor: number },
  random: () => number = Math.random,
): number {
  return firstMs * factor ** (failures - 1) * (0.75 + random() / 2)
}
