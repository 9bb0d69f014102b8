import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { request } from '../../sandbox/api.ts'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())

const send = (method: string, path: string, body: unknown) => request(sandbox, method, path, { body })

/** The server's answer to PING, or the error. */
async function ping(url: string): Promise<string> {
  const client = new Redis(url, {
    tls: { rejectUnauthorized: false },
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  })
  let reason = ''
  client.on('error', (error: NodeJS.ErrnoException) => (reason = error.code ?? error.message))
  try {
    await client.connect()
    return await client.ping()
  } catch {
    return reason
  } finally {
    client.disconnect()
  }
}

describe('a deleted add-on', () => {
  test('stops its server, even while it is still shown as deprovisioning', async () => {
    await sandbox.createApp('removed', { addons: [{ plan: 'heroku-redis:mini', name: 'removed-redis' }] })
    const { REDIS_URL: url = '' } = await sandbox.config('removed')
    expect(await ping(url)).toBe('PONG')
    await sandbox.configure({ deprovisionReads: 1 })
    expect(await send('DELETE', '/apps/removed/addons/removed-redis', { force: false })).toMatchObject({
      body: { state: 'deprovisioning' },
    })
    await sandbox.configure({ deprovisionReads: 0 })
    expect(await ping(url)).toBe('ECONNREFUSED')
    expect(await sandbox.config('removed')).toEqual({})
  })

  test('keeps a server that other add-ons share', async () => {
    const [first = '', second = ''] = await sandbox.addApps(2, { prefix: 'fleet' })
    const { REDIS_URL: url = '' } = await sandbox.config(first)
    expect((await sandbox.config(second))['REDIS_URL']).toBe(url)
    await sandbox.removeAddon(`${first}-redis`)
    expect(await ping(url)).toBe('PONG')
    await sandbox.removeAddon(`${second}-redis`)
    expect(await ping(url)).toBe('ECONNREFUSED')
  })
})

test('an add-on of Stackhero has a different variable name, even if shared', async () => {
  await sandbox.createApp('stack', { addons: [{ plan: 'ah-redis-stackhero:test', name: 'stack-redis' }] })
  await sandbox.createApp('stack-user')
  await sandbox.attach('stack-redis', 'stack-user')
  const { STACKHERO_REDIS_URL_TLS: url = '', ...rest } = await sandbox.config('stack-user')
  expect(rest).toEqual({})
  expect(await ping(url)).toBe('PONG')
  const { body } = await request(sandbox, 'GET', '/apps/stack-user/addon-attachments', {
    headers: { 'Accept-Inclusion': 'addon:plan,config_vars' },
  })
  expect(body).toMatchObject([{ name: 'STACKHERO_REDIS', config_vars: ['STACKHERO_REDIS_URL_TLS'] }])
})

test('a plan change can change the URL while the old server keeps accepting reads and writes', async () => {
  await sandbox.createApp('moved', { addons: [{ plan: 'heroku-redis:premium-0', name: 'moved-redis' }] })
  const { REDIS_URL: before = '' } = await sandbox.config('moved')
  await sandbox.configure({ planChangeMoves: true, oldServerStays: true })
  expect(await send('PATCH', '/apps/moved/addons/moved-redis', { plan: 'heroku-redis:premium-1' })).toMatchObject({
    body: { plan: { name: 'heroku-redis:premium-1' } },
  })
  await sandbox.settled()
  await sandbox.configure({ planChangeMoves: false, oldServerStays: false })
  const { REDIS_URL: after = '' } = await sandbox.config('moved')
  expect(after).not.toBe(before)
  expect([await ping(before), await ping(after)]).toEqual(['PONG', 'PONG'])
  const old = new Redis(before, { tls: { rejectUnauthorized: false } })
  expect(await old.set('key', 'value')).toBe('OK')
  old.disconnect()
  await sandbox.removeAddon('moved-redis')
  expect([await ping(before), await ping(after)]).toEqual(['ECONNREFUSED', 'ECONNREFUSED'])
})
