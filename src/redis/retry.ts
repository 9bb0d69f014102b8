import { now, sleep } from '../utils/time.ts'
import { RedisError } from './errors.ts'
import type { RedisFailure } from './facts.ts'

export const mostTries = 3

export interface RetrySettings {
  /** No further try begins after it, and no pause is longer than a small part of it. */
  readonly budgetMs: number
  readonly signal: AbortSignal
  /** Called before each further try; false: there is no point in one. */
  readonly again: (failure: RedisFailure, nextTry: number) => boolean
}

/**
 * Tries up to three times what fails in passing.
 * @throws RedisError with the number of tries · whatever else `work` throws, at once
 */
export async function retry<T>(
  work: () => Promise<T>,
  { budgetMs, signal, again }: RetrySettings,
): Promise<{ readonly value: T; readonly attempts: number }> {
  const start = now()
  for (let attempts = 1; ; attempts++) {
    try {
      return { value: await work(), attempts }
    } catch (error) {
      if (!(error instanceof RedisError)) throw error
      const { failure } = error
      const pause = backOff(attempts, budgetMs)
      const over = attempts === mostTries || now() - start + pause >= budgetMs
      if (!failure.transient || over || !again(failure, attempts + 1)) throw new RedisError(counted(failure, attempts))
      await sleep(pause, signal)
    }
  }
}

function counted(failure: RedisFailure, attempts: number): RedisFailure {
  // A failover makes a primary of it within seconds, or it is meant to be a replica.
  return { ...failure, attempts, transient: failure.transient && failure.reason !== 'redis-read-only' }
}

/** 0.3 s, then 0.9 s, each give or take a quarter, so that many jobs do not come back at the same moment. */
function backOff(failures: number, budgetMs: number): number {
  const step = Math.min(300, budgetMs / 16)
  return step * 3 ** (failures - 1) * (0.75 + Math.random() / 2)
}
