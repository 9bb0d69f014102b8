import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { selfSigned } from '../../support/certificates.ts'
import { at, failureOf, fake, inFreshProcess, observe, password, proxy, redis, refusal } from './harness.ts'
import { slowness } from '../../support/slowness.ts'

/** Accepts the login and answers INFO and all later commands with `reply`. */
const answering = (reply: string) =>
  fake((text) =>
    text
      .split(/(?=\*\d+\r\n\$)/)
      .map((command) => (command.includes('HELLO') ? '+OK\r\n' : reply))
      .join(''),
  )

const replies: readonly (readonly [string, string])[] = [
  ['a push message with nothing in it', '>1\r\n_\r\n'],
  ['a push message of a channel', '>3\r\n+message\r\n+a\r\n+b\r\n'],
  ['a null of RESP3', '_\r\n'],
  ['a map', '%1\r\n+a\r\n+b\r\n'],
  ['a streamed string', '$?\r\n;1\r\na\r\n;0\r\n'],
  ['an array of 33 million elements', '*33000000\r\n'],
  ['arrays of 33 million elements in one another', '*33000000\r\n'.repeat(40)],
  ['100,000 arrays in one another', '*1\r\n'.repeat(100_000)],
  ['a string of 500 MB, announced', '$500000000\r\n'],
  ['a string of a negative length', '$-5\r\n'],
  ['an array of a negative length', '*-7\r\n'],
  ['a length that is no number', '$NaN\r\n'],
  ['a line without an end', `+${'x'.repeat(100_000)}`],
  ['an empty line', '\r\n'],
  ['bytes', '\u0000\u0001\u0002\u00ff'],
  ['a subscription', '*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n'],
]

describe('a hostile reply', () => {
  test.each(replies)('%s: fails the endpoint, but not the process', async (_, reply) => {
    const server = await answering(reply)
    const { facts } = await observe({ writer: at(server), reader: at(await redis()) })
    for (const outcome of [facts.writer.info, facts.writer.write, facts.writer.latency]) {
      expect(['redis-wrong-data', 'redis-connection-lost', 'redis-timeout']).toContain(failureOf(outcome).reason)
    }
    expect(failureOf(facts.writer.info).reason).toBe('redis-wrong-data')
    expect(facts.reader.connect.ok).toBe(true)
    expect(facts.reader.latency?.ok).toBe(true)
  })

  test.each(replies.slice(0, -1))('%s, to the login', async (_, reply) => {
    const server = await fake(() => reply)
    const { failure } = await refusal({ writer: at(server) })
    expect(failure).toMatchObject({ reason: 'redis-wrong-data', stage: 'login' })
  })

  test.each([
    ['nulls', '$-1\r\n$-1\r\n'],
    ['answers', '+OK\r\n+OK\r\n'],
    ['a push message', '+OK\r\n>1\r\n_\r\n'],
  ])('with more replies than commands: %s', async (_, reply) => {
    const server = await answering(reply)
    const { facts } = await observe({ writer: at(server) })
    expect(failureOf(facts.writer.latency).reason).toBe('redis-wrong-data')
  })

  test('that is unsolicited and late', async () => {
    const server = await fake((text, socket) => {
      if (text.includes('PING')) setImmediate(() => socket.write('$-1\r\n'.repeat(10)))
      return text
        .split(/(?=\*\d+\r\n\$)/)
        .map(() => '+PONG\r\n')
        .join('')
    })
    const { facts } = await observe({ writer: at(server), samples: 50 })
    expect(failureOf(facts.writer.latency).reason).toBe('redis-wrong-data')
  })
})

/** One byte at a time, forever. */
function drip(socket: Socket, text: string, everyMs: number): void {
  let next = 0
  const timer = setInterval(() => socket.write(text.charAt(next++ % text.length)), everyMs)
  socket.once('close', () => clearInterval(timer))
}

describe('a reply that never ends', () => {
  test.each([
    ['a line', 'x'],
    ['nulls', '$-1\r\n'],
  ])('%s, dripping: ends with the time-out', async (_, text) => {
    const server = await fake((received, socket) => {
      if (received.includes('HELLO')) return '+OK\r\n'
      socket.write('+')
      drip(socket, text, 20)
      return undefined
    })
    const { facts } = await observe({ writer: at(server), commandTimeoutMs: 400 * slowness })
    const { reason } = failureOf(facts.writer.write)
    expect(['redis-timeout', 'redis-wrong-data']).toContain(reason)
  })

  test('dripping at the login: ends with the connect time-out', async () => {
    const server = await fake((_, socket) => {
      socket.write('+')
      drip(socket, 'x', 20)
      return undefined
    })
    const { failure } = await refusal({ writer: at(server), connectTimeoutMs: 500 })
    expect(failure).toMatchObject({ reason: 'redis-timeout', stage: 'login' })
  })
})

test('gigabytes, plain and behind TLS, leave the heap small', async () => {
  const chunk = Buffer.alloc(1024 * 1024, 'x')
  const flood = (head: string) => (text: string, socket: Socket) => {
    if (text.includes('HELLO')) return '+OK\r\n'
    socket.write(head)
    const more = (): void =>
      void (socket.destroyed || (socket.write(chunk) ? setImmediate(more) : socket.once('drain', more)))
    more()
    return undefined
  }
  for (const server of [
    await fake(flood('+')),
    await fake(flood('$900000\r\n')),
    await fake(flood('*900\r\n$900000\r\n'), selfSigned()),
    await fake(flood('>2000000000\r\n')),
  ]) {
    const { stdout } = await inFreshProcess(
      at({ ...server, tls: server.tls }),
      '[writer.write.failure.reason, process.memoryUsage.rss() < 300 * 1024 * 1024]',
      { NODE_OPTIONS: '--max-old-space-size=64' },
    )
    expect(stdout).toBe('["redis-wrong-data",true]\n')
  }
})

test.each([
  [300, 'reset'],
  [300, 'end'],
  [1_100, 'reset'],
  [1_100, 'end'],
  [2_500, 'end'],
] as const)('cut after %i bytes (%s): the process ends with a result', async (bytes, how) => {
  const server = await redis({ password, tls: selfSigned() })
  const link = await proxy(server, { cutAfter: { bytes, how } })
  const { stdout } = await inFreshProcess(at({ ...link, password, tls: true }), 'typeof writer.connect.ok')
  expect(stdout).toBe('"boolean"\n')
})
