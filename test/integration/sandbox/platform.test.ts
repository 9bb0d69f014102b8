import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { request } from '../../sandbox/api.ts'
import { connectSandbox } from '../../sandbox/client.ts'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'

/** An add-on without a Redis server: these tests need none. */
const plan = 'heroku-postgresql:essential-0'

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await startSandbox()
  await sandbox.createApp('shop', { config: { COLOR: 'blue' } })
})

afterEach(() => sandbox.stop())

const get = (path: string, headers?: Record<string, string>) =>
  request(sandbox, 'GET', path, headers === undefined ? {} : { headers })
const send = (method: string, path: string, body: unknown) => request(sandbox, method, path, { body })

describe('every request', () => {
  test('needs the token', async () => {
    const answer = await get('/apps/shop', { Authorization: 'Bearer wrong' })
    expect(answer).toMatchObject({
      status: 401,
      body: { id: 'unauthorized', message: 'Invalid credentials provided.' },
    })
  })

  test('needs the version', async () => {
    expect(await get('/apps/shop', { Accept: 'application/json' })).toMatchObject({ status: 406 })
  })

  test('may read the plans without a token, retired ones included', async () => {
    const answer = await get('/addon-services/heroku-redis/plans', { Authorization: '' })
    expect(answer.body).toContainEqual(
      expect.objectContaining({
        name: 'heroku-redis:premium-0',
        price: { cents: 1600, contract: false, unit: 'month' },
      }),
    )
    expect(answer.body).toContainEqual(expect.objectContaining({ name: 'heroku-redis:hobby-dev', state: 'shutdown' }))
  })

  test('counts towards the rate limit', async () => {
    await sandbox.configure({ rateLimitRemaining: 1 })
    expect((await get('/apps/shop')).headers.get('RateLimit-Remaining')).toBe('0')
    expect(await get('/apps/shop')).toMatchObject({ status: 429, body: { id: 'rate_limit' } })
  })

  test('is answered with a list of request ids, the one that was sent among them', async () => {
    const { headers } = await get('/apps/nope', { 'Request-Id': 'my-id' })
    const ids = headers.get('Request-Id')?.split(',')
    expect([ids?.length, ids?.[1]]).toEqual([4, 'my-id'])
  })

  test('is answered with the warnings that there are', async () => {
    await sandbox.configure({ warning: 'Maintenance tonight.', warningMessage: 'This endpoint is deprecated.' })
    const { headers } = await get('/apps/nope')
    expect(headers.get('X-Heroku-Warning')).toBe('Maintenance tonight.')
    expect(headers.get('Warning-Message')).toBe('This endpoint is deprecated.')
  })

  test('is logged without the token', async () => {
    await send('PATCH', '/apps/shop/config-vars', { A: '1' })
    expect(sandbox.requests.list()).toMatchObject([
      { method: 'PATCH', path: '/apps/shop/config-vars', body: { A: '1' }, authorized: true, status: 200 },
    ])
    expect(JSON.stringify(sandbox.requests.list())).not.toContain(sandbox.token)
    sandbox.requests.clear()
    expect(sandbox.requests.list()).toEqual([])
  })

  test('for something unknown is answered as Heroku does', async () => {
    expect(await get('/apps/nope')).toMatchObject({
      status: 404,
      body: { resource: 'app', id: 'not_found', message: "Couldn't find that app." },
    })
    expect(await get('/nowhere')).toMatchObject({ status: 404, body: { id: 'not_found' } })
  })
})

describe('config vars', () => {
  test('are merged, and null removes', async () => {
    const { body } = await send('PATCH', '/apps/shop/config-vars', { COLOR: null, SIZE: 'xl' })
    expect(body).toEqual({ SIZE: 'xl' })
    expect(await sandbox.config('shop')).toEqual({ SIZE: 'xl' })
  })

  test('make one release when something differs, and none otherwise', async () => {
    await send('PATCH', '/apps/shop/config-vars', { COLOR: 'red', SIZE: 'xl' })
    await send('PATCH', '/apps/shop/config-vars', { COLOR: 'red' })
    expect((await sandbox.releases('shop')).map(({ description }) => description)).toEqual([
      'Initial release',
      'Set COLOR, SIZE config vars',
    ])
  })

  test('of an attachment cannot be overwritten, and then nothing is', async () => {
    await sandbox.createAddon('shop', plan)
    const answer = await send('PATCH', '/apps/shop/config-vars', { DATABASE_URL: 'x', COLOR: 'red' })
    expect(answer).toMatchObject({
      status: 422,
      body: { id: 'invalid_params', message: 'Cannot overwrite attachment values DATABASE_URL.' },
    })
    expect((await sandbox.config('shop'))['COLOR']).toBe('blue')
  })
})

describe('releases', () => {
  const newest = () => get('/apps/shop/releases', { Range: 'version ..; order=desc,max=1' })

  test('come newest first on request', async () => {
    await sandbox.setConfig('shop', { COLOR: 'red' })
    expect(await newest()).toMatchObject({ status: 206, body: [{ version: 2, status: 'succeeded', current: true }] })
  })

  test('are pending before they succeed', async () => {
    await sandbox.configure({ releaseMs: 60_000 })
    await sandbox.setConfig('shop', { COLOR: 'red' })
    expect(await newest()).toMatchObject({ body: [{ status: 'pending', current: true }] })
    await sandbox.configure({ pendingIsCurrent: false })
    expect(await newest()).toMatchObject({ body: [{ status: 'pending', current: false }] })
    expect(await get('/apps/shop/releases/1')).toMatchObject({ body: { status: 'succeeded', current: true } })
  })

  test('can fail, and then the previous one stays current', async () => {
    await sandbox.configure({ releaseOutcome: 'failed' })
    await sandbox.setConfig('shop', { COLOR: 'red' })
    expect(await newest()).toMatchObject({ body: [{ version: 2, status: 'failed', current: false }] })
  })
})

describe('lists', () => {
  test('come in pages that contain each item once', async () => {
    for (let size = 1; size <= 6; size++) await sandbox.setConfig('shop', { SIZE: String(size) })
    const versions: number[] = []
    let range: string | null = 'version ..; max=3'
    while (range !== null) {
      const answer = await get('/apps/shop/releases', { Range: range })
      versions.push(...(answer.body as { version: number }[]).map(({ version }) => version))
      range = answer.headers.get('Next-Range')
      expect(answer.status).toBe(range === null ? 200 : 206)
    }
    expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  test('are cut into pages when they are long', async () => {
    await sandbox.configure({ pageSize: 1 })
    await sandbox.createApp('blog')
    const { status, headers } = await get('/apps')
    expect([status, headers.get('Next-Range')]).toEqual([206, 'name ]blog..; max=1'])
  })

  test.each(['nonsense', 'id ..; max=0', 'id ..; max=x'])('refuse the range %j', async (range) => {
    expect(await get('/apps', { Range: range })).toMatchObject({ status: 416 })
  })
})

describe('add-ons', () => {
  const create = (body: unknown) => send('POST', '/apps/shop/addons', body)

  test('take time to be provisioned, and their config var comes later', async () => {
    await sandbox.configure({ provisionMs: 50, configVarMs: 50 })
    const created = await create({ plan, name: 'shop-data' })
    expect(created).toMatchObject({
      status: 201,
      body: { name: 'shop-data', state: 'provisioning', config_vars: [], plan: { name: plan } },
    })
    expect(await sandbox.config('shop')).not.toHaveProperty('DATABASE_URL')
    await sandbox.settled()
    expect(await get('/apps/shop/addons/shop-data')).toMatchObject({ body: { state: 'provisioned' } })
    expect(await sandbox.config('shop')).toHaveProperty('DATABASE_URL')
  })

  test('show their plan in full on request', async () => {
    await create({ plan })
    const { body } = await get('/apps/shop/addons', { 'Accept-Expansion': 'plan' })
    expect(body).toMatchObject([{ plan: { name: plan, price: { cents: 600 } } }])
  })

  test.each([
    ['heroku-redis:nope', /^Couldn't find either the add-on service or the add-on plan of "heroku-redis:nope"\.$/],
    ['heroku-redis:hobby-dev', /^The heroku-redis:hobby-dev plan is no longer available\./],
    ['heroku-redis:private-7', /outside a private space/],
  ])('refuse the plan %s', async (refused, message) => {
    const answer = await create({ plan: refused })
    expect(answer).toMatchObject({
      status: 422,
      body: { id: 'invalid_params', message: expect.stringMatching(message) as string },
    })
  })

  test('have unique names', async () => {
    await create({ plan, name: 'taken' })
    expect(await create({ plan, name: 'taken' })).toMatchObject({
      status: 422,
      body: { id: 'invalid_params', message: 'Name is already taken' },
    })
  })

  test('take an attachment name from another only with a confirmation', async () => {
    await create({ plan, attachment: { name: 'DATA' } })
    const second = await create({ plan, attachment: { name: 'DATA' } })
    expect(second).toMatchObject({ status: 423, body: { id: 'confirmation_required' } })
    expect(await sandbox.addons('shop')).toHaveLength(1)

    await create({ plan, attachment: { name: 'DATA' }, confirm: 'shop' })
    await sandbox.settled()
    expect(Object.keys(await sandbox.config('shop'))).toEqual(['COLOR', 'DATA_URL', 'HEROKU_POSTGRESQL_AMBER_URL'])
  })

  test('of another app can be attached under a name of this app', async () => {
    await sandbox.createApp('owner')
    const addon = await sandbox.createAddon('owner', plan)
    await send('POST', '/addon-attachments', { addon, app: 'shop', name: 'SHARED' })
    expect(await get('/apps/shop/addon-attachments')).toMatchObject({
      body: [{ name: 'SHARED', addon: { name: addon, app: { name: 'owner' } }, app: { name: 'shop' } }],
    })
    expect(await get('/apps/shop/addons')).toMatchObject({ body: [{ name: addon, app: { name: 'owner' } }] })
    expect(await get(`/addons/${addon}`)).toMatchObject({ body: { config_vars: ['DATABASE_URL'] } })
    expect((await sandbox.config('shop'))['SHARED_URL']).toBe((await sandbox.config('owner'))['DATABASE_URL'])
  })

  test('can be found by their attachment', async () => {
    const addon = await sandbox.createAddon('shop', plan)
    const answer = await send('POST', '/actions/addons/resolve', { addon: 'database', app: 'shop' })
    expect(answer).toMatchObject({ status: 200, body: [{ name: addon }] })
  })

  test.each([
    ['deprovisioned', { status: 200, body: { state: 'deprovisioned' } }],
    ['gone', { status: 404 }],
  ] as const)('that could not be created end %s', async (provisionOutcome, expected) => {
    await sandbox.configure({ provisionOutcome })
    await create({ plan, name: 'doomed' })
    await sandbox.settled()
    expect(await get('/apps/shop/addons/doomed')).toMatchObject(expected)
    expect(await get('/apps/shop/addons')).toMatchObject({ body: [] })
    expect(await get('/apps/shop/addon-attachments')).toMatchObject({ body: [] })
  })

  test('that are removed take their config var with them', async () => {
    await sandbox.removeAddon(await sandbox.createAddon('shop', plan))
    expect(await sandbox.config('shop')).toEqual({ COLOR: 'blue' })
  })
})

describe('the controls', () => {
  test('also work from another process', async () => {
    const remote = connectSandbox(sandbox.url, sandbox.token)
    await remote.createApp('blog', { config: { A: '1' } })
    expect(await remote.config('blog')).toEqual({ A: '1' })
    await expect(remote.config('nope')).rejects.toThrow("Couldn't find that app.")
    expect(await remote.listRequests()).toEqual([])
  })

  test('need the token', async () => {
    await expect(connectSandbox(sandbox.url, 'wrong').config('shop')).rejects.toThrow('Invalid credentials')
  })
})
