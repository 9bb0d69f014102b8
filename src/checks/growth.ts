import { median, theilSen } from '../utils/statistics.ts'
import { isOther } from './past.ts'

const hour = 3_600_000
const day = 24 * hour

/** One earlier measurement. `share` is in percent of the limit (memory, connections). */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly share: number
  /** The server's run id: another one means that it was restarted or replaced. */
  readonly server?: string
}

export type Forecast =
  | { readonly kind: 'too-short'; readonly spanMs: number }
  | { readonly kind: 'steady' }
  | {
      readonly kind: 'grows'
      /** Percent of the limit per hour. */
      readonly perHour: number
      /** How long the growth has been seen. */
      readonly spanMs: number
      /** From now until `fail` percent is reached. */
      readonly etaMs: number
      /** The same at the upper and at the lower bound of the slope. */
      readonly earliestMs: number
      readonly latestMs: number
    }

/** Older samples say little about the next week. */
const windowMs = 14 * day
/** The bounds of the slope need at least this many windows to distinguish growth from chance. */
const fewestWindows = 4
/** Growth that has slowed down this much levels off before it reaches the limit, like a cache that fills up. */
const slowest = 0.75
/** A restart that loses this many percent of the limit has lost data or connections. */
const emptied = 5

/**
 * When `share` will reach `fail` percent at the present rate.
 *
 * The samples are grouped in windows of 24 hours that end now, each represented by its median: what repeats every day
 * (traffic, nightly jobs) is the same in each window and cancels out. A Theil–Sen line through the medians gives the
 * rate and its bounds. It counts as growth only when
 * - its lower bound also reaches the limit in the foreseeable future,
 * - the present level is higher than any level before: keys that expire together, and a restarted server that fills up
 *   again, only return to an earlier level,
 * - it does not slow down: an empty cache fills up fast, and then stops.
 *
 * @param samples of one plan and one limit, in any order; those after `now` are ignored
 */
export function forecast(samples: readonly Sample[], fail: number, now: number, horizonMs: number): Forecast {
  const past = samples.filter(({ time }) => time <= now).toSorted((a, b) => a.time - b.time)
  const windows = dailyMedians(past, now)
  const spanMs = Math.min(now - startOfGrowth(past, now), windowMs)
  const recent = windows.filter(({ age }) => age <= spanMs - day / 2)
  if (recent.length < fewestWindows) return { kind: 'too-short', spanMs }

  const line = theilSen(recent.map(({ age, level }) => ({ x: -age, y: level })))
  if (!line || line.low <= 0) return { kind: 'steady' }
  const until = (slope: number): number => Math.max(0, (fail - line.intercept) / slope)
  const etaMs = until(line.slope)
  const latestMs = until(line.low)
  if (etaMs > horizonMs || latestMs > 2 * horizonMs) return { kind: 'steady' }
  if (!isNewHeight(windows, line.slope) || isSlowing(recent)) return { kind: 'steady' }
  return {
    kind: 'grows',
    perHour: line.slope * hour,
    spanMs,
    etaMs,
    earliestMs: until(line.high),
    latestMs,
  }
}

interface Window {
  /** Milliseconds from the middle of the window until now. */
  readonly age: number
  readonly level: number
}

/** Newest first; windows without samples are omitted. */
function dailyMedians(past: readonly Sample[], now: number): readonly Window[] {
  const windows = new Map<number, number[]>()
  for (const { time, share } of past) {
    const index = Math.floor((now - time) / day)
    const values = windows.get(index)
    if (values) values.push(share)
    else windows.set(index, [share])
  }
  return [...windows]
    .toSorted(([a], [b]) => a - b)
    .map(([index, values]) => ({ age: (index + 0.5) * day, level: median(values) }))
}

/** The first sample, or the last restart that emptied the server: the line must not run across it. */
function startOfGrowth(past: readonly Sample[], now: number): number {
  const start = past.findLast(({ server }, index) => {
    const before = past.slice(Math.max(0, index - 3), index)
    const previous = before.at(-1)?.server
    if (!isOther(previous, server)) return false
    const after = past.slice(index, index + 3)
    return levelOf(before) - levelOf(after) >= emptied
  })
  return (start ?? past[0])?.time ?? now
}

const levelOf = (samples: readonly Sample[]): number => median(samples.map(({ share }) => share))

/** Whether the last day is above every day before, by half of what a day adds at least. */
function isNewHeight([latest, ...before]: readonly Window[], slope: number): boolean {
  return latest !== undefined && before.every(({ level }) => latest.level - level >= 0.5 * slope * day)
}

/** Compares the newer half of the growth with the older half. */
function isSlowing(windows: readonly Window[]): boolean {
  const newest = windows[0]
  const middle = windows[Math.floor((windows.length - 1) / 2)]
  const oldest = windows.at(-1)
  if (!newest || !middle || !oldest || middle === newest || middle === oldest) return false
  const late = (newest.level - middle.level) / (middle.age - newest.age)
  const early = (middle.level - oldest.level) / (oldest.age - middle.age)
  return late < slowest * early
}
