import { titles } from '../../failure/catalogue.ts'
import { plural } from '../../utils/format.ts'
import type { AppReport, Report } from '../report.ts'

/** How an app or the whole run is shown. `untested` is neither good nor bad: nothing was connected to. */
export type Mood = 'pass' | 'warn' | 'fail' | 'untested'

export const moodNames: Readonly<Record<Mood, string>> = {
  pass: 'Healthy',
  warn: 'Warning',
  fail: 'Failing',
  untested: 'Not tested',
}

/** Worst first. */
export const moods: readonly Mood[] = ['fail', 'warn', 'untested', 'pass']

export function moodOf({ status, tested }: Pick<AppReport, 'status' | 'tested'>): Mood {
  return status === 'pass' && !tested ? 'untested' : status
}

/** What came of one app, without its name. */
export function appHeadline({ status, tested, failureReason, error, checks }: AppReport, dryRun: boolean): string {
  if (error) return titles[error.reason]
  if (failureReason !== '') return titles[failureReason]
  const warnings = checks.filter((check) => check.status === 'warn' || check.status === 'fail').length
  if (!tested) return dryRun ? 'Dry run, not tested' : 'Not tested'
  return status === 'pass' ? 'Redis is healthy' : `Redis works, with ${plural(warnings, 'warning')}`
}

export function fleetHeadline({ apps }: Report): string {
  const count = (mood: Mood): number => apps.filter((app) => moodOf(app) === mood).length
  const failing = count('fail')
  const warned = count('warn')
  const untested = count('untested')
  if (apps.length === 0) return 'No app was checked'
  if (failing > 0) return `${String(failing)} of ${plural(apps.length, 'app')} ${failing === 1 ? 'is' : 'are'} failing`
  if (warned > 0) return `${String(warned)} of ${plural(apps.length, 'app')} with warnings`
  if (untested > 0) return `${String(untested)} of ${plural(apps.length, 'app')} not tested`
  return `All ${plural(apps.length, 'app')} are healthy`
}

/** What went wrong, why, and what to do: of the error, else of the first failing check, else of the first warning. */
export interface Problem {
  readonly what: string
  readonly cause?: string
  readonly remedy?: string
  readonly docs?: string
}

export function problemOf({ error, checks }: AppReport): Problem | undefined {
  if (error) return error
  const check = checks.find(({ status }) => status === 'fail') ?? checks.find(({ status }) => status === 'warn')
  return (
    check && {
      what: check.message,
      ...(check.hint !== undefined && { remedy: check.hint }),
      ...(check.docs !== undefined && { docs: check.docs }),
    }
  )
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const timeFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})
const fullFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})

/** `12 Mar`; all times are UTC. */
export const dayName = (time: number): string => named(dayFormat, time)
/** `12 Mar, 14:05`. */
export const timeName = (time: number): string => named(timeFormat, time)
/** `12 March 2026 at 14:05`. */
export const fullTimeName = (time: number): string => named(fullFormat, time)

function named(format: Intl.DateTimeFormat, time: number): string {
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? format.format(time) : 'unknown time'
}

const hour = 3_600_000

/** `40 minutes`, `3 hours`, `12 days`. */
export function lasting(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000))
  if (minutes < 90) return plural(minutes, 'minute')
  const hours = Math.round(ms / hour)
  return hours < 48 ? plural(hours, 'hour') : plural(Math.round(ms / (24 * hour)), 'day')
}
