import { between, gaussian } from './random.ts'
import type { Random } from './random.ts'

/** Synthetic series of usage in percent, of the kinds that real servers have. Times are milliseconds from 0. */

const hour = 3_600_000
export const day = 24 * hour

export interface Series {
  readonly at: (time: number) => number
  /** The answering server: a new name after each restart. */
  readonly server?: (time: number) => string
}

export interface Growing extends Series {
  /** When the line without noise and waves reaches 90 percent. */
  readonly full: number
}

function wave(random: Random, height: number): (time: number) => number {
  const phase = random() * day
  return (time) => height * Math.sin((2 * Math.PI * (time + phase)) / day)
}

/** None of these grows to 90 percent, so every warning is a false alarm. */
export const harmless: Readonly<Record<string, (random: Random) => Series>> = {
  noise: (random) => {
    const [level, noise] = [between(random, 10, 85), between(random, 0.2, 4)]
    return { at: () => level + noise * gaussian(random) }
  },
  'daily and weekly waves': (random) => {
    const [level, noise, workday] = [between(random, 25, 55), between(random, 0.2, 3), between(random, 0, 15)]
    const daily = wave(random, between(random, 3, 25))
    return {
      at: (time) => level + daily(time) + noise * gaussian(random) + ((time / day) % 7 < 5 ? workday : 0),
    }
  },
  'keys that expire together': (random) => {
    const period = Math.exp(between(random, Math.log(hour), Math.log(4 * day)))
    const [phase, height, level] = [random() * period, between(random, 5, 45), between(random, 10, 40)]
    const noise = between(random, 0.2, 2)
    return { at: (time) => level + (height * ((time + phase) % period)) / period + noise * gaussian(random) }
  },
  'restarts that lose the data': (random) => {
    const [level, pace, noise] = [between(random, 30, 80), between(random, 3 * hour, 2 * day), between(random, 0.2, 2)]
    const restarts = [
      between(random, -5 * day, 0),
      ...Array.from({ length: 1 + Math.floor(random() * 4) }, () => between(random, 0, 30 * day)),
    ]
    const before = (time: number): readonly number[] => restarts.filter((each) => each <= time)
    return {
      at: (time) => level * (1 - Math.exp((Math.max(...before(time)) - time) / pace)) + noise * gaussian(random),
      server: (time) => `server-${String(before(time).length)}`,
    }
  },
  'an empty cache that fills up': (random) => {
    const [level, pace, noise] = [between(random, 30, 80), between(random, 3 * hour, 3 * day), between(random, 0.2, 2)]
    return { at: (time) => level * (1 - Math.exp(-time / pace)) + noise * gaussian(random) }
  },
  'slow swings': (random) => {
    const [level, height, pace] = [between(random, 20, 70), between(random, 1, 5), between(random, 2 * hour, day)]
    let [swing, last] = [0, 0]
    return {
      at: (time) => {
        const kept = Math.exp((last - time) / pace)
        swing = kept * swing + height * Math.sqrt(1 - kept * kept) * gaussian(random)
        last = time
        return level + swing
      },
    }
  },
  'one step up': (random) => {
    const [level, step, at] = [between(random, 10, 50), between(random, 5, 30), between(random, 0, 30 * day)]
    const noise = between(random, 0.2, 2)
    return { at: (time) => level + (time > at ? step : 0) + noise * gaussian(random) }
  },
  spikes: (random) => {
    const [level, noise] = [between(random, 10, 50), between(random, 0.2, 2)]
    return {
      at: () => level + noise * gaussian(random) + (random() < 0.03 ? between(random, 10, 40) : 0),
    }
  },
}

/** Full after 5 to 29 days; half of them with a daily wave on top. */
export function growing(random: Random): Growing {
  const [start, full, noise] = [between(random, 10, 50), between(random, 5 * day, 29 * day), between(random, 0.1, 1.5)]
  const daily = wave(random, random() < 0.5 ? 0 : between(random, 1, 10))
  return { full, at: (time) => start + ((90 - start) * time) / full + daily(time) + noise * gaussian(random) }
}

/** Start times of hourly runs: some are late, some are missing. */
export function hourly(random: Random, until: number): readonly number[] {
  return Array.from(
    { length: Math.floor(until / hour) },
    (_, index) => index * hour + between(random, 0, hour / 4),
  ).filter(() => random() > 0.05)
}
