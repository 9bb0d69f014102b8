import { describe, expect, it, test } from 'vitest'
import type { CheckResult, Finding } from '../../../../src/checks/check.ts'
import { explain } from '../../../../src/failure/catalogue.ts'
import type { AppReport, HistoryReport } from '../../../../src/report/report.ts'
import { checks } from '../../../../src/report/summary/checks.ts'
import { history } from '../../../../src/report/summary/history.ts'
import { breakable, link, table } from '../../../../src/report/summary/markdown.ts'
import { server } from '../../../../src/report/summary/server.ts'
import { steps } from '../../../../src/report/summary/steps.ts'
import type { VarChange } from '../../../../src/state/config-vars.ts'
import type { StepReport } from '../../../../src/steps/progress.ts'
import { healthy } from '../../../support/fixtures/results.ts'
import { only } from '../fixtures.ts'

describe('a table', () => {
  it('ends after 200 rows with how many there are more', () => {
    const items = Array.from({ length: 203 }, (_, index) => String(index))
    const lines = (count: number) => table(['A', 'B'], items.slice(0, count), (item) => [item, 'x']).split('\n')
    expect(lines(203).slice(0, 3)).toEqual(['| A | B |', '| --- | --- |', '| 0 | x |'])
    expect(lines(203).slice(-3)).toEqual(['| 199 | x |', '', '… and 3 more.'])
    expect(lines(203)).toHaveLength(204)
    expect(lines(200).at(-1)).toBe('| 199 | x |')
  })

  it('breaks long names at their dots and underscores, and leaves short ones whole', () => {
    const name = '<code>a.rather_long.name.of_a._host:1</code>'
    expect(breakable(name)).toBe('<code>a.<wbr>rather_<wbr>long.<wbr>name.<wbr>of_<wbr>a._host:1</code>')
    expect(breakable('a_b.c'.repeat(7) + 'xy')).toBe('a_b.c'.repeat(7) + 'xy')
    expect(breakable('a_b.c'.repeat(7) + 'xyz')).toContain('<wbr>')
  })

  it.each([
    'http://a.example',
    'https://a.example/(x)',
    'https://a.example/ x',
    'x https://a.example',
    'docs/x.md',
    '',
  ])('links to no other address than a plain https:// one: %s', (url) => {
    expect(link('Docs', url)).toBe('')
    expect(link('Docs', 'https://a.example/b.md#c-d')).toBe('[Docs](https://a.example/b.md#c-d)')
  })
})

describe('the checks', () => {
  const check = (id: CheckResult['id'], more: Partial<CheckResult> = {}): CheckResult => ({
    id,
    target: 'app',
    status: 'pass',
    message: 'Fine.',
    ...more,
  })
  it('have a head, and no table without a check', () => {
    expect(checks([check('plan')])).toBe('| Check | Result |\n| --- | --- |\n| ✅ plan | Fine. |')
    expect(checks([])).toBe('')
  })

  const lines = (results: readonly CheckResult[], explained?: Finding) =>
    checks(results, explained).split('\n').slice(2)
  const page = 'https://a.example/docs'

  test.each<[string, CheckResult, string]>([
    [
      'a failure with cause, advice and docs',
      check('plan', { status: 'fail', message: 'Bad.', cause: 'Why.', hint: 'Do `x`.', docs: page }),
      `| ❌ [plan](${page}) | Bad.<br>Why.<br>Do <code>x</code>. |`,
    ],
    [
      'a warning with its cause and docs',
      check('memory', { target: 'writer', status: 'warn', message: 'Full.', cause: 'Why.', docs: page }),
      `| ⚠️ [memory](${page}), writer | Full.<br>Why. |`,
    ],
    [
      'a warning with docs that are no link',
      check('memory', { target: 'reader', status: 'warn', docs: 'docs/x.md' }),
      '| ⚠️ memory, reader | Fine. |',
    ],
    [
      'nothing but the message of what passed',
      check('plan', { cause: 'Why.', hint: 'Do.', docs: page }),
      '| ✅ plan | Fine. |',
    ],
    [
      'value and limit',
      check('latency', { value: '5 ms', threshold: '1s/2s' }),
      '| ✅ latency | Fine.<br><sub>5 ms, limit 1s/2s</sub> |',
    ],
    ['a limit alone', check('latency', { threshold: '1s' }), '| ✅ latency | Fine.<br><sub>limit 1s</sub> |'],
    ['no value that the message names', check('role', { value: 'fine' }), '| ✅ role | Fine. |'],
  ])('show %s', (_, result, line) => {
    expect(lines([result])).toEqual([line])
  })

  it('explain nothing twice, and only leave out what was explained', () => {
    const failing = { status: 'fail', message: 'Is 5 ms.', cause: 'Why.', value: '5 ms' } as const
    const explained = check('latency', { target: 'writer', ...failing })
    expect(lines([explained], explained)).toEqual(['| ❌ latency, writer | See above.<br><sub>5 ms</sub> |'])
    for (const other of [{ id: 'memory' }, { target: 'reader' }, { status: 'warn' }] as const) {
      expect(lines([explained], { ...explained, ...other })).toEqual(['| ❌ latency, writer | Is 5 ms.<br>Why. |'])
    }
  })

  it('share a row where writer and reader say the same', () => {
    const both = (more: Partial<CheckResult>, other: Partial<CheckResult> = {}) =>
      lines([check('memory', { target: 'writer', ...more }), check('memory', { target: 'reader', ...more, ...other })])
    expect(both({})).toEqual(['| ✅ memory, writer and reader | Fine. |'])
    for (const other of [
      { status: 'warn' },
      { message: 'Other.' },
      { value: '1' },
      { threshold: '2' },
      { hint: 'x' },
    ] as const) {
      expect(both({}, other)).toHaveLength(2)
    }
  })

  it('share a row where they are skipped for one reason, a long list by name only', () => {
    const skipped = (id: CheckResult['id'], target: CheckResult['target'], message = 'No add-on.') =>
      check(id, { target, status: 'skip', message })
    const four = [
      skipped('plan', 'app'),
      skipped('memory', 'writer'),
      skipped('memory', 'reader'),
      skipped('replication', 'pair'),
    ]
    expect(lines(four)).toEqual(['| ➖ plan<br>memory, writer and reader<br>replication | No add-on. |'])
    expect(lines([...four, skipped('tls', 'reader')])).toEqual(['| ➖ plan, memory, replication, tls | No add-on. |'])
    expect(lines([...four, skipped('tls', 'reader', 'Other.')])).toHaveLength(2)
    const ids = ['connect', 'tls', 'role', 'read', 'latency'] as const
    expect(lines(ids.map((id) => skipped(id, 'reader')))).toEqual([
      '| ➖ connect, tls, role, read, latency (reader) | No add-on. |',
    ])
    expect(lines(ids.slice(1).map((id) => skipped(id, 'reader')))).toEqual([
      '| ➖ tls, reader<br>role, reader<br>read, reader<br>latency, reader | No add-on. |',
    ])
  })
})

describe('the history', () => {
  const past: HistoryReport = {
    alarm: false,
    transition: '',
    consecutiveFailures: 0,
    failures: 0,
    alarmAfter: 1,
    runs: [{ at: 'a', status: 'pass' }],
  }

  it('is left out without a run', () => {
    expect(history(undefined)).toBe('')
    expect(history({ ...past, runs: [] })).toBe('')
  })

  test.each<[string, Partial<HistoryReport>, string]>([
    ['says nothing of what was not measured', {}, 'The last 1 run, oldest first: ✅'],
    [
      'says when an alarm is raised',
      { transition: 'broke', consecutiveFailures: 1 },
      'The last 1 run, oldest first: ✅\n\nFailing (1 run in a row) · alarm raised by this run',
    ],
    [
      'says when the app has recovered',
      { transition: 'recovered', failingSince: '2026-03-04T05:06:07.890Z', uptimePercent: 50 },
      'The last 1 run, oldest first: ✅\n\nUptime 50 % · recovered with this run',
    ],
    [
      'draws each figure that any run has measured',
      {
        uptimePercent: 99.5,
        failingSince: '2026-03-04T05:06:07.890Z',
        consecutiveFailures: 2,
        runs: [
          { at: 'a', status: 'pass', latencyP95Ms: 1, memoryPercent: 10, connectionsPercent: 20 },
          { at: 'b', status: 'fail', latencyP95Ms: 2, connectionsPercent: 50 },
        ],
      },
      `The last 2 runs, oldest first: ✅❌

Uptime 99.5 % · failing since 2026-03-04 05:06 UTC (2 runs in a row)

|  | Last runs |
| --- | --- |
| Latency p95 | ▅█ |
| Memory | ▂· |
| Connections | ▂▅ |`,
    ],
  ])('%s', (_, more, markdown) => {
    expect(history({ ...past, ...more })).toBe(markdown)
  })

  it('has a sign for each of many runs', () => {
    const runs = Array.from({ length: 30 }, () => ({ at: 'a', status: 'pass', latencyP95Ms: 1 }) as const)
    expect(history({ ...past, runs: [...runs, { at: 'b', status: 'fail', latencyP95Ms: 2 }] })).toBe(
      `The last 31 runs, oldest first: ${'✅'.repeat(30)}❌\n\n|  | Last runs |\n| --- | --- |\n| Latency p95 | ${'▅'.repeat(30)}█ |`,
    )
  })
})

describe('what Heroku says of the server', () => {
  test.each<[Pick<AppReport, 'maintenance' | 'settings' | 'metrics'>, string]>([
    [{}, ''],
    [{ maintenance: { status: 'none' } }, '- Maintenance: none planned'],
    [{ maintenance: { status: 'completed', scheduledFor: '2026-11-07T22:00:00Z' } }, '- Maintenance: none planned'],
    [{ maintenance: { status: 'running' } }, '- Maintenance: <code>running</code>'],
    [
      { settings: { timeout: 300, notifyKeyspaceEvents: 'KEA' } },
      '- Settings: timeout 300 s, notify-keyspace-events <code>KEA</code>',
    ],
    [{ settings: { maxmemoryPolicy: 'noeviction' } }, '- Settings: maxmemory-policy <code>noeviction</code>'],
    [{ metrics: { memoryRedisBytes: 1_048_576 } }, '- Metrics of the add-on’s log: Redis uses 1 MB'],
    [{ metrics: { memoryTotalBytes: 1, evictedKeys: 0 } }, '- Metrics of the add-on’s log: evicted keys 0'],
    [{ metrics: { loadAvg1m: 0.5 } }, '- Metrics of the add-on’s log: load 0.5'],
    [{ metrics: { activeConnections: 4 } }, '- Metrics of the add-on’s log: connections 4'],
  ])('%o', (report, markdown) => {
    expect(server({ ...only(healthy()).report, ...report })).toBe(markdown)
  })
})

describe('the steps', () => {
  interface Given {
    readonly steps?: readonly StepReport[]
    readonly changes?: readonly VarChange[]
    readonly written?: readonly string[]
    readonly dryRun?: boolean
    readonly broke?: boolean
  }
  const stepsOf = ({ steps: all = [], changes = [], written = [], dryRun = false, broke = false }: Given) => {
    const app = only(healthy())
    const error = broke ? { error: explain('internal', 'x') } : {}
    return steps(
      { ...app, changes, report: { ...app.report, steps: all, changedConfigVars: written, ...error } },
      { ...healthy(), report: { ...healthy().report, dryRun } },
    )
  }
  const set = { action: 'set-config', target: '1 config var', detail: 'Write.', done: true } as const

  it('say that there was none, and that nothing had to be changed only of a run without an error', () => {
    expect(stepsOf({})).toBe('None: nothing had to be changed.')
    expect(stepsOf({ broke: true })).toBe('None.')
  })

  it('have a mark and a title each; the table of config vars takes the place of the detail', () => {
    const all: StepReport[] = [
      set,
      { action: 'wait-release', target: 'v1', detail: 'Wait `long`.', done: false },
      { action: 'remove-addon', target: 'redis-one', detail: '', done: true },
    ]
    const rest = [
      '| ➖ Wait for release (not done) | <code>v1</code><br>Wait <code>long</code>. |',
      '| ✅ Remove add-on | <code>redis-one</code><br> |',
    ].join('\n')
    expect(stepsOf({ steps: all })).toBe(
      `| Step | Detail |\n| --- | --- |\n| ✅ Set config vars | <code>1 config var</code><br>Write. |\n${rest}`,
    )
    expect(stepsOf({ steps: all, changes: [{ name: 'A', kind: 'add', to: 'b' }], written: ['A'] })).toBe(
      `| Step | Detail |\n| --- | --- |\n| ✅ Set config vars | <code>1 config var</code> |\n${rest}` +
        '\n\n| Config var | Value |\n| --- | --- |\n| <code>A</code> | <code>b</code> |',
    )
  })

  test.each<[VarChange, string]>([
    [{ name: 'A', kind: 'remove' }, 'removed'],
    [{ name: 'A', kind: 'add', to: 'b' }, '<code>b</code>'],
    [{ name: 'A', kind: 'add' }, '<em>not shown</em>'],
    [{ name: 'A', kind: 'add', pending: true }, '<em>from the add-on’s URL</em>'],
    [{ name: 'A', kind: 'update', from: 'a', to: 'b' }, '<code>a</code> → <code>b</code>'],
    [{ name: 'A', kind: 'update', to: 'b' }, '<em>not shown</em> → <code>b</code>'],
    [{ name: 'A', kind: 'update', from: 'a' }, '<code>a</code> → <em>not shown</em>'],
    [{ name: 'A', kind: 'update', from: 'a', pending: true }, '<code>a</code> → <em>from the add-on’s URL</em>'],
    [{ name: 'A', kind: 'update' }, '<em>not shown</em> (changed)'],
  ])('show the change %o', (change, value) => {
    expect(
      stepsOf({ steps: [set], changes: [change], written: ['A'] })
        .split('\n')
        .at(-1),
    ).toBe(`| <code>A</code> | ${value} |`)
  })

  it('say which config vars were not written, except in a dry run', () => {
    const changes: VarChange[] = [{ name: 'A', kind: 'add', to: 'b' }]
    const note = '\n\n**These config vars were not written:**\n\n| Config var |'
    expect(stepsOf({ steps: [set], changes })).toContain(note)
    expect(stepsOf({ steps: [set], changes, written: ['A'] })).not.toContain('not written')
    expect(stepsOf({ steps: [{ ...set, done: false }], changes, dryRun: true })).toContain(
      '| 📝 Set config vars | <code>1 config var</code> |\n\n| Config var |',
    )
    expect(stepsOf({ steps: [set] })).not.toContain('not written')
  })
})
