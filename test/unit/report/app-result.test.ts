import { describe, expect, it, test } from 'vitest'
import { explainIn, failure } from '../../../src/failure/catalogue.ts'
import type { StepSettings } from '../../../src/steps/settings.ts'
import { type AppRun, buildAppResult, failedAppResult } from '../../../src/report/app-result.ts'
import { plans } from '../../support/fixtures/results.ts'
import { addon, attachment, inputs, known, observed, url } from '../state/fixtures.ts'
import { finding } from './fixtures.ts'

const answer = <T>(value: T) => ({ known: true, value }) as const
const silent = { known: false, why: 'no answer' } as const
const seen = observed([addon()], { REDIS_URL: url }, [attachment('REDIS', addon(), ['REDIS_URL'])])

const empty: AppRun = {
  app: 'my-app',
  planned: [],
  steps: [],
  accepted: false,
  notes: [],
  heroku: {},
  findings: [],
  more: { context: [] },
  situation: {},
  durationMs: 5,
}

const built = (run: Partial<AppRun> = {}, settings: StepSettings = inputs()) =>
  buildAppResult(settings, { ...empty, ...run })

describe('the result of an app', () => {
  it('has nothing of what is not known', () => {
    expect(built()).toStrictEqual({
      report: {
        app: 'my-app',
        status: 'pass',
        tested: false,
        failureReason: '',
        steps: [],
        changedConfigVars: [],
        context: [],
        checks: [],
      },
      findings: [],
      accepted: false,
      changes: [],
      latency: {},
      notes: [],
      durationMs: 5,
    })
    const answers = { plans: silent, maintenance: silent, databaseConfig: silent }
    expect(built({ heroku: answers })).toStrictEqual(built())
  })

  it('has the add-on, the release, what Heroku answered and what was written', () => {
    const priced = observed([addon({ price: { cents: 300, unit: 'month' } })], { REDIS_URL: url })
    const changes = [{ name: 'REDIS_WRITER_HOST', kind: 'add', to: 'h' }] as const
    const release = { id: 'r', version: 7, status: 'succeeded', description: 'Set A' } as const
    const context = [{ kind: 'log', message: 'line' }] as const
    const { report, ...rest } = built({
      known: { ...known(priced), created: true, written: changes, release },
      heroku: {
        plans: answer(plans),
        maintenance: answer({ status: 'ready' }),
        databaseConfig: answer({ maxmemoryPolicy: 'noeviction' }),
      },
      oldCredentials: 'refused',
      findings: [finding('plan', 'warn')],
      more: { context, metrics: { hitRate: 1 } },
      accepted: true,
      notes: ['note'],
      measured: { time: 3 },
    })
    expect(report).toStrictEqual({
      app: 'my-app',
      status: 'warn',
      tested: false,
      failureReason: '',
      addon: {
        name: 'redis-one',
        id: 'id-1',
        created: true,
        owner: 'my-app',
        shared: false,
        plan: 'heroku-redis:premium-0',
        state: 'provisioned',
        configVar: 'REDIS_URL',
        price: { cents: 300, unit: 'month' },
      },
      steps: [],
      changedConfigVars: ['REDIS_WRITER_HOST'],
      release: 7,
      rotation: { oldCredentials: 'refused' },
      maintenance: { status: 'ready' },
      settings: { maxmemoryPolicy: 'noeviction' },
      metrics: { hitRate: 1 },
      context,
      checks: [{ id: 'plan', target: 'app', status: 'warn', message: 'plan warn' }],
    })
    expect(rest).toStrictEqual({
      findings: [finding('plan', 'warn')],
      accepted: true,
      changes,
      latency: {},
      plans,
      notes: ['note'],
      measured: { time: 3 },
      durationMs: 5,
    })
  })

  it('shows in a dry run what would be written', () => {
    const change = { name: 'A', kind: 'add', to: 'b' } as const
    const planned = [
      { action: 'set-config', target: 'x', detail: 'x', changes: [change] },
      { action: 'wait-release', target: 'x', detail: 'x' },
    ] as unknown as AppRun['planned']
    expect(built({ planned }, inputs({ 'dry-run': 'true' })).changes).toEqual([change])
    expect(built({ planned }).changes).toEqual([])
  })

  test.each<[string, Parameters<typeof inputs>[0], AppRun['known'], object | undefined]>([
    ['copies', { fields: 'host,url' }, known(seen), { writer: 'copy', reader: 'copy' }],
    [
      'kept current by Heroku',
      { fields: 'url' },
      known(
        observed([addon()], { REDIS_URL: url, REDIS_WRITER_URL: url }, [
          attachment('REDIS', addon(), ['REDIS_URL']),
          attachment('REDIS_WRITER', addon(), ['REDIS_WRITER_URL']),
        ]),
      ),
      { writer: 'live', reader: 'copy' },
    ],
    ['not managed', { fields: 'host' }, known(seen), undefined],
    ['removed', { fields: 'url', mode: 'remove', confirm: 'my-app' }, known(seen), undefined],
    ['not there yet', { fields: 'url' }, known(observed([], {})), undefined],
    ['not known', { fields: 'url' }, undefined, undefined],
  ])('says of the _URL config vars that they are %s', (_, given, facts, urls) => {
    expect(built(facts ? { known: facts } : {}, inputs(given)).report.urls).toEqual(urls)
  })

  it('explains an error for the situation it happened in', () => {
    const error = failure('redis-wrong-password', 'x')
    const { report } = built({ error, situation: { mode: 'check', variables: 'fresh' } })
    expect(report).toMatchObject({ status: 'fail', failureReason: 'redis-wrong-password', error: { what: 'x' } })
    expect(report.error?.remedy).not.toBe(built({ error }).report.error?.remedy)
  })

  it('of an app that was not started has its error, explained for the mode', () => {
    const error = failure('redis-wrong-password', 'x')
    const settings = inputs({ mode: 'check' })
    const { report, ...rest } = failedAppResult('other', settings, error)
    expect(report).toStrictEqual({
      ...built({ app: 'other' }).report,
      status: 'fail',
      failureReason: 'redis-wrong-password',
      error: explainIn(error, { app: 'other', mode: 'check' }),
    })
    expect(report.error).not.toEqual(explainIn(error, {}))
    expect(rest).toStrictEqual({ findings: [], accepted: false, changes: [], latency: {}, notes: [], durationMs: 0 })
  })

  it('has the round trips of the servers that answered', () => {
    const values = [1, 2]
    const facts = {
      endpoint: { host: 'h', port: 1, username: 'default', tls: true },
      attempts: 1,
      timings: {},
      connect: { ok: true, value: null },
    } as const
    const latency = { ok: true, value: { p50: 1, p95: 2, p99: 2, max: 2, samples: 2, values } } as const
    const failed = { ok: false, failure: { reason: 'redis-error', stage: 'command', message: 'x', transient: false } }
    const pair = { role: 'unknown', proof: 'x', split: false } as const
    const of = (writer: object, reader: object) =>
      built({ probe: { writer: { ...facts, ...writer }, reader: { ...facts, ...reader }, pair } }).latency
    expect(of({ latency }, {})).toStrictEqual({ writer: values })
    expect(of({ latency: failed }, { latency })).toStrictEqual({ reader: values })
  })
})
