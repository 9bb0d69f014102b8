import { afterEach, describe, expect, test } from 'vitest'
import type { MaintenancePlan } from '../../sandbox/maintenances.ts'
import { arrived } from '../../e2e/moments.ts'
import { changesOn, reportOf, sandboxForThisFile, varsFor } from '../../e2e/support.ts'
import { shortTimeout } from '../../support/slowness.ts'
import { step } from './step.ts'

/** `maintenance: run`: runs a maintenance at a chosen time, and updates the copies in the same job. */

const sandbox = await sandboxForThisFile()
const usual = { ...sandbox.behaviour }
const post = { method: 'POST', path: '/run$' }

afterEach(async () => {
  await sandbox.configure(usual)
  await sandbox.clearFaults()
})

let apps = 0
async function appWith(plan: MaintenancePlan | null): Promise<{ app: string; addon: string; before: string }> {
  const app = `maintained-${String(++apps)}`
  await sandbox.createApp(app, { addons: ['heroku-redis:premium-0'] })
  const [addon = ''] = await sandbox.addons(app)
  const { REDIS_URL: before = '' } = await sandbox.config(app)
  await sandbox.setConfig(app, varsFor(before))
  if (plan) await sandbox.planMaintenance(addon, plan)
  sandbox.requests.clear()
  return { app, addon, before }
}

const run = (app: string, inputs: Readonly<Record<string, string>> = {}, during?: Parameters<typeof step>[2]) =>
  step(sandbox, { app, maintenance: 'run', samples: '1', 'provision-timeout': '60s', ...inputs }, during)

const changes = (): readonly string[] => changesOn(sandbox)
const runs = (): readonly string[] => changes().filter((request) => request.endsWith('/run'))

async function expectFresh(app: string, before: string): Promise<void> {
  const config = await sandbox.config(app)
  expect(config['REDIS_URL']).not.toBe(before)
  expect(config).toMatchObject(varsFor(config['REDIS_URL'] ?? ''))
}

test('runs a maintenance that is ready, waits for it, and writes the config vars once', async () => {
  const { app, addon, before } = await appWith({ runReads: 3 })
  await sandbox.redis(addon, 'SET', 'greeting', 'hello')
  const outcome = await run(app)

  expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'true', tested: 'true' } })
  expect(changes()).toEqual([
    expect.stringMatching(/^POST \/data\/maintenances\/v1\/[^/]+\/run$/) as string,
    `PATCH /apps/${app}/config-vars`,
  ])
  await expectFresh(app, before)
  expect(await sandbox.redis(addon, 'GET', 'greeting')).toBe('hello')
  const steps = reportOf(outcome).apps[0]?.steps ?? []
  expect(steps.map(({ action, done }) => [action, done])).toEqual([
    ['run-maintenance', true],
    ['wait-maintenance', true],
    ['wait-addon', true],
    ['set-config', true],
    ['wait-release', true],
  ])
  expect(outcome.log.join('\n')).toMatch(/Waiting for the maintenance of \S+: it is running/)
})

test('lists every step in a dry run, and changes nothing', async () => {
  const { app, before } = await appWith({ requiredBy: '2026-12-19T00:00:00.000Z' })
  const outcome = await run(app, { 'dry-run': 'true' })
  expect(outcome).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } })
  expect(changes()).toEqual([])
  expect(reportOf(outcome).apps[0]?.steps.map(({ action }) => action)).toEqual([
    'run-maintenance',
    'wait-maintenance',
    'wait-addon',
    'set-config',
    'wait-release',
  ])
  expect((await sandbox.config(app))['REDIS_URL']).toBe(before)
})

test.each<[string, MaintenancePlan | null]>([
  ['none', null],
  ['completed', { status: 'completed' }],
  ['status none', { status: 'none' }],
])('does nothing without a pending maintenance (%s)', async (_, plan) => {
  const { app } = await appWith(plan)
  const outcome = await run(app)
  expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'false' } })
  expect(changes()).toEqual([])
  expect(reportOf(outcome).apps[0]?.steps).toEqual([])
})

test.each(['pending', 'preparing', 'unheard_of'])(
  'reports a maintenance that is %s, and does not force it',
  async (status) => {
    const { app } = await appWith({ status, prepareReads: 'never', scheduledFor: '2031-01-02T22:00:00.000Z' })
    const outcome = await run(app)
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'false' } })
    expect(changes()).toEqual([])
    expect(outcome.log.join('\n')).toMatch(new RegExp(`is ${status} .*2031-01-02 22:00 UTC.*not ready`))
  },
)

test('runs nothing without `maintenance: run`', async () => {
  const { app } = await appWith({})
  await run(app, { maintenance: 'report' })
  expect(changes()).toEqual([])
})

test('waits for a maintenance that Heroku has started', async () => {
  const { app, addon, before } = await appWith({ runReads: 4 })
  await sandbox.startMaintenance(addon)
  const outcome = await run(app)
  expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'true' } })
  expect(runs()).toEqual([])
  await expectFresh(app, before)
})

describe('a lost answer', () => {
  test.each(['reset-after', 'status-503-after', 'empty-after', 'html-after', 'truncated'] as const)(
    'starts the maintenance once after %s',
    async (kind) => {
      const { app, before } = await appWith({ runReads: 4 })
      await sandbox.fault({ kind, match: post })
      const outcome = await run(app)
      expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
      expect(runs()).toHaveLength(1)
      await expectFresh(app, before)
    },
  )

  test('repeats the request if nothing was done', async () => {
    const { app, before } = await appWith({ runReads: 2 })
    await sandbox.fault({ kind: 'reset-before', match: post })
    const outcome = await run(app)
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(runs()).toHaveLength(2)
    await expectFresh(app, before)
  })

  test('does not end the wait', async () => {
    const { app, before } = await appWith({ runReads: 5 })
    const read = { method: 'GET', path: '^/data/maintenances/v1/[^/]+$' }
    await sandbox.fault({ kind: 'status-500', match: read, after: 3, times: 3 })
    const outcome = await run(app)
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    await expectFresh(app, before)
  })
})

describe('a maintenance that fails', () => {
  const failed = { exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'maintenance' } }

  test('is reported with its state at the time-out if it never ends', async () => {
    const { app, before } = await appWith({ runReads: 'never' })
    const outcome = await run(app, { 'provision-timeout': await shortTimeout() })
    expect(outcome).toMatchObject(failed)
    expect(outcome.annotations[0]?.message).toMatch(/was not completed within .*: it is running .*since /)
    expect((await sandbox.config(app))['REDIS_URL']).toBe(before)
    expect(reportOf(outcome).apps[0]?.steps[0]).toMatchObject({ action: 'run-maintenance', done: true })
  })

  test('is reported if it is still in its first state', async () => {
    const { app } = await appWith({ moves: 'never', endsAs: 'ready', runReads: 2 })
    const outcome = await run(app)
    expect(outcome).toMatchObject(failed)
    expect(outcome.annotations[0]?.message).toContain('ended as ready')
    expect(runs()).toHaveLength(1)
  })

  test('is reported if Heroku refuses it', async () => {
    const { app } = await appWith({})
    const refusal = { status: 422, id: 'invalid_params', message: 'Maintenances are frozen.' }
    await sandbox.fault({ kind: 'refuse', match: post, refusal })
    const outcome = await run(app)
    expect(outcome).toMatchObject(failed)
    expect(outcome.annotations[0]?.message).toContain('Maintenances are frozen')
    expect(runs()).toHaveLength(1)
  })

  test('stops the run before any change if the data API does not answer', async () => {
    const { app } = await appWith({})
    await sandbox.fault({ kind: 'status-500', match: { path: '^/data/maintenances/' }, times: 'always' })
    const outcome = await run(app)
    expect(outcome).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'heroku-unavailable' } })
    expect(changes()).toEqual([])
  })
})

test('waits in the next run for a maintenance of a run that ended early', async () => {
  const { app, addon, before } = await appWith({ runReads: 'never' })
  await run(app, { 'provision-timeout': await shortTimeout() })
  expect(runs()).toHaveLength(1)
  const next = run(
    app,
    {},
    {
      during: async ({ logged }) => {
        await logged(/Waiting for the maintenance/)
        await sandbox.finishMaintenance(addon)
      },
    },
  )
  expect(await next).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
  expect(runs()).toHaveLength(1)
  await expectFresh(app, before)
})

test('runs one maintenance in two parallel runs, which both pass without stale config vars', async () => {
  const { app, before } = await appWith({ runReads: 8 })
  await sandbox.configure({ latencyMs: 30 })
  const outcomes = await Promise.all([run(app), run(app)])
  for (const outcome of outcomes) expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
  const accepted = sandbox.requests.list().filter(({ path, status }) => path.endsWith('/run') && status === 200)
  expect(accepted).toHaveLength(1)
  await expectFresh(app, before)
})

describe('a cancelled run', () => {
  const cancelled = { exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'cancelled' } }

  test.each<[string, (logged: (pattern: string | RegExp) => Promise<void>) => Promise<void>]>([
    ['while it starts the maintenance', () => arrived(sandbox, 'POST', /\/run$/)],
    ['while the maintenance runs', (logged) => logged(/Waiting for the maintenance/)],
  ])('%s: reports the correct state, and the next run finishes', async (_, moment) => {
    const { app, addon, before } = await appWith({ runReads: 'never' })
    await sandbox.configure({ latencyMs: 200 })
    const outcome = await run(
      app,
      {},
      {
        during: async ({ logged, child }) => {
          await moment(logged)
          child.kill('SIGINT')
        },
      },
    )
    expect(outcome).toMatchObject(cancelled)
    expect(reportOf(outcome).apps[0]?.steps[0]).toMatchObject({ action: 'run-maintenance', done: true })
    await sandbox.configure({ latencyMs: 0 })
    await sandbox.finishMaintenance(addon)
    expect(await run(app)).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(runs()).toHaveLength(1)
    await expectFresh(app, before)
  })
})

test("does not run the maintenance of another app's add-on", async () => {
  const owner = await appWith({})
  await sandbox.createApp('second')
  await sandbox.attach(owner.addon, 'second', 'REDIS')
  sandbox.requests.clear()
  const outcome = await run('second')
  expect(outcome).toMatchObject({ exitCode: 0 })
  expect(runs()).toEqual([])
  expect(outcome.log.join('\n')).toContain(
    `maintenance: run had no effect on ${owner.addon}: it belongs to ${owner.app}`,
  )
})
