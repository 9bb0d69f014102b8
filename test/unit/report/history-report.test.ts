import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { emptyState, historyOf } from '../../../src/history/history.ts'
import { recordRun } from '../../../src/history/record.ts'
import { historyReport } from '../../../src/report/history-report.ts'
import { demoShop, simulateRuns } from '../../support/simulation.ts'

const now = Date.UTC(2026, 2, 31)

describe('historyReport', () => {
  it('says what the state file knows, in the form that the report publishes', () => {
    let state = emptyState
    let report: ReturnType<typeof historyReport> | undefined
    const after = { failing: 2, of: 2 }
    for (const { point, events } of simulateRuns({ ...demoShop, days: 6 }, now)) {
      const recorded = recordRun(state, 'shop', point, after, events)
      state = recorded.state
      report = historyReport(historyOf(state, 'shop'), recorded.alarm, after, point.time)
      if (recorded.alarm.transition === 'broke') {
        expect(report).toMatchObject({
          alarm: true,
          transition: 'broke',
          consecutiveFailures: 2,
          failures: 2,
          alarmAfter: 2,
        })
        expect(Date.parse(report.failingSince ?? '')).toBeLessThan(point.time)
      }
    }
    expect(report).toMatchObject({ alarm: false, transition: '', consecutiveFailures: 0 })
    expect(report?.runs).toHaveLength(30)
    expect(report?.runs.at(-1)).toMatchObject({ at: new Date(now).toISOString(), status: 'pass' })
    expect(report?.uptimePercent).toBeLessThan(100)
    const schema = JSON.parse(
      readFileSync(new URL('../../../schema/report.schema.json', import.meta.url), 'utf8'),
    ) as object
    const ajv = new Ajv2020({ strict: false }).addSchema(schema, 'report')
    const valid = ajv.compile({ $ref: 'report#/$defs/app/properties/history' })
    expect(valid(JSON.parse(JSON.stringify(report)))).toBe(true)
  })

  it('has the last 30 runs up to now, and shares only of what has a limit', () => {
    const run = { status: 'pass', failing: false, reason: '' } as const
    const points = [
      ...Array.from({ length: 28 }, (_, index) => ({ ...run, time: now - 1_000 + index })),
      { ...run, time: now - 3, memoryUsed: 1, maxConnections: 3 },
      { ...run, time: now - 2, memoryMax: 3, connections: 1 },
      { ...run, time: now - 1, memoryUsed: 1, memoryMax: 0, connections: 0, maxConnections: 3 },
      { ...run, time: now, memoryUsed: 1, memoryMax: 3, connections: 2, maxConnections: 3, latencyP95Ms: 5 },
      { ...run, time: now + 1 },
    ]
    const alarm = { alarm: false, transition: '', consecutiveFailures: 0, failures: 0 } as const
    const history = { app: 'shop', points, spans: [], events: [], outcomes: [] }
    const report = historyReport(history, alarm, { failing: 3, of: 5 }, now)
    const at = (time: number) => ({ at: new Date(time).toISOString(), status: 'pass' })
    expect(report.runs).toHaveLength(30)
    expect(report.runs.slice(-5)).toStrictEqual([
      at(now - 973),
      at(now - 3),
      at(now - 2),
      { ...at(now - 1), connectionsPercent: 0 },
      { ...at(now), latencyP95Ms: 5, memoryPercent: 33.3, connectionsPercent: 66.7 },
    ])
    expect(report).toMatchObject({ alarmAfter: 3, uptimePercent: 100 })
    expect(report).not.toHaveProperty('failingSince')
  })
})
