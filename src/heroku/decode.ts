import { sanitize } from '../utils/text.ts'

/** An answer whose shape is not what its documentation says. The message names the place, never a value. */
export class ShapeError extends Error {}

function wrong(path: string, wanted: string): ShapeError {
  return new ShapeError(`${sanitize(path, 100)} is not ${wanted}`)
}

/** The names that Heroku's schema gives a type, without its index signature: a misspelt field does not compile. */
type Named<T> = { readonly [K in keyof T as string extends K ? never : number extends K ? never : K]?: unknown }

/** An object with the fields of `T`, none of them trusted yet. */
export function asObject<T>(value: unknown, path: string): Named<T> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(path, 'an object')
  return value
}

/** The same for what we do not rely on: anything but an object has no fields. */
export function objectOr<T>(value: unknown): Named<T> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

export function asList<T>(value: unknown, path: string, item: (value: unknown, path: string) => T): readonly T[] {
  if (!Array.isArray(value)) throw wrong(path, 'a list')
  return value.map((each, index) => item(each, `${path}[${index}]`))
}

/** The same for what we do not rely on: anything but a list is empty. */
export function listOr(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function asText(value: unknown, path: string): string {
  if (typeof value !== 'string') throw wrong(path, 'text')
  return value
}

/** Heroku's longest names have 255 characters. A name goes into outputs and reports as it is. */
const longestName = 1_000
/** Longer words are no words of Heroku's. They are dropped and not cut: a cut secret could not be scrubbed any more. */
const longestText = 10_000

/** Text that names something: never empty, never long. */
export function asName(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '' || value.length > longestName) throw wrong(path, 'a name')
  return value
}

export function asNumber(value: unknown, path: string): number {
  const number = numberOf(value)
  if (number === undefined) throw wrong(path, 'a number')
  return number
}

/** A number, also as text (`"1500"`); undefined when it is neither. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'string' && /^\s*-?\d{1,15}(\.\d{1,15})?\s*$/.test(value) ? Number(value) : undefined
}

/** `''` where it is missing: for words that are shown but not relied on. */
export function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value.length <= longestText ? value : fallback
}

/** Text that says something; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= longestText && value.trim() !== '' ? value : undefined
}

/**
 * An ISO 8601 time in UTC. Heroku writes `2019-11-07 22:00:00 +0000` and ISO 8601, and null for "not yet".
 * Undefined for anything else.
 */
export function timeOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const [, day = '', time = '', hours = '+00', minutes = '00'] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*(?:Z|UTC|([+-]\d\d):?(\d\d))?$/i.exec(value.trim()) ??
    []
  const ms = Date.parse(`${day}T${time}${hours}:${minutes}`)
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}
