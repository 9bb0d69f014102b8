import { isOther } from '../checks/past.ts'
import { sanitize } from '../utils/text.ts'
import { evaluateAlarm } from './alarm.ts'
import type { Alarm, AlarmAfter } from './alarm.ts'
import { historyOf, mostEvents, mostOutcomes } from './history.ts'
import type { AppHistory, EventKind, HistoryEvent, HistoryState, RunPoint } from './history.ts'
import { thin } from './thin.ts'

/** Other events of this run. */
export interface RunEvent {
  readonly kind: Exclude<EventKind, 'broke' | 'recovered'>
  readonly detail?: string
}

/**
 * Adds one run of one app, and evaluates the alarm. The run's own time counts as now.
 * A run that could not do its job (no token, Heroku down, cancelled) says nothing about Redis and is not recorded.
 */
export function recordRun(
  state: HistoryState,
  app: string,
  run: RunPoint,
  alarmAfter: AlarmAfter,
  events: readonly RunEvent[] = [],
): { readonly state: HistoryState; readonly alarm: Alarm } {
  const before = historyOf(state, app)
  const point = clean(run)
  const { time, failing: isFailing } = point
  const failing = isFailing
    ? { since: before.failing?.since ?? time, runs: (before.failing?.runs ?? 0) + 1 }
    : undefined
  const outcomes = [...before.outcomes, isFailing ? time : null].slice(-mostOutcomes)
  const alarm = evaluateAlarm(
    { outcomes, ...(failing && { failing }), ...(before.alarm && { alarm: before.alarm }) },
    alarmAfter,
  )
  const seen = [...events, ...changes(before, point)].map(({ kind, detail }) => event(time, kind, detail))
  const transition = alarm.transition === '' ? [] : [event(time, alarm.transition, point.reason)]
  const added: AppHistory = {
    app: before.app,
    points: insert(before.points, point),
    spans: before.spans,
    events: newestEvents([...before.events, ...seen, ...transition]),
    outcomes,
    ...(failing && { failing }),
    ...(alarm.alarm && { alarm: { since: alarm.failingSince ?? time } }),
  }
  const after = thin(added, time)
  const apps = state.apps.some((each) => each.app === app)
    ? state.apps.map((each) => (each.app === app ? after : each))
    : [...state.apps, after]
  return { state: { ...state, apps }, alarm }
}

/** Ordered by time; a run of the same millisecond replaces the earlier one. */
function insert(points: readonly RunPoint[], point: RunPoint): readonly RunPoint[] {
  return [...points.filter(({ time }) => time !== point.time), point].toSorted((a, b) => a.time - b.time)
}

/** Differences from the last run that knew the value. */
function changes({ points }: AppHistory, point: RunPoint): readonly RunEvent[] {
  const earlier = points.filter(({ time }) => time < point.time)
  const last = (key: 'plan' | 'version' | 'server'): string | undefined =>
    earlier.findLast((each) => each[key] !== undefined)?.[key]
  const [plan, version, server] = [last('plan'), last('version'), last('server')]
  const found: RunEvent[] = []
  if (plan !== undefined && point.plan !== undefined && plan !== point.plan) {
    found.push({ kind: 'plan-changed', detail: `${plan} → ${point.plan}` })
  }
  if (version !== undefined && point.version !== undefined && version !== point.version) {
    found.push({ kind: 'upgraded', detail: `${version} → ${point.version}` })
  }
  // A proxy or an active-active pair alternates between run ids, so a known run id is not a restart.
  if (found.length === 0 && isOther(server, point.server) && !earlier.some((each) => each.server === point.server)) {
    found.push({ kind: 'restarted' })
  }
  return found
}

function event(time: number, kind: EventKind, detail?: string): HistoryEvent {
  const text = sanitize(detail ?? '', 120)
  return { time, kind, ...(text !== '' && { detail: text }) }
}

/** A provider's proxy in front of several servers causes many restarts; they must not displace other events. */
const mostRestartsKept = 8

function newestEvents(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const restarts = events.filter(({ kind }) => kind === 'restarted').slice(-mostRestartsKept)
  const others = events.filter(({ kind }) => kind !== 'restarted').slice(-(mostEvents - restarts.length))
  return [...restarts, ...others].toSorted((a, b) => a.time - b.time)
}

/** Values that Heroku and Redis use. Anything else is omitted, because the file is public and its readers trust it. */
const patterns = {
  reason: /^[a-z][a-z-]{0,39}$/,
  plan: /^[\w-]{1,60}:[\w-]{1,60}$/,
  version: /^\d[\w.+-]{0,29}$/,
  server: /^[0-9a-f]{8,64}$/i,
} as const

const shortServer = 8

/** A run with finite, rounded figures and safe text. */
export function clean(run: RunPoint): RunPoint {
  const { reason, plan, version, server, status, failing } = run
  const figure = (key: NumberKey, digits: number): Partial<RunPoint> => {
    const value = run[key]
    if (value === undefined || !Number.isFinite(value) || value < 0) return {}
    return { [key]: Number(value.toFixed(digits)) }
  }
  return {
    time: Math.round(run.time),
    status,
    failing,
    reason: patterns.reason.test(reason) ? reason : '',
    ...(plan !== undefined && patterns.plan.test(plan) && { plan }),
    ...(version !== undefined && patterns.version.test(version) && { version }),
    ...(server !== undefined && patterns.server.test(server) && { server: server.slice(0, shortServer).toLowerCase() }),
    ...figure('latencyP50Ms', 2),
    ...figure('latencyP95Ms', 2),
    ...figure('lagMs', 2),
    ...figure('memoryUsed', 0),
    ...figure('memoryMax', 0),
    ...figure('connections', 0),
    ...figure('maxConnections', 0),
    ...figure('evictedKeys', 0),
    ...figure('rejectedConnections', 0),
  }
}

type NumberKey =
  | 'latencyP50Ms'
  | 'latencyP95Ms'
  | 'lagMs'
  | 'memoryUsed'
  | 'memoryMax'
  | 'connections'
  | 'maxConnections'
  | 'evictedKeys'
  | 'rejectedConnections'

export const uptimeMs = 30 * 24 * 3_600_000

/** Share of the runs of the last 30 days that did not fail, 0 to 100; undefined without a run. */
export function uptimePercent({ points, spans }: AppHistory, now: number): number | undefined {
  const recent = points.filter(({ time }) => time <= now && time > now - uptimeMs)
  const older = spans.filter(({ start, lengthMs }) => start <= now && start + lengthMs > now - uptimeMs)
  const runs = older.reduce((sum, span) => sum + span.runs, recent.length)
  const failed = older.reduce((sum, span) => sum + span.failed, recent.filter(({ failing }) => failing).length)
  if (runs === 0) return undefined
  // Never 100 if any run failed.
  return Math.floor(((runs - failed) / runs) * 10_000) / 100
}
