import { renderPage } from '../../src/report/page/page.ts'
import { simulatedReport } from './simulated-report.ts'
import { demoShop, simulateState } from './simulation.ts'

/** The page of one app after 30 simulated days: an outage, an upgrade, a larger plan, and memory that fills up again. */
export function demoPage(now: number): string {
  const state = simulateState([demoShop], now)
  return renderPage({ report: simulatedReport(state, now), state, generatedAt: now })
}
