import { emptyState, historyOf } from '../../../src/history/history.ts'
import type { AppHistory, HistoryState, RunPoint } from '../../../src/history/history.ts'
import { recordRun } from '../../../src/history/record.ts'
import type { RunEvent } from '../../../src/history/record.ts'

export const hour = 3_600_000
export const day = 24 * hour
export const start = Date.UTC(2026, 0, 1)
export const once = { failing: 1, of: 1 }

export const run = (time: number, more: Partial<RunPoint> = {}): RunPoint => ({
  time,
  status: 'pass',
  failing: false,
  reason: '',
  ...more,
})

export interface Recorded {
  readonly point: RunPoint
  readonly events?: readonly RunEvent[]
}

export function record(runs: readonly Recorded[], state: HistoryState = emptyState): AppHistory {
  return historyOf(
    runs.reduce((before, { point, events }) => recordRun(before, 'shop', point, once, events).state, state),
    'shop',
  )
}

export const times = (count: number, step: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => start + index * step)
