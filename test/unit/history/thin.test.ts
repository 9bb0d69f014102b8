import { describe, expect, it } from 'vitest'
import type { AppHistory, RunPoint, Span } from '../../../src/history/history.ts'
import { reducedRetention, thin, usualRetention } from '../../../src/history/thin.ts'
import type { Retention } from '../../../src/history/thin.ts'
import { day, hour, run, start } from './fixtures.ts'

/** Four runs in full; then six hours up to two days old, days up to four, two days up to eight. */
const retention: Retention = {
  points: 4,
  tiers: [
    { lengthMs: 6 * hour, maxAge: 2 * day },
    { lengthMs: day, maxAge: 4 * day },
    { lengthMs: 2 * day, maxAge: 8 * day },
  ],
}

const history = (points: readonly RunPoint[], spans: readonly Span[] = []): AppHistory => ({
  app: 'shop',
  points,
  spans,
  events: [],
  outcomes: [],
})

const hourly = (count: number, more: (index: number) => Partial<RunPoint> = () => ({})): readonly RunPoint[] =>
  Array.from({ length: count }, (_, index) => run(start + index * hour, more(index)))

const span = (at: number, lengthMs: number, more: Partial<Span> = {}): Span => ({
  start: start + at,
  lengthMs,
  runs: 1,
  warned: 0,
  failed: 0,
  ...more,
})

describe('older runs', () => {
  it('are merged in whole periods only: counts, medians, the range of memory and connections, and what was last known', () => {
    const points = hourly(10, (index) => ({
      // The first run measured nothing; a run that fails because of a warning is no warning.
      ...(index > 0 && {
        latencyP50Ms: index,
        latencyP95Ms: 10 + index,
        lagMs: 20 + index,
        memoryUsed: 20_000 + index,
        connections: index,
        memoryMax: 50_000 + index,
        maxConnections: 40 + index,
        plan: `heroku-redis:premium-${String(index)}`,
        version: `8.${String(index)}`,
      }),
      status: (['pass', 'warn', 'warn', 'fail', 'warn'] as const)[index] ?? 'pass',
      failing: index === 2 || index === 3,
    }))
    expect(thin(history(points), start + 9 * hour, retention)).toStrictEqual(
      history(points.slice(6), [
        {
          start,
          lengthMs: 6 * hour,
          runs: 6,
          warned: 2,
          failed: 2,
          plan: 'heroku-redis:premium-5',
          version: '8.5',
          memoryMax: 50_005,
          maxConnections: 45,
          latencyP50Ms: 3,
          latencyP95Ms: 13,
          lagMs: 23,
          memory: { min: 20_001, median: 20_003, max: 20_005 },
          connections: { min: 1, median: 3, max: 5 },
        },
      ]),
    )
  })

  it('stay whole while there are few, or while their period is not over', () => {
    expect(thin(history(hourly(4)), start + 300 * day, retention)).toStrictEqual(history(hourly(4)))
    const nine = hourly(9)
    expect(thin(history(nine), start + 8 * hour, retention)).toStrictEqual(history(nine))
  })

  it('are merged in the middle of a period when they are too many', () => {
    const minutes = Array.from({ length: 20 }, (_, index) => run(start + index * 60_000))
    const thinned = thin(history(minutes), start + hour, retention)
    expect(thinned).toStrictEqual(history(minutes.slice(4), [span(0, 6 * hour, { runs: 4 })]))
  })

  it('get no figure that none of them has, and round the others', () => {
    const measured = [0.1234, 0.2].map((latencyP50Ms, index) => run(start + index, { latencyP50Ms, lagMs: 12_345.678 }))
    const later = hourly(4).map((point) => ({ ...point, time: point.time + day }))
    const [merged] = thin(history([...measured, ...later]), start + 2 * day, retention).spans
    expect(merged).toStrictEqual(span(0, 6 * hour, { runs: 2, latencyP50Ms: 0.16, lagMs: 12_346 }))
  })
})

describe('spans', () => {
  it('become longer with age, and are forgotten in the end', () => {
    const now = start + 10 * day
    const spans = [
      span(0, 2 * day),
      span(2 * day, 2 * day),
      span(5 * day, day),
      span(6 * day, day),
      span(7.5 * day, 6 * hour),
      span(7.75 * day, 6 * hour),
      span(9 * day, 6 * hour),
    ]
    expect(thin(history([], spans), now, retention).spans).toStrictEqual([
      // The first ended exactly eight days ago, the third four, and the last but one two.
      span(0, 2 * day),
      span(2 * day, 2 * day),
      span(5 * day, day),
      span(6 * day, day),
      span(7 * day, day),
      span(7.75 * day, 6 * hour),
      span(9 * day, 6 * hour),
    ])
    expect(thin(history([], spans), now + 1, retention).spans).toStrictEqual([
      span(2 * day, 2 * day),
      span(4 * day, 2 * day),
      span(6 * day, day),
      span(7 * day, day, { runs: 2 }),
      span(9 * day, 6 * hour),
    ])
  })

  it('of one period become one: sums, medians weighted by runs, the whole range, and what was last known', () => {
    const one = span(0, 6 * hour, {
      runs: 1,
      warned: 1,
      latencyP50Ms: 1,
      latencyP95Ms: 2,
      lagMs: 3,
      plan: 'heroku-redis:premium-0',
      version: '7.2.4',
      memoryMax: 50,
      maxConnections: 40,
      memory: { min: 1, median: 5, max: 30 },
      connections: { min: 4, median: 4, max: 4 },
    })
    const other = span(6 * hour, 6 * hour, {
      runs: 5,
      warned: 2,
      failed: 3,
      latencyP50Ms: 10,
      latencyP95Ms: 20,
      lagMs: 30,
      plan: 'heroku-redis:premium-1',
      memory: { min: 2, median: 20, max: 25 },
    })
    expect(thin(history([], [one, other]), start + 3.5 * day, retention).spans).toStrictEqual([
      {
        start,
        lengthMs: day,
        runs: 6,
        warned: 3,
        failed: 3,
        plan: 'heroku-redis:premium-1',
        version: '7.2.4',
        memoryMax: 50,
        maxConnections: 40,
        latencyP50Ms: 8.5,
        latencyP95Ms: 17,
        lagMs: 25.5,
        memory: { min: 1, median: 17.5, max: 30 },
        connections: { min: 4, median: 4, max: 4 },
      },
    ])
  })

  it('include a late run of their period', () => {
    const points = [run(start + hour), ...hourly(4).map((point) => ({ ...point, time: point.time + day }))]
    const late = [run(start - hour), ...points]
    expect(thin(history(late, [span(0, 6 * hour)]), start + 2 * day - hour, retention).spans).toStrictEqual([
      span(-6 * hour, 6 * hour),
      span(0, 6 * hour, { runs: 2 }),
    ])
    const thinned = thin(history(points, [span(0, 6 * hour), span(12 * hour, 6 * hour)]), start + 2 * day, retention)
    expect(thinned).toStrictEqual(history(points.slice(1), [span(0, 6 * hour, { runs: 2 }), span(12 * hour, 6 * hour)]))
  })
})

describe('runs in the future', () => {
  it('stay unchanged, up to the number of runs that are kept in full', () => {
    const now = start + 2 * hour
    expect(thin(history(hourly(9)), now, retention)).toStrictEqual(history(hourly(7)))
  })
})

it('keeps a share of everything where room is short, and always the last run', () => {
  expect(usualRetention.points).toBe(72)
  expect(reducedRetention(1)).toEqual(usualRetention)
  expect(reducedRetention(10)).toEqual({
    points: 7,
    tiers: [
      { lengthMs: 6 * hour, maxAge: 3 * day },
      { lengthMs: day, maxAge: 9 * day },
      { lengthMs: 7 * day, maxAge: 40 * day },
    ],
  })
  expect(reducedRetention(1_000).points).toBe(1)
})
