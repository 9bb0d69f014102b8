import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateAlarm } from '../../../src/history/alarm.ts'
import { emptyState } from '../../../src/history/history.ts'
import type { HistoryState } from '../../../src/history/history.ts'
import { recordRun } from '../../../src/history/record.ts'
import { drawn, play, start } from './fixtures.ts'

describe('alarm-after', () => {
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
})
