import { createServer } from 'node:http'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { addonLogOf, isLogHost } from '../../../src/heroku/logs.ts'
import { always, heroku, listening, portOf } from './support.ts'

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

  test('holds every metric that Heroku logs, in bytes where it is memory', () => {
    const line =
      'addon=redis-1 sample#active-connections=1 sample#load-avg-1m=0.1 sample#load-avg-5m=0.5 sample#load-avg-15m=0.15 ' +
      'sample#read-iops=2 sample#write-iops=-3.5 sample#memory-total=1GB sample#memory-free=2MB sample#memory-cached=3KB ' +
      'sample#memory-redis=4bytes sample#hit-rate=0.25 sample#evicted-keys=5 sample#new-metric=6'
    expect(addonLogOf(ours(line), 'redis-1').metrics).toStrictEqual({
      at: '2026-03-04T05:06:07.000Z',
      activeConnections: 1,
      loadAvg1m: 0.1,
      loadAvg5m: 0.5,
      loadAvg15m: 0.15,
      readIops: 2,
      writeIops: -3.5,
      memoryTotalBytes: 1_073_741_824,
      memoryFreeBytes: 2_097_152,
      memoryCachedBytes: 3_072,
      memoryRedisBytes: 4,
      hitRate: 0.25,
      evictedKeys: 5,
    })
  })

  test('holds metrics without their time where the line has none that can be read', () => {
    const text = 'yesterday app[heroku-redis]: sample#evicted-keys=1 addon=redis-1'
    expect(addonLogOf(text, 'redis-1')).toStrictEqual({
      lines: ['yesterday sample#evicted-keys=1 addon=redis-1'],
      metrics: { evictedKeys: 1 },
    })
  })

  test.each([
    ['inside a word', 'xsample#evicted-keys=1'],
    ['with words behind it', 'sample#evicted-keys=1x'],
    ['with a longer number', `sample#evicted-keys=${'1'.repeat(19)}`],
    ['with an unknown unit', 'sample#evicted-keys=1TB'],
    ['without a number', 'sample#evicted-keys=x'],
    ['without a value', 'sample#evicted-keys='],
    ['with a point and no more', 'sample#evicted-keys=1.'],
  ])('takes no metric from a sample %s', (_, sampled) => {
    expect(addonLogOf(ours(`addon=redis-1 ${sampled}`), 'redis-1')).not.toHaveProperty('metrics')
  })

  test.each([
    ['with the line end of Windows', `${ours('addon=redis-1 x')}\r`],
    ['in an event stream', `data: ${ours('addon=redis-1 x')}`],
    ['in an event stream without a space', `data:${ours('addon=redis-1 x')}`],
  ])('holds a line %s', (_, line) => {
    expect(addonLogOf(line, 'redis-1').lines).toEqual(['2026-03-04T05:06:07.000000+00:00 addon=redis-1 x'])
  })

  test.each([
    ['with other words in front', `x data: ${ours('addon=redis-1 s3cret')}`],
    ['with a time longer than any', `${'1'.repeat(41)} app[heroku-redis]: addon=redis-1 s3cret`],
    ['in which the name is the end of another word', ours('xaddon=redis-1 s3cret')],
  ])('holds no line %s', (_, line) => {
    expect(addonLogOf(line, 'redis-1')).toStrictEqual({ lines: [] })
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
    ['https://heroku.com/s', true],
    ['https://1-us.logs.heroku.com/sessions/x?srv=1', true],
    ['http://localhost:4000/s', true],
    ['http://127.0.0.1:4000/s', true],
    ['https://evil.example.com/s', false],
    ['https://evilheroku.com/s', false],
    ['https://heroku.com.evil.example/s', false],
    ['https://evil.example/.heroku.com', false],
    ['http://heroku.com/s', false],
    ['http://logs.heroku.com/s', false],
    ['ftp://logs.heroku.com/', false],
  ])('is read from Heroku only, over https: %s %s', (url, expected) => {
    expect(isLogHost(url)).toBe(expected)
  })

  test('is not read from another host, and the report says why', async () => {
    const { api } = await heroku(always(201, { logplex_url: 'https://evil.example.com/s' }))
    expect(await api.addonLog('shop', 'redis-1')).toEqual({
      known: false,
      why: 'Heroku named a log host that is not one of its own',
    })
  })

  test('on Fir, which refuses the number of lines, is asked for without it', async () => {
    for (const status of [400, 422]) {
      const host = await logHost()
      const { api, requests } = await heroku((_, response, count) => {
        response.writeHead(count === 1 ? status : 201).end(JSON.stringify({ logplex_url: host.url }))
      })
      expect(await api.addonLog('shop', 'redis-1')).toMatchObject({ known: true })
      expect(requests.map(({ body }) => body)).toEqual([
        { dyno: 'heroku-redis', lines: 100, tail: false },
        { dyno: 'heroku-redis' },
      ])
    }
  })

  test('that cannot be read is named without its address', async () => {
    const server = await listening(createServer((_, response) => void response.writeHead(404).end()))
    const { api } = await heroku(always(201, { logplex_url: `http://127.0.0.1:${portOf(server)}/s3cret` }))
    expect(await api.addonLog('shop', 'redis-1')).toMatchObject({
      known: false,
      why: 'Heroku answered GET the log session with 404',
      failure: { reason: 'heroku-unavailable' },
    })
  })

  test('of a busy app is read up to four megabytes', async () => {
    const others = '2026-03-04T05:06:07+00:00 app[web.1]: x\n'.repeat(110_000)
    const server = await listening(createServer((_, response) => void response.end(`${ours(sample)}\n${others}`)))
    const url = `http://127.0.0.1:${portOf(server)}/`
    const { api } = await heroku(always(201, { logplex_url: url }))
    expect(others.length).toBeGreaterThan(4 * 1024 * 1024)
    expect(await api.addonLog('shop', 'redis-1')).toMatchObject({
      known: true,
      value: { metrics: { activeConnections: 4 } },
    })
  })

  test.each([
    [403, { id: 'forbidden' }],
    [503, { id: 'unavailable' }],
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
