import { describe, expect, it } from 'vitest'
import { outputs } from '../../../src/report/outputs.ts'
import type { Report } from '../../../src/report/report.ts'
import { fleet, healthy } from '../../support/fixtures/results.ts'
import { finding, only } from './fixtures.ts'

/** GitHub’s limits, with hundreds of apps and megabytes of text. */

describe('outputs', { timeout: 120_000 }, () => {
  it.each([1, 300, 800])('stay below 1 MiB in UTF-16 for %i apps, and keep the status', (size) => {
    const result = fleet(size)
    const all = outputs(result)
    const units = [...all.values()].reduce((sum, value) => sum + value.length, 0)
    expect(units * 2).toBeLessThan(1_048_576)
    const report = JSON.parse(all.get('report') ?? '') as Report
    expect(report.status).toBe(result.report.status)
  })

  it('cut a text that is megabytes long, and say so', () => {
    const result = healthy()
    const { addon, ...app } = only(result).report
    const name = 'x'.repeat(3_000_000)
    const apps = [{ ...app, ...(addon && { addon: { ...addon, name } }), changedConfigVars: [name] }]
    const all = outputs({ ...result, report: { ...result.report, apps } })
    for (const output of ['addon', 'changed-config-vars']) expect(all.get(output)?.length).toBe(10_000)
    const report = JSON.parse(all.get('report') ?? '') as Report
    expect(report.shortened).toBe(true)
    expect(report.apps[0]?.addon?.name).toBe(`${'x'.repeat(3_999)}…`)
    expect(report.apps[0]?.checks).toEqual(app.checks)
    expect([...all.values()].join('').length * 2).toBeLessThan(1_048_576)
  })

  it('stay below 1 MiB for one app with thousands of findings', () => {
    const result = healthy()
    const checks = Array.from({ length: 5_000 }, () => ({ ...finding('config', 'fail'), message: 'x'.repeat(500) }))
    const apps = [{ ...only(result).report, checks }]
    const units = [...outputs({ ...result, report: { ...result.report, apps } }).values()].join('').length
    expect(units * 2).toBeLessThan(1_048_576)
  })
})
