import { afterEach, describe, expect, test } from 'vitest'
import type { FaultKind } from '../../sandbox/faults.ts'
import type { RunOutcome, Running } from '../../support/runner.ts'
import { arrived } from '../../e2e/moments.ts'
import { changesOn, reportOf, sandboxForThisFile, varsFor } from '../../e2e/support.ts'
import { shortTimeout } from '../../support/slowness.ts'
import { step } from './step.ts'

const sandbox = await sandboxForThisFile()
const usual = { ...sandbox.behaviour }

afterEach(async () => {
  await sandbox.configure(usual)
  await sandbox.clearFaults()
})

const foreign = { FOREIGN: 'kept', REDIS_WRITER_NOTE: 'not ours' }
const managed = Object.keys(varsFor('rediss://:p@h:1')).toSorted()

let apps = 0
interface App {
  readonly app: string
  readonly addon: string
}

/** An app after setup, with a foreign database and foreign variables. */
async function newApp(plan = 'heroku-redis:mini'): Promise<App> {
  const app = `remove-${String(++apps)}`
  const addon = `${app}-redis`
  const database = { plan: 'heroku-postgresql:essential-0', name: `${app}-database` }
  await sandbox.createApp(app, { config: foreign, addons: [database, { plan, name: addon }] })
  await sandbox.setConfig(app, varsFor((await urlOf(app)) ?? ''))
  sandbox.requests.clear()
  return { app, addon }
}

async function urlOf(app: string): Promise<string | undefined> {
  return Object.values(await sandbox.config(app)).find((value) => /^rediss?:/.test(value))
}

function remove(
  app: string,
  inputs: Readonly<Record<string, string>> = {},
  during?: (running: Running) => Promise<void>,
): Promise<RunOutcome> {
  return step(sandbox, { app, mode: 'remove', confirm: app, ...inputs }, during ? { during } : {})
}

function changes(): string[] {
  return changesOn(sandbox).map((request) => request.replace(/(addons|addon-attachments)\/[0-9a-f-]{36}$/, '$1/ID'))
}

async function expectRemoved(app: string): Promise<void> {
  const { DATABASE_URL: database, ...others } = await sandbox.config(app)
  expect(database).toMatch(/^postgres:/)
  expect(others).toEqual(foreign)
  expect(await sandbox.addons(app)).toEqual([`${app}-database`])
}

async function expectUntouched(app: string, before: Readonly<Record<string, string>>): Promise<void> {
  expect(await sandbox.config(app)).toEqual(before)
  expect(changes()).toEqual([])
}

const stepsOf = (run: RunOutcome) => reportOf(run).apps[0]?.steps ?? []
const errorOf = (run: RunOutcome) => reportOf(run).apps[0]?.error

test('removes the managed variables in one release, then the add-on, and keeps everything else', async () => {
  const { app, addon } = await newApp()
  await sandbox.configure({ deprovisionReads: 3 })
  const run = await remove(app)
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', tested: 'false', changed: 'true', addon } })
  await expectRemoved(app)
  expect(changes()).toEqual([`PATCH /apps/${app}/config-vars`, `DELETE /apps/${app}/addons/ID`])
  const [patch, destroy] = sandbox.requests.list().filter(({ method }) => method !== 'GET')
  expect(Object.keys(patch?.body as object).toSorted()).toEqual(managed)
  expect(destroy?.body).toEqual({ force: false })
  expect(stepsOf(run).map(({ action, done }) => [action, done])).toEqual([
    ['remove-config', true],
    ['remove-addon', true],
    ['wait-release', true],
  ])
  // The last release removed the attachment.
  const last = (await sandbox.releases(app)).at(-1)
  expect(last?.description).toMatch(/^Detach REDIS /)
  expect(run.outputs['release']).toBe(String(last?.version))
  expect(run.outputs['changed-config-vars']?.split(',').toSorted()).toEqual(managed)
  expect(reportOf(run).apps[0]?.addon?.state).toBe('deprovisioned')
  expect(run.summary).toContain('removed')
  expect(run.summary).not.toMatch(/healthy/i)
  const { checks = [] } = reportOf(run).apps[0] ?? {}
  expect(new Set(checks.map(({ status }) => status))).toEqual(new Set(['skip']))
  expect(checks[0]?.message).toContain('leaves nothing to check')
})

test('changes nothing in a second run and passes', async () => {
  const { app, addon } = await newApp()
  await remove(app)
  for (const inputs of [{}, { addon }, { addon: 'REDIS' }, { plan: 'mini' }]) {
    sandbox.requests.clear()
    const run = await remove(app, inputs)
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'false', tested: 'false' } })
    expect(changes()).toEqual([])
    expect(stepsOf(run)).toEqual([])
    expect(run.summary).toContain('nothing to remove')
  }
  await expectRemoved(app)
})

test('removes the variables of config, except those of attachments', async () => {
  const { app } = await newApp()
  await sandbox.setConfig(app, { EXTRA: 'x' })
  const run = await remove(app, { config: 'EXTRA=x\nDATABASE_URL=y\nNOT_SET=z', fields: 'host, port, url' })
  expect(run.outputs).toMatchObject({ status: 'pass' })
  const config = await sandbox.config(app)
  expect(config['EXTRA']).toBeUndefined()
  expect(config['DATABASE_URL']).toMatch(/^postgres:/)
  // Only the managed fields.
  expect(config['REDIS_WRITER_PASSWORD']).toBeDefined()
  expect(config['REDIS_WRITER_HOST']).toBeUndefined()
})

test('removes managed attachments before the add-on', async () => {
  const { app, addon } = await newApp()
  await sandbox.attach(addon, app, 'REDIS_WRITER')
  await sandbox.attach(addon, app, 'REDIS_READER')
  const run = await remove(app, { fields: 'host, port, password, username, tls, url' })
  expect(run.outputs).toMatchObject({ status: 'pass' })
  await expectRemoved(app)
  expect(changes()).toEqual([
    `PATCH /apps/${app}/config-vars`,
    'DELETE /addon-attachments/ID',
    'DELETE /addon-attachments/ID',
    `DELETE /apps/${app}/addons/ID`,
  ])
})

test('removes an add-on together with its only attachment', async () => {
  const app = `remove-${String(++apps)}`
  await sandbox.createApp(app, {
    addons: [{ plan: 'heroku-redis:mini', name: `${app}-redis`, attachment: 'REDIS_WRITER' }],
  })
  sandbox.requests.clear()
  const run = await remove(app)
  expect(run.outputs).toMatchObject({ status: 'pass' })
  expect(changes()).toEqual([`DELETE /apps/${app}/addons/ID`])
  expect(await sandbox.addons(app)).toEqual([])
})

test("removes another provider's add-on, chosen by its plan", async () => {
  const { app, addon } = await newApp('rediscloud:30')
  const run = await remove(app, { plan: 'rediscloud:30' })
  expect(run.outputs).toMatchObject({ status: 'pass', addon })
  await expectRemoved(app)
})

describe('is refused before any change', () => {
  test('while another app is attached, also in a dry run', async () => {
    const { app, addon } = await newApp()
    await sandbox.createApp(`${app}-second`, {})
    await sandbox.attach(addon, `${app}-second`)
    sandbox.requests.clear()
    const before = await sandbox.config(app)
    for (const inputs of [{}, { 'dry-run': 'true' }]) {
      const run = await remove(app, inputs)
      expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'addon-shared', changed: 'false' } })
      expect(errorOf(run)?.what).toContain(`is also attached to ${app}-second`)
      expect(errorOf(run)?.remedy).toContain(`--app ${app}-second`)
      await expectUntouched(app, before)
    }
  })

  test('for several Redis add-ons, as in setup', async () => {
    const { app, addon } = await newApp()
    await sandbox.createAddon(app, { plan: 'heroku-redis:mini', name: `${addon}-two` })
    sandbox.requests.clear()
    const before = await sandbox.config(app)
    const run = await remove(app)
    expect(run.outputs).toMatchObject({ 'failure-reason': 'addon-ambiguous', changed: 'false' })
    await expectUntouched(app, before)
    const chosen = await remove(app, { addon: `${addon}-two` })
    expect(chosen.outputs).toMatchObject({ status: 'pass' })
    expect(await sandbox.addons(app)).toEqual([`${app}-database`, addon])
  })

  test('for an add-on that is not Redis', async () => {
    const { app } = await newApp()
    const before = await sandbox.config(app)
    const run = await remove(app, { addon: `${app}-database` })
    expect(run.outputs).toMatchObject({ 'failure-reason': 'addon-missing', changed: 'false' })
    await expectUntouched(app, before)
  })

  test('without confirm, or for several apps', async () => {
    const { app } = await newApp()
    const before = await sandbox.config(app)
    expect((await remove(app, { confirm: '' })).outputs['failure-reason']).toBe('input-invalid')
    expect((await remove(app, { confirm: `${app}x` })).outputs['failure-reason']).toBe('input-invalid')
    expect((await remove(`${app}, ${app}-two`)).outputs['failure-reason']).toBe('input-invalid')
    await expectUntouched(app, before)
  })

  test('if the apps of the add-on cannot be listed', async () => {
    const { app } = await newApp()
    const before = await sandbox.config(app)
    await sandbox.fault({ kind: 'refuse', match: { path: '^/addons/[^/]+/addon-attachments$' }, times: 'always' })
    const run = await remove(app)
    expect(run.outputs).toMatchObject({ 'failure-reason': 'heroku-forbidden', changed: 'false' })
    await expectUntouched(app, before)
  })
})

test('writes nothing in a dry run, and lists the steps of the run', async () => {
  const { app } = await newApp()
  const before = await sandbox.config(app)
  const dry = await remove(app, { 'dry-run': 'true' })
  expect(dry).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'false', tested: 'false' } })
  await expectUntouched(app, before)
  const real = await remove(app)
  const named = (run: RunOutcome) => stepsOf(run).map(({ action }) => action)
  expect(named(dry)).toEqual(named(real))
})

describe('only detaches a shared add-on', () => {
  async function secondApp(): Promise<{ readonly owner: App; readonly app: string }> {
    const owner = await newApp()
    const app = `${owner.app}-second`
    const database = { plan: 'heroku-postgresql:essential-0', name: `${app}-database` }
    await sandbox.createApp(app, { config: foreign, addons: [database] })
    await sandbox.attach(owner.addon, app, 'REDIS')
    await sandbox.attach(owner.addon, app, 'REDIS_WRITER')
    await sandbox.setConfig(app, varsFor((await urlOf(app)) ?? ''))
    sandbox.requests.clear()
    return { owner, app }
  }

  test.each([true, false])('listed among the add-ons of the app: %s', async (listForeignAddons) => {
    const { owner, app } = await secondApp()
    await sandbox.configure({ listForeignAddons })
    const run = await remove(app)
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'true', tested: 'false' } })
    await expectRemoved(app)
    expect(changes()).toEqual([
      `PATCH /apps/${app}/config-vars`,
      'DELETE /addon-attachments/ID',
      'DELETE /addon-attachments/ID',
    ])
    expect(await sandbox.addons(owner.app)).toContain(owner.addon)
    expect(await sandbox.redis(owner.addon, 'PING')).toBe('PONG')
    expect(run.outputs['release']).toBe(String((await sandbox.releases(app)).at(-1)?.version))
    sandbox.requests.clear()
    expect((await remove(app)).outputs).toMatchObject({ status: 'pass', changed: 'false' })
    expect(changes()).toEqual([])
  })

  test.each<FaultKind>(['reset-after', 'reset-before', 'status-500', 'status-409'])(
    'after a single %s',
    async (kind) => {
      const { app } = await secondApp()
      await sandbox.fault({ kind, match: { method: 'DELETE', path: '^/addon-attachments/' } })
      const run = await remove(app)
      expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
      await expectRemoved(app)
    },
  )
})

describe('a lost answer of the removal', () => {
  const match = { method: 'DELETE', path: '/addons/' }

  test.each<FaultKind>(['reset-after', 'status-503-after', 'html-after', 'truncated', 'wrong-shape', 'huge'])(
    '%s always: is detected in the add-on, without a second request',
    async (kind) => {
      const { app } = await newApp()
      await sandbox.fault({ kind, match, times: 'always' })
      const run = await remove(app)
      expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'true' } })
      await expectRemoved(app)
      expect(changes().filter((request) => request.startsWith('DELETE'))).toHaveLength(1)
    },
  )

  test.each<FaultKind>(['reset-before', 'status-500', 'status-503-html', 'status-409', 'rate-limit-seconds'])(
    '%s once before the work: is retried after a read',
    async (kind) => {
      const { app } = await newApp()
      await sandbox.fault({ kind, match })
      const run = await remove(app)
      expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
      await expectRemoved(app)
    },
  )

  test('of the PATCH', async () => {
    const { app } = await newApp()
    await sandbox.fault({ kind: 'reset-after', match: { method: 'PATCH' } })
    const run = await remove(app)
    expect(run.outputs).toMatchObject({ status: 'pass' })
    await expectRemoved(app)
    expect(changes().filter((request) => request.startsWith('PATCH'))).toHaveLength(1)
  })
})

describe('a refusal of the removal', () => {
  test.each([
    [401, 'unauthorized', 'Invalid credentials provided', 'heroku-unauthorized'],
    [403, 'forbidden', 'You do not have access', 'heroku-forbidden'],
    [422, 'invalid_params', 'The add-on has followers', 'heroku-unavailable'],
  ])('%i: reports what was done, and the next run finishes', async (status, id, message, reason) => {
    const { app } = await newApp()
    await sandbox.fault({
      kind: 'refuse',
      match: { method: 'DELETE' },
      times: 'always',
      refusal: { status, id, message },
    })
    const run = await remove(app)
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': reason, changed: 'true' } })
    expect(errorOf(run)?.what).toContain(message)
    expect(stepsOf(run).map(({ action, done }) => [action, done])).toEqual([
      ['remove-config', true],
      ['remove-addon', false],
      ['wait-release', false],
    ])
    await sandbox.clearFaults()
    const again = await remove(app)
    expect(again).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'true' } })
    expect(stepsOf(again).map(({ action }) => action)).toEqual(['remove-addon', 'wait-release'])
    await expectRemoved(app)
  })

  test('of the PATCH: removes nothing', async () => {
    const { app } = await newApp()
    const before = await sandbox.config(app)
    await sandbox.fault({ kind: 'refuse', match: { method: 'PATCH' }, times: 'always' })
    const run = await remove(app)
    expect(run.outputs).toMatchObject({ 'failure-reason': 'heroku-forbidden', changed: 'false' })
    expect(await sandbox.config(app)).toEqual(before)
    expect(changes()).toEqual([`PATCH /apps/${app}/config-vars`])
  })
})

describe('races', () => {
  test('another user removes the add-on first', async () => {
    const { app, addon } = await newApp()
    await sandbox.onRequest({
      when: 'before',
      match: { method: 'DELETE', path: '/addons/' },
      control: 'removeAddon',
      args: [addon],
    })
    const run = await remove(app)
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    await expectRemoved(app)
    expect(stepsOf(run).find(({ action }) => action === 'remove-addon')?.detail).toBe('was removed already')
  })

  test('another user removes it between the read and the PATCH', async () => {
    const { app, addon } = await newApp()
    await sandbox.onRequest({ when: 'before', match: { method: 'PATCH' }, control: 'removeAddon', args: [addon] })
    const run = await remove(app)
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    await expectRemoved(app)
  })

  test('another app is attached after the read: keeps the add-on', async () => {
    const { app, addon } = await newApp()
    await sandbox.createApp(`${app}-second`, {})
    await sandbox.onRequest({
      when: 'after',
      match: { method: 'PATCH' },
      control: 'attach',
      args: [addon, `${app}-second`, 'REDIS'],
    })
    const run = await remove(app)
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'addon-shared', changed: 'true' } })
    expect(changes().filter((request) => request.startsWith('DELETE'))).toEqual([])
    expect(await sandbox.addons(app)).toContain(addon)
  })

  test('two parallel runs: both pass', async () => {
    const { app } = await newApp()
    await sandbox.configure({ latencyMs: 30, deprovisionReads: 3 })
    const runs = await Promise.all([remove(app), remove(app)])
    for (const run of runs) expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    await expectRemoved(app)
  })

  test('an add-on that is still being provisioned', async () => {
    const app = `remove-${String(++apps)}`
    await sandbox.createApp(app, {})
    await sandbox.configure({ provisionMs: 60_000 })
    await sandbox.startAddon(app, 'heroku-redis:mini')
    const run = await remove(app)
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(await sandbox.addons(app)).toEqual([])
  })
})

test('accepts the id of an app', async () => {
  const { app, addon } = await newApp()
  const { id = '' } = (await (
    await fetch(`${sandbox.env['HEROKU_HOST'] ?? ''}/apps/${app}`, {
      headers: { authorization: `Bearer ${sandbox.token}`, accept: 'application/vnd.heroku+json; version=3' },
    })
  ).json()) as { id?: string }
  const run = await remove(id)
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', addon } })
  await expectRemoved(app)
})

test('reports a failed release', async () => {
  const { app } = await newApp()
  await sandbox.configure({ releaseOutcome: 'failed' })
  const run = await remove(app)
  expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'release-failed' } })
  expect(errorOf(run)?.remedy).toContain('What was removed is gone')
  await expectRemoved(app)
})

test('waits in the next run if Heroku does not finish in time, without a second request', async () => {
  const { app, addon } = await newApp()
  await sandbox.configure({ deprovisionReads: 10_000 })
  const run = await remove(app, { 'provision-timeout': await shortTimeout() })
  expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'provision-timeout', changed: 'true' } })
  expect(errorOf(run)?.remedy).toContain('Run again')
  for (const inputs of [{}, { addon }]) {
    sandbox.requests.clear()
    const again = await remove(app, { 'provision-timeout': await shortTimeout(), ...inputs })
    expect(again.outputs).toMatchObject({ 'failure-reason': 'provision-timeout', changed: 'false' })
    expect(stepsOf(again)[0]?.detail).toBe('wait until Heroku has removed it')
    expect(changes()).toEqual([])
  }
})

describe('cancelled; the next run finishes', () => {
  const silence = (method: string) => sandbox.fault({ kind: 'silence-after', match: { method } })

  test.each<
    readonly [
      string,
      (app: string) => Promise<void>,
      (running: Running) => Promise<void>,
      changed: boolean,
      unknown: boolean,
    ]
  >([
    [
      'before the first request',
      () => sandbox.configure({ latencyMs: 1_000 }),
      () => arrived(sandbox, 'GET', /addon-attachments$/),
      false,
      false,
    ],
    ['while the variables are removed', () => silence('PATCH'), () => arrived(sandbox, 'PATCH', /./), false, true],
    ['while the add-on is removed', () => silence('DELETE'), () => arrived(sandbox, 'DELETE', /./), true, true],
    [
      'during the wait for the removal',
      () => sandbox.configure({ deprovisionReads: 10_000 }),
      ({ logged }) => logged('is still removing it'),
      true,
      false,
    ],
    [
      'during the wait for the release',
      () => sandbox.configure({ releaseMs: 20_000 }),
      ({ logged }) => logged('Waiting for release'),
      true,
      false,
    ],
  ])('%s', async (_, prepare, moment, changed, unknown) => {
    const { app } = await newApp()
    await prepare(app)
    const run = await remove(app, {}, async (running) => {
      await moment(running)
      running.child.kill('SIGINT')
    })
    expect(run).toMatchObject({
      exitCode: 1,
      stderr: '',
      outputs: { 'failure-reason': 'cancelled', changed: String(changed) },
    })
    expect(stepsOf(run).some(({ done, detail }) => !done && detail.includes('not known'))).toBe(unknown)
    await sandbox.configure({ ...usual, deprovisionReads: 0 })
    await sandbox.clearFaults()
    if (moment.toString().includes('still removing')) return
    const again = await remove(app)
    expect(again).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    await expectRemoved(app)
  })
})
