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

export function asList<T>(value: unknown, path: string, item: (value: unknown, path: string) => T): readonly T[] {
  if (!Array.isArray(value)) throw wrong(path, 'a list')
  return value.map((each, index) => item(each, `${path}[${index}]`))
}

export function asText(value: unknown, path: string): string {
  if (typeof value !== 'string') throw wrong(path, 'text')
  return value
}

export function asNumber(value: unknown, path: string): number {
  if (typeof value !== 'number') throw wrong(path, 'a number')
  return value
}

/** `''` where it is missing: for words that are shown but not relied on. */
export function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback
}
