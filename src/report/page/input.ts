import type { CheckSettings } from '../../checks/settings.ts'
import type { HistoryState } from '../../history/history.ts'
import type { Report } from '../report.ts'

/** What the page is made of. Nothing in it is trusted: every text is foreign. */
export interface PageInput {
  readonly report: Report
  /** With this run in it; absent without `state-file`: the page then shows this run alone. */
  readonly state?: HistoryState
  /** Milliseconds since 1970. */
  readonly generatedAt: number
  /** The limits to draw; null: the check is off. */
  readonly limits?: Partial<Pick<CheckSettings, 'latency' | 'replicationLag' | 'memory' | 'connections'>>
  /** Where the log of this run is. */
  readonly runUrl?: string
}
