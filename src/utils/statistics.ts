/** Robust statistics: an outlier has little effect on them. Pure. */

/** NaN for an empty list. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Linear between the two nearest ranks; `share` from 0 to 1. NaN for an empty list. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)] ?? Number.NaN
  const above = sorted[Math.ceil(position)] ?? Number.NaN
  return below + (above - below) * (position - Math.floor(position))
}

/** Half of the weight is on each side; linear between the two nearest values. NaN for an empty list. */
export function weightedMedian(values: readonly { readonly value: number; readonly weight: number }[]): number {
  const sorted = values.toSorted((a, b) => a.value - b.value)
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2
  let before = 0
  let last: { readonly value: number; readonly at: number } | undefined
  for (const { value, weight } of sorted) {
    // A value is in the middle of its weight.
    const at = before + weight / 2
    if (at >= half) {
      return last && at > last.at ? last.value + ((value - last.value) * (half - last.at)) / (at - last.at) : value
    }
    last = { value, at }
    before += weight
  }
  return last?.value ?? Number.NaN
}

/**
 * Median absolute deviation, scaled to equal the standard deviation of normally distributed values.
 * NaN for an empty list.
 */
export function medianDeviation(values: readonly number[]): number {
  const middle = median(values)
  return 1.4826 * median(values.map((value) => Math.abs(value - middle)))
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** `y` per unit of `x`. `low` and `high` bound the slope with 90 % confidence (95 % on each side alone). */
export interface Slope {
  readonly slope: number
  readonly low: number
  readonly high: number
  /** The line's value at x = 0. */
  readonly intercept: number
}

/** One-sided 95 % quantile of the normal distribution. */
const z95 = 1.645

/**
 * Theil–Sen: the median of the slopes of all pairs. Up to 29 % of the points may be arbitrarily wrong. The bounds are
 * Sen's (1968, "Estimates of the regression coefficient based on Kendall's tau"): ranks of the sorted slopes.
 * Undefined for fewer than two different x.
 */
export function theilSen(points: readonly Point[]): Slope | undefined {
  const slopes: number[] = []
  for (const [index, a] of points.entries()) {
    for (const b of points.slice(index + 1)) {
      if (a.x !== b.x) slopes.push((b.y - a.y) / (b.x - a.x))
    }
  }
  if (slopes.length === 0) return undefined
  slopes.sort((a, b) => a - b)
  const n = points.length
  const spread = z95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  const below = Math.max(0, Math.floor((slopes.length - spread) / 2))
  const slope = median(slopes)
  return {
    slope,
    low: slopes[below] ?? slope,
    high: slopes[slopes.length - 1 - below] ?? slope,
    intercept: median(points.map(({ x, y }) => y - slope * x)),
  }
}
