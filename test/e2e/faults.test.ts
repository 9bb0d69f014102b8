import { cp, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mapLimit } from '../../src/utils/concurrency.ts'
import { faultKinds } from '../sandbox/sandbox.ts'
import { type Cell, endless, nameOf, play } from './faults/cell.ts'
import { rows } from './faults/requests.ts'

/**
 * Every request × every way to fail × once and for ever, each with the committed bundle on a Heroku of its own.
 * FAULTS, a regular expression on the cells' names, plays only some: FAULTS='POST.*once' vitest run …/faults.test.ts
 */
const wanted = new RegExp(process.env['FAULTS'] ?? '')
const all: readonly Cell[] = rows.flatMap((row) =>
  faultKinds.flatMap((kind) => ([1, 'always'] as const).map((times) => ({ row, kind, times }))),
)
const cells = all.filter((cell) => wanted.test(nameOf(cell)))

/** Most of a cell is waiting: several share a processor. */
const atOnce = 8 * availableParallelism()
/** What was wrong with each cell that was played. */
const verdicts = new Map<Cell, Error | undefined>()
let tookMs = 0

beforeAll(async () => {
  // A copy, so that a build in these minutes does not change the bundle half-way.
  const folder = await mkdtemp(join(tmpdir(), 'faults-'))
  await cp(fileURLToPath(new URL('../../dist', import.meta.url)), folder, { recursive: true })
  const started = performance.now()
  // Those that wait longest first, so that none is left to wait for at the end.
  const queue = cells.toSorted((a, b) => Number(endless.has(b.kind)) - Number(endless.has(a.kind)))
  await mapLimit(queue, atOnce, async (cell) => {
    verdicts.set(cell, await problemOf(cell, join(folder, 'index.js')))
  })
  tookMs = performance.now() - started
  await rm(folder, { recursive: true })
}, 900_000)

test.each(cells.map((cell) => [nameOf(cell), cell] as const))('%s', (_, cell) => {
  expect(verdicts.has(cell)).toBe(true)
  const problem = verdicts.get(cell)
  if (problem !== undefined) throw problem
})

async function problemOf(cell: Cell, bundle: string): Promise<Error | undefined> {
  try {
    await play(cell, bundle)
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

afterAll(() => {
  const mark = (row: Cell['row'], kind: Cell['kind'], times: Cell['times']): string => {
    const cell = cells.find((each) => each.row === row && each.kind === kind && each.times === times)
    if (!cell) return '·'
    return verdicts.has(cell) && verdicts.get(cell) === undefined ? '✓' : '✗'
  }
  const wrong = cells.filter(({ row, kind, times }) => mark(row, kind, times) !== '✓').length
  const head = faultKinds.map((kind, index) => `  ${String.fromCodePoint(97 + index)} ${kind}`)
  const letters = faultKinds.map((_, index) => ` ${String.fromCodePoint(97 + index)} `).join('')
  const width = Math.max(...rows.map(({ tale, label }) => `${tale}: ${label}`.length)) + 1
  const lines = rows.map((row) => {
    const marks = faultKinds.map((kind) => `${mark(row, kind, 1)}${mark(row, kind, 'always')}`).join(' ')
    return `${`${row.tale}: ${row.label}`.padEnd(width)} ${marks}`
  })
  console.log(
    [
      `Fault matrix: ${rows.length} requests × ${faultKinds.length} faults × (once, for ever) = ${all.length} cells; ` +
        `${cells.length} played, ${cells.length - wrong} right, ${wrong} wrong, in ${Math.round(tookMs / 1_000)} s`,
      ...head,
      `${' '.repeat(width)}${letters}`,
      ...lines,
    ].join('\n'),
  )
})
