import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

/** Start-up time of Node.js on a fast, idle machine. */
const usualMs = 60

/** How many times slower than usual this machine was when the file was loaded: 1 to 30. */
export const slowness = factor(startUpMs())

/** The longest of three, because the load of a machine varies. */
function startUpMs(): number {
  const times = [1, 2, 3].map(() => {
    const start = performance.now()
    spawnSync(process.execPath, ['-e', '0'])
    return performance.now() - start
  })
  return Math.max(...times)
}

/** Parallel tests share a measurement for this long. */
const freshMs = 10_000
let latest = { at: -Infinity, value: Promise.resolve(slowness) }

/** Like `slowness`, but measured now, and without blocking servers in this process. */
export async function slownessNow(): Promise<number> {
  if (performance.now() - latest.at > freshMs) latest = { at: performance.now(), value: measure() }
  return latest.value
}

async function measure(): Promise<number> {
  const start = performance.now()
  await promisify(execFile)(process.execPath, ['-e', '0'])
  return Math.max(slowness, factor(performance.now() - start))
}

function factor(ms: number): number {
  return Math.min(30, Math.max(1, ms / usualMs))
}

/** A duration for an input, longer on a slow machine. */
export function budget(ms: number, times = slowness): string {
  return `${String(Math.round(ms * times))}ms`
}

/** A `provision-timeout` for a wait that exceeds it. It leaves time for what comes before the wait. */
export async function shortTimeout(): Promise<string> {
  return budget(1_000, await slownessNow())
}
