import { stripVTControlCharacters } from 'node:util'

/**
 * One line of plain text: no control or formatting characters (ANSI, bidirectional overrides, zero width), no line
 * breaks, no lone surrogates; cut to `max` UTF-16 units.
 */
export function oneLine(text: string, max = 2_000): string {
  // Cut first: text from outside can be megabytes long.
  const clean = stripVTControlCharacters(text.slice(0, max * 2).toWellFormed())
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim()
  return clean.length > max ? `${clean.slice(0, max - 1).toWellFormed()}…` : clean
}

/** Foreign text inside a sentence: one short line without its own full stop. */
export function sanitize(text: string, most: number): string {
  return oneLine(text, most).replace(/\.$/, '')
}

/** The same data with every text changed. What holds no changed text is not copied: the report of a fleet is large. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  return typeof value === 'object' && value !== null ? mapProperties(value, change) : value
}

function mapProperties<T extends object>(value: T, change: (text: string) => string): T {
  let result = value
  for (const key of Object.keys(value) as (keyof T)[]) {
    const changed = mapTexts(value[key], change)
    if (changed === value[key]) continue
    if (result === value) result = Array.isArray(value) ? (value.slice() as unknown as T) : { ...value }
    result[key] = changed
  }
  return result
}
