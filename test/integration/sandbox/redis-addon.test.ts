import { once } from 'node:events'
import { connect } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { request } from '../../sandbox/api.ts'
import { infoOf, sandboxWithAddon } from './support.ts'

const here = sandboxWithAddon()

describe('a heroku-redis add-on', () => {
  test('has a URL as on Heroku, and a real server', async () => {
    expect(await here.urlOf()).toMatch(/^rediss:\/\/:p[0-9a-f]{64}@127\.0\.0\.1:\d+$/)
    const client = await here.login(await here.urlOf())
    await client.set('greeting', 'hello')
    expect(await client.get('greeting')).toBe('hello')
  })

  test('has the limits of its plan, shows them in INFO, and hides CONFIG', async () => {
    const client = await here.login(await here.urlOf())
    expect(await infoOf(client, 'maxmemory')).toBe(String(50 * 1024 * 1024))
    expect(await infoOf(client, 'maxclients')).toBe('40')
    expect(await infoOf(client, 'maxmemory_policy')).toBe('noeviction')
    await expect(client.config('GET', 'maxmemory')).rejects.toThrow(/unknown command/i)
  })

  test('refuses clients without the password', async () => {
    const url = new URL(await here.urlOf())
    url.password = 'wrong'
    await expect(here.login(url.href)).rejects.toThrow(/^WRONGPASS/)
    url.password = ''
    await expect(here.login(url.href)).rejects.toThrow(/^NOAUTH/)
  })

  test('accepts TLS only, with a self-signed certificate', async () => {
    const { port } = new URL(await here.urlOf())
    const socket = connect({ host: '127.0.0.1', port: Number(port) })
    await expect(once(socket, 'secureConnect')).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    await expect(here.login((await here.urlOf()).replace('rediss:', 'redis:'))).rejects.toThrow(/ECONNRESET|closed/)
  })

  test('refuses connections beyond the limit of its plan', async () => {
    await here.sandbox.createAddon(here.app, { plan: 'heroku-redis:mini', attachment: 'SMALL' })
    const url = await here.urlOf('SMALL_URL')
    for (let client = 0; client < 20; client++) await here.login(url)
    await expect(here.login(url)).rejects.toThrow(/ECONNRESET|disconnected before secure TLS connection/)
  })

  test('has a hidden standby when its plan has one', async () => {
    await here.sandbox.signal(here.addon, 'SIGCONT', 'standby')
    expect(await infoOf(await here.login(await here.urlOf()), 'connected_slaves')).toBe('1')
    await here.sandbox.createAddon(here.app, { plan: 'heroku-redis:mini', attachment: 'SMALL' })
    expect(await infoOf(await here.login(await here.urlOf('SMALL_URL')), 'connected_slaves')).toBe('0')
  })
})

describe('a change of the URL keeps the data', () => {
  test.each([
    ['a failover', 'failOver', /ECONNREFUSED/],
    ['a maintenance', 'moveUrl', /ECONNREFUSED/],
    ['a rotation', 'rotateCredentials', /WRONGPASS/],
  ] as const)('%s', async (_, event, staleFailure) => {
    const before = await here.urlOf()
    const connected = await here.login(before)
    await connected.set('greeting', 'hello')
    const closed = once(connected, 'close')

    await here.sandbox[event](here.addon)
    await closed
    const after = await here.urlOf()
    expect(after).not.toBe(before)
    const client = await here.login(after)
    expect(await client.get('greeting')).toBe('hello')
    expect(await infoOf(client, 'role')).toBe('master')
    await here.sandbox.signal(here.addon, 'SIGCONT', 'standby')
    expect(await infoOf(client, 'connected_slaves')).toBe('1')
    await expect(here.login(before)).rejects.toThrow(staleFailure)
    expect((await here.sandbox.releases(here.app)).at(-1)?.description).toBe('Update REDIS by heroku-redis')
  })

  test('twice in a row, and without a standby', async () => {
    const small = await here.sandbox.createAddon(here.app, { plan: 'heroku-redis:mini', attachment: 'SMALL' })
    await here.sandbox.redis(small, 'SET', 'greeting', 'hello')
    await here.sandbox.failOver(small)
    await here.sandbox.failOver(small)
    const client = await here.login(await here.urlOf('SMALL_URL'))
    expect(await client.get('greeting')).toBe('hello')
  })
})

describe('a plan change', () => {
  const change = (plan: string) =>
    request(here.sandbox, 'PATCH', `/apps/${here.app}/addons/${here.addon}`, { body: { plan } })
  const waiting = async () => (await request(here.sandbox, 'GET', `/redis/v0/databases/${here.addon}/wait`)).body

  test('changes the limits while the data service reports that it waits', async () => {
    await here.sandbox.configure({ dataServiceMs: 100 })
    expect(await change('heroku-redis:premium-1')).toMatchObject({
      status: 201,
      body: { plan: { name: 'heroku-redis:premium-1' } },
    })
    expect(await waiting()).toMatchObject({ 'waiting?': true })
    await here.sandbox.settled()
    expect(await waiting()).toEqual({ message: 'available', 'waiting?': false })
    const client = await here.login(await here.urlOf())
    expect([await infoOf(client, 'maxmemory'), await infoOf(client, 'maxclients')]).toEqual(['104857600', '80'])
    await here.sandbox.configure({ dataServiceMs: 0 })
  })

  test('may change the URL', async () => {
    await here.sandbox.configure({ planChangeMoves: true })
    const before = await here.urlOf()
    await change('heroku-redis:premium-1')
    await here.sandbox.settled()
    expect(await here.urlOf()).not.toBe(before)
    await here.sandbox.configure({ planChangeMoves: false })
  })

  test('to another service is refused', async () => {
    expect(await change('rediscloud:30')).toMatchObject({ status: 422 })
  })
})

test('the data API answers 404 until the servers exist', async () => {
  await here.sandbox.configure({ provisionMs: 60_000 })
  await request(here.sandbox, 'POST', `/apps/${here.app}/addons`, {
    body: { plan: 'heroku-redis:mini', name: `late-${here.app}` },
  })
  expect((await request(here.sandbox, 'GET', `/redis/v0/databases/late-${here.app}/wait`)).status).toBe(404)
  await here.sandbox.configure({ provisionMs: 0 })
})

test('another service has its own config var, a user, and no TLS', async () => {
  await here.sandbox.createAddon(here.app, 'rediscloud:30')
  const url = await here.urlOf('REDISCLOUD_URL')
  expect(url).toMatch(/^redis:\/\/default:p[0-9a-f]{64}@127\.0\.0\.1:\d+$/)
  expect(await (await here.login(url)).ping()).toBe('PONG')
})
