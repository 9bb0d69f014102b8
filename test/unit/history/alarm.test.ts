import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { evaluateAlarm } from '../../../src/history/alarm.ts'
import type { Alarm, AlarmAfter } from '../../../src/history/alarm.ts'
import { emptyState, historyOf, mostOutcomes } from '../../../src/history/history.ts'
import type { HistoryState } from '../../../src/history/history.ts'
import { recordRun } from '../../../src/history/record.ts'

const minute = 60_000
const start = Date.UTC(2026, 0, 1)

/** Runs a minute apart: `F` fails, anything else passes. */
function play(runs: string, after: AlarmAfter | ((index: number) => AlarmAfter)): readonly Alarm[] {
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
function drawn(alarms: readonly Alarm[]): string {
  return alarms
    .map(({ alarm, transition }) =>
      transition === 'broke' ? 'B' : transition === 'recovered' ? 'R' : alarm ? '!' : '.',
    )
    .join('')
}

describe('alarm-after', () => {
  test.each([
    ['1', { failing: 1, of: 1 }, 'PFFPFP', '.B!RBR'],
    ['2', { failing: 2, of: 2 }, 'PFPFFFPPF', '....B!R..'],
    ['3', { failing: 3, of: 3 }, 'FFPFFFFP', '.....B!R'],
    ['3/5', { failing: 3, of: 5 }, 'FPFPFPPPP', '....BR...'],
    ['3/5, failing again before it ends', { failing: 3, of: 5 }, 'FFFPPFPPP', '..B!!!R..'],
    ['2/3 on the first runs', { failing: 2, of: 3 }, 'FF', '.B'],
  ])('%s', (_, after, runs, expected) => {
    expect(drawn(play(runs, after))).toBe(expected)
  })

  it('says since when, how often in a row, and how far the alarm is', () => {
    const alarms = play('PFFFP', { failing: 2, of: 2 })
    expect(alarms.map(({ consecutiveFailures }) => consecutiveFailures)).toEqual([0, 1, 2, 3, 0])
    expect(alarms.map(({ failures }) => failures)).toEqual([0, 1, 2, 2, 1])
    expect(alarms.map(({ failingSince }) => failingSince)).toEqual([
      undefined,
      start + minute,
      start + minute,
      start + minute,
      // Recovered: since when it had failed, so that the duration can be told.
      start + minute,
    ])
  })

  it('counts an outage from its first failure, also where passing runs lie between', () => {
    const alarms = play('PFPFPF', { failing: 3, of: 5 })
    expect(alarms.at(-1)).toMatchObject({ transition: 'broke', failingSince: start + minute, consecutiveFailures: 1 })
  })

  it('takes a row of failures from its beginning when the window is shorter', () => {
    const alarms = play('FFF', (index) => (index < 2 ? { failing: 5, of: 5 } : { failing: 2, of: 2 }))
    expect(alarms.at(-1)).toMatchObject({ transition: 'broke', failingSince: start })
  })

  it('stays open over a change of alarm-after, and ends with a passing run', () => {
    const alarms = play('FFFP', (index) => (index < 2 ? { failing: 2, of: 2 } : { failing: 9, of: 9 }))
    expect(drawn(alarms)).toBe('.B!R')
  })

  it('counts far more failures than runs are remembered', () => {
    expect(play('F'.repeat(300), { failing: 2, of: 2 }).at(-1)).toMatchObject({
      consecutiveFailures: 300,
      failingSince: start,
      alarm: true,
    })
  })

  const runs = fc.array(fc.boolean(), { minLength: 1, maxLength: 120 })
  const windows = fc
    .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 8 }))
    .map(([failing, more]) => ({ failing, of: failing + more }))

  it('breaks and recovers in turn, each exactly once', () => {
    fc.assert(
      fc.property(runs, windows, (failing, after) => {
        const alarms = play(failing.map((each) => (each ? 'F' : 'P')).join(''), after)
        const transitions = alarms.map(({ transition }) => transition).filter((each) => each !== '')
        expect(transitions).toEqual(transitions.map((_, index) => (index % 2 === 0 ? 'broke' : 'recovered')))
        // The alarm is on exactly from `broke` until before `recovered`.
        let isOn = false
        for (const [index, { alarm, transition, failingSince }] of alarms.entries()) {
          if (transition !== '') isOn = transition === 'broke'
          expect(alarm).toBe(isOn)
          if (transition === 'broke') expect(failing[index]).toBe(true)
          if (transition === 'recovered') expect(failing[index]).toBe(false)
          expect(failingSince !== undefined).toBe(isOn || failing[index] === true || transition === 'recovered')
        }
      }),
    )
  })

  it('is on, without an alarm before, exactly when enough of the last runs failed', () => {
    fc.assert(
      fc.property(runs, windows, (failing, after) => {
        const last = failing.slice(-after.of).filter(Boolean).length
        const outcomes = failing.map((each, index) => (each ? index : null))
        const { alarm } = evaluateAlarm({ outcomes }, after)
        expect(alarm).toBe(last >= after.failing && failing.at(-1) === true)
      }),
    )
  })

  it('never depends on what the clock says', () => {
    const times = fc.array(fc.integer({ min: 0, max: 4e12 }), { minLength: 120, maxLength: 120 })
    fc.assert(
      fc.property(runs, times, (failing, times) => {
        let state: HistoryState = emptyState
        const alarms = failing.map((each, index) => {
          const point = {
            time: times[index] ?? 0,
            status: each ? ('fail' as const) : ('pass' as const),
            failing: each,
            reason: '',
          }
          const recorded = recordRun(state, 'shop', point, { failing: 2, of: 3 })
          state = recorded.state
          return recorded.alarm
        })
        const usual = play(failing.map((each) => (each ? 'F' : 'P')).join(''), { failing: 2, of: 3 })
        expect(drawn(alarms)).toBe(drawn(usual))
      }),
    )
  })

  it('remembers enough runs for the largest window', () => {
    let state: HistoryState = emptyState
    for (let index = 0; index < 150; index++) {
      const point = { time: start + index, status: 'pass' as const, failing: false, reason: '' }
      state = recordRun(state, 'shop', point, { failing: 1, of: 1 }).state
    }
    expect(historyOf(state, 'shop').outcomes).toHaveLength(mostOutcomes)
  })
})
