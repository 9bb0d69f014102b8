import { titles } from '../failure/catalogue.ts'
import type { Explanation } from '../failure/failure.ts'
import { oneLine } from '../utils/text.ts'
import { docsLink } from './docs.ts'
import type { AppResult, RunResult } from './result.ts'
import type { ReportSettings } from './settings.ts'
import { lowerFirst, problem, runVerdict, sentence } from './verdict.ts'

/** Why the step fails: the job could not be done, findings that fail, or findings that only warn. */
export type StepFailure = 'job' | 'failure' | 'warning'

/**
 * `fail-on` and `alarm-after` decide about findings; a job that could not be done fails whatever they say. Without a
 * history (no `state-file`, or one that could not be kept) every failing run raises the alarm.
 */
export function stepFailure(result: RunResult, { failOn }: Pick<ReportSettings, 'failOn'>): StepFailure | undefined {
  if (result.cancelled || result.error || result.apps.some(({ report }) => report.error)) return 'job'
  if (failOn === 'never') return undefined
  const statuses = new Set(result.apps.filter(raisesAlarm).map(({ report }) => report.status))
  if (statuses.has('fail')) return 'failure'
  return failOn === 'warning' && statuses.has('warn') ? 'warning' : undefined
}

export function raisesAlarm({ report }: AppResult): boolean {
  return report.history?.alarm !== false
}

/**
 * The line of `setFailed`. The annotations have said what each check found, so this one only names the first; an error of
 * the only app has no annotation of its own and is explained here.
 */
export function failedLine(result: RunResult, why: StepFailure, docs: string): string {
  if (result.error) return explained(result.error, docs)
  const [only, ...others] = result.apps
  const error = only?.report.error
  if (only && error && others.length === 0) {
    return `${only.report.app}: ${explained(error, docs, contextSentences(only))}`
  }
  const first = worst(result.apps, why)
  if (!first) return oneLine(sentence(runVerdict(result)))
  const { app, reason } = first
  const because = why === 'warning' ? 'failed because of fail-on: warning: ' : ''
  const short = `${app}: ${because}${lowerFirst(titles[reason])}. Docs: ${docsLink(docs, reason)}`
  return oneLine(others.length === 0 ? short : `${sentence(runVerdict(result))} First: ${short}`)
}

/** The first app that fails in the order of the input, as `failure-reason` has it; else the first that warns. */
function worst(
  apps: readonly AppResult[],
  why: StepFailure,
): { app: string; reason: Explanation['reason'] } | undefined {
  const found = apps.filter(raisesAlarm).flatMap((app) => {
    const what = problem(app)
    return what ? [{ app: app.report.app, reason: what.reason, status: what.status }] : []
  })
  return found.find(({ status }) => status === 'fail') ?? (why === 'warning' ? found[0] : undefined)
}

/**
 * What happened, the probable cause, what to do, and where the docs are: one line, or for a list (invalid inputs) its
 * heading and one line for each item.
 */
export function explained(
  { what, cause = '', remedy = '', reason }: Partial<Explanation> & Pick<Explanation, 'what' | 'reason'>,
  docs: string,
  known: readonly string[] = [],
): string {
  const [heading = '', ...list] = what.split('\n')
  const rest = [sentence(cause), sentence(remedy), ...known, `Docs: ${docsLink(docs, reason)}`]
    .map(plain)
    .filter(Boolean)
    .join(' ')
  if (list.length === 0) return `${plain(sentence(heading))} ${rest}`
  return [heading, ...list, rest].map(plain).join('\n')
}

/** Backticks are not rendered in an annotation. */
export function plain(text: string): string {
  return oneLine(text, 1_500).replaceAll('`', '')
}

/** What else is known: Heroku's open incident, a maintenance under way. */
export function contextSentences({ report }: AppResult): readonly string[] {
  return report.context
    .filter(({ kind }) => kind !== 'log')
    .slice(0, 2)
    .map(({ message }) => plain(sentence(message)))
}
