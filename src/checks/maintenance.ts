import type { Maintenance } from '../heroku/data.ts'
import { plural } from '../utils/format.ts'
import { sanitize } from '../utils/text.ts'
import { dateTime } from './dates.ts'
import { type CheckContext, type CheckOutcome, pass, skip, warn } from './outcome.ts'
import type { Subject } from './subject.ts'

const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs
export const scheduledNoticeMs = 48 * hourMs
export const requiredNoticeMs = 14 * dayMs

/** Statuses without a pending maintenance. */
const over: ReadonlySet<string> = new Set(['none', 'completed'])

/** Completes “A maintenance is …”. */
const phases: ReadonlyMap<string, string> = new Map([
  ['pending', 'pending'],
  ['preparing', 'being prepared'],
])

export function maintenance({ subject, settings }: CheckContext): CheckOutcome {
  const { maintenance: facts, now, dryRun, mode } = subject
  if (facts === undefined) return skip(`Not known: ${notAsked(subject)}.`)
  if (!facts.known) return skip(`Not known: ${sanitize(facts.why, 200)}.`)
  const { value } = facts
  const status = sanitize(value.status, 40)
  if (over.has(value.status)) return pass('No maintenance is planned.', { value: status })
  const dates = datesOf(value)
  if (value.status === 'running') {
    const since = value.startedAt === undefined ? '' : ` since ${dateTime(value.startedAt)}`
    return warn('maintenance', `A maintenance has been running${since}${reasonOf(value)}.`, {
      value: status,
      cause:
        'Heroku moves the data to another server. Connections break, and the Redis URL changes when it is completed.',
    })
  }
  if (value.status === 'ready') {
    const message = `A maintenance is ready to run${reasonOf(value)}${dates}`
    return dryRun && mode === 'setup' && settings.maintenance === 'run'
      ? skip(`${message}; the planned steps would run it.`)
      : warn('maintenance', `${message}.`, { value: status })
  }
  const due = dueMs(value, now)
  const message = `A maintenance is ${phases.get(value.status) ?? `in the state “${status}”`}${reasonOf(value)}${dates}`
  if (due === undefined) return pass(`${message}. It has no date yet.`, { value: status })
  if (due.isNear) return warn('maintenance', `${message}, ${untilDue(due.ms)}.`, { value: status })
  return pass(`${message}.`, { value: status })
}

function notAsked({ addon }: Subject): string {
  if (addon === undefined) return 'there is no Redis add-on'
  return addon.service === 'heroku-redis'
    ? 'Heroku’s data API was not asked'
    : 'Heroku reports maintenances for Heroku Key-Value Store only'
}

function reasonOf({ reason }: Maintenance): string {
  return reason === undefined || reason === '' ? '' : ` (${sanitize(reason.replaceAll('_', ' '), 80)})`
}

function datesOf({ scheduledFor, requiredBy }: Maintenance): string {
  const parts = [
    ...(scheduledFor === undefined ? [] : [`scheduled for ${dateTime(scheduledFor)}`]),
    ...(requiredBy === undefined ? [] : [`required by ${dateTime(requiredBy)}`]),
  ]
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`
}

/** How long until it is due, and whether that is near enough to warn. Undefined: it has no date. */
function dueMs(
  { scheduledFor, requiredBy }: Maintenance,
  now: number,
): { readonly ms: number; readonly isNear: boolean } | undefined {
  const until = (time: string | undefined): number => (time === undefined ? Number.NaN : Date.parse(time) - now)
  const [scheduled, required] = [until(scheduledFor), until(requiredBy)]
  if (scheduled <= scheduledNoticeMs) return { ms: scheduled, isNear: true }
  if (required <= requiredNoticeMs) return { ms: required, isNear: true }
  const next = Number.isNaN(scheduled) ? required : scheduled
  return Number.isNaN(next) ? undefined : { ms: next, isNear: false }
}

function untilDue(ms: number): string {
  if (ms <= 0) return 'which has passed'
  return ms < 2 * dayMs
    ? `in ${plural(Math.max(1, Math.round(ms / hourMs)), 'hour')}`
    : `in ${plural(Math.floor(ms / dayMs), 'day')}`
}

export function standby({ subject, outcomeOf }: CheckContext): CheckOutcome {
  const { addon, database } = subject
  if (addon === undefined) return skip('Not known: there is no Redis add-on.')
  if (addon.plan === undefined || addon.service !== 'heroku-redis') {
    return skip('Not known: only Heroku Key-Value Store reports its standby.')
  }
  if (!/:(?:premium|private|shield)-/.test(addon.plan))
    return skip(`The plan ${sanitize(addon.plan, 60)} has no standby.`)
  if (database === undefined) return skip('Not known: Heroku’s data API was not asked.')
  if (!database.known) return skip(`Not known: ${sanitize(database.why, 200)}.`)
  const { haStatus } = database.value
  if (haStatus === undefined) return skip('Not known: Heroku does not report the standby of this add-on.')
  const value = sanitize(haStatus, 40)
  if (/^available$/i.test(value)) return pass('The standby is available.', { value })
  const isRunning = outcomeOf('maintenance', 'app')?.status === 'warn' && isMaintenanceRunning(subject)
  const message = `The standby is not available (HA Status: ${value}).`
  return isRunning
    ? skip(`${message.slice(0, -1)}; see \`maintenance\`.`, { value })
    : warn('standby', message, { value })
}

function isMaintenanceRunning({ maintenance }: Subject): boolean {
  return maintenance?.known === true && maintenance.value.status === 'running'
}
