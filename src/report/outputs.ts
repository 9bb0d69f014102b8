import type { CheckResult } from '../checks/check.ts'
import { mapTexts, oneLine } from '../utils/text.ts'
import type { AppReport, EndpointReport, HistoryReport, Report } from './report.ts'
import type { RunResult } from './result.ts'
import { changesMade } from './verdict.ts'

/**
 * GitHub allows 1 MiB for all outputs of a job, counted as UTF-16: 524,288 units for `report`, `checks` and the outputs
 * of other steps (docs.github.com, "Workflow syntax", jobs.<job_id>.outputs).
 */
export const reportBudget = 350_000
const checksBudget = 100_000
/** Longest value of any other output. */
const longest = 10_000
/** Longest text inside the `report` output: names and messages come from outside and can be megabytes. */
const longestText = 4_000

/** Every output of the contract, in its order. With several apps those of a single app are empty: `report` has each app. */
export function outputs(result: RunResult): ReadonlyMap<string, string> {
  const { report } = result
  const only = report.apps.length === 1 ? report.apps[0] : undefined
  const { writer, reader, replication, history } = only ?? {}
  const values: readonly (readonly [string, string])[] = [
    ['status', report.status],
    ['failure-reason', report.failureReason],
    ['tested', String(report.tested)],
    [
      'changed',
      String(
        result.apps.some(({ accepted }) => accepted === true) || report.apps.some((app) => changesMade(app).length > 0),
      ),
    ],
    ['created', String(report.apps.some((app) => app.addon?.created === true))],
    ['addon', only?.addon?.name ?? ''],
    ['plan', only?.addon?.plan ?? ''],
    ['version', writer?.version ?? ''],
    ['release', number(only?.release)],
    ['changed-config-vars', only?.changedConfigVars.join(',') ?? ''],
    ['writer-host', writer?.host ?? ''],
    ['writer-port', number(writer?.port)],
    ['reader-host', reader?.host ?? ''],
    ['reader-port', number(reader?.port)],
    ['reader-role', replication?.readerRole ?? ''],
    ['latency-p50-ms', number(writer?.latencyMs?.p50)],
    ['latency-p95-ms', number(writer?.latencyMs?.p95)],
    ['replication-lag-ms', number(replication?.lagMs?.p50)],
    ['memory-percent', number(writer?.memory?.percent)],
    ['connections-percent', number(writer?.connections?.percent)],
    ...maintenance(only),
    ...alarm(report.apps),
    ['failing-since', history?.failingSince ?? ''],
    ['consecutive-failures', number(history?.consecutiveFailures)],
    ['uptime-percent', number(history?.uptimePercent)],
  ]
  return new Map([
    ...values.map(([name, value]) => [name, oneLine(value, longest)] as const),
    ['checks', only ? JSON.stringify(fittedChecks(only.checks.map(cutTexts), checksBudget)) : ''],
    ['report', JSON.stringify(fitted(report, reportBudget))],
  ])
}

const number = (value: number | undefined): string => (value === undefined ? '' : String(value))

/** Heroku reports `completed` when no other maintenance is planned: nothing is ahead. */
function maintenance(app: AppReport | undefined): readonly (readonly [string, string])[] {
  const { status, scheduledFor, requiredBy } = app?.maintenance ?? {}
  const isAhead = status !== undefined && status !== 'none' && status !== 'completed'
  return [
    ['maintenance', status === undefined ? '' : isAhead ? status : 'none'],
    ['maintenance-at', isAhead ? (scheduledFor ?? requiredBy ?? '') : ''],
  ]
}

/** True for any app; of several transitions an outage that began counts more than one that ended. */
function alarm(apps: readonly AppReport[]): readonly (readonly [string, string])[] {
  const known = apps.flatMap(({ history }) => (history ? [history] : []))
  const transitions: readonly HistoryReport['transition'][] = known.map(({ transition }) => transition)
  return [
    ['alarm', known.length === 0 ? '' : String(known.some((history) => history.alarm))],
    ['transition', (['broke', 'recovered'] as const).find((each) => transitions.includes(each)) ?? ''],
  ]
}

/**
 * The report within `budget` UTF-16 units: complete if it fits, else with less and less detail and with `shortened` set.
 * Healthy apps lose theirs first; failing ones keep their failing checks and endpoints as long as possible. The verdict
 * over all apps is always that of the whole run.
 */
export function fitted(report: Report, budget: number): Report {
  const roomIn = (frame: Report): number => budget - JSON.stringify({ ...frame, apps: [] }).length + 1
  const whole = within(report.apps, roomIn(report), (app) => app)
  if (whole && !whole.some(hasLongText)) return report
  const room = roomIn({ ...report, shortened: true })
  const shorter: readonly ((app: AppReport) => AppReport)[] = [
    cutTexts,
    (app) => cutTexts(app.status === 'pass' ? slim(app, []) : app),
    (app) => cutTexts(app.status === 'pass' ? bare(app) : slim(app, app.checks.filter(notable))),
    (app) => cutTexts(app.status === 'fail' ? slim(app, app.checks.filter(failing)) : bare(app)),
    (app) => cutTexts(app.status === 'fail' ? slim(app, app.checks.filter(failing).slice(0, 1)) : bare(app)),
  ]
  for (const shorten of shorter) {
    const apps = within(report.apps, room, shorten)
    if (apps) return { ...report, shortened: true, apps }
  }
  return { ...report, shortened: true, apps: mostUrgent(report.apps, room) }
}

/** All apps, shortened, or undefined as soon as they do not fit. */
function within(
  apps: readonly AppReport[],
  room: number,
  shorten: (app: AppReport) => AppReport,
): readonly AppReport[] | undefined {
  const shortened: AppReport[] = []
  let left = room
  for (const app of apps) {
    const shorter = shorten(app)
    left -= JSON.stringify(shorter).length + 1
    if (left < 0) return undefined
    shortened.push(shorter)
  }
  return shortened
}

/** Thousands of apps: even their names are too much. Failing ones go first; the order is that of the input. */
function mostUrgent(apps: readonly AppReport[], room: number): readonly AppReport[] {
  const rank = { fail: 0, warn: 1, pass: 2 } as const
  const kept = new Set<AppReport>()
  let left = room
  for (const app of apps.toSorted((a, b) => rank[a.status] - rank[b.status])) {
    left -= JSON.stringify(cutTexts(bare(app))).length + 1
    if (left < 0) break
    kept.add(app)
  }
  return apps.filter((app) => kept.has(app)).map((app) => cutTexts(bare(app)))
}

/** All checks, or when those are too much the ones that fail, then those that warn, as many as fit. */
function fittedChecks(checks: readonly CheckResult[], budget: number): readonly CheckResult[] {
  if (JSON.stringify(checks).length <= budget) return checks
  let left = budget - 2
  const fits = (check: CheckResult): boolean => (left -= JSON.stringify(check).length + 1) >= 0
  const kept = new Set([...checks.filter(failing), ...checks.filter(({ status }) => status === 'warn')].filter(fits))
  return checks.filter((check) => kept.has(check))
}

const notable = ({ status }: CheckResult): boolean => status === 'fail' || status === 'warn'
const failing = ({ status }: CheckResult): boolean => status === 'fail'

function bare({ app, status, tested, failureReason }: AppReport): AppReport {
  return { app, status, tested, failureReason, steps: [], changedConfigVars: [], context: [], checks: [] }
}

/** Without what takes the most room and says the least about a failure. */
function slim(app: AppReport, checks: readonly CheckResult[]): AppReport {
  const { writer, reader, history: _history, metrics: _metrics, ...rest } = app
  return {
    ...rest,
    ...(writer && { writer: where(writer) }),
    ...(reader && { reader: where(reader) }),
    steps: app.steps.slice(0, 20),
    changedConfigVars: app.changedConfigVars.slice(0, 50),
    context: app.context.slice(0, 3),
    checks,
  }
}

function where({ host, port, tls, role }: EndpointReport): EndpointReport {
  return { host, port, tls, role, timings: {} }
}

function hasLongText(value: unknown): boolean {
  if (typeof value === 'string') return value.length > longestText
  return typeof value === 'object' && value !== null && Object.values(value).some(hasLongText)
}

/** The same value with every text inside it cut to `longestText`. */
function cutTexts<T>(value: T): T {
  return hasLongText(value) ? mapTexts(value, (text) => oneLine(text, longestText)) : value
}
