import { type Clock, now, sleep } from '../../src/utils/time.ts'
import { slowness } from './slowness.ts'

/** What the program waits for in tests takes its time, too, and longer on a slow machine. */
const quicker = Math.max(1, 30 / slowness)

/** Pauses take a thirtieth of their time, on a slow machine more, and the clock then shows all of it. */
export function quickClock(): Clock {
  let aheadMs = 0
  const shown = (): number => now() + aheadMs
  return {
    now: shown,
    sleep: async (ms, signal) => {
      const end = shown() + ms
      await sleep(ms / quicker, signal)
      // Others may have moved it further meanwhile.
      aheadMs = Math.max(aheadMs, end - now())
    },
  }
}
