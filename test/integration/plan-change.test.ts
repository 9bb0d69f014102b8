import { beforeEach, describe, expect, test } from 'vitest'
import { reportOf, requestsOf, sandboxForThisFile, stepWith, varsFor } from '../e2e/support.ts'
import { inProcessQuickly } from '../support/quick-clock.ts'

const step = stepWith(inProcessQuickly)
const sandbox = await sandboxForThisFile()
const usual = { ...sandbox.behaviour }
const patch = { method: 'PATCH', path: '/addons/' }

const grow = { plan: 'premium-0', 'plan-mismatch': 'change' }
const already = { status: 422, id: 'invalid_params', message: 'A plan change is already in progress.' }

const changesOf = (app: string): string[] =>
  requestsOf(sandbox).filter((request) => request.startsWith(`PATCH /apps/${app}/addons/`))

beforeEach(async () => {
  await sandbox.configure(usual)
  await sandbox.clearFaults()
  sandbox.requests.clear()
})

test('changes the plan once after a lost answer', async () => {
  await sandbox.createApp('grown', { addons: ['heroku-redis:mini'] })
  await sandbox.fault({ kind: 'reset-after', match: patch })
  const run = await step(sandbox, { app: 'grown', ...grow })
  expect(run.outputs).toMatchObject({ status: 'pass', changed: 'true', plan: 'heroku-redis:premium-0' })
  expect(reportOf(run).apps[0]?.steps[0]).toMatchObject({ action: 'change-plan', done: true })
  expect(changesOf('grown')).toHaveLength(1)
})

test('waits for the same change by another user', async () => {
  await sandbox.createApp('twice', { addons: ['heroku-redis:mini'] })
  await sandbox.configure({ planLagReads: 3 })
  await sandbox.startPlanChange((await sandbox.addons('twice'))[0] ?? '', 'heroku-redis:premium-0')
  await sandbox.fault({ kind: 'refuse', match: patch, refusal: already })
  const run = await step(sandbox, { app: 'twice', ...grow })
  expect(run.outputs).toMatchObject({ status: 'pass', plan: 'heroku-redis:premium-0' })
  expect(changesOf('twice')).toHaveLength(1)
  expect(run.log.join('\n')).toContain('its plan is still heroku-redis:mini')
})

test('reports the current plan without waiting if another user changed it afterwards', async () => {
  await sandbox.createApp('other-plan', { addons: ['heroku-redis:mini'] })
  const [addon = ''] = await sandbox.addons('other-plan')
  await sandbox.onRequest({
    when: 'after',
    match: patch,
    control: 'startPlanChange',
    args: [addon, 'heroku-redis:premium-1'],
  })
  const run = await step(sandbox, { app: 'other-plan', ...grow })
  expect(run.outputs).toMatchObject({
    status: 'fail',
    'failure-reason': 'plan-change-failed',
    plan: 'heroku-redis:premium-1',
  })
  expect(reportOf(run).apps[0]?.steps[1]?.detail).toContain('heroku-redis:premium-1: another user changed it')
})

test('changes the plan after the add-on is provisioned with another one', async () => {
  await sandbox.createApp('early')
  await sandbox.configure({ provisionMs: 300 })
  await sandbox.startAddon('early', { plan: 'heroku-redis:mini', provisioningReads: 3 })
  const run = await step(sandbox, { app: 'early', ...grow })
  expect(run.outputs).toMatchObject({ status: 'pass', plan: 'heroku-redis:premium-0' })
  const actions = reportOf(run).apps[0]?.steps.map(({ action, done }) => [action, done])
  expect(actions?.slice(0, 3)).toEqual([
    ['wait-addon', true],
    ['change-plan', true],
    ['wait-addon', true],
  ])
})

describe('a plan change with a new URL, while the old server still answers', () => {
  test.each([
    ['at once', 0],
    ['a little later', 2],
    ['after the first test', 4],
  ])('writes and tests the new URL %s', async (_, urlLagReads) => {
    const app = `moves-${String(urlLagReads)}`
    await sandbox.createApp(app, { addons: ['heroku-redis:mini'] })
    expect((await step(sandbox, { app })).outputs).toMatchObject({ status: 'pass' })
    const { REDIS_URL: before } = await sandbox.config(app)
    await sandbox.configure({ planChangeMoves: true, oldServerStays: true, urlLagReads })
    const run = await step(sandbox, { app, ...grow })
    await sandbox.settled()
    const { REDIS_URL: after = '', ...vars } = await sandbox.config(app)
    expect(after).not.toBe(before)
    expect(vars).toEqual(varsFor(after))
    expect(run.outputs).toMatchObject({
      status: 'pass',
      plan: 'heroku-redis:premium-0',
      'writer-port': new URL(after).port,
    })
    expect(reportOf(run).apps[0]?.addon?.price).toEqual({ cents: 1_600, unit: 'month' })
  })
})
