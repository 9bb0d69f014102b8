import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyState, historyOf, pastOf } from '../../../src/history/history.ts'
import type { AppHistory, HistoryState, RunPoint } from '../../../src/history/history.ts'
import { recordRun, uptimePercent } from '../../../src/history/record.ts'
import type { RunEvent } from '../../../src/history/record.ts'
import { seeded } from '../../support/random.ts'

const hour = 3_600_000
const day = 24 * hour
const start = Date.UTC(2026, 0, 1)
const once = { failing: 1, of: 1 }

const run = (time: number, more: Partial<RunPoint> = {}): RunPoint => ({
  time,
  status: 'pass',
  failing: false,
  reason: '',
  ...more,
})

interface Recorded {
  readonly point: RunPoint
  readonly events?: readonly RunEvent[]
}

function record(runs: readonly Recorded[], state: HistoryState = emptyState): AppHistory {
  return historyOf(
    runs.reduce((before, { point, events }) => recordRun(before, 'shop', point, once, events).state, state),
    'shop',
  )
}

const times = (count: number, step: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => start + index * step)

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
  const hourly = times(48, hour).map((time) => ({ point: run(time, { memoryUsed: 5 }) }))

  it('jumps back: the run finds its place in time, and nothing is lost', () => {
    const history = record([...hourly, { point: run(start + 10 * hour + 1) }])
    expect(history.points.map(({ time }) => time)).toEqual(
      [...times(48, hour), start + 10 * hour + 1].toSorted((a, b) => a - b),
    )
  })

  it('stood at 1970 once: the next run has its whole past again', () => {
    const wrong = record([...hourly, { point: run(5_000) }])
    expect(wrong.points).toHaveLength(49)
    const history = record([{ point: run(start + 48 * hour) }], { apps: [wrong] })
    expect(history.points).toHaveLength(50)
    expect(pastOf(history).filter(({ memoryUsed }) => memoryUsed === 5)).toHaveLength(48)
  })

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

  it('counts the same millisecond once: the later run', () => {
    const history = record([{ point: run(start, { memoryUsed: 1 }) }, { point: run(start, { memoryUsed: 2 }) }])
    expect(history.points).toEqual([run(start, { memoryUsed: 2 })])
  })
})

describe('events', () => {
  const kinds = (history: AppHistory): readonly string[] =>
    history.events.map(({ kind, detail }) => (detail === undefined ? kind : `${kind} ${detail}`))

  it('lists what the run did, what changed, and when it broke and recovered', () => {
    const server = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334'
    const history = record([
      { point: run(start, { plan: 'heroku-redis:premium-0', version: '7.2.4', server }) },
      { point: run(start + 1, { failing: true, status: 'fail', reason: 'config-drift' }) },
      {
        point: run(start + 2, { plan: 'heroku-redis:premium-1', version: '8.1.4', server: `f${server.slice(1)}` }),
        events: [{ kind: 'drift-healed', detail: '5 config vars updated' }],
      },
      { point: run(start + 3, { server: `e${server.slice(1)}` }) },
    ])
    expect(kinds(history)).toEqual([
      'broke config-drift',
      'drift-healed 5 config vars updated',
      'plan-changed heroku-redis:premium-0 → heroku-redis:premium-1',
      'upgraded 7.2.4 → 8.1.4',
      'recovered',
      'restarted',
    ])
  })

  it('sees no restart where a proxy answers for two servers in turn', () => {
    const server = (index: number): string => (index % 2 === 0 ? 'a' : 'b').repeat(40)
    const history = record(times(20, hour).map((time, index) => ({ point: run(time, { server: server(index) }) })))
    expect(kinds(history)).toEqual(['restarted'])
  })

  it('keeps the rest when there are restarts without end', () => {
    const history = record([
      { point: run(start - hour, { plan: 'heroku-redis:premium-0' }) },
      { point: run(start - 1, { plan: 'heroku-redis:premium-1' }) },
      ...times(90, hour).map((time, index) => ({ point: run(time, { server: index.toString(16).padStart(8, '0') }) })),
    ])
    expect(history.events.length).toBeLessThanOrEqual(30)
    expect(history.events[0]).toMatchObject({ kind: 'plan-changed' })
  })
})

describe('what goes into the file', () => {
  it('takes words only in the form that Heroku and Redis give them, and figures that are figures', () => {
    const history = record([
      {
        point: run(start + 0.4, {
          reason: 'wrong password hunter2',
          plan: 'redis://:hunter2@host',
          version: '<script>',
          server: 'not hex',
          latencyP50Ms: Number.NaN,
          latencyP95Ms: 12.3456,
          memoryUsed: -1,
          memoryMax: Infinity,
        }),
        events: [{ kind: 'maintenance', detail: `\u001B[31m${'long '.repeat(100)}` }],
      },
    ])
    expect(history.points).toEqual([run(start, { latencyP95Ms: 12.35 })])
    expect(history.events[0]?.detail).toMatch(/^long .{110,119}…$/)
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

  it('is never 100 after a failure, and unknown without a run', () => {
    expect(uptimePercent(record([]), start)).toBeUndefined()
    const history = record(
      times(700, hour).map((time, index) => ({ point: run(time, { failing: index === 5, status: 'pass' }) })),
    )
    expect(uptimePercent(history, start + 699 * hour)).toBe(99.85)
  })
})
