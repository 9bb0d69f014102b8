/** The longest wait that a `Retry-After` can ask for. */
export const longestWaitMs = 30_000

/**
 * `Retry-After` in milliseconds, 0 to 30 s whatever it says: seconds, an HTTP date, or (seen on Heroku) a unix timestamp.
 * Undefined when there is none that can be read.
 */
export function retryAfter(header: string | undefined, nowMs: number = Date.now()): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  const number = text === '' ? Number.NaN : Number(text)
  const ms = Number.isNaN(number) ? Date.parse(text) - nowMs : number > 1e9 ? number * 1_000 - nowMs : number * 1_000
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestWaitMs)
}

/**
 * The Request-Id to quote. Heroku's routers answer with a list of ids, ours among them; an id that is not ours is
 * quoted only when it came alone. Never a part of one.
 */
export function requestIdOf(header: string | readonly string[] | undefined, ours: string): string {
  const ids = String(header ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
  // Several have a comma between them, which no id has.
  const alone = ids.join(',')
  return /^[\w.:-]{1,64}$/.test(alone) ? alone : ours
}
