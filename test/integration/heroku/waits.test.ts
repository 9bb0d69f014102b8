import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { heroku, listening, portOf } from '../../unit/heroku/support.ts'

// A server that never finishes its answer is left by real time, in seconds.

test('a cancelled run waits three seconds for the answer to a change, no longer', async () => {
  const { http, call, server, cancel, log, deadline } = await heroku(() => undefined)
  const pending = http.attempt(call('/make', { method: 'POST', body: {} }), log, deadline)
  await once(server, 'request')
  cancel.abort()
  await expect(pending).rejects.toMatchObject({ reason: 'cancelled' })
})

test('Heroku’s status page gets two seconds, and no answer is no failure', async () => {
  const { api } = await heroku(() => undefined)
  expect(await api.currentStatus()).toMatchObject({ known: false })
})

test('a log session on Fir is a stream: requested again without lines, and left after two seconds', async () => {
  const metrics =
    '2026-03-04T05:06:07.000000+00:00 app[heroku-redis]: source=REDIS addon=redis-1 sample#active-connections=4\n'
  const host = await listening(createServer((_, response) => void response.write(metrics)))
  const { api, requests } = await heroku(({ body }, response) => {
    const hasLines = typeof body === 'object' && body !== null && 'lines' in body
    const opened = { logplex_url: `http://127.0.0.1:${portOf(host)}/` }
    if (hasLines) response.writeHead(422).end(JSON.stringify({ id: 'invalid_params' }))
    else response.writeHead(201).end(JSON.stringify(opened))
  })
  expect(await api.addonLog('shop', 'redis-1')).toMatchObject({
    known: true,
    value: { metrics: { activeConnections: 4 } },
  })
  expect(requests.map(({ body }) => body)).toEqual([
    { dyno: 'heroku-redis', lines: 100, tail: false },
    { dyno: 'heroku-redis' },
  ])
})
