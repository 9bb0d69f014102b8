import { describe, expect, it, test } from 'vitest'
import { mostOutcomes } from '../../../src/history/history.ts'
import { drawn, minute, play, record, run, start } from './fixtures.ts'

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

  it('remembers enough runs for the largest window', () => {
    const history = record(Array.from({ length: 150 }, (_, index) => ({ point: run(start + index) })))
    expect(history.outcomes).toHaveLength(mostOutcomes)
  })
})
