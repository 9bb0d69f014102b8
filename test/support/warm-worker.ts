import { ThreadsPoolWorker } from 'vitest/node'
import type { PoolOptions, PoolWorker, WorkerRequest } from 'vitest/node'

type Listener = Parameters<PoolWorker['on']>[1]

/** One thread for many runs: a mutant is a variable in memory, so that modules need not be loaded again for the next. */
let shared: { readonly thread: ThreadsPoolWorker; runs: number } | undefined

/** What a mutant leaves behind (timers, sockets) must not meet too many others. */
const mostRuns = 100

/**
 * A worker of vitest that outlives its run. Vitest stops a worker after each run; here it only seems to stop, and the
 * next run finds it started. What differs from run to run (which tests, which mutant) comes with the request.
 */
export class WarmWorker implements PoolWorker {
  readonly name = 'warm'
  readonly #options: PoolOptions
  readonly #listeners: [event: string, listener: Listener][] = []
  #thread: ThreadsPoolWorker | undefined
  #isWarm = false
  #config: Extract<WorkerRequest, { type: 'start' }>['context']['config'] | undefined

  constructor(options: PoolOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    if (shared && shared.runs >= mostRuns) {
      await shared.thread.stop()
      shared = undefined
    }
    this.#isWarm = shared !== undefined
    if (!shared) {
      shared = { thread: new ThreadsPoolWorker(this.#options), runs: 0 }
      await shared.thread.start()
    }
    shared.runs += 1
    this.#thread = shared.thread
  }

  on(event: string, listener: Listener): void {
    this.#listeners.push([event, listener])
    this.#thread?.on(event, listener)
  }

  off(event: string, listener: Listener): void {
    this.#thread?.off(event, listener)
  }

  send(message: WorkerRequest): void {
    if (message.type === 'start') {
      this.#config = message.context.config
      if (this.#isWarm) return this.#answer('started')
    }
    if (message.type === 'stop') return this.#answer('stopped')
    if (message.type === 'run') Object.assign(message.context, { config: this.#config })
    this.#thread?.send(message)
  }

  #answer(type: 'started' | 'stopped'): void {
    const answer = { __vitest_worker_response__: true, type }
    queueMicrotask(() => {
      for (const [event, listener] of this.#listeners) if (event === 'message') listener(answer)
    })
  }

  async stop(): Promise<void> {
    for (const [event, listener] of this.#listeners.splice(0)) this.#thread?.off(event, listener)
  }

  deserialize(data: unknown): unknown {
    return data
  }
}
