import { cp, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { faultKinds } from '../sandbox/sandbox.ts'
import { type Cell, cellTimeoutMs, nameOf, play } from '../stories/faults/cell.ts'
import { rows } from '../stories/faults/requests.ts'
import { runAction } from '../support/runner.ts'

/**
 * Every change that the action makes, with one fault, once or always, with the committed bundle. With `FAULTS=all` in
 * the environment: every request, and every fault once and always. The full matrix runs with the source:
 * test/integration/faults-at-*.test.ts.
 */
const requests = process.env['FAULTS'] === 'all' ? rows : rows.filter(({ method }) => method !== 'GET')
const cells = requests.flatMap((row, index): readonly Cell[] => {
  const kind = faultKinds[index % faultKinds.length]
  const times = (index + Math.floor(index / faultKinds.length)) % 2 === 0 ? 1 : 'always'
  return kind === undefined ? [] : [{ row, kind, times }]
})

vi.setConfig({ maxConcurrency: 8 * availableParallelism(), testTimeout: cellTimeoutMs })

let folder = ''

beforeAll(async () => {
  // A copy, so that a build during the test does not change the bundle.
  folder = await mkdtemp(join(tmpdir(), 'faults-'))
  await cp(fileURLToPath(new URL('../../dist', import.meta.url)), folder, { recursive: true })
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe.concurrent('a fault', () => {
  test.each(cells.map((cell) => [nameOf(cell), cell] as const))('%s', async (_, cell) => {
    const bundle = join(folder, 'index.js')
    expect(await play(cell, (options) => runAction({ ...options, bundle }))).toBeUndefined()
  })
})
