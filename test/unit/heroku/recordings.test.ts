import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { FailureReason } from '../../../src/failure/failure.ts'
import { HerokuFailure } from '../../../src/heroku/errors.ts'
import { onOffer, priceOf } from '../../../src/heroku/plans.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { type Answer, heroku } from './support.ts'

/** What Heroku really answered, as others have recorded it: nothing of it stops a run. */

interface Response {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly raw?: string
}

interface Recording {
  readonly response: Response
  readonly responses: readonly Response[]
  readonly attachments: unknown
}

interface ErrorRecording extends Response {
  readonly id: string
  readonly when: 'GET' | 'POST' | 'PATCH-CONFIG'
  readonly reasons: readonly FailureReason[]
  readonly notAbout?: readonly string[]
  readonly says?: string
}

function file(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`recordings/${name}.json`, import.meta.url), 'utf8'))
}

function read(name: string): Recording {
  return file(name) as Recording
}

function replay({ status, headers = {}, body, raw }: Response): Answer {
  return (request, response) => {
    const ours = String(request.headers['request-id'])
    const all = Object.entries(headers).map(([name, value]) => [name, value.replace('@request-id@', ours)] as const)
    response.writeHead(status, Object.fromEntries(all)).end(raw ?? JSON.stringify(body))
  }
}

const replayed = (name: string) => heroku(replay(read(name).response))

describe('add-ons', () => {
  test.each([
    ['addons-rediscloud-2016', { service: 'rediscloud', plan: 'rediscloud:30', state: 'provisioned' }],
    [
      'addons-redis-expanded-cli',
      { service: 'heroku-redis', plan: 'heroku-redis:premium-2', price: { cents: 6_000, unit: 'month' } },
    ],
    ['addon-postgres-2019-no-config-vars', { service: 'heroku-postgresql', configVars: [] }],
    ['addon-contract-price', { service: 'heroku-redis', billing: 'contract' }],
    ['addons-foreign-in-own-list', { app: 'acme-inc-www', configVars: ['REDIS_URL'], state: 'provisioned' }],
  ])('as in %s', async (name, expected) => {
    const { api } = await replayed(name)
    const [addon] = await api.addons('my-app')
    expect(addon).toMatchObject(expected)
    if (name === 'addon-contract-price') expect(addon).not.toHaveProperty('price')
  })

  test('that is being created: no config vars yet', async () => {
    const { api } = await replayed('addon-create-async')
    const attempt = await api.tryCreateAddon('my-app', {
      name: 'x',
      plan: 'heroku-redis:premium-0',
      attachment: 'REDIS',
    })
    expect(attempt).toMatchObject({ kind: 'done', value: { state: 'provisioning', configVars: [] } })
  })

  test('whose plan was changed: 201, and the new plan at once', async () => {
    const { api, requests } = await replayed('addon-patch-rediscloud-2016')
    expect(await api.changePlan('my-app', 'rediscloud-perpendicular-18692', 'rediscloud:100')).toMatchObject({
      plan: 'rediscloud:100',
    })
    expect(requests).toHaveLength(1)
  })
})

describe('attachments', () => {
  test('with the plan and the real names of their variables', async () => {
    const { api, requests } = await replayed('attachments-with-inclusion')
    expect(await api.attachments('my-app')).toEqual([
      {
        id: '00000024-1111-4222-8333-444444444444',
        name: 'REDIS',
        app: 'my-app',
        appId: '00000004-1111-4222-8333-444444444444',
        addon: {
          id: '00000020-1111-4222-8333-444444444444',
          name: 'www-redis',
          app: 'my-app',
          plan: 'heroku-redis:premium-2',
        },
        configVars: ['REDIS_URL'],
      },
    ])
    expect(requests[0]?.headers['accept-inclusion']).toBe('addon:plan,config_vars')
  })

  test('of another app, without them', async () => {
    const { api } = await heroku(replay({ status: 200, body: read('addons-foreign-in-own-list').attachments }))
    expect(await api.attachments('my-app')).toMatchObject([
      { name: 'WWW_CACHE', app: 'my-app', addon: { name: 'www-redis', app: 'acme-inc-www' } },
    ])
  })
})

test('a config var that is null is absent', async () => {
  const { api } = await replayed('config-vars-null')
  expect([...(await api.configVars('my-app')).keys()]).toEqual(['LANG', 'RACK_ENV'])
})

test('releases without a status, and one that is pending', async () => {
  expect(await (await replayed('releases-2015-no-status')).api.releases('my-app')).toMatchObject([
    { version: 9, status: 'succeeded' },
  ])
  expect(await (await replayed('releases-2017-pending-current')).api.releases('my-app')).toMatchObject([
    { version: 143, status: 'pending', description: 'Set REDIS_WRITER_HOST, REDIS_WRITER_PORT config vars' },
  ])
})

test('plans without a price, by contract and metered are never free', async () => {
  const offers = await (await replayed('plans-odd-prices')).api.plans('heroku-redis')
  expect(offers.map(priceOf)).toEqual([
    '15.00 USD a month',
    '60.00 USD a month',
    'price not listed',
    'price by contract',
    'metered price',
  ])
  expect(onOffer(offers)[0]).toBe('heroku-redis:premium-0 (15.00 USD a month)')
})

describe('the data API', () => {
  test('settings', async () => {
    const { api } = await replayed('data-config-2025')
    expect(await api.databaseConfig('redis-1')).toEqual({
      known: true,
      value: { maxmemoryPolicy: 'noeviction', timeout: 300, notifyKeyspaceEvents: '' },
    })
  })

  test('the database', async () => {
    const { api } = await replayed('data-info-2021')
    expect(await api.databaseInfo('redis-1')).toEqual({
      known: true,
      value: {
        version: '6.0.12',
        status: 'available',
        maintenance: 'not required',
        window: 'Tuesdays 18:30 to 22:30 UTC',
      },
    })
  })

  test.each(
    read('data-wait').responses.map((response) => [response.status, JSON.stringify(response.body), response] as const),
  )('waiting: %i %s', async (status, _, response) => {
    const { api } = await heroku(replay(response))
    const attempt = await api.dataWait('redis-1')
    if (status === 200) {
      const body = response.body as { readonly message?: string; readonly 'waiting?': boolean }
      expect(attempt).toEqual({ kind: 'done', value: { waiting: body['waiting?'], message: body.message ?? '' } })
    } else {
      expect(attempt).toMatchObject({ kind: status === 503 ? 'passing' : 'final', failure: { status } })
      if (status === 503) expect(attempt).toMatchObject({ failure: { words: 'Error' } })
    }
  })
})

test.each(['headers-2018', 'headers-2022'])('of the four ids in the Request-Id of %s, ours is quoted', async (name) => {
  const { http, call, log, deadline, requests, debug } = await heroku(replay({ ...read(name).response, body: {} }))
  await http.attempt(call('/x'), log, deadline)
  expect(debug).toEqual([
    expect.stringMatching(new RegExp(`\\(Request-Id ${String(requests[0]?.headers['request-id'])}\\)$`)),
  ])
})

describe('errors', () => {
  test.each((file('errors') as readonly ErrorRecording[]).map((entry) => [entry.id, entry] as const))(
    '%s',
    async (_, entry) => {
      const { api } = await heroku(replay(entry), { patienceMs: 0 })
      const order = { name: 'redis-1', plan: 'heroku-redis:premium-0', attachment: 'REDIS' }
      const calls = {
        GET: () => api.addons('my-app'),
        POST: async () => {
          const attempt = await api.tryCreateAddon('my-app', order)
          throw attempt.kind === 'done' ? new Error('created') : attempt.failure
        },
        'PATCH-CONFIG': () => api.setConfigVars('my-app', new Map([['REDIS_WRITER_HOST', new Secret('h')]])),
      }
      const error = await calls[entry.when]().catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(HerokuFailure)
      if (!(error instanceof HerokuFailure)) return
      expect(entry.reasons).toContain(error.reason)
      const { what, cause, remedy } = error.explanation
      const all = [what, cause, remedy].join('\n')
      const forbidden = [...(entry.notAbout ?? []), 'does not exist', 'bug in this action', 'undefined', '<html']
      for (const words of forbidden) expect(all).not.toContain(words)
      // Heroku's own words, always.
      const body = entry.body as { message?: string; error?: string } | undefined
      const words = (body?.message ?? body?.error ?? '').replaceAll(/\s+/g, ' ').trim()
      expect(what).toContain(words.slice(0, 250).replace(/\.$/, ''))
      if (entry.says !== undefined) expect(what).toContain(entry.says)
      expect(inspect(error, { depth: 9 })).not.toContain('s3cret')
    },
  )
})
