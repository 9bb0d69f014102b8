import { bytes, count, duration, percent } from '../utils/format.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { forecast } from './growth.ts'
import type { Forecast, Sample } from './growth.ts'
import { type CheckContext, type CheckOutcome, pass, skip, warn } from './outcome.ts'
import { currentPoint } from './current-point.ts'
import type { PastPoint } from './past.ts'
import { ifConnected } from './preconditions.ts'
import { compareLatency, slowRuns } from './usual-latency.ts'

const hour = 3_600_000
const day = 24 * hour

/** No warning for a limit that is further away than this. */
export const horizonMs = 7 * day

export interface TrendInput {
  /** Earlier runs of this app, in any order. */
  readonly past: readonly PastPoint[]
  /** What this run measured of the writer. */
  readonly current: PastPoint
  /** Percent at which the checks `memory` and `connections` fail; absent: switched off. */
  readonly limits: { readonly memory?: number; readonly connections?: number }
  /** True: the eviction policy frees memory, so that full memory is normal. */
  readonly evicts: boolean
}

export interface TrendJudgement {
  readonly status: 'pass' | 'warn' | 'skip'
  readonly message: string
  /** Time to the nearest limit: `3 days`. */
  readonly value?: string
  readonly hint?: string
}

interface Resource {
  readonly name: string
  readonly used: (point: PastPoint) => number | undefined
  readonly max: (point: PastPoint) => number | undefined
  /** An amount per hour, as text. */
  readonly rate: (perHour: number) => string
  readonly hint: string
}

const resources = {
  memory: {
    name: 'Memory',
    used: ({ memoryUsed }) => memoryUsed,
    max: ({ memoryMax }) => memoryMax,
    rate: (perHour) => `${bytes(perHour)} an hour`,
    hint: 'Find what grows (keys without an expiry, queues that are never emptied), or move to a larger plan before then.',
  },
  connections: {
    name: 'The number of connections',
    used: ({ connections }) => connections,
    max: ({ maxConnections }) => maxConnections,
    rate: (perHour) => (perHour >= 1 ? `${amount(perHour)} an hour` : `${amount(perHour * 24)} a day`),
    hint: 'Look for clients that are opened and never closed, and for pools that grow with the number of dynos.',
  },
} as const satisfies Readonly<Record<string, Resource>>

export type ResourceName = keyof typeof resources
const resourceNames = ['memory', 'connections'] as const satisfies readonly ResourceName[]

export function trend(context: CheckContext): CheckOutcome {
  const { subject, settings } = context
  const { history } = subject
  if (history === undefined) return skip('Not known: there is no `state-file` with earlier runs.')
  return ifConnected(context, (facts) => {
    const policy = facts.info?.ok === true ? facts.info.value.maxMemoryPolicy : undefined
    const limits = withoutUndefined<TrendInput['limits']>({
      memory: settings.memory?.fail,
      connections: settings.connections?.fail,
    })
    const { status, message, value, hint } = judgeTrend({
      past: history,
      current: currentPoint(subject),
      limits,
      evicts: policy !== undefined && policy !== 'noeviction',
    })
    const measured = value === undefined ? {} : { value }
    if (status === 'skip') return skip(message)
    if (status === 'pass') return pass(message, measured)
    return warn('trend', message, { ...measured, ...(hint === undefined ? {} : { hint }) })
  })
}

/** Judges the trend of the figures. Pure; needs the history of earlier runs. */
export function judgeTrend({ past, current, limits, evicts }: TrendInput): TrendJudgement {
  const forecasts = resourceNames.flatMap((name) => {
    const limit = name === 'memory' && evicts ? undefined : limits[name]
    const found = limit === undefined ? undefined : forecastResource(name, limit, past, current)
    return limit === undefined || found === undefined ? [] : [{ name, limit, found }]
  })
  const latency = compareLatency(past, current)
  const growing = forecasts.flatMap(({ name, limit, found }) =>
    found.kind === 'grows' ? [{ message: growthMessage(name, limit, found, current), name, etaMs: found.etaMs }] : [],
  )
  if (growing.length > 0 || latency.kind === 'slow') {
    const nearest = Math.min(...growing.map(({ etaMs }) => etaMs))
    const slow = latency.kind === 'slow' ? [latencyMessage(latency)] : []
    return {
      status: 'warn',
      message: [...growing.map(({ message }) => message), ...slow].join(' '),
      ...(growing.length > 0 && { value: span(nearest) }),
      hint: [...growing.map(({ name }) => resources[name].hint), ...slow.map(() => latencyHint)].join(' '),
    }
  }
  return quiet(
    forecasts.map(({ found }) => found),
    latency.kind,
  )
}

/** The result when nothing is wrong: what was examined, and what could not be. */
function quiet(forecasts: readonly Forecast[], latency: 'unknown' | 'too-short' | 'usual' | 'slow'): TrendJudgement {
  const isSteady = forecasts.some(({ kind }) => kind === 'steady')
  if (!isSteady && latency !== 'usual') {
    if (forecasts.length === 0 && latency === 'unknown') {
      return { status: 'skip', message: 'Not known: memory, connections and latency are unknown or switched off.' }
    }
    const seen = Math.max(0, ...forecasts.map((each) => (each.kind === 'too-short' ? each.spanMs : 0)))
    const so = seen < hour ? '' : ` (so far ${span(seen)})`
    return { status: 'skip', message: `Not enough history yet: a trend needs 4 days of runs${so}.` }
  }
  const parts = [
    ...(isSteady ? ['no growth toward a limit within 7 days'] : []),
    ...(latency === 'usual' ? ['latency is as usual'] : []),
  ]
  const sentence = parts.join('; ')
  return { status: 'pass', message: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.` }
}

/**
 * When this run's memory or connections will reach `failPercent`. Undefined: nothing to forecast, because there is no
 * limit, or because it is already exceeded, which the check of the resource reports.
 */
export function forecastResource(
  name: ResourceName,
  failPercent: number,
  past: readonly PastPoint[],
  current: PastPoint,
): Forecast | undefined {
  const { used, max }: Resource = resources[name]
  const share = (point: PastPoint): number | undefined => shareOf(used(point), max(current))
  const present = share(current)
  if (present === undefined || present >= failPercent) return undefined
  const before = past.filter(({ time }) => time < current.time).toSorted((a, b) => a.time - b.time)
  // After a change of the plan or the limit, earlier measurements do not apply.
  const change = before.findLastIndex(
    (point) =>
      (point.plan !== undefined && current.plan !== undefined && point.plan !== current.plan) ||
      (max(point) !== undefined && max(point) !== max(current)),
  )
  const samples = [...before.slice(change + 1), current].flatMap((point): readonly Sample[] => {
    const value = share(point)
    if (value === undefined) return []
    return [{ time: point.time, share: value, ...(point.server !== undefined && { server: point.server }) }]
  })
  return forecast(samples, failPercent, current.time, horizonMs)
}

function shareOf(used: number | undefined, max: number | undefined): number | undefined {
  return used === undefined || max === undefined || max <= 0 ? undefined : (used / max) * 100
}

function growthMessage(
  name: ResourceName,
  limit: number,
  { etaMs, earliestMs, latestMs, perHour, spanMs }: Forecast & { readonly kind: 'grows' },
  current: PastPoint,
): string {
  const { name: title, rate, max }: Resource = resources[name]
  const [early, late] = [span(earliestMs), span(latestMs)]
  const between = early === late ? '' : `, between ${early} and ${late} from now`
  const pace = rate((perHour / 100) * (max(current) ?? 0))
  return `${title} will reach ${percent(limit)} of the limit in about ${span(etaMs)}${between}, at ${pace} (seen over ${span(spanMs)}).`
}

const latencyHint =
  'Look for slow commands (KEYS, big values, long scripts) and for a busier server; a runner or app in another region also shows here.'

function latencyMessage({ nowMs, usualMs }: { readonly nowMs: number; readonly usualMs: number }): string {
  return `Latency is far above normal: p95 is ${duration(nowMs)}, usually ${duration(usualMs)} (${String(slowRuns)} runs in a row).`
}

/** `14 hours`, `3 days`; at least one hour. */
export function span(ms: number): string {
  if (ms >= 2 * day) return `${String(Math.round(ms / day))} days`
  const hours = Math.max(1, Math.round(ms / hour))
  return `${String(hours)} hour${hours === 1 ? '' : 's'}`
}

function amount(value: number): string {
  return value >= 10 ? count(Math.round(value)) : value.toFixed(1)
}
