import { describe, expect, it, test } from 'vitest'
import { explain } from '../../../../src/failure/catalogue.ts'
import type { AddonReport, AppReport, Report } from '../../../../src/report/report.ts'
import type { AppResult, RunResult } from '../../../../src/report/result.ts'
import { appParts, type SummaryContext } from '../../../../src/report/summary/app.ts'
import { renderSummary } from '../../../../src/report/summary/summary.ts'
import { dryRun, failing, fleet, healthy, warning } from '../../../support/fixtures/results.ts'
import { base, docs, finding, only } from '../fixtures.ts'

const bare: AppReport = { ...base, status: 'pass', tested: true, failureReason: '', context: [], checks: [] }
const addon: AddonReport = { name: 'redis-one', id: 'x', created: false }

function runOf(report: Partial<AppReport> = {}, run: Partial<Report> = {}, app: Partial<AppResult> = {}): RunResult {
  const result: AppResult = {
    report: { ...bare, ...report },
    findings: [],
    changes: [],
    latency: {},
    notes: [],
    durationMs: 1_500,
    ...app,
  }
  return {
    report: { ...healthy().report, mode: 'check', ...run, apps: [result.report] },
    apps: [result],
    cancelled: false,
  }
}

const parts = (result: RunResult, context: Partial<SummaryContext> = {}, level?: 4): readonly string[] =>
  appParts(only(result), result, { docs, ...context }, level)

describe('the first line', () => {
  test.each<[Partial<AppReport>, Partial<Report>, string]>([
    [{}, {}, 'Mode <code>check</code> · took 1.5 s'],
    [{}, { dryRun: true, mode: 'setup' }, 'Mode <code>setup</code> (dry run) · took 1.5 s'],
    [{ release: 7 }, {}, 'Mode <code>check</code> · release v7 · took 1.5 s'],
    [{ addon }, {}, 'Mode <code>check</code> · add-on <code>redis-one</code> · took 1.5 s'],
    [
      { addon: { ...addon, plan: 'x:y' } },
      {},
      'Mode <code>check</code> · add-on <code>redis-one</code> (<code>x:y</code>) · took 1.5 s',
    ],
    [
      { addon: { ...addon, price: { cents: 0, unit: 'month' }, created: true } },
      {},
      'Mode <code>check</code> · add-on <code>redis-one</code> (free), created by this run · took 1.5 s',
    ],
    [
      { addon: { ...addon, shared: true } },
      {},
      'Mode <code>check</code> · add-on <code>redis-one</code>, shared from another app · took 1.5 s',
    ],
    [
      { addon: { ...addon, owner: 'acme-www' } },
      {},
      'Mode <code>check</code> · add-on <code>redis-one</code> · took 1.5 s',
    ],
  ])('of %o', (report, run, line) => {
    expect(parts(runOf(report, run))[0]).toBe(line)
  })
})

describe('the explanation', () => {
  const advice = { cause: 'Because of `x`.', remedy: 'Do `y`.' }
  const page = `[Docs](${docs}/docs/troubleshooting.md#memory)`
  const explained = (report: Partial<AppReport>, app: Partial<AppResult> = {}, context: Partial<SummaryContext> = {}) =>
    parts(runOf(report, {}, app), context)[1]

  it('of an error has its list, its request id and its docs, one line each', () => {
    const error = explain('memory', 'Two things\n- `a`\n- b', { ...advice, requestId: 'c0ffee' })
    expect(explained({ error, status: 'fail' })).toBe(`> **<code>memory</code>** Two things.<br>
> - <code>a</code><br>
> - b<br>
> **Probable cause:** Because of <code>x</code>.<br>
> **What to do:** Do <code>y</code>.<br>
> Heroku’s request id: <code>c0ffee</code><br>
> ${page}`)
  })

  it('of a finding leaves out what is not known', () => {
    const found = finding('memory', 'warn', { reason: 'memory' })
    const short = `> **<code>memory</code>** memory warn.<br>\n> ${page}`
    expect(explained({ status: 'warn' }, { findings: [found] })).toBe(short)
    expect(explained({ status: 'warn' }, { findings: [{ ...found, cause: '', hint: '' }] })).toBe(short)
    expect(explained({ status: 'warn' }, { findings: [found] }, { docs: '' })).toBe(
      '> **<code>memory</code>** memory warn.',
    )
  })

  it('says that a warning failed the step, only where it did', () => {
    const words = 'The step failed because of <code>fail-on: warning</code>.'
    const warned = finding('memory', 'warn', { reason: 'memory' })
    const failed = finding('memory', 'fail', { reason: 'memory' })
    expect(explained({}, { findings: [warned] }, { why: 'warning' })).toContain(words)
    expect(explained({}, { findings: [warned] }, { why: 'failure' })).not.toContain(words)
    expect(explained({}, { findings: [failed] }, { why: 'warning' })).not.toContain(words)
  })

  it('says that the step does not fail yet, only of a failure below the alarm', () => {
    const history = {
      alarm: false,
      transition: '',
      consecutiveFailures: 1,
      failures: 1,
      alarmAfter: 2,
      runs: [],
    } as const
    const words = 'The step does not fail yet: 1 of 2 failures before the alarm.'
    const failed = [finding('memory', 'fail', { reason: 'memory' })]
    expect(explained({ history }, { findings: failed })).toContain(words)
    expect(explained({ history: { ...history, alarm: true } }, { findings: failed })).not.toContain(words)
    expect(explained({ history }, { findings: [finding('memory', 'warn')] })).not.toContain(words)
    expect(explained({}, { findings: failed })).not.toContain(words)
  })
})

describe('what else is known', () => {
  it('shows incidents with a link, and the last 20 log lines, folded', () => {
    const incident = { kind: 'incident', message: 'Heroku is slow', url: 'https://status.heroku.com/1' } as const
    const maintenance = { kind: 'maintenance', message: 'A maintenance is running.' } as const
    const log = Array.from({ length: 22 }, (_, index) => ({ kind: 'log', message: `line ${String(index)}` }) as const)
    const lines = log.slice(2).map(({ message }) => `- <code>${message}</code>`)
    expect(parts(runOf({ context: [...log, incident, maintenance] }))[1]).toBe(
      `- Heroku is slow. [Details](https://status.heroku.com/1)
- A maintenance is running.

<details><summary>Last log lines of the add-on</summary>

${lines.join('\n')}

</details>`,
    )
    expect(parts(runOf({ context: [incident] }))[1]).toBe('- Heroku is slow. [Details](https://status.heroku.com/1)')
    expect(parts(runOf({ context: log.slice(0, 1) }))[1]).toMatch(/^<details>/)
  })
})

describe('the sections', () => {
  const titles = (result: RunResult, level?: 4) =>
    parts(result, {}, level).flatMap((part) => /^#+ .*$|(?<=<summary>)[^<]+/m.exec(part) ?? [])

  it('are headed, in order of importance, and left out when they are empty', () => {
    expect(titles(healthy())).toEqual([
      '### Steps',
      '### Endpoints',
      '### Checks',
      '### Sizing',
      'Latency distribution',
      'Diagram of writer and reader',
      '### Notes',
    ])
    expect(titles(dryRun())).toEqual(['### Planned steps', '### Checks'])
    expect(titles(warning(), 4)).toEqual([
      '#### Endpoints',
      '#### Checks',
      '#### Sizing',
      'Latency distribution',
      'Diagram of writer and reader',
    ])
    const run = { at: '2026-03-04T05:06:07Z', status: 'pass' } as const
    const history = { alarm: false, transition: '', consecutiveFailures: 0, failures: 0, alarmAfter: 1 } as const
    const more = { history: { ...history, runs: [run] }, maintenance: { status: 'none' } } as const
    expect(titles(runOf(more))).toEqual(['### History', '### Server'])
    expect(parts(runOf())).toHaveLength(1)
  })

  it('have no steps where none are possible, and no advice on a plan that was just removed', () => {
    expect(titles(runOf({ addon: { ...addon, plan: 'x:y' } }, { mode: 'setup' }))).toEqual(['### Steps', '### Sizing'])
    expect(titles(runOf({ addon: { ...addon, plan: 'x:y' } }, { mode: 'check' }))).toEqual(['### Sizing'])
    expect(titles(runOf({ addon: { ...addon, plan: 'x:y' } }, { mode: 'remove' }))).toEqual(['### Steps'])
  })

  it('have advice in sentences', () => {
    const plan = { ...addon, plan: 'heroku-redis:mini', price: { cents: 300, unit: 'month' } }
    const [first = '', sizing] = parts(runOf({ addon: plan }))
    expect(first).toContain('(<code>heroku-redis:mini</code>, 3.00 USD a month)')
    expect(sizing).toBe('### Sizing\n\n- Plan in use: <code>heroku-redis:mini</code>, 3.00 USD a month.')
  })

  it('end after 20 notes', () => {
    const notes = Array.from({ length: 22 }, (_, index) => `Note \`${String(index)}\`.`)
    const lines =
      parts(runOf({}, {}, { notes }))
        .at(-1)
        ?.split('\n') ?? []
    expect(lines.slice(0, 3)).toEqual(['### Notes', '', '- Note <code>0</code>.'])
    expect(lines.at(-1)).toBe('- Note <code>19</code>.')
  })

  it('have no diagram where there is none to be drawn', () => {
    expect(parts(healthy()).join('')).toContain('flowchart')
    expect(parts(healthy(), { canShowMermaid: true }).join('')).toContain('flowchart')
    expect(parts(healthy(), { canShowMermaid: false }).join('')).not.toContain('mermaid')
  })
})

describe('the heading', () => {
  const heading = (result: RunResult): string => renderSummary(result, { docs }).split('\n')[0] ?? ''

  test.each<[() => RunResult, string]>([
    [healthy, '## ✅ shop: Redis is healthy; add-on created, config vars written'],
    [warning, '## ⚠️ shop: Redis works, with 1 warning'],
    [failing, '## ❌ shop: failed (config vars are stale)'],
    [dryRun, '## 📝 shop: dry run, 4 steps planned'],
    [() => runOf({ tested: false }, { tested: false }), '## ➖ shop: Redis was not tested'],
    [() => runOf({ tested: false }, { tested: false, mode: 'remove' }), '## ✅ shop: nothing to remove'],
    [
      () => runOf({ status: 'warn' }, { tested: true, status: 'warn', dryRun: true }),
      '## ⚠️ shop: dry run, nothing to change',
    ],
    [() => ({ ...healthy(), apps: [] }), '## ✅ No app to check'],
  ])('%#', (resultOf, line) => {
    expect(heading(resultOf())).toBe(line)
  })
})

describe('a run that reached no app', () => {
  const summaryOf = (what: string, more: object = {}) => {
    const error = explain('input-invalid', what, { cause: 'Because.', remedy: 'Do `x`.', ...more })
    return renderSummary({ ...runOf({}, { status: 'fail' }), apps: [], error }, { docs })
  }
  const end = `Because. Do <code>x</code>.

<code>input-invalid</code> [Docs](${docs}/docs/troubleshooting.md#input-invalid)
`

  it('says why, what to do and where the docs are', () => {
    expect(summaryOf('There is no token')).toBe(`## ❌ Invalid input\n\nThere is no token.\n\n${end}`)
  })

  it('lists at most a hundred invalid inputs', () => {
    const list = Array.from({ length: 101 }, (_, index) => `- \`a${String(index)}\`: - x`)
    const shown = list.slice(0, 100).map((_, index) => `- <code>a${String(index)}</code>: - x`)
    expect(summaryOf(['101 inputs are invalid:', ...list].join('\n'))).toBe(
      `## ❌ Invalid input\n\n101 inputs are invalid:\n\n${shown.join('\n')}\n\n${end}`,
    )
  })
})

describe('several apps', () => {
  const three = fleet(3)
  const summaryOf = (
    reports: readonly Partial<AppReport>[],
    run: Partial<Report> = {},
    more: Partial<AppResult> = {},
  ) => {
    const apps = reports.map((report) => ({ ...only(runOf(report)), ...more }))
    return renderSummary(
      { ...three, report: { ...three.report, mode: 'check', ...run, apps: apps.map(({ report }) => report) }, apps },
      { docs },
    )
  }
  const table = (markdown: string): readonly string[] => markdown.split('\n').filter((line) => line.startsWith('| '))

  it('are a table with the worst first, in their order otherwise, and a folded part each', () => {
    const markdown = summaryOf([
      { app: 'a' },
      { app: 'b', status: 'warn' },
      { app: 'c', status: 'fail', failureReason: 'memory' },
      { app: 'd', status: 'warn' },
      { app: 'e', status: 'fail', failureReason: 'latency' },
    ])
    const part = (title: string): string =>
      `<details><summary>${title}</summary>\n\nMode <code>check</code> · took 1.5 s\n\n</details>`
    expect(markdown).toBe(`## ✅ 5 apps: 1 passed, 2 with warnings, 2 failed

Mode <code>check</code> · took 4.3 s

| App | Result |
| --- | --- |
| ❌ <code>c</code> | failed (memory is nearly full) |
| ❌ <code>e</code> | failed (Redis is slow to answer) |
| ⚠️ <code>b</code> | Redis is healthy |
| ⚠️ <code>d</code> | Redis is healthy |
| ✅ <code>a</code> | Redis is healthy |

${[
  part('❌ c: failed (memory is nearly full)'),
  part('❌ e: failed (Redis is slow to answer)'),
  part('⚠️ b: Redis is healthy'),
  part('⚠️ d: Redis is healthy'),
  part('✅ a: Redis is healthy'),
].join('\n\n')}
`)
  })

  it('say how many were found, and that it was a dry run', () => {
    const discovery = { found: 7, withoutRedis: 5 }
    const line = (run: Partial<Report>): string | undefined => summaryOf([{}, {}], run).split('\n')[2]
    expect(line({ discovery })).toBe('Mode <code>check</code> · took 4.3 s · 7 apps found, 5 without Redis')
    expect(line({ dryRun: true, mode: 'setup' })).toBe('Mode <code>setup</code> (dry run) · took 4.3 s')
  })

  it('have their plan and main figures below the verdict, and the problem in words', () => {
    const writer = {
      host: 'h',
      port: 1,
      tls: true,
      role: 'primary',
      timings: {},
      memory: { used: 1, max: 2, percent: 50 },
      connections: { used: 1, max: 4, percent: 25 },
      latencyMs: { p50: 1, p95: 2, p99: 3, max: 4, samples: 5 },
    } as const
    const { memory: _memory, connections: _connections, ...slow } = writer
    const plan = (name: string) => ({ addon: { ...addon, plan: name } })
    const found = { findings: [finding('memory', 'warn', { message: 'Nearly `full`' })] }
    expect(
      table(
        summaryOf(
          [{ writer, ...plan('heroku-redis:mini') }, { writer: slow, ...plan('other:heroku-redis:x') }, {}],
          {},
          found,
        ),
      ).slice(2, 5),
    ).toEqual([
      '| ✅ <code>shop</code> | Redis works, with 1 warning<br>Nearly full<br><sub>mini · memory&nbsp;50&nbsp;% · connections&nbsp;25&nbsp;% · p95&nbsp;2&nbsp;ms</sub> |',
      '| ✅ <code>shop</code> | Redis works, with 1 warning<br>Nearly full<br><sub>other:heroku-redis:x · p95&nbsp;2&nbsp;ms</sub> |',
      '| ✅ <code>shop</code> | Redis works, with 1 warning<br>Nearly full |',
    ])
  })

  it('have no diagrams, and smaller headings', () => {
    const markdown = renderSummary(three, { docs })
    expect(markdown).toContain('\n\n#### Checks\n\n')
    expect(markdown).not.toMatch(/^### |mermaid/m)
  })
})
