import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../../../src/report/result.ts'
import { renderSummary } from '../../../../src/report/summary/summary.ts'
import { failing, fleet } from '../../../support/fixtures/results.ts'
import { docs, finding, only } from '../fixtures.ts'

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
