import { describe, expect, it, test } from 'vitest'
import type { PastPoint } from '../../../src/checks/past.ts'
import { compareLatency } from '../../../src/checks/usual-latency.ts'

const hour = 3_600_000
const now = Date.UTC(2026, 0, 31)

/** Hourly runs until an hour ago. */
function runs(values: readonly number[]): readonly PastPoint[] {
  return values.map((latencyP95Ms, index) => ({ time: now - (values.length - index) * hour, latencyP95Ms }))
}

/** Three slow runs follow what is usual, and this one has the same latency. */
const compared = (usual: readonly number[], ms: number) =>
  compareLatency(runs([...usual, ms, ms, ms]), { time: now, latencyP95Ms: ms })

const times = (count: number, ...values: readonly number[]): readonly number[] =>
  Array.from({ length: count }, () => values).flat()

describe('far above the usual', () => {
  test.each([
    ['three times the median', times(40, 10), 10, 30],
    ['5 ms more than the median', times(40, 1), 1, 6],
    ['half as much again as the slowest of twenty: runners in two regions', times(10, ...times(8, 10), 60, 60), 10, 90],
    // MAD 6: 10 + 6 · 1.4826 · 6
    ['six deviations above the median', times(20, 4, 16), 10, 63.37],
  ])('is more than %s', (_, usual, usualMs, limit) => {
    expect(compared(usual, limit - 0.1)).toEqual({ kind: 'usual', usualMs })
    expect(compared(usual, limit + 0.1)).toEqual({ kind: 'slow', usualMs, nowMs: limit + 0.1 })
  })

  it('is not the limit itself', () => {
    expect(compared(times(40, 10), 30).kind).toBe('usual')
  })
})

describe('what is usual', () => {
  it('is not known without a measurement', () => {
    expect(compareLatency(runs(times(40, 10)), { time: now })).toEqual({ kind: 'unknown' })
  })

  it('needs twenty runs before the last three', () => {
    expect(compared(times(19, 10), 100)).toEqual({ kind: 'too-short' })
    expect(compared(times(20, 10), 100).kind).toBe('slow')
    const unmeasured = times(19, 10).map((_, index): PastPoint => ({ time: now - (100 + index) * hour }))
    const past = [...unmeasured, ...runs(times(19, 10))]
    expect(compareLatency(past, { time: now, latencyP95Ms: 100 })).toEqual({ kind: 'too-short' })
  })

  it('is what the last 14 days showed, before this run', () => {
    const current = { time: now, latencyP95Ms: 100 }
    const slow = [...times(40, 10), 100, 100, 100]
    const old = times(100, 100).map((latencyP95Ms, index) => ({
      time: now - 14 * 24 * hour - (index + 1) * hour,
      latencyP95Ms,
    }))
    const future = times(100, 100).map((latencyP95Ms, index) => ({ time: now + index * hour, latencyP95Ms }))
    expect(compareLatency([...future, ...runs(slow).toReversed(), ...old], current)).toEqual({
      kind: 'slow',
      usualMs: 10,
      nowMs: 100,
    })
  })

  it('does not count the slow runs themselves', () => {
    // Three of 23 would be enough to raise what one run in twenty exceeds.
    expect(compared(times(20, 10), 40)).toEqual({ kind: 'slow', usualMs: 10, nowMs: 40 })
  })
})
