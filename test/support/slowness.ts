import { spawnSync } from 'node:child_process'

/** What starting Node.js takes on a quick machine with nothing else to do. */
const usualMs = 60

/** How many times slower than usual this machine is at the moment: 1 to 10. Budgets that a test hands to the action are scaled by it. */
export const slowness = Math.min(10, Math.max(1, startUpMs() / usualMs))

/** The longest of three: a busy machine is not busy all the time. */
function startUpMs(): number {
  const times = [1, 2, 3].map(() => {
    const start = performance.now()
    spawnSync(process.execPath, ['-e', '0'])
    return performance.now() - start
  })
  return Math.max(...times)
}

/** A duration as the inputs take it, longer on a slow machine. */
export function budget(ms: number): string {
  return `${String(Math.round(ms * slowness))}ms`
}
