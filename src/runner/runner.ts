/** The GitHub runner as this project needs it; the real implementation uses `@actions/core`. */
export interface Runner {
  readonly env: Readonly<Record<string, string | undefined>>
  /** True with RUNNER_DEBUG=1. */
  readonly debugging: boolean
  input(name: string): string
  /** Masks the exact text in every later log line. */
  mask(text: string): void
  /** Prints one line to the log. The caller cleans the text, because the runner obeys `::commands::` in it. */
  line(text: string): void
  startGroup(title: string): void
  endGroup(): void
  annotate(annotation: Annotation): void
  output(name: string, value: string): void
  /** Appends to the job summary; does nothing where the runner offers none. */
  summary(markdown: string): void
  /** Marks the step as failed, with the line that people read first. */
  fail(message: string): void
}

export interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice'
  readonly title: string
  readonly message: string
  /** Path of a file in the repository. */
  readonly file?: string
}
