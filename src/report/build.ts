import { checkIds } from '../checks/check.ts'
import type { CheckResult, CheckStatus, Finding } from '../checks/check.ts'
import type { Explanation, FailureReason } from '../failure/failure.ts'
import { type EndpointFacts, isTested, type PairFacts, type ProbeFacts } from '../redis/facts.ts'
import type { StepReport } from '../steps/progress.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type {
  AddonReport,
  AppReport,
  CertificateReport,
  EndpointReport,
  ReplicationReport,
  Report,
  Status,
} from './report.ts'
import type { AppResult, RunResult } from './result.ts'

/** Everything that happened to one app. */
export interface AppOutcome extends Partial<
  Pick<AppReport, 'rotation' | 'urls' | 'maintenance' | 'settings' | 'metrics' | 'context' | 'history'>
> {
  readonly app: string
  readonly findings: readonly Finding[]
  /** Why the job could not be completed; what was found before it still counts. */
  readonly error?: Explanation
  readonly addon?: AddonReport
  readonly steps: readonly StepReport[]
  readonly changedConfigVars: readonly string[]
  readonly release?: number
  readonly probe?: ProbeFacts
}

export function appReport(outcome: AppOutcome): AppReport {
  const { app, error, addon, release, probe, steps, changedConfigVars } = outcome
  const { rotation, urls, maintenance, settings, metrics, context = [], history } = outcome
  const findings = inReportOrder(outcome.findings)
  const failed = findings.find(({ status }) => status === 'fail')
  return withoutUndefined<AppReport>({
    app,
    status: error ? 'fail' : worst(findings.map(({ status }) => status)),
    tested: isTested(probe),
    // An error stops the job before anything can be judged, so it came first.
    failureReason: error?.reason ?? (failed ? (failed.reason ?? 'internal') : ''),
    error,
    addon,
    steps,
    changedConfigVars,
    release,
    writer: probe && endpointReport(probe.writer, probe.pair, 'writer'),
    reader: probe && endpointReport(probe.reader, probe.pair, 'reader'),
    replication: probe && replicationReport(probe.pair),
    rotation,
    urls,
    maintenance,
    settings,
    metrics,
    context,
    history,
    checks: findings.map(checkResult),
  })
}

/** One verdict over all apps; the first failing app in input order gives the reason. Without an app, `error` does. */
export function runReport(
  run: Omit<Report, 'version' | 'status' | 'tested' | 'failureReason'>,
  error?: Explanation,
): Report {
  const { mode, dryRun, startedAt, durationMs, discovery, apps } = run
  return {
    version: 1,
    status: error ? 'fail' : worst(apps.map(({ status }) => status)),
    tested: apps.length > 0 && apps.every(({ tested }) => tested),
    failureReason: error?.reason ?? firstReason(apps),
    mode,
    dryRun,
    startedAt,
    durationMs: Math.round(durationMs),
    ...(discovery && { discovery }),
    apps,
  }
}

/** With `fail-on: warning`, apps that only warn have a failure reason, too: that of their first warning. */
export function withWarningReasons(result: RunResult): RunResult {
  const apps = result.apps.map((app): AppResult => {
    const { report } = app
    if (report.status !== 'warn') return app
    const warning = inReportOrder(app.findings).find(({ status }) => status === 'warn')
    return { ...app, report: { ...report, failureReason: warning?.reason ?? 'internal' } }
  })
  const reports = apps.map(({ report }) => report)
  const { failureReason } = result.report
  return {
    ...result,
    apps,
    report: { ...result.report, apps: reports, failureReason: failureReason || firstReason(reports) },
  }
}

function firstReason(apps: readonly AppReport[]): FailureReason | '' {
  return apps.find(({ failureReason }) => failureReason !== '')?.failureReason ?? ''
}

export function endpointReport(facts: EndpointFacts, pair: PairFacts, side: 'writer' | 'reader'): EndpointReport {
  const info = facts.info?.ok === true ? facts.info.value : undefined
  const latency = facts.latency?.ok === true ? facts.latency.value : undefined
  const { host, port, tls } = facts.endpoint
  return withoutUndefined<EndpointReport>({
    host,
    port,
    tls,
    role: info?.role === undefined ? 'unknown' : ({ master: 'primary', slave: 'replica' } as const)[info.role],
    server: info?.server,
    version: info?.version,
    sameServerAs: side === 'reader' && pair.role === 'same-server' ? 'writer' : undefined,
    certificate: facts.tls?.certificate && certificateReport(facts.tls.certificate),
    timings: roundedTimings(facts),
    latencyMs: latency && {
      p50: rounded(latency.p50),
      p95: rounded(latency.p95),
      p99: rounded(latency.p99),
      max: rounded(latency.max),
      samples: latency.samples,
    },
    memory: usage(info?.usedMemory, info?.maxMemory),
    connections: usage(info?.connectedClients, info?.maxClients),
  })
}

export function replicationReport(pair: PairFacts): ReplicationReport {
  const lag = pair.lag?.ok === true ? pair.lag.value : undefined
  return withoutUndefined<ReplicationReport>({
    readerRole: pair.role,
    proof: pair.proof,
    lagMs: lag && {
      min: rounded(lag.min),
      p50: rounded(lag.p50),
      max: rounded(lag.max),
      samples: lag.samples,
      resolutionMs: rounded(lag.resolutionMs),
    },
  })
}

function certificateReport({ sha256, validTo, selfSigned }: CertificateReport): CertificateReport {
  return { sha256, validTo, selfSigned }
}

/** The reason is left out: the published schema has no place for it. */
function checkResult({ id, target, status, message, value, threshold, cause, hint, docs }: Finding): CheckResult {
  return withoutUndefined<CheckResult>({ id, target, status, message, value, threshold, cause, hint, docs })
}

function inReportOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => checkIds.indexOf(a.id) - checkIds.indexOf(b.id))
}

export function worst(statuses: readonly CheckStatus[]): Status {
  return statuses.includes('fail') ? 'fail' : statuses.includes('warn') ? 'warn' : 'pass'
}

function roundedTimings({ timings }: EndpointFacts): EndpointFacts['timings'] {
  return Object.fromEntries(Object.entries(timings).map(([stage, ms]: [string, number]) => [stage, rounded(ms)]))
}

function usage(used: number | undefined, max: number | undefined): EndpointReport['memory'] {
  if (used === undefined || max === undefined) return undefined
  // Redis reports 0 where there is no limit.
  return max > 0 ? { used, max, percent: Math.round((used / max) * 1_000) / 10 } : { used, max }
}

/** Milliseconds to a hundredth: smaller differences are noise. */
function rounded(ms: number): number {
  return Math.round(ms * 100) / 100
}
