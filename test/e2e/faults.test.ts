import { cp, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { faultKinds } from '../sandbox/sandbox.ts'
import { type Cell, cellTimeoutMs, endless, nameOf, play } from './faults/cell.ts'
import { rows } from './faults/requests.ts'

/**
 * Every request × every way to fail × once and for ever, each with the committed bundle on a Heroku of its own.
 * One of them: vitest run --project e2e test/e2e/faults.test.ts -t 'set-up: POST addons, refuse once'
 */
const cells: readonly Cell[] = rows.flatMap((row) =>
  faultKinds.flatMap((kind) => ([1, 'always'] as const).map((times) => ({ row, kind, times }))),
)

// Most of a cell is waiting: several share a processor.
vi.setConfig({ maxConcurrency: 8 * availableParallelism(), testTimeout: cellTimeoutMs })

let folder = ''

beforeAll(async () => {
  // A copy, so that a build in these minutes does not change the bundle half-way.
  folder = await mkdtemp(join(tmpdir(), 'faults-'))
  await cp(fileURLToPath(new URL('../../dist', import.meta.url)), folder, { recursive: true })
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe.concurrent('a fault', () => {
  // Those that wait longest first, so that none is left to wait for at the end.
  const queue = cells.toSorted((a, b) => Number(endless.has(b.kind)) - Number(endless.has(a.kind)))
  test.each(queue.map((cell) => [nameOf(cell), cell] as const))('%s', async (_, cell) => {
    expect(await play(cell, join(folder, 'index.js'))).toBeUndefined()
  })
})
