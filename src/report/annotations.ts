import { titles } from '../failure/catalogue.ts'
import type { Annotation } from '../runner/runner.ts'
import { docsLink } from './docs.ts'
import { oneLine } from '../utils/text.ts'
import { plural } from '../utils/format.ts'
import type { AppResult, RunResult } from './result.ts'
import { sentence } from './verdict.ts'

/** GitHub shows ten of a kind for each step and drops the rest silently: one is left for the line of `setFailed`. */
const mostOfAKind = 9
const longest = 4_096
const longestTitle = 200

export interface AnnotationContext {
  /** Base of the docs, see `docsBase`. */
  readonly docs: string
  /** Path of the workflow in the repository, see `workflowFile`. */
  readonly workflowFile?: string
}

/** One for each error and each failed or warning check, at most nine of a kind; for a fleet each app's worst first. */
export function annotations(result: RunResult, context: AnnotationContext): readonly Annotation[] {
  const ranked = interleaved(result.apps.map((app) => ofApp(app, context)))
  return (['error', 'warning'] as const).flatMap((kind) => {
    const all = ranked.filter((annotation) => annotation.kind === kind)
    if (all.length <= mostOfAKind) return all
    const shown = all.slice(0, mostOfAKind - 1)
    const rest = all.length - shown.length
    return [...shown, annotation(context, kind, 'And more', `And ${plural(rest, `more ${kind}`)}, see the summary.`)]
  })
}

function ofApp(app: AppResult, context: AnnotationContext): readonly Annotation[] {
  const name = app.report.app
  const { error } = app.report
  const errors = error
    ? [
        annotation(
          context,
          'error',
          `${name}: ${titles[error.reason]}`,
          sentences([error.what, error.cause, error.remedy], docsLink(context.docs, error.reason)),
        ),
      ]
    : []
  const findings = (['fail', 'warn'] as const).flatMap((status) =>
    app.findings
      .filter((finding) => finding.status === status)
      .map((finding) => {
        const on = finding.target === 'app' ? '' : ` (${finding.target})`
        const docs = finding.docs ?? (finding.reason === undefined ? '' : docsLink(context.docs, finding.reason))
        return annotation(
          context,
          status === 'fail' ? 'error' : 'warning',
          `${name}: ${finding.id}${on}`,
          sentences([finding.message, finding.hint ?? ''], docs),
        )
      }),
  )
  return [...errors, ...findings]
}

function annotation(
  { workflowFile }: AnnotationContext,
  kind: Annotation['kind'],
  title: string,
  message: string,
): Annotation {
  return {
    kind,
    title: oneLine(title, longestTitle),
    message: oneLine(message, longest),
    ...(workflowFile !== undefined && { file: workflowFile }),
  }
}

function sentences(parts: readonly string[], docs: string): string {
  // Backticks are not rendered here.
  const said = parts.map((part) => oneLine(sentence(part), 1_000).replaceAll('`', '')).filter((part) => part !== '')
  return [...said, ...(docs === '' ? [] : [`Read on: ${docs}`])].join(' ')
}

/** The first of each, then the second of each, …: no app hides another. */
function interleaved<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longestList = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longestList }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat()
}

/** The workflow's path in the repository, from GITHUB_WORKFLOW_REF (`owner/name/.github/workflows/ci.yml@refs/heads/main`). */
export function workflowFile(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { GITHUB_WORKFLOW_REF: ref = '', GITHUB_REPOSITORY: repository = '' } = env
  // A workflow that lives in another repository has no file to point at in this one.
  if (repository === '' || !ref.startsWith(`${repository}/`)) return undefined
  return /^(\.github\/workflows\/[\w .+-]{1,200}\.ya?ml)@/.exec(ref.slice(repository.length + 1))?.[1]
}
