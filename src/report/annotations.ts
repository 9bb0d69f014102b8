import type { Finding } from '../checks/check.ts'
import { titles } from '../failure/catalogue.ts'
import type { Annotation } from '../runner/runner.ts'
import { plural } from '../utils/format.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { oneLine } from '../utils/text.ts'
import { docsLink } from './docs.ts'
import { contextSentences, plain, raisesAlarm } from './failed.ts'
import type { AppResult, RunResult } from './result.ts'
import type { ReportSettings } from './settings.ts'
import { sentence, untilAlarm } from './verdict.ts'

/** GitHub shows ten of a kind for each step and drops the rest silently: one is left for the line of `setFailed`. */
const mostOfAKind = 9
const longest = 4_096
const longestTitle = 200

export interface AnnotationContext {
  /** Base of the docs, see `docsBase`. */
  readonly docs: string
  readonly failOn: ReportSettings['failOn']
  /** Path of the workflow in the repository, see `workflowFile`. */
  readonly workflowFile?: string
}

/**
 * One for each check that fails or warns, at most nine of a kind; in a fleet one for each error, and each app's worst
 * first. What does not fail the step (`fail-on: never`, the alarm not reached) is a warning.
 */
export function annotations(result: RunResult, context: AnnotationContext): readonly Annotation[] {
  const isFleet = result.apps.length > 1
  const ranked = interleaved(result.apps.map((app) => ofApp(app, isFleet, context)))
  return (['error', 'warning'] as const).flatMap((kind) => {
    const all = ranked.filter((annotation) => annotation.kind === kind)
    if (all.length <= mostOfAKind) return all
    const shown = all.slice(0, mostOfAKind - 1)
    const rest = plural(all.length - shown.length, `more ${kind}`)
    return [...shown, annotation(context, kind, 'And more', `And ${rest}, see the summary.`)]
  })
}

function ofApp(app: AppResult, isFleet: boolean, context: AnnotationContext): readonly Annotation[] {
  const { app: name, error } = app.report
  const found = (['fail', 'warn'] as const).flatMap((status) => app.findings.filter((each) => each.status === status))
  const kind = (status: Finding['status']): 'error' | 'warning' =>
    status === 'fail' && context.failOn !== 'never' && raisesAlarm(app) ? 'error' : 'warning'
  const boxes = [
    // The error of an only app is in the line of `setFailed`: one cause, one box.
    ...(error && isFleet
      ? [
          {
            kind: 'error' as const,
            title: titles[error.reason],
            sentences: [error.what, error.cause, error.remedy],
            docs: docsLink(context.docs, error.reason),
          },
        ]
      : []),
    ...found.map((finding) => ({
      kind: kind(finding.status),
      title: placeOf(finding),
      sentences: [finding.message, finding.cause ?? '', finding.hint ?? '', pending(finding, app)],
      docs: finding.docs ?? (finding.reason === undefined ? '' : docsLink(context.docs, finding.reason)),
    })),
  ]
  return boxes.map(({ kind, title, sentences, docs }, index) => {
    const known = index === 0 ? contextSentences(app) : []
    return annotation(context, kind, `${name}: ${title}`, paragraph([...sentences, ...known], docs))
  })
}

function placeOf({ id, target }: Finding): string {
  return target === 'app' || target === 'pair' ? id : `${id} (${target})`
}

function pending({ status }: Finding, { report: { history } }: AppResult): string {
  return status === 'fail' && history?.alarm === false ? untilAlarm(history) : ''
}

function paragraph(sentences: readonly string[], docs: string): string {
  // `oneLine` closes the gap that an empty sentence leaves.
  const said = sentences.map((each) => plain(sentence(each)))
  return [...new Set(said), ...(docs === '' ? [] : [`Docs: ${docs}`])].join(' ')
}

function annotation(
  { workflowFile }: AnnotationContext,
  kind: Annotation['kind'],
  title: string,
  message: string,
): Annotation {
  return withoutUndefined<Annotation>({
    kind,
    title: oneLine(title, longestTitle),
    message: oneLine(message, longest),
    file: workflowFile,
  })
}

/** The first of each, then the second of each, …: no app hides another. */
function interleaved<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longestList = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longestList }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat()
}

/** The workflow's path in the repository, from GITHUB_WORKFLOW_REF (`owner/name/.github/workflows/ci.yml@refs/heads/main`). */
export function workflowFile(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { GITHUB_WORKFLOW_REF: ref = '', GITHUB_REPOSITORY: repository = '' } = env
  // A workflow of another repository is no file of this one.
  if (repository === '' || !ref.startsWith(`${repository}/`)) return undefined
  return /^(\.github\/workflows\/[\w .+-]{1,200}\.ya?ml)@/.exec(ref.slice(repository.length + 1))?.[1]
}
