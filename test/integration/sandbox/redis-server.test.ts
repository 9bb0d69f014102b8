import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { connect, type ConnectionOptions } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { certificateAuthority, expired, selfSigned, wrongName } from '../../support/certificates.ts'
import { freePort, startRedis, type RedisOptions, type RedisServer } from '../../support/redis-server.ts'

const servers: RedisServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

async function start(options?: RedisOptions): Promise<RedisServer> {
  const server = await startRedis(options)
  servers.push(server)
  return server
}

describe('a certificate', () => {
  const authority = certificateAuthority()
  test.each([
    ['of an authority is accepted by a client that trusts the authority', authority.issue(), authority.cert, 'trusted'],
    ['of an authority is refused by other clients', authority.issue(), '', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['that is self-signed is accepted by a client that trusts it', selfSigned(), 'itself', 'trusted'],
    ['that is self-signed is refused by other clients', selfSigned(), '', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['that has expired is refused', expired(), 'itself', 'CERT_HAS_EXPIRED'],
    ['for another host is refused', wrongName(), 'itself', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('%s', async (_, tls, trust, outcome) => {
    const { port } = await start({ tls })
    const ca: ConnectionOptions = trust === '' ? {} : { ca: trust === 'itself' ? tls.cert : trust }
    const socket = connect({ host: '127.0.0.1', port, ...ca })
    const seen = once(socket, 'secureConnect').then(
      () => 'trusted',
      (error: NodeJS.ErrnoException) => error.code,
    )
    expect(await seen).toBe(outcome)
    socket.destroy()
  })

  test('is readable by Node.js, including dates after 2050', () => {
    const { cert, sha256 } = selfSigned({ commonName: 'a.test', validTo: new Date('2051-02-03T04:05:06Z') })
    const read = new X509Certificate(cert)
    expect(read.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(sha256)
    expect([read.subject, read.validTo]).toEqual(['CN=a.test', 'Feb  3 04:05:06 2051 GMT'])
  })
})

describe('a server', () => {
  test('always accepts the administrator, and CONFIG from no other user', async () => {
    const server = await start({ password: 'pass "word"', acl: ['default off'], tls: selfSigned(), hideConfig: true })
    expect(await server.command('CONFIG', 'GET', 'maxmemory-policy')).toContain('noeviction')
    await expect(server.command('NONSENSE')).rejects.toThrow(/unknown command/)
  })

  test.each([
    ['plain', {}],
    ['over TLS', { tls: selfSigned() }],
  ])('replicates another, %s, from the first write on', async (_, tls) => {
    const primary = await start({ password: 'secret', ...tls })
    const replica = await start({ ...tls, replicaOf: primary })
    await primary.command('SET', 'greeting', 'hello')
    await expect.poll(() => replica.command('GET', 'greeting'), { interval: 5 }).toBe('hello')
    await expect(replica.command('SET', 'greeting', 'bye')).rejects.toThrow(/^READONLY/)
  })

  test('can be stopped while it is paused, and twice', async () => {
    const server = await start()
    await server.signal('SIGSTOP')
    await server.stop()
    await server.stop()
    expect(() => process.kill(server.pid, 0)).toThrow(/ESRCH/)
  })

  test('refuses connections as soon as a signal has killed it', async () => {
    const server = await start()
    await server.signal('SIGKILL')
    await expect(once(connectTcp(server.port, '127.0.0.1'), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('gives no port twice', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, freePort))
    expect(new Set(ports).size).toBe(50)
    expect(Math.max(...ports)).toBeLessThan(32_768)
  })

  test('reports why it does not start', async () => {
    const { port } = await start()
    await expect(startRedis({ port })).rejects.toThrow(/redis-server did not start:[^]*[Aa]ddress already in use/)
  })
})
