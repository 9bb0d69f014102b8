import { setTimeout as delay } from 'node:timers/promises'
import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'

/** Milliseconds on a clock that never jumps. */
export function now(): number {
  return performance.now()
}

export function cancelled(): Failure {
  return failure('cancelled', 'The run was cancelled before it was done.')
}

/** @throws Failure `cancelled` as soon as the signal aborts */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(Math.max(0, ms), undefined, { signal })
  } catch {
    throw cancelled()
  }
}
