import { afterEach, describe, expect, test } from 'vitest'
import type { LoggedRequest } from '../../sandbox/request-log.ts'
import { arrived } from '../../e2e/moments.ts'
import { changesOn, reportOf, sandboxForThisFile, varsFor } from '../../e2e/support.ts'
import { shortTimeout } from '../../support/slowness.ts'
import { step } from './step.ts'

/** `version` and `version-mismatch`: an upgrade is irreversible, so it is requested once, and followed to its end. */

const sandbox = await sandboxForThisFile({ versions: ['7.2', '8.1', '9.1'] })
const usual = { ...sandbox.behaviour }
const post = { method: 'POST', path: '/upgrade$' }

afterEach(async () => {
  await sandbox.configure(usual)
  await sandbox.clearFaults()
})

let apps = 0
async function appWith(version: string, plan = 'premium-0'): Promise<{ app: string; addon: string; before: string }> {
  const app = `upgraded-${String(++apps)}`
  await sandbox.createApp(app)
  const addon = await sandbox.createAddon(app, { plan: `heroku-redis:${plan}`, config: { version } })
  const { REDIS_URL: before = '' } = await sandbox.config(app)
  await sandbox.setConfig(app, varsFor(before))
  sandbox.requests.clear()
  return { app, addon, before }
}

const change = { version: '9', 'version-mismatch': 'change', 'skip-checks': 'latency' }
const run = (app: string, inputs: Readonly<Record<string, string>> = change, job?: Parameters<typeof step>[2]) =>
  step(sandbox, { app, samples: '1', 'provision-timeout': '60s', ...inputs }, job)

const changes = (): readonly string[] => changesOn(sandbox)
const accepted = (path: RegExp): readonly LoggedRequest[] =>
  sandbox.requests.list().filter((each) => each.method === 'POST' && path.test(each.path) && each.status === 200)
const actionsOf = (outcome: Awaited<ReturnType<typeof run>>): readonly string[] =>
  reportOf(outcome).apps[0]?.steps.map(({ action }) => action) ?? []

async function expectUpgraded(app: string, addon: string, before: string): Promise<void> {
  const config = await sandbox.config(app)
  expect(config['REDIS_URL']).not.toBe(before)
  expect(config).toMatchObject(varsFor(config['REDIS_URL'] ?? ''))
  expect(JSON.stringify(await (await fetchInfo(addon)).json())).toContain('"version":"9.1')
}

function fetchInfo(addon: string): Promise<Response> {
  return fetch(`${sandbox.url}/redis/v0/databases/${addon}`, { headers: { Authorization: `Bearer ${sandbox.token}` } })
}

describe('a plan with a standby', () => {
  test('is prepared, run, followed, written in one release, and tested', async () => {
    const { app, addon, before } = await appWith('8.1')
    await sandbox.configure({ prepareReads: 3, runReads: 3 })
    await sandbox.redis(addon, 'SET', 'greeting', 'hello')
    const outcome = await run(app)
    expect(outcome).toMatchObject({
      exitCode: 0,
      outputs: { status: 'pass', changed: 'true', tested: 'true', version: expect.stringMatching(/^9\.1/) as string },
    })
    expect(changes().map((request) => request.replace(/v[01]\/[^ ]*\//, ''))).toEqual([
      'POST /redis/upgrade',
      'POST /data/maintenances/run',
      `PATCH /apps/${app}/config-vars`,
    ])
    expect(actionsOf(outcome)).toEqual([
      'upgrade',
      'wait-maintenance',
      'run-maintenance',
      'wait-maintenance',
      'wait-addon',
      'set-config',
      'wait-release',
    ])
    expect(await sandbox.redis(addon, 'GET', 'greeting')).toBe('hello')
    await expectUpgraded(app, addon, before)
  })

  test('lists the steps in a dry run, and changes nothing', async () => {
    const { app } = await appWith('8.1')
    const outcome = await run(app, { ...change, 'dry-run': 'true' })
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } })
    expect(actionsOf(outcome)[0]).toBe('upgrade')
    expect(changes()).toEqual([])
  })

  test('does nothing in a second run', async () => {
    const { app } = await appWith('8.1')
    await run(app)
    sandbox.requests.clear()
    expect(await run(app)).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'false' } })
    expect(changes()).toEqual([])
  })

  test.each(['reset-after', 'status-503-after', 'truncated'] as const)(
    'is upgraded once if every answer is lost (%s)',
    async (kind) => {
      const { app, addon, before } = await appWith('8.1')
      await sandbox.configure({ prepareReads: 4, runReads: 4 })
      await sandbox.fault({ kind, match: post, times: 'always' })
      await sandbox.fault({ kind, match: { method: 'POST', path: '/run$' }, times: 'always' })
      expect(await run(app)).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
      expect(changes().filter((request) => request.endsWith('/upgrade'))).toHaveLength(1)
      expect(changes().filter((request) => request.endsWith('/run'))).toHaveLength(1)
      await sandbox.clearFaults()
      await expectUpgraded(app, addon, before)
    },
  )

  test('repeats the request if nothing was done', async () => {
    const { app, addon, before } = await appWith('8.1')
    await sandbox.fault({ kind: 'reset-before', match: post })
    expect(await run(app)).toMatchObject({ exitCode: 0 })
    expect(accepted(/\/upgrade$/)).toHaveLength(1)
    await expectUpgraded(app, addon, before)
  })

  test('times out if the preparation never ends, and continues in the next run', async () => {
    const { app, addon, before } = await appWith('8.1')
    await sandbox.configure({ prepareReads: 'never' })
    const failed = await run(app, { ...change, 'provision-timeout': await shortTimeout() })
    expect(failed).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'upgrade-failed' } })
    expect(failed.annotations[0]?.message).toMatch(/to 9 was not completed within .*: it is preparing/)
    await sandbox.configure({ prepareReads: 0 })
    await sandbox.planMaintenance(addon, { status: 'ready', version: '9.1' })
    const next = await run(app)
    expect(next).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(actionsOf(next)[0]).toBe('run-maintenance')
    expect(accepted(/\/upgrade$/)).toHaveLength(1)
    await expectUpgraded(app, addon, before)
  })

  test.each<[string, (logged: (pattern: string | RegExp) => Promise<void>) => Promise<void>]>([
    ['during the request', () => arrived(sandbox, 'POST', /\/upgrade$/)],
    ['while it is prepared', (logged) => logged(/Waiting for the upgrade/)],
    ['while its maintenance is started', () => arrived(sandbox, 'POST', /\/run$/)],
    ['while its maintenance runs', (logged) => logged(/Waiting for the upgrade of \S+: it is running/)],
    ['while the config vars are written', () => arrived(sandbox, 'PATCH', /config-vars$/)],
  ])('cancelled %s: the next run finishes without a second request', async (_, moment) => {
    const { app, addon, before } = await appWith('8.1')
    await sandbox.configure({ latencyMs: 150, prepareReads: 4, runReads: 4 })
    const cancelled = await run(app, change, {
      during: async ({ logged, child }) => {
        await moment(logged)
        child.kill('SIGINT')
      },
    })
    expect(cancelled).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'cancelled' } })
    await sandbox.configure({ latencyMs: 0 })
    expect(await run(app)).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(accepted(/\/upgrade$/)).toHaveLength(1)
    expect(accepted(/\/run$/)).toHaveLength(1)
    await expectUpgraded(app, addon, before)
  })

  test('is upgraded once in two parallel runs, which both pass', async () => {
    const { app, addon, before } = await appWith('8.1')
    await sandbox.configure({ latencyMs: 30, prepareReads: 8, runReads: 8 })
    const outcomes = await Promise.all([run(app), run(app)])
    for (const outcome of outcomes) expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(accepted(/\/upgrade$/)).toHaveLength(1)
    expect(accepted(/\/run$/)).toHaveLength(1)
    await expectUpgraded(app, addon, before)
  })

  test('runs an upgrade that Heroku has already prepared', async () => {
    const { app, addon, before } = await appWith('8.1')
    await sandbox.planMaintenance(addon, { version: '9.1', requiredBy: '2026-12-19T00:00:00.000Z' })
    expect(await run(app)).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(accepted(/\/upgrade$/)).toHaveLength(0)
    await expectUpgraded(app, addon, before)
  })
})

describe('mini', () => {
  test('is upgraded at once', async () => {
    const { app, addon, before } = await appWith('8.1', 'mini')
    const outcome = await run(app)
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'true' } })
    expect(changes().map((request) => request.replace(/.*\//, ''))).toEqual(['upgrade', 'config-vars'])
    expect(actionsOf(outcome)).toEqual(['upgrade', 'wait-maintenance', 'wait-addon', 'set-config', 'wait-release'])
    await expectUpgraded(app, addon, before)
  })

  test('is upgraded once after a lost answer', async () => {
    const { app, addon, before } = await appWith('8.1', 'mini')
    await sandbox.fault({ kind: 'reset-after', match: post, times: 'always' })
    expect(await run(app)).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    await sandbox.clearFaults()
    expect(changes().filter((request) => request.endsWith('/upgrade'))).toHaveLength(1)
    await expectUpgraded(app, addon, before)
  })
})

test('mini is upgraded once in two parallel runs, which both pass', async () => {
  const { app, addon, before } = await appWith('8.1', 'mini')
  await sandbox.configure({ latencyMs: 30 })
  const outcomes = await Promise.all([run(app), run(app)])
  for (const outcome of outcomes) expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
  expect(accepted(/\/upgrade$/)).toHaveLength(1)
  await expectUpgraded(app, addon, before)
})

describe('no upgrade', () => {
  test("to a version that Heroku does not offer, with Heroku's message", async () => {
    const { app } = await appWith('8.1')
    const outcome = await run(app, { ...change, version: '42' })
    expect(outcome).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'upgrade-failed', changed: 'false' } })
    expect(outcome.annotations[0]?.message).toContain('Available versions: 7.2, 8.1, 9.1')
    expect(outcome.annotations[0]?.message).toMatch(/runs version 8\.1/)
  })

  test('to an older version: refused before any change', async () => {
    const { app } = await appWith('9.1')
    const outcome = await run(app, { ...change, version: '8.1' })
    expect(outcome).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'version-mismatch' } })
    expect(outcome.annotations[0]?.message).toMatch(/runs version 9\.1\S*, and version asks for 8\.1, which is older/)
    expect(changes()).toEqual([])
  })

  test('with version-mismatch: fail, which stops before any change', async () => {
    const { app } = await appWith('8.1')
    await sandbox.setConfig(app, { REDIS_WRITER_HOST: 'stale.example.com' })
    const outcome = await run(app, { version: '9', 'version-mismatch': 'fail' })
    expect(outcome).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'version-mismatch' } })
    expect(changes()).toEqual([])
  })

  test('with version-mismatch: warn; the version check warns', async () => {
    const { app } = await appWith('8.1')
    const outcome = await run(app, { version: '9', 'skip-checks': 'latency' })
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'warn' } })
    expect(changes()).toEqual([])
  })

  test('while the data API does not report the version; the server does', async () => {
    const { app, addon } = await appWith('9.1')
    await sandbox.fault({ kind: 'refuse', match: { path: `^/redis/v0/databases/${addon}$` }, times: 'always' })
    const outcome = await run(app)
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'false' } })
    expect(outcome.log.join('\n')).toContain('is not known before the tests')
  })
})

describe('a new add-on', () => {
  const create = async (behaviour: Partial<typeof usual>, version = '8.1', mismatch = 'warn') => {
    await sandbox.configure(behaviour)
    const app = `new-${String(++apps)}`
    await sandbox.createApp(app)
    sandbox.requests.clear()
    return run(app, { plan: 'mini', version, 'version-mismatch': mismatch, 'skip-checks': 'latency' })
  }

  test('is created with the version', async () => {
    const outcome = await create({})
    expect(outcome).toMatchObject({
      exitCode: 0,
      outputs: { created: 'true', version: expect.stringMatching(/^8\.1/) as string },
    })
    const creation = sandbox.requests.list().find(({ method, path }) => method === 'POST' && path.endsWith('/addons'))
    expect(creation?.body).toMatchObject({ config: { version: '8.1' } })
  })

  test('is created without it, with a note, if Heroku refuses it', async () => {
    const outcome = await create({ versionAtCreation: 'refused' }, '1')
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { created: 'true' } })
    expect(outcome.log.join('\n')).toContain('did not create the add-on with version 1')
    expect(accepted(/never/)).toEqual([])
  })
})
