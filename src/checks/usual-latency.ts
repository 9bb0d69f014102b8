import { median, medianDeviation, quantile } from '../utils/statistics.ts'
import type { PastPoint } from './past.ts'

/** With fewer values, the usual latency is not known. */
const fewestUsual = 20
/** This many runs in a row must be slow: a single one may be chance, or a runner in another region. */
export const slowRuns = 4
const usualMs = 14 * 24 * 3_600_000
/** A smaller increase is not noticeable. */
const leastMs = 5

export type LatencyTrend =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'too-short' }
  | { readonly kind: 'usual'; readonly usualMs: number }
  | { readonly kind: 'slow'; readonly usualMs: number; readonly nowMs: number }

/**
 * Latency is far above normal when each of the last runs is above three times the median, above the median by six
 * deviations (MAD), and 1.5 times the 95th percentile: runners in two regions have two
 * different usual latencies.
 */
export function compareLatency(past: readonly PastPoint[], current: PastPoint): LatencyTrend {
  const value = current.latencyP95Ms
  if (value === undefined) return { kind: 'unknown' }
  const values = past
    .filter(({ time }) => time < current.time && time >= current.time - usualMs)
    .toSorted((a, b) => a.time - b.time)
    .flatMap(({ latencyP95Ms }) => latencyP95Ms ?? [])
  const usual = values.slice(0, Math.max(0, values.length - (slowRuns - 1)))
  if (usual.length < fewestUsual) return { kind: 'too-short' }
  const middle = median(usual)
  const limit = Math.max(3 * middle, middle + 6 * medianDeviation(usual), 1.5 * quantile(usual, 0.95), middle + leastMs)
  const isSlow = [...values.slice(-(slowRuns - 1)), value].every((each) => each > limit)
  return isSlow ? { kind: 'slow', usualMs: middle, nowMs: value } : { kind: 'usual', usualMs: middle }
}
