import { Secret } from '../utils/secret.ts'

/** A value, or a phrase that follows "expected …". */
export type Parsed<T> = { readonly value: T } | { readonly expected: string }

/** Text of an input (trimmed, with its default filled in) → value. `workspace` is where files must stay. */
export type Parser<T> = (text: string, workspace: string) => Parsed<T>

/** Limits of a check: milliseconds or percent. Null: `off`. */
type Limits = { readonly warn?: number; readonly fail: number; readonly text: string } | null

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** `250ms`, `1.5s`, `15m`, `1h` → milliseconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text)
  const unit = unitMs[match?.[2] ?? '']
  return match && unit !== undefined ? Number(match[1]) * unit : undefined
}

/** `75%` → 75; undefined for anything that is not a percentage from 0 to 100. */
export function parsePercent(text: string): number | undefined {
  const match = /^(\d{1,3}(?:\.\d{1,3})?)%$/.exec(text)
  const value = match ? Number(match[1]) : Number.NaN
  return value <= 100 ? value : undefined
}

/** `WARN/FAIL`, `FAIL` alone, or `off` (null). */
export function thresholdOf(parse: (part: string) => number | undefined, example: string): Parser<Limits> {
  const expected = `WARN/FAIL such as ${example} with WARN not above FAIL, one value alone for FAIL, or off`
  return (text) => {
    if (text === 'off') return { value: null }
    const numbers = text.split('/').map((part) => parse(part.trim()))
    const [first, second] = numbers
    if (first === undefined || numbers.length > 2) return { expected }
    if (numbers.length === 1) return { value: { fail: first, text } }
    return second === undefined || first > second ? { expected } : { value: { warn: first, fail: second, text } }
  }
}

export function durationWithin(least: number, most: number): Parser<number> {
  return (text) => {
    const value = parseDuration(text)
    return value !== undefined && value >= least && value <= most
      ? { value }
      : { expected: `a duration such as 250ms, 5s or 15m, from ${showMs(least)} to ${showMs(most)}` }
  }
}

function showMs(ms: number): string {
  if (ms >= 3_600_000) return `${String(ms / 3_600_000)}h`
  return ms >= 1_000 ? `${String(ms / 1_000)}s` : `${String(ms)}ms`
}

export function wholeNumberWithin(least: number, most: number): Parser<number> {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
    return value >= least && value <= most
      ? { value }
      : { expected: `a whole number from ${String(least)} to ${String(most)}` }
  }
}

export function oneOf<T extends string>(...choices: readonly T[]): Parser<T> {
  return (text) => {
    const value = choices.find((choice) => choice === text)
    return value === undefined ? { expected: either(choices) } : { value }
  }
}

/** `a, b or c`. */
export function either(choices: readonly string[]): string {
  return choices.join(', ').replace(/, ([^,]*)$/, ' or $1')
}

/** The spellings of YAML 1.2's core schema, as `core.getBooleanInput` takes them. */
export function parseBoolean(text: string): Parsed<boolean> {
  if (['true', 'True', 'TRUE'].includes(text)) return { value: true }
  if (['false', 'False', 'FALSE'].includes(text)) return { value: false }
  return { expected: 'true or false' }
}

/** Undefined for an empty input. */
export function optional<T>(parse: Parser<T>): Parser<T | undefined> {
  return (text, workspace) => (text === '' ? { value: undefined } : parse(text, workspace))
}

/** One per line or comma-separated; blanks are dropped. */
export function items(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** At least `least` items, each one of `choices`; in the order of `choices`, each once. */
export function listOf<T extends string>(
  choices: readonly T[],
  least: number,
  spell: (item: string) => string = (item) => item,
): Parser<readonly T[]> {
  return (text) => {
    const names = new Set(items(text).map(spell))
    const known = choices.filter((choice) => names.has(choice))
    return known.length === names.size && known.length >= least
      ? { value: known }
      : { expected: `one or more of ${choices.join(', ')}` }
  }
}

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
export const configNamePattern = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/

/**
 * An API token. Other characters are not valid in a header, or would add another header. A URL that was
 * pasted here by mistake is not sent to Heroku.
 */
export function parseToken(text: string): Parsed<Secret | undefined> {
  if (text === '') return { value: undefined }
  if (text.includes('://')) return { expected: 'a Heroku API token, not a URL' }
  return /^[\x21-\x7e]{1,4096}$/.test(text)
    ? { value: new Secret(text) }
    : { expected: 'a Heroku API token: printable characters without spaces or line breaks' }
}

/** `NAME=VALUE`, one per line; blank lines and lines that start with `#` are skipped. */
export function pairs(name: RegExp): Parser<ReadonlyMap<string, string>> {
  return (text) => {
    const found = new Map<string, string>()
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      if (line.trim() === '' || line.trim().startsWith('#')) continue
      const at = line.indexOf('=')
      const key = line.slice(0, Math.max(at, 0)).trim()
      if (!name.test(key)) return { expected: `one KEY=VALUE per line; line ${String(index + 1)} has another form` }
      if (found.has(key)) return { expected: `each name once; ${key} occurs twice` }
      found.set(key, line.slice(at + 1).trim())
    }
    return { value: found }
  }
}
