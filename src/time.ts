import { setTimeout as delay } from 'node:timers/promises'
import { failure } from './explanations.ts'
import type { Failure } from './failure.ts'

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

/** 0.85 s, 12 s, 3 min 20 s: for people. */
export function showDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`
  if (ms < 60_000) return `${Math.round(ms / 1_000)} s`
  const seconds = Math.round(ms / 1_000)
  return `${Math.floor(seconds / 60)} min${seconds % 60 === 0 ? '' : ` ${seconds % 60} s`}`
}
