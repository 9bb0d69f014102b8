/** The reason when a time limit aborts; any other reason comes from the run. */
export function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError'
}

const sources = new WeakMap<AbortSignal, AbortSignal>()

/** A signal that aborts with `signal`, or with a `TimeoutError` after `ms`. Several steps can share one. */
export function timeLimit(ms: number, signal: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(Math.max(0, Math.ceil(ms)))
  const both = AbortSignal.any([signal, timeout])
  // AbortSignal.any() may hold its sources weakly: a time-out that is garbage-collected never fires
  // (nodejs/node#57867), or is forgotten after it fired (nodejs/node#65995).
  sources.set(both, timeout)
  return both
}

/**
 * Waits for `work`, but only until the signal aborts. It does not stop `work`.
 * @throws what `work` throws · the signal's reason
 */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = (): void => undefined
  // Neither a time-out of AbortSignal nor a promise keeps the process alive: without this, Node.js exits
  // during a wait when nothing else is pending.
  const keepAlive = setInterval(() => undefined, 60_000)
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    clearInterval(keepAlive)
    signal.removeEventListener('abort', abort)
  }
}
