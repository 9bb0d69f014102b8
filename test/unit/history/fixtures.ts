import type { Alarm, AlarmAfter } from '../../../src/history/alarm.ts'
import { emptyState, historyOf } from '../../../src/history/history.ts'
import type { AppHistory, HistoryState, RunPoint } from '../../../src/history/history.ts'
import { recordRun } from '../../../src/history/record.ts'
import type { RunEvent } from '../../../src/history/record.ts'

export const minute = 60_000
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

/** Runs a minute apart: `F` fails, anything else passes. */
export function play(runs: string, after: AlarmAfter | ((index: number) => AlarmAfter)): readonly Alarm[] {
  let state: HistoryState = emptyState
  return runs.split('').map((run, index) => {
    const failing = run === 'F'
    const point = {
      time: start + index * minute,
      status: failing ? ('fail' as const) : ('pass' as const),
      failing,
      reason: failing ? 'redis-timeout' : '',
    }
    const recorded = recordRun(state, 'shop', point, typeof after === 'function' ? after(index) : after)
    state = recorded.state
    return recorded.alarm
  })
}

/** `B` broke, `R` recovered, `!` alarm, `.` none. */
export function drawn(alarms: readonly Alarm[]): string {
  return alarms
    .map(({ alarm, transition }) =>
      transition === 'broke' ? 'B' : transition === 'recovered' ? 'R' : alarm ? '!' : '.',
    )
    .join('')
}
