import { describe, expect, it } from 'vitest'
import { outputs } from '../../../src/report/outputs.ts'
import { renderPage } from '../../../src/report/page/page.ts'
import type { Report } from '../../../src/report/report.ts'
import { renderSummary } from '../../../src/report/summary/summary.ts'
import { fleet } from '../../support/fixtures/results.ts'
import { limits, simulatedReport } from '../../support/simulated-report.ts'
import { demoShop, fleetStories, simulateState } from '../../support/simulation.ts'

// Thousands of apps with a month of history each: too long for the unit tests.

const now = Date.UTC(2026, 2, 31, 12, 7)
const demo = simulateState([demoShop], now)

describe('a large fleet', () => {
  const [month] = demo.apps
  const sample = simulatedReport(demo, now)
  const [app] = sample.apps
  if (!month || !app) throw new Error('nothing was simulated')
  const large = (size: number): string => {
    const apps = Array.from({ length: size }, (_, index) => ({
      ...app,
      app: `app-${String(index)}`,
      status: index === 7 ? ('fail' as const) : ('pass' as const),
      ...(index === 7 && { failureReason: 'redis-timeout' as const }),
    }))
    const state = { apps: apps.map((each) => ({ ...month, app: each.app })) }
    return renderPage({ report: { ...sample, apps }, generatedAt: now, limits, state })
  }

  it('of 1,000 apps makes a page of a few megabytes, with a row for each app', () => {
    const text = large(1_000)
    expect(text.length).toBeLessThan(10_000_000)
    expect(text.match(/class="app-row"/g)).toHaveLength(1_000)
    expect(text).toContain('some healthy apps have no details here')
    // The worst come first and keep their details.
    expect(text.indexOf('<b>app-7<')).toBeLessThan(text.indexOf('<b>app-0<'))
    expect(/<details class="app-row">(?:(?!<\/summary>).)*<b>app-7</s.test(text)).toBe(true)
  }, 120_000)

  it('counts what is past 2,000 rows', () => {
    const text = large(2_010)
    expect(text.match(/class="app-row"/g)).toHaveLength(2_000)
    expect(text).toContain('And 10 more apps')
    expect(text.length).toBeLessThan(15_000_000)
  }, 120_000)

  it('of 40 apps shows failing ones first', () => {
    const state = simulateState(fleetStories(40), now)
    const text = renderPage({ report: simulatedReport(state, now), generatedAt: now, limits, state })
    const order = ['Failing', 'With warnings', 'Healthy'].map((group) => text.search(new RegExp(`</svg>\\s*${group}`)))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(order[0]).toBeGreaterThan(0)
    expect(text).toContain('<h1>3 of 40 apps are failing</h1>')
  }, 60_000)
})

it('5,000 apps make outputs below 1 MiB in UTF-16, which keep the status', () => {
  const result = fleet(5_000)
  const all = outputs(result)
  expect([...all.values()].join('').length * 2).toBeLessThan(1_048_576)
  expect((JSON.parse(all.get('report') ?? '') as Report).status).toBe(result.report.status)
}, 120_000)

it('3,000 apps make a summary below 1 MiB', () => {
  expect(Buffer.byteLength(renderSummary(fleet(3_000), { docs: '' }))).toBeLessThan(1_000_000)
}, 120_000)
