/**
 * Runs `work` for every item, at most `limit` at the same time. The results are in the order of the items.
 * `work` should not reject: one rejection rejects all.
 */
export async function mapLimit<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  // All workers share one iterator: a free one takes the next item.
  const queue = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  return results
}

export interface AdaptiveLimits {
  /** How many begin at the start. */
  readonly first: number
  readonly least: number
  readonly most: number
  /** The event loop's lag, milliseconds. */
  readonly lagMs: () => number
  /** Called once, when fewer than before may run. */
  readonly onBusy?: () => void
}

/** Shorter lags do not distort what is measured. */
const acceptableLagMs = 20
/** From here on, time-outs and latency say more about this process than about the servers. */
const busyLagMs = 60

/**
 * As `mapLimit`, with a limit that follows the processor: one more at a time whenever an item is done while the event loop
 * keeps up, a tenth fewer when it does not.
 */
export async function mapAdaptive<T, R>(
  items: readonly T[],
  { first, least, most, lagMs, onBusy }: AdaptiveLimits,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  const queue = items.entries()
  let limit = Math.min(first, most)
  let active = 0
  let wasBusy = false
  const adapt = (): void => {
    // All have begun: there is nothing left to hold back.
    if (items.length <= first) return
    const lag = lagMs()
    if (lag < acceptableLagMs) limit = Math.min(most, limit + 1)
    else if (lag > busyLagMs && limit > least) {
      limit = Math.max(least, Math.floor(limit * 0.9))
      if (!wasBusy) onBusy?.()
      wasBusy = true
    }
  }
  await new Promise<void>((resolve, reject) => {
    const begin = (): void => {
      while (active < limit) {
        const next = queue.next()
        if (next.done) {
          if (active === 0) resolve()
          return
        }
        active += 1
        run(...next.value).catch(reject)
      }
    }
    const run = async (index: number, item: T): Promise<void> => {
      results[index] = await work(item)
      active -= 1
      adapt()
      begin()
    }
    begin()
  })
  return results
}

/** Limits how many run at the same time; the others wait in order of arrival. */
export class Semaphore {
  readonly #waiting = new Set<() => void>()
  #free: number

  constructor(limit: number) {
    this.#free = limit
  }

  /** @throws what `work` throws · the signal's reason when it aborts before the work has begun */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    if (this.#free > 0) this.#free -= 1
    else await this.#turn(signal)
    try {
      return await work()
    } finally {
      const [next] = this.#waiting
      if (next) next()
      else this.#free += 1
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        this.#waiting.delete(begin)
        signal.removeEventListener('abort', giveUp)
        resolve()
      }
      const giveUp = (): void => {
        this.#waiting.delete(begin)
        reject(signal.reason)
      }
      this.#waiting.add(begin)
      signal.addEventListener('abort', giveUp, { once: true })
    })
  }
}

/** A limited number of slots. Waiting callers are served in order. */
export class Slots {
  #free: number
  readonly #queue: { readonly count: number; readonly take: () => void }[] = []

  constructor(count: number) {
    this.#free = count
  }

  /** Takes `count` slots at once, so that callers that need several cannot deadlock. @throws the signal's reason */
  async take(count: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    await new Promise<void>((resolve, reject) => {
      const entry = { count, take: resolve }
      this.#queue.push(entry)
      signal.addEventListener(
        'abort',
        () => {
          const at = this.#queue.indexOf(entry)
          if (at < 0) return
          this.#queue.splice(at, 1)
          reject(signal.reason)
          this.#serve()
        },
        { once: true },
      )
      this.#serve()
    })
  }

  free(count: number): void {
    this.#free += count
    this.#serve()
  }

  #serve(): void {
    for (let next = this.#queue[0]; next !== undefined && next.count <= this.#free; next = this.#queue[0]) {
      this.#queue.shift()
      this.#free -= next.count
      next.take()
    }
  }
}
