import type { PastPoint } from '../checks/past.ts'
import { withoutUndefined } from '../utils/optional.ts'

/** Recorded earlier runs. Times are milliseconds since 1970. Contains no secrets and no hosts. */
export interface HistoryState {
  /** In the order in which the apps were first seen. */
  readonly apps: readonly AppHistory[]
}

export interface AppHistory {
  readonly app: string
  /** The newest runs in full detail, ordered by time. */
  readonly points: readonly RunPoint[]
  /** Older runs, merged into spans, ordered by time. Spans do not overlap. */
  readonly spans: readonly Span[]
  /** Ordered by time. */
  readonly events: readonly HistoryEvent[]
  /**
   * The last runs in the order of recording, regardless of their clocks, for `alarm-after`. Each is the time when
   * it failed, or null if it did not. At most `mostOutcomes`.
   */
  readonly outcomes: readonly (number | null)[]
  /** Set if the last run failed: since when, and how many runs in a row. */
  readonly failing?: { readonly since: number; readonly runs: number }
  /** Set from `broke` to `recovered`. */
  readonly alarm?: { readonly since: number }
}

/** One run. Values that it could not measure are absent. */
export interface RunPoint extends PastPoint {
  readonly status: RunStatus
  /** True: the run counts as failed (see `fail-on`). */
  readonly failing: boolean
  /** The failure reason; empty when nothing failed. */
  readonly reason: string
  /** `8.1.4`. */
  readonly version?: string
  readonly latencyP50Ms?: number
  readonly lagMs?: number
}

export type RunStatus = 'pass' | 'warn' | 'fail'

/** All runs of 6 hours, a day or a week. Each figure is the median of its runs unless named otherwise. */
export interface Span {
  readonly start: number
  readonly lengthMs: number
  readonly runs: number
  /** How many runs had warnings, and how many failed. */
  readonly warned: number
  readonly failed: number
  readonly plan?: string
  readonly version?: string
  readonly latencyP50Ms?: number
  readonly latencyP95Ms?: number
  readonly lagMs?: number
  readonly memory?: Range
  readonly memoryMax?: number
  readonly connections?: Range
  readonly maxConnections?: number
}

export interface Range {
  readonly min: number
  readonly median: number
  readonly max: number
}

export const eventKinds = [
  'broke',
  'recovered',
  'created',
  'drift-healed',
  'maintenance',
  'upgraded',
  'plan-changed',
  'rotated',
  'restarted',
] as const

export type EventKind = (typeof eventKinds)[number]

export interface HistoryEvent {
  readonly time: number
  readonly kind: EventKind
  /** Short: `7.2.4 → 8.1.4`. */
  readonly detail?: string
}

/** The M of `alarm-after: N/M` cannot be larger. */
export const mostOutcomes = 100

export const mostEvents = 30

export const emptyState: HistoryState = { apps: [] }

export function historyOf(state: HistoryState, app: string): AppHistory {
  return state.apps.find((each) => each.app === app) ?? { app, points: [], spans: [], events: [], outcomes: [] }
}

/** For the checks: all earlier runs, oldest first; a span counts as one run in its middle, with its medians. */
export function pastOf({ points, spans }: AppHistory): readonly PastPoint[] {
  const older = spans.map(({ start, lengthMs, plan, latencyP95Ms, memory, memoryMax, connections, maxConnections }) =>
    withoutUndefined<PastPoint>({
      time: start + lengthMs / 2,
      plan,
      server: undefined,
      latencyP95Ms,
      memoryUsed: memory?.median,
      memoryMax,
      connections: connections?.median,
      maxConnections,
      evictedKeys: undefined,
      rejectedConnections: undefined,
    }),
  )
  return [...older, ...points].toSorted((a, b) => a.time - b.time)
}
