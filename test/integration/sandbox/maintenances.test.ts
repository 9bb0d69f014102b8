import { describe, expect, test } from 'vitest'
import { infoOf, sandboxWithAddon } from './support.ts'

const here = sandboxWithAddon()
const base = '/data/maintenances/v1'
const maintenance = async () => here.call('GET', `${base}/${(await here.ids()).addon}`)
const list = async () => here.call('GET', `${base}/apps/${(await here.ids()).app}`)
const post = async (action: string, body?: unknown) =>
  here.call('POST', `${base}/${(await here.ids()).addon}/${action}`, body)

describe('a maintenance', () => {
  test('has every field that Heroku sends', async () => {
    const { sandbox, app, addon } = here
    const ids = await here.ids()
    await sandbox.planMaintenance(addon, {
      status: 'pending',
      scheduledFor: '2026-11-07T22:00:00.000Z',
      requiredBy: '2026-11-12T17:57:01.000Z',
    })
    const expected = {
      addon: {
        name: addon,
        uuid: ids.addon,
        kind: 'heroku-redis',
        plan: 'heroku-redis:premium-0',
        window: 'Tuesdays 18:30 to 22:30 UTC',
        attachments: ['REDIS_URL'],
      },
      app: { name: app, uuid: ids.app },
      status: 'pending',
      reason: 'routine_maintenance',
      method: 'failover',
      scheduled_for: '2026-11-07T22:00:00.000Z',
      required_by: '2026-11-12T17:57:01.000Z',
      previously_scheduled_for: null,
      started_at: null,
      completed_at: null,
      duration_seconds: null,
      server_created_at: expect.any(String) as string,
      window: 'Tuesdays 18:30 to 22:30 UTC',
    }
    expect(await maintenance()).toMatchObject({ status: 200, body: expected })
    expect((await list()).body).toEqual({ maintenances: [expected] })
    await sandbox.configure({ maintenanceDates: 'ruby' })
    expect((await maintenance()).body).toMatchObject({
      scheduled_for: '2026-11-07 22:00:00 +0000',
      required_by: '2026-11-12 17:57:01 +0000',
    })
  })

  test('can have unknown states and odd fields', async () => {
    await here.sandbox.planMaintenance(here.addon, {
      status: 'unheard_of',
      raw: { scheduled_for: 7, required_by: '', method: null, addon: { name: here.addon } },
    })
    expect((await maintenance()).body).toMatchObject({ status: 'unheard_of', scheduled_for: 7, method: null })
  })

  test('that does not exist is 404, an empty list, or "none"', async () => {
    const { sandbox } = here
    expect([(await maintenance()).status, (await list()).status]).toEqual([404, 404])
    await sandbox.configure({ noMaintenance: 'empty' })
    expect(await list()).toMatchObject({ status: 200, body: { maintenances: [] } })
    await sandbox.configure({ noMaintenance: 'none' })
    expect((await maintenance()).body).toMatchObject({ status: 'none', scheduled_for: null })
    expect((await list()).body).toMatchObject({ maintenances: [{ status: 'none' }] })
  })

  test('needs the token, and the id of the app', async () => {
    await here.sandbox.planMaintenance(here.addon, {})
    expect((await here.call('GET', `${base}/apps/${here.app}`)).status).toBe(404)
    expect((await fetch(`${here.sandbox.url}${base}/apps/${(await here.ids()).app}`)).status).toBe(401)
  })
})

describe('running a maintenance', () => {
  test('promotes the hidden standby', async () => {
    const { sandbox, addon } = here
    await sandbox.configure({ runReads: 2 })
    await sandbox.planMaintenance(addon, { requiredBy: '2026-12-19T00:00:00.000Z' })
    const before = await here.urlOf()
    await (await here.login(before)).set('greeting', 'hello')
    await sandbox.signal(addon, 'SIGCONT', 'standby')
    const standby = await infoOf(await here.login(before), 'slave0')

    expect(await post('run')).toMatchObject({ status: 200, body: { required_by: '2026-12-19T00:00:00.000Z' } })
    expect((await post('run')).status).toBe(422)
    expect([await maintenance(), await list()]).toMatchObject([
      { body: { status: 'running' } },
      { body: { maintenances: [{ status: 'running' }] } },
    ])
    expect(await here.urlOf()).toBe(before)
    expect((await maintenance()).body).toMatchObject({ status: 'completed' })
    const after = await here.urlOf()
    expect(standby).toContain(`port=${new URL(after).port}`)
    expect(await (await here.login(after)).get('greeting')).toBe('hello')
    await expect(here.login(before)).rejects.toThrow(/ECONNREFUSED/)
    expect((await post('run')).status).toBe(404)
    const { addon: id } = await here.ids()
    expect((await here.call('GET', `${base}/${id}/history/?limit=5`)).body).toMatchObject({
      maintenances: [{ status: 'completed' }],
    })
  })

  test('can change the URL long before it ends, and keep the old server running', async () => {
    const { sandbox, addon } = here
    await sandbox.configure({ oldServerStays: true })
    await sandbox.planMaintenance(addon, { moves: 'start', runReads: 'never' })
    const before = await here.urlOf()
    await (await here.login(before)).set('greeting', 'hello')
    await post('run')
    await sandbox.settled()
    expect((await maintenance()).body).toMatchObject({ status: 'running' })
    const after = await here.urlOf()
    await (await here.login(after)).set('greeting', 'bye')
    expect(await (await here.login(before)).get('greeting')).toBe('hello')
    await sandbox.finishMaintenance(addon)
    expect((await maintenance()).body).toMatchObject({ status: 'completed' })
    expect(await here.urlOf()).toBe(after)
  })

  test('can end without a new server', async () => {
    await here.sandbox.planMaintenance(here.addon, { moves: 'never', endsAs: 'ready' })
    const before = await here.urlOf()
    await post('run')
    expect((await maintenance()).body).toMatchObject({ status: 'ready' })
    expect(await here.urlOf()).toBe(before)
  })

  test('can start by itself, and never end', async () => {
    const { sandbox, addon } = here
    await sandbox.planMaintenance(addon, { runReads: 'never' })
    await sandbox.startMaintenance(addon)
    for (let read = 0; read < 5; read++) expect((await maintenance()).body).toMatchObject({ status: 'running' })
    expect((await here.call('GET', `/redis/v0/databases/${addon}/wait`)).body).toMatchObject({ 'waiting?': true })
    expect((await here.call('GET', `/redis/v0/databases/${addon}`)).body).toMatchObject({
      info: expect.arrayContaining([{ name: 'Maintenance', values: ['running'] }]) as unknown[],
    })
  })

  test.each(['preparing', 'unheard_of'])('is refused while it is %s', async (status) => {
    await here.sandbox.planMaintenance(here.addon, { status, prepareReads: 'never' })
    expect((await post('run')).status).toBe(422)
  })

  test('is done even if the answer is lost', async () => {
    const { sandbox, addon } = here
    await sandbox.planMaintenance(addon, { runReads: 'never' })
    await sandbox.fault({ kind: 'reset-after', match: { method: 'POST', path: '/run$' } })
    await expect(post('run')).rejects.toThrow('fetch failed')
    expect((await maintenance()).body).toMatchObject({ status: 'running' })
  })

  test('does not fail if the add-on is removed', async () => {
    const { sandbox, addon } = here
    await sandbox.planMaintenance(addon, { runReads: 1 })
    const { addon: id } = await here.ids()
    await post('run')
    await sandbox.removeAddon(addon)
    expect((await here.call('GET', `${base}/${id}`)).status).toBe(404)
  })
})

test('a maintenance can be postponed', async () => {
  await here.sandbox.planMaintenance(here.addon, { status: 'pending', scheduledFor: '2026-11-07T22:00:00.000Z' })
  expect((await post('schedule', { delay_weeks: '2' })).body).toEqual({
    previously_scheduled_for: '2026-11-07T22:00:00.000Z',
    scheduled_for: '2026-11-21T22:00:00.000Z',
    required_by: null,
    window: 'Tuesdays 18:30 to 22:30 UTC',
  })
})

test('the window can be changed, and mini has none', async () => {
  expect((await post('window', { day_of_week: 'sunday', time_of_day: '9:30PM' })).body).toEqual({
    previous_window: 'Tuesdays 18:30 to 22:30 UTC',
    window: 'Sundays 21:30 to 01:30 UTC',
  })
  const { addon: id } = await here.ids()
  expect((await here.call('GET', `${base}/${id}/window`)).body).toEqual({ window: 'Sundays 21:30 to 01:30 UTC' })
  const small = await here.sandbox.createAddon(here.app, { plan: 'heroku-redis:mini', attachment: 'SMALL' })
  const { body } = await here.call('GET', `/addons/${small}`)
  const path = `${base}/${(body as { id: string }).id}/window`
  expect((await here.call('GET', path)).body).toEqual({ window: null })
})
