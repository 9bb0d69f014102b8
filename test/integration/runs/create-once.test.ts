import { afterEach, expect, test } from 'vitest'
import type { LoggedRequest } from '../../sandbox/request-log.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import type { RunOptions } from '../../support/runner.ts'
import { budget } from '../../support/slowness.ts'
import { reportOf, varsFor } from '../../e2e/support.ts'
import { step } from './step.ts'

/** A second add-on would be billed: creations whose answer is lost, late or refused. */

const app = 'shop'
const inputs = { app, plan: 'mini', samples: '1', 'provision-timeout': '5m' }
const post = { method: 'POST', path: '/addons$' }
const theRest = ['GET addon', 'GET data wait', 'GET config-vars', 'PATCH config-vars', 'GET releases']

const sandboxes: Sandbox[] = []
afterEach(() => Promise.all(sandboxes.splice(0).map((sandbox) => sandbox.stop())))

async function heroku(): Promise<Sandbox> {
  const sandbox = await startSandbox()
  sandboxes.push(sandbox)
  await sandbox.createApp(app)
  return sandbox
}

function nameOf({ method, path }: LoggedRequest): string {
  if (path.startsWith('/redis/')) return `${method} data wait`
  return `${method} ${path
    .replace(`/apps/${app}/`, '')
    .replace(/^addons\/.*/, 'addon')
    .replace(/.*\/plans$/, 'plans')}`
}

/**
 * Requests in order of arrival, with polling listed once and the three parallel reads as one entry. Omits informational
 * requests.
 */
function sentRequests(sandbox: Sandbox): string[] {
  const informs = /\/plans$|^\/data\/|\/databases\/[^/]+$/
  const names = sandbox.requests.list().flatMap((each) => (informs.test(each.path) ? [] : [nameOf(each)]))
  const once = names.filter((name, at) => name !== names[at - 1])
  const look = /(?:GET (?:addons|addon-attachments|config-vars)(?:, |$)){3}/g
  return once.join(', ').replaceAll(look, 'look, ').replace(/, $/, '').split(', ')
}

function orders(sandbox: Sandbox): unknown[] {
  return sandbox.requests.list().flatMap(({ method, body }) => (method === 'POST' ? [body] : []))
}

function run(sandbox: Sandbox, options: Pick<RunOptions, 'during'> = {}) {
  return step(sandbox, inputs, options)
}

async function isConfigured(sandbox: Sandbox): Promise<void> {
  const { REDIS_URL: url = '', ...vars } = await sandbox.config(app)
  expect(vars).toEqual(varsFor(url))
}

test('adopts its own add-on from the list after a lost answer', async () => {
  const sandbox = await heroku()
  await sandbox.fault({ kind: 'reset-after', match: post })
  const outcome = await run(sandbox)

  expect(sentRequests(sandbox)).toEqual(['look', 'POST addons', 'look', ...theRest])
  const [order] = orders(sandbox)
  const addons = await sandbox.addons(app)
  expect(order).toEqual({ plan: 'heroku-redis:mini', name: addons[0], attachment: { name: 'REDIS' } })
  expect(addons).toHaveLength(1)
  expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', created: 'true', addon: addons[0] } })
  await isConfigured(sandbox)
})

test('repeats the same request if the first one was lost and the list shows nothing', async () => {
  const sandbox = await heroku()
  await sandbox.fault({ kind: 'reset-before', match: post })
  const outcome = await run(sandbox)

  expect(sentRequests(sandbox)).toEqual(['look', 'POST addons', 'look', 'POST addons', ...theRest])
  const [first, second] = orders(sandbox)
  expect(second).toEqual(first)
  expect(await sandbox.addons(app)).toHaveLength(1)
  expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', created: 'true' } })
  await isConfigured(sandbox)
})

test('adopts its own add-on when Heroku refuses the second try because of its name', async () => {
  const sandbox = await heroku()
  await sandbox.fault({ kind: 'reset-before', match: post })
  const outcome = await run(sandbox, {
    during: async ({ logged }) => {
      await logged(/Retrying/)
      const { plan, name } = orders(sandbox)[0] as { name: string; plan: string }
      const late = { plan, name, attachment: 'REDIS' }
      await sandbox.onRequest({ when: 'before', match: post, control: 'createAddon', args: [app, late] })
    },
  })

  expect(sentRequests(sandbox)).toEqual(['look', 'POST addons', 'look', 'POST addons', 'look', ...theRest])
  expect(
    sandbox.requests
      .list()
      .filter(({ method }) => method === 'POST')
      .at(-1),
  ).toMatchObject({ status: 422 })
  expect(await sandbox.addons(app)).toHaveLength(1)
  expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', created: 'true' } })
  await isConfigured(sandbox)
})

test('adopts the add-on of another run that was first, after Heroku refuses the attachment', async () => {
  const sandbox = await heroku()
  const other = { plan: 'heroku-redis:mini', name: 'redis-other-run', attachment: 'REDIS' }
  await sandbox.onRequest({ when: 'before', match: post, control: 'createAddon', args: [app, other] })
  const outcome = await run(sandbox)

  expect(sentRequests(sandbox)).toEqual(['look', 'POST addons', 'look', ...theRest])
  expect(sandbox.requests.list().find(({ method }) => method === 'POST')).toMatchObject({ status: 423 })
  expect(await sandbox.addons(app)).toEqual(['redis-other-run'])
  expect(outcome).toMatchObject({
    exitCode: 0,
    outputs: { status: 'pass', created: 'false', changed: 'true', addon: 'redis-other-run' },
  })
  await isConfigured(sandbox)
})

test('never confirms the replacement of a REDIS_URL that was set by hand', async () => {
  const sandbox = await heroku()
  const byHand = { REDIS_URL: 'rediss://:by-hand-password@elsewhere.example.com:6380' }
  await sandbox.setConfig(app, byHand)
  const outcome = await run(sandbox)

  expect(sentRequests(sandbox)).toEqual(['look', 'POST addons', 'look'])
  expect(JSON.stringify(orders(sandbox))).not.toContain('confirm')
  expect(outcome).toMatchObject({
    exitCode: 1,
    outputs: { status: 'fail', 'failure-reason': 'confirmation-required', created: 'false', changed: 'false' },
  })
  expect(await sandbox.addons(app)).toEqual([])
  expect(await sandbox.config(app)).toEqual(byHand)
})

test('creates nothing if both answer and list are lost, and adopts the add-on in the next run', async () => {
  const sandbox = await heroku()
  await sandbox.fault({ kind: 'reset-after', match: post })
  await sandbox.fault({ kind: 'status-500', match: { method: 'GET', path: '/addons$' }, after: 1, times: 'always' })
  const failed = await step(sandbox, { ...inputs, 'provision-timeout': budget(4_000) })

  expect(orders(sandbox)).toHaveLength(1)
  expect(failed).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'heroku-unavailable' } })
  // The report must not suggest that nothing was created and billed.
  const [creation] = reportOf(failed).apps[0]?.steps ?? []
  expect(creation).toMatchObject({
    action: 'create-addon',
    done: false,
    detail: expect.stringMatching(/named redis-shop-\w+.*not known/) as string,
  })

  await sandbox.clearFaults()
  const next = await run(sandbox)
  expect(orders(sandbox)).toHaveLength(1)
  expect(await sandbox.addons(app)).toHaveLength(1)
  expect(next).toMatchObject({ exitCode: 0, outputs: { status: 'pass', created: 'false' } })
  await isConfigured(sandbox)
})
