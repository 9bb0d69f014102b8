export interface HistorySettings {
  /** The alarm is raised after `failing` failing runs of the last `of` (in a row when both are the same). */
  readonly alarmAfter: { readonly failing: number; readonly of: number; readonly text: string }
  /** Absolute, inside the workspace; absent: nothing is remembered. */
  readonly stateFile?: string
}
