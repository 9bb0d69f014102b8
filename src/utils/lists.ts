import { sanitize } from './text.ts'

/** `A, B and 3 more`. */
export function list(names: readonly string[], most = 12): string {
  const shown = names.slice(0, most).map((name) => sanitize(name, 80))
  const rest = names.length - shown.length
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}` : shown.join('')
}
