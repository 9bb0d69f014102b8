import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { diagnose } from '../../../src/redis/diagnose.ts'
import type { RedisFailure } from '../../../src/redis/facts.ts'

/** A server behind a connection in memory: what it says unasked, and what it answers. */
function server({ greeting, answer }: { readonly greeting?: string; readonly answer?: string }) {
  const sockets: Duplex[] = []
  const open = async (): Promise<Duplex> => {
    const socket = new Duplex({
      read: () => undefined,
      write: (_chunk, _encoding, done) => {
        if (answer !== undefined) socket.push(answer)
        done()
      },
    })
    if (greeting !== undefined) socket.push(greeting)
    sockets.push(socket)
    return socket
  }
  return { source: { open, close: () => Promise.resolve() }, sockets }
}

const silentTls: RedisFailure = { reason: 'redis-timeout', stage: 'tls', message: 'no TLS answer', transient: false }
const lost: RedisFailure = { reason: 'redis-connection-lost', stage: 'login', message: 'closed', transient: true }

test.each<readonly [string, RedisFailure, Parameters<typeof server>[0], string]>([
  ['a server that speaks plain text', silentTls, { answer: '+PONG\r\n' }, 'redis-tls-not-offered'],
  ['a server that stays silent', silentTls, {}, 'redis-timeout'],
  ['a server that answers something else', silentTls, { answer: 'HTTP/1.1 400 Bad Request\r\n' }, 'redis-timeout'],
  ['a server that refuses', lost, { greeting: '-ERR max number of clients reached\r\n' }, 'redis-too-many-clients'],
  ['a server that says nothing', lost, {}, 'redis-connection-lost'],
])('a second look at %s leaves no connection open', async (_, failure, behaviour, reason) => {
  const { source, sockets } = server(behaviour)
  // Where the failure is one of TLS, the second look is plain; where it is not, a first one tries TLS.
  const target = { host: '127.0.0.1', port: 6379, tls: failure.stage === 'tls' }
  const { signal } = new AbortController()
  // Only silence has to be waited for.
  const connectTimeoutMs = Object.keys(behaviour).length === 0 ? 50 : 10_000
  const diagnosis = await diagnose(failure, { source, target, connectTimeoutMs, signal })
  expect(diagnosis.reason).toBe(reason)
  expect(sockets).toHaveLength(failure.stage === 'tls' ? 1 : 2)
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual(sockets.map(() => true))
})
