import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { asObject } from '../../../src/heroku/decode.ts'
import { HerokuFailure } from '../../../src/heroku/errors.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { always, heroku, logTo, token } from '../../unit/heroku/support.ts'

const unavailable = { reason: 'heroku-unavailable' }

describe('retries', () => {
  test('end after five tries, with pauses that grow', async () => {
    const { http, call, log, deadline, clock, requests } = await heroku(always(503, { id: 'unavailable' }))
    const error = http.sendWithRetry(call('/'), log, deadline)
    await expect(error).rejects.toMatchObject(unavailable)
    await expect(error).rejects.toThrow(/503 unavailable \(tried 5 times\)\.$/)
    expect(requests).toHaveLength(5)
    expect(clock.pauses).toHaveLength(4)
    for (const [index, pause] of clock.pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(Math.floor(500 * 2 ** index * 0.75))
      expect(pause).toBeLessThanOrEqual(Math.ceil(500 * 2 ** index * 1.25))
    }
  })

  test('are logged one line each, and stop with the first success', async () => {
    const { http, call, log, deadline, lines } = await heroku((_, response, count) => {
      response.writeHead(count < 3 ? 500 : 200).end('{"ok":true}')
    })
    expect(await http.sendWithRetry(call('/x'), log, deadline)).toEqual({ ok: true })
    expect(lines).toEqual([
      expect.stringMatching(/^Heroku answered GET \/x with 500\. Retrying in \d+ ms\.$/),
      expect.stringMatching(/^Heroku answered GET \/x with 500\. Retrying in/),
    ])
  })

  test.each([400, 401, 402, 403, 404, 410, 412, 416, 422, 423])('are not made after %i', async (status) => {
    const { http, call, log, deadline, requests, lines } = await heroku(
      always(status, { id: 'confirmation_required', message: 'No.' }),
    )
    await expect(http.sendWithRetry(call('/'), log, deadline)).rejects.toBeInstanceOf(HerokuFailure)
    expect(requests).toHaveLength(1)
    expect(lines).toEqual([])
  })

  test.each([
    [409, { id: 'conflict', message: 'Another release is in progress.' }],
    [423, { id: 'locked', message: 'The app is locked.' }],
    [422, { id: 'invalid_params', message: 'Another add-on is being provisioned for this app.' }],
    [400, { message: 'another addon is currently being provisioned' }],
  ])('are made while Heroku is busy (%i %j)', async (status, body) => {
    const { http, call, log, deadline, requests } = await heroku((_, response, count) => {
      response.writeHead(count === 1 ? status : 200).end(JSON.stringify(count === 1 ? body : {}))
    })
    await http.sendWithRetry(call('/'), log, deadline)
    expect(requests).toHaveLength(2)
  })

  test('wait as long as Heroku asks for, and never past the deadline', async () => {
    const answer = always(503, {}, { 'Retry-After': '7' })
    const { http, call, log, clock } = await heroku(answer)
    await expect(http.sendWithRetry(call('/'), log, clock.now() + 12_000)).rejects.toMatchObject(unavailable)
    // 12 s: 7 s as asked for, then what leaves a second for the last try.
    expect(clock.pauses[0]).toBe(7_000)
    expect(clock.pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThan(12_000)
  })

  test('are not made when the time of the app is up', async () => {
    const { http, call, log, clock, requests } = await heroku(always(503, {}))
    await expect(http.sendWithRetry(call('/'), log, clock.now() - 1)).rejects.toMatchObject(unavailable)
    expect(requests).toHaveLength(1)
  })

  test('do not hide a bug in our own reading of an answer', async () => {
    const { http, call, log, deadline, requests } = await heroku(always(200, {}))
    const decode = (): never => {
      throw new TypeError('ours')
    }
    await expect(http.sendWithRetry(call('/', { decode }), log, deadline)).rejects.toThrow(TypeError)
    expect(requests).toHaveLength(1)
  })
})

describe('a cancelled run', () => {
  test('ends what only reads, and begins nothing new', async () => {
    const { http, call, server, cancel, log, deadline, requests, lines } = await heroku(() => undefined)
    const pending = http.sendWithRetry(call('/silent'), log, deadline)
    await once(server, 'request')
    cancel.abort()
    await expect(pending).rejects.toMatchObject({ reason: 'cancelled' })
    await expect(http.attempt(call('/next'), log, deadline)).rejects.toMatchObject({ reason: 'cancelled' })
    expect(await http.bonus(call('/bonus'), log)).toMatchObject({ known: false })
    expect(requests).toHaveLength(1)
    expect(lines).toEqual([])
  })

  test('still gets the answer to a change that is under way', async () => {
    const { http, call, server, cancel, log, deadline } = await heroku((_, response) => {
      setTimeout(() => response.writeHead(201).end('{"made":true}'), 300)
    })
    const pending = http.attempt(call('/make', { method: 'POST', body: {} }), log, deadline)
    await once(server, 'request')
    cancel.abort()
    expect(await pending).toEqual({ kind: 'done', value: { made: true } })
  })

  test('can still clean up', async () => {
    const { api, cancel, requests } = await heroku(always(202, {}))
    cancel.abort()
    expect(await api.tryStopDyno('shop', 'd-1')).toMatchObject({ kind: 'done' })
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['DELETE /apps/shop/dynos/d-1'])
  })

  test('no answer is waited for after the client is closed', async () => {
    const { http, server, call, log, deadline, lines } = await heroku(() => undefined)
    const pending = http.sendWithRetry(call('/silent'), log, deadline)
    await once(server, 'request')
    http.close()
    await expect(pending).rejects.toMatchObject({ reason: 'cancelled' })
    expect(lines).toEqual([])
  })
})

describe('a change whose answer leaves doubt', () => {
  const change = { method: 'PATCH', body: { plan: 'x' } } as const

  test.each([
    ['is a 503', 503, '{}'],
    ['is a 2xx that is no JSON', 200, '<html>'],
    ['is a 2xx of another shape', 200, '[]'],
  ])('%s: what is there is read before it is sent again', async (_, status, body) => {
    const { api, requests } = await heroku(({ method }, response) => {
      if (method === 'PATCH') response.writeHead(status).end(body)
      else response.end(JSON.stringify({ NEW: 'value', OLD: 'x' }))
    })
    const config = await api.setConfigVars('shop', new Map([['NEW', new Secret('value')]]))
    expect(config.get('NEW')?.reveal()).toBe('value')
    expect(requests.map(({ method }) => method)).toEqual(['PATCH', 'GET'])
  })

  test('is sent again when it was not done', async () => {
    const { http, call, log, deadline, requests } = await heroku((_, response, count) => {
      response.writeHead(count === 1 ? 502 : 200).end('{"plan":"x"}')
    })
    let looks = 0
    const look = async () => {
      looks += 1
      return undefined
    }
    expect(await http.sendOrLook(call('/', change), look, log, deadline)).toEqual({ plan: 'x' })
    expect(looks).toBe(1)
    expect(requests).toHaveLength(2)
  })

  test('is looked at once more before it fails', async () => {
    const { http, call, log, deadline, requests } = await heroku(always(503, {}))
    let looks = 0
    const look = async () => {
      looks += 1
      return looks === 5 ? 'done' : undefined
    }
    expect(await http.sendOrLook(call('/', change), look, log, deadline)).toBe('done')
    expect(requests).toHaveLength(5)
  })

  test('and then a refusal (it was done the first time) is not a failure', async () => {
    const { http, call, log, deadline } = await heroku((_, response, count) => {
      response.writeHead(count === 1 ? 500 : 422).end('{"id":"invalid_params"}')
    })
    let looks = 0
    const look = async () => {
      looks += 1
      return looks === 2 ? 'done' : undefined
    }
    expect(await http.sendOrLook(call('/', change), look, log, deadline)).toBe('done')
  })

  test('is not looked for after a plain refusal', async () => {
    const { http, call, log, deadline } = await heroku(always(422, { id: 'invalid_params', message: 'No.' }))
    const look = async (): Promise<never> => {
      throw new Error('looked')
    }
    await expect(http.sendOrLook(call('/', change), look, log, deadline)).rejects.toMatchObject({ status: 422 })
  })

  test.each([
    [503, 'unknown'],
    [200, 'unknown'],
    [409, 'refused'],
    [429, 'refused'],
    [422, 'refused'],
  ])('has an outcome: %i is %s', async (status, outcome) => {
    const { http, call, log, deadline } = await heroku((_, response) => void response.writeHead(status).end('nothing'))
    const decode = (json: unknown) => asObject(json, 'the answer')
    const attempt = await http.attempt(call('/', { ...change, decode }), log, deadline)
    expect(attempt).toMatchObject({ failure: { outcome } })
  })
})

describe('a bonus', () => {
  test('is tried twice and never throws', async () => {
    const { http, call, log, requests, lines } = await heroku(always(503, { error: 'Error' }))
    expect(await http.bonus(call('/x'), log)).toMatchObject({
      known: false,
      why: 'Heroku answered GET /x with 503: "Error"',
      failure: { reason: 'heroku-unavailable', status: 503 },
    })
    expect(requests).toHaveLength(2)
    expect(lines).toEqual([])
  })

  test('is not tried again when it is refused', async () => {
    const { http, call, log, requests } = await heroku(always(403, { id: 'forbidden', message: 'No.' }))
    expect(await http.bonus(call('/x'), log)).toMatchObject({ known: false, failure: { status: 403 } })
    expect(requests).toHaveLength(1)
  })

  test('can take a 404 for an answer', async () => {
    const { http, call, log } = await heroku(always(404, { id: 'not_found' }))
    expect(await http.bonus(call('/x', { notFound: 'none' }), log)).toEqual({ known: true, value: 'none' })
  })

  test('has an end, however slow Heroku is', async () => {
    const { http, call, log } = await heroku(() => undefined)
    expect(await http.bonus(call('/x'), log, { ms: 300 })).toMatchObject({ known: false })
  })

  test('does not wait for a long Retry-After', async () => {
    const { http, call, log, requests } = await heroku(always(429, {}, { 'Retry-After': '30' }))
    expect(await http.bonus(call('/x', { access: 'data' }), log)).toMatchObject({
      known: false,
      failure: { reason: 'rate-limited' },
    })
    expect(requests).toHaveLength(1)
  })
})

describe('the rate limit', () => {
  const left = (count: string) => always(200, {}, { 'RateLimit-Remaining': count })

  test('close to it, every app slows down, and the log says so once', async () => {
    const { http, lines, call, deadline, clock } = await heroku(left('57'))
    const ofApp: string[] = []
    await http.sendWithRetry(call('/1'), logTo(ofApp), deadline)
    await http.sendWithRetry(call('/2'), logTo(ofApp), deadline)
    await Promise.all([3, 4, 5].map((number) => http.sendWithRetry(call(`/${number}`), logTo(ofApp), deadline)))
    // One at once, then one every 0.8 s.
    expect(clock.pauses.length).toBeGreaterThanOrEqual(3)
    expect(clock.pauses.every((pause) => pause > 0 && pause <= 4 * 800)).toBe(true)
    expect(lines).toEqual([expect.stringMatching(/rate limit \(57 calls left .* one request every 800 ms/)])
    expect(ofApp).toEqual([])
  })

  test('far from it, no request waits', async () => {
    const { http, lines, call, log, deadline, clock } = await heroku(left('4000'))
    await Promise.all(Array.from({ length: 30 }, (_, n) => http.sendWithRetry(call(`/${n}`), log, deadline)))
    expect(lines).toEqual([])
    expect(clock.pauses).toEqual([])
  })

  test('answers of the data API and of public hosts neither wait for it nor lift it', async () => {
    const { http, call, log, deadline, clock } = await heroku(({ url }, response) => {
      response.writeHead(200, url === '/platform' ? { 'RateLimit-Remaining': '57' } : {}).end('{}')
    })
    await http.sendWithRetry(call('/platform'), log, deadline)
    for (const access of ['data', 'public', 'data'] as const) {
      await http.sendWithRetry(call('/other', { access }), log, deadline)
    }
    expect(clock.pauses).toEqual([])
    await Promise.all([1, 2].map(() => http.sendWithRetry(call('/platform'), log, deadline)))
    expect(clock.pauses).toHaveLength(1)
  })

  test('a bare 429 is not lifted by the data API, and is lifted by the Platform API', async () => {
    const { http, call, log, deadline, clock } = await heroku(({ url }, response, count) => {
      response.writeHead(count === 1 ? 429 : 200).end(url)
    })
    await http.attempt(call('/platform'), log, deadline)
    await http.attempt(call('/data', { access: 'data' }), log, deadline)
    await Promise.all([1, 2].map(() => http.attempt(call('/platform'), log, deadline)))
    expect(clock.pauses).toHaveLength(1)
    await Promise.all([1, 2, 3].map(() => http.attempt(call('/platform'), log, deadline)))
    expect(clock.pauses).toHaveLength(1)
  })

  test('reached by many requests at once, it is one line in the log', async () => {
    const tries = new Map<string, number>()
    const { http, call, log, deadline, lines } = await heroku(({ url }, response) => {
      const count = (tries.get(url) ?? 0) + 1
      tries.set(url, count)
      response.writeHead(count < 3 ? 429 : 200).end('{}')
    })
    const perApp = Array.from({ length: 6 }, () => [] as string[])
    await Promise.all(perApp.map((own, n) => http.sendWithRetry(call(`/${n}`), logTo(own), deadline)))
    expect(lines).toEqual([expect.stringMatching(/^Heroku's rate limit is reached \(429\): requests are retried/)])
    expect(perApp.flat()).toEqual([])
    await http.sendWithRetry(call('/last'), log, deadline)
  })

  test('at most 64 requests are under way at the same time', async () => {
    const total = 64 * 3
    let waiting: ServerResponse[] = []
    const { http, call, log, deadline, requests } = await heroku((_, response) => {
      waiting.push(response)
      // Nobody is answered before there are 64 of them; a 65th would have to come before that.
      if (waiting.length < 64) return
      const all = waiting
      waiting = []
      setTimeout(() => all.forEach((each) => each.end(String(all.length + waiting.length))), 50)
    })
    const seen = await Promise.all(
      Array.from({ length: total }, (_, n) => http.sendWithRetry(call(`/${n}`), log, deadline)),
    )
    expect(requests).toHaveLength(total)
    expect(new Set(seen)).toEqual(new Set([64]))
  })
})

describe('what stands in the texts', () => {
  test("Heroku's warnings appear once per run, as one line of plain text", async () => {
    const { api, lines } = await heroku(
      always(200, {}, { 'X-Heroku-Warning': 'old\t st\u00ADack', 'Warning-Message': 'Act soon.' }),
    )
    await api.configVars('shop')
    await api.configVars('shop')
    expect(lines).toEqual(['Heroku warns: old stack', 'Heroku warns: Act soon'])
  })

  test('our Request-Id, wherever it stands in the list of ids, or the only one that Heroku names', async () => {
    const { http, call, log, deadline, requests } = await heroku(({ url, headers }, response) => {
      const ours = String(headers['request-id'])
      const sent: Record<string, string> = {
        '/list': `0000000c-1111-4222-8333-444444444444,${ours},0000000d-1111-4222-8333-444444444444`,
        '/only': 'of-heroku',
        '/long': 'x'.repeat(300),
        '/many': 'a,b,c',
      }
      const id = sent[url]
      response.writeHead(403, id === undefined ? {} : { 'Request-Id': id }).end('{"id":"forbidden"}')
    })
    const idOf = async (path: string) => {
      const attempt = await http.attempt(call(path), log, deadline)
      const quoted = attempt.kind === 'done' ? undefined : attempt.failure.explanation.requestId
      return { quoted, ours: requests.at(-1)?.headers['request-id'] }
    }
    for (const path of ['/list', '/long', '/many', '/none']) {
      const { quoted, ours } = await idOf(path)
      expect(quoted).toBe(ours)
    }
    expect((await idOf('/only')).quoted).toBe('of-heroku')
  })

  test('our Request-Id where Heroku closes the connection without an answer', async () => {
    const { http, call, log, deadline, requests } = await heroku((_, response) => void response.destroy())
    const attempt = await http.attempt(call('/gone'), log, deadline)
    if (attempt.kind === 'done') throw new Error('there was an answer')
    expect(attempt.failure.explanation.requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(attempt.failure.explanation.requestId).toBe(requests[0]?.headers['request-id'])
  })

  test('no secret, also where a text is cut', async () => {
    const password = 'p4ssw0rd-of-redis'
    const filler = 'x'.repeat(290)
    const answer = always(
      422,
      { id: `bad ${token}`, message: `${filler} ${password} ${token}` },
      { 'Warning-Message': `${password} is old` },
    )
    const { http, call, log, deadline, lines, debug } = await heroku(answer, {
      scrub: (text) => text.replaceAll(password, '***'),
    })
    const attempt = await http.attempt(call('/x'), log, deadline)
    const all = inspect([attempt, lines, debug], { depth: 9, maxStringLength: null })
    expect(all).not.toMatch(/p4ssw|HRKU/)
    expect(lines).toEqual(['Heroku warns: *** is old'])
  })

  test('no address that is a secret', async () => {
    const { http, call, log, deadline, debug } = await heroku(always(503, {}))
    const attempt = await http.attempt(
      call('/stream?srv=s3cret', { access: 'public', label: 'the log' }),
      log,
      deadline,
    )
    expect(inspect([attempt, debug], { depth: 9 })).not.toContain('s3cret')
    expect(attempt).toMatchObject({ failure: { message: 'Heroku answered GET the log with 503.' } })
  })
})

test('the token goes to no public host', async () => {
  const { http, call, log, deadline, requests } = await heroku(always(200, {}))
  await http.attempt(call('/status', { access: 'public' }), log, deadline)
  await http.attempt(call('/data', { access: 'data' }), log, deadline)
  await http.attempt(call('/platform'), log, deadline)
  expect(requests.map(({ headers }) => headers.authorization)).toEqual([
    undefined,
    `Bearer ${token}`,
    `Bearer ${token}`,
  ])
  expect(requests[0]?.headers).not.toHaveProperty('request-id')
})
