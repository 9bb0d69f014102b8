import type { StepReport } from '../steps/progress.ts'
import { checkIds } from '../checks/check.ts'
import type { CheckResult, Finding } from '../checks/check.ts'
import type { Explanation } from '../failure/failure.ts'
import type { EndpointFacts, Info, PairFacts, ProbeFacts } from '../redis/facts.ts'
import type {
  AddonReport,
  AppReport,
  CertificateReport,
  EndpointReport,
  ReplicationReport,
  Report,
  Status,
} from './report.ts'

/** All that happened to one app. */
export interface AppOutcome {
  readonly app: string
  readonly findings: readonly Finding[]
  /** Why the job could not be done to its end; what was found before it still counts. */
  readonly error?: Explanation
  readonly addon?: AddonReport
  readonly steps: readonly StepReport[]
  readonly changedConfigVars: readonly string[]
  readonly release?: number
  readonly probe?: ProbeFacts
}

export function appReport(outcome: AppOutcome): AppReport {
  const { app, error, addon, release, probe, steps, changedConfigVars } = outcome
  const findings = inReportOrder(outcome.findings)
  const failed = findings.find(({ status }) => status === 'fail')
  return {
    app,
    status: error ? 'fail' : worst(findings.map(({ status }) => (status === 'skip' ? 'pass' : status))),
    // An error ends the job before anything could be judged, so it came first.
    failureReason: error?.reason ?? (failed ? (failed.reason ?? 'internal') : ''),
    ...(error && { error }),
    ...(addon && { addon }),
    steps,
    changedConfigVars,
    ...(release !== undefined && { release }),
    ...(probe && {
      writer: endpointReport(probe.writer, probe.pair, 'writer'),
      reader: endpointReport(probe.reader, probe.pair, 'reader'),
      replication: replicationReport(probe.pair),
    }),
    checks: findings.map(checkResult),
  }
}

/** One verdict over all apps; the first failing app in input order names the reason. */
export function runReport(run: Omit<Report, 'version' | 'status' | 'failureReason'>): Report {
  const { mode, dryRun, startedAt, durationMs, apps } = run
  return {
    version: 1,
    status: worst(apps.map(({ status }) => status)),
    failureReason: apps.find(({ failureReason }) => failureReason !== '')?.failureReason ?? '',
    mode,
    dryRun,
    startedAt,
    durationMs: Math.round(durationMs),
    apps,
  }
}

export function endpointReport(facts: EndpointFacts, pair: PairFacts, side: 'writer' | 'reader'): EndpointReport {
  const info = facts.info?.ok === true ? facts.info.value : undefined
  const latency = facts.latency?.ok === true ? facts.latency.value : undefined
  const certificate = facts.tls?.certificate
  return {
    host: facts.endpoint.host,
    port: facts.endpoint.port,
    tls: facts.endpoint.tls,
    role: info?.role === undefined ? 'unknown' : ({ master: 'primary', slave: 'replica' } as const)[info.role],
    ...(info && { server: info.server }),
    ...(info?.version !== undefined && { version: info.version }),
    ...(side === 'reader' && pair.role === 'same-server' && { sameServerAs: 'writer' as const }),
    ...(certificate && { certificate: certificateReport(certificate) }),
    timings: roundedTimings(facts),
    ...(latency && {
      latencyMs: {
        p50: rounded(latency.p50),
        p95: rounded(latency.p95),
        p99: rounded(latency.p99),
        max: rounded(latency.max),
        samples: latency.samples,
      },
    }),
    ...usage('memory', info?.usedMemory, info?.maxMemory),
    ...usage('connections', info?.connectedClients, info?.maxClients),
  }
}

export function replicationReport(pair: PairFacts): ReplicationReport {
  const lag = pair.lag?.ok === true ? pair.lag.value : undefined
  return {
    readerRole: pair.role,
    proof: pair.proof,
    ...(lag && {
      lagMs: {
        min: rounded(lag.min),
        p50: rounded(lag.p50),
        max: rounded(lag.max),
        samples: lag.samples,
        resolutionMs: rounded(lag.resolutionMs),
      },
    }),
  }
}

function certificateReport({ sha256, validTo, selfSigned }: CertificateReport): CertificateReport {
  return { sha256, validTo, selfSigned }
}

/** The reason stays inside: the schema allows no more than the contract names. */
function checkResult({ id, target, status, message, value, threshold, hint, docs }: Finding): CheckResult {
  return {
    id,
    target,
    status,
    message,
    ...(value !== undefined && { value }),
    ...(threshold !== undefined && { threshold }),
    ...(hint !== undefined && { hint }),
    ...(docs !== undefined && { docs }),
  }
}

function inReportOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => checkIds.indexOf(a.id) - checkIds.indexOf(b.id))
}

export function worst(statuses: readonly Status[]): Status {
  return statuses.includes('fail') ? 'fail' : statuses.includes('warn') ? 'warn' : 'pass'
}

function roundedTimings({ timings }: EndpointFacts): EndpointFacts['timings'] {
  return Object.fromEntries(Object.entries(timings).map(([stage, ms]: [string, number]) => [stage, rounded(ms)]))
}

function usage<Name extends 'memory' | 'connections'>(
  name: Name,
  used: Info['usedMemory'],
  max: Info['maxMemory'],
): { readonly [Key in Name]?: { readonly used: number; readonly max: number; readonly percent?: number } } {
  if (used === undefined || max === undefined) return {}
  // Redis has no limit where it says 0.
  const percent = max > 0 ? { percent: Math.round((used / max) * 1_000) / 10 } : {}
  return { [name]: { used, max, ...percent } } as { [Key in Name]: { used: number; max: number; percent?: number } }
}

/** Milliseconds to a hundredth: what lies behind is noise. */
function rounded(ms: number): number {
  return Math.round(ms * 100) / 100
}
