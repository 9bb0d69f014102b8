import type { CheckResult } from '../../checks/check.ts'
import type { CheckSettings, Threshold } from '../../checks/settings.ts'
import type { Explanation } from '../../failure/failure.ts'
import type { HistoryState } from '../../history/history.ts'
import type { Report } from '../report.ts'

/** What the page is made of. Nothing in it is trusted: every text is foreign. */
export interface PageInput {
  readonly report: Report
  /** With this run in it; absent without `state-file`: the page then shows this run alone. */
  readonly state?: HistoryState
  /** Why the run ended before it reached any app. */
  readonly error?: Explanation
  /** Milliseconds since 1970; default: the end of the run. */
  readonly generatedAt?: number
  /** The limits to draw; null: the check is off. Default: those that the checks of the report name. */
  readonly limits?: PageLimits
  /** Where the log of this run is. */
  readonly runUrl?: string
}

export type PageLimits = Partial<Pick<CheckSettings, 'latency' | 'replicationLag' | 'memory' | 'connections'>>

/** The same with everything that has a default. */
export interface Page extends Omit<PageInput, 'generatedAt' | 'limits'> {
  readonly generatedAt: number
  readonly limits: PageLimits
}

export function withDefaults(input: PageInput): Page {
  const { report, state } = input
  return { ...input, generatedAt: input.generatedAt ?? endOf(report, state), limits: input.limits ?? limitsOf(report) }
}

const minute = 60_000

/** The run is recorded by another clock than the one that measures its duration: the later of the two. */
function endOf({ startedAt, durationMs, apps }: Report, state: HistoryState | undefined): number {
  const start = Date.parse(startedAt)
  const end = (Number.isNaN(start) ? 0 : start) + Math.ceil(durationMs)
  const names = new Set(apps.map(({ app }) => app))
  const recorded = (state?.apps ?? []).flatMap(({ app, points }) => {
    const time = points.at(-1)?.time
    return time !== undefined && names.has(app) && time <= end + minute ? [time] : []
  })
  return recorded.reduce((latest, time) => Math.max(latest, time), end)
}

/** All apps of a run have the same limits: the first check that names them counts. */
function limitsOf({ apps }: Report): PageLimits {
  const checks = apps.flatMap((app) => app.checks)
  const find = (id: CheckResult['id']): Threshold | null =>
    parseLimits(checks.find((check) => check.id === id && check.threshold !== undefined)?.threshold ?? '')
  return {
    latency: find('latency'),
    replicationLag: find('replication'),
    memory: find('memory'),
    connections: find('connections'),
  }
}

const units: Readonly<Record<string, number>> = { '%': 1, ms: 1, s: 1_000, m: minute }

/** `75%/90%`, `500ms/2s`, `90%`. */
export function parseLimits(text: string): Threshold | null {
  const values = text.split('/').map((part) => {
    const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(%|ms|s|m)$/.exec(part.trim()) ?? []
    return Number(number) * (units[unit] ?? Number.NaN)
  })
  const [first, second, ...more] = values
  if (first === undefined || more.length > 0 || values.some((value) => !Number.isFinite(value))) return null
  return second === undefined ? { fail: first, text } : { warn: first, fail: second, text }
}
