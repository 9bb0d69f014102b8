import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { connect, createServer as createTcp, type Server } from 'node:net'
import type { Duplex } from 'node:stream'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { HerokuHttp } from '../../../src/heroku/http.ts'
import { unreached } from '../../../src/heroku/network.ts'
import { TransportError } from '../../../src/heroku/transport.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { certificateAuthority } from '../../support/certificates.ts'
import { atEnd, listening, logTo, portOf, testClock, token } from '../../unit/heroku/support.ts'

/** Heroku by its real name. A fault of the runner's network is reported once, and not as a fault of Heroku. */

beforeEach(() => {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY'])
    vi.stubEnv(name, undefined)
})
afterEach(() => vi.unstubAllEnvs())

const password = 'pr0xy-p4ss'

async function proxy(onConnect: (client: Duplex, target: string, headers: Readonly<Record<string, unknown>>) => void) {
  const targets: string[] = []
  const server = await listening(
    createHttp().on('connect', ({ url = '', headers }, client) => {
      targets.push(url)
      client.on('error', () => client.destroy())
      atEnd(() => client.destroy())
      onConnect(client, url, headers)
    }),
  )
  vi.stubEnv('https_proxy', `http://user:${password}@127.0.0.1:${portOf(server)}`)
  return { targets, server }
}

/** A server that claims to be Heroku, with an untrusted certificate. */
async function front(): Promise<Server> {
  const issued = certificateAuthority().issue({ commonName: 'api.heroku.com', names: ['api.heroku.com'] })
  return listening(createHttps(issued, (_, response) => void response.end('{}')))
}

function client(url = 'https://api.heroku.com/apps/shop') {
  const lines: string[] = []
  const log = logTo(lines, lines)
  const clock = testClock()
  const cancel = new AbortController()
  const http = new HerokuHttp({ token: new Secret(token), signal: cancel.signal, userAgent: 'test', log, clock })
  atEnd(() => http.close())
  const call = { method: 'GET', url, fallback: 'heroku-unavailable', decode: (json: unknown) => json } as const
  const deadline = clock.now() + 60_000
  return {
    lines,
    cancel,
    clock,
    http,
    send: () => http.sendWithRetry(call, log, deadline),
    short: () => http.attempt(call, log, 0),
  }
}

async function failureOf(pending: Promise<unknown>) {
  const error: unknown = await pending.then(
    () => new Error('it worked'),
    (thrown: unknown) => thrown,
  )
  expect(inspect(error, { depth: 9 })).not.toMatch(new RegExp(`${password}|${token}`))
  return error as { message: string; explanation: { remedy: string; cause: string } }
}

describe('the proxy', () => {
  test.each([
    [
      407,
      /gave no connection to api\.heroku\.com: it answered CONNECT api\.heroku\.com:443 with 407 \(it asks for credentials\)\.$/,
    ],
    [403, /with 403 \(it does not allow this host\)\.$/],
    [503, /with 503 \(it cannot reach this host\)\.$/],
  ])('answers CONNECT with %i: reported once, with a remedy about the runner', async (status, message) => {
    const { targets } = await proxy((socket) => void socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`))
    const { send, lines, clock } = client()
    const error = await failureOf(send())
    expect(error).toMatchObject({ reason: 'network', outcome: 'refused' })
    expect(error.message).toMatch(message)
    expect(`${error.explanation.cause} ${error.explanation.remedy}`).not.toContain('status.heroku.com')
    expect(error.explanation.remedy).toContain('HTTPS_PROXY')
    expect(targets).toEqual(['api.heroku.com:443'])
    expect(clock.pauses).toEqual([])
    expect(lines.join('\n')).not.toContain(password)
  })

  test('never answers: the time of the request ends it', async () => {
    const { targets } = await proxy(() => undefined)
    const attempt = await client().short()
    expect(attempt).toMatchObject({
      kind: 'final',
      failure: { reason: 'network', message: expect.stringMatching(/it did not answer within 1 s\.$/) as string },
    })
    expect(targets).toHaveLength(1)
  })

  test('never answers: a cancelled run does not wait for it', async () => {
    const { server } = await proxy(() => undefined)
    const { send, cancel } = client()
    const pending = send()
    await once(server, 'connect')
    cancel.abort()
    await expect(pending).rejects.toMatchObject({ reason: 'cancelled' })
  })

  test('refuses connections', async () => {
    const server = await listening(createTcp())
    const port = portOf(server)
    server.close()
    await once(server, 'close')
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`)
    const error = await failureOf(client().send())
    expect(error).toMatchObject({ reason: 'network' })
    expect(error.message).toContain(
      `proxy 127.0.0.1:${port} gave no connection to api.heroku.com: it refuses connections`,
    )
  })

  test('does not resolve', async () => {
    vi.stubEnv('HTTPS_PROXY', 'proxy.invalid:3128')
    const error = await failureOf(client().send())
    expect(error).toMatchObject({ reason: 'network' })
    expect(error.message).toMatch(/proxy proxy\.invalid:3128 .* its host name does not resolve/)
  })

  test.each([
    'http://',
    'http://a b',
    `socks5://user:${password}@127.0.0.1:1`,
    `http://user:${password}%ZZ@127.0.0.1:1`,
  ])('is not one (%s)', async (value) => {
    vi.stubEnv('HTTPS_PROXY', value)
    const error = await failureOf(client().send())
    expect(error).toMatchObject({ reason: 'network' })
  })

  test('is not one: it speaks another protocol', async () => {
    const server = await listening(createTcp((socket) => void socket.end('220 mail.example.com ESMTP\r\n')))
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${portOf(server)}`)
    expect(await failureOf(client().send())).toMatchObject({ reason: 'network' })
  })

  test('gets its credentials, and Node warns of nothing (DEP0005)', async () => {
    const warnings: string[] = []
    const listen = (warning: Error) => void warnings.push(`${warning.name} ${warning.message}`)
    process.on('warning', listen)
    atEnd(() => process.off('warning', listen))
    let credentials: unknown
    await proxy((socket, _, headers) => {
      credentials = headers['proxy-authorization']
      socket.end('HTTP/1.1 403 No\r\n\r\n')
    })
    await failureOf(client().send())
    await new Promise((resolve) => setImmediate(resolve))
    expect(credentials).toBe(`Basic ${Buffer.from(`user:${password}`).toString('base64')}`)
    expect(warnings).toEqual([])
  })

  test('is reached over TLS, and its certificate is verified, too', async () => {
    const server = await listening(
      createHttps(certificateAuthority().issue({ commonName: 'proxy', names: ['localhost'] })),
    )
    vi.stubEnv('HTTPS_PROXY', `https://user:${password}@localhost:${portOf(server)}`)
    const error = await failureOf(client().send())
    expect(error).toMatchObject({ reason: 'network' })
    expect(error.message).toMatch(/proxy localhost:\d+ gave no connection to api\.heroku\.com: [A-Z_]+\.$/)
  })

  test('answers CONNECT and sends more than that', async () => {
    await proxy((socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\nsurplus'))
    const error = await failureOf(client().send())
    expect(error.message).toMatch(/with 200 \(followed by unexpected data\)\.$/)
  })

  test('is not used for this machine', async () => {
    await proxy((socket) => void socket.end('HTTP/1.1 403 No\r\n\r\n'))
    const server = await listening(createHttp((_, response) => void response.end('{}')))
    expect(await client(`http://127.0.0.1:${portOf(server)}/`).send()).toEqual({})
  })
})

describe('an authority that the runner does not trust', () => {
  test('behind the proxy: reported once, and the token is never sent', async () => {
    const server = await front()
    let asked = 0
    server.on('request', () => {
      asked += 1
    })
    const { targets } = await proxy((socket) => {
      const onward = connect(portOf(server), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
        onward.pipe(socket).pipe(onward)
      })
      onward.on('error', () => socket.destroy())
    })
    const error = await failureOf(client().send())
    expect(error).toMatchObject({ reason: 'network', outcome: 'refused' })
    expect(error.message).toMatch(/does not trust the certificate of api\.heroku\.com \([A-Z_]+\)\.$/)
    expect(error.explanation.remedy).toContain('NODE_EXTRA_CA_CERTS')
    expect(targets).toHaveLength(1)
    expect(asked).toBe(0)
  })

  test('and a certificate of another name', async () => {
    const error = await failureOf(client(`https://localhost:${portOf(await front())}/`).send())
    expect(error).toMatchObject({ reason: 'network' })
  })
})

test('a host that does not resolve is reported once', async () => {
  const { send, clock } = client('https://api.heroku.invalid/apps/shop')
  const error = await failureOf(send())
  expect(error).toMatchObject({ reason: 'network', outcome: 'refused' })
  expect(error.message).toMatch(/^The runner cannot resolve api\.heroku\.invalid \((?:ENOTFOUND|EAI_AGAIN)\)\.$/)
  expect(clock.pauses).toEqual([])
})

test.each(['ENETUNREACH', 'EHOSTUNREACH', 'EACCES'])('a runner without a route (%s)', (code) => {
  const about = { host: 'api.heroku.com', request: 'GET /x', requestId: 'r-1', scrub: (text: string) => text }
  const { transient, failure } = unreached(new TransportError(`connect ${code}`, { code, sent: false }), about)
  expect(transient).toBe(false)
  expect(failure.explanation).toMatchObject({
    reason: 'network',
    what: `The runner has no route to api.heroku.com (${code}).`,
    remedy: expect.stringContaining('api.heroku.com:443') as string,
  })
})

test('a runner without a free file descriptor: reported as that, and retried', () => {
  const about = { host: 'api.heroku.com', request: 'GET /x', requestId: 'r-1', scrub: (text: string) => text }
  const error = new TransportError('connect EMFILE', { code: 'EMFILE', sent: false })
  expect(unreached(error, about)).toMatchObject({
    transient: true,
    failure: { reason: 'network', message: expect.stringContaining('no file descriptor left') as string },
  })
})

test('a plain port where TLS is expected is the network, too', async () => {
  const server = await listening(createTcp((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
  const error = await failureOf(client(`https://localhost:${portOf(server)}/`).send())
  expect(error).toMatchObject({ reason: 'network' })
})
