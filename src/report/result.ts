import type { Finding } from '../checks/check.ts'
import type { PastPoint } from '../checks/past.ts'
import type { Explanation, Failure } from '../failure/failure.ts'
import type { HistoryState } from '../history/history.ts'
import type { PlanOffer } from '../heroku/plans.ts'
import type { VarChange } from '../state/config-vars.ts'
import type { PageInput } from './page/input.ts'
import type { AppReport, Report } from './report.ts'

/** The public report of one app, and what only annotations, log and summary need besides. */
export interface AppResult {
  readonly report: AppReport
  readonly findings: readonly Finding[]
  /** Heroku accepted a change: `changed` counts it, done or not. */
  readonly accepted?: boolean
  readonly changes: readonly VarChange[]
  /** PING round trips in milliseconds, in the order measured. */
  readonly latency: { readonly writer?: readonly number[]; readonly reader?: readonly number[] }
  /** The live plan list of the add-on's service, when it was read. */
  readonly plans?: readonly PlanOffer[]
  /** Remarks that are no findings: Heroku's warnings, a data API that did not answer. */
  readonly notes: readonly string[]
  /** What was measured of the writer, for the history; absent: nothing was reached. */
  readonly measured?: PastPoint
  readonly durationMs: number
}

export interface RunResult {
  readonly report: Report
  readonly apps: readonly AppResult[]
  /** True when a signal ended the run. */
  readonly cancelled: boolean
  /** Of the state file, with this run in it; absent without `state-file`. */
  readonly state?: HistoryState
  /** The limits that an HTML page draws; absent: the inputs are invalid. */
  readonly limits?: PageInput['limits']
  /** What could not be reported, such as a state file that could not be written. */
  readonly problem?: Failure
  /** Why the run ended before it reached any app: invalid inputs, no such team, a bug. */
  readonly error?: Explanation
}
