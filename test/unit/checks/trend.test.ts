import { describe, expect, it, test } from 'vitest'
import type { PastPoint } from '../../../src/checks/past.ts'
import { growthOf } from '../../../src/checks/past.ts'
import { forecastResource, judgeTrend } from '../../../src/checks/trend.ts'
import type { TrendInput } from '../../../src/checks/trend.ts'
import { emptyState, historyOf, pastOf } from '../../../src/history/history.ts'
import { recordRun } from '../../../src/history/record.ts'
import { gaussian, seeded } from '../../support/random.ts'
import { day, hourly } from '../../support/series.ts'

const hour = 3_600_000
const megabyte = 1_048_576
const start = Date.UTC(2026, 0, 1)
const memoryMax = 100 * megabyte
const limits = { memory: 90, connections: 90 }

type Judged = Omit<TrendInput, 'limits' | 'evicts'> & Partial<TrendInput>
const judge = (input: Judged) => judgeTrend({ limits, evicts: false, ...input })

describe('steady growth', () => {
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

  it('begins again with a restart that lost data', () => {
    const restarted = line(20, 6, 8).map((point, index) =>
      index < 6 * 24 ? { ...point, server: 'a' } : { ...point, server: 'b', memoryUsed: (point.memoryUsed ?? 0) / 4 },
    )
    expect(judge(split(restarted)).message).toBe(
      'Not enough history yet: a trend needs 4 days of runs (so far 2 days).',
    )
    const sameServer = restarted.map((point) => ({ ...point, server: 'a' }))
    expect(judge(split(sameServer)).message).toBe('No growth toward a limit within 7 days.')
  })

  it('takes runs that did not know the plan for runs on this plan', () => {
    const points = line(20, 6, 8)
    const { past, current } = split(points)
    const plan = 'heroku-redis:premium-0'
    expect(judge({ past, current: { ...current, plan } })).toEqual(judge({ past, current }))
    expect(judge({ past: past.map((point) => ({ ...point, plan })), current })).toEqual(judge({ past, current }))
  })

  it('takes runs that did not know the limit for runs with this limit', () => {
    const { past, current } = split(line(20, 6, 8))
    const unlimited = past.map(({ time, memoryUsed }): PastPoint => ({
      time,
      ...(memoryUsed !== undefined && { memoryUsed }),
    }))
    expect(judge({ past: unlimited, current })).toEqual(judge({ past, current }))
  })

  it('names the nearer of two limits, and what to do about both', () => {
    const both = line(20, 6, 8).map((point, index) => ({
      ...point,
      connections: 20 + index * 0.2,
      maxConnections: 100,
    }))
    const { message, value, hint } = judge(split(both))
    expect(message).toMatch(
      /^Memory will reach .* in about 4 days.*\. The number of connections will reach .* in about 7 days/,
    )
    expect(message).toContain('at 4.8 a day (seen')
    expect(value).toBe('4 days')
    expect(hint).toMatch(/or move to a larger plan before then\. Look for clients that are opened and never closed/)
  })

  it('names many connections by the hour', () => {
    const many = line(20, 0, 8).map((point, index) => ({
      ...point,
      connections: 2_000 + index * 25,
      maxConnections: 10_000,
    }))
    expect(judge(split(many)).message).toContain('at 25 an hour (seen')
  })

  it('forecasts nothing without a limit', () => {
    const { past, current } = split(line(20, 6, 8))
    expect(judge({ past, current: { ...current, memoryMax: 0 } }).message).toContain('Not known')
    const { memoryMax: _, ...unlimited } = current
    expect(judge({ past, current: unlimited }).message).toContain('Not known')
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

  it('says what to look for, and has no time until a limit', () => {
    const { value, hint } = judgeRuns([...usual(100), 48, 52, 49, 55])
    expect(value).toBeUndefined()
    expect(hint).toMatch(/^Look for slow commands/)
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
