import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { median, medianDeviation, quantile, theilSen, weightedMedian } from '../../../src/utils/statistics.ts'
import { gaussian, seeded } from '../../support/random.ts'

describe('median, quantile and deviation', () => {
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected)
  })

  it('interpolates between ranks', () => {
    expect(quantile([10, 20, 30, 40, 50], 0.95)).toBeCloseTo(48)
    expect(quantile([5, 1], 0)).toBe(1)
    expect(quantile([5, 1], 1)).toBe(5)
    expect(median([])).toBeNaN()
  })

  it('is not moved far by wild values', () => {
    expect(medianDeviation([10, 11, 9, 10, 12, 8, 1e9])).toBeCloseTo(1.4826)
  })

  it('estimates the standard deviation of normal values', () => {
    const random = seeded(1)
    expect(medianDeviation(Array.from({ length: 20_000 }, () => 3 * gaussian(random)))).toBeCloseTo(3, 0)
  })

  it('weighs', () => {
    expect(
      weightedMedian([
        { value: 1, weight: 1 },
        { value: 2, weight: 5 },
        { value: 3, weight: 1 },
      ]),
    ).toBe(2)
    expect(weightedMedian([])).toBeNaN()
  })
})

describe('theilSen', () => {
  it('finds a line, whatever a few points say', () => {
    const points = Array.from({ length: 20 }, (_, x) => ({ x, y: x % 6 === 3 ? 1e6 : 5 + 2 * x }))
    expect(theilSen(points)).toMatchObject({ slope: 2, intercept: 5 })
  })

  it('says nothing of one point, or of points at one place', () => {
    expect(theilSen([{ x: 1, y: 1 }])).toBeUndefined()
    expect(
      theilSen([
        { x: 1, y: 1 },
        { x: 1, y: 2 },
      ]),
    ).toBeUndefined()
  })

  it('orders its bounds, and moves with its points', () => {
    const points = fc.array(fc.record({ x: fc.integer({ min: 0, max: 50 }), y: fc.integer({ min: -100, max: 100 }) }), {
      minLength: 3,
      maxLength: 20,
    })
    fc.assert(
      fc.property(points, fc.integer({ min: -5, max: 5 }), (all, tilt) => {
        const line = theilSen(all)
        if (!line) return
        expect(line.low).toBeLessThanOrEqual(line.slope)
        expect(line.high).toBeGreaterThanOrEqual(line.slope)
        expect(theilSen(all.map(({ x, y }) => ({ x, y: y + tilt * x })))?.slope).toBeCloseTo(line.slope + tilt)
      }),
    )
  })

  it('holds the true slope between its bounds about nine times of ten', () => {
    const random = seeded(2)
    const held = Array.from({ length: 500 }, () => {
      const line = theilSen(Array.from({ length: 10 }, (_, x) => ({ x, y: 3 * x + 4 * gaussian(random) })))
      return line !== undefined && line.low <= 3 && line.high >= 3
    }).filter(Boolean).length
    expect(held / 500).toBeGreaterThan(0.87)
  })
})
