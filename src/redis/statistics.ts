import type { Lag, Latency, Timings } from './facts.ts'

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

/** True: the p95 of all `wanted` values will reach `limit`, whatever the ones still to come are. */
export function isOverLimit(values: readonly number[], wanted: number, limit: number): boolean {
  const over = values.filter((value) => value >= limit).length
  return over > wanted - Math.ceil(0.95 * wanted)
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

/** DNS + TCP + TLS + login in milliseconds, as far as it went; undefined: nothing was tried. */
export function totalMs({ dnsMs, tcpMs, tlsMs, loginMs }: Timings): number | undefined {
  const stages = [dnsMs, tcpMs, tlsMs, loginMs].filter((ms) => ms !== undefined)
  return stages.length === 0 ? undefined : stages.reduce((sum, ms) => sum + ms, 0)
}
