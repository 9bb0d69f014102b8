import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { read } from '../../unit/docs/files.ts'
import { reportOf, requestsOf, sandboxForThisFile, type Step } from '../../e2e/support.ts'
import { step, stepInRealTime } from './step.ts'

/** Many apps in one step. Each has its own add-on; the add-ons share servers. */

const sandbox = await sandboxForThisFile()
const apps = Array.from({ length: 24 }, (_, index) => `fleet-${String(index).padStart(2, '0')}`)

beforeAll(async () => {
  await sandbox.createApp('servers')
  const servers = await sandbox.createAddon('servers', 'heroku-redis:premium-3')
  for (const app of apps) {
    await sandbox.createApp(app)
    await sandbox.createAddon(app, { plan: 'heroku-redis:premium-0', serversOf: servers })
  }
  await step(sandbox, { app: apps.join('\n'), samples: '1' }, { timeoutMs: 300_000 })
}, 600_000)

beforeEach(async () => {
  sandbox.requests.clear()
  await sandbox.configure({ rateLimitRemaining: 4_500, latencyMs: 0 })
})

const checkIn = (start: Step, names: readonly string[]) =>
  start(sandbox, { app: names.join('\n'), mode: 'check', samples: '1', latency: 'off' }, { timeoutMs: 300_000 })
const check = (...names: readonly string[]) => checkIn(step, names)

/** Requests to the data API do not count for the rate limit. */
const platformRequests = (): string[] => requestsOf(sandbox).filter((request) => !/ \/(?:data|redis)\//.test(request))

describe('a fleet', () => {
  test('reports one verdict per app in the order of the input, and logs progress', async () => {
    const mixed = apps.toReversed()
    const run = await check(...mixed)
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', 'writer-host': '' } })
    expect(reportOf(run).apps.map(({ app, status }) => [app, status])).toEqual(mixed.map((app) => [app, 'pass']))
    expect(run.log.filter((line) => /^\d+ of 24 apps done: /.test(line)).at(-1)).toBe(
      '24 of 24 apps done: 24 passed, 0 with warnings, 0 failed',
    )
  })

  test('sends one request per app, and a few for all apps', async () => {
    await check(...apps)
    const requests = platformRequests()
    expect(requests.filter((request) => request.endsWith('/config-vars'))).toHaveLength(apps.length)
    expect(requests.filter((request) => !request.endsWith('/config-vars')).toSorted()).toEqual([
      'GET /addon-attachments',
      'GET /addon-services/heroku-redis/plans',
      'GET /addons',
    ])
    expect(read('docs/performance.md')).toContain(
      '| 1 for each app, 2 for each 1,000 add-ons of the account, 1 for the plan list',
    )
  })

  test('sends three parallel requests per app for fewer than five apps', async () => {
    await check(...apps.slice(0, 4))
    expect(platformRequests()).toHaveLength(3 * 4 + 1)
  })

  test('fails only the app that does not exist', async () => {
    const run = await check('fleet-00', 'no-such-app', 'fleet-01', 'fleet-02', 'fleet-03')
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'app-not-found' } })
    expect(reportOf(run).apps.map(({ status }) => status)).toEqual(['pass', 'fail', 'pass', 'pass', 'pass'])
  })

  test('reads several apps at the same time, and at most 64', async () => {
    const latencyMs = 3_000
    await sandbox.configure({ latencyMs })
    await check(...apps)
    const requests = sandbox.requests.list().filter(({ path }) => path.endsWith('/config-vars'))
    const together = requests.map(
      (each) => requests.filter(({ at }) => at > each.at - latencyMs && at <= each.at).length,
    )
    expect(Math.max(...together)).toBeGreaterThanOrEqual(16)
    expect(Math.max(...together)).toBeLessThanOrEqual(64)
  })

  test('slows down near the rate limit, logs it once, and is never refused', async () => {
    // After the first ten requests there are fewer left than the reserve.
    await sandbox.configure({ rateLimitRemaining: 110 })
    const run = await checkIn(stepInRealTime, apps)
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(run.log.filter((line) => line.includes("Close to Heroku's rate limit"))).toHaveLength(1)
    const requests = sandbox.requests.list().filter(({ path }) => !/^\/(?:data|redis)\//.test(path))
    expect(requests.filter(({ status }) => status === 429)).toEqual([])
    // The last ones wait 0.8 s each.
    const times = requests.map(({ at }) => at).toSorted((a, b) => a - b)
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(4_000)
  })

  test('reads each app if the list is denied, and logs the reason', async () => {
    await sandbox.fault({
      kind: 'refuse',
      match: { path: '^/addons$' },
      times: 'always',
      refusal: 'not-permitted-addon',
    })
    const run = await check(...apps.slice(0, 6))
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(run.log.join('\n')).toContain("The account's list of add-ons could not be read, so each app is asked.")
    expect(requestsOf(sandbox).filter((request) => /^GET \/apps\/fleet-0\d\/addons$/.test(request))).toHaveLength(6)
    await sandbox.clearFaults()
  })

  test('reads an app that is missing in the lists', async () => {
    await sandbox.hideFromAccount(['fleet-03'])
    const run = await check(...apps.slice(0, 6))
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(requestsOf(sandbox).filter((request) => /\/apps\/[^/]+\/addons$/.test(request))).toEqual([
      'GET /apps/fleet-03/addons',
    ])
    await sandbox.hideFromAccount([])
  })
})

describe('discovered apps', () => {
  beforeAll(async () => {
    const [servers = ''] = await sandbox.addons('servers')
    for (const app of ['found-b', 'found-a', 'account']) {
      await sandbox.createApp(app, { team: 'acme' })
      await sandbox.createAddon(app, { plan: 'heroku-redis:premium-0', serversOf: servers })
      await step(sandbox, { app, samples: '1' })
    }
    await sandbox.createApp('found-empty', { team: 'acme' })
    await sandbox.createPipeline('shop', { 'found-a': 'production', 'found-b': 'staging', 'found-empty': 'staging' })
  })

  const appsOf = (run: Awaited<ReturnType<typeof check>>): string[] => reportOf(run).apps.map(({ app }) => app)

  test('are the apps of a team with Redis, by name, with the number of those without', async () => {
    const run = await check('team:acme')
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(appsOf(run)).toEqual(['account', 'found-a', 'found-b'])
    expect(reportOf(run).discovery).toEqual({ found: 4, withoutRedis: 1 })
    expect(run.log.join('\n')).toContain('team acme: 4 apps found, 3 with a Redis add-on.')
    expect(platformRequests().length).toBeLessThanOrEqual(3 + 8)
  })

  test('are the apps of a pipeline, or of one stage', async () => {
    expect(appsOf(await check('pipeline:shop'))).toEqual(['found-a', 'found-b'])
    expect(appsOf(await check('pipeline:shop/staging'))).toEqual(['found-b'])
  })

  test('are all apps of the account; an app may be named account', async () => {
    const all = appsOf(await check('account:all'))
    expect(all).toEqual(['account', 'found-a', 'found-b', ...apps, 'servers'].toSorted())
    expect(appsOf(await check('account'))).toEqual(['account'])
  })

  test('follow named apps, each app once', async () => {
    expect(appsOf(await check('found-b', 'team:acme', 'fleet-00', 'pipeline:shop'))).toEqual([
      'found-b',
      'fleet-00',
      'account',
      'found-a',
    ])
  })

  test('never get a new add-on', async () => {
    const run = await step(sandbox, { app: 'team:acme', samples: '1' })
    expect(run).toMatchObject({ exitCode: 0 })
    expect(await sandbox.addons('found-empty')).toEqual([])
  })

  test.each([
    ['no such team', 'team:nobody', 'app-not-found', 'team'],
    ['no such pipeline', 'pipeline:nothing', 'app-not-found', 'pipeline'],
    ['a stage without apps', 'pipeline:shop/review', 'addon-missing', 'No app was found in pipeline shop (review).'],
  ])('fail with a clear error: %s', async (_, app, reason, words) => {
    const run = await check(app)
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': reason } })
    expect(run.log.join('\n')).toContain(words)
  })

  test('are read one by one if the list is denied', async () => {
    await sandbox.fault({
      kind: 'refuse',
      match: { path: '^/addon-attachments$' },
      times: 'always',
      refusal: 'not-permitted-addon',
    })
    expect(appsOf(await check('team:acme'))).toEqual(['account', 'found-a', 'found-b'])
    const denied = await check('account:all')
    expect(denied).toMatchObject({ exitCode: 1, outputs: { status: 'fail' } })
    expect(denied.log.join('\n')).toContain('name the apps in app')
    await sandbox.clearFaults()
  })
})
