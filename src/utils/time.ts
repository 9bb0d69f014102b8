import { setTimeout as delay } from 'node:timers/promises'

/** Injected, so that tests do not have to wait. */
export interface Clock {
  /** Milliseconds on a monotonic clock. */
  now(): number
  /** @throws the signal's reason as soon as it aborts */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** Milliseconds on a monotonic clock. */
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

export const systemClock: Clock = { now, sleep }
