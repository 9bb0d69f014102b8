/** The functions of the GitHub runner that this project uses; implemented with `@actions/core`. */
export interface Runner {
  readonly env: Readonly<Record<string, string | undefined>>
  /** True with RUNNER_DEBUG=1. */
  readonly debugging: boolean
  input(name: string): string
  /** Masks the exact text in all later log lines. */
  mask(text: string): void
  /** Prints one line to the log. The caller cleans the text, because the runner obeys `::commands::` in it. */
  line(text: string): void
  startGroup(title: string): void
  endGroup(): void
  annotate(annotation: Annotation): void
  output(name: string, value: string): void
  /** Appends to the job summary; does nothing where the runner has none. */
  summary(markdown: string): void
  /** Marks the step as failed, with the message that people read first. */
  fail(message: string): void
}

export interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice'
  readonly title: string
  readonly message: string
  /** Path of a file in the repository. */
  readonly file?: string
}
