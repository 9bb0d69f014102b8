import type { HistoryEvent, RunPoint } from './history.ts'

/**
 * The state file, as in `schema/state.schema.json`. Runs are rows without names, and what rarely changes
 * (plan, version, limits) is listed once and referred to by its index: 200 apps and a year of hourly runs stay small.
 */
export interface StateFile {
  readonly format: typeof formatName
  readonly version: 1
  /** ISO 8601. */
  readonly updatedAt: string
  readonly apps: readonly AppFile[]
}

export interface AppFile {
  readonly app: string
  readonly servers: readonly ServerFile[]
  readonly points: readonly PointRow[]
  readonly spans: readonly SpanRow[]
  readonly events: readonly EventRow[]
  /** 0: the run did not fail; otherwise when it failed. */
  readonly outcomes: readonly number[]
  readonly failing?: { readonly since: number; readonly runs: number }
  readonly alarm?: { readonly since: number }
}

/** What rarely changes. */
export type ServerFile = Pick<RunPoint, 'plan' | 'version' | 'server' | 'memoryMax' | 'maxConnections'>

/** Null: not measured. */
export type Figure = number | null

/** time, status, failing, reason, p50, p95, lag, memory, connections, evicted keys, rejected connections, server */
export type PointRow = readonly [
  number,
  RunPoint['status'],
  0 | 1,
  string,
  Figure,
  Figure,
  Figure,
  Figure,
  Figure,
  Figure,
  Figure,
  number,
]

/** start, hours, runs, warned, failed, p50, p95, lag, memory (min, median, max), connections (the same), server */
export type SpanRow = readonly [
  number,
  number,
  number,
  number,
  number,
  Figure,
  Figure,
  Figure,
  Figure,
  Figure,
  Figure,
  Figure,
  Figure,
  Figure,
  number,
]

export type EventRow = readonly [number, HistoryEvent['kind']] | readonly [number, HistoryEvent['kind'], string]

export const formatName = 'heroku-redis-action/state'
