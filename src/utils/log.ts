/**
 * What the story is told to. Lines are plain text of any origin; whoever implements this cleans them
 * (control characters, workflow commands) before they reach the runner.
 */
export interface Log {
  info(line: string): void
  /** Shown only with RUNNER_DEBUG. Names and numbers, never a value. */
  debug(line: string): void
  /** A folded group around a phase of the work; closed always. Groups do not nest. */
  phase<T>(title: string, work: () => Promise<T>): Promise<T>
}
