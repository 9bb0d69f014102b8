import { describe, expect, test } from 'vitest'
import { read } from '../unit/docs/files.ts'
import { requestsOf, sandboxForThisFile, step } from './support.ts'

/** Number and order of the requests to Heroku, for each thing that the action is used for. */

const sandbox = await sandboxForThisFile()
const app = 'counted'

const looking = ['GET {app}/addon-attachments', 'GET {app}/addons', 'GET {app}/config-vars']
const planList = 'GET /addon-services/heroku-redis/plans'
/** Asked while Redis is tested, in no order. */
const maintenance = 'GET /data/maintenances/v1/{addon}'
const database = 'GET /redis/v0/databases/{addon}'
const bonuses = [planList, maintenance, database]
const writing = ['PATCH {app}/config-vars', 'GET {app}/releases']
const creating = [
  'POST {app}/addons',
  'GET {app}/addons/{addon}',
  'GET /redis/v0/databases/{addon}/wait',
  'GET {app}/config-vars',
  ...writing,
]

/** What one run asks of Heroku: names instead of ids, a poll told once, what goes out together in one order, and last what is asked beside the tests. */
async function asked(inputs: Readonly<Record<string, string>>): Promise<string[]> {
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
  const inOrder = requests.filter((request) => !bonuses.includes(request))
  const polled = inOrder.filter((request, index) => request !== inOrder[index - 1])
  const beside = bonuses.flatMap((bonus) => requests.filter((request) => request === bonus))
  return [...polled.slice(0, 3).toSorted(), ...polled.slice(3), ...beside]
}

describe('requests to Heroku', () => {
  test('a dry run for an app without Redis: what is there, and whether the plan can be had', async () => {
    await sandbox.createApp(app)
    expect(await asked({ plan: 'premium-0', 'dry-run': 'true' })).toEqual([...looking, planList])
  })

  test('setup from nothing', async () => {
    expect(await asked({ plan: 'premium-0' })).toEqual([...looking, ...creating, ...bonuses])
  })

  test('setup with nothing to do', async () => {
    expect(await asked({ plan: 'premium-0' })).toEqual([...looking, ...bonuses])
  })

  test('check of a healthy app: three, the plan list, and two to the data API', async () => {
    expect(await asked({ mode: 'check' })).toEqual([...looking, ...bonuses])
  })

  test('check without the checks that ask for more: three', async () => {
    const checks = 'plan, version, maintenance, standby'
    expect(await asked({ mode: 'check', 'skip-checks': checks })).toEqual(looking)
  })

  test('setup after a failover: one write, and its release', async () => {
    const [addon = ''] = await sandbox.addons(app)
    await sandbox.failOver(addon)
    expect(await asked({ plan: 'premium-0' })).toEqual([...looking, ...writing, ...bonuses])
  })

  test('a change of plan', async () => {
    expect(await asked({ plan: 'premium-1', 'plan-mismatch': 'change' })).toEqual([
      ...looking,
      'PATCH {app}/addons/{addon}',
      'GET {app}/addons/{addon}',
      'GET /redis/v0/databases/{addon}/wait',
      'GET {app}/config-vars',
      ...bonuses,
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
    const each = fleet.flatMap((name) => looking.map((request) => request.replace('{app}', `/apps/${name}`)))
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

  test('a wrong token: asked once, and not again', async () => {
    sandbox.requests.clear()
    const run = await step(sandbox, { app, 'api-key': 'HRKU-of-somebody-else' }, { secrets: ['HRKU-of-somebody-else'] })
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'heroku-unauthorized' } })
    expect(requestsOf(sandbox)).toHaveLength(3)
  })

  test('docs/performance.md states these numbers', () => {
    const page = read('docs/performance.md')
    expect(page).toContain(`| ${looking.length} for each app, side by side, and 1 for the plan list`)
    expect(page).toContain(`| + ${writing.length}: one PATCH`)
    expect(page).toContain(`| + ${creating.length} or more: create`)
    expect(page).toContain(`at most two requests for each app of Heroku Key-Value Store go to the data API`)
  })
})
