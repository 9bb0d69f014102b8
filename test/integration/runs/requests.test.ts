import { describe, expect, test } from 'vitest'
import { read } from '../../unit/docs/files.ts'
import { requestsOf, sandboxForThisFile } from '../../e2e/support.ts'
import { step } from './step.ts'

/** Number and order of the requests to Heroku, for each use of the action. */

const sandbox = await sandboxForThisFile()
const app = 'counted'

const reading = ['GET {app}/addon-attachments', 'GET {app}/addons', 'GET {app}/config-vars']
const planList = 'GET /addon-services/heroku-redis/plans'
/** Sent while Redis is tested, in any order. */
const maintenance = 'GET /data/maintenances/v1/{addon}'
const database = 'GET /redis/v0/databases/{addon}'
const optional = [planList, maintenance, database]
const writing = ['PATCH {app}/config-vars', 'GET {app}/releases']
const creating = [
  'POST {app}/addons',
  'GET {app}/addons/{addon}',
  'GET /redis/v0/databases/{addon}/wait',
  'GET {app}/config-vars',
  ...writing,
]

/**
 * The requests of one run: with names instead of ids, polling listed once, parallel requests sorted, and optional ones
 * last.
 */
async function requestsOfRun(inputs: Readonly<Record<string, string>>): Promise<string[]> {
  sandbox.requests.clear()
  const run = await step(sandbox, { app, ...inputs })
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
  const requests = requestsOf(sandbox).map((request) =>
    request
      .replace(`/apps/${app}`, '{app}')
      .replace(/(?<=addons\/)[0-9a-f-]{36}$/, '{addon}')
      .replace(/(?<=databases\/)[^/]+/, '{addon}')
      .replace(/(?<=maintenances\/v1\/)[^/]+/, '{addon}'),
  )
  const inOrder = requests.filter((request) => !optional.includes(request))
  const polled = inOrder.filter((request, index) => request !== inOrder[index - 1])
  const parallel = optional.flatMap((each) => requests.filter((request) => request === each))
  return [...polled.slice(0, 3).toSorted(), ...polled.slice(3), ...parallel]
}

describe('requests to Heroku', () => {
  test('dry run for an app without Redis: three reads, and the plan list', async () => {
    await sandbox.createApp(app)
    expect(await requestsOfRun({ plan: 'premium-0', 'dry-run': 'true' })).toEqual([...reading, planList])
  })

  test('setup from nothing', async () => {
    expect(await requestsOfRun({ plan: 'premium-0' })).toEqual([...reading, ...creating, ...optional])
  })

  test('setup with nothing to do', async () => {
    expect(await requestsOfRun({ plan: 'premium-0' })).toEqual([...reading, ...optional])
  })

  test('check of a healthy app: three, the plan list, and two to the data API', async () => {
    expect(await requestsOfRun({ mode: 'check' })).toEqual([...reading, ...optional])
  })

  test('check without the checks that need more: three', async () => {
    const checks = 'plan, version, maintenance, standby'
    expect(await requestsOfRun({ mode: 'check', 'skip-checks': checks })).toEqual(reading)
  })

  test('setup after a failover: one write, and its release', async () => {
    const [addon = ''] = await sandbox.addons(app)
    await sandbox.failOver(addon)
    expect(await requestsOfRun({ plan: 'premium-0' })).toEqual([...reading, ...writing, ...optional])
  })

  test('a change of plan', async () => {
    expect(await requestsOfRun({ plan: 'premium-1', 'plan-mismatch': 'change' })).toEqual([
      ...reading,
      'PATCH {app}/addons/{addon}',
      'GET {app}/addons/{addon}',
      'GET /redis/v0/databases/{addon}/wait',
      'GET {app}/config-vars',
      ...optional,
    ])
  })

  test('a fleet of three: three each, and one plan list', async () => {
    const fleet = ['first', 'second', 'third']
    const [addon = ''] = await sandbox.addons(app)
    for (const name of fleet) {
      await sandbox.createApp(name)
      await sandbox.createAddon(name, { plan: 'heroku-redis:premium-0', serversOf: addon })
    }
    await step(sandbox, { app: fleet.join(',') })
    sandbox.requests.clear()
    const run = await step(sandbox, { app: fleet.join(','), mode: 'check' })
    expect(run.exitCode).toBe(0)
    const each = fleet.flatMap((name) => reading.map((request) => request.replace('{app}', `/apps/${name}`)))
    const platform = requestsOf(sandbox).filter((request) => !/ \/(?:data|redis)\//.test(request))
    expect(platform.toSorted()).toEqual([...each, planList].toSorted())
    expect(requestsOf(sandbox)).toHaveLength(platform.length + 2 * fleet.length)
  })

  test('what does not depend on each other is asked together', async () => {
    const latencyMs = 2_000
    sandbox.requests.clear()
    await sandbox.configure({ latencyMs })
    await step(sandbox, { app, mode: 'check' })
    await sandbox.configure({ latencyMs: 0 })
    const [first, , third] = sandbox.requests.list()
    expect((third?.at ?? Number.NaN) - (first?.at ?? 0)).toBeLessThan(latencyMs)
  })

  test('wrong token: each request once, without retries', async () => {
    sandbox.requests.clear()
    const run = await step(sandbox, { app, 'api-key': 'HRKU-of-somebody-else' }, { secrets: ['HRKU-of-somebody-else'] })
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'heroku-unauthorized' } })
    expect(requestsOf(sandbox)).toHaveLength(3)
  })

  test('docs/performance.md states these numbers', () => {
    const page = read('docs/performance.md')
    expect(page).toContain(`| ${reading.length} for each app, side by side, and 1 for the plan list`)
    expect(page).toContain(`| + ${writing.length}: one PATCH`)
    expect(page).toContain(`| + ${creating.length} or more: create`)
    expect(page).toContain(`at most two requests for each app of Heroku Key-Value Store go to the data API`)
  })
})
