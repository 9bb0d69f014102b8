import type { CheckResult } from '../checks/check.ts'
import type { Explanation, FailureReason } from '../failure/failure.ts'
import type { Mode } from '../steps/settings.ts'
import type { StepReport } from '../steps/progress.ts'
import type { ReaderRole, Timings } from '../redis/facts.ts'

export type Status = 'pass' | 'warn' | 'fail'

/** The report, as it stands in the `report` output and in a `.json` report file; `schema/report.schema.json` describes it. */
export interface Report {
  readonly version: 1
  /** The worst of all apps. */
  readonly status: Status
  /** The first thing that failed; empty when nothing did. */
  readonly failureReason: FailureReason | ''
  readonly mode: Mode
  readonly dryRun: boolean
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly durationMs: number
  /** Set when details of healthy apps were left out to keep within GitHub's limit on outputs; a report file has all. */
  readonly shortened?: boolean
  /** In the order of the `app` input. */
  readonly apps: readonly AppReport[]
}

export interface AppReport {
  readonly app: string
  readonly status: Status
  readonly failureReason: FailureReason | ''
  /** Why the job could not be done to its end. */
  readonly error?: Explanation
  readonly addon?: AddonReport
  readonly steps: readonly StepReport[]
  readonly changedConfigVars: readonly string[]
  /** Number of the release that the write made. */
  readonly release?: number
  readonly writer?: EndpointReport
  readonly reader?: EndpointReport
  readonly replication?: ReplicationReport
  readonly checks: readonly CheckResult[]
}

export interface AddonReport {
  readonly name: string
  readonly id: string
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
  /** Set on the reader when it is proven to be the writer's own server. */
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
  /** How that was proven, or why it could not be. */
  readonly proof: string
  readonly lagMs?: {
    readonly min: number
    readonly p50: number
    readonly max: number
    readonly samples: number
    readonly resolutionMs: number
  }
}
