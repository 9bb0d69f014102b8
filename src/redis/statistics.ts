import type { Lag, Latency } from './facts.ts'

/** Nearest rank: the smallest value that at least `percent` of the values do not exceed. Not for an empty list. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length))
  return sorted[rank - 1] ?? Number.NaN
}

export function summariseLatency(values: readonly number[]): Latency {
  return {
    p50: percentile(values, 50),
    p95: percentile(values, 95),
    p99: percentile(values, 99),
    max: percentile(values, 100),
    samples: values.length,
    values,
  }
}

export function summariseLag(values: readonly number[], roundTrips: readonly number[]): Lag {
  return {
    min: percentile(values, 0),
    p50: percentile(values, 50),
    max: percentile(values, 100),
    samples: values.length,
    resolutionMs: percentile(roundTrips, 50),
  }
}
