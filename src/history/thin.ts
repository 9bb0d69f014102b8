import { withoutUndefined } from '../utils/optional.ts'
import { median, quantile, weightedMedian } from '../utils/statistics.ts'
import type { AppHistory, Range, RunPoint, Span } from './history.ts'

const hour = 3_600_000
const day = 24 * hour

/** How much is kept. `points` counts runs; the ages are milliseconds. */
export interface Retention {
  readonly points: number
  /**
   * From narrow to wide; each length is a multiple of the previous one. A span older than `maxAge` moves to the next
   * tier.
   */
  readonly tiers: readonly { readonly lengthMs: number; readonly maxAge: number }[]
}

/** About 20 kB per app after a year of hourly runs. */
export const usualRetention: Retention = {
  points: 72,
  tiers: [
    { lengthMs: 6 * hour, maxAge: 30 * day },
    { lengthMs: day, maxAge: 90 * day },
    { lengthMs: 7 * day, maxAge: 400 * day },
  ],
}

/** The same with every number divided; `by` 1 is the usual. */
export function reducedRetention(by: number): Retention {
  return {
    points: Math.max(1, Math.floor(usualRetention.points / by)),
    tiers: usualRetention.tiers.map(({ lengthMs, maxAge }) => ({ lengthMs, maxAge: maxAge / by })),
  }
}

/**
 * Keeps the newest runs in full and merges older ones into spans, coarser with age. Runs in the future (a clock
 * was wrong) are neither used nor lost: they stay unchanged, up to the same number of points.
 */
export function thin(
  history: AppHistory,
  now: number,
  { points: most, tiers }: Retention = usualRetention,
): AppHistory {
  const past = history.points.filter(({ time }) => time <= now)
  const future = history.points.filter(({ time }) => time > now).slice(0, most)
  const [narrow] = tiers
  const oldestKept = past.at(-most)?.time ?? now
  // Only complete spans are merged, so that their medians are exact, up to a limit.
  const boundary = narrow && past.length > most ? startOf(oldestKept, narrow.lengthMs) : -Infinity
  const tooMany = past.length - 4 * most
  const isOld = (point: RunPoint, index: number): boolean => point.time < boundary || index < tooMany
  const folded = narrow ? fold(past.filter(isOld), narrow.lengthMs) : []
  const isOver = ({ start, lengthMs }: Span): boolean =>
    tiers.some((tier) => tier.lengthMs === lengthMs && start + lengthMs < now - tier.maxAge)
  const points = [...past.filter((point, index) => !isOld(point, index)), ...future]
  if (folded.length === 0 && !history.spans.some(isOver)) return { ...history, points }
  const spans = tiers.reduce<readonly Span[]>(
    (all, { lengthMs }, tier) => {
      const next = tiers[tier + 1]
      const moved = (span: Span): readonly Span[] => (next ? [widen(span, next.lengthMs)] : [])
      return merge(all.flatMap((span) => (span.lengthMs === lengthMs && isOver(span) ? moved(span) : [span])))
    },
    merge([...history.spans, ...folded]),
  )
  return { ...history, points, spans }
}

/** Two digits for milliseconds and connections, integer bytes, to keep the file small. */
function rounded(value: number): number {
  return Number(value.toFixed(value < 10_000 ? 2 : 0))
}

function startOf(time: number, lengthMs: number): number {
  return Math.floor(time / lengthMs) * lengthMs
}

function widen(span: Span, lengthMs: number): Span {
  return { ...span, start: startOf(span.start, lengthMs), lengthMs }
}

/** One span for each period that contains a point. */
function fold(points: readonly RunPoint[], lengthMs: number): readonly Span[] {
  const groups = Map.groupBy(points, ({ time }) => startOf(time, lengthMs))
  return [...groups].map(([start, group]) => {
    const middle = (pick: (point: RunPoint) => number | undefined): number | undefined => {
      const values = group.flatMap((point) => pick(point) ?? [])
      return values.length === 0 ? undefined : rounded(median(values))
    }
    const range = (pick: (point: RunPoint) => number | undefined): Range | undefined => {
      const values = group.flatMap((point) => pick(point) ?? [])
      return values.length === 0
        ? undefined
        : { min: quantile(values, 0), median: rounded(median(values)), max: quantile(values, 1) }
    }
    return withoutUndefined<Span>({
      start,
      lengthMs,
      runs: group.length,
      warned: group.filter(({ status, failing }) => status === 'warn' && !failing).length,
      failed: group.filter(({ failing }) => failing).length,
      ...last(group),
      latencyP50Ms: middle((point) => point.latencyP50Ms),
      latencyP95Ms: middle((point) => point.latencyP95Ms),
      lagMs: middle((point) => point.lagMs),
      memory: range((point) => point.memoryUsed),
      connections: range((point) => point.connections),
    })
  })
}

/** Joins spans of the same period; spans of another length stay separate. */
function merge(spans: readonly Span[]): readonly Span[] {
  const groups = Map.groupBy(spans, ({ start, lengthMs }) => `${String(start)} ${String(lengthMs)}`)
  return [...groups.values()].map(join).toSorted((a, b) => a.start - b.start)
}

function join(group: readonly Span[]): Span {
  const [first, ...others] = group
  if (!first) throw new Error('a group has at least one span')
  if (others.length === 0) return first
  const sum = (pick: (span: Span) => number): number => group.reduce((total, span) => total + pick(span), 0)
  const middle = (pick: (span: Span) => number | undefined): number | undefined => {
    const values = group.flatMap((span) => {
      const value = pick(span)
      return value === undefined ? [] : [{ value, weight: span.runs }]
    })
    return values.length === 0 ? undefined : rounded(weightedMedian(values))
  }
  const range = (pick: (span: Span) => Range | undefined): Range | undefined => {
    const ranges = group.flatMap((span) => pick(span) ?? [])
    const median = middle((span) => pick(span)?.median)
    if (median === undefined) return undefined
    return {
      min: ranges.reduce((lowest, { min }) => Math.min(lowest, min), Infinity),
      median,
      max: ranges.reduce((highest, { max }) => Math.max(highest, max), 0),
    }
  }
  return withoutUndefined<Span>({
    start: first.start,
    lengthMs: first.lengthMs,
    runs: sum(({ runs }) => runs),
    warned: sum(({ warned }) => warned),
    failed: sum(({ failed }) => failed),
    ...last(group),
    latencyP50Ms: middle((span) => span.latencyP50Ms),
    latencyP95Ms: middle((span) => span.latencyP95Ms),
    lagMs: middle((span) => span.lagMs),
    memory: range((span) => span.memory),
    connections: range((span) => span.connections),
  })
}

/** Plan, version and limits as they were last known. */
function last(
  group: readonly (RunPoint | Span)[],
): Pick<RunPoint, 'plan' | 'version' | 'memoryMax' | 'maxConnections'> {
  const lastOf = <K extends 'plan' | 'version' | 'memoryMax' | 'maxConnections'>(key: K) =>
    group.findLast((each) => each[key] !== undefined)?.[key]
  return withoutUndefined({
    plan: lastOf('plan'),
    version: lastOf('version'),
    memoryMax: lastOf('memoryMax'),
    maxConnections: lastOf('maxConnections'),
  })
}
