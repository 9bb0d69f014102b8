import type { Finding } from '../checks/check.ts'
import type { AppReport, Report } from './report.ts'

/** One offer of Heroku's live plan list. */
export interface PlanOffer {
  /** `heroku-redis:premium-0`. */
  readonly name: string
  readonly description: string
  /** US cents. */
  readonly cents: number
  /** `month`. */
  readonly unit: string
  /** `ga`, `beta`, `shutdown`, … as Heroku says. */
  readonly state: string
  readonly insidePrivateSpace: boolean
  readonly outsidePrivateSpace: boolean
}

/** A config var that was, or in a dry run would be, written. Values only where they are harmless (host, port, TLS). */
export interface VarChange {
  readonly name: string
  readonly kind: 'add' | 'update'
  readonly from?: string
  readonly to?: string
  /** The value is not known before the add-on has its URL. */
  readonly pending?: true
}

/** The public report of one app, and what only the human-readable reports need beside it. */
export interface AppResult {
  readonly report: AppReport
  readonly findings: readonly Finding[]
  readonly changes: readonly VarChange[]
  /** PING round trips in milliseconds, in the order measured. */
  readonly latency: { readonly writer?: readonly number[]; readonly reader?: readonly number[] }
  /** The live plan list of the add-on's service, when it was read. */
  readonly plans?: readonly PlanOffer[]
  /** Remarks that are no findings: Heroku's warnings, a data API that did not answer. */
  readonly notes: readonly string[]
  readonly durationMs: number
}

export interface RunResult {
  readonly report: Report
  readonly apps: readonly AppResult[]
  /** True when a signal ended the run. */
  readonly cancelled: boolean
}
