import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../../../src/report/result.ts'
import { renderSummary } from '../../../../src/report/summary/summary.ts'
import { failing, fleet } from '../../../support/fixtures/results.ts'
import { docs, finding, only } from '../fixtures.ts'

describe('the job summary', { timeout: 120_000 }, () => {
  it('stays below 1 MiB for 600 apps, shows the worst first, and says what is left out', () => {
    const markdown = renderSummary(fleet(600), { docs })
    expect(Buffer.byteLength(markdown)).toBeLessThan(1_000_000)
    const apps = markdown.match(/<details><summary>\S+ app-\d+/g)?.length ?? 0
    expect(apps).toBeGreaterThan(100)
    expect(markdown.slice(-300)).toContain(
      `\n\n\n_Details were left out to keep within GitHub’s limit of 1 MiB: ${String(600 - apps)} parts, the least urgent ones._\n`,
    )
    expect(markdown.match(/^\| \S+ <code>app-/gm)).toHaveLength(600)
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
          notes: Array.from({ length: 100 }, () => long),
          changes: Array.from({ length: 300 }, (_, index) => ({
            name: `${long}${String(index)}`,
            kind: 'add',
            to: long,
          })),
          report: {
            ...app.report,
            checks: Array.from({ length: 300 }, (_, index) => ({
              ...finding('memory', 'fail'),
              message: `${String(index)} ${long}`,
              hint: long,
            })),
          },
        },
      ],
    }
    const markdown = renderSummary(result, { docs })
    expect(Buffer.byteLength(markdown)).toBeLessThan(1_000_000)
    expect(markdown).toMatch(/_Parts of this summary were left out .*: \d+ parts?, the least urgent ones\._\n$/)
    expect(markdown).toMatch(/^## ❌ shop: failed \(config vars are stale\)\n/)
  })
})
