import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isOverLimit, percentile, summariseLag, summariseLatency, totalMs } from '../../../src/redis/statistics.ts'

describe('percentile, by nearest rank', () => {
  test.each([
    [[15, 20, 35, 40, 50], 30, 20],
    [[15, 20, 35, 40, 50], 40, 20],
    [[15, 20, 35, 40, 50], 50, 35],
    [[15, 20, 35, 40, 50], 100, 50],
    [[7], 95, 7],
  ])('of %j: p%i is %i', (values, percent, expected) => {
    expect(percentile(values, percent)).toBe(expected)
  })

  test('is one of the values, not exceeded by that share of them', () => {
    const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (values, percent) => {
        const value = percentile(values, percent)
        expect(values).toContain(value)
        expect(values.filter((other) => other <= value).length * 100).toBeGreaterThanOrEqual(values.length * percent)
      }),
    )
  })
})

describe('isOverLimit', () => {
  test('is true only when no further value can save the p95', () => {
    const value = fc.integer({ min: 0, max: 100 })
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 60 }),
        fc.nat(60),
        fc.integer({ min: 1, max: 100 }),
        (all, at, limit) => {
          const taken = all.slice(0, at)
          const best = [...taken, ...all.slice(at).map(() => 0)]
          expect(isOverLimit(taken, all.length, limit)).toBe(percentile(best, 95) >= limit)
          // What was measured until then is over the limit, too.
          if (isOverLimit(taken, all.length, limit)) expect(percentile(taken, 95)).toBeGreaterThanOrEqual(limit)
        },
      ),
      { numRuns: 500 },
    )
  })
})

test('totalMs adds the stages that were reached', () => {
  expect(totalMs({ dnsMs: 1, tcpMs: 2, tlsMs: 3, loginMs: 4 })).toBe(10)
  expect(totalMs({ dnsMs: 0 })).toBe(0)
  expect(totalMs({})).toBeUndefined()
})

test('summaries keep the order measured', () => {
  expect(summariseLatency([3, 1, 2])).toEqual({ p50: 2, p95: 3, p99: 3, max: 3, samples: 3, values: [3, 1, 2] })
  expect(summariseLag([3, 1, 2], [9, 8, 7])).toEqual({ min: 1, p50: 2, max: 3, samples: 3, resolutionMs: 8 })
})
