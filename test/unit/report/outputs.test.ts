import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/checks/check.ts'
import { fitted, outputs } from '../../../src/report/outputs.ts'
import type { AppReport, Report } from '../../../src/report/report.ts'
import type { AppResult, RunResult } from '../../../src/report/result.ts'
import { fleet, healthy, warning } from '../../support/fixtures/results.ts'
import { finding, only } from './fixtures.ts'

describe('outputs', () => {
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

  it('have the values of the only app', () => {
    const { checks: _checks, report: _report, ...values } = Object.fromEntries(outputs(warning()))
    expect(values).toEqual({
      status: 'warn',
      'failure-reason': '',
      tested: 'true',
      changed: 'false',
      created: 'false',
      addon: 'redis-shop-48151',
      plan: 'heroku-redis:premium-0',
      version: '8.1.1',
      release: '',
      'changed-config-vars': '',
      'writer-host': 'ec2-3-81-20-4.compute-1.amazonaws.com',
      'writer-port': '21470',
      'reader-host': 'replica.example.com',
      'reader-port': '6380',
      'reader-role': 'replica',
      'latency-p50-ms': '21.67',
      'latency-p95-ms': '24',
      'replication-lag-ms': '4.4',
      'memory-percent': '84',
      'connections-percent': '22.5',
      maintenance: '',
      'maintenance-at': '',
      alarm: '',
      transition: '',
      'failing-since': '',
      'consecutive-failures': '',
      'uptime-percent': '',
    })
    const changed = outputs(healthy())
    expect(['changed', 'created', 'release', 'changed-config-vars'].map((name) => changed.get(name))).toEqual([
      'true',
      'true',
      '43',
      'REDIS_WRITER_HOST,REDIS_WRITER_PORT,REDIS_WRITER_PASSWORD',
    ])
    const unknown = { ...only(healthy()).report }
    for (const name of ['addon', 'writer', 'reader', 'replication', 'release'] as const) delete unknown[name]
    const empty = outputs({ ...healthy(), report: { ...healthy().report, apps: [unknown] } })
    expect([...empty].filter(([, value]) => value !== '').map(([name]) => name)).toEqual([
      'status',
      'tested',
      'changed',
      'created',
      'changed-config-vars',
      'checks',
      'report',
    ])
  })

  it('count a change of one app of a fleet', () => {
    const { apps, ...result } = fleet(2)
    const values = (given: Partial<RunResult>) => {
      const all = outputs({ ...result, apps, ...given })
      return [all.get('changed'), all.get('created')]
    }
    const [first, second] = result.report.apps
    if (!first || !second) throw new Error('no apps')
    const report = (app: AppReport): RunResult['report'] => ({ ...result.report, apps: [first, app] })
    expect(values({})).toEqual(['false', 'false'])
    expect(values({ report: report({ ...second, changedConfigVars: ['A'] }) })).toEqual(['true', 'false'])
    expect(values({ report: report(only(healthy()).report) })).toEqual(['true', 'true'])
    expect(values({ apps: apps.map((app, index) => ({ ...app, accepted: index === 1 })) })).toEqual(['true', 'false'])
  })

  it('leave out checks that pass when there are too many, even where some would fit', () => {
    const message = 'x'.repeat(500)
    const checks = Array.from({ length: 300 }, (_, index) => ({
      ...finding('config', index % 100 === 0 ? 'fail' : index % 100 === 1 ? 'warn' : 'pass'),
      message,
    }))
    const apps = [{ ...only(healthy()).report, checks }]
    const kept = outputs({ ...healthy(), report: { ...healthy().report, apps } }).get('checks') ?? ''
    expect(JSON.parse(kept)).toEqual(checks.filter(({ status }) => status !== 'pass'))
  })

  it('count a change that Heroku accepted and that was not finished', () => {
    const result = warning()
    const apps = result.apps.map((app) => ({ ...app, accepted: true }))
    expect(outputs({ ...result, apps }).get('changed')).toBe('true')
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

  it('lose details step by step, the least important first', () => {
    const endpoint = { host: 'h', port: 1, tls: true, role: 'primary', timings: {} } as const
    const measured = { ...endpoint, latencyMs: { p50: 1, p95: 2, p99: 3, max: 4, samples: 5 } }
    const all = (['pass', 'warn', 'fail', 'skip', 'fail'] as const).map((status) => finding('plan', status))
    const [, warned, failed, , again] = all
    const step = { action: 'set-config', target: 'x', detail: 'x', done: true } as const
    const app = (status: 'pass' | 'warn' | 'fail'): AppReport => ({
      app: status,
      status,
      tested: true,
      failureReason: '',
      writer: measured,
      reader: measured,
      metrics: { hitRate: 1 },
      history: { alarm: false, transition: '', consecutiveFailures: 0, failures: 0, alarmAfter: 1, runs: [] },
      steps: Array.from({ length: 21 }, () => step),
      changedConfigVars: Array.from({ length: 51 }, () => 'A'),
      context: Array.from({ length: 4 }, () => ({ kind: 'log', message: 'x' }) as const),
      checks: all,
    })
    const bare = (status: 'pass' | 'warn' | 'fail') => ({
      app: status,
      status,
      tested: true,
      failureReason: '',
      steps: [],
      changedConfigVars: [],
      context: [],
      checks: [],
    })
    const slim = (status: 'pass' | 'warn' | 'fail', checks: readonly unknown[]) => ({
      ...bare(status),
      writer: endpoint,
      reader: endpoint,
      steps: Array.from({ length: 20 }, () => step),
      changedConfigVars: Array.from({ length: 50 }, () => 'A'),
      context: app(status).context.slice(0, 3),
      checks,
    })
    const apps = [app('pass'), app('warn'), app('fail')]
    const report: Report = { ...healthy().report, apps }
    const frame = { ...report, shortened: true }
    const levels = [
      [slim('pass', []), app('warn'), app('fail')],
      [bare('pass'), slim('warn', [warned, failed, again]), slim('fail', [warned, failed, again])],
      [bare('pass'), bare('warn'), slim('fail', [failed, again])],
      [bare('pass'), bare('warn'), slim('fail', [failed])],
      [bare('pass'), bare('warn'), bare('fail')],
      [bare('warn'), bare('fail')],
      [bare('fail')],
      [],
    ].map((level) => ({ ...frame, apps: level }))
    expect(fitted(report, JSON.stringify(report).length)).toEqual(report)
    let size = JSON.stringify(report).length
    for (const level of levels) {
      // One unit too few for the level before.
      expect(fitted(report, size - 1)).toEqual(level)
      size = JSON.stringify(level).length
    }
  })

  it('cut long texts even where there is room', () => {
    const { report } = healthy()
    const long = { ...only(healthy()).report, changedConfigVars: ['x'.repeat(4_000), 'x'.repeat(4_001)] }
    const short = fitted({ ...report, apps: [long] }, 1_000_000)
    expect(short.apps[0]?.changedConfigVars).toEqual(['x'.repeat(4_000), `${'x'.repeat(3_999)}…`])
    expect(short.shortened).toBe(true)
    const fine = only(healthy()).report
    expect(fitted({ ...report, apps: [fine, { ...long, app: 'long' }] }, 1_000_000).apps).toEqual([
      fine,
      { ...short.apps[0], app: 'long' },
    ])
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
    expect(of({ status: 'none', requiredBy })).toEqual(['none', ''])
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
})
