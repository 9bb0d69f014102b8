/** Formats numbers for people. */

/** `0.8 ms`, `12 ms`, `3.4 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 10) return `${trim(ms, 1)} ms`
  if (ms < 1_000) return `${ms.toFixed(0)} ms`
  if (ms < 59_950) return `${trim(ms / 1_000, 1)} s`
  const seconds = Math.round(ms / 1_000)
  return seconds % 60 === 0
    ? `${String(seconds / 60)} min`
    : `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`
}

/** `512 bytes`, `1.4 MB`, `7 GB`; a kilobyte is 1,024 bytes, as Redis counts. */
export function bytes(count: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = count
  let unit = 0
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_024
    unit++
  }
  return `${trim(value, value < 100 && unit > 0 ? 1 : 0)} ${units[unit] ?? ''}`
}

/** `1,234`, of a whole number. Loading what `toLocaleString` needs takes longer than all checks. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 app`, `3 apps`. */
export function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`
}

/** `15.00 USD a month`, `free`. */
export function price(cents: number, unit: string): string {
  return cents === 0 ? 'free' : `${(cents / 100).toFixed(2)} USD a ${unit}`
}

/** `81 %`. */
export function percent(value: number): string {
  return `${trim(value, 1)} %`
}

function trim(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.0+$/, '')
}
