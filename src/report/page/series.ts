import type { AppHistory, Range } from '../../history/history.ts'
import { median, quantile } from '../../utils/statistics.ts'

const day = 86_400_000

/** One point of a chart. `low` and `high` are there where several runs are taken together. */
export interface Sample {
  readonly time: number
  readonly value: number
  readonly low?: number
  readonly high?: number
}

export interface Figures {
  readonly latencyP50: readonly Sample[]
  readonly latencyP95: readonly Sample[]
  readonly lag: readonly Sample[]
  /** Percent of the limit of that time; empty where there is no limit. */
  readonly memory: readonly Sample[]
  /** Bytes, where there is no limit. */
  readonly memoryBytes: readonly Sample[]
  /** Percent. */
  readonly connections: readonly Sample[]
}

/** The figures of an app between two times, oldest first. */
export function figuresOf({ spans, points }: AppHistory, from: number, to: number): Figures {
  const older = spans.filter(({ start, lengthMs }) => start + lengthMs > from && start <= to)
  const newer = points.filter(({ time }) => time >= from && time <= to)
  const single = (pick: (each: AppHistory['points'][number] | AppHistory['spans'][number]) => number | undefined) =>
    [
      ...older.map((span) => ({ time: span.start + span.lengthMs / 2, value: pick(span) })),
      ...newer.map((point) => ({ time: point.time, value: pick(point) })),
    ].flatMap(({ time, value }): readonly Sample[] => (value === undefined ? [] : [{ time, value }]))
  const share = (range: Range | undefined, max: number | undefined, time: number): readonly Sample[] =>
    range && max !== undefined && max > 0
      ? [
          {
            time,
            value: (range.median / max) * 100,
            low: (range.min / max) * 100,
            high: (range.max / max) * 100,
          },
        ]
      : []
  const shareOf = (value: number | undefined, max: number | undefined, time: number): readonly Sample[] =>
    value !== undefined && max !== undefined && max > 0 ? [{ time, value: (value / max) * 100 }] : []
  return {
    latencyP50: single((each) => each.latencyP50Ms),
    latencyP95: single((each) => each.latencyP95Ms),
    lag: single((each) => each.lagMs),
    memory: [
      ...older.flatMap((span) => share(span.memory, span.memoryMax, span.start + span.lengthMs / 2)),
      ...newer.flatMap((point) => shareOf(point.memoryUsed, point.memoryMax, point.time)),
    ],
    memoryBytes: [
      ...older.flatMap(({ memory, memoryMax, start, lengthMs }): readonly Sample[] =>
        memory && memoryMax === undefined
          ? [{ time: start + lengthMs / 2, value: memory.median, low: memory.min, high: memory.max }]
          : [],
      ),
      ...newer.flatMap(({ memoryUsed, memoryMax, time }): readonly Sample[] =>
        memoryUsed !== undefined && memoryMax === undefined ? [{ time, value: memoryUsed }] : [],
      ),
    ],
    connections: [
      ...older.flatMap((span) => share(span.connections, span.maxConnections, span.start + span.lengthMs / 2)),
      ...newer.flatMap((point) => shareOf(point.connections, point.maxConnections, point.time)),
    ],
  }
}

/** Six hours: what older runs are taken together by, too, so that a line looks the same all along. */
const quarter = day / 4

/** Takes single runs together by the quarter of a day; the newest run stays as it is, at the end. */
export function smoothed(samples: readonly Sample[]): readonly Sample[] {
  const newest = samples.at(-1)
  if (!newest) return samples
  const groups = Map.groupBy(samples, ({ time, low }) => (low === undefined ? Math.floor(time / quarter) : -time))
  const together = [...groups.values()].flatMap((group): readonly Sample[] => {
    const [first] = group
    if (!first || group.length === 1) return group
    const values = group.map(({ value }) => value)
    const time = median(group.map((sample) => sample.time))
    return [{ time, value: median(values), low: quantile(values, 0), high: quantile(values, 1) }]
  })
  return together.at(-1)?.time === newest.time ? together : [...together, newest]
}

export interface Day {
  /** Midnight, UTC. */
  readonly start: number
  readonly runs: number
  readonly warned: number
  readonly failed: number
}

/** The last days up to today, oldest first, also those without a run. Weeks are too coarse for a day. */
export function daysOf({ spans, points }: AppHistory, now: number, count: number): readonly Day[] {
  const today = Math.floor(now / day) * day
  const starts = Array.from({ length: count }, (_, index) => today - (count - 1 - index) * day)
  return starts.map((start) => {
    const isIn = (time: number): boolean => time >= start && time < start + day
    const older = spans.filter((span) => span.lengthMs <= day && isIn(span.start))
    const newer = points.filter(({ time }) => isIn(time) && time <= now)
    const sum = (pick: 'runs' | 'warned' | 'failed'): number => older.reduce((total, span) => total + span[pick], 0)
    return {
      start,
      runs: sum('runs') + newer.length,
      warned: sum('warned') + newer.filter(({ status, failing }) => status === 'warn' && !failing).length,
      failed: sum('failed') + newer.filter(({ failing }) => failing).length,
    }
  })
}

export interface Outage {
  readonly from: number
  readonly to: number
}

/** When it was broken: from each `broke` to the `recovered` after it, or until now. */
export function outagesOf({ events, alarm }: AppHistory, now: number): readonly Outage[] {
  const outages: Outage[] = []
  let from: number | undefined
  for (const { kind, time } of events) {
    if (kind === 'broke') from ??= time
    if (kind === 'recovered' && from !== undefined) {
      outages.push({ from, to: time })
      from = undefined
    }
  }
  const open = from ?? alarm?.since
  return open === undefined ? outages : [...outages, { from: open, to: now }]
}

/** When the first run was, as far as is known. */
export function firstRun({ spans, points }: AppHistory): number | undefined {
  const times = [spans[0]?.start, points[0]?.time].filter((time) => time !== undefined)
  return times.length === 0 ? undefined : Math.min(...times)
}
