import { describe, expect, it, test } from 'vitest'
import type { PastPoint } from '../../../src/checks/past.ts'
import { growthOf } from '../../../src/checks/past.ts'
import { forecastResource, judgeTrend } from '../../../src/checks/trend.ts'
import type { TrendInput } from '../../../src/checks/trend.ts'
import { emptyState, historyOf, pastOf } from '../../../src/history/history.ts'
import { recordRun } from '../../../src/history/record.ts'
import { between, gaussian, seeded } from '../../support/random.ts'
import { day, growing, harmless, hourly } from '../../support/series.ts'
import type { Series } from '../../support/series.ts'

const hour = 3_600_000
const megabyte = 1_048_576
const start = Date.UTC(2026, 0, 1)
const memoryMax = 100 * megabyte
const limits = { memory: 90, connections: 90 }

type Judged = Omit<TrendInput, 'limits' | 'evicts'> & Partial<TrendInput>
const judge = (input: Judged) => judgeTrend({ limits, evicts: false, ...input })

function pointsOf(series: Series, times: readonly number[]): readonly PastPoint[] {
  return times.map((time) => ({
    time: start + time,
    memoryUsed: (Math.max(0, series.at(time)) / 100) * memoryMax,
    memoryMax,
    ...(series.server && { server: series.server(time) }),
  }))
}

/** At the last run before each noon and midnight. */
function moments(
  points: readonly PastPoint[],
  until: number,
): readonly { past: readonly PastPoint[]; current: PastPoint }[] {
  return Array.from({ length: Math.floor(until / (12 * hour)) }, (_, index) => {
    const last = points.findLastIndex(({ time }) => time <= start + (index + 1) * 12 * hour)
    return { past: points.slice(0, Math.max(0, last)), current: points[last] }
  }).flatMap(({ past, current }) => (current ? [{ past, current }] : []))
}

describe('1,000 series that never fill up', () => {
  test.each(Object.entries(harmless))(
    '%s: a warning in at most 1 of 100',
    (_, make) => {
      const perKind = 1_000 / Object.keys(harmless).length
      const warned = Array.from({ length: perKind }, (_each, index) => {
        const random = seeded(index * 7_919 + 13)
        const points = pointsOf(make(random), hourly(random, 30 * day))
        return moments(points, 30 * day).some(({ past, current }) => judge({ past, current }).status === 'warn')
      })
      expect(warned.filter(Boolean).length).toBeLessThanOrEqual(perKind / 100)
    },
    120_000,
  )
})

describe('steady growth', () => {
  it('is forecast within 20 % of the truth, and days before', () => {
    const series = Array.from({ length: 200 }, (_, index) => {
      const random = seeded(index * 104_729 + 5)
      const grows = growing(random)
      const points = pointsOf(grows, hourly(random, grows.full - 6 * hour))
      const forecasts = moments(points, grows.full - 6 * hour).flatMap(({ past, current }) => {
        const found = forecastResource('memory', 90, past, current)
        return found?.kind === 'grows' ? [{ left: start + grows.full - current.time, eta: found.etaMs }] : []
      })
      return { full: grows.full, forecasts }
    })
    const all = series.flatMap(({ forecasts }) => forecasts).filter(({ left }) => left >= day)
    const good = all.filter(({ left, eta }) => Math.abs(eta - left) <= 0.2 * left)
    expect(all.length).toBeGreaterThan(1_000)
    expect(good.length / all.length).toBeGreaterThan(0.95)
    // Every one is found; those with a week of history, days ahead.
    expect(series.every(({ forecasts }) => forecasts.length > 0)).toBe(true)
    const slow = series.filter(({ full }) => full > 12 * day)
    expect(slow.filter(({ forecasts }) => (forecasts[0]?.left ?? 0) > 4 * day).length / slow.length).toBeGreaterThan(
      0.95,
    )
  }, 120_000)

  it('is found in what the state file keeps, too: quarters of days instead of runs', () => {
    const random = seeded(4)
    const full = 20 * day
    let state = emptyState
    for (const time of hourly(random, 16 * day)) {
      const memoryUsed = Math.round(((20 + (70 * time) / full + gaussian(random)) / 100) * memoryMax)
      const point = { time: start + Math.round(time), status: 'pass' as const, failing: false, reason: '' }
      state = recordRun(state, 'shop', { ...point, memoryUsed, memoryMax }, { failing: 1, of: 1 }).state
    }
    const past = pastOf(historyOf(state, 'shop'))
    const current = past.at(-1)
    if (!current) throw new Error('nothing was recorded')
    const found = forecastResource('memory', 90, past, current)
    if (found?.kind !== 'grows') throw new Error('no growth was found')
    const left = start + full - current.time
    expect(Math.abs(found.etaMs - left)).toBeLessThan(0.2 * left)
    expect(found.earliestMs).toBeLessThanOrEqual(found.etaMs)
    expect(found.latestMs).toBeGreaterThanOrEqual(found.etaMs)
  })
})

describe('what the check says', () => {
  const line = (from: number, perDay: number, days: number, more: Partial<PastPoint> = {}): readonly PastPoint[] =>
    Array.from({ length: days * 24 + 1 }, (_, index) => ({
      time: start + index * hour,
      memoryUsed: ((from + (perDay * index) / 24) / 100) * memoryMax,
      memoryMax,
      ...more,
    }))
  const split = (points: readonly PastPoint[]) => {
    const current = points.at(-1)
    if (!current) throw new Error('no points')
    return { past: points.slice(0, -1), current }
  }

  it('tells when, at what rate and how sure', () => {
    expect(judge(split(line(20, 6, 8)))).toEqual({
      status: 'warn',
      message: 'Memory will reach 90 % of the limit in about 4 days, at 256 kB an hour (seen over 8 days).',
      value: '4 days',
      hint: expect.stringContaining('move to a larger plan') as string,
    })
    const random = seeded(1)
    const noisy = line(20, 6, 8).map((point) => ({
      ...point,
      memoryUsed: (point.memoryUsed ?? 0) + 6 * megabyte * gaussian(random),
    }))
    expect(judge(split(noisy)).message).toMatch(/in about \d days, between \d days and \d days from now, at/)
  })

  it('tells hours when it is near', () => {
    expect(judge(split(line(20, 8.5, 8)))).toMatchObject({ status: 'warn', value: '5 hours' })
  })

  it('forecasts connections, by the day when there are few', () => {
    const points = Array.from({ length: 10 * 24 }, (_, index) => ({
      time: start + index * hour,
      connections: 10 + Math.floor(index / 12),
      maxConnections: 40,
    }))
    const { status, message } = judge(split(points))
    expect(status).toBe('warn')
    expect(message).toMatch(
      /^The number of connections will reach 90 % of the limit in about \d days(, between .*)?, at 2\.0 a day/,
    )
  })

  it('leaves what is over the limit to the check of the resource', () => {
    expect(judge(split(line(20, 9, 8)))).toMatchObject({ status: 'skip' })
  })

  it('says nothing of memory that an eviction policy keeps free, or whose check is off', () => {
    expect(judge({ ...split(line(20, 6, 8)), evicts: true })).toMatchObject({ status: 'skip' })
    expect(judge({ ...split(line(20, 6, 8)), limits: {} })).toMatchObject({ status: 'skip' })
  })

  it('begins again with another plan or another limit', () => {
    const before = line(20, 6, 8, { plan: 'heroku-redis:premium-0' })
    const { past, current } = split(before)
    expect(judge({ past, current: { ...current, plan: 'heroku-redis:premium-1' } })).toMatchObject({ status: 'skip' })
    expect(judge({ past, current: { ...current, memoryMax: 2 * memoryMax } })).toMatchObject({ status: 'skip' })
  })

  it('waits for four days of runs', () => {
    expect(judge(split(line(20, 15, 3)))).toEqual({
      status: 'skip',
      message: 'Not enough history yet: a trend needs 4 days of runs (so far 3 days).',
    })
    expect(judge({ past: [], current: { time: start, memoryUsed: 1, memoryMax } }).message).toBe(
      'Not enough history yet: a trend needs 4 days of runs.',
    )
    expect(judge({ past: [], current: { time: start } }).message).toContain('Not known')
  })

  it('passes when nothing grows', () => {
    expect(judge(split(line(20, 0, 8)))).toEqual({ status: 'pass', message: 'No growth toward a limit within 7 days.' })
  })

  it('ignores runs that measured nothing, and those of a later time', () => {
    const { past, current } = split(line(20, 6, 8))
    const disturbed = [
      ...past.flatMap((point) => [point, { time: point.time + 1 }]),
      ...past.map((point) => ({ ...point, time: point.time + 300 * day, memoryUsed: 1 })),
    ]
    expect(judge({ past: disturbed, current })).toEqual(judge({ past, current }))
  })
})

describe('latency', () => {
  const runs = (values: readonly number[]): readonly PastPoint[] =>
    values.map((latencyP95Ms, index) => ({ time: start + index * hour, latencyP95Ms }))
  const judgeRuns = (values: readonly number[]) => {
    const points = runs(values)
    return judge({ past: points.slice(0, -1), current: points.at(-1) ?? { time: start } })
  }
  const usual = (count: number, seed = 1, level = 10): readonly number[] => {
    const random = seeded(seed)
    return Array.from({ length: count }, () => level * Math.exp(0.25 * gaussian(random)))
  }

  it('warns when several runs in a row are far above the usual', () => {
    expect(judgeRuns([...usual(100), 48, 52, 49, 55])).toMatchObject({
      status: 'warn',
      message: expect.stringMatching(
        /^Latency is far above normal: p95 is 55 ms, usually (9\.\d|10|1\d) ms \(4 runs in a row\)\.$/,
      ) as string,
    })
  })

  test.each([
    ['one slow run', [...usual(100), 500]],
    ['three slow runs', [...usual(100), 500, 500, 500]],
    ['slow runs that are over', [...usual(100), 500, 500, 500, 500, 10]],
    ['a little above', [...usual(100), 22, 21, 23, 22]],
    ['fractions of a millisecond', [...usual(100, 1, 0.2), 2, 2, 2, 2]],
  ])('passes with %s', (_, values) => {
    expect(judgeRuns(values)).toEqual({ status: 'pass', message: 'Latency is as usual.' })
  })

  it('does not know yet what is usual after a few runs', () => {
    expect(judgeRuns([...usual(10), 500, 500, 500, 500]).status).toBe('skip')
  })

  it('stays silent in 1,000 series of noise, waves, spikes and runners in two regions', () => {
    const warned = Array.from({ length: 1_000 }, (_, index) => {
      const random = seeded(index + 1)
      const level = between(random, 0.5, 80)
      const far = between(random, 1.5, 8)
      const share = between(random, 0, 0.5)
      const height = between(random, 0, 0.5)
      const values = Array.from(
        { length: 240 },
        (_each, run) =>
          level *
          Math.exp(0.25 * gaussian(random)) *
          (1 + height * Math.sin((run / 24) * 2 * Math.PI)) *
          (random() < share ? far : 1) *
          (random() < 0.02 ? between(random, 2, 20) : 1),
      )
      const points = runs(values)
      return points
        .slice(24)
        .some((current, run) => run % 4 === 0 && judge({ past: points.slice(0, run + 24), current }).status === 'warn')
    })
    expect(warned.filter(Boolean).length).toBeLessThanOrEqual(10)
  }, 120_000)
})

describe('counters', () => {
  const at = (hours: number, evictedKeys?: number, server = 'a1b2c3d4'): PastPoint => ({
    time: start + hours * hour,
    server,
    ...(evictedKeys !== undefined && { evictedKeys }),
  })

  test.each<[string, readonly PastPoint[], PastPoint, number | undefined]>([
    ['no earlier run', [], at(1, 5), undefined],
    ['the same count', [at(0, 5)], at(1, 5), 0],
    ['more', [at(0, 5)], at(1, 8), 3],
    ['less: a restart', [at(0, 50)], at(1, 8), 8],
    ['more, on another server', [at(0, 5)], at(1, 8, 'ffffffff'), 8],
    ['more, on the same server with its whole run id', [at(0, 5)], at(1, 8, `a1b2c3d4${'0'.repeat(32)}`), 3],
    ['a run between that could not read it', [at(0, 5), at(1)], at(2, 8), 3],
    ['not read now', [at(0, 5)], at(1), undefined],
    ['a run in the future', [at(0, 5), at(9, 7)], at(1, 8), 3],
  ])('%s', (_, past, current, expected) => {
    expect(growthOf('evictedKeys', past, current)?.count).toBe(expected)
  })

  it('says since when', () => {
    expect(growthOf('evictedKeys', [at(0, 5), at(1)], at(2, 8))?.since).toBe(start)
  })
})
