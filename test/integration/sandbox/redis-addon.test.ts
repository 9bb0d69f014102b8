import { connect } from 'node:tls'
import { once } from 'node:events'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { request } from '../../sandbox/api.ts'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'

let sandbox: Sandbox
const open = new Set<Redis>()

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())

let app = ''
let addon = ''
let count = 0
beforeEach(async () => {
  app = `app-${++count}`
  await sandbox.createApp(app, { addons: ['heroku-redis:premium-0'] })
  addon = (await sandbox.addons(app))[0] ?? ''
})
afterEach(async () => {
  for (const client of open) client.disconnect()
  open.clear()
  for (const name of await sandbox.addons(app)) await sandbox.removeAddon(name)
})

async function urlOf(name = 'REDIS_URL'): Promise<string> {
  return (await sandbox.config(app))[name] ?? ''
}

/** A client as an app would make it from its config var; rejects with the first real error. */
async function login(url: string): Promise<Redis> {
  const { protocol, hostname: host, port, password } = new URL(url)
  const client = new Redis({
    host,
    port: Number(port),
    password,
    ...(protocol === 'rediss:' ? { tls: { rejectUnauthorized: false } } : {}),
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: () => null,
  })
  open.add(client)
  const failed = once(client, 'error').then(([error]: Error[]) => Promise.reject(error ?? new Error('no reason')))
  await Promise.race([client.connect().catch(() => failed), failed])
  return client
}

const info = async (client: Redis, name: string): Promise<string | undefined> =>
  new RegExp(`^${name}:(.*)\r$`, 'm').exec(await client.info())?.[1]

describe('a heroku-redis add-on', () => {
  test('has a URL as on Heroku, and a real server behind it', async () => {
    expect(await urlOf()).toMatch(/^rediss:\/\/:p[0-9a-f]{64}@127\.0\.0\.1:\d+$/)
    const client = await login(await urlOf())
    await client.set('greeting', 'hello')
    expect(await client.get('greeting')).toBe('hello')
  })

  test('has the limits of its plan, tells them by INFO, and hides CONFIG', async () => {
    const client = await login(await urlOf())
    expect(await info(client, 'maxmemory')).toBe(String(50 * 1024 * 1024))
    expect(await info(client, 'maxclients')).toBe('40')
    expect(await info(client, 'maxmemory_policy')).toBe('noeviction')
    await expect(client.config('GET', 'maxmemory')).rejects.toThrow(/unknown command/i)
  })

  test('lets nobody in without the password', async () => {
    const url = new URL(await urlOf())
    url.password = 'wrong'
    await expect(login(url.href)).rejects.toThrow(/^WRONGPASS/)
    url.password = ''
    await expect(login(url.href)).rejects.toThrow(/^NOAUTH/)
  })

  test('speaks TLS only, with a certificate that it signed itself', async () => {
    const { port } = new URL(await urlOf())
    const socket = connect({ host: '127.0.0.1', port: Number(port) })
    await expect(once(socket, 'secureConnect')).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    await expect(login((await urlOf()).replace('rediss:', 'redis:'))).rejects.toThrow(/ECONNRESET|closed/)
  })

  test('turns connections away when its plan is full', async () => {
    await sandbox.createAddon(app, { plan: 'heroku-redis:mini', attachment: 'SMALL' })
    const url = await urlOf('SMALL_URL')
    for (let client = 0; client < 20; client++) await login(url)
    await expect(login(url)).rejects.toThrow(/ECONNRESET|disconnected before secure TLS connection/)
  })

  test('has a hidden standby when its plan has one', async () => {
    expect(await info(await login(await urlOf()), 'connected_slaves')).toBe('1')
    await sandbox.createAddon(app, { plan: 'heroku-redis:mini', attachment: 'SMALL' })
    expect(await info(await login(await urlOf('SMALL_URL')), 'connected_slaves')).toBe('0')
  })
})

describe('what moves the URL keeps the data', () => {
  test.each([
    ['a failover', 'failOver', /ECONNREFUSED/],
    ['a maintenance', 'moveUrl', /ECONNREFUSED/],
    ['a rotation', 'rotateCredentials', /WRONGPASS/],
  ] as const)('%s', async (_, event, staleFailure) => {
    const before = await urlOf()
    const connected = await login(before)
    await connected.set('greeting', 'hello')
    const closed = once(connected, 'close')

    await sandbox[event](addon)
    await closed
    const after = await urlOf()
    expect(after).not.toBe(before)
    const client = await login(after)
    expect(await client.get('greeting')).toBe('hello')
    expect(await info(client, 'role')).toBe('master')
    expect(await info(client, 'connected_slaves')).toBe('1')
    await expect(login(before)).rejects.toThrow(staleFailure)
    expect((await sandbox.releases(app)).at(-1)?.description).toBe('Update REDIS by heroku-redis')
  })

  test('twice in a row, and without a standby', async () => {
    const small = await sandbox.createAddon(app, { plan: 'heroku-redis:mini', attachment: 'SMALL' })
    await sandbox.redis(small, 'SET', 'greeting', 'hello')
    await sandbox.failOver(small)
    await sandbox.failOver(small)
    const client = await login(await urlOf('SMALL_URL'))
    expect(await client.get('greeting')).toBe('hello')
  })
})

describe('a change of plan', () => {
  const change = (plan: string) => request(sandbox, 'PATCH', `/apps/${app}/addons/${addon}`, { body: { plan } })
  const waiting = async () => (await request(sandbox, 'GET', `/redis/v0/databases/${addon}/wait`)).body

  test('moves the limits, while the data service says that it waits', async () => {
    await sandbox.configure({ dataServiceMs: 100 })
    expect(await change('heroku-redis:premium-1')).toMatchObject({
      status: 201,
      body: { plan: { name: 'heroku-redis:premium-1' } },
    })
    expect(await waiting()).toMatchObject({ 'waiting?': true })
    await sandbox.settled()
    expect(await waiting()).toEqual({ message: 'available', 'waiting?': false })
    const client = await login(await urlOf())
    expect([await info(client, 'maxmemory'), await info(client, 'maxclients')]).toEqual(['104857600', '80'])
    await sandbox.configure({ dataServiceMs: 0 })
  })

  test('may change the URL', async () => {
    await sandbox.configure({ planChangeMoves: true })
    const before = await urlOf()
    await change('heroku-redis:premium-1')
    await sandbox.settled()
    expect(await urlOf()).not.toBe(before)
    await sandbox.configure({ planChangeMoves: false })
  })

  test('to another service is refused', async () => {
    expect(await change('rediscloud:30')).toMatchObject({ status: 422 })
  })
})

describe('the data API', () => {
  const path = (rest = '') => `/redis/v0/databases/${addon}${rest}`

  test('describes the add-on', async () => {
    expect((await request(sandbox, 'GET', path())).body).toMatchObject({
      name: addon,
      plan: 'premium-0',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      resource_url: await urlOf(),
      formation: { primary: expect.any(String) as string },
    })
  })

  test('changes settings, which outlive a failover', async () => {
    const { body } = await request(sandbox, 'PATCH', path('/config'), { body: { maxmemory_policy: 'allkeys-lru' } })
    expect(body).toMatchObject({ maxmemory_policy: { value: 'allkeys-lru', default: 'noeviction' } })
    await sandbox.failOver(addon)
    expect(await info(await login(await urlOf()), 'maxmemory_policy')).toBe('allkeys-lru')
  })

  test('rotates credentials', async () => {
    const before = await urlOf()
    expect(await request(sandbox, 'POST', path('/credentials_rotation'), { body: {} })).toMatchObject({ body: {} })
    expect(await urlOf()).not.toBe(before)
  })

  test('answers 404 until the servers are there', async () => {
    await sandbox.configure({ provisionMs: 60_000 })
    await request(sandbox, 'POST', `/apps/${app}/addons`, { body: { plan: 'heroku-redis:mini', name: `late-${app}` } })
    expect((await request(sandbox, 'GET', `/redis/v0/databases/late-${app}/wait`)).status).toBe(404)
    await sandbox.configure({ provisionMs: 0 })
  })
})

test('another service has a config var of its own, a user, and no TLS', async () => {
  await sandbox.createAddon(app, 'rediscloud:30')
  const url = await urlOf('REDISCLOUD_URL')
  expect(url).toMatch(/^redis:\/\/default:p[0-9a-f]{64}@127\.0\.0\.1:\d+$/)
  expect(await (await login(url)).ping()).toBe('PONG')
})
