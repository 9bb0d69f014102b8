import { now } from './time.ts'

export class TimedOut extends Error {
  override readonly name = 'TimedOut'
}

/** How long one answer may take, and what ends the waiting before. */
export interface Patience {
  readonly ms: number
  readonly signal: AbortSignal
}

/**
 * Waits for `work`, but no longer than patience lasts; what `work` does afterwards is nobody's concern.
 * @throws TimedOut when time is up · the reason of the signal when it aborts
 */
export async function within<T>(work: Promise<T>, { ms, signal }: Patience): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  let abort = (): void => undefined
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut('no answer in time')), Math.max(0, ms))
    abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
  })
  try {
    return await Promise.race([work, end])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

/** One budget that several steps share. */
export class Deadline {
  readonly #end: number
  readonly #signal: AbortSignal

  constructor(ms: number, signal: AbortSignal) {
    this.#end = now() + ms
    this.#signal = signal
  }

  get patience(): Patience {
    return { ms: this.#end - now(), signal: this.#signal }
  }
}
