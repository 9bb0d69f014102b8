import type { ThresholdSetting } from '../checks/settings.ts'

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
export function parseThreshold(
  text: string,
  parse: (part: string) => number | undefined,
  example: string,
): { readonly value: ThresholdSetting } | { readonly expected: string } {
  if (text === 'off') return { value: null }
  const parts = text.split('/').map((part) => part.trim())
  const numbers = parts.map(parse)
  const [first, second] = numbers
  const expected = `WARN/FAIL such as ${example} with WARN not above FAIL, one value alone for FAIL, or off`
  if (first === undefined || numbers.length > 2) return { expected }
  if (numbers.length === 1) return { value: { fail: first, text } }
  return second === undefined || first > second ? { expected } : { value: { warn: first, fail: second, text } }
}
