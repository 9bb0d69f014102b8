import { plain } from '../text.ts'

/** `4.2 ms`, `812 ms`, `12.3 s`. */
export function milliseconds(value: number): string {
  if (value >= 10_000) return `${round(value / 1000)} s`
  return `${value >= 100 ? Math.round(value) : round(value)} ms`
}

/** `81 %`, `74.9 %`. */
export function percent(value: number): string {
  return `${round(value)} %`
}

/** `50 MB`: binary steps, as Redis counts, with the names that Heroku's plans use. */
export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10))
  return `${round(value / 1024 ** step)} ${units[step] ?? 'B'}`
}

/** `3 keys`, `1 key`. */
export function count(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`
}

/** `A, B and 3 more`. */
export function list(names: readonly string[], most = 12): string {
  const shown = names.slice(0, most).map((name) => plain(name, 80))
  const rest = names.length - shown.length
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}` : shown.join('')
}

/** The day of an ISO 8601 time. */
export function date(time: string): string {
  return /^\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? plain(time, 30)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
