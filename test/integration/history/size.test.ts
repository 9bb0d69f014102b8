import { describe, expect, it } from 'vitest'
import { encodeState } from '../../../src/history/encode.ts'
import type { HistoryState } from '../../../src/history/history.ts'
import { demoShop, fleetStories, simulateState } from '../../support/simulation.ts'

// A year, and hundreds of apps: too long for the unit tests.

const day = 24 * 3_600_000
const now = Date.UTC(2026, 0, 1)

it('the state file stays below 5 MB for 200 apps and a year of hourly runs', () => {
  const end = now + 365 * day
  const simulated = simulateState(fleetStories(1, 365), end)
  const apps = Array.from({ length: 200 }, (_, index) => {
    const app = simulated.apps[index % simulated.apps.length]
    if (!app) throw new Error('no app was simulated')
    return { ...app, app: `${app.app}-number-${String(index)}` }
  })
  const bytes = Buffer.byteLength(encodeState({ apps }, end))
  expect(bytes).toBeLessThan(5_000_000)
  expect(bytes).toBeGreaterThan(1_000_000)
}, 60_000)

describe('an enormous fleet', () => {
  const [month] = simulateState([demoShop], now).apps
  if (!month) throw new Error('no app was simulated')
  const fleet = (size: number): HistoryState => ({
    apps: Array.from({ length: size }, (_, index) => ({ ...month, app: `app-${String(index)}` })),
  })

  it('keeps less of the past before it loses an app', () => {
    const text = encodeState(fleet(100), now, 500_000)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(500_000)
    const { apps } = JSON.parse(text) as { apps: { points: unknown[] }[] }
    expect(apps).toHaveLength(100)
    expect(apps.every(({ points }) => points.length >= 1)).toBe(true)
  })

  it('keeps the apps that ran last when even that is too much', () => {
    const state = fleet(200)
    const apps = state.apps.map((app, index) => ({
      ...app,
      points: app.points.map((point) => ({ ...point, time: point.time - index * 60_000 })),
    }))
    const text = encodeState({ apps }, now, 40_000)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(40_000)
    const kept = JSON.parse(text) as { apps: { app: string }[] }
    expect(kept.apps.map(({ app }) => app)).toEqual(kept.apps.map((_, index) => `app-${String(index)}`))
    expect(kept.apps.length).toBeGreaterThan(10)
  })
})
