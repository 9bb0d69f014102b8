import { setTimeout as delay } from 'node:timers/promises'

/** Milliseconds on a clock that never jumps. */
export function now(): number {
  return performance.now()
}

/** @throws the signal's reason as soon as it aborts */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(Math.max(0, ms), undefined, { signal })
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  }
}
