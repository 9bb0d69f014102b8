import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { request, type ApiAnswer } from '../../sandbox/api.ts'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'

/** The sandbox answers in publicly recorded shapes: see test/sandbox/recordings/README.md. */

interface Recording {
  readonly source: string
  readonly response?: {
    readonly status: number
    readonly headers?: Readonly<Record<string, string>>
    readonly body: unknown
  }
  readonly responses?: readonly { readonly status: number; readonly body: unknown }[]
  readonly attachments?: unknown
}

const folder = new URL('../../sandbox/recordings/', import.meta.url)
const read = (name: string): Recording => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Recording

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ dataServiceMs: 1 })
  await sandbox.createApp('my-app', { config: { LANG: 'en_US.UTF-8', RACK_ENV: 'production' } })
  await sandbox.createApp('acme-inc-www')
  await sandbox.createApp('redis-cloud')
  await sandbox.createApp('with-postgres', {
    addons: [{ plan: 'heroku-postgresql:essential-0', name: 'postgres-123' }],
  })
  await sandbox.createAddon('acme-inc-www', { plan: 'heroku-redis:premium-2', name: 'www-redis' })
  await sandbox.attach('www-redis', 'my-app', 'WWW_CACHE')
  await sandbox.createAddon('redis-cloud', { plan: 'rediscloud:30', name: 'rediscloud-perpendicular-18692' })
})
afterAll(() => sandbox.stop())
afterEach(() => sandbox.clearOverrides())

const expanded = { 'Accept-Expansion': 'plan, addon_service' }
const get = (path: string, headers: Record<string, string> = {}) => request(sandbox, 'GET', path, { headers })

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value)

/**
 * Where an answer lacks something that was recorded, or has it in another type. What Heroku adds besides is no
 * difference, unless `exact`. What was recorded as null may have a value.
 */
function differences(recorded: unknown, answered: unknown, exact = false, path = 'body'): string[] {
  const [kind, other] = [kindOf(recorded), kindOf(answered)]
  if (kind === 'null') return answered === undefined ? [`${path} is missing`] : []
  if (kind !== other) return [`${path}: ${kind} was recorded, got ${other}`]
  if (Array.isArray(recorded) && Array.isArray(answered)) {
    const [first, second] = [recorded[0] as unknown, answered[0] as unknown]
    return first === undefined || second === undefined ? [] : differences(first, second, exact, `${path}[]`)
  }
  if (typeof recorded !== 'object' || recorded === null) return []
  const [before, after] = [recorded as Record<string, unknown>, answered as Record<string, unknown>]
  const surplus = exact ? Object.keys(after).filter((key) => !(key in before)) : []
  return [
    ...surplus.map((key) => `${path}.${key} was not recorded`),
    ...Object.entries(before).flatMap(([key, value]) => differences(value, after[key], exact, `${path}.${key}`)),
  ]
}

/** The fields of an answer that the recording does not have. */
function surplusOf(recorded: unknown, answered: unknown): string[] {
  const [before, after] = [recorded, answered].map((body) => ((Array.isArray(body) ? body[0] : body) ?? {}) as object)
  return Object.keys(after ?? {}).filter((key) => !Object.hasOwn(before ?? {}, key))
}

/** Differences from a recording in status and shape of the body. */
function shapeDiffers({ response }: Recording, { status, body }: ApiAnswer): string[] {
  const wrongStatus = status === response?.status ? [] : [`status: ${response?.status} was recorded, got ${status}`]
  return [...wrongStatus, ...differences(response?.body, body)]
}

test('the comparison finds missing fields and different types', () => {
  expect(differences([{ a: 1, b: null, c: { d: 'x' } }], [{ a: '1', c: {}, e: 1 }], true)).toEqual([
    'body[].e was not recorded',
    'body[].a: number was recorded, got string',
    'body[].b is missing',
    'body[].c.d: string was recorded, got undefined',
  ])
})

describe('add-ons', () => {
  test('in full, as requested by the CLI', async () => {
    const answer = await get('/apps/acme-inc-www/addons', expanded)
    expect(shapeDiffers(read('addons-redis-expanded-cli'), answer)).toEqual([])
  })

  test('of another app in the list of this app, with the attachment', async () => {
    const recording = read('addons-foreign-in-own-list')
    const answer = await get('/apps/my-app/addons', expanded)
    expect(shapeDiffers(recording, answer)).toEqual([])
    const values = { name: 'www-redis', app: { name: 'acme-inc-www' }, config_vars: ['REDIS_URL'] }
    expect(recording.response?.body).toMatchObject([values])
    expect(answer.body).toMatchObject([values])
    const attachments = await get('/apps/my-app/addon-attachments')
    expect(differences(recording.attachments, attachments.body)).toEqual([])
    expect(attachments.body).toMatchObject([
      { name: 'WWW_CACHE', app: { name: 'my-app' }, addon: { app: { name: 'acme-inc-www' } } },
    ])
  })

  test('of an account with a contract', async () => {
    const recording = read('addon-contract-price')
    const billed_price = { cents: 0, contract: true, unit: 'month' }
    expect(recording.response?.body).toMatchObject([{ billed_price }])
    await sandbox.override('addon', { of: 'www-redis', set: { billed_price } })
    const answer = await get('/apps/acme-inc-www/addons', expanded)
    expect(shapeDiffers(recording, answer)).toEqual([])
    expect(answer.body).toMatchObject([{ billed_price }])
  })

  test.each([
    ['addons-rediscloud-2016', '/apps/redis-cloud/addons'],
    ['addon-postgres-2019-no-config-vars', '/apps/with-postgres/addons'],
  ])('with fewer fields: %s', async (name, path) => {
    const recording = read(name)
    const answer = await get(path)
    expect(shapeDiffers(recording, answer)).toEqual([])
    await sandbox.override('addon', { omit: surplusOf(recording.response?.body, answer.body) })
    expect(differences(recording.response?.body, (await get(path)).body, true)).toEqual([])
  })

  test('after a change of plan: 201 with the new plan at once', async () => {
    const recording = read('addon-patch-rediscloud-2016')
    const path = '/apps/redis-cloud/addons/rediscloud-perpendicular-18692'
    const answer = await request(sandbox, 'PATCH', path, { body: { plan: 'rediscloud:100' } })
    expect(shapeDiffers(recording, answer)).toEqual([])
    expect(answer.body).toMatchObject({ plan: { name: 'rediscloud:100' } })
    await sandbox.settled()
  })

  test('during the creation: no config var yet', async () => {
    const recording = read('addon-create-async')
    await sandbox.createApp('new-app')
    await sandbox.configure({ addonPostStatus: 200 })
    const body = { plan: 'heroku-redis:mini', name: 'new-redis' }
    const answer = await request(sandbox, 'POST', '/apps/new-app/addons', { body })
    await sandbox.configure({ addonPostStatus: 201 })
    expect(shapeDiffers(recording, answer)).toEqual([])
    expect(answer.body).toMatchObject({ state: 'provisioning', config_vars: [], provision_message: /./ })
    await sandbox.settled()
  })
})

test('attachments with the plan and the names of their variables', async () => {
  const headers = { 'Accept-Inclusion': 'addon:plan,config_vars' }
  const answer = await get('/apps/my-app/addon-attachments', headers)
  expect(shapeDiffers(read('attachments-with-inclusion'), answer)).toEqual([])
})

test('a config var that is null', async () => {
  const recording = read('config-vars-null')
  await sandbox.override('config-vars', { of: 'my-app', set: { COMMIT_HASH: null }, omit: ['WWW_CACHE_URL'] })
  const answer = await get('/apps/my-app/config-vars')
  expect(answer).toMatchObject({ status: recording.response?.status, body: recording.response?.body })
})

test('plans with odd prices and without any', async () => {
  const recording = read('plans-odd-prices')
  const plans = recording.response?.body as readonly { readonly name: string; readonly price?: object }[]
  const offered = ['premium-0', 'premium-2', 'mini', 'premium-1', 'premium-3'].map((name) => `heroku-redis:${name}`)
  for (const [index, { price }] of plans.entries()) {
    const of = offered[index] ?? ''
    await sandbox.override('plan', price === undefined ? { of, omit: ['price', 'state'] } : { of, set: { price } })
  }
  const answer = await get('/addon-services/heroku-redis/plans')
  const answered = answer.body as readonly { readonly name: string }[]
  for (const [index, plan] of plans.entries()) {
    const { name: _, ...rest } = plan
    const found = answered.find(({ name }) => name === offered[index])
    expect(found).toMatchObject(rest)
    expect(differences(plan, found)).toEqual([])
    if (plan.price === undefined) expect(found).not.toHaveProperty('price')
  }
})

describe('releases', () => {
  const newest = () => get('/apps/my-app/releases', { Range: 'version ..; order=desc,max=1' })

  test('without status and without `current`', async () => {
    const recording = read('releases-2015-no-status')
    const { body } = await newest()
    expect(differences(recording.response?.body, body)).toEqual([])
    await sandbox.override('release', { omit: surplusOf(recording.response?.body, body) })
    expect(differences(recording.response?.body, (await newest()).body, true)).toEqual([])
  })

  test('that are pending and current', async () => {
    const recording = read('releases-2017-pending-current')
    await sandbox.configure({ releaseMs: 600_000 })
    await sandbox.setConfig('my-app', { PENDING: 'yes' })
    await sandbox.configure({ releaseMs: 0 })
    const { body } = await newest()
    expect(differences(recording.response?.body, body)).toEqual([])
    expect(recording.response?.body).toMatchObject([{ status: 'pending', current: true }])
    expect(body).toMatchObject([{ status: 'pending', current: true }])
  })
})

describe('headers', () => {
  /** Headers of the transport, or of a cache that the sandbox does not have. */
  const notModelled = new Set(['server', 'etag', 'traceparent', 'content-expansion', 'x-kong-proxy-latency'])

  test.each(['headers-2018', 'headers-2022', 'addons-rediscloud-2016'])('as in %s', async (name) => {
    const { response: { headers: recorded = {} } = {} } = read(name)
    const { headers } = await get('/apps/redis-cloud/addons', { 'Request-Id': '@request-id@' })
    const wanted = Object.keys(recorded).filter((header) => !notModelled.has(header))
    expect(wanted.filter((header) => !headers.has(header))).toEqual([])
    const ids = recorded['request-id']?.split(',')
    if (ids) {
      const answered = headers.get('request-id')?.split(',')
      expect(answered).toHaveLength(ids.length)
      expect(answered?.indexOf('@request-id@')).toBe(ids.indexOf('@request-id@'))
    }
    if (recorded['accept-ranges']) expect(headers.get('accept-ranges')).toBe(recorded['accept-ranges'])
  })
})

test('the data service while it waits and when it is ready', async () => {
  const { responses = [] } = read('data-wait')
  const recorded = responses.filter(({ status }) => status === 200).map(({ body }) => body)
  const { status, body } = await get('/redis/v0/databases/www-redis/wait')
  expect(status).toBe(200)
  expect(recorded.every((each) => differences(each, body).length === 0)).toBe(true)
  const refused = await get('/redis/v0/databases/nobody/wait')
  const error = responses.find((each) => each.status === 503)
  expect(differences(error?.body, refused.body)).toEqual([])
})

test('every recording is used', () => {
  const source = readFileSync(new URL(import.meta.url), 'utf8')
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  expect(names.length).toBeGreaterThan(12)
  expect(names.filter((name) => !source.includes(`'${name.replace('.json', '')}'`))).toEqual([])
})
