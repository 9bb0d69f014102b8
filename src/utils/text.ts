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

/** Returns the same data with every text changed. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) return value.map((each: unknown) => mapTexts(each, change)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)])) as T
}
