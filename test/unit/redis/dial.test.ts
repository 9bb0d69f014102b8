import { once } from 'node:events'
import { createServer, type TLSSocket } from 'node:tls'
import { onTestFinished, test, expect } from 'vitest'
import { timeLimit } from '../../../src/utils/abort.ts'
import { dial } from '../../../src/redis/dial.ts'
import { directSource } from '../../../src/redis/socket-source.ts'
import type { Trace } from '../../../src/redis/stages.ts'
import { selfSigned } from '../../support/certificates.ts'

/** A server that many share finds its certificate by the name that the client asks for. */
test.each([
  ['localhost', 'localhost'],
  ['127.0.0.1', false],
])('a TLS client that dials %s asks for the name %s', async (host, asked) => {
  const { key, cert } = selfSigned()
  const server = createServer({ key, cert }).listen(0, host)
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const trace: Trace = { timings: {} }
  const accepted = once(server, 'secureConnection') as Promise<[TLSSocket]>
  const limit = timeLimit(10_000, new AbortController().signal)
  const socket = await dial(directSource, { host, port, tls: true }, { kind: 'none' }, limit, trace)
  const [peer] = await accepted
  expect(Reflect.get(peer, 'servername')).toBe(asked)
  expect(trace.tls?.certificate?.selfSigned).toBe(true)
  socket.destroy()
  peer.destroy()
})
