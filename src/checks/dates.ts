import { sanitize } from '../utils/text.ts'

/** The day of an ISO 8601 time: `2026-12-19`. */
export function date(time: string): string {
  return /^\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? sanitize(time, 30)
}

/** An ISO 8601 time in UTC to the minute: `2026-12-19 22:00 UTC`. */
export function dateTime(time: string): string {
  const ms = Date.parse(time)
  return Number.isFinite(ms) ? `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC` : sanitize(time, 30)
}
