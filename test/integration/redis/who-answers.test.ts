import { networkInterfaces } from 'node:os'
import { describe, expect, onTestFinished, test } from 'vitest'
import { certificateAuthority, selfSigned } from '../../support/certificates.ts'
import { startBalancerWithoutBackend, startCluster, startSentinel, type Program } from '../../support/programs.ts'
import { at, failureOf, fake, greeting, hold, observe, password, proxy, redis, refusal, valueOf } from './harness.ts'

async function running<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const program = await starting
  onTestFinished(() => program.stop())
  return program
}

describe('a Redis Cluster', () => {
  test('of three nodes: redis-cluster on each node, every time, without leftovers', async () => {
    const { nodes } = await running(startCluster(3))
    for (const node of [...nodes, ...nodes, ...nodes]) {
      const { facts } = await observe({ writer: at(node) })
      expect(facts.writer.connect.ok).toBe(true)
      expect(facts.writer.cluster).toEqual({ single: false, size: 3 })
      expect(facts.writer.unsupported).toMatchObject({ reason: 'redis-cluster', stage: 'command' })
      expect(facts.writer.unsupported?.message).toBe('a node of a Redis Cluster with 3 primaries')
      expect(failureOf(facts.writer.write).reason).toBe('redis-cluster')
      expect(failureOf(facts.reader.read).reason).toBe('redis-cluster')
      expect(facts.writer.latency).toBeUndefined()
      expect(facts.pair.role).toBe('same-server')
    }
    for (const node of nodes) expect(await node.command('DBSIZE')).toBe(0)
  })

  test('of three nodes without HELLO, whose user may run neither INFO nor CLUSTER', async () => {
    const acl = ['app on >secret-of-app ~* +@all -info -cluster -role']
    const { nodes } = await running(startCluster(3, { acl, extra: ['rename-command HELLO ""'] }))
    for (const node of nodes) {
      const { facts } = await observe({ writer: at({ ...node, password: 'secret-of-app' }, { username: 'app' }) })
      expect(facts.writer.hello).toBeUndefined()
      expect(facts.writer.unsupported).toMatchObject({ reason: 'redis-cluster', code: 'MOVED' })
      expect(failureOf(facts.writer.write).reason).toBe('redis-cluster')
    }
  })

  test('of three nodes, whose user may not run CLUSTER', async () => {
    const { nodes } = await running(startCluster(3, { acl: ['app on >secret-of-app ~* +@all -cluster'] }))
    for (const node of nodes) {
      const { facts } = await observe({ writer: at({ ...node, password: 'secret-of-app' }, { username: 'app' }) })
      expect(facts.writer.cluster).toEqual({ single: false })
      expect(failureOf(facts.writer.write).reason).toBe('redis-cluster')
    }
  })

  test('of one node works like a single server', async () => {
    const { nodes } = await running(startCluster(1))
    const [node] = nodes
    if (!node) throw new Error('no node')
    const { facts } = await observe({ writer: at(node) })
    expect(facts.writer.cluster).toEqual({ single: true, size: 1 })
    expect(facts.writer.unsupported).toBeUndefined()
    expect(facts.writer.write?.ok).toBe(true)
    expect(facts.reader.read?.ok).toBe(true)
    expect(facts.writer.latency?.ok).toBe(true)
  })

  test('of one node, whose user may not run CLUSTER', async () => {
    const { nodes } = await running(startCluster(1, { acl: ['app on >secret-of-app ~* +@all -cluster'] }))
    const [node] = nodes
    if (!node) throw new Error('no node')
    const { facts } = await observe({ writer: at({ ...node, password: 'secret-of-app' }, { username: 'app' }) })
    expect(facts.writer.cluster).toEqual({ single: true })
    expect(facts.writer.write?.ok).toBe(true)
  })
})

describe('a Sentinel', () => {
  test.each([undefined, 'a password that a Sentinel does not ask for'])('password %j', async (given) => {
    const primary = await redis()
    const sentinel = await running(startSentinel(primary.port))
    const { facts } = await observe({ writer: at({ ...sentinel, ...(given && { password: given }) }) })
    expect(facts.writer.connect.ok).toBe(true)
    expect(facts.writer.unsupported).toMatchObject({ reason: 'redis-sentinel' })
    expect(failureOf(facts.writer.write).reason).toBe('redis-sentinel')
    expect(failureOf(facts.reader.read).reason).toBe('redis-sentinel')
  })
})

describe('a server that requires a client certificate', () => {
  test.each([
    ['TLSv1.2', 'tls'],
    ['TLSv1.3', 'login'],
  ])('%s', async (version, stage) => {
    const tls = selfSigned()
    const server = await redis({ password, tls, extra: [`tls-protocols ${version}`] })
    await server.command('CONFIG', 'SET', 'tls-auth-clients', 'yes')
    const { failure, writer } = await refusal({ writer: at(server) })
    expect(failure).toMatchObject({ reason: 'redis-client-certificate', stage, transient: false })
    expect(writer.attempts).toBe(1)
  })

  test('is distinguished from a server without a common cipher', async () => {
    const server = await redis({ password, tls: selfSigned(), extra: ['tls-protocols TLSv1.2'] })
    await server.command('CONFIG', 'SET', 'tls-ciphers', 'AES256-SHA')
    await expect(refusal({ writer: at(server) })).resolves.toMatchObject({
      failure: { reason: 'redis-tls-not-offered', stage: 'tls' },
    })
  })
})

describe('a certificate with an empty subject', () => {
  test.each(['none', 'pin'] as const)('tls-verify %s: works', async (kind) => {
    const tls = certificateAuthority().issue({ commonName: '' })
    const { facts } = await observe({
      writer: at(await redis({ tls, password })),
      tlsVerify: kind === 'none' ? { kind } : { kind, sha256: tls.sha256 },
    })
    expect(facts.writer.write?.ok).toBe(true)
    expect(facts.writer.tls?.certificate).toMatchObject({ sha256: tls.sha256, selfSigned: false })
  })
})

describe('a refusal before the first command', () => {
  const words = (text: string) =>
    [
      ['plain', undefined, text],
      ['behind TLS', selfSigned(), text],
    ] as const

  test.each(words('-DENIED Redis is running in protected mode because protected mode is enabled\r\n'))(
    'protected mode, %s',
    async (_, tls, text) => {
      const server = await greeting(text, tls)
      const { failure } = await refusal({ writer: at({ ...server, password, tls }) })
      expect(failure).toMatchObject({
        reason: 'redis-protected-mode',
        stage: 'login',
        code: 'DENIED',
        transient: false,
      })
    },
  )

  test.each(words('-ERR max daily request limit exceeded. Limit: 10000, Usage: 10001.\r\n'))(
    'the provider’s quota, %s',
    async (_, tls, text) => {
      const server = await greeting(text, tls)
      const { failure } = await refusal({ writer: at({ ...server, password, tls }) })
      expect(failure).toMatchObject({
        reason: 'redis-quota',
        stage: 'login',
        quoted: 'ERR max daily request limit exceeded. Limit: 10000, Usage: 10001',
      })
    },
  )

  test('a real server in protected mode, seen from another address of this machine', async () => {
    const server = await redis({ extra: ['bind * -::*', 'protected-mode yes'] })
    const address = outerAddress()
    // A machine without network has no other address.
    if (address === undefined) return
    const { failure } = await refusal({ writer: at(server, { host: address }) })
    expect(failure).toMatchObject({ reason: 'redis-protected-mode', stage: 'login' })
  })
})

describe('errors during a session', () => {
  const answering = (reply: string) =>
    fake((text) =>
      text
        .split(/(?=\*\d+\r\n)/)
        .map((command) => (/HELLO/.test(command) ? '+OK\r\n' : reply))
        .join(''),
    )

  test('the quota is used up', async () => {
    const { facts } = await observe({ writer: at(await answering('-ERR max daily request limit exceeded\r\n')) })
    expect(facts.writer.connect.ok).toBe(true)
    expect(failureOf(facts.writer.write)).toMatchObject({
      reason: 'redis-quota',
      command: 'SET',
      quoted: 'ERR max daily request limit exceeded',
      transient: false,
    })
  })

  test('an unknown error is quoted, not reported as wrong data', async () => {
    const { facts } = await observe({ writer: at(await answering('-EWHAT the moon is full\r\n')) })
    for (const outcome of [facts.writer.info, facts.writer.write, facts.reader.read, facts.writer.latency]) {
      expect(failureOf(outcome)).toMatchObject({ reason: 'redis-error', quoted: 'EWHAT the moon is full' })
    }
  })
})

describe('a connection closed before the TLS handshake', () => {
  test('by a full server is probably the connection limit', async () => {
    const server = await redis({ maxclients: 1, tls: selfSigned(), password })
    await hold(server.port)
    const { failure } = await refusal({ writer: at(server) })
    expect(failure).toMatchObject({ reason: 'redis-too-many-clients', stage: 'tls', probable: true })
  })

  test('by a balancer without a backend looks the same', async () => {
    const balancer: Program = await running(startBalancerWithoutBackend())
    const { failure } = await refusal({ writer: at({ ...balancer, password, tls: true }) })
    expect(failure).toMatchObject({ reason: 'redis-too-many-clients', stage: 'tls', probable: true })
  })

  test('with an error message is certain', async () => {
    const server = await redis({ maxclients: 1, password })
    await hold(server.port)
    const { failure } = await refusal({ writer: at(server) })
    expect(failure.reason).toBe('redis-too-many-clients')
    expect(failure).not.toHaveProperty('probable')
  })
})

describe('access rules', () => {
  const as = async (rights: string) => {
    const server = await redis({ acl: [`app on >secret-of-app ${rights}`] })
    return (await observe({ writer: at({ ...server, password: 'secret-of-app' }, { username: 'app' }) })).facts
  }

  test('a key prefix: the command that was refused and the keys to grant', async () => {
    const facts = await as('~app:* &* +@all')
    expect(failureOf(facts.writer.write)).toMatchObject({
      reason: 'redis-no-permission',
      command: 'SET',
      grant: { command: 'set', keys: 'heroku-redis-action:probe:*' },
    })
    expect(failureOf(facts.reader.read)).toMatchObject({
      command: 'GET',
      grant: { command: 'get', keys: 'heroku-redis-action:probe:*' },
    })
  })

  test('a prefix that may be read but not written', async () => {
    const facts = await as('~app:* %R~* +@all')
    expect(failureOf(facts.writer.write)).toMatchObject({
      command: 'SET',
      grant: { keys: expect.any(String) as string },
    })
    expect(facts.reader.read?.ok).toBe(true)
  })

  test.each([
    ['-set', 'write', 'SET', 'set'],
    ['-get', 'write', 'GET', 'get'],
    ['-info', 'info', 'INFO', 'info'],
  ] as const)('%s', async (denied, fact, command, grant) => {
    const facts = await as(`~* &* +@all ${denied}`)
    expect(failureOf(facts.writer[fact])).toMatchObject({
      reason: 'redis-no-permission',
      command,
      grant: { command: grant },
    })
    expect(failureOf(facts.writer[fact]).grant).not.toHaveProperty('keys')
  })

  test('PING denied: latency by GET', async () => {
    const facts = await as('~* &* +@all -ping')
    expect(valueOf(facts.writer.latency)).toMatchObject({ command: 'GET', samples: 3 })
    expect(facts.writer.write?.ok).toBe(true)
  })

  test('only the permissions that an app needs: only INFO fails', async () => {
    const facts = await as('~* resetchannels +set +get +del')
    expect(facts.writer.connect.ok).toBe(true)
    expect(facts.writer.write?.ok).toBe(true)
    expect(facts.reader.read?.ok).toBe(true)
    expect(valueOf(facts.writer.latency).command).toBe('GET')
    expect(failureOf(facts.writer.info)).toMatchObject({ reason: 'redis-no-permission' })
  })

  test('INFO renamed is not INFO denied', async () => {
    const server = await redis()
    // As a server does with `rename-command INFO …`.
    const renamed = await proxy(server, {
      rewriteUp: (chunk) => Buffer.from(chunk.toString('latin1').replace('$4\r\nINFO', '$4\r\nFNIO'), 'latin1'),
    })
    const { facts } = await observe({ writer: at(renamed) })
    expect(failureOf(facts.writer.info)).toMatchObject({ reason: 'redis-error', unknownCommand: true, command: 'INFO' })
    expect(facts.pair).toMatchObject({ role: 'same-server', proof: 'writer and reader are one endpoint' })
    expect(facts.writer.hello).toMatchObject({ server: 'redis', mode: 'standalone', role: 'master' })
    expect(facts.writer.write?.ok).toBe(true)
  })
})

function outerAddress(): string | undefined {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}
