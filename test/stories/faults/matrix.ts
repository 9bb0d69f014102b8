import { availableParallelism } from 'node:os'
import { describe, expect, test, vi } from 'vitest'
import { inProcess } from '../../support/in-process.ts'
import { cellsOf, cellTimeoutMs, nameOf, play } from './cell.ts'
import { rows } from './requests.ts'

/**
 * The part of the matrix that is about these tales, with the source in this process, each cell on a Heroku of its own.
 * One of them: vitest run --project integration -t 'set-up: POST addons, refuse'
 */
export function testFaults(isMeant: (tale: string) => boolean): void {
  // Most of a cell is waiting: several share a processor.
  vi.setConfig({ maxConcurrency: 8 * availableParallelism(), testTimeout: cellTimeoutMs })
  const cells = cellsOf(rows.filter(({ tale }) => isMeant(tale)))
  describe.concurrent('a fault', () => {
    test.each(cells.map((cell) => [nameOf(cell), cell] as const))('%s', async (_, cell) => {
      expect(await play(cell, inProcess)).toBeUndefined()
    })
  })
}

/** Tales of a run that only reads, creates or writes variables; the others change what is there. */
export const simpleTales: ReadonlySet<string> = new Set(['set-up', 'dry-run', 'shared', 'check', 'unreachable'])
