import { describe, expect, it } from 'vitest'
import { outputs } from '../../../src/report/outputs.ts'
import type { Report } from '../../../src/report/report.ts'
import type { RunResult } from '../../../src/report/result.ts'
import { renderSummary } from '../../../src/report/summary/summary.ts'
import { failing, fleet, healthy } from '../../support/fixtures/results.ts'
import { docs, finding, only } from './fixtures.ts'

/** The limits of GitHub, with hundreds of apps and megabytes of text. */

describe('the job summary', { timeout: 120_000 }, () => {
  it('stays below 1 MiB for 600 apps, shows the worst first, and says what is left out', () => {
    const markdown = renderSummary(fleet(600), { docs })
    expect(Buffer.byteLength(markdown)).toBeLessThan(1_000_000)
    expect(markdown).toContain('left out to keep within GitHub’s limit')
    expect(markdown.indexOf('app-10<')).toBeLessThan(markdown.indexOf('app-7<'))
    expect(markdown.match(/<details>/g)?.length).toBe(markdown.match(/<\/details>/g)?.length)
  })

  it('stays below 1 MiB for one app with long hostile texts, and shows the verdict first', () => {
    const app = only(failing())
    const long = '|<&'.repeat(10_000)
    const result: RunResult = {
      ...failing(),
      apps: [
        {
          ...app,
          notes: Array.from({ length: 1_000 }, () => long),
          changes: Array.from({ length: 5_000 }, (_, index) => ({
            name: `${long}${String(index)}`,
            kind: 'add',
            to: long,
          })),
          report: {
            ...app.report,
            checks: Array.from({ length: 5_000 }, () => ({ ...finding('config', 'fail'), message: long, hint: long })),
          },
        },
      ],
    }
    const markdown = renderSummary(result, { docs })
    expect(Buffer.byteLength(markdown)).toBeLessThan(1_000_000)
    expect(markdown).toMatch(/^## ❌ shop: failed \(config vars are stale\)\n/)
  })
})

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
