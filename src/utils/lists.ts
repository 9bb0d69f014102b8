import { sanitize } from './text.ts'

/** `A, B and 3 more`. */
export function list(names: readonly string[], most = 12): string {
  const shown = names.slice(0, most).map((name) => sanitize(name, 80))
  const rest = names.length - shown.length
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}` : shown.join('')
}

/** The day of an ISO 8601 time. */
export function date(time: string): string {
  return /^\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? sanitize(time, 30)
}
