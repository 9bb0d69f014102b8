import { titles } from '../../failure/catalogue.ts'
import { plural } from '../../utils/format.ts'
import type { AppReport, Report } from '../report.ts'
import type { AppResult } from '../result.ts'
import { problem, upperFirst, verdict } from '../verdict.ts'
import type { Problem } from '../verdict.ts'
import type { PageInput } from './input.ts'

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

/** The same words as everywhere else need what the log and the summary are given. */
function resultOf(report: AppReport): AppResult {
  return { report, findings: report.checks, changes: [], latency: {}, notes: [], durationMs: 0 }
}

/** The outcome of one app, without its name. */
export function appHeadline(app: AppReport, run: Pick<Report, 'mode' | 'dryRun'>): string {
  if (app.error) return titles[app.error.reason]
  if (app.status === 'fail') return titles[app.failureReason || 'internal']
  return upperFirst(verdict(resultOf(app), run))
}

export function fleetHeadline({ report: { apps }, error }: Pick<PageInput, 'report' | 'error'>): string {
  if (error) return titles[error.reason]
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

/** The error, else the first failure, else the first warning in report order. */
export function problemOf(app: AppReport): Problem | undefined {
  return problem(resultOf(app))
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
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

/** `14:05`; all times are UTC. */
export const clockName = (time: number): string => named(clockFormat, time)
/** `12 Mar`. */
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
