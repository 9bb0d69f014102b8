import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import { type AddressInfo, connect, type Server } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTls, getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Failure } from '../../src/failure/failure.ts'
import { connectRendezvous } from '../../src/heroku/rendezvous.ts'
import { Secret } from '../../src/utils/secret.ts'
import { certificateAuthority } from '../support/certificates.ts'

/** Attaching to a one-off dyno behind a company's proxy. The name does not resolve: only the proxy knows the way. */
const host = 'rendezvous.example.test'
const target = `${host}:5000`
const secret = 'c0ffee'
const attachUrl = new Secret(`rendezvous://${target}/${secret}`)

const authority = certificateAuthority()
setDefaultCACertificates([...getCACertificates('default'), authority.cert])

const open = new Set<Duplex>()
const received: string[] = []
const rendezvous = await listening(
  createTls(authority.issue({ commonName: host, names: [host] }), (socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', (line: Buffer) => {
      received.push(line.toString())
      socket.write('rendezvous\r\nhello from the dyno')
      socket.pipe(socket)
    })
  }),
)

const established = 'HTTP/1.1 200 Connection Established\r\n\r\n'
const asked: { readonly target: string; readonly authorization: string | undefined }[] = []
/** What the proxy answers CONNECT with; absent: nothing, ever. */
let answer: string | undefined = established
const proxy = await listening(
  createHttp().on('connect', ({ url = '', headers }, client: Duplex) => {
    open.add(client)
    asked.push({ target: url, authorization: headers['proxy-authorization'] })
    client.on('error', () => client.destroy())
    if (answer === undefined) return
    if (answer !== established) {
      client.end(answer)
      return
    }
    const server = connect(portOf(rendezvous), '127.0.0.1', () => {
      client.write(established)
      server.pipe(client).pipe(server)
    })
    open.add(server)
    server.on('error', () => server.destroy())
  }),
)

beforeEach(() => {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY']) vi.stubEnv(name, undefined)
  vi.stubEnv('https_proxy', `http://user:pr0xy-p4ss@127.0.0.1:${portOf(proxy)}`)
  answer = established
  asked.length = 0
  received.length = 0
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const socket of open) socket.destroy()
  open.clear()
})

function attach({ signal = new AbortController().signal, timeoutMs = 20_000 } = {}): Promise<Duplex> {
  return connectRendezvous(attachUrl, timeoutMs, signal)
}

async function failureOf(pending: Promise<unknown>): Promise<Failure> {
  const error: unknown = await pending.catch((thrown: unknown) => thrown)
  if (!(error instanceof Failure)) throw new Error('no failure')
  expect(JSON.stringify(error.explanation)).not.toMatch(new RegExp(`${secret}|pr0xy-p4ss`))
  return error
}

test('goes through the proxy, and is encrypted and verified behind it', async () => {
  const stream = await attach()
  const [first] = (await once(stream, 'data')) as [Buffer]
  expect(first.toString()).toBe('hello from the dyno')
  stream.write('ping')
  const [echo] = (await once(stream, 'data')) as [Buffer]
  expect(echo.toString()).toBe('ping')
  const authorization = `Basic ${Buffer.from('user:pr0xy-p4ss').toString('base64')}`
  expect(asked).toEqual([{ target, authorization }])
  expect(received).toEqual([`${secret}\r\n`])
  stream.destroy()
})

test('does not go through the proxy where NO_PROXY names the host', async () => {
  vi.stubEnv('no_proxy', '.example.test')
  const { reason, message } = await failureOf(attach())
  expect(asked).toEqual([])
  expect(reason).toBe('dyno-failed')
  expect(message).toMatch(/Attaching to the one-off dyno failed: E/)
})

describe('a proxy that gives no connection', () => {
  test.each([
    ['refuses the port', 'HTTP/1.1 403 Forbidden\r\n\r\n', /with 403 \(it does not allow this host\)\.$/],
    ['asks for credentials', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', /with 407/],
    ['does not reach the host', 'HTTP/1.1 502 Bad Gateway\r\n\r\n', /with 502/],
    ['speaks another protocol', '220 mail.example.com ESMTP\r\n', /gave no connection to rendezvous/],
  ])('because it %s', async (_, said, message) => {
    answer = said
    const error = await failureOf(attach())
    expect(error.reason).toBe('network')
    expect(error.message).toMatch(message)
    expect(error.message).toContain(`The runner's proxy 127.0.0.1:${portOf(proxy)} gave no connection to ${target}`)
    expect(error.explanation.cause).toContain('port 443 only')
    expect(error.explanation.remedy).toContain(`Allow ${target} in the proxy`)
  })

  test('because it never answers', async () => {
    answer = undefined
    const error = await failureOf(attach({ timeoutMs: 300 }))
    expect(error.reason).toBe('network')
    expect(error.message).toContain('no answer within 0.3 s')
  })

  test('because its variable is no URL', async () => {
    vi.stubEnv('https_proxy', 'ftp://proxy.example.com')
    const error = await failureOf(attach())
    expect(error.reason).toBe('network')
    expect(error.message).toContain('is not an http:// or https:// URL')
  })
})

test('a cancelled run does not wait for it', async () => {
  answer = undefined
  const cancel = new AbortController()
  const pending = attach({ signal: cancel.signal })
  await expect.poll(() => asked).toHaveLength(1)
  cancel.abort(new Error('cancelled'))
  await expect(pending).rejects.toThrow('cancelled')
})

async function listening<T extends Server>(server: T): Promise<T> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => server.close())
  return server
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
