import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/checks/check.ts'
import { explain } from '../../../src/failure/catalogue.ts'
import { Failure } from '../../../src/failure/failure.ts'
import { sizing } from '../../../src/report/summary/sizing.ts'
import { annotations, workflowFile } from '../../../src/report/annotations.ts'
import { appReport, runReport, worst } from '../../../src/report/build.ts'
import { docsBase, docsLink } from '../../../src/report/docs.ts'
import { causeChain } from '../../../src/failure/cause-chain.ts'
import { explained, failedLine } from '../../../src/report/failed.ts'
import { bytes, duration, price } from '../../../src/utils/format.ts'
import { fitted, outputs } from '../../../src/report/outputs.ts'
import { histogram } from '../../../src/report/summary/mermaid.ts'
import type { Report } from '../../../src/report/report.ts'
import type { AppResult, RunResult } from '../../../src/report/result.ts'
import { renderSummary } from '../../../src/report/summary/summary.ts'
import { cancelled, failing, fleet, healthy, hostile, plans, warning } from '../../support/fixtures/results.ts'

const docs = 'https://github.com/octo/action/blob/v1'
const errors = { docs, failOn: 'error' } as const

const finding = (id: Finding['id'], status: Finding['status'], more: Partial<Finding> = {}): Finding => ({
  id,
  status,
  target: 'app',
  message: `${id} ${status}`,
  ...more,
})

const base = { app: 'shop', steps: [], changedConfigVars: [] }

function only(result: RunResult): AppResult {
  const [app] = result.apps
  if (!app) throw new Error('no app')
  return app
}

describe('appReport', () => {
  it('uses the first failure in report order as the reason, in whatever order the findings come', () => {
    const report = appReport({
      ...base,
      findings: [
        finding('latency', 'fail', { reason: 'latency' }),
        finding('config', 'fail', { reason: 'config-drift' }),
        finding('plan', 'warn', { reason: 'plan-mismatch' }),
      ],
    })
    expect(report).toMatchObject({ status: 'fail', failureReason: 'config-drift' })
    expect(report.checks.map(({ id }) => id)).toEqual(['plan', 'config', 'latency'])
    expect(report.checks.every((check) => !('reason' in check))).toBe(true)
  })

  it('prefers an error to the findings, and has a reason only when something fails', () => {
    const error = explain('release-failed', 'Release v3 failed.')
    const findings = [finding('config', 'fail', { reason: 'config-drift' })]
    expect(appReport({ ...base, error, findings })).toMatchObject({ status: 'fail', failureReason: 'release-failed' })
    const warned = appReport({ ...base, findings: [finding('plan', 'warn', { reason: 'plan-mismatch' })] })
    expect(warned).toMatchObject({ status: 'warn', failureReason: '' })
    expect(appReport({ ...base, findings: [finding('role', 'skip')] })).toMatchObject({ status: 'pass' })
  })

  it('has no percentage where the server sets no limit, and says when the reader is the writer’s server', () => {
    expect(only(warning()).report.reader?.memory).toEqual({ used: 17_825_792, max: 0 })
    expect(only(warning()).report.writer?.memory).toMatchObject({ percent: 84 })
    expect(only(healthy()).report.reader?.sameServerAs).toBe('writer')
    expect(only(healthy()).report.writer?.sameServerAs).toBeUndefined()
  })
})

describe('runReport', () => {
  it('has the status of the worst app and the reason of the first failure in input order', () => {
    const app = (status: 'pass' | 'fail', failureReason: Report['failureReason']) => ({
      ...appReport({ ...base, findings: [] }),
      status,
      failureReason,
    })
    const run = { mode: 'check', dryRun: false, startedAt: 'now', durationMs: 1.5 } as const
    const apps = [app('pass', ''), app('fail', 'memory'), app('fail', 'latency')]
    expect(runReport({ ...run, apps })).toMatchObject({ status: 'fail', failureReason: 'memory', durationMs: 2 })
    expect(worst([])).toBe('pass')
    expect(worst(['pass', 'warn', 'pass'])).toBe('warn')
  })
})

describe('outputs', { timeout: 120_000 }, () => {
  const names = (
    'status failure-reason tested changed created addon plan version release changed-config-vars ' +
    'writer-host writer-port reader-host reader-port reader-role latency-p50-ms latency-p95-ms ' +
    'replication-lag-ms memory-percent connections-percent maintenance maintenance-at ' +
    'alarm transition failing-since consecutive-failures uptime-percent checks report'
  ).split(' ')

  it('are those of the contract, in its order', () => {
    expect([...outputs(healthy()).keys()]).toEqual(names)
    expect(JSON.parse(outputs(healthy()).get('checks') ?? '')).toEqual(only(healthy()).report.checks)
    expect(JSON.parse(outputs(healthy()).get('report') ?? '')).toEqual(JSON.parse(JSON.stringify(healthy().report)))
  })

  it('are empty for several apps where they describe a single one', () => {
    const filled = [...outputs(fleet(3))].filter(([, value]) => value !== '').map(([name]) => name)
    expect(filled).toEqual(['status', 'tested', 'changed', 'created', 'report'])
  })

  it('count only real changes', () => {
    expect(outputs(healthy()).get('changed')).toBe('true')
    const waited = only(healthy()).report.steps.map((step) => ({ ...step, done: step.action.startsWith('wait-') }))
    const { addon: _, ...app } = only(healthy()).report
    const report = { ...healthy().report, apps: [{ ...app, steps: waited, changedConfigVars: [] }] }
    expect(outputs({ ...healthy(), report }).get('changed')).toBe('false')
  })

  it('do not count what another run has just done', () => {
    const { addon, ...app } = only(healthy()).report
    const adopted = { ...app, changedConfigVars: [], ...(addon && { addon: { ...addon, created: false } }) }
    expect(adopted.steps.every(({ done }) => done)).toBe(true)
    const report = { ...healthy().report, apps: [adopted] }
    expect(outputs({ ...healthy(), report }).get('changed')).toBe('false')
  })

  it.each([1, 300, 800, 5_000])('stay below 1 MiB in UTF-16 for %i apps, and keep the status', (size) => {
    const result = fleet(size)
    const all = outputs(result)
    const units = [...all.values()].reduce((sum, value) => sum + value.length, 0)
    expect(units * 2).toBeLessThan(1_048_576)
    const report = JSON.parse(all.get('report') ?? '') as Report
    expect(report.status).toBe(result.report.status)
  })

  it('leave out details of healthy apps first, and say so', () => {
    const report = JSON.parse(outputs(fleet(800)).get('report') ?? '') as Report
    expect(report).toMatchObject({ shortened: true, apps: { length: 800 } })
    const failed = report.apps.filter(({ status }) => status === 'fail')
    expect(failed.length).toBeGreaterThan(50)
    for (const { error, checks } of failed) {
      expect(error !== undefined || checks.some(({ status }) => status === 'fail')).toBe(true)
    }
    expect(report.apps.filter(({ status }) => status === 'pass').flatMap(({ checks }) => checks)).toEqual([])
  })

  it('keep the failing checks and the endpoints of failing apps as long as possible', () => {
    const { report } = fleet(100)
    const whole = JSON.stringify(report).length
    const failed = (short: Report) => short.apps.filter(({ failureReason }) => failureReason === 'config-drift')
    for (const part of [0.9, 0.5, 0.2, 0.1]) {
      const short = fitted(report, Math.floor(whole * part))
      expect(short.shortened).toBe(true)
      expect(short.apps).toHaveLength(100)
      for (const app of failed(short)) {
        expect(app.checks.map(({ id }) => id)).toContain('config')
        expect(app.writer).toMatchObject({ host: expect.any(String) as string, port: 21_470, role: 'primary' })
        expect(app.reader?.role).toBe('primary')
      }
    }
    expect(fitted(report, whole).shortened).toBeUndefined()
    // Where names alone are too much, the failing ones stay.
    const least = fitted(report, 3_000)
    expect(least.apps.length).toBeLessThan(100)
    expect(new Set(least.apps.map(({ status }) => status))).toEqual(new Set(['fail', 'warn']))
    expect(least.apps.filter(({ status }) => status === 'fail')).toHaveLength(12)
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

  it('prefer failing checks to warnings when there are too many', () => {
    const result = healthy()
    const many = (status: Finding['status'], count: number) =>
      Array.from({ length: count }, () => ({ ...finding('config', status), message: 'x'.repeat(500) }))
    const checks = [...many('warn', 150), ...many('pass', 100), ...many('fail', 150)]
    const apps = [{ ...only(result).report, checks }]
    const kept = JSON.parse(outputs({ ...result, report: { ...result.report, apps } }).get('checks') ?? '') as Finding[]
    const number = (status: string): number => kept.filter((each) => each.status === status).length
    expect([number('fail'), number('pass')]).toEqual([150, 0])
    expect(number('warn')).toBeGreaterThan(5)
  })

  it('name the maintenance that is ahead, or none', () => {
    const of = (maintenance: NonNullable<AppResult['report']['maintenance']>) => {
      const apps = [{ ...only(healthy()).report, maintenance }]
      const all = outputs({ ...healthy(), report: { ...healthy().report, apps } })
      return [all.get('maintenance'), all.get('maintenance-at')]
    }
    const requiredBy = '2026-12-19T00:00:00Z'
    expect(of({ status: 'ready', requiredBy })).toEqual(['ready', requiredBy])
    expect(of({ status: 'pending', requiredBy, scheduledFor: '2026-11-07T22:00:00Z' })).toEqual([
      'pending',
      '2026-11-07T22:00:00Z',
    ])
    expect(of({ status: 'none' })).toEqual(['none', ''])
    expect(of({ status: 'completed', scheduledFor: '2025-11-07T22:00:00Z' })).toEqual(['none', ''])
  })

  it('say for several apps whether any raises the alarm, and prefer an outage that began to one that ended', () => {
    const result = fleet(3)
    const history = {
      alarm: false,
      transition: '',
      consecutiveFailures: 0,
      failures: 0,
      alarmAfter: 1,
      runs: [],
    } as const
    const with_ = (...transitions: readonly ('broke' | 'recovered' | '')[]) => {
      const apps = result.report.apps.map((app, index) => {
        const transition = transitions[index]
        return transition === undefined
          ? app
          : { ...app, history: { ...history, alarm: transition === 'broke', transition } }
      })
      const all = outputs({ ...result, report: { ...result.report, apps } })
      return [all.get('alarm'), all.get('transition'), all.get('consecutive-failures')]
    }
    expect(with_('recovered', 'broke')).toEqual(['true', 'broke', ''])
    expect(with_('', 'recovered')).toEqual(['false', 'recovered', ''])
    expect(with_('')).toEqual(['false', '', ''])
    expect(with_()).toEqual(['', '', ''])
  })

  it('stay below 1 MiB for one app with thousands of findings', () => {
    const result = healthy()
    const checks = Array.from({ length: 5_000 }, () => ({ ...finding('config', 'fail'), message: 'x'.repeat(500) }))
    const apps = [{ ...only(result).report, checks }]
    const units = [...outputs({ ...result, report: { ...result.report, apps } }).values()].join('').length
    expect(units * 2).toBeLessThan(1_048_576)
  })
})

describe('annotations', () => {
  it('are at most nine of a kind, so that GitHub drops none and the line of setFailed fits', () => {
    const all = annotations(fleet(500), errors)
    for (const kind of ['error', 'warning']) expect(all.filter((each) => each.kind === kind)).toHaveLength(9)
    expect(
      all.filter(({ message }) => /^And \d+ more (errors|warnings), see the summary\.$/.test(message)),
    ).toHaveLength(2)
  })

  it('are nine when there are nine', () => {
    const findings = Array.from({ length: 9 }, () => finding('memory', 'warn', { reason: 'memory' }))
    const app = { ...only(healthy()), findings }
    const all = annotations({ ...healthy(), apps: [app] }, errors)
    expect(all.every(({ title }) => title === 'shop: memory')).toBe(true)
    expect(all).toHaveLength(9)
  })

  it('are one line of at most 4,096 characters whatever a server answers', () => {
    const app = only(healthy())
    const findings = [finding('connect', 'fail', { message: hostile.repeat(500), hint: hostile.repeat(500) })]
    const [first] = annotations({ ...healthy(), apps: [{ ...app, findings }] }, errors)
    expect(first?.message.length).toBeLessThanOrEqual(4_096)
    expect(first?.message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  it('show the first finding of every app before the second of any', () => {
    const findings = [finding('config', 'fail'), finding('connect', 'fail')]
    const apps = ['a', 'b'].map((app) => ({ ...only(healthy()), report: { ...only(healthy()).report, app }, findings }))
    const titles = annotations({ ...healthy(), apps }, errors).map(({ title }) => title)
    expect(titles).toEqual(['a: config', 'b: config', 'a: connect', 'b: connect'])
  })

  it('point at the workflow file when it is in this repository', () => {
    const ref = 'octo/shop/.github/workflows/redis health.yml@refs/heads/a@b'
    expect(workflowFile({ GITHUB_WORKFLOW_REF: ref, GITHUB_REPOSITORY: 'octo/shop' })).toBe(
      '.github/workflows/redis health.yml',
    )
    for (const other of [
      { GITHUB_WORKFLOW_REF: ref, GITHUB_REPOSITORY: 'octo/other' },
      { GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/../x.yml@y', GITHUB_REPOSITORY: 'octo/shop' },
      { GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/a\n::error::.yml@y', GITHUB_REPOSITORY: 'octo/shop' },
      { GITHUB_REPOSITORY: 'octo/shop' },
      {},
    ]) {
      expect(workflowFile(other)).toBeUndefined()
    }
  })
})

describe('docsBase', () => {
  const env = {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_ACTION_REPOSITORY: 'octo/heroku-redis-action',
    GITHUB_ACTION_REF: 'v1.2.3',
  }

  it('is the address of this version of the action', () => {
    expect(docsBase(env)).toBe('https://github.com/octo/heroku-redis-action/blob/v1.2.3')
    expect(docsBase({ ...env, GITHUB_ACTION_REF: 'feature/x' })).toMatch(/feature\/x$/)
    expect(docsLink(docsBase(env), 'memory')).toMatch(/v1\.2\.3\/docs\/troubleshooting\.md#memory$/)
    expect(docsLink('', 'memory')).toBe('docs/troubleshooting.md#memory')
  })

  it.each([
    { GITHUB_ACTION_REPOSITORY: '' },
    { GITHUB_ACTION_REF: '../../evil' },
    { GITHUB_ACTION_REF: 'a b)' },
    { GITHUB_SERVER_URL: 'javascript:alert(1)//' },
    { GITHUB_ACTION_REPOSITORY: 'a/b/c' },
  ])('is empty when the runner’s values have another form: %o', (part) => {
    expect(docsBase({ ...env, ...part })).toBe('')
  })
})

describe('failedLine', () => {
  it('names app and reason only: the annotations say what was found', () => {
    expect(failedLine(failing(), 'failure', docs)).toBe(
      `shop: config vars are stale. Docs: ${docs}/docs/troubleshooting.md#config-drift`,
    )
  })

  it('explains the error of an only app, which has no annotation of its own, and what else is known', () => {
    const [app] = failing().apps
    if (!app) throw new Error('no app')
    const error = explain('heroku-unavailable', 'GET /apps/shop failed 5 times')
    const context = [
      { kind: 'log', message: 'a line of the log' },
      { kind: 'incident', message: 'Heroku reports an open incident: `API` errors (since 12:03)' },
    ] as const
    const result = { ...failing(), apps: [{ ...app, findings: [], report: { ...app.report, error, context } }] }
    expect(failedLine(result, 'job', '')).toBe(
      `shop: GET /apps/shop failed 5 times. ${error.cause} ${error.remedy} ` +
        'Heroku reports an open incident: API errors (since 12:03). Docs: docs/troubleshooting.md#heroku-unavailable',
    )
    expect(annotations(result, errors)).toEqual([])
    expect(annotations({ ...result, apps: [...result.apps, ...result.apps] }, errors)).toHaveLength(2)
  })

  it('says when only a warning fails the step', () => {
    expect(failedLine(warning(), 'warning', '')).toBe(
      'shop: failed because of fail-on: warning: memory is nearly full. Docs: docs/troubleshooting.md#memory',
    )
  })

  it('counts a fleet and names a failing app before a warning one', () => {
    expect(failedLine(fleet(100), 'job', '')).toMatch(
      /^100 apps: 76 passed, 12 with warnings, 12 failed\. First: app-10: config vars are stale\. /,
    )
  })

  it('works without an app', () => {
    expect(explained(explain('token-missing', 'There is no token'), '')).toMatch(
      /^There is no token\. .+ Docs: docs\/troubleshooting\.md#token-missing$/,
    )
    expect(failedLine({ ...cancelled(), apps: [] }, 'job', '')).toBe('Cancelled before the first app.')
  })
})

describe('causeChain', () => {
  it('shows name, code and message of each error, and nothing else', () => {
    const reply = Object.assign(new Error('WRONGPASS invalid'), { command: { args: ['hunter2'] }, code: 'ERR' })
    reply.name = 'ReplyError'
    const chain = causeChain(new Failure(explain('redis-wrong-password', 'Login failed.'), { cause: reply }))
    expect(chain).toEqual(['Failure: Login failed.', 'caused by ReplyError ERR: WRONGPASS invalid'])
  })

  it('reads an AggregateError, stops at a circle, and survives anything thrown', () => {
    const aggregate = new AggregateError([new Error('v4\n::error::x'), new TypeError('v6')], 'all failed')
    expect(causeChain(aggregate)).toEqual(['AggregateError: all failed', '- Error: v4 ::error::x', '- TypeError: v6'])
    const circle = new Error('round')
    circle.cause = circle
    expect(causeChain(circle)).toEqual(['Error: round'])
    expect(causeChain(undefined)).toEqual([])
    expect(causeChain('text')).toEqual(['text'])
    expect(causeChain({ password: 'hunter2' })).toEqual(['a thrown object'])
    const trap = new Error('x')
    Object.defineProperty(trap, 'message', {
      get: () => {
        throw new Error('trap')
      },
    })
    expect(causeChain(trap)).toEqual(['Error:'])
  })
})

describe('sizing', () => {
  const app = only(warning())
  const addonOf = (plan: string) => ({ name: 'x', id: 'x', created: false, plan })
  const withPlan = (plan: string, more: Partial<AppResult> = {}): AppResult => ({
    ...app,
    report: { ...app.report, addon: addonOf(plan) },
    ...more,
  })
  /** No finding calls for more; this share of memory and connections is used. */
  const roomy = (plan: string, memory: number, connections: number): AppResult => ({
    ...app,
    findings: [],
    report: {
      ...app.report,
      addon: addonOf(plan),
      writer: {
        ...(app.report.writer ?? { host: '', port: 0, tls: true, role: 'primary', timings: {} }),
        memory: { used: 1, max: 100, percent: memory },
        connections: { used: 2, max: 100, percent: connections },
      },
    },
  })

  it('names the plan in use, its price and the limits of the server', () => {
    expect(sizing(roomy('heroku-redis:premium-0', 50, 50))).toEqual([
      'Plan in use: `heroku-redis:premium-0`, 15.00 USD a month. The server’s limits: 100 bytes of memory and 100 connections.',
    ])
    const { addon: _, ...report } = app.report
    expect(sizing({ ...app, report })).toEqual([])
  })

  it('names the next larger plan with its price when memory or connections call for it', () => {
    expect(sizing(app).at(-1)).toBe(
      'The next larger plan is `heroku-redis:premium-1`, 30.00 USD a month: set `plan` to it with `plan-mismatch: change`.',
    )
    expect(sizing(withPlan('heroku-redis:premium-2')).at(-1)).toBe('Heroku lists no larger plan of this kind.')
    // Mini has no larger sister; premium-0 follows.
    expect(sizing(withPlan('heroku-redis:mini')).at(-1)).toContain('`heroku-redis:premium-0`')
  })

  it('prefers the same family to a cheaper plan of another', () => {
    const [, , premium1] = plans
    if (!premium1) throw new Error('no plan')
    const odd = { ...premium1, name: 'heroku-redis:standard-5', cents: premium1.cents - 500 }
    expect(sizing(withPlan('heroku-redis:premium-0', { plans: [...plans, odd] })).at(-1)).toContain('premium-1')
  })

  it.each([
    [20, 20, true],
    [1, 20.1, false],
    [20.1, 1, false],
    [90, 1, false],
  ])('at %d %% of memory and %d %% of connections a smaller plan is named: %s', (memory, connections, isNamed) => {
    const lines = sizing(roomy('heroku-redis:premium-1', memory, connections))
    expect(lines.length).toBe(isNamed ? 2 : 1)
    if (isNamed) expect(lines[1]).toContain('`heroku-redis:premium-0`, 15.00 USD a month')
  })

  it('never names a smaller plan of another family, which would lose high availability', () => {
    expect(sizing(roomy('heroku-redis:premium-0', 1, 1))).toHaveLength(1)
  })

  it('gives no advice on plans of other providers, on a shared add-on, or without prices', () => {
    const redisCloud = plans.map((plan) => ({ ...plan, name: plan.name.replace('heroku-redis', 'rediscloud') }))
    expect(sizing(withPlan('rediscloud:premium-0', { plans: redisCloud }))).toHaveLength(1)
    const shared = { ...app.report, addon: { ...addonOf('heroku-redis:premium-0'), shared: true } }
    expect(sizing({ ...app, report: shared })).toHaveLength(1)
    const contract = plans.map((plan) => ({ ...plan, billing: 'contract' as const }))
    const lines = sizing(withPlan('heroku-redis:premium-0', { plans: contract }))
    expect(lines).toEqual([expect.stringContaining('price by contract')])
    expect(sizing(withPlan('heroku-redis:premium-0', { plans: [] }))).toHaveLength(1)
  })

  it('never names a retired plan, nor one for another kind of space', () => {
    const current = { ...(plans[2] ?? plans[0]), name: 'heroku-redis:premium-9', cents: 9_900 }
    const next = { ...current, name: 'heroku-redis:premium-10', cents: 19_900 }
    const on = (offer: object) =>
      sizing(
        withPlan('heroku-redis:premium-9', { plans: [current, { ...next, ...offer }] as AppResult['plans'] & object }),
      ).at(-1)
    expect(on({})).toContain('premium-10')
    expect(on({ state: 'shutdown' })).toContain('no larger plan')
    expect(on({ insidePrivateSpace: true })).toContain('no larger plan')
    expect(on({ outsidePrivateSpace: false })).toContain('no larger plan')
    expect(on({ billing: 'contract' })).toContain('no larger plan')
  })
})

describe('renderSummary', { timeout: 120_000 }, () => {
  it.each([600, 3_000])('stays below 1 MiB for %i apps, shows the worst first, and says what is left out', (size) => {
    const markdown = renderSummary(fleet(size), { docs })
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

  it('works without Mermaid, and without an app', () => {
    expect(renderSummary(healthy(), { docs, canShowMermaid: false })).not.toContain('mermaid')
    expect(renderSummary({ ...cancelled(), apps: [] }, { docs })).toBe('## 🚫 Cancelled before the first app\n')
  })

  it('draws nothing of servers that were not reached', () => {
    expect(renderSummary(failing(), { docs })).not.toContain('flowchart')
    expect(renderSummary(healthy(), { docs })).toContain('flowchart')
    const [app] = failing().apps
    if (!app?.report.writer || !app.report.reader) throw new Error('no endpoints')
    const dead = { host: 'h', port: 1, tls: true, role: 'unknown', timings: {} } as const
    const apps = [{ ...app, latency: {}, report: { ...app.report, writer: dead, reader: dead } }]
    expect(renderSummary({ ...failing(), apps }, { docs })).not.toMatch(/^```mermaid/m)
  })

  it('explains the worst finding once', () => {
    const markdown = renderSummary(failing(), { docs })
    expect(markdown.match(/REDIS_WRITER_HOST and REDIS_WRITER_PASSWORD differ/g)).toHaveLength(1)
    expect(markdown).toContain('See above.')
  })

  it('shows one server in one column, and two in two', () => {
    expect(renderSummary(healthy(), { docs })).toContain('|  | Writer and reader |')
    expect(renderSummary(warning(), { docs })).toContain('|  | Writer | Reader |')
  })

  it('marks a run that passed without a test as such', () => {
    const [app] = healthy().apps
    if (!app) throw new Error('no app')
    const untested = { ...app.report, tested: false }
    const result = {
      ...healthy(),
      report: { ...healthy().report, tested: false, apps: [untested] },
      apps: [{ ...app, report: untested }],
    }
    expect(renderSummary(result, { docs })).toMatch(/^## ➖ shop: Redis was not tested/)
  })

  it('shows what Heroku, the log and the state file say beside the checks', () => {
    const [app] = failing().apps
    if (!app) throw new Error('no app')
    const report: AppResult['report'] = {
      ...app.report,
      addon: { name: 'redis-round-1', id: 'x', created: false, owner: 'acme-www', shared: true },
      urls: { writer: 'live', reader: 'copy' },
      maintenance: {
        status: 'ready',
        scheduledFor: '2026-11-07T22:00:00Z',
        requiredBy: '2026-12-19T00:00:00Z',
        window: 'Mondays 22:00 to Tuesdays 02:00 UTC',
      },
      settings: { maxmemoryPolicy: 'allkeys-lru', timeout: 0, notifyKeyspaceEvents: '' },
      metrics: {
        at: '2026-03-04T05:06:07Z',
        loadAvg1m: 0.06,
        readIops: 3,
        writeIops: 1,
        memoryRedisBytes: 343_477_584,
        memoryTotalBytes: 1_073_741_824,
        hitRate: 0.712,
        evictedKeys: 0,
        activeConnections: 4,
      },
      context: [
        {
          kind: 'incident',
          message: 'Heroku reports an open incident: API',
          url: 'https://status.heroku.com/incidents/1',
        },
        { kind: 'log', message: 'source=REDIS addon=redis-round-1 | sample' },
      ],
      history: {
        alarm: false,
        transition: '',
        failingSince: '2026-03-04T05:06:07.890Z',
        consecutiveFailures: 2,
        failures: 2,
        alarmAfter: 3,
        uptimePercent: 93.33,
        runs: [
          { at: 'a', status: 'pass', memoryPercent: 0, latencyP95Ms: 5 },
          { at: 'b', status: 'warn', memoryPercent: 100, latencyP95Ms: 10 },
          { at: 'c', status: 'fail' },
        ],
      },
    }
    const markdown = renderSummary({ ...failing(), apps: [{ ...app, report }] }, { docs })
    for (const line of [
      'add-on <code>redis-round-1</code>, shared from <code>acme-www</code>',
      '- Heroku reports an open incident: API. [Details](https://status.heroku.com/incidents/1)',
      '<details><summary>Last log lines of the add-on</summary>\n\n- <code>source=REDIS addon=redis-round-1 &#124; sample</code>',
      '| <code>_URL</code> variable | live: Heroku updates it | copy |',
      '- Maintenance: <code>ready</code>, scheduled for 2026-11-07 22:00 UTC, required by 2026-12-19 00:00 UTC, window Mondays 22:00 to Tuesdays 02:00 UTC',
      '- Settings: maxmemory-policy <code>allkeys-lru</code>, timeout never, notify-keyspace-events off',
      '- Metrics of the add-on’s log: at 2026-03-04 05:06 UTC, load 0.06, read IOPS 3, write IOPS 1, Redis uses 328 MB of 1 GB on the machine, hit rate 71.2 %, evicted keys 0, connections 4',
      'The last 3 runs, oldest first: ✅⚠️❌',
      'Uptime 93.3 % · failing since 2026-03-04 05:06 UTC (2 runs in a row)',
      '| Latency p95 | ▅█· |',
      '| Memory | ▁█· |',
      'The step does not fail yet: 2 of 3 failures before the alarm.',
    ]) {
      expect(markdown).toContain(line)
    }
    expect(markdown).not.toContain('| Connections | ·')
  })

  it('lists invalid inputs, one line each', () => {
    const error = explain(
      'input-invalid',
      '2 inputs are invalid:\n- app: got "<b>"; expected x\n- mode: got "y"; expected z',
    )
    const report = runReport({ ...healthy().report, apps: [] }, error)
    expect(report).toMatchObject({ status: 'fail', tested: false, failureReason: 'input-invalid' })
    const markdown = renderSummary({ report, apps: [], cancelled: false, error }, { docs })
    expect(markdown).toContain(
      '\n\n2 inputs are invalid:\n\n- app: got "&#60;b&#62;"; expected x\n- mode: got "y"; expected z\n\n',
    )
  })

  it('never links to a page that does not exist', () => {
    expect(renderSummary(failing(), { docs: '' })).not.toContain('](docs/')
  })

  it('lists what a cancelled run did not write', () => {
    expect(renderSummary(cancelled(), { docs })).toContain('**These config vars were not written:**')
    expect(renderSummary(healthy(), { docs })).not.toContain('not written')
  })
})

describe('numbers', () => {
  it('read well', () => {
    expect([0, 0.84, 9.96, 12.4, 999, 1_000, 59_949, 59_960, 125_000].map(duration)).toEqual([
      '0 ms',
      '0.8 ms',
      '10 ms',
      '12 ms',
      '999 ms',
      '1 s',
      '59.9 s',
      '1 min',
      '2 min 5 s',
    ])
    expect([0, 512, 52_428_800, 17_301_504, 7 * 1_024 ** 3].map(bytes)).toEqual([
      '0 bytes',
      '512 bytes',
      '50 MB',
      '16.5 MB',
      '7 GB',
    ])
    expect([price(1_500, 'month'), price(0, 'month')]).toEqual(['15.00 USD a month', 'free'])
  })

  it('are counted in at most eight steps, and none is lost', () => {
    expect(histogram([5, 5, 5])).toEqual({ labels: ['5.00'], counts: [3] })
    const { labels, counts } = histogram(Array.from({ length: 1_000 }, (_, index) => index))
    expect(labels).toHaveLength(8)
    expect(counts.reduce((a, b) => a + b)).toBe(1_000)
  })
})
