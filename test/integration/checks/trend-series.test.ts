import { describe, expect, it, test } from 'vitest'
import type { PastPoint } from '../../../src/checks/past.ts'
import { forecastResource, judgeTrend } from '../../../src/checks/trend.ts'
import { between, gaussian, seeded } from '../../support/random.ts'
import { day, growing, harmless, hourly } from '../../support/series.ts'
import type { Series } from '../../support/series.ts'

// How often the forecast is right and how seldom it is wrong, on thousands of months: too long for the unit tests.

const hour = 3_600_000
const megabyte = 1_048_576
const start = Date.UTC(2026, 0, 1)
const memoryMax = 100 * megabyte

interface Moment {
  readonly past: readonly PastPoint[]
  readonly current: PastPoint
}

const judge = (moment: Moment) => judgeTrend({ limits: { memory: 90, connections: 90 }, evicts: false, ...moment })

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

it('steady growth is forecast within 20 % of the truth, and days before', () => {
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
  expect(slow.filter(({ forecasts }) => (forecasts[0]?.left ?? 0) > 4 * day).length / slow.length).toBeGreaterThan(0.95)
}, 120_000)

it('latency stays silent in 1,000 series of noise, waves, spikes and runners in two regions', () => {
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
    const points = values.map((latencyP95Ms, run): PastPoint => ({ time: start + run * hour, latencyP95Ms }))
    return points
      .slice(24)
      .some((current, run) => run % 4 === 0 && judge({ past: points.slice(0, run + 24), current }).status === 'warn')
  })
  expect(warned.filter(Boolean).length).toBeLessThanOrEqual(10)
}, 120_000)
