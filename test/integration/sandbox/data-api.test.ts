import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { infoOf, sandboxWithAddon } from './support.ts'

const here = sandboxWithAddon()
const path = (rest = '') => `/redis/v0/databases/${here.addon}${rest}`
const data = async (method: string, rest = '', body?: unknown) => here.call(method, path(rest), body)
const configVars = () => here.call('GET', `/apps/${here.app}/config-vars`)

describe('the description of a database', () => {
  test('comes from the real servers', async () => {
    const { sandbox, addon } = here
    expect((await data('GET')).body).toMatchObject({
      name: addon,
      plan: 'premium-0',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      resource_url: await here.urlOf(),
      formation: { primary: expect.any(String) as string },
      info: expect.arrayContaining([
        { name: 'Status', values: ['available'] },
        { name: 'Timeout', values: [300] },
        { name: 'Maxmemory', values: ['noeviction'] },
        { name: 'HA Status', values: ['Available'] },
        { name: 'Maintenance', values: ['not required'] },
      ]) as unknown[],
    })
    await sandbox.signal(addon, 'SIGKILL', 'standby')
    await expect
      .poll(async () => (await data('GET')).body, { timeout: 30_000 })
      .toMatchObject({
        info: expect.arrayContaining([{ name: 'HA Status', values: ['Unavailable'] }]) as unknown[],
      })
  })

  test('can take any form', async () => {
    const { sandbox, addon } = here
    await sandbox.overrideDatabase(addon, {
      fields: { version: ['9.1.0'], formation: null },
      info: { 'HA Status': ['Temporarily Unavailable'], Version: [9.1], Plan: null },
    })
    const { body } = await data('GET')
    expect(body).toMatchObject({ version: ['9.1.0'], formation: null })
    const { info } = body as { info: { name: string; values: unknown[] }[] }
    expect(info.find(({ name }) => name === 'HA Status')?.values).toEqual(['Temporarily Unavailable'])
    expect(info.find(({ name }) => name === 'Plan')).toBeUndefined()
    await sandbox.overrideDatabase(addon, null)
    expect((await data('GET')).body).toMatchObject({ formation: { id: expect.any(String) as string } })
  })
})

describe('settings', () => {
  test('apply to the real servers, including later ones', async () => {
    const wanted = { maxmemory_policy: 'allkeys-lru', timeout: 60, notify_keyspace_events: 'Ex' }
    expect((await data('PATCH', '/config', wanted)).body).toMatchObject({
      maxmemory_policy: { value: 'allkeys-lru', default: 'noeviction' },
      timeout: { value: 60, default: 300 },
      notify_keyspace_events: { value: 'Ex', default: '' },
    })
    expect(await here.sandbox.redis(here.addon, 'CONFIG', 'GET', 'timeout')).toEqual(['timeout', '60'])
    await here.sandbox.failOver(here.addon)
    await here.sandbox.moveUrl(here.addon)
    expect(await here.sandbox.redis(here.addon, 'CONFIG', 'GET', 'notify-keyspace-events')).toEqual([
      'notify-keyspace-events',
      'xE',
    ])
    expect(await infoOf(await here.login(await here.urlOf()), 'maxmemory_policy')).toBe('allkeys-lru')
    expect((await data('GET', '/config')).body).toMatchObject({ timeout: { value: 60 } })
  })

  test.each([
    ['an unknown setting', { maxclients: 5 }],
    ['an unknown policy', { timeout: 5, maxmemory_policy: 'all' }],
    ['a time-out that is no number', { timeout: '5m' }],
    ['events that Redis does not know', { notify_keyspace_events: '?' }],
  ])('refuse %s without any change', async (_, body) => {
    expect((await data('PATCH', '/config', body)).status).toBe(422)
    expect((await data('GET', '/config')).body).toMatchObject({
      timeout: { value: 300 },
      maxmemory_policy: { value: 'noeviction' },
      notify_keyspace_events: { value: '' },
    })
  })
})

describe('a rotation', () => {
  const rotate = () => data('POST', '/credentials_rotation', {})

  test('changes the password everywhere, closes connections and updates the URL on every app', async () => {
    const { sandbox, app, addon } = here
    await sandbox.createApp(`other-${app}`)
    await sandbox.attach(addon, `other-${app}`, 'SHARED')
    await sandbox.attach(addon, app, 'REDIS_WRITER')
    const before = await here.urlOf()
    const connected = await here.login(before)
    const closed = once(connected, 'close')

    expect(await rotate()).toMatchObject({ status: 200, body: {} })
    await closed
    const after = await here.urlOf()
    expect(after).not.toBe(before)
    expect(await here.urlOf('REDIS_WRITER_URL')).toBe(after)
    expect((await sandbox.config(`other-${app}`))['SHARED_URL']).toBe(after)
    await expect(here.login(before)).rejects.toThrow(/^WRONGPASS/)
    await sandbox.failOver(addon)
    await here.login(await here.urlOf())
  })

  test('can leave the old password working for a while', async () => {
    const { sandbox, addon } = here
    await sandbox.configure({ oldPassword: 'accepted' })
    const before = await here.urlOf()
    const connected = await here.login(before)
    await rotate()
    expect(await connected.ping()).toBe('PONG')
    await here.login(before)
    await here.login(await here.urlOf())

    await sandbox.refuseOldPasswords(addon)
    await expect(here.login(before)).rejects.toThrow(/^WRONGPASS/)
    await here.login(await here.urlOf())
  })

  test('can happen after some reads, and the config var can change after more of them', async () => {
    await here.sandbox.configure({ rotationReads: 1, urlLagReads: 2 })
    const before = await here.urlOf()
    await rotate()
    await configVars()
    await here.login(before)
    expect((await configVars()).body).toMatchObject({ REDIS_URL: before })
    await expect(here.login(before)).rejects.toThrow(/^WRONGPASS/)
    expect((await configVars()).body).toMatchObject({ REDIS_URL: before })
    await configVars()
    expect((await configVars()).body).not.toMatchObject({ REDIS_URL: before })
  })
})

describe('an upgrade', () => {
  test('of a production plan is prepared and must be run', async () => {
    const { sandbox, addon } = here
    await sandbox.configure({ prepareReads: 1, runReads: 1 })
    const before = await here.urlOf()
    const old = await here.login(before)
    const runId = await infoOf(old, 'run_id')
    await old.set('greeting', 'hello')
    const { addon: id } = await here.ids()
    const maintenance = async () => (await here.call('GET', `/data/maintenances/v1/${id}`)).body

    expect(await data('POST', '/upgrade', { version: '9' })).toMatchObject({
      status: 200,
      body: { message: expect.stringContaining('9.1') as string },
    })
    expect(await maintenance()).toMatchObject({ status: 'preparing', method: 'changeover' })
    expect(await maintenance()).toMatchObject({ status: 'ready' })
    expect(await here.urlOf()).toBe(before)
    expect((await data('POST', '/upgrade', { version: '9.1' })).status).toBe(422)

    expect((await here.call('POST', `/data/maintenances/v1/${id}/run`)).status).toBe(200)
    expect(await maintenance()).toMatchObject({ status: 'running', started_at: expect.any(String) as string })
    expect(await maintenance()).toMatchObject({ status: 'completed', duration_seconds: expect.any(String) as string })
    expect((await data('GET')).body).toMatchObject({ version: '9.1.0' })
    const client = await here.login(await here.urlOf())
    expect(await infoOf(client, 'run_id')).not.toBe(runId)
    expect([await infoOf(client, 'server_name'), await infoOf(client, 'valkey_version')]).toEqual(['valkey', '9.1.0'])
    expect(await client.get('greeting')).toBe('hello')
    await expect(here.login(before)).rejects.toThrow(/ECONNREFUSED/)
    expect(new URL(await here.urlOf()).port).not.toBe(new URL(before).port)
    // A failover keeps the version.
    await sandbox.failOver(addon)
    expect(await infoOf(await here.login(await here.urlOf()), 'valkey_version')).toBe('9.1.0')
  })

  test('of a mini plan starts at once', async () => {
    const { sandbox, app } = here
    const small = await sandbox.createAddon(app, {
      plan: 'heroku-redis:mini',
      attachment: 'SMALL',
      config: { version: '7.2' },
    })
    const client = await here.login(await here.urlOf('SMALL_URL'))
    expect(await infoOf(client, 'valkey_version')).toBe('7.2.0')
    const answer = await here.call('POST', `/redis/v0/databases/${small}/upgrade`, { version: '8.1' })
    expect(answer).toMatchObject({ status: 200, body: { message: 'Upgrading to 8.1.' } })
    await sandbox.settled()
    expect(await infoOf(await here.login(await here.urlOf('SMALL_URL')), 'valkey_version')).toBe('8.1.0')
  })

  test.each([
    ['an unknown version', '12', /not available. Available versions: 8.1, 9.1/],
    ['an older version', '8.1', /Cannot upgrade from version 9.1.0 to 8.1/],
    ['the same version', '9.1', /Cannot upgrade from version 9.1.0 to 9.1/],
  ])('to %s is refused', async (_, version, message) => {
    const { sandbox, app } = here
    const newest = await sandbox.createAddon(app, {
      plan: 'heroku-redis:mini',
      attachment: 'NEWEST',
      config: { version: '9.1' },
    })
    const { status, body } = await here.call('POST', `/redis/v0/databases/${newest}/upgrade`, { version })
    expect([status, JSON.stringify(body)]).toEqual([422, expect.stringMatching(message) as string])
  })
})

describe('a version requested at the creation', () => {
  const create = (version: string) =>
    here.call('POST', `/apps/${here.app}/addons`, {
      plan: 'heroku-redis:mini',
      attachment: { name: 'NEW' },
      config: { version },
    })
  const reported = async () => {
    await here.sandbox.settled()
    return infoOf(await here.login(await here.urlOf('NEW_URL')), 'valkey_version')
  }

  test('is accepted', async () => {
    await create('9')
    expect(await reported()).toBe('9.1.0')
  })

  test('is ignored', async () => {
    await here.sandbox.configure({ versionAtCreation: 'ignored' })
    await create('9')
    expect(await reported()).toBeUndefined()
  })

  test.each([
    ['when Heroku takes no version', 'refused', '9.1'],
    ['when it is not on offer', 'taken', '7.2'],
  ] as const)('is refused %s', async (_, versionAtCreation, version) => {
    await here.sandbox.configure({ versionAtCreation })
    expect((await create(version)).status).toBe(422)
  })
})

test('a server that reports another version has the same connection limit', async () => {
  const { sandbox, app } = here
  await sandbox.createAddon(app, { plan: 'heroku-redis:mini', attachment: 'SMALL', config: { version: '9.1' } })
  const url = await here.urlOf('SMALL_URL')
  for (let client = 0; client < 20; client++) await here.login(url)
  await expect(here.login(url)).rejects.toThrow(/ECONNRESET|disconnected before secure TLS connection/)
})
