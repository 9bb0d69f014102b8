import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { request } from '../../sandbox/api.ts'
import type { Refusal } from '../../sandbox/refusals.ts'
import { refusals, startSandbox, type RefusalName, type Sandbox } from '../../sandbox/sandbox.ts'

/** An add-on without a Redis server: these tests need none. */
const plan = 'heroku-postgresql:essential-0'

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await startSandbox()
  await sandbox.createApp('shop', { config: { COLOR: 'blue' } })
})

afterEach(() => sandbox.stop())

const get = (path: string, headers: Record<string, string> = {}) => request(sandbox, 'GET', path, { headers })
const send = (method: string, path: string, body: unknown) => request(sandbox, method, path, { body })
const namesIn = (body: unknown): string[] => (body as { name: string }[]).map(({ name }) => name)
/** `read` so many times. */
const times = async <T>(count: number, read: () => Promise<T>): Promise<T[]> => {
  const results: T[] = []
  for (let number = 0; number < count; number++) results.push(await read())
  return results
}

describe('the lists of an app', () => {
  test('are ordered by name', async () => {
    for (const name of ['zebra', 'apple', 'mango']) await sandbox.createAddon('shop', { plan, name })
    const { body, headers } = await get('/apps/shop/addons')
    expect(namesIn(body)).toEqual(['apple', 'mango', 'zebra'])
    expect(headers.get('Content-Range')).toBe('name apple..zebra; max=200')
  })

  test('contain add-ons of other apps with the names of the owner, unless configured otherwise', async () => {
    await sandbox.createApp('owner')
    await sandbox.createAddon('owner', { plan, name: 'owner-data' })
    await sandbox.attach('owner-data', 'shop', 'CACHE')
    expect(await get('/apps/shop/addons')).toMatchObject({
      body: [
        {
          name: 'owner-data',
          app: { name: 'owner' },
          billing_entity: { name: 'owner' },
          config_vars: ['DATABASE_URL'],
        },
      ],
    })
    await sandbox.configure({ listForeignAddons: false })
    expect(await get('/apps/shop/addons')).toMatchObject({ body: [] })
    expect(Object.keys(await sandbox.config('shop'))).toEqual(['CACHE_URL', 'COLOR'])
    expect(await sandbox.addons('shop')).toEqual([])
  })

  test('of attachments show plan and variable names only on request', async () => {
    await sandbox.createAddon('shop', { plan, name: 'shop-data' })
    const { body } = await get('/apps/shop/addon-attachments')
    expect(body).toMatchObject([{ name: 'DATABASE', addon: { name: 'shop-data' } }])
    expect(JSON.stringify(body)).not.toMatch(/config_vars|essential-0/)
    const more = await get('/apps/shop/addon-attachments', { 'Accept-Inclusion': 'addon:plan,config_vars' })
    expect(more.body).toMatchObject([{ config_vars: ['DATABASE_URL'], addon: { plan: { name: plan } } }])
  })

  test('do not have a new add-on for some reads, counted for each list', async () => {
    await sandbox.configure({ listLagReads: 2 })
    await send('POST', '/apps/shop/addons', { plan, name: 'shop-data' })
    const addons = await times(3, async () => namesIn((await get('/apps/shop/addons')).body))
    expect(addons).toEqual([[], [], ['shop-data']])
    const attachments = await times(3, async () => namesIn((await get('/apps/shop/addon-attachments')).body))
    expect(attachments).toEqual([[], [], ['DATABASE']])
  })
})

describe('a new add-on', () => {
  test('is not found by its name for some reads', async () => {
    await sandbox.configure({ addonLagReads: 2 })
    await send('POST', '/apps/shop/addons', { plan, name: 'shop-data' })
    const answers = await times(3, () => get('/apps/shop/addons/shop-data'))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 200])
    expect(answers[0]?.body).toMatchObject({ resource: 'add_on', id: 'not_found' })
  })

  test('stays provisioning for some reads, by itself or in a list', async () => {
    await sandbox.startAddon('shop', { plan, name: 'shop-data', provisioningReads: 2 })
    expect(await get('/apps/shop/addons')).toMatchObject({ body: [{ state: 'provisioning', config_vars: [] }] })
    expect(await get('/addons/shop-data')).toMatchObject({ body: { state: 'provisioning' } })
    await expect.poll(() => sandbox.config('shop'), { timeout: 60_000 }).toHaveProperty('DATABASE_URL')
    expect(await get('/addons/shop-data')).toMatchObject({
      body: { state: 'provisioned', config_vars: ['DATABASE_URL'] },
    })
  })

  test('that waits for reads does not keep the sandbox from settling or stopping', async () => {
    await sandbox.startAddon('shop', { plan, name: 'one', provisioningReads: 99 })
    await sandbox.settled()
    expect(await get('/addons/one')).toMatchObject({ body: { state: 'provisioned' } })
    await sandbox.startAddon('shop', { plan, name: 'two', provisioningReads: 99 })
  })

  test('is refused while another one is being provisioned', async () => {
    await sandbox.startAddon('shop', { plan, provisioningReads: 99 })
    expect(await send('POST', '/apps/shop/addons', { plan })).toMatchObject({ status: 422 })
    await sandbox.settled()
    expect(await send('POST', '/apps/shop/addons', { plan })).toMatchObject({ status: 201 })
  })

  test('brings its variable to the app after some reads of the config vars', async () => {
    await sandbox.configure({ urlLagReads: 2 })
    await sandbox.createAddon('shop', plan)
    const reads = await times(3, async () => Object.keys((await get('/apps/shop/config-vars')).body as object))
    expect(reads).toEqual([['COLOR'], ['COLOR'], ['COLOR', 'DATABASE_URL']])
  })

  test('in a private space needs a private plan or a confirmation', async () => {
    await sandbox.createApp('inside', { space: 'my-space' })
    const refused = await send('POST', '/apps/inside/addons', { plan })
    expect(refused).toMatchObject({ status: 423, body: refusals['private-space-confirm'].body })
    expect(refused.headers.get('X-Confirmation-Required')).toBe('inside')
    expect(await send('POST', '/apps/inside/addons', { plan, confirm: 'inside' })).toMatchObject({ status: 201 })
  })
})

describe('a change of plan', () => {
  test('is answered with 201 or 200', async () => {
    await sandbox.createAddon('shop', { plan, name: 'shop-data' })
    expect(await send('PATCH', '/apps/shop/addons/shop-data', { plan })).toMatchObject({ status: 201 })
    await sandbox.configure({ addonPatchStatus: 200 })
    expect(await send('PATCH', '/apps/shop/addons/shop-data', { plan })).toMatchObject({ status: 200 })
  })

  test('is seen after some reads, but in its answer at once', async () => {
    await sandbox.createAddon('shop', { plan: 'heroku-postgresql:essential-0', name: 'shop-data' })
    await sandbox.configure({ planLagReads: 2 })
    const next = 'heroku-postgresql:essential-1'
    expect(await send('PATCH', '/apps/shop/addons/shop-data', { plan: next })).toMatchObject({
      body: { plan: { name: next } },
    })
    const reads = await times(3, () => get('/apps/shop/addons/shop-data'))
    expect(reads.map(({ body }) => (body as { plan: { name: string } }).plan.name)).toEqual([plan, plan, next])
  })

  test('can be made by somebody else', async () => {
    await sandbox.createAddon('shop', { plan, name: 'shop-data' })
    await sandbox.startPlanChange('shop-data', 'heroku-postgresql:essential-1')
    expect(await get('/addons/shop-data')).toMatchObject({ body: { plan: { name: 'heroku-postgresql:essential-1' } } })
  })
})

describe('a PATCH of config vars', () => {
  test('can be answered without the variables of attachments', async () => {
    await sandbox.createAddon('shop', plan)
    await sandbox.configure({ patchAnswersWithoutUrls: 1 })
    const patch = async (value: string) => (await send('PATCH', '/apps/shop/config-vars', { COLOR: value })).body
    expect(await patch('red')).toEqual({ COLOR: 'red' })
    expect(await patch('green')).toHaveProperty('DATABASE_URL')
  })

  test('of more than 64 kb is refused', async () => {
    const answer = await send('PATCH', '/apps/shop/config-vars', { LARGE: 'x'.repeat(64 * 1024) })
    expect(answer).toMatchObject({ status: 422, body: refusals['config-too-large'].body })
    expect(await sandbox.config('shop')).toEqual({ COLOR: 'blue' })
  })

  test('makes a release that the list shows after some reads', async () => {
    await sandbox.configure({ releaseLagReads: 2 })
    await send('PATCH', '/apps/shop/config-vars', { COLOR: 'red' })
    const lists = await times(3, () => get('/apps/shop/releases'))
    expect(lists.map(({ body }) => (body as { version: number }[]).map(({ version }) => version))).toEqual([
      [1],
      [1],
      [1, 2],
    ])
    expect(lists[0]).toMatchObject({ body: [{ current: true }] })
    expect(lists[2]).toMatchObject({ body: [{ current: false }, { current: true }] })
  })
})

describe('a deleted add-on', () => {
  test('is gone at once, or deprovisioning for some reads', async () => {
    await sandbox.createAddon('shop', { plan, name: 'one' })
    const remove = (name: string) => send('DELETE', `/apps/shop/addons/${name}`, { force: false })
    expect(await remove('one')).toMatchObject({ status: 200, body: { state: 'deprovisioned' } })
    expect(await get('/addons/one')).toMatchObject({ status: 404 })

    await sandbox.createAddon('shop', { plan, name: 'two' })
    await sandbox.configure({ deprovisionReads: 2 })
    expect(await remove('two')).toMatchObject({ status: 200, body: { state: 'deprovisioning' } })
    expect((await times(3, () => get('/addons/two'))).map(({ status }) => status)).toEqual([200, 200, 404])
    expect(await get('/apps/shop/addons')).toMatchObject({ body: [] })
  })

  test('takes its variables from every app that it is attached to, each in a release', async () => {
    await sandbox.createAddon('shop', { plan, name: 'shop-data' })
    await sandbox.createApp('blog')
    await sandbox.attach('shop-data', 'blog', 'SHARED')
    expect(await get('/addons/shop-data/addon-attachments')).toMatchObject({
      body: expect.arrayContaining([expect.objectContaining({ name: 'SHARED' })]) as unknown,
    })
    await send('DELETE', '/apps/shop/addons/shop-data', { force: false })
    expect(await sandbox.config('shop')).toEqual({ COLOR: 'blue' })
    expect(await sandbox.config('blog')).toEqual({})
    expect((await sandbox.releases('blog')).at(-1)?.description).toBe('Detach SHARED (@shop-data)')
    expect(await get('/apps/blog/addon-attachments')).toMatchObject({ body: [] })
  })
})

describe('a refusal', () => {
  test.each(Object.entries<Refusal>(refusals))('%s is answered as it was recorded', async (name, recorded) => {
    await sandbox.fault({ kind: 'refuse', refusal: name as RefusalName })
    const body = '{"plan":"secret-plan"}'
    const answer = await fetch(`${sandbox.url}/apps/shop/addons`, { method: 'POST', body })
    expect(answer.status).toBe(recorded.status)
    const text = recorded.raw ?? JSON.stringify(recorded.body)
    const sent = JSON.stringify(body).slice(1, -1)
    expect(await answer.text()).toBe(text.replaceAll('my-app', 'shop').replaceAll('%{body}', sent))
    for (const [header, value] of Object.entries(recorded.headers ?? {})) {
      expect(answer.headers.get(header)).toBe(value.replaceAll('my-app', 'shop'))
    }
  })

  test('can repeat the token, a value that was sent and a config var', async () => {
    const message = 'Bad %{token}, %{body:PASSWORD}, %{config:COLOR}.'
    await sandbox.fault({ kind: 'refuse', refusal: { status: 422, id: 'invalid_params', message } })
    const answer = await send('PATCH', '/apps/shop/config-vars', { PASSWORD: 'a"b' })
    expect(answer).toMatchObject({ status: 422, body: { message: `Bad ${sandbox.token}, a"b, blue.` } })
  })

  test('lasts as many requests as it says', async () => {
    const match = { method: 'PATCH', path: '/config-vars$' }
    await sandbox.fault({ kind: 'refuse', refusal: 'locked', match, times: 2 })
    const answers = await times(3, () => send('PATCH', '/apps/shop/config-vars', { COLOR: 'red' }))
    expect(answers.map(({ status }) => status)).toEqual([423, 423, 200])
  })

  test('lasts as long as it says', async () => {
    await sandbox.fault({ kind: 'refuse', refusal: 'locked', forMs: 30 })
    expect((await get('/apps/shop')).status).toBe(423)
    await expect.poll(async () => (await get('/apps/shop')).status, { timeout: 60_000 }).toBe(200)
  })

  test('of the data API has its text in `error`, or in `message` when configured', async () => {
    const { body } = await get('/redis/v0/databases/none/wait')
    expect(body).toMatchObject({ error: "Couldn't find that add-on." })
    expect(body).not.toHaveProperty('message')
    await sandbox.configure({ dataErrorField: 'message' })
    expect(await get('/redis/v0/databases/none/wait')).toMatchObject({
      body: { message: "Couldn't find that add-on." },
    })
  })
})

describe('an app of another account', () => {
  beforeEach(() => sandbox.createApp('theirs', { foreign: true, addons: [{ plan, name: 'their-data' }] }))

  test('is refused by name, with all that belongs to it', async () => {
    const refused = {
      status: 403,
      body: { id: 'forbidden', message: 'You do not have access to the app theirs.' },
    }
    for (const path of ['', '/addons', '/addon-attachments', '/config-vars', '/releases']) {
      expect(await get(`/apps/theirs${path}`)).toMatchObject(refused)
    }
    expect(await get('/addons/their-data')).toMatchObject(refused)
    expect(await get('/apps/nobody')).toMatchObject({ status: 404, body: { resource: 'app' } })
    expect(namesIn((await get('/apps')).body)).toEqual(['shop'])
    expect(await get('/addons')).toMatchObject({ body: [] })
  })
})

describe('the controls', () => {
  test('override fields of answers, of one resource or of all', async () => {
    await sandbox.createAddon('shop', { plan, name: 'shop-data' })
    await sandbox.override('addon', { of: 'shop-data', set: { billed_price: null }, omit: ['config_vars'] })
    await sandbox.override('config-vars', { of: 'shop', set: { EMPTY: null } })
    await sandbox.override('plan', { set: { price: { cents: '600' } } })
    const { body } = await get('/apps/shop/addons')
    expect(body).toMatchObject([{ billed_price: null }])
    expect((body as object[])[0]).not.toHaveProperty('config_vars')
    expect(await get('/apps/shop/config-vars')).toMatchObject({ body: { COLOR: 'blue', EMPTY: null } })
    expect(await get(`/plans/${plan}`)).toMatchObject({ body: { price: { cents: '600' } } })
    await sandbox.clearOverrides()
    expect(await get('/apps/shop/addons')).toMatchObject({ body: [{ config_vars: ['DATABASE_URL'] }] })
  })

  test('run at the moment of a request, before or after it is done', async () => {
    const match = { method: 'PATCH', path: '/config-vars$' }
    await sandbox.onRequest({ when: 'before', match, control: 'setConfig', args: ['shop', { SIZE: 's' }] })
    await sandbox.onRequest({ when: 'after', match, control: 'setConfig', args: ['shop', { COLOR: null }], skip: 1 })
    expect(await send('PATCH', '/apps/shop/config-vars', { COLOR: 'red' })).toMatchObject({
      body: { COLOR: 'red', SIZE: 's' },
    })
    expect(await send('PATCH', '/apps/shop/config-vars', { COLOR: 'green' })).toMatchObject({
      body: { COLOR: 'green', SIZE: 's' },
    })
    expect(await sandbox.config('shop')).toEqual({ SIZE: 's' })
    await send('PATCH', '/apps/shop/config-vars', { COLOR: 'blue' })
    expect(await sandbox.config('shop')).toEqual({ COLOR: 'blue', SIZE: 's' })
  })

  test('run before a fault strikes', async () => {
    await sandbox.onRequest({
      when: 'before',
      match: { method: 'POST' },
      control: 'startAddon',
      args: ['shop', { plan, name: 'the-other' }],
    })
    await sandbox.fault({ kind: 'refuse', refusal: 'not-permitted-addon', match: { method: 'POST' } })
    expect(await send('POST', '/apps/shop/addons', { plan, name: 'mine' })).toMatchObject({ status: 403 })
    expect(await sandbox.addons('shop')).toEqual(['the-other'])
  })
})
