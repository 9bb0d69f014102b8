/** What an earlier run measured, as the checks see it: a single run, or the medians of a few hours or days. */
export interface PastPoint {
  /** Milliseconds since 1970. */
  readonly time: number
  /** `heroku-redis:premium-0`. */
  readonly plan?: string
  /** The server's run id, or its beginning. A different one means that the server was restarted or replaced. */
  readonly server?: string
  readonly latencyP95Ms?: number
  /** Bytes. */
  readonly memoryUsed?: number
  /** Bytes; absent: the server sets no limit. */
  readonly memoryMax?: number
  readonly connections?: number
  readonly maxConnections?: number
  /** Both counters start with the server. */
  readonly evictedKeys?: number
  readonly rejectedConnections?: number
}

export interface CounterGrowth {
  readonly count: number
  /** When the counter was last read. */
  readonly since: number
}

/**
 * How much a counter has grown since the last run that read it. A counter that shrank, or a server with another run id,
 * began at zero in between. Undefined: no earlier run read it.
 *
 * @param past oldest first; points at or after `current.time` are ignored
 */
export function growthOf(
  counter: 'evictedKeys' | 'rejectedConnections',
  past: readonly PastPoint[],
  current: PastPoint,
): CounterGrowth | undefined {
  const value = current[counter]
  const last = past.findLast((point) => point.time < current.time && point[counter] !== undefined)
  const before = last?.[counter]
  if (value === undefined || last === undefined || before === undefined) return undefined
  const restarted = value < before || isOther(last.server, current.server)
  return { count: restarted ? value : value - before, since: last.time }
}

/** Run ids may have been shortened. */
export function isOther(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && !one.startsWith(other) && !other.startsWith(one)
}
