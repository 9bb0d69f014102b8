import { now } from './time.ts'

const everyMs = 20
/** How much one observation counts: about the last half second decides. */
const weight = 0.1

export interface LagMeter {
  /** How late timers fire in this process, milliseconds, averaged over about the last half second. */
  lagMs(): number
  stop(): void
}

/**
 * With more work than the processor can do, every answer is read late: connections time out and round trips look long,
 * although the servers are quick.
 */
export function measureEventLoopLag(): LagMeter {
  let expected = now() + everyMs
  let average = 0
  const timer = setInterval(() => {
    const late = Math.max(0, now() - expected)
    expected = now() + everyMs
    average += (late - average) * weight
  }, everyMs)
  timer.unref()
  return { lagMs: () => average, stop: () => clearInterval(timer) }
}
