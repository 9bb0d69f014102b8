import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/checks/check.ts'
import { judge } from '../../../src/checks/judge.ts'
import { type InputName, readInputs } from '../../../src/inputs/inputs.ts'
import type { ProbeRequest } from '../../../src/redis/probe.ts'
import { at, observe, proxy, redis } from './harness.ts'

type Given = Partial<Record<InputName, string>>
type Servers = Partial<ProbeRequest> & Pick<ProbeRequest, 'writer'>

/** The results of checks on real servers, with inputs as a user writes them. */
async function found(servers: Servers, given: Given = {}, service = 'rediscloud'): Promise<readonly Finding[]> {
  const inputs = readInputs((name) => ({ app: 'my-app', ...given })[name] ?? '', {}, '/workspace')
  const { facts } = await observe({ samples: 5, ...servers })
  const addon = { name: 'redis-one', service, plan: `${service}:x`, state: 'provisioned', shared: false }
  const subject = {
    app: 'my-app',
    mode: 'check',
    dryRun: false,
    now: Date.now(),
    doneActions: new Set<never>(),
    addon,
    probe: facts,
  } as const
  return judge(subject, inputs, (reason) => `#${reason}`)
}

/** The single finding of a check, which must be complete. */
function only(findings: readonly Finding[], id: Finding['id'], target: Finding['target']): Finding {
  const finding = findings.find((each) => each.id === id && each.target === target)
  if (!finding) throw new Error(`no finding ${id} ${target}`)
  expect(finding.hint ?? '').not.toBe('')
  expect(finding.docs).toBe(`#${finding.reason}`)
  return finding
}

describe('the pair', () => {
  test('not-a-replica: one server where a replica is required', async () => {
    const server = await redis()
    const findings = await found({ writer: at(server) }, { 'require-replica': 'true' })
    expect(only(findings, 'role', 'reader')).toMatchObject({ status: 'fail', reason: 'not-a-replica' })
  })

  test('not-a-replica, reported once: the replica of another server', async () => {
    const stranger = await redis({ replicaOf: await redis() })
    const findings = await found({ writer: at(await redis()), reader: at(stranger) })
    expect(only(findings, 'role', 'reader')).toMatchObject({ status: 'fail', reason: 'not-a-replica' })
    expect(findings.filter(({ status }) => status === 'fail')).toHaveLength(1)
  })

  test('not-a-replica: an unrelated primary', async () => {
    const findings = await found({ writer: at(await redis()), reader: at(await redis()), lagTimeoutMs: 500 })
    expect(only(findings, 'role', 'reader')).toMatchObject({ status: 'fail', reason: 'not-a-replica' })
  })

  test('replication-broken: split after a promotion', async () => {
    const primary = await redis()
    const replica = await redis({ replicaOf: primary })
    await replica.command('REPLICAOF', 'NO', 'ONE')
    const servers = { writer: at(primary), reader: at(replica) }
    const finding = only(await found(servers), 'role', 'reader')
    expect(finding).toMatchObject({ status: 'fail', reason: 'not-a-replica' })
    expect(finding.message).toContain('promotion')
    const skipped = await found(servers, { 'skip-checks': 'role' })
    expect(only(skipped, 'replication', 'pair')).toMatchObject({ status: 'fail', reason: 'replication-broken' })
  })

  test('replication-broken: the link is down', async () => {
    const primary = await redis()
    const link = await proxy(primary)
    const replica = await redis({ replicaOf: link })
    await link.stop()
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(20)) {
      if (String(await replica.command('INFO', 'replication')).includes('master_link_status:down')) break
    }
    const findings = await found({ writer: at(primary), reader: at(replica), lagTimeoutMs: 300 })
    expect(only(findings, 'replication', 'pair')).toMatchObject({ status: 'fail', reason: 'replication-broken' })
  })

  test('replication-lag: warns, then fails, by the limits as they were written', async () => {
    const primary = await redis()
    const slow = await proxy(primary, { delayMs: { down: 300 } })
    const servers = { writer: at(primary), reader: at(await redis({ replicaOf: slow })) }
    const fails = only(await found(servers, { 'replication-lag': '100ms/200ms' }), 'replication', 'pair')
    expect(fails).toMatchObject({ status: 'fail', reason: 'replication-lag', threshold: '100ms/200ms' })
    expect(Number.parseInt(fails.value ?? '', 10)).toBeGreaterThanOrEqual(290)
    const warns = only(await found(servers, { 'replication-lag': '100ms/10s' }), 'replication', 'pair')
    expect(warns).toMatchObject({ status: 'warn', reason: 'replication-lag' })
  })
})

describe('resources and latency', () => {
  test('latency: distant servers, writer and reader', async () => {
    const primary = await redis()
    const replica = await redis({ replicaOf: primary })
    const far = await proxy(primary, { delayMs: 20 })
    const farther = await proxy(replica, { delayMs: 30 })
    const findings = await found({ writer: at(far), reader: at(farther) }, { latency: '30ms/55ms' })
    expect(only(findings, 'latency', 'writer')).toMatchObject({ reason: 'latency', threshold: '30ms/55ms' })
    expect(only(findings, 'latency', 'reader')).toMatchObject({ status: 'fail', reason: 'latency' })
  })

  test('memory and eviction: nearly full under noeviction', async () => {
    const server = await redis({ maxmemory: '8mb' })
    await server.command('SET', 'ballast', 'x'.repeat(2_500_000))
    const findings = await found({ writer: at(server) }, { memory: '20%/30%' })
    expect(only(findings, 'memory', 'writer')).toMatchObject({ status: 'fail', reason: 'memory', threshold: '20%/30%' })
    expect(only(findings, 'eviction', 'writer')).toMatchObject({ status: 'warn', reason: 'eviction' })
  })

  test('eviction: keys were evicted', async () => {
    const server = await redis({ maxmemory: '3mb', policy: 'allkeys-lru' })
    for (let key = 0; key < 60; key += 1) await server.command('SET', `key-${key}`, 'x'.repeat(60_000))
    const finding = only(await found({ writer: at(server) }), 'eviction', 'writer')
    expect(finding).toMatchObject({ status: 'warn', reason: 'eviction' })
    expect(finding.message).toMatch(/^\d+ keys were evicted since the server started/)
  })

  test('connections: nearly all in use', async () => {
    const server = await redis({ maxclients: 5 })
    const clients = await Promise.all([1, 2, 3].map(() => hold(server.port)))
    const findings = await found({ writer: at(server) }, { connections: '50%/60%' })
    for (const client of clients) client.destroy()
    expect(only(findings, 'connections', 'writer')).toMatchObject({ status: 'fail', reason: 'connections' })
  })

  test("version: one that Heroku no longer supports, on Heroku's own service only", async () => {
    const server = await redis()
    const on = await found({ writer: at(server) }, {}, 'heroku-redis')
    const elsewhere = await found({ writer: at(server) })
    const release = /redis_version:(\d+\.\d+)/.exec(String(await server.command('INFO', 'server')))?.[1]
    // Newer servers are supported, so there is no warning.
    const status = Number(release) < 7.2 ? 'warn' : 'pass'
    expect(on.find(({ id, target }) => id === 'version' && target === 'writer')?.status).toBe(status)
    expect(elsewhere.find(({ id, target }) => id === 'version' && target === 'writer')?.status).toBe('pass')
  })
})

/** A client that holds its connection. */
async function hold(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write('PING\r\n')
  await once(socket, 'data')
  return socket
}
