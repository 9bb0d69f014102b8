import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { uptimePercent } from '../../../src/history/record.ts'
import { seeded } from '../../support/random.ts'
import { day, hour, record, run, start, times } from './fixtures.ts'

/** Hundreds and thousands of runs. */

describe('what is kept of the runs', () => {
  it('keeps recent runs whole and takes older ones together by the quarter of a day, the day and the week', () => {
    const history = record(
      times(120 * 24, hour).map((time, index) => ({
        point: run(time, { memoryUsed: 1_000 + (index % 24), latencyP95Ms: 10, memoryMax: 5_000 }),
      })),
    )
    expect(history.points.length).toBeGreaterThanOrEqual(72)
    expect(history.points.length).toBeLessThan(72 + 6)
    const lengths = [...new Set(history.spans.map(({ lengthMs }) => lengthMs / hour))]
    expect(lengths).toEqual([168, 24, 6])
    // Every run is counted once.
    const runs = history.spans.reduce((sum, span) => sum + span.runs, history.points.length)
    expect(runs).toBe(120 * 24)
    // A whole quarter of a day: six runs, their exact median.
    const quarter = history.spans.find(({ lengthMs, start }) => lengthMs === 6 * hour && start % day === 6 * hour)
    expect(quarter).toMatchObject({
      runs: 6,
      memory: { min: 1_006, median: 1_008.5, max: 1_011 },
      latencyP95Ms: 10,
      memoryMax: 5_000,
    })
    const oldest = history.spans[0]
    expect(oldest).toMatchObject({ lengthMs: 7 * day, memory: { min: 1_000, max: 1_023 } })
  })

  it('forgets what is older than 400 days', () => {
    const history = record([
      { point: run(start) },
      ...times(200, hour).map((time) => ({ point: run(time + 500 * day) })),
    ])
    const first = history.spans[0]?.start ?? 0
    expect(first).toBeGreaterThan(start + 90 * day)
  })

  it('stays bounded however often it runs', () => {
    const history = record(times(3_000, 20_000).map((time) => ({ point: run(time) })))
    expect(history.points.length).toBeLessThanOrEqual(4 * 72)
    expect(history.spans.reduce((sum, span) => sum + span.runs, history.points.length)).toBe(3_000)
  })
})

describe('a clock that is wrong', () => {
  const hourly = times(48, hour).map((time) => ({ point: run(time) }))

  it('was a year ahead: those runs are kept apart, and never fill the file', () => {
    const ahead = times(500, hour).map((time) => ({ point: run(time + 365 * day, { memoryUsed: 9 }) }))
    const history = record([...hourly, ...ahead, ...times(300, hour).map((time) => ({ point: run(time + 2 * day) }))])
    const now = start + 2 * day + 299 * hour
    expect(history.points.filter(({ time }) => time > now).length).toBeLessThanOrEqual(72 + 6)
    expect(history.points.filter(({ time }) => time <= now).length).toBeGreaterThanOrEqual(72)
  })

  it('keeps every order of times within its bounds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4e12 }), { maxLength: 300 }), (all) => {
        const history = record(all.map((time) => ({ point: run(time) })))
        const ordered = history.points.map(({ time }) => time)
        expect(ordered).toEqual(ordered.toSorted((a, b) => a - b))
        expect(history.points.length).toBeLessThanOrEqual(5 * 72)
      }),
      { numRuns: 30 },
    )
  })
})

describe('uptimePercent', () => {
  it('is the share of the runs of 30 days that did not fail, rounded down', () => {
    const random = seeded(3)
    const failing = times(24 * 40, hour).map(() => random() < 0.1)
    const history = record(
      failing.map((each, index) => ({
        point: run(start + index * hour, { failing: each, status: each ? 'fail' : 'pass' }),
      })),
    )
    const now = start + (24 * 40 - 1) * hour
    const recent = failing.slice(-24 * 30)
    const share = recent.filter((each) => !each).length / recent.length
    expect(uptimePercent(history, now)).toBeCloseTo(share * 100, 0)
  })
})
