import { type Clock, now, sleep } from '../../src/utils/time.ts'
import { type InProcessOptions, inProcess } from './in-process.ts'
import type { RunOutcome } from './runner.ts'
import { slowness } from './slowness.ts'

/** On a slow machine less, because what the program waits for takes longer. */
const quicker = Math.max(5, 30 / slowness)

/** Pauses take a small part of their time, and the clock then shows all of it. */
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

export function inProcessQuickly(options: InProcessOptions): Promise<RunOutcome> {
  return inProcess({ clock: quickClock(), ...options })
}
