export interface ReportFile {
  /** Absolute, inside the workspace. */
  readonly path: string
  /** A row of `reportFormats`. */
  readonly format: 'json' | 'junit' | 'html'
}

export interface ReportSettings {
  readonly failOn: 'error' | 'warning' | 'never'
  readonly reportFiles: readonly ReportFile[]
  readonly jobSummary: boolean
  /** When to read the add-on's own log lines. */
  readonly logs: 'on-failure' | 'always' | 'never'
}
