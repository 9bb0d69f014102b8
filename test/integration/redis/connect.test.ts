import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { directSource } from '../../../src/redis/socket-source.ts'
import { certificateAuthority, expired, selfSigned, wrongName } from '../../support/certificates.ts'
import { freePort } from '../../support/redis-server.ts'
import {
  at,
  fake,
  greeting,
  hold,
  inFreshProcess,
  nothing,
  observe,
  password,
  proxy,
  redis,
  refusal,
} from './harness.ts'

describe('connecting', () => {
  test('a host that does not exist fails at DNS', async () => {
    const { failure, writer } = await refusal({ writer: at({ port: 6379 }, { host: 'does-not-exist.invalid' }) })
    expect(failure).toMatchObject({ reason: 'redis-dns', stage: 'dns' })
    // Final if the resolver says so, retried if it could not ask.
    expect(writer.attempts).toBe(failure.code === 'ENOTFOUND' ? 1 : 3)
    expect(Object.keys(writer.timings)).toEqual(['dnsMs'])
  })

  test('a closed port refuses, after three tries', async () => {
    const { failure, writer, lines } = await refusal({ writer: at({ port: await freePort() }) })
    expect(failure).toMatchObject({ reason: 'redis-refused', stage: 'tcp', code: 'ECONNREFUSED', transient: true })
    expect(writer.attempts).toBe(3)
    expect(lines.some((line) => line.includes('try 3 of 3'))).toBe(true)
  })

  test('a server that comes back between two tries is not a failure', async () => {
    const server = await redis()
    const port = await freePort()
    const entrance = createServer((socket) => {
      const onward = connect(server.port, '127.0.0.1')
      socket.on('error', () => onward.destroy()).pipe(onward)
      onward.on('error', () => socket.destroy()).pipe(socket)
    })
    onTestFinished(() => void entrance.close())
    const info = (line: string): void => {
      if (line.includes('try 2 of')) entrance.listen(port, '127.0.0.1')
    }
    const log = { info, debug: () => undefined, phase: <T>(_: string, work: () => Promise<T>) => work() }
    const { facts } = await observe({ writer: at({ port }), log })
    expect(facts.writer.connect.ok).toBe(true)
    expect(facts.writer.attempts).toBeGreaterThanOrEqual(2)
  })

  test('a full backlog times out at TCP', async () => {
    const server = await redis({ extra: ['tcp-backlog 1'] })
    await server.signal('SIGSTOP')
    for (let filled = 0; filled < 6; filled++)
      connect(server.port, '127.0.0.1')
        .on('error', () => undefined)
        .unref()
    await sleep(100)
    const { failure } = await refusal({ writer: at(server), connectTimeoutMs: 1_000 })
    expect(failure).toMatchObject({ reason: 'redis-timeout', stage: 'tcp', transient: true })
  })

  test.each([
    ['tls', true],
    ['login', false],
  ] as const)('silence times out at %s', async (stage, tls) => {
    const silent = await proxy({ port: 1 }, { accept: 'silence' })
    const { failure, ms } = await refusal({ writer: at(silent, { tls }), connectTimeoutMs: 1_000 })
    expect(failure).toMatchObject({ reason: 'redis-timeout', stage, transient: true })
    expect(ms).toBeGreaterThanOrEqual(990)
    // One more connection for the diagnosis.
    expect(silent.seen.accepted).toBe(2)
  })
})

describe('this machine is the cause', () => {
  test.each([true, false])('no route (TLS %s): a failure of the connection, not of this action', async (tls) => {
    // Link-local without a zone: connect() fails at once, as it does for every IPv6 address on a host without IPv6.
    const { failure } = await refusal({ writer: at({ port: 6379 }, { host: 'fe80::1', tls }), connectTimeoutMs: 1_000 })
    expect(failure).toMatchObject({ stage: 'tcp', transient: true })
    expect(failure.reason).toBe('redis-timeout')
  })

  test('out of file descriptors, for an address and for a name: waits, because others will close theirs', async () => {
    const server = await redis({ password })
    const shown = '[writer.connect.failure.reason, writer.connect.failure.local, writer.attempts > 3]'
    const outputs = await Promise.all(
      ['127.0.0.1', 'localhost'].map((host) => inFreshProcess(at(server, { host }), shown, { NO_DESCRIPTORS: 'true' })),
    )
    const expected = '["redis-refused","file-descriptors",true]\n'
    expect(outputs.map(({ stdout }) => stdout)).toEqual([expected, expected])
  })

  test('measures only stages that take place: no look-up for an IP address', async () => {
    const { facts } = await observe({ writer: at(await redis()), facts: nothing })
    expect(facts.writer.timings.dnsMs).toBe(0)
  })
})

describe('TLS', () => {
  test('plain text to a TLS port: TLS is required', async () => {
    const server = await redis({ tls: selfSigned(), password })
    const { failure, writer } = await refusal({ writer: at(server, { tls: false }) })
    expect(failure).toMatchObject({ reason: 'redis-tls-required', stage: 'login', transient: false })
    expect(writer.attempts).toBe(1)
  })

  test('TLS to a plain port: TLS is not offered', async () => {
    const server = await redis({ password })
    const { failure } = await refusal({ writer: at(server, { tls: true }), connectTimeoutMs: 1_000 })
    expect(failure).toMatchObject({ reason: 'redis-tls-not-offered', stage: 'tls', transient: false })
  })

  test('TLS to something that answers in plain text at once', async () => {
    const server = await fake(() => '-ERR unknown command\r\n')
    const { failure } = await refusal({ writer: at(server, { tls: true }) })
    expect(failure).toMatchObject({ reason: 'redis-tls-not-offered', stage: 'tls', message: 'wrong version number' })
  })

  test('none: encrypts, and reports fingerprint, dates and why the certificate is not trusted', async () => {
    const tls = selfSigned()
    const { facts } = await observe({ writer: at(await redis({ tls, password })) })
    expect(facts.writer.connect.ok).toBe(true)
    expect(facts.writer.tls).toMatchObject({
      protocol: 'TLSv1.3',
      certificate: { sha256: tls.sha256, selfSigned: true, untrusted: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    })
    expect(Date.parse(facts.writer.tls?.certificate?.validTo ?? '')).toBeGreaterThan(Date.now())
  })

  test('a pin accepts its certificate, even if expired', async () => {
    const tls = expired()
    const { facts } = await observe({
      writer: at(await redis({ tls, password })),
      tlsVerify: { kind: 'pin', sha256: tls.sha256 },
    })
    expect(facts.writer.connect.ok).toBe(true)
  })

  const trusting = (cert: string): void => {
    const before = getCACertificates('default')
    onTestFinished(() => setDefaultCACertificates(before))
    setDefaultCACertificates([...before, cert])
  }

  test('full: a certificate of a trusted authority passes', async () => {
    const authority = certificateAuthority()
    trusting(authority.cert)
    const { facts } = await observe({
      writer: at(await redis({ tls: authority.issue(), password })),
      tlsVerify: { kind: 'full' },
    })
    expect(facts.writer.connect.ok).toBe(true)
    expect(facts.writer.tls?.certificate).toMatchObject({ selfSigned: false })
    expect(facts.writer.tls?.certificate?.untrusted).toBeUndefined()
  })

  test.each([
    ['a self-signed certificate', selfSigned(), false, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['an expired one', expired(), true, 'CERT_HAS_EXPIRED'],
    ['one for another name', wrongName(), true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ] as const)('full: rejects %s without sending the password', async (_, tls, trusted, code) => {
    if (trusted) trusting(tls.ca)
    const server = await fake(() => undefined, tls)
    const { failure, writer } = await refusal({
      writer: at({ ...server, password, tls }),
      tlsVerify: { kind: 'full' },
    })
    expect(failure).toMatchObject({ reason: 'redis-certificate', stage: 'tls', code, transient: false })
    expect(writer.tls?.certificate?.sha256).toBe(tls.sha256)
    expect(writer.attempts).toBe(1)
    expect(server.received()).toBe('')
  })

  test('a pin rejects another certificate without sending anything', async () => {
    const tls = selfSigned()
    const server = await fake(() => undefined, tls)
    const { failure, writer } = await refusal({
      writer: at({ ...server, password, tls }),
      tlsVerify: { kind: 'pin', sha256: 'ab'.repeat(32) },
    })
    expect(failure).toMatchObject({ reason: 'redis-certificate', stage: 'tls', code: 'PIN_MISMATCH' })
    expect(failure.message).toContain(tls.sha256)
    expect(writer.tls?.certificate?.sha256).toBe(tls.sha256)
    await sleep(50)
    expect(server.received()).toBe('')
  })
})

describe('logging in', () => {
  const slowMs = 1_100
  const slowSource = async () => ({
    ...directSource,
    open: async (...to: Parameters<typeof directSource.open>) => {
      await sleep(slowMs)
      return directSource.open(...to)
    },
  })

  test('too many clients, as an error reply', async () => {
    const server = await redis({ maxclients: 1, password })
    await hold(server.port)
    const { failure, writer } = await refusal({ writer: at(server) })
    expect(failure).toMatchObject({ reason: 'redis-too-many-clients', stage: 'login', transient: true })
    expect(writer.attempts).toBe(3)
  })

  test('too many clients, before the first command, on the first connection of a process', async () => {
    const server = await greeting('-ERR max number of clients reached\r\n')
    const { stdout } = await inFreshProcess(
      at({ ...server, password }),
      '[writer.connect.failure.reason, writer.attempts]',
    )
    expect(stdout).toBe('["redis-too-many-clients",3]\n')
  })

  test('too many clients behind TLS, where the server cannot say so', async () => {
    const server = await redis({ maxclients: 1, tls: selfSigned(), password })
    await hold(server.port)
    const { failure, writer } = await refusal({ writer: at(server) })
    expect(failure).toMatchObject({ reason: 'redis-too-many-clients', stage: 'tls', transient: true })
    expect(writer.attempts).toBe(3)
  })

  test('no password', async () => {
    const server = await redis({ password })
    const { failure } = await refusal({ writer: at({ port: server.port }) })
    expect(failure).toMatchObject({ reason: 'redis-auth-required', stage: 'login', code: 'NOAUTH', transient: false })
  })

  test('wrong password', async () => {
    const server = await redis({ password })
    const { failure, writer } = await refusal({ writer: at({ ...server, password: 'another password' }) })
    expect(failure).toMatchObject({ reason: 'redis-wrong-password', stage: 'login', code: 'WRONGPASS' })
    expect(writer.attempts).toBe(1)
  })

  test('a server that requires TLS, over a way that is slow to connect', async () => {
    const server = await redis({ password, tls: selfSigned() })
    const { failure } = await refusal({ writer: at(server, { tls: false }), openSource: slowSource })
    expect(failure).toMatchObject({ reason: 'redis-tls-required', stage: 'login' })
  })

  /** Resets every connection at the first byte, and refuses it unasked some time later. */
  async function swallowing(refusedMs: number, onRefusal: (server: Server) => void = () => undefined) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).on('data', () => void socket.resetAndDestroy())
      setTimeout(() => {
        if (socket.destroyed) return
        socket.write('-ERR max number of clients reached\r\n')
        onRefusal(server)
      }, refusedMs)
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return { writer: at({ port, password }), openSource: slowSource, connectTimeoutMs: 60_000 }
  }

  test('a refusal that a reset swallows at every try, and that comes late over a slow way', async () => {
    const { failure } = await refusal(await swallowing(slowMs))
    expect(failure).toMatchObject({ reason: 'redis-too-many-clients', stage: 'login', attempts: 3 })
  })

  test('a refusal that a reset swallows, and then a closed port: the last failure', async () => {
    const { failure } = await refusal(await swallowing(100, (server) => void server.close()))
    expect(failure).toMatchObject({ reason: 'redis-refused', stage: 'tcp', attempts: 3 })
  })

  test('a server that closes the connection at login: connection lost, not TLS required', async () => {
    const rude = await fake((_, socket) => void socket.destroy())
    const { failure, writer } = await refusal({ writer: at({ ...rude, password }) })
    expect(failure).toMatchObject({ reason: 'redis-connection-lost', stage: 'login', transient: true })
    expect(writer.attempts).toBe(3)
  })

  test('a web server is not Redis', async () => {
    const web = await fake(() => 'HTTP/1.1 400 Bad Request\r\n\r\n')
    const { failure } = await refusal({ writer: at({ ...web, password }) })
    expect(failure).toMatchObject({ reason: 'redis-wrong-data', stage: 'login', transient: false })
  })
})
