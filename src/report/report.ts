import type { CheckResult } from '../checks/check.ts'
import type { DatabaseConfig, Maintenance, RedisMetrics } from '../heroku/data.ts'
import type { Explanation, FailureReason } from '../failure/failure.ts'
import type { Mode } from '../steps/settings.ts'
import type { StepReport } from '../steps/progress.ts'
import type { Discovery } from '../state/fleet.ts'
import type { ReaderRole, Timings } from '../redis/facts.ts'

export type Status = 'pass' | 'warn' | 'fail'

/** The `report` output and a `.json` report file; `schema/report.schema.json` describes it. */
export interface Report {
  readonly version: 1
  /** The worst of all apps. */
  readonly status: Status
  /** True: every app was tested (see `AppReport.tested`). False when there is no app. */
  readonly tested: boolean
  /** The first thing that failed, or the warning that fails the step (`fail-on: warning`); empty when there is none. */
  readonly failureReason: FailureReason | ''
  readonly mode: Mode
  readonly dryRun: boolean
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly durationMs: number
  /** What teams, pipelines and the account stand for; absent when only names were given. */
  readonly discovery?: Discovery
  /** Set in the `report` output when details were left out to stay within GitHub's limit; a report file has all of them. */
  readonly shortened?: boolean
  /** In the order of the `app` input. */
  readonly apps: readonly AppReport[]
}

export interface AppReport {
  readonly app: string
  readonly status: Status
  /** True: the writer was connected to, written and read back. */
  readonly tested: boolean
  /** The first thing that failed, or the warning that fails the step (`fail-on: warning`); empty when there is none. */
  readonly failureReason: FailureReason | ''
  /** Why the job could not be completed. */
  readonly error?: Explanation
  readonly addon?: AddonReport
  readonly steps: readonly StepReport[]
  readonly changedConfigVars: readonly string[]
  /** Number of the release that the write made. */
  readonly release?: number
  /** With `mode: rotate`, once Heroku has rotated. */
  readonly rotation?: RotationReport
  readonly writer?: EndpointReport
  readonly reader?: EndpointReport
  readonly replication?: ReplicationReport
  /** Who keeps the `_URL` config vars current; absent where `fields` has no `url`. */
  readonly urls?: { readonly writer?: UrlKind; readonly reader?: UrlKind }
  /** The maintenance that Heroku has planned or is running; absent when it was not read. */
  readonly maintenance?: Maintenance
  /** Server settings as Heroku reports them; absent without the `settings` input. */
  readonly settings?: DatabaseConfig
  /** The last metrics of the add-on's own log; absent when they were not read. */
  readonly metrics?: RedisMetrics
  /** What else is known when something fails. It never changes the status. */
  readonly context: readonly ContextReport[]
  /** Absent without `state-file`. */
  readonly history?: HistoryReport
  readonly checks: readonly CheckResult[]
}

export interface RotationReport {
  /** Whether the server still accepts the credentials from before; `unknown`: it could not be asked. */
  readonly oldCredentials: 'refused' | 'accepted' | 'unknown'
}

/** `live`: Heroku updates the config var itself (an attachment). `copy`: it is a copy that can become stale. */
export type UrlKind = 'live' | 'copy'

export interface ContextReport {
  /** An open incident of Heroku, a maintenance under way, a line of the add-on's own log. */
  readonly kind: 'incident' | 'maintenance' | 'log'
  /** One line of plain text. */
  readonly message: string
  /** ISO 8601: since when, or when it was logged. */
  readonly at?: string
  /** An `https://` page of Heroku. */
  readonly url?: string
}

/** What the state file says of an app, this run included. */
export interface HistoryReport {
  /** `alarm-after` is reached: the run fails the step. */
  readonly alarm: boolean
  /** `broke`: the alarm is raised by this run; `recovered`: it is cleared by this run. */
  readonly transition: 'broke' | 'recovered' | ''
  /** ISO 8601: the first failing run of the present outage. */
  readonly failingSince?: string
  /** Failing runs in a row, this run included. */
  readonly consecutiveFailures: number
  /** Failing runs among those that `alarm-after` counts, and how many raise the alarm: `1` of `2`. */
  readonly failures: number
  readonly alarmAfter: number
  /** Share of the runs of the last 30 days that did not fail, 0 to 100. */
  readonly uptimePercent?: number
  /** The last runs, oldest first, this run included; at most 30. */
  readonly runs: readonly HistoryRun[]
}

export interface HistoryRun {
  /** ISO 8601. */
  readonly at: string
  readonly status: Status
  readonly latencyP95Ms?: number
  readonly memoryPercent?: number
  readonly connectionsPercent?: number
}

export interface AddonReport {
  readonly name: string
  readonly id: string
  /** The app that owns it; absent when it is not known. */
  readonly owner?: string
  /** Owned by another app and attached to this one. */
  readonly shared?: boolean
  /** `service:plan`; absent when the token may not see it (an add-on shared from another app). */
  readonly plan?: string
  /** `provisioning`, `provisioned`, `deprovisioning`, `deprovisioned`. */
  readonly state?: string
  /** Created by this run. */
  readonly created: boolean
  /** Name of the config var that holds its URL. */
  readonly configVar?: string
  readonly price?: PriceReport
}

export interface PriceReport {
  /** Cents of a US dollar. */
  readonly cents: number
  /** `month`. */
  readonly unit: string
}

export interface EndpointReport {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** What the server itself says it is. */
  readonly role: 'primary' | 'replica' | 'unknown'
  readonly server?: 'redis' | 'valkey'
  readonly version?: string
  /** Set on the reader when it is the writer's own server. */
  readonly sameServerAs?: 'writer'
  readonly certificate?: CertificateReport
  readonly timings: Timings
  readonly latencyMs?: {
    readonly p50: number
    readonly p95: number
    readonly p99: number
    readonly max: number
    readonly samples: number
  }
  /** Bytes; `max` 0 and no `percent` when the server sets no limit. */
  readonly memory?: { readonly used: number; readonly max: number; readonly percent?: number }
  readonly connections?: { readonly used: number; readonly max: number; readonly percent?: number }
}

export interface CertificateReport {
  /** SHA-256, 64 hex digits. */
  readonly sha256: string
  /** ISO 8601. */
  readonly validTo: string
  readonly selfSigned: boolean
}

export interface ReplicationReport {
  readonly readerRole: ReaderRole
  /** How the role was determined, or why it could not be. */
  readonly proof: string
  readonly lagMs?: {
    readonly min: number
    readonly p50: number
    readonly max: number
    readonly samples: number
    readonly resolutionMs: number
  }
}
