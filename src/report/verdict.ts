import type { Finding } from '../checks/check.ts'
import { titles } from '../failure/catalogue.ts'
import type { FailureReason } from '../failure/failure.ts'
import { plural } from '../utils/format.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type { AppReport, Report, Status } from './report.ts'
import type { AppResult, RunResult } from './result.ts'

/** The worst thing that happened to an app, in the words of whoever found it. */
export interface Problem {
  readonly status: 'warn' | 'fail'
  readonly reason: FailureReason
  readonly what: string
  readonly cause?: string
  readonly remedy?: string
  /** Heroku's request id. */
  readonly requestId?: string
  /** The finding that it is; absent for an error. */
  readonly finding?: Finding
}

/** The error, else the first failure, else the first warning in report order. */
export function problem(app: AppResult): Problem | undefined {
  const { error } = app.report
  if (error) return { status: 'fail', ...error }
  const finding =
    app.findings.find(({ status }) => status === 'fail') ?? app.findings.find(({ status }) => status === 'warn')
  if (!finding || (finding.status !== 'fail' && finding.status !== 'warn')) return undefined
  return withoutUndefined<Problem>({
    status: finding.status,
    reason: finding.reason ?? 'internal',
    what: finding.message,
    cause: finding.cause,
    remedy: finding.hint,
    finding,
  })
}

/** The outcome of one app, without its name: a few words of plain text. */
export function verdict(app: AppResult, { mode, dryRun }: Pick<Report, 'mode' | 'dryRun'>): string {
  const { report } = app
  const { steps, error, history } = report
  if (error?.reason === 'cancelled') return 'cancelled before it finished'
  if (report.status === 'fail') {
    const pending = history?.alarm === false ? `, ${untilAlarm(history)}` : ''
    return `failed (${lowerFirst(titles[report.failureReason || 'internal'])})${pending}`
  }
  if (dryRun) {
    return steps.length === 0 ? 'dry run, nothing to change' : `dry run, ${plural(steps.length, 'step')} planned`
  }
  if (mode === 'remove') return steps.length === 0 ? 'nothing to remove' : 'removed'
  const health = healthOf(app)
  if (mode === 'check') return health
  const changes = changesMade(report)
  return changes.length === 0 ? `${health}, no changes needed` : `${health}; ${changes.join(', ')}`
}

/** "Healthy" is said only of what was connected to, written and read. */
function healthOf({ report, findings }: AppResult): string {
  const warnings = findings.filter(({ status }) => status === 'warn').length
  const suffix = warnings > 0 ? `, with ${plural(warnings, 'warning')}` : ''
  if (!report.tested) return `Redis was not tested${suffix}`
  if (!isReaderTested(report)) return `the writer works, the reader was not tested${suffix}`
  return warnings > 0 ? `Redis works${suffix}` : 'Redis is healthy'
}

function isReaderTested({ reader, checks }: AppReport): boolean {
  const isOwnServer = reader !== undefined && reader.sameServerAs === undefined
  return !isOwnServer || checks.some(({ id, status }) => id === 'read' && status === 'pass')
}

/** `1 of 2 failures before the alarm`. */
export function untilAlarm({ failures, alarmAfter }: NonNullable<AppReport['history']>): string {
  return `${String(failures)} of ${String(alarmAfter)} failures before the alarm`
}

/** What a step changes on Heroku, in words; a step that only waits or reads is absent. */
const changes: Readonly<Record<string, string>> = {
  'change-plan': 'plan changed',
  upgrade: 'version upgraded',
  'run-maintenance': 'maintenance run',
  'apply-settings': 'settings changed',
  'rotate-credentials': 'credentials rotated',
  attach: 'add-on attached',
  detach: 'add-on detached',
  'remove-config': 'config vars removed',
  'remove-addon': 'add-on removed',
}

/**
 * What this run has changed on Heroku, in words. The steps alone do not say it: an add-on that another run has just
 * created is there, but not by this run, and config vars that somebody else keeps changing were written nevertheless.
 */
export function changesMade({ addon, changedConfigVars, steps }: AppReport): readonly string[] {
  return [
    ...(addon?.created === true ? ['add-on created'] : []),
    ...new Set(steps.flatMap(({ action, done }) => (done ? (changes[action] ?? []) : []))),
    ...(changedConfigVars.length > 0 ? ['config vars written'] : []),
  ]
}

/** The verdict over the whole run, one line of plain text: the last line of the log, the heading of the summary. */
export function runVerdict(result: RunResult): string {
  const [only, ...others] = result.apps
  if (!only) {
    if (result.error) return titles[result.error.reason]
    return result.cancelled ? 'Cancelled before the first app' : 'No app to check'
  }
  if (others.length === 0) return `${only.report.app}: ${verdict(only, result.report)}`
  const number = (status: Status): number => result.apps.filter(({ report }) => report.status === status).length
  const counts = [
    `${String(number('pass'))} passed`,
    `${String(number('warn'))} with warnings`,
    `${String(number('fail'))} failed`,
  ]
  const untested = result.report.dryRun ? 0 : result.apps.filter(isUntested).length
  const prefix = result.cancelled ? 'Cancelled, ' : result.report.dryRun ? 'Dry run, ' : ''
  const suffix = untested > 0 ? ` (${String(untested)} not tested)` : ''
  return `${prefix}${plural(result.apps.length, 'app')}: ${counts.join(', ')}${suffix}`
}

/** It passed and yet says nothing about Redis. */
function isUntested({ report }: AppResult): boolean {
  return report.status !== 'fail' && !report.tested
}

/** For the middle of a sentence; names and acronyms keep their capitals. */
export function lowerFirst(sentence: string): string {
  return /^[A-Z][a-z]* /.test(sentence) && !/^(Heroku|Redis)\b/.test(sentence)
    ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
    : sentence
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** With a full stop, so that another sentence can follow. */
export function sentence(text: string): string {
  const trimmed = text.trim()
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`
}
