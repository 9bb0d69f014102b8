import { describe, expect, it, test } from 'vitest'
import { forecast } from '../../../src/checks/growth.ts'
import type { Forecast, Sample } from '../../../src/checks/growth.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.UTC(2026, 0, 31)
const week = 7 * day

/** Hourly samples of so many days until now; `share` is given days since the first one. */
function samples(days: number, share: (day: number) => number, server?: (day: number) => string): readonly Sample[] {
  return Array.from({ length: days * 24 }, (_, index) => {
    const at = (index + 0.5) / 24
    return { time: now - days * day + at * day, share: share(at), ...(server && { server: server(at) }) }
  })
}

const at90 = (all: readonly Sample[], horizon = week): Forecast => forecast(all, 90, now, horizon)

function growing(found: Forecast): Forecast & { readonly kind: 'grows' } {
  if (found.kind !== 'grows') throw new Error(found.kind)
  return found
}

describe('a straight line', () => {
  it('gives the rate and the time until the limit', () => {
    // 50 % now, 8 % a day: 90 % in 5 days.
    const found = growing(at90(samples(5, (at) => 10 + 8 * at)))
    expect(found.perHour).toBeCloseTo(8 / 24, 6)
    for (const ms of [found.etaMs, found.earliestMs, found.latestMs]) expect(ms / day).toBeCloseTo(5, 6)
    expect(found.spanMs).toBeCloseTo(5 * day - hour / 2, 0)
  })

  it('gives bounds that odd days widen', () => {
    const found = growing(at90(samples(8, (at) => 10 + 6 * at + (Math.floor(at) % 2 === 1 ? 2 : 0))))
    expect(found.earliestMs).toBeLessThan(found.etaMs)
    expect(found.latestMs).toBeGreaterThan(found.etaMs)
  })

  it('is over at once where the limit is already passed', () => {
    expect(growing(at90(samples(5, (at) => 60 + 8 * at))).etaMs).toBe(0)
  })

  it('is read in any order, and without what comes after now', () => {
    const all = samples(5, (at) => 10 + 8 * at)
    const later = { time: now + hour, share: 0 }
    expect(at90([later, ...all.toReversed()])).toEqual(at90(all))
  })

  it('looks back on 14 days, not on what was before', () => {
    // Flat for a month, then two weeks of growth.
    const found = growing(at90(samples(44, (at) => 10 + Math.max(0, at - 30) * 4)))
    expect(found.spanMs).toBe(14 * day)
    expect(found.perHour).toBeCloseTo(4 / 24, 6)
  })

  test.each([
    ['flat', () => 50],
    ['falling', (at: number) => 80 - 2 * at],
    ['reaching the limit after the horizon', (at: number) => 10 + 4 * at],
  ])('that is %s is no growth', (_, share) => {
    expect(at90(samples(8, share))).toEqual({ kind: 'steady' })
  })

  it('is growth when the limit is just within the horizon', () => {
    const all = samples(5, (at) => 10 + 8 * at)
    expect(at90(all, 5.01 * day).kind).toBe('grows')
    expect(at90(all, 4.99 * day).kind).toBe('steady')
  })
})

describe('too little history', () => {
  it('is less than four days', () => {
    const share = (at: number) => 50 + 6 * at
    const since = (age: number) => at90([{ time: now - age, share: 50 }, ...samples(4, share)]).kind
    expect(since(4 * day)).toBe('grows')
    expect(at90(samples(4, share)).kind).toBe('too-short')
  })

  it('says how long it is', () => {
    expect(at90(samples(2, () => 50))).toEqual({ kind: 'too-short', spanMs: 2 * day - hour / 2 })
    expect(at90([])).toEqual({ kind: 'too-short', spanMs: 0 })
  })

  it('counts days with a sample, not days that passed', () => {
    const all = samples(10, (at) => 10 + 5 * at).filter(({ time }) => time > now - day || time < now - 8 * day)
    expect(at90(all).kind).toBe('too-short')
  })
})

describe('a restart', () => {
  const server = (at: number) => (at < 6 ? 'a' : 'b')

  it('that lost data begins a new history', () => {
    const all = samples(8, (at) => (at < 6 ? 40 + 4 * at : 10 + 8 * (at - 6)), server)
    expect(at90(all)).toEqual({ kind: 'too-short', spanMs: 2 * day - hour / 2 })
  })

  it('that lost nothing changes nothing', () => {
    const share = (at: number) => 20 + 6 * at
    expect(at90(samples(8, share, server))).toEqual(at90(samples(8, share)))
  })

  test.each([
    [4.9, 'steady'],
    [5, 'too-short'],
  ])('that lost %d %% of the limit: %s', (loss, kind) => {
    expect(at90(samples(8, (at) => (at < 6 ? 50 : 50 - loss), server)).kind).toBe(kind)
  })

  it('is found by more than one sample on each side', () => {
    const all = samples(8, (at) => (at < 6 ? 50 : 40), server)
    const [odd] = all.filter(({ time }) => time > now - 2 * day)
    const disturbed = all.map((each) => (each === odd ? { ...each, share: 50 } : each))
    expect(at90(disturbed).kind).toBe('too-short')
  })

  it('is none where the level falls on the same server', () => {
    const all = samples(8, (at) => (at < 2 ? 60 : 30 + 5 * at))
    expect(at90(all).kind).not.toBe('too-short')
  })
})

/** One level for each whole day, oldest first. */
const daily = (...levels: readonly number[]): readonly Sample[] =>
  samples(levels.length, (at) => levels[Math.floor(at)] ?? Number.NaN)

describe('what only looks like growth', () => {
  it('is a level that was reached before: keys that expire together', () => {
    const grows = (at: number) => 20 + 5 * at
    const once = (level: number) => samples(10, (at) => (at >= 2 && at < 3 ? level : grows(at)))
    // The last day is at 67.5 %; a day adds 5 %.
    expect(at90(once(80))).toEqual({ kind: 'steady' })
    expect(at90(once(65.5))).toEqual({ kind: 'steady' })
    expect(at90(once(64.5)).kind).toBe('grows')
  })

  it('is an empty cache that fills up: growth that has lost a quarter of its pace', () => {
    const bent = (pace: number) => samples(8, (at) => (at < 4.5 ? 20 + 8 * at : 56 + pace * (at - 4.5)))
    expect(at90(bent(5.8))).toEqual({ kind: 'steady' })
    expect(at90(bent(6.4)).kind).toBe('grows')
    expect(at90(bent(9)).kind).toBe('grows')
  })

  it('is growth whose lower bound falls, or reaches the limit only after two horizons', () => {
    expect(at90(daily(30, 29, 40, 39, 60))).toEqual({ kind: 'steady' })
    expect(at90(daily(30, 30.1, 40, 40.1, 60))).toEqual({ kind: 'steady' })
    expect(at90(daily(30, 34, 40, 46, 60)).kind).toBe('grows')
  })
})
