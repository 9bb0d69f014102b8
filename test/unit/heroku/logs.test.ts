import { createServer } from 'node:http'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { addonLogOf } from '../../../src/heroku/logs.ts'
import { heroku, listening, portOf } from './support.ts'

const sample =
  'source=REDIS addon=redis-1 sample#active-connections=4 sample#load-avg-1m=0.06 sample#load-avg-5m= ' +
  'sample#read-iops=0 sample#memory-total=3965088kB sample#memory-redis=343477584bytes sample#hit-rate=0.7 sample#evicted-keys=0'
const ours = (text: string, second = 7) => `2026-03-04T05:06:0${second}.000000+00:00 app[heroku-redis]: ${text}`

describe('the log of an add-on', () => {
  test('holds its own lines and the newest metrics', () => {
    const log = addonLogOf(
      [
        '2026-03-04T05:06:06.000000+00:00 heroku[router]: at=info path="/secret"',
        ours(sample),
        ours(sample.replace('active-connections=4', 'active-connections=5'), 8),
        ours('addon=redis-1 Restarting', 9),
      ].join('\n'),
      'redis-1',
    )
    expect(log.lines).toHaveLength(3)
    expect(log.lines[2]).toBe('2026-03-04T05:06:09.000000+00:00 addon=redis-1 Restarting')
    expect(log.metrics).toEqual({
      at: '2026-03-04T05:06:08.000Z',
      activeConnections: 5,
      loadAvg1m: 0.06,
      readIops: 0,
      memoryTotalBytes: 3_965_088 * 1_024,
      memoryRedisBytes: 343_477_584,
      hitRate: 0.7,
      evictedKeys: 0,
    })
  })

  test.each([
    ['of the app itself', '2026-03-04T05:06:07+00:00 app[web.1]: password=s3cret addon=redis-1'],
    ['of the app that quotes the add-on', `2026-03-04T05:06:07+00:00 app[web.1]: ${ours('addon=redis-1 s3cret')}`],
    ['of a process named like it', '2026-03-04T05:06:07+00:00 app[heroku-redis.1]: addon=redis-1 s3cret'],
    ['of another add-on', ours('source=CACHE addon=redis-12 s3cret')],
    ['of another add-on that names it', ours('source=CACHE addon=redis-2 addon=redis-1 s3cret')],
    ['without a name', ours('s3cret')],
    ['with a break inside', `2026-03-04T05:06:07+00:00 app[web.1]: x\r${ours('addon=redis-1 s3cret')}`],
  ])('never holds a line %s', (_, line) => {
    expect(addonLogOf(`${line}\n`, 'redis-1')).toEqual({ lines: [] })
  })

  test('is read from an event stream, too', () => {
    const text = `id: 1\ndata: ${ours(sample)}\n\n:heartbeat\ndata: ${ours('addon=redis-1 x')}\n`
    expect(addonLogOf(text, 'redis-1').lines).toHaveLength(2)
  })

  test('is cut to the newest lines, each short and plain', () => {
    const text = Array.from({ length: 100 }, (_, n) => ours(`addon=redis-1 ${n}\u001b[31m${'x'.repeat(2_000)}`)).join(
      '\n',
    )
    const { lines } = addonLogOf(text, 'redis-1')
    expect(lines).toHaveLength(20)
    expect(lines[19]).toMatch(/ addon=redis-1 99x+…$/)
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(500)
  })

  test('takes no odd metric for a number', () => {
    const line =
      'addon=redis-1 sample#active-connections=many sample#hit-rate=0.5x sample#read-iops=1parsec sample#write-iops=2'
    expect(addonLogOf(ours(line), 'redis-1').metrics).toMatchObject({ writeIops: 2 })
    expect(addonLogOf(ours(line), 'redis-1').metrics).not.toHaveProperty('readIops')
  })
})

describe('a log session', () => {
  async function logHost() {
    const seen: { url: string; authorization: unknown }[] = []
    const server = await listening(
      createServer((request, response) => {
        seen.push({ url: request.url ?? '', authorization: request.headers.authorization })
        response.end(`${ours(sample)}\n`)
      }),
    )
    return { seen, url: `http://127.0.0.1:${portOf(server)}/sessions/s3cret?srv=1` }
  }

  test('is opened and read without the token', async () => {
    const host = await logHost()
    const { api, requests, debug } = await heroku((_, response) => {
      response.writeHead(201).end(JSON.stringify({ logplex_url: host.url }))
    })
    expect(await api.addonLog('shop', 'redis-1')).toMatchObject({
      known: true,
      value: { metrics: { activeConnections: 4 } },
    })
    expect(requests).toMatchObject([
      { method: 'POST', url: '/apps/shop/log-sessions', body: { dyno: 'heroku-redis', lines: 100, tail: false } },
    ])
    expect(host.seen).toEqual([{ url: '/sessions/s3cret?srv=1', authorization: undefined }])
    expect(inspect(debug)).not.toContain('s3cret')
  })

  test('holds no secret that the run knows, also where a line is cut', async () => {
    const password = 'p4ssw0rd-of-redis'
    const line = ours(`addon=redis-1 ${'x'.repeat(460 - ours('addon=redis-1 ').length)} ${password}`.repeat(1))
    const server = await listening(createServer((_, response) => void response.end(`${line} ${'y'.repeat(100)}\n`)))
    const { api } = await heroku(
      (_, response) => void response.end(JSON.stringify({ logplex_url: `http://127.0.0.1:${portOf(server)}/` })),
      { scrub: (text) => text.replaceAll(password, '***') },
    )
    const log = await api.addonLog('shop', 'redis-1')
    expect(log).toMatchObject({ known: true, value: { lines: [expect.stringContaining('*** yyy') as string] } })
  })

  test.each([
    'https://evil.example.com/s',
    'http://heroku.com/s',
    'https://heroku.com.evil.example/s',
    'ftp://127.0.0.1/',
  ])('is not read from %s', async (url) => {
    const { api } = await heroku((_, response) => void response.end(JSON.stringify({ logplex_url: url })))
    expect(await api.addonLog('shop', 'redis-1')).toMatchObject({ known: false })
  })

  test.each([
    [403, { id: 'forbidden' }],
    [200, { logplex_url: 's3cret' }],
    [200, null],
  ])('that cannot be opened (%i %j) is a bonus less', async (status, body) => {
    const { api, requests } = await heroku((_, response) => void response.writeHead(status).end(JSON.stringify(body)))
    const log = await api.addonLog('shop', 'redis-1')
    expect(log).toMatchObject({ known: false })
    expect(inspect(log, { depth: 9 })).not.toContain('s3cret')
    expect(requests).toHaveLength(1)
  })
})
