import { availableParallelism } from 'node:os'
import { describe, expect, test, vi } from 'vitest'
import { inProcessQuickly } from '../../support/quick-clock.ts'
import { cellsOf, cellTimeoutMs, nameOf, play } from './cell.ts'
import { rows } from './requests.ts'

/**
 * The cells of these scenarios, with the source in this process, each cell in its own sandbox.
 * To run one: vitest run --project integration -t 'set-up: POST addons, refuse'
 */
export function testFaults(isIncluded: (scenario: string) => boolean): void {
  // A cell mostly waits, so several share a processor.
  vi.setConfig({ maxConcurrency: 8 * availableParallelism(), testTimeout: cellTimeoutMs })
  const cells = cellsOf(rows.filter(({ scenario }) => isIncluded(scenario)))
  describe.concurrent('a fault', () => {
    test.each(cells.map((cell) => [nameOf(cell), cell] as const))('%s', async (_, cell) => {
      expect(await play(cell, inProcessQuickly)).toBeUndefined()
    })
  })
}

/** Scenarios that only read, create or write variables; the others change existing resources. */
export const simpleScenarios: ReadonlySet<string> = new Set(['set-up', 'dry-run', 'shared', 'check', 'unreachable'])
