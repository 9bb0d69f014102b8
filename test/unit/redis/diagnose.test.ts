import { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { diagnose } from '../../../src/redis/diagnose.ts'
import type { RedisFailure } from '../../../src/redis/facts.ts'

interface Behaviour {
  /** What it says unasked. */
  readonly greeting?: string
  readonly answer?: string
  /** Of the way to it, for each direction. */
  readonly delayMs?: number
}

/** A server behind a connection in memory. */
function server({ greeting, answer, delayMs = 0 }: Behaviour) {
  const sockets: Duplex[] = []
  const open = async (): Promise<Duplex> => {
    await sleep(delayMs)
    const socket = new Duplex({
      read: () => undefined,
      write: (_chunk, _encoding, done) => {
        if (answer !== undefined) socket.push(answer)
        done()
      },
    })
    if (greeting !== undefined) setTimeout(() => socket.push(greeting), delayMs)
    sockets.push(socket)
    return socket
  }
  return { source: { open, close: () => Promise.resolve() }, sockets }
}

const silentTls: RedisFailure = { reason: 'redis-timeout', stage: 'tls', message: 'no TLS answer', transient: false }
const lost: RedisFailure = { reason: 'redis-connection-lost', stage: 'login', message: 'closed', transient: true }

test.each<readonly [string, RedisFailure, Behaviour, string]>([
  ['a server that speaks plain text', silentTls, { answer: '+PONG\r\n' }, 'redis-tls-not-offered'],
  ['a server that stays silent', silentTls, {}, 'redis-timeout'],
  ['a server that answers something else', silentTls, { answer: 'HTTP/1.1 400 Bad Request\r\n' }, 'redis-timeout'],
  ['a server that refuses', lost, { greeting: '-ERR max number of clients reached\r\n' }, 'redis-too-many-clients'],
  [
    'a server that refuses, behind a slow dyno',
    lost,
    { greeting: '-ERR max number of clients reached\r\n', delayMs: 600 },
    'redis-too-many-clients',
  ],
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
