import type { ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { addon, always, heroku } from './support.ts'

/** The Platform API, answered by a server that says just what a test is about; the rest is the sandbox's. */

const plan = (name: string) => ({ name, description: name, price: { cents: 300, unit: 'month' }, state: 'ga' })
const release = (version: number, description?: string) => ({
  id: `id-${String(version)}`,
  version,
  status: 'succeeded',
  description,
})

const json = (body: unknown, headers: Readonly<Record<string, string>> = {}, status = 200) =>
  heroku(always(status, body, headers))

describe('a long list', () => {
  test('is read to its end, page after page', async () => {
    const pages: Readonly<Record<string, readonly [string, string?]>> = {
      '': ['a', 'id ]a..'],
      'id ]a..': ['b', 'id ]b..'],
      'id ]b..': ['c'],
    }
    const { api, requests } = await heroku((request, response: ServerResponse) => {
      const [name, next] = pages[request.headers.range ?? ''] ?? ['never']
      response.writeHead(next === undefined ? 200 : 206, next === undefined ? {} : { 'Next-Range': next })
      response.end(JSON.stringify([plan(name)]))
    })
    expect((await api.plans('heroku-redis')).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(requests.map(({ headers }) => headers.range)).toEqual([undefined, 'id ]a..', 'id ]b..'])
  })

  test.each([
    ['that names no page', '', 1],
    ['that names the same page again', 'id ]a..', 2],
  ])('%s is at its end', async (_, next, count) => {
    const { api, requests } = await json([plan('a')], { 'Next-Range': next }, 206)
    expect(await api.plans('heroku-redis')).toHaveLength(count)
    expect(requests).toHaveLength(count)
  })

  test('without end is left after twenty pages', async () => {
    let page = 0
    const { api, requests } = await heroku((_, response) => {
      page += 1
      response.writeHead(206, { 'Next-Range': `id ]${String(page)}..` }).end(JSON.stringify([plan(String(page))]))
    })
    expect(await api.plans('heroku-redis')).toHaveLength(20)
    expect(requests).toHaveLength(20)
  })
})

test('releases: the newest ten are asked for', async () => {
  const { api, requests } = await json([release(7), release(6)])
  expect((await api.releases('shop')).map(({ version }) => version)).toEqual([7, 6])
  expect(requests[0]?.headers.range).toBe('version ..; order=desc,max=10')
})

describe('an add-on', () => {
  test.each([
    ['nothing', undefined, 'the add-on is not an object'],
    ['no id', { ...addon, id: undefined }, 'the add-on.id is not a name'],
    ['no name', { ...addon, name: { a: 's3cret' } }, 'the add-on.name is not a name'],
    ['a name of 3 MB', { ...addon, name: 's3cret'.repeat(500_000) }, 'the add-on.name is not a name'],
    ['no app', { ...addon, app: 's3cret' }, 'the add-on.app is not an object'],
  ])('with %s is refused by its place, and no value is repeated', async (_, body, place) => {
    const { api } = await json(body)
    const attempt = await api.foreignAddon('x')
    expect(attempt).toMatchObject({
      kind: 'passing',
      failure: { reason: 'heroku-unavailable', message: expect.stringContaining(`${place}.`) as string },
    })
    expect(inspect(attempt, { depth: 9 })).not.toContain('s3cret')
  })

  test.each([
    ['no plan', { plan: undefined }, { plan: '', service: 'heroku-redis' }],
    ['a plan of 3 MB', { plan: { name: 'x'.repeat(3_000_000) } }, { plan: '' }],
    ['no service', { addon_service: null }, { service: 'heroku-redis' }],
    ['neither', { addon_service: null, plan: null }, { service: '', plan: '' }],
    ['no state', { state: undefined }, { state: 'provisioned' }],
    ['an unknown state', { state: 'hibernating' }, { state: 'hibernating' }],
    ['no config vars', { config_vars: null }, { configVars: [] }],
    ['odd config vars', { config_vars: ['A', null, 7] }, { configVars: ['A'] }],
    ['an app without a name', { app: { id: 'app-1' } }, { app: 'app-1', appId: 'app-1' }],
    ['no price', { billed_price: null }, { price: undefined, billing: undefined }],
    ['an empty price', { billed_price: {} }, { price: undefined, billing: undefined }],
    ['an odd price', { billed_price: { cents: 'lots' } }, { price: undefined, billing: undefined }],
    ['cents as text', { billed_price: { cents: '1500' } }, { price: { cents: 1_500, unit: 'month' } }],
    ['a contract', { billed_price: { cents: 0, contract: true } }, { price: undefined, billing: 'contract' }],
    ['a meter', { billed_price: { cents: 0, metered: true } }, { price: undefined, billing: 'metered' }],
    ['a free plan', { billed_price: { cents: 0, contract: false } }, { price: { cents: 0, unit: 'month' } }],
  ])('with %s is read all the same', async (_, change, expected) => {
    const { api } = await json({ ...addon, ...change })
    const read = await api.addon('shop', 'x')
    expect({ price: undefined, billing: undefined, ...read }).toMatchObject(expected)
  })

  test('is asked for with its version, and once', async () => {
    const { api, requests } = await json({}, {}, 503)
    const order = { name: 'redis-1', plan: 'heroku-redis:mini', attachment: 'REDIS', config: { version: '9' } }
    expect(await api.tryCreateAddon('shop', order)).toMatchObject({ kind: 'passing', failure: { outcome: 'unknown' } })
    expect(requests).toMatchObject([
      {
        method: 'POST',
        url: '/apps/shop/addons',
        body: { plan: 'heroku-redis:mini', name: 'redis-1', attachment: { name: 'REDIS' }, config: { version: '9' } },
      },
    ])
  })

  test.each([
    [423, { id: 'locked', message: 'The app is locked.' }],
    [422, { id: 'invalid_params', message: 'another add-on is being provisioned' }],
  ])('that cannot be created now (%i): a passing attempt that says so', async (status, body) => {
    const { api } = await json(body, {}, status)
    const attempt = await api.tryCreateAddon('shop', { name: 'x', plan: 'y', attachment: 'REDIS' })
    expect(attempt).toMatchObject({ kind: 'passing', failure: { meaning: 'busy', outcome: 'refused', status } })
  })

  test('is destroyed with one request, and never by force', async () => {
    const { api, requests } = await json({ ...addon, state: 'deprovisioning' }, {}, 202)
    expect(await api.tryDeleteAddon('app-1', 'id-1')).toMatchObject({
      kind: 'done',
      value: { state: 'deprovisioning' },
    })
    expect(requests).toMatchObject([{ method: 'DELETE', url: '/apps/app-1/addons/id-1', body: { force: false } }])
  })

  test('that is gone already is a refusal with its status', async () => {
    const { api } = await json({ id: 'not_found', resource: 'add_on', message: "Couldn't find that add-on." }, {}, 404)
    expect(await api.tryDeleteAddon('app-1', 'id-1')).toMatchObject({ kind: 'final', status: 404 })
    await expect(api.addon('shop', 'x')).rejects.toMatchObject({ reason: 'addon-missing' })
  })

  test('whose new plan was set by a request that seemed to fail', async () => {
    const { api, requests } = await heroku(({ method }, response) => {
      response.writeHead(method === 'PATCH' ? 500 : 200).end(JSON.stringify(addon))
    })
    expect(await api.changePlan('shop', 'id-1', 'heroku-redis:mini')).toMatchObject({ plan: 'heroku-redis:mini' })
    expect(requests.map(({ method }) => method)).toEqual(['PATCH', 'GET'])
  })
})

describe('an attachment', () => {
  const attachment = {
    id: 'a-1',
    name: 'REDIS_WRITER',
    app: { name: 'shop' },
    addon: { id: 'id-1', name: 'shop-redis', app: { name: 'shop' } },
  }

  test('is made with one request, and over something else only when that is confirmed', async () => {
    const { api, requests } = await json(attachment, {}, 201)
    const order = { app: 'shop', addon: 'id-1', name: 'REDIS_WRITER' }
    expect(await api.tryAttach(order)).toMatchObject({ kind: 'done', value: { id: 'a-1', name: 'REDIS_WRITER' } })
    await api.tryAttach({ ...order, confirm: 'shop' })
    expect(requests.map(({ body }) => body)).toEqual([order, { ...order, confirm: 'shop' }])
  })

  test('whose name is taken', async () => {
    const { api, requests } = await json({ id: 'confirmation_required', message: 'REDIS_WRITER is taken.' }, {}, 423)
    expect(await api.tryAttach({ app: 'shop', addon: 'id-1', name: 'REDIS_WRITER' })).toMatchObject({
      kind: 'final',
      failure: { reason: 'confirmation-required', meaning: 'name-taken' },
    })
    expect(requests).toHaveLength(1)
  })

  test('is removed by its id', async () => {
    const { api, requests } = await json(attachment)
    expect(await api.tryDetach('a-1')).toEqual({ kind: 'done', value: undefined })
    expect(requests).toMatchObject([{ method: 'DELETE', url: '/addon-attachments/a-1', body: undefined }])
  })

  test('of any app is found by its add-on', async () => {
    const { api, requests } = await json([attachment, { ...attachment, id: 'a-2', app: { name: 'other' } }])
    expect((await api.attachmentsOfAddon('id-1')).map(({ app }) => app)).toEqual(['shop', 'other'])
    expect(requests[0]?.url).toBe('/addons/id-1/addon-attachments')
  })
})

describe('config vars', () => {
  test.each([
    ['null', null, undefined],
    ['a number', 6_379, '6379'],
    ['a truth', true, 'true'],
    ['text', 'x', 'x'],
  ])('that are %s', async (_, value, expected) => {
    const { api } = await json({ VAR: value })
    expect((await api.configVars('shop')).get('VAR')?.reveal()).toBe(expected)
  })

  test('that are something else are named and not repeated', async () => {
    const { api } = await heroku(always(200, { PASSWORD: ['s3cret'] }), { patienceMs: 0 })
    const error: unknown = await api.configVars('shop').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ message: expect.stringContaining('config var PASSWORD is not text') as string })
    expect(inspect(error, { depth: 9 })).not.toContain('s3cret')
  })

  test('are removed with null', async () => {
    const { api, requests } = await json({})
    await api.setConfigVars('shop', new Map([['OLD', null]]))
    expect(requests[0]?.body).toEqual({ OLD: null })
  })

  test.each([
    ['Cannot overwrite attachment values REDIS_URL.', 'attachment-owned', /^An attachment owns the name/],
    ['Config vars exceed 64kb.', undefined, /^Heroku refused the change/],
  ])('refused with "%s"', async (message, meaning, cause) => {
    const { api } = await json({ id: 'invalid_params', message }, {}, 422)
    const error: unknown = await api.setConfigVars('shop', new Map([['A', null]])).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      reason: 'config-conflict',
      meaning,
      explanation: { cause: expect.stringMatching(cause) as string },
    })
  })
})

test('an app without releases answers a range with 416: there is none', async () => {
  const { api } = await json({ id: 'requested_range_not_satisfiable' }, {}, 416)
  expect(await api.releases('shop')).toEqual([])
})

test('a release is followed by its id, and other refusals of the list are failures', async () => {
  const { api, requests } = await json(release(7))
  expect(await api.release('shop', 'id-7')).toMatchObject({ version: 7, status: 'succeeded' })
  expect(requests[0]?.url).toBe('/apps/shop/releases/id-7')
  const denied = await json({ id: 'forbidden' }, {}, 403)
  await expect(denied.api.releases('shop')).rejects.toMatchObject({ reason: 'heroku-forbidden' })
})

test('the pause after an attempt is as long as Heroku asks for, and none after a final one', async () => {
  const { api, clock, lines } = await json({ id: 'conflict' }, { 'Retry-After': '3' }, 409)
  const attempt = await api.tryCreateAddon('a', { name: 'x', plan: 'y', attachment: 'Z' })
  await api.pause(attempt, 1, 30_000)
  await api.pause({ kind: 'done', value: undefined }, 1, 30_000)
  expect(clock.pauses).toEqual([3_000])
  expect(lines).toEqual([expect.stringMatching(/^Heroku answered POST .* Retrying in 3 s\.$/)])
})

test('an app is known by its name, its id and its space', async () => {
  const app = { id: 'app-1', name: 'shop', region: { name: 'us' }, space: { id: 's-1', name: 'my-space' } }
  expect(await (await json(app)).api.app('shop')).toEqual({
    id: 'app-1',
    name: 'shop',
    region: 'us',
    space: 'my-space',
  })
  const bare = { id: 'app-1', name: 'shop', space: null }
  expect(await (await json(bare)).api.app('shop')).toEqual({ id: 'app-1', name: 'shop' })
})

describe('a one-off dyno', () => {
  const dyno = { id: 'd-1', name: 'run.1234', state: 'starting', attach_url: 'rendezvous://host:5000/s3cret' }
  const order = { command: 'bash -c true', timeToLiveSeconds: 300 }

  test('is started once, and its address is a secret', async () => {
    const { api, requests } = await json(dyno, {}, 201)
    const attempt = await api.tryCreateDyno('shop', { ...order, size: 'basic' })
    expect(attempt).toMatchObject({ kind: 'done', value: { id: 'd-1', name: 'run.1234', state: 'starting' } })
    expect(inspect(attempt, { depth: 9 })).not.toContain('s3cret')
    if (attempt.kind === 'done') expect(attempt.value.attachUrl?.reveal()).toBe(dyno.attach_url)
    expect(requests).toMatchObject([
      {
        method: 'POST',
        url: '/apps/shop/dynos',
        body: {
          command: order.command,
          attach: true,
          force_no_tty: true,
          type: 'run',
          time_to_live: 300,
          size: 'basic',
        },
      },
    ])
  })

  test('before the first release is a passing refusal', async () => {
    const { api } = await json({ id: 'conflict', message: 'No release.' }, {}, 409)
    expect(await api.tryCreateDyno('shop', order)).toMatchObject({
      kind: 'passing',
      failure: { status: 409, outcome: 'refused' },
    })
  })

  test('that cannot be had', async () => {
    const { api } = await json({ id: 'invalid_params', message: 'Cannot run more than 1 dyno.' }, {}, 422)
    expect(await api.tryCreateDyno('shop', order)).toMatchObject({ kind: 'final', failure: { reason: 'dyno-failed' } })
  })

  test('that has ended', async () => {
    const { api } = await json({ id: 'not_found' }, {}, 404)
    expect(await api.tryDyno('shop', 'd-1')).toMatchObject({ kind: 'final', status: 404 })
    expect(await api.tryStopDyno('shop', 'd-1')).toMatchObject({ kind: 'final', status: 404 })
  })
})

test('one try and no more where a repetition could do something twice', async () => {
  const { api, requests } = await json({}, {}, 503)
  const attempts = [
    await api.tryCreateAddon('a', { name: 'x', plan: 'y', attachment: 'Z' }),
    await api.tryDeleteAddon('a', 'x'),
    await api.tryAttach({ app: 'a', addon: 'x', name: 'Z' }),
    await api.tryDetach('x'),
    await api.tryRotateCredentials('x'),
    await api.tryUpgrade('x', '9'),
    await api.tryRunMaintenance('x'),
    await api.tryCreateDyno('a', { command: 'x', timeToLiveSeconds: 1 }),
    await api.tryStopDyno('a', 'x'),
    await api.dataWait('x'),
  ]
  expect(attempts.map(({ kind }) => kind)).toEqual(attempts.map(() => 'passing'))
  expect(requests).toHaveLength(attempts.length)
})
