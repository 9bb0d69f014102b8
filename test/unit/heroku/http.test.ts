import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { HerokuHttp, type Call } from '../../../src/heroku/http.ts'
import type { Log } from '../../../src/utils/log.ts'
import { Secret } from '../../../src/utils/secret.ts'

const ends: (() => void)[] = []
afterEach(() => ends.splice(0).forEach((end) => end()))

async function heroku(handle: (request: IncomingMessage, response: ServerResponse) => void, patienceMs = 20_000) {
  const deadline = performance.now() + patienceMs
  const server = createServer(handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const lines: string[] = []
  const log = logTo(lines)
  const http = new HerokuHttp({
    token: new Secret('HRKU-test'),
    signal: new AbortController().signal,
    userAgent: 'test',
    log,
  })
  ends.push(() => {
    http.close()
    server.close()
    server.closeAllConnections()
  })
  const call = (path: string): Call<unknown> => ({
    method: 'GET',
    url: `http://127.0.0.1:${address.port}${path}`,
    fallback: 'heroku-unavailable',
    decode: (json) => json,
  })
  return { http, server, lines, call, deadline }
}

function logTo(lines: string[]): Log {
  return { info: (line) => void lines.push(line), debug: () => undefined, phase: (_, work) => work() }
}

test('what nobody waits for any more ends with the client, and is not tried again', async () => {
  const { http, server, call, deadline } = await heroku(() => undefined)
  const lines: string[] = []
  const pending = http.sendWithRetry(call('/silent'), logTo(lines), deadline)
  await once(server, 'request')
  http.close()
  await expect(pending).rejects.toMatchObject({ reason: 'cancelled' })
  expect(lines).toEqual([])
})

test('few calls left: every app goes slower, and the run is told so once', async () => {
  const { http, lines, call, deadline } = await heroku((_, response) => {
    response.writeHead(200, { 'RateLimit-Remaining': '57' }).end('{}')
  })
  const ofApp: string[] = []
  await http.sendWithRetry(call('/1'), logTo(ofApp), deadline)
  const started = performance.now()
  await Promise.all([2, 3, 4].map((number) => http.sendWithRetry(call(`/${number}`), logTo(ofApp), deadline)))
  // The first of three goes at once, each other 0.8 s after the one before.
  expect(performance.now() - started).toBeGreaterThan(1_500)
  expect(lines).toEqual([expect.stringMatching(/rate limit is near \(57 calls left .* one request every 800 ms/)])
  expect(ofApp).toEqual([])
})

test('an answer that says nothing of the rate limit, as those of the data API, does not lift it', async () => {
  const { http, lines, call, deadline } = await heroku((request, response) => {
    response.writeHead(200, request.url === '/data' ? {} : { 'RateLimit-Remaining': '57' }).end('{}')
  })
  await http.sendWithRetry(call('/platform'), logTo(lines), deadline)
  await http.sendWithRetry(call('/data'), logTo(lines), deadline)
  const started = performance.now()
  await Promise.all([1, 2].map((number) => http.sendWithRetry(call(`/${number}`), logTo(lines), deadline)))
  expect(performance.now() - started).toBeGreaterThan(700)
})

test('plenty of calls left: nobody waits', async () => {
  const { http, lines, call, deadline } = await heroku((_, response) => {
    response.writeHead(200, { 'RateLimit-Remaining': '4000' }).end('{}')
  })
  const ways = Array.from({ length: 30 }, (_, number) => http.sendWithRetry(call(`/${number}`), logTo(lines), deadline))
  await Promise.all(ways)
  expect(lines).toEqual([])
})

test('near the end of its patience it makes no try too short to be answered: the reason stays the true one', async () => {
  const { http, lines, call, deadline } = await heroku((_, response) => {
    setTimeout(() => response.writeHead(429, { 'Retry-After': '1' }).end('{}'), 400)
  }, 1_700)
  await expect(http.sendWithRetry(call('/'), logTo(lines), deadline)).rejects.toMatchObject({ reason: 'rate-limited' })
})

test('when the time of its app is up, a request is tried once and not again', async () => {
  let tries = 0
  const { http, lines, call } = await heroku((_, response) => {
    tries += 1
    response.writeHead(503).end()
  })
  const late = http.sendWithRetry(call('/'), logTo(lines), performance.now() - 1)
  await expect(late).rejects.toMatchObject({ reason: 'heroku-unavailable' })
  expect(tries).toBe(1)
})

test('a bug in our own reading of an answer is not mistaken for one of Heroku', async () => {
  const { http, lines, call, deadline } = await heroku((_, response) => void response.end('{}'))
  const buggy: Call<unknown> = {
    ...call('/'),
    decode: () => {
      throw new TypeError('ours')
    },
  }
  await expect(http.sendWithRetry(buggy, logTo(lines), deadline)).rejects.toThrow(TypeError)
  expect(lines).toEqual([])
})
