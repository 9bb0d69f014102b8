import { afterEach, expect, test } from 'vitest'
import { changesOn, reportOf, sandboxForThisFile, varsFor } from '../../e2e/support.ts'
import { step } from './step.ts'

/** `settings`: server settings, compared and changed in one request. */

const sandbox = await sandboxForThisFile()

afterEach(() => sandbox.clearFaults())

let apps = 0
async function appWith(plan = 'mini'): Promise<{ app: string; addon: string }> {
  const app = `tuned-${String(++apps)}`
  await sandbox.createApp(app, { addons: [`heroku-redis:${plan}`] })
  const [addon = ''] = await sandbox.addons(app)
  const { REDIS_URL: url = '' } = await sandbox.config(app)
  await sandbox.setConfig(app, varsFor(url))
  sandbox.requests.clear()
  return { app, addon }
}

const settings = 'maxmemory-policy=allkeys-lru\ntimeout=60\nnotify-keyspace-events=Ex'
const run = (app: string, inputs: Readonly<Record<string, string>> = {}) =>
  step(sandbox, { app, settings, samples: '1', 'provision-timeout': '60s', ...inputs })
const changes = (): readonly string[] => changesOn(sandbox)
const patch = { method: 'PATCH', path: '/config$' }

test('changes settings that differ on the real server, in one request', async () => {
  const { app, addon } = await appWith()
  const outcome = await run(app)
  expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'true' } })
  expect(changes()).toEqual([`PATCH /redis/v0/databases/${addon}/config`])
  expect(await sandbox.settings(addon)).toMatchObject({
    'maxmemory-policy': 'allkeys-lru',
    timeout: '60',
    'notify-keyspace-events': 'Ex',
  })
  expect(reportOf(outcome).apps[0]?.steps).toEqual([
    {
      action: 'apply-settings',
      target: addon,
      done: true,
      detail:
        'set maxmemory-policy=allkeys-lru (was noeviction), timeout=60 (was 300), notify-keyspace-events=Ex (was "")',
    },
  ])
  expect(reportOf(outcome).apps[0]?.checks.find(({ id }) => id === 'settings')?.status).toBe('pass')

  sandbox.requests.clear()
  expect(await run(app, { settings: 'notify-keyspace-events=xE\ntimeout=60' })).toMatchObject({
    exitCode: 0,
    outputs: { changed: 'false' },
  })
  expect(changes()).toEqual([])
})

test('sends only the settings that differ', async () => {
  const { app } = await appWith()
  await run(app, { settings: 'timeout=60' })
  sandbox.requests.clear()
  await run(app)
  expect(sandbox.requests.list().find(({ method }) => method === 'PATCH')?.body).toEqual({
    maxmemory_policy: 'allkeys-lru',
    notify_keyspace_events: 'Ex',
  })
})

test('lists the change in a dry run, and changes nothing', async () => {
  const { app } = await appWith()
  const outcome = await run(app, { 'dry-run': 'true' })
  expect(changes()).toEqual([])
  expect(outcome.log.join('\n')).toContain('set maxmemory-policy=allkeys-lru (was noeviction)')
})

test('sets them after the creation of a new add-on', async () => {
  const app = 'tuned-new'
  await sandbox.createApp(app)
  const outcome = await run(app, { plan: 'mini' })
  expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', created: 'true' } })
  expect(reportOf(outcome).apps[0]?.steps.map(({ action }) => action)).toEqual([
    'create-addon',
    'wait-addon',
    'apply-settings',
    'set-config',
    'wait-release',
  ])
  const [addon = ''] = await sandbox.addons(app)
  expect(await sandbox.settings(addon)).toMatchObject({ timeout: '60' })
})

test('sets them even if the current settings cannot be read', async () => {
  const { app, addon } = await appWith()
  await sandbox.fault({ kind: 'refuse', match: { method: 'GET', path: '/config$' }, times: 'always' })
  const outcome = await run(app)
  expect(outcome).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } })
  expect(await sandbox.settings(addon)).toMatchObject({ timeout: '60' })
  expect(outcome.log.join('\n')).toContain('did not report the previous values')
})

test.each(['reset-after', 'status-500'] as const)('retries after a lost answer (%s)', async (kind) => {
  const { app, addon } = await appWith()
  await sandbox.fault({ kind, match: patch })
  expect(await run(app)).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
  expect(await sandbox.settings(addon)).toMatchObject({ timeout: '60' })
})

test('fails with a separate reason after a refusal', async () => {
  const { app } = await appWith()
  const refusal = { status: 422, id: 'invalid_params', message: 'Settings are frozen.' }
  await sandbox.fault({ kind: 'refuse', match: patch, refusal })
  const outcome = await run(app)
  expect(outcome).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'settings', changed: 'false' } })
  expect(outcome.annotations[0]?.message).toContain('Settings are frozen')
})

test('only compares them in check', async () => {
  const { app } = await appWith()
  const outcome = await run(app, { mode: 'check' })
  expect(outcome).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'settings' } })
  expect(changes()).toEqual([])
})
