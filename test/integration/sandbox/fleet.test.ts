import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { request } from '../../sandbox/api.ts'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'

/** An add-on without a Redis server: these tests need none. */
const plan = 'heroku-postgresql:essential-0'

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await startSandbox()
})

afterEach(() => sandbox.stop())

const get = (path: string, headers: Record<string, string> = {}) => request(sandbox, 'GET', path, { headers })
const namesIn = (body: unknown): string[] => (body as { name: string }[]).map(({ name }) => name)

/** All pages of a list. */
async function all(path: string, max: number): Promise<{ readonly items: object[]; readonly statuses: number[] }> {
  const [items, statuses]: [object[], number[]] = [[], []]
  let range: string | null = `id ..; max=${max}`
  while (range !== null) {
    const { status, body, headers } = await get(path, { Range: range })
    items.push(...(body as object[]))
    statuses.push(status)
    range = headers.get('Next-Range')
  }
  return { items, statuses }
}

describe('many apps', () => {
  test('have an add-on each', async () => {
    const names = await sandbox.addApps(25, { plan, config: { COLOR: 'blue' } })
    expect([names[0], names.at(-1)]).toEqual(['app-0001', 'app-0025'])
    expect(await sandbox.addons('app-0025')).toEqual(['app-0025-redis'])
    expect(Object.keys(await sandbox.config('app-0025'))).toEqual(['COLOR', 'DATABASE_URL'])
    expect(await sandbox.addApps(1, { prefix: 'bare', plan: null })).toEqual(['bare-0001'])
    expect(await sandbox.addons('bare-0001')).toEqual([])
  })

  test.each(['/addons', '/addon-attachments'])('are in %s, page by page', async (path) => {
    await sandbox.addApps(25, { plan })
    const { items, statuses } = await all(path, 10)
    expect(statuses).toEqual([206, 206, 200])
    const apps = items.map((item) => (item as { app: { name: string } }).app.name)
    expect(new Set(apps).size).toBe(25)
    expect(apps).toHaveLength(25)
  })

  test('are left out of the lists of the account, but not out of their own', async () => {
    await sandbox.addApps(3, { plan })
    await sandbox.hideFromAccount(['app-0002'])
    for (const path of ['/addons', '/addon-attachments']) {
      const { body } = await get(path)
      expect((body as { app: { name: string } }[]).map(({ app }) => app.name).sort()).toEqual(['app-0001', 'app-0003'])
    }
    expect(await get('/apps/app-0002/addons')).toMatchObject({ body: [{ name: 'app-0002-redis' }] })
  })

  test('count each request towards the rate limit', async () => {
    await sandbox.addApps(3, { plan })
    await sandbox.configure({ rateLimitRemaining: 10 })
    const left = []
    for (const app of ['app-0001', 'app-0002', 'app-0003']) {
      left.push((await get(`/apps/${app}/config-vars`)).headers.get('RateLimit-Remaining'))
    }
    expect(left).toEqual(['9', '8', '7'])
  })
})

describe('a team', () => {
  test('lists its apps by name', async () => {
    await sandbox.createApp('zoo', { team: 'acme' })
    await sandbox.createApp('art', { team: 'acme' })
    await sandbox.createApp('other')
    const { body } = await get('/teams/acme/apps')
    expect(namesIn(body)).toEqual(['art', 'zoo'])
    expect(body).toMatchObject([{ team: { name: 'acme' } }, {}])
  })

  test('that does not exist is not found', async () => {
    expect(await get('/teams/nope/apps')).toMatchObject({ status: 404, body: { resource: 'team' } })
  })
})

describe('a pipeline', () => {
  const filter = (ids: unknown, accept = 'application/vnd.heroku+json; version=3.filters') =>
    request(sandbox, 'POST', '/filters/apps', { body: { in: { id: ids } }, headers: { Accept: accept } })

  beforeEach(async () => {
    for (const app of ['shop', 'shop-staging', 'other']) await sandbox.createApp(app)
    await sandbox.createPipeline('shop', { shop: 'production', 'shop-staging': 'staging' })
  })

  test('leads by its name to its id, by its id to the ids of its apps, and by these to their names', async () => {
    const { id } = (await get('/pipelines/shop')).body as { id: string }
    expect(await get(`/pipelines/${id}`)).toMatchObject({ body: { id, name: 'shop' } })
    const { body } = await get(`/pipelines/${id}/pipeline-couplings`)
    const couplings = body as { app: { id: string; name?: string }; stage: string }[]
    expect(couplings.map(({ stage }) => stage).sort()).toEqual(['production', 'staging'])
    expect(couplings.some(({ app }) => 'name' in app)).toBe(false)
    const apps = await filter(couplings.map(({ app }) => app.id))
    expect(namesIn(apps.body).sort()).toEqual(['shop', 'shop-staging'])
  })

  test('has no couplings under its name', async () => {
    expect(await get('/pipelines/shop/pipeline-couplings')).toMatchObject({ status: 404 })
    expect(await get('/pipelines/nope')).toMatchObject({ status: 404, body: { resource: 'pipeline' } })
  })

  test('needs the version with filters for the names of its apps, and a list', async () => {
    expect(await filter([], 'application/vnd.heroku+json; version=3')).toMatchObject({ status: 404 })
    expect(await filter('shop')).toMatchObject({ status: 422 })
    expect(await filter([])).toMatchObject({ body: [] })
  })
})
