import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { type HerokuApi, herokuApi } from '../../../src/heroku/api.ts'
import { HerokuHttp } from '../../../src/heroku/http.ts'
import { Secret } from '../../../src/utils/secret.ts'

/** What Heroku answers, told by a server that answers just that; the rest is the sandbox's. */

const ends: (() => void)[] = []
afterEach(() => ends.splice(0).forEach((end) => end()))

interface Heroku {
  readonly api: HerokuApi
  readonly lines: string[]
  readonly requests: IncomingMessage[]
}

async function heroku(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Heroku> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const url = `http://127.0.0.1:${String(address.port)}`
  const lines: string[] = []
  const log = {
    info: (line: string) => void lines.push(line),
    debug: () => undefined,
    phase: <T>(_: string, work: () => Promise<T>) => work(),
  }
  const { signal } = new AbortController()
  const http = new HerokuHttp({ token: new Secret('HRKU-s3cret'), signal, userAgent: 'test', log })
  ends.push(() => {
    http.close()
    server.close()
    server.closeAllConnections()
  })
  const deadline = performance.now() + 20_000
  return { api: herokuApi(http, { apiUrl: url, dataUrl: url, statusUrl: url }, log, deadline), lines, requests }
}

const json = (body: unknown, headers: Readonly<Record<string, string>> = {}, status = 200) =>
  heroku((_, response) => void response.writeHead(status, headers).end(JSON.stringify(body)))

const plan = (name: string) => ({ name, description: name, price: { cents: 300, unit: 'month' }, state: 'ga' })
const addon = {
  id: 'id-1',
  name: 'shop-redis',
  app: { name: 'shop' },
  addon_service: { name: 'heroku-redis' },
  plan: { name: 'heroku-redis:mini' },
  state: 'provisioned',
  config_vars: ['REDIS_URL'],
}
const release = (version: number, description?: string) => ({
  id: `id-${String(version)}`,
  version,
  status: 'succeeded',
  description,
})

describe('a long list', () => {
  test('is read to its end, page after page', async () => {
    const pages: Readonly<Record<string, readonly [string, string?]>> = {
      '': ['a', 'id ]a..'],
      'id ]a..': ['b', 'id ]b..'],
      'id ]b..': ['c'],
    }
    const { api, requests } = await heroku((request, response) => {
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

describe('our release', () => {
  test.each([
    ['the one that names our variables', [release(7, 'Deploy'), release(6, 'Set REDIS_WRITER_HOST config vars')], 6],
    ['the newest where none does', [release(7, 'Deploy'), release(6, 'Set REDIS_WRITER_HOST_OLD config vars')], 7],
    ['the newest where Heroku tells no reason', [release(7), release(6)], 7],
    ['none where there is none', [], undefined],
  ])('is %s', async (_, releases, version) => {
    const { api, requests } = await json(releases)
    expect((await api.releaseOf('shop', ['REDIS_WRITER_HOST']))?.version).toBe(version)
    expect(requests[0]?.headers.range).toBe('version ..; order=desc,max=10')
  })
})

test.each([
  ['nothing', undefined, 'the add-on is not an object'],
  ['no plan', { ...addon, plan: undefined }, 'the add-on.plan is not an object'],
  ['no list', { ...addon, config_vars: 's3cret' }, 'the add-on.config_vars is not a list'],
  ['no text', { ...addon, config_vars: [{ a: 's3cret' }] }, 'the add-on.config_vars[0] is not text'],
  ['no number', { ...addon, billed_price: { cents: 's3cret' } }, 'the add-on.billed_price.cents is not a number'],
])('an answer of another shape (%s) is named by its place and never repeated', async (_, body, place) => {
  const { api } = await json(body)
  const attempt = await api.foreignAddon('x')
  expect(attempt).toMatchObject({
    kind: 'passing',
    failure: { reason: 'heroku-unavailable', message: expect.stringContaining(`${place}.`) as string },
  })
  expect(inspect(attempt, { depth: 9 })).not.toContain('s3cret')
})

test('what Heroku leaves out is left out, not made up', async () => {
  const free = await json({ ...addon, billed_price: null })
  expect(await free.api.addon('shop', 'x')).not.toHaveProperty('price')
  const billed = await json({ ...addon, billed_price: { cents: 300 } })
  expect(await billed.api.addon('shop', 'x')).toMatchObject({ price: { cents: 300, unit: 'month' } })
  const bare = await json([{ name: 'heroku-redis:mini' }])
  expect(await bare.api.plans('heroku-redis')).toEqual([
    {
      name: 'heroku-redis:mini',
      description: '',
      cents: 0,
      unit: 'month',
      state: '',
      insidePrivateSpace: false,
      outsidePrivateSpace: false,
    },
  ])
})

test("Heroku's warnings reach the log as one line of plain text", async () => {
  const { api, lines } = await json({}, { 'X-Heroku-Warning': 'old\t st\u00ADack', 'Warning-Message': 'Act soon.' })
  await api.configVars('shop')
  expect(lines).toEqual(['Heroku warns: old stack', 'Heroku warns: Act soon'])
})

test("a failure quotes Heroku's own request id, or ours where it has none", async () => {
  const told = await json({ id: 'forbidden', message: 'No.' }, { 'Request-Id': 'of-heroku' }, 403)
  await expect(told.api.configVars('shop')).rejects.toMatchObject({ explanation: { requestId: 'of-heroku' } })
  const untold = await json({ id: 'forbidden', message: 'No.' }, {}, 403)
  const error = untold.api.configVars('shop')
  await expect(error).rejects.toMatchObject({ reason: 'heroku-forbidden' })
  const sent = untold.requests[0]?.headers['request-id']
  await expect(error).rejects.toMatchObject({ explanation: { requestId: sent } })
})

test('a connection lost in the middle of an answer is told as that', async () => {
  const { api } = await heroku((_, response) => {
    response.writeHead(200, { 'Content-Length': '100' }).write('{"id": "s3cret', () => response.destroy())
  })
  const attempt = await api.foreignAddon('x')
  expect(attempt).toMatchObject({
    kind: 'passing',
    failure: {
      reason: 'heroku-unavailable',
      message: expect.stringMatching(/^Heroku did not answer GET \/addons\/x: .*(aborted|lost)/) as string,
    },
  })
  expect(inspect(attempt, { depth: 9 })).not.toContain('s3cret')
})

test('one try and no more for what is only a bonus', async () => {
  const { api, requests } = await json({}, {}, 503)
  expect(await api.dataWait('shop-redis')).toMatchObject({ kind: 'passing' })
  expect(requests).toHaveLength(1)
})
