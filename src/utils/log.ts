/**
 * The log of a run. Lines are plain text of any origin; the implementation escapes them (control characters,
 * workflow commands) before they reach the runner.
 */
export interface Log {
  info(line: string): void
  /** Shown only with RUNNER_DEBUG. Names and numbers, never a value of a config var. */
  debug(line: string): void
  /** A collapsed group around a phase of the work, closed even after an error. Groups do not nest. */
  phase<T>(title: string, work: () => Promise<T>): Promise<T>
}
