import type { CheckResult } from '../checks/check.ts'
import type { AppReport, EndpointReport, Report } from './report.ts'
import type { RunResult } from './result.ts'
import { changesMade } from './verdict.ts'

/** GitHub allows 1 MiB for all outputs of a job, counted as UTF-16: 524,288 units for `report`, `checks` and other steps. */
const reportBudget = 350_000
const checksBudget = 100_000

/** Every output of the contract, in its order. With several apps those of a single app are empty: `report` holds each. */
export function outputs(result: RunResult): ReadonlyMap<string, string> {
  const { report } = result
  const only = report.apps.length === 1 ? report.apps[0] : undefined
  const { writer, reader, replication } = only ?? {}
  return new Map([
    ['status', report.status],
    ['failure-reason', report.failureReason],
    ['changed', String(report.apps.some((app) => changesMade(app).length > 0))],
    ['created', String(report.apps.some((app) => app.addon?.created === true))],
    ['addon', only?.addon?.name ?? ''],
    ['plan', only?.addon?.plan ?? ''],
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
    ['checks', only ? JSON.stringify(fittedChecks(only.checks, checksBudget)) : ''],
    ['report', JSON.stringify(fitted(report, reportBudget))],
  ])
}

const number = (value: number | undefined): string => (value === undefined ? '' : String(value))

/**
 * The report within `budget` UTF-16 units: whole when it fits, else with ever less detail, that of healthy apps first,
 * and with `shortened` set. Every app and its verdict stay.
 */
export function fitted(report: Report, budget: number): Report {
  const shorter: readonly ((app: AppReport) => AppReport)[] = [
    (app) => app,
    (app) => (app.status === 'pass' ? { ...app, checks: [] } : app),
    (app) => (app.status === 'pass' ? bare(app) : { ...app, checks: app.checks.filter(notable) }),
    (app) => (app.status === 'fail' ? { ...slim(app), checks: app.checks.filter(failing).slice(0, 1) } : bare(app)),
  ]
  for (const [level, shorten] of shorter.entries()) {
    const apps = report.apps.map(shorten)
    const candidate: Report = level === 0 ? report : { ...report, shortened: true, apps }
    if (JSON.stringify(candidate).length <= budget) return candidate
  }
  // Thousands of apps: their names alone are too much. The verdict over all of them stays right.
  const apps = report.apps.map(bare)
  while (apps.length > 0 && JSON.stringify(apps).length > budget - 1_000) apps.length = Math.floor(apps.length / 2)
  return { ...report, shortened: true, apps }
}

/** All checks, or when those are too much the ones that warn or fail, as many as fit. */
function fittedChecks(checks: readonly CheckResult[], budget: number): readonly CheckResult[] {
  if (JSON.stringify(checks).length <= budget) return checks
  let left = budget - 2
  return checks.filter(notable).filter((check) => (left -= JSON.stringify(check).length + 1) >= 0)
}

const notable = ({ status }: { readonly status: string }): boolean => status === 'fail' || status === 'warn'
const failing = ({ status }: { readonly status: string }): boolean => status === 'fail'

function bare({ app, status, failureReason }: AppReport): AppReport {
  return { app, status, failureReason, steps: [], changedConfigVars: [], checks: [] }
}

function slim(app: AppReport): AppReport {
  const { writer, reader, ...rest } = app
  return { ...rest, ...(writer && { writer: where(writer) }), ...(reader && { reader: where(reader) }) }
}

function where({ host, port, tls, role }: EndpointReport): EndpointReport {
  return { host, port, tls, role, timings: {} }
}
