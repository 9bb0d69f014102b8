import { titles } from '../failure/catalogue.ts'
import type { FailureReason } from '../failure/failure.ts'
import type { StepReport } from '../steps/step.ts'
import { plural } from '../utils/format.ts'
import type { AppReport, Report, Status } from './report.ts'
import type { AppResult, RunResult } from './result.ts'

/** The worst thing that happened to an app, in the words of whoever found it. */
export interface Problem {
  readonly status: 'warn' | 'fail'
  readonly reason: FailureReason
  readonly what: string
  /** Probable cause; absent where the finding says it itself. */
  readonly cause?: string
  readonly remedy?: string
  /** Heroku's request id. */
  readonly requestId?: string
}

/** The error, else the first failure, else the first warning in report order. */
export function problem(app: AppResult): Problem | undefined {
  const { error } = app.report
  if (error) return { status: 'fail', ...error }
  const finding =
    app.findings.find(({ status }) => status === 'fail') ?? app.findings.find(({ status }) => status === 'warn')
  if (!finding || (finding.status !== 'fail' && finding.status !== 'warn')) return undefined
  return {
    status: finding.status,
    reason: finding.reason ?? 'internal',
    what: finding.message,
    ...(finding.hint !== undefined && { remedy: finding.hint }),
  }
}

/** What came of one app, without its name: a few words of plain text. */
export function verdict(app: AppResult, { mode, dryRun }: Pick<Report, 'mode' | 'dryRun'>): string {
  const { failureReason, steps, error } = app.report
  if (error?.reason === 'cancelled') return 'cancelled before it was done'
  if (failureReason !== '') return `failed (${lowerFirst(titles[failureReason])})`
  const warnings = app.findings.filter((finding) => finding.status === 'warn').length
  const health = warnings > 0 ? `Redis works, with ${plural(warnings, 'warning')}` : 'Redis is healthy'
  if (dryRun) {
    return steps.length === 0 ? 'dry run, nothing to do' : `dry run, ${plural(steps.length, 'step')} would be done`
  }
  if (mode === 'check') return health
  const changes = changesMade(app.report)
  return changes.length === 0 ? `${health}, nothing had to be changed` : `${health}; ${changes.join(', ')}`
}

/** The steps that change something which is not told in another way. */
const changing: Partial<Readonly<Record<StepReport['action'], string>>> = {
  'change-plan': 'plan changed',
  'apply-settings': 'settings applied',
  upgrade: 'server upgraded',
  'run-maintenance': 'maintenance run',
}

/**
 * What this run has changed on Heroku, in words. The steps alone do not tell: what another run has just created is done,
 * but not by us, and variables that somebody else keeps changing were written all the same.
 */
export function changesMade({ addon, changedConfigVars, steps }: AppReport): readonly string[] {
  return [
    ...(addon?.created === true ? ['add-on created'] : []),
    ...steps.flatMap(({ action, done }) => (done ? (changing[action] ?? []) : [])),
    ...(changedConfigVars.length > 0 ? ['config vars written'] : []),
  ]
}

/** The verdict over the whole run, one line of plain text: the last line of the log, the heading of the summary. */
export function runVerdict(result: RunResult): string {
  const [only, ...others] = result.apps
  if (!only) return result.cancelled ? 'Cancelled before any app was looked at' : 'No app was looked at'
  if (others.length === 0) return `${only.report.app}: ${verdict(only, result.report)}`
  const number = (status: Status): number => result.apps.filter(({ report }) => report.status === status).length
  const counts = [
    `${String(number('pass'))} passed`,
    `${String(number('warn'))} with warnings`,
    `${String(number('fail'))} failed`,
  ]
  const prefix = result.cancelled ? 'Cancelled, ' : result.report.dryRun ? 'Dry run, ' : ''
  return `${prefix}${plural(result.apps.length, 'app')}: ${counts.join(', ')}`
}

function lowerFirst(sentence: string): string {
  // An acronym keeps its capitals.
  return /^[A-Z][a-z ]/.test(sentence) && !/^(Heroku|Redis)\b/.test(sentence)
    ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
    : sentence
}

/** With a full stop, so that another sentence can follow. */
export function sentence(text: string): string {
  const trimmed = text.trim()
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`
}
