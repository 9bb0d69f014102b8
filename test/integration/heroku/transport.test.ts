import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import { createServer as createTcp } from 'node:net'
import { describe, expect, test } from 'vitest'
import { maxBodyBytes, Transport } from '../../../src/heroku/transport.ts'
import { always, atEnd, heroku, listening, portOf } from '../../unit/heroku/support.ts'

/** Answers whatever bytes a server likes. */
async function raw(bytes: string | undefined) {
  const server = await listening(
    createTcp((socket) => {
      socket.on('error', () => socket.destroy())
      socket.once('data', () => {
        if (bytes === undefined) socket.destroy()
        else socket.write(bytes)
      })
      atEnd(() => socket.destroy())
    }),
  )
  return `http://127.0.0.1:${portOf(server)}/x`
}

function exchange(url: string, more: { timeoutMs?: number; signal?: AbortSignal; streamMs?: number } = {}) {
  const transport = new Transport()
  atEnd(() => transport.close())
  const { signal } = new AbortController()
  return transport.exchange({ method: 'GET', url: new URL(url), headers: {}, signal, timeoutMs: 20_000, ...more })
}

describe('an exchange ends', () => {
  test('when the server switches protocols', async () => {
    const url = await raw('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    await expect(exchange(url)).rejects.toThrow(/switched protocols/)
  })

  test('when the server hangs up without an answer, or in the middle of one', async () => {
    await expect(exchange(await raw(undefined))).rejects.toMatchObject({ sent: true })
    const url = await raw('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')
    const pending = exchange(url, { timeoutMs: 300 })
    await expect(pending).rejects.toMatchObject({ message: 'no answer within 300 ms', sent: true })
  })

  test('when what answers does not speak HTTP', async () => {
    await expect(exchange(await raw('-ERR unknown command\r\n'))).rejects.toMatchObject({
      code: 'HPE_INVALID_CONSTANT',
    })
  })

  test('when its time is up, with a body that drips', async () => {
    const server = await listening(
      createHttp((_, response) => {
        const drip = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(drip))
      }),
    )
    const pending = exchange(`http://127.0.0.1:${portOf(server)}/`, { timeoutMs: 300 })
    await expect(pending).rejects.toThrow('no answer within 300 ms')
  })

  test('when the run is cancelled, with the reason of that', async () => {
    const cancel = new AbortController()
    const server = await listening(createHttp(() => undefined))
    const pending = exchange(`http://127.0.0.1:${portOf(server)}/`, { signal: cancel.signal })
    await once(server, 'request')
    cancel.abort(new Error('enough'))
    await expect(pending).rejects.toThrow('enough')
  })

  test('when the answer is too large', async () => {
    const server = await listening(createHttp((_, response) => void response.end(Buffer.alloc(maxBodyBytes + 1))))
    await expect(exchange(`http://127.0.0.1:${portOf(server)}/`)).rejects.toThrow('the answer is larger than 4 MiB')
  })

  test('and a stream with what came until then', async () => {
    const server = await listening(createHttp((_, response) => void response.write('one\ntwo\n')))
    const answer = await exchange(`http://127.0.0.1:${portOf(server)}/`, { streamMs: 300 })
    expect(answer).toMatchObject({ status: 200, text: 'one\ntwo\n' })
  })
})

test('a host that refuses connections was sent nothing', async () => {
  const server = await listening(createTcp())
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  await expect(exchange(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'ECONNREFUSED', sent: false })
})

test('connections are kept alive, and a DELETE carries its body', async () => {
  const ports = new Set<number | undefined>()
  const { http, server, call, log, deadline, requests } = await heroku(always(200, {}))
  server.on('request', ({ socket }) => ports.add(socket.remotePort))
  for (let count = 0; count < 3; count += 1) {
    await http.sendWithRetry(call('/x', { method: 'DELETE', body: { force: false } }), log, deadline)
  }
  expect(ports.size).toBe(1)
  expect(requests[0]).toMatchObject({ method: 'DELETE', body: { force: false }, headers: { 'content-length': '15' } })
})
