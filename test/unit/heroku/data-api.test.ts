import { describe, expect, test } from 'vitest'
import { maintenanceOf } from '../../../src/heroku/maintenances.ts'
import { statusOf } from '../../../src/heroku/status.ts'
import { always, heroku } from './support.ts'

/** The data API is undocumented: shapes as in the sources of heroku/cli and of terraform-provider-herokux. */

const maintenance = {
  addon: {
    name: 'redis-1',
    kind: 'heroku-redis',
    plan: 'premium-0',
    window: 'Thursdays 22:00 to Fridays 02:00 UTC',
    attachments: ['REDIS'],
  },
  app: { name: 'shop' },
  status: 'ready',
  reason: 'routine_maintenance',
  method: 'failover',
  scheduled_for: '2019-11-07 22:00:00 +0000',
  required_by: '2019-11-28T00:00:00.000Z',
  previously_scheduled_for: null,
  started_at: null,
  completed_at: null,
  duration_seconds: null,
  server_created_at: '2019-10-01 10:00:00 +0000',
  window: null,
}
const read = {
  status: 'ready',
  addon: 'redis-1',
  method: 'failover',
  reason: 'routine_maintenance',
  scheduledFor: '2019-11-07T22:00:00.000Z',
  requiredBy: '2019-11-28T00:00:00.000Z',
  window: 'Thursdays 22:00 to Fridays 02:00 UTC',
}

describe('maintenances', () => {
  test('of an app', async () => {
    const { api, requests } = await heroku(always(200, { maintenances: [maintenance] }))
    expect(await api.maintenances('app-1')).toEqual({ known: true, value: [read] })
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /data/maintenances/v1/apps/app-1'])
  })

  test('of an add-on', async () => {
    const { api, requests } = await heroku(always(200, maintenance))
    expect(await api.maintenance('addon-1')).toEqual({ known: true, value: read })
    expect(requests[0]?.url).toBe('/data/maintenances/v1/addon-1')
  })

  test.each([
    [404, { error: 'not found' }, { status: 'none' }],
    [200, { maintenances: [] }, { status: 'none' }],
    [200, { status: null }, { status: 'none' }],
    [200, { status: 'none', addon: null, scheduled_for: null }, { status: 'none' }],
    [200, { status: 'Postponed', scheduled_for: 'some day', window: '' }, { status: 'postponed' }],
    [200, { maintenances: [maintenance] }, read],
  ])('none, or an unknown state: %i %j', async (status, body, expected) => {
    const { api } = await heroku(always(status, body))
    expect(await api.maintenance('addon-1')).toEqual({ known: true, value: expected })
  })

  test('none for an app that the data API does not know', async () => {
    const { api, requests } = await heroku(always(404, {}))
    expect(await api.maintenances('app-1')).toEqual({ known: true, value: [] })
    expect(requests).toHaveLength(1)
  })

  test.each([401, 403, 500])('not known after %i, and the run goes on', async (status) => {
    const { api } = await heroku(always(status, { error: 'Error' }))
    expect(await api.maintenances('app-1')).toMatchObject({ known: false, failure: { status } })
    expect(await api.maintenance('addon-1')).toMatchObject({ known: false, failure: { status } })
  })

  test('not known after a refusal that says nothing else', async () => {
    const { api } = await heroku(always(400, {}))
    const unknown = { known: false, failure: { reason: 'heroku-unavailable' } }
    expect(await api.maintenances('app-1')).toMatchObject(unknown)
    expect(await api.maintenance('addon-1')).toMatchObject(unknown)
    expect(await api.currentStatus()).toMatchObject(unknown)
  })

  test.each([[null], [[]], ['text'], [{}]])('not known from %j', async (body) => {
    const { api } = await heroku(always(200, body))
    expect(await api.maintenance('addon-1')).toMatchObject({ known: false })
    expect(await api.maintenances('app-1')).toMatchObject({ known: false })
  })

  test('is run with one request without a body', async () => {
    const { api, requests } = await heroku((_, response) => void response.writeHead(202).end())
    expect(await api.tryRunMaintenance('addon-1')).toEqual({ kind: 'done', value: undefined })
    expect(requests).toMatchObject([{ method: 'POST', url: '/data/maintenances/v1/addon-1/run', body: undefined }])
  })

  test('that cannot be run', async () => {
    const { api } = await heroku(always(422, { error: 'Maintenance is not ready' }))
    expect(await api.tryRunMaintenance('addon-1')).toMatchObject({
      kind: 'final',
      failure: { reason: 'maintenance', words: 'Maintenance is not ready' },
    })
  })
})

describe('a maintenance', () => {
  test.each<readonly [string, unknown, object]>([
    [
      'with all its times',
      {
        status: ' Running ',
        addon: { name: 'redis-1', window: 'Mondays 22:00 to Tuesdays 02:00 UTC' },
        method: 'changeover',
        reason: 'upgrade',
        scheduled_for: '2026-03-01 22:00:00 +0000',
        required_by: '2026-03-02 22:00:00 +0000',
        started_at: '2026-03-03 22:00:00 +0000',
        completed_at: '2026-03-04 22:00:00 +0000',
        window: 'Fridays 22:00 to Saturdays 02:00 UTC',
      },
      {
        status: 'running',
        addon: 'redis-1',
        method: 'changeover',
        reason: 'upgrade',
        scheduledFor: '2026-03-01T22:00:00.000Z',
        requiredBy: '2026-03-02T22:00:00.000Z',
        startedAt: '2026-03-03T22:00:00.000Z',
        completedAt: '2026-03-04T22:00:00.000Z',
        window: 'Fridays 22:00 to Saturdays 02:00 UTC',
      },
    ],
    ['with fields that say nothing', { status: 'ready', addon: 'redis-1', method: 7, reason: '' }, { status: 'ready' }],
    ['without a status', { status: null, method: 'failover' }, { status: 'none', method: 'failover' }],
    ['that is the first of a list', { maintenances: [{ status: 'ready' }, { status: 'none' }] }, { status: 'ready' }],
    ['beside a list that is none', { status: 'ready', maintenances: null }, { status: 'ready' }],
  ])('%s', (_, json, expected) => {
    expect(maintenanceOf(json)).toStrictEqual(expected)
  })
})

describe('a database', () => {
  const info = (...entries: readonly (readonly [string, unknown])[]) =>
    entries.map(([name, values]) => ({ name, values }))

  test.each([
    ['text', { version: '9.1' }, { version: '9.1' }],
    ['a number', { version: 7 }, { version: '7' }],
    ['a list', { version: ['7.2.4', '9.1'] }, { version: '7.2.4' }],
    ['in the table', { version: null, info: info(['Version', ['7.2.4']]) }, { version: '7.2.4' }],
    ['a number in the table', { info: info(['Version', [7.2]]) }, { version: '7.2' }],
    ['missing', { version: '', info: 'no list' }, {}],
  ])('whose version is %s', async (_, body, expected) => {
    const { api } = await heroku(always(200, { resource_url: 'redis://:s3cret@h:1', ...body }))
    expect(await api.databaseInfo('redis-1')).toEqual({ known: true, value: expected })
  })

  test('with its standby, whatever else is in the table', async () => {
    const body = {
      info: [...info(['HA Status', ['Available']], ['status', ['available']], ['Plan', null]), null, 'x', { name: 7 }],
    }
    const { api, requests } = await heroku(always(200, body))
    expect(await api.databaseInfo('redis-1')).toEqual({
      known: true,
      value: { haStatus: 'Available', status: 'available' },
    })
    expect(requests[0]?.url).toBe('/redis/v0/databases/redis-1')
  })

  test('that the data API does not know is a bonus less', async () => {
    const { api, requests } = await heroku(always(404, {}))
    expect(await api.databaseInfo('redis-1')).toMatchObject({ known: false, failure: { status: 404 } })
    expect(await api.databaseConfig('redis-1')).toMatchObject({ known: false, failure: { status: 404 } })
    expect(requests).toHaveLength(2)
  })

  test('its settings, also where they are odd', async () => {
    const body = { maxmemory_policy: { value: 'allkeys-lru' }, timeout: { value: '60' }, notify_keyspace_events: null }
    const { api } = await heroku(always(200, body))
    expect(await api.databaseConfig('redis-1')).toEqual({
      known: true,
      value: { maxmemoryPolicy: 'allkeys-lru', timeout: 60 },
    })
  })

  test('its settings are set in one request, and only those that are given', async () => {
    const { api, requests } = await heroku(always(200, {}))
    await api.setDatabaseConfig('redis-1', { maxmemoryPolicy: 'allkeys-lru', notifyKeyspaceEvents: '' })
    await api.setDatabaseConfig('redis-1', {})
    expect(requests).toMatchObject([
      {
        method: 'PATCH',
        url: '/redis/v0/databases/redis-1/config',
        body: { maxmemory_policy: 'allkeys-lru', notify_keyspace_events: '' },
      },
    ])
  })

  test('whose settings are refused', async () => {
    const { api } = await heroku(always(422, { error: 'Unknown policy' }))
    await expect(api.setDatabaseConfig('redis-1', { maxmemoryPolicy: 'x' })).rejects.toMatchObject({
      reason: 'settings',
      words: 'Unknown policy',
    })
  })
})

describe('what is not idempotent', () => {
  test('rotation: whatever the answer says', async () => {
    for (const body of ['{}', '', 'OK']) {
      const { api, requests } = await heroku((_, response) => void response.end(body))
      expect(await api.tryRotateCredentials('redis-1')).toEqual({ kind: 'done', value: undefined })
      expect(requests).toMatchObject([
        { method: 'POST', url: '/redis/v0/databases/redis-1/credentials_rotation', body: {} },
      ])
    }
  })

  test('upgrade: with the message', async () => {
    const { api, requests } = await heroku(always(200, { message: 'Upgrading' }))
    expect(await api.tryUpgrade('addon-1', '9.1')).toEqual({ kind: 'done', value: 'Upgrading' })
    expect(requests).toMatchObject([
      { method: 'POST', url: '/redis/v0/databases/addon-1/upgrade', body: { version: '9.1' } },
    ])
  })

  test('upgrade: whatever the answer says', async () => {
    const { api } = await heroku((_, response) => void response.end('OK'))
    expect(await api.tryUpgrade('addon-1', '9.1')).toEqual({ kind: 'done', value: '' })
  })

  test('a refusal has its own reason', async () => {
    const { api } = await heroku(always(422, { error: 'Version 5 is not available' }))
    expect(await api.tryUpgrade('addon-1', '5')).toMatchObject({ kind: 'final', failure: { reason: 'upgrade-failed' } })
    expect(await api.tryRotateCredentials('redis-1')).toMatchObject({ failure: { reason: 'rotation-failed' } })
  })
})

describe("Heroku's own state", () => {
  const status = {
    status: [{ system: 'Data', status: 'yellow' }],
    incidents: [
      {
        title: 'Redis connection errors',
        created_at: '2026-03-04T12:03:00.000Z',
        full_url: 'https://status.heroku.com/incidents/1234',
        updates: [
          { update_type: 'issue', updated_at: '2026-03-04T12:03:00.000Z', contents: 'We are looking into it.' },
          { update_type: 'update', updated_at: '2026-03-04T12:30:00.000Z', contents: 'A fix is on its way.' },
        ],
      },
      { title: 'Bare' },
      { no: 'title' },
    ],
    scheduled: [],
  }

  test('its open incidents, read without the token', async () => {
    const { api, requests } = await heroku(always(200, status))
    expect(await api.currentStatus()).toEqual({
      known: true,
      value: {
        incidents: [
          {
            title: 'Redis connection errors',
            since: '2026-03-04T12:03:00.000Z',
            url: 'https://status.heroku.com/incidents/1234',
            update: 'A fix is on its way.',
          },
          { title: 'Bare' },
        ],
      },
    })
    expect(requests).toMatchObject([{ method: 'GET', url: '/api/v4/current-status' }])
    expect(requests[0]?.headers).not.toHaveProperty('authorization')
  })

  test('with the newest update that has words, whatever the order and the form of the updates is', () => {
    const words = (...updates: readonly unknown[]) => statusOf({ incidents: [{ title: 'x', updates }] }).incidents[0]
    const at = (day: number) => `2026-03-0${day}T12:00:00.000Z`
    expect(
      words(
        { updated_at: at(2), contents: 'second' },
        { created_at: at(3), contents: 'third' },
        { updated_at: at(1), created_at: at(9), contents: 'first' },
        { contents: 'without a time' },
        { updated_at: at(4), contents: ' ' },
        { updated_at: at(5) },
        null,
        'x',
      ),
    ).toStrictEqual({ title: 'x', update: 'third' })
    expect(words({ contents: 'without a time' })).toStrictEqual({ title: 'x', update: 'without a time' })
    expect(statusOf({ incidents: [{ title: 'x', updates: 'none' }] }).incidents).toStrictEqual([{ title: 'x' }])
  })

  test('no more than ten incidents of one outage', () => {
    const incidents = Array.from({ length: 11 }, (_, n) => ({ title: `incident ${n}` }))
    expect(statusOf({ incidents }).incidents.map(({ title }) => title)).toEqual(
      incidents.slice(0, 10).map(({ title }) => title),
    )
  })

  test('one try, and no failure', async () => {
    const failing = await heroku(always(500, {}))
    expect(await failing.api.currentStatus()).toMatchObject({ known: false })
    expect(failing.requests).toHaveLength(1)
    expect(await (await heroku(always(200, []))).api.currentStatus()).toMatchObject({ known: false })
  })
})
