import { describe, expect, it } from 'vitest'
import { emptyState, historyOf } from '../../../src/history/history.ts'
import { recordRun } from '../../../src/history/record.ts'
import { uptimeWords } from '../../../src/report/page/app-section.ts'
import { demoPage } from '../../support/demo-page.ts'
import { demoShop, simulateRuns } from '../../support/simulation.ts'

const now = Date.UTC(2026, 2, 31)

describe('uptime', () => {
  const after = (days: number) => {
    let state = emptyState
    for (const { point, events } of simulateRuns({ ...demoShop, days }, now)) {
      state = recordRun(state, 'shop', point, { failing: 1, of: 1 }, events).state
    }
    return historyOf(state, 'shop')
  }

  it('names the time that the history covers', () => {
    expect(uptimeWords(after(1.5), now)).toMatch(/ in the last 36 hours$/)
    expect(uptimeWords(after(40), now)).toMatch(/ in the last 30 days$/)
  })

  it('names no time when this is the first run', () => {
    const { points } = after(1.5)
    const history = { ...after(1.5), spans: [], points: points.slice(-1) }
    expect(uptimeWords(history, points.at(-1)?.time ?? now)).toMatch(/ in this run$/)
  })
})

it('draws the labels of limits on top of the lines of events, of today and of the forecast', () => {
  const text = demoPage(now)
  const chart = text.slice(text.indexOf('<svg class="chart"'), text.indexOf('</figure>'))
  const label = chart.indexOf('class="limit-name warn"')
  expect(label).toBeGreaterThan(0)
  for (const line of ['class="mark"', 'class="today"', 'class="forecast"', 'class="limit warn"']) {
    expect(chart.lastIndexOf(line)).toBeGreaterThan(0)
    expect(chart.lastIndexOf(line)).toBeLessThan(label)
  }
})
