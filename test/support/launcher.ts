import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Starts programs from a small process of its own. Node.js forks itself to start a program, which takes more processor
 * time the more memory it uses: in a test process with 200 MB, 12 ms and as much again for its next writes.
 */

export interface Order {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** A file for stdout and stderr. */
  readonly log: string
  /** For stdin. */
  readonly input: string
}

export interface Launched {
  readonly pid: number
  /** No effect after the end. */
  kill(signal: NodeJS.Signals): void
  /** Resolves to the reason. It keeps this process alive only after `hold`. */
  readonly ended: Promise<string>
  hold(): void
}

export type Message = Order & { readonly id: number }
export type News = { readonly id: number } & ({ readonly pid: number } | { readonly ended: string })

let launcher: ChildProcess | undefined
let orders = 0
const listeners = new Map<number, (news: News) => void>()
/** Orders whose news this process waits for. */
const awaited = new Set<number>()

/** @throws if the program cannot be started */
export function launch(order: Order): Promise<Launched> {
  const id = ++orders
  const ended = Promise.withResolvers<string>()
  const started = Promise.withResolvers<Launched>()
  let runs = true
  const hold = (): void => {
    if (runs) awaited.add(id)
    stayAlive()
  }
  listeners.set(id, (news) => {
    awaited.delete(id)
    stayAlive()
    if ('pid' in news) {
      const kill = (signal: NodeJS.Signals): void => {
        if (runs) send(news.pid, signal)
      }
      started.resolve({ pid: news.pid, kill, ended: ended.promise, hold })
      return
    }
    runs = false
    listeners.delete(id)
    ended.resolve(news.ended)
    started.reject(new Error(news.ended))
  })
  launcher ??= startLauncher()
  hold()
  launcher.send({ id, ...order })
  return started.promise
}

function startLauncher(): ChildProcess {
  const child = fork(fileURLToPath(new URL('launcher-process.ts', import.meta.url)), { execArgv: [] })
  child.on('message', (news: News) => listeners.get(news.id)?.(news))
  child.unref()
  return child
}

function stayAlive(): void {
  if (awaited.size > 0) launcher?.channel?.ref()
  else launcher?.channel?.unref()
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has just ended.
  }
}
