import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reportOf, requestsOf, sandboxForThisFile, step } from './support.ts'

/** Many apps in one step. Each has an add-on of its own; the servers behind them are shared. */

const sandbox = await sandboxForThisFile()
const apps = Array.from({ length: 36 }, (_, index) => `fleet-${String(index).padStart(2, '0')}`)

beforeAll(async () => {
  await sandbox.createApp('servers')
  const servers = await sandbox.createAddon('servers', 'heroku-redis:premium-3')
  for (const app of apps) {
    await sandbox.createApp(app)
    await sandbox.createAddon(app, { plan: 'heroku-redis:premium-0', serversOf: servers })
  }
  await step(sandbox, { app: apps.join('\n'), samples: '1' })
})

beforeEach(async () => {
  sandbox.requests.clear()
  await sandbox.configure({ rateLimitRemaining: 4_500, latencyMs: 0 })
})

const check = (...names: readonly string[]) =>
  step(sandbox, { app: names.join('\n'), mode: 'check', samples: '1' }, { timeoutMs: 100_000 })

describe('a fleet', () => {
  test('results come in the order of the input, one verdict each, with progress on the way', async () => {
    const mixed = apps.toReversed()
    const run = await check(...mixed)
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', 'writer-host': '' } })
    expect(reportOf(run).apps.map(({ app, status }) => [app, status])).toEqual(mixed.map((app) => [app, 'pass']))
    expect(run.log.filter((line) => /^\d+ of 36 apps done: /.test(line)).at(-1)).toBe(
      '36 of 36 apps done: 36 passed, 0 with warnings, 0 failed',
    )
    expect(requestsOf(sandbox)).toHaveLength(3 * apps.length + 1)
  })

  test('an app that is not there fails alone', async () => {
    const run = await check('fleet-00', 'no-such-app', 'fleet-01')
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'app-not-found' } })
    expect(reportOf(run).apps.map(({ status }) => status)).toEqual(['pass', 'fail', 'pass'])
  })

  test('no more than 64 requests are under way at once', async () => {
    const latencyMs = 2_000
    await sandbox.configure({ latencyMs })
    await check(...apps)
    const requests = sandbox.requests.list()
    const first = requests[0]?.at ?? 0
    // What came before anything was answered.
    const together = requests.filter(({ at }) => at < first + latencyMs)
    expect(together).toHaveLength(64)
  })

  test('near the rate limit all go slower together, the run says so once, and nothing is refused', async () => {
    // After the first 64 requests there are fewer left than the reserve.
    await sandbox.configure({ rateLimitRemaining: 150 })
    const names = apps.slice(0, 34)
    const run = await check(...names)
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(run.log.filter((line) => line.includes("Close to Heroku's rate limit"))).toHaveLength(1)
    const requests = sandbox.requests.list()
    expect(requests).toHaveLength(3 * names.length + 1)
    expect(requests.filter(({ status }) => status === 429)).toEqual([])
    // Seven are left for the second wave, the plan list among them, at 0.8 s each but the first.
    const times = requests.map(({ at }) => at).toSorted((a, b) => a - b)
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(4_000)
  })
})
