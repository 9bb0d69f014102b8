import { setTimeout as sleep } from 'node:timers/promises'
import type { LoggedRequest, Sandbox } from '../sandbox/sandbox.ts'

/** Moments of a run, for tests that act at that time. */

export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`never came: ${what}`)
    await sleep(5)
  }
}

/** The request has arrived; with a latency, it has no effect yet. */
export function arrived(sandbox: Sandbox, method: string, path: RegExp): Promise<void> {
  return eventually(`${method} ${String(path)}`, () => find(sandbox, method, path) !== undefined)
}

/** The request has been answered. */
export function answered(sandbox: Sandbox, method: string, path: RegExp): Promise<void> {
  return eventually(`an answer to ${method} ${String(path)}`, () => find(sandbox, method, path)?.status !== undefined)
}

function find(sandbox: Sandbox, method: string, path: RegExp): LoggedRequest | undefined {
  return sandbox.requests.list().find((request) => request.method === method && path.test(request.path))
}
