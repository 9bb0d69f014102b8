import { describe, expect, it } from 'vitest'
import { emptyState, pastOf } from '../../../src/history/history.ts'
import type { AppHistory } from '../../../src/history/history.ts'
import { recordRun, uptimePercent } from '../../../src/history/record.ts'
import { day, hour, once, record, type Recorded, run, start, times } from './fixtures.ts'

describe('what the checks see of the past', () => {
  it('includes every run, oldest first; merged runs count once, in the middle of their time', () => {
    const span = { start: start + 6 * hour, lengthMs: 6 * hour, runs: 6, warned: 0, failed: 0 }
    const measured = {
      plan: 'heroku-redis:premium-0',
      latencyP95Ms: 10,
      memory: { min: 1, median: 2, max: 3 },
      memoryMax: 50,
      connections: { min: 4, median: 5, max: 6 },
      maxConnections: 40,
    }
    // The clock of the first run was wrong: it is older than what was merged.
    const points = [run(start, { memoryUsed: 7 }), run(start + 3 * day)]
    const spans = [
      { ...span, ...measured },
      { ...span, start: start + day },
    ]
    expect(pastOf({ app: 'shop', points, spans, events: [], outcomes: [] })).toStrictEqual([
      run(start, { memoryUsed: 7 }),
      {
        time: start + 9 * hour,
        plan: 'heroku-redis:premium-0',
        latencyP95Ms: 10,
        memoryUsed: 2,
        memoryMax: 50,
        connections: 5,
        maxConnections: 40,
      },
      { time: start + day + 3 * hour },
      run(start + 3 * day),
    ])
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

  it('names no change where nothing changed, and compares with the last run before', () => {
    const same = { plan: 'heroku-redis:premium-0', version: '7.2.4', server: 'a1b2c3d4' }
    const other = { plan: 'heroku-redis:premium-1', version: '8.1.4', server: 'b1b2c3d4' }
    expect(kinds(record([{ point: run(start, same) }, { point: run(start + 1, same) }]))).toEqual([])
    // The clock of the second run was behind.
    const behind = [{ point: run(start + 9, other) }, { point: run(start + 5, same) }]
    expect(kinds(record(behind))).toEqual([])
    expect(kinds(record([...behind, { point: run(start + 9, other) }]))).toEqual([
      'plan-changed heroku-redis:premium-0 → heroku-redis:premium-1',
      'upgraded 7.2.4 → 8.1.4',
    ])
  })

  it('are the newest 30, of which at most 8 are restarts, ordered by time', () => {
    const rotated = (time: number): Recorded => ({ point: run(time), events: [{ kind: 'rotated' }] })
    const restarted = (time: number): Recorded => ({ point: run(time), events: [{ kind: 'restarted' }] })
    const both = times(40, 2).flatMap((time) => [rotated(time), restarted(time + 1)])
    const { events } = record(both)
    expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).toSorted((a, b) => a - b))
    expect(events.filter(({ kind }) => kind === 'restarted').map(({ time }) => time)).toEqual(
      times(40, 2)
        .slice(-8)
        .map((time) => time + 1),
    )
    expect(events.filter(({ kind }) => kind === 'rotated').map(({ time }) => time)).toEqual(times(40, 2).slice(-22))
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

describe('several apps', () => {
  it('have a history each, in the order in which they were first seen', () => {
    const one = recordRun(emptyState, 'one', run(start), once).state
    const two = recordRun(one, 'two', run(start + 1, { failing: true, status: 'fail' }), once).state
    const { state, alarm } = recordRun(two, 'one', run(start + 2), once)
    expect(state.apps.map(({ app, points }) => [app, points.map(({ time }) => time)])).toEqual([
      ['one', [start, start + 2]],
      ['two', [start + 1]],
    ])
    expect(alarm.alarm).toBe(false)
    expect(state.apps[1]?.alarm).toEqual({ since: start + 1 })
  })
})

describe('what goes into the file', () => {
  it('includes every figure, rounded, and the first characters of the run id in lower case', () => {
    const measured = {
      plan: 'heroku-redis:premium-0',
      version: '8.1.4',
      server: 'A1B2C3D4E5F6',
      latencyP50Ms: 1.234,
      latencyP95Ms: 0,
      lagMs: 2.345,
      memoryUsed: 3.4,
      memoryMax: 4.5,
      connections: 5.4,
      maxConnections: 6.4,
      evictedKeys: 7.4,
      rejectedConnections: 8.4,
    }
    expect(record([{ point: run(start, { reason: 'config-drift', ...measured }) }]).points).toStrictEqual([
      {
        ...run(start),
        reason: 'config-drift',
        plan: 'heroku-redis:premium-0',
        version: '8.1.4',
        server: 'a1b2c3d4',
        latencyP50Ms: 1.23,
        latencyP95Ms: 0,
        lagMs: 2.35,
        memoryUsed: 3,
        memoryMax: 5,
        connections: 5,
        maxConnections: 6,
        evictedKeys: 7,
        rejectedConnections: 8,
      },
    ])
    expect(record([{ point: run(start) }]).points).toStrictEqual([run(start)])
  })

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
  const of = (runs: number, failed: number, more: Partial<AppHistory> = {}): AppHistory => ({
    app: 'shop',
    points: [],
    spans: [{ start, lengthMs: day, runs, warned: 0, failed }],
    events: [],
    outcomes: [],
    ...more,
  })

  it('is rounded down to two digits, never 100 after a failure, and unknown without a run', () => {
    const now = start + day
    expect(uptimePercent(of(1_000, 0), now)).toBe(100)
    expect(uptimePercent(of(30_000, 1), now)).toBe(99.99)
    expect(uptimePercent(of(3, 1), now)).toBe(66.66)
    expect(uptimePercent(of(3, 3), now)).toBe(0)
    expect(uptimePercent(of(0, 0, { spans: [] }), now)).toBeUndefined()
  })

  it('counts only runs of the last 30 days up to now', () => {
    const failed = run(start, { status: 'fail', failing: true })
    const points = [failed, run(start + 1), run(start + 31 * day)]
    const history = of(1, 1, { points })
    expect(uptimePercent(history, start - 1)).toBeUndefined()
    expect(uptimePercent(history, start)).toBe(0)
    expect(uptimePercent(history, start + 1)).toBe(33.33)
    expect(uptimePercent(history, start + 30 * day)).toBe(50)
    expect(uptimePercent(history, start + 30 * day + 1)).toBe(0)
    expect(uptimePercent(history, start + 31 * day)).toBe(100)
  })
})
