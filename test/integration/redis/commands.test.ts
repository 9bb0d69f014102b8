import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { RedisServer } from '../../support/redis-server.ts'
import { startRedis } from '../../support/redis-server.ts'
import { startClusterNode } from '../../support/programs.ts'
import { at, failureOf, fake, nothing, observe, password, proxy, redis, valueOf } from './harness.ts'
import { slowness } from '../../support/slowness.ts'

describe('a server that accepts the login and refuses', () => {
  test('writes, because the user lacks the permission', async () => {
    const server = await redis({ acl: ['app on >secret-of-app ~* +@all -set -del'] })
    const { facts } = await observe({ writer: at({ ...server, password: 'secret-of-app' }, { username: 'app' }) })
    expect(failureOf(facts.writer.write)).toMatchObject({
      reason: 'redis-no-permission',
      stage: 'command',
      code: 'NOPERM',
      command: 'SET',
      transient: false,
      attempts: 1,
    })
    expect(facts.writer.latency?.ok).toBe(true)
    expect(valueOf(facts.reader.read).source).toBe('plain')
  })

  test('everything but INFO, while it loads its data', async () => {
    const server = await loading()
    const { facts } = await observe({ writer: at(server) })
    expect(facts.writer.connect.ok).toBe(true)
    expect(valueOf(facts.writer.info)).toMatchObject({ loadingEtaSeconds: expect.any(Number) as number })
    expect(failureOf(facts.writer.write)).toMatchObject({
      reason: 'redis-loading',
      stage: 'command',
      transient: true,
      attempts: 3,
    })
    expect(failureOf(facts.writer.latency).reason).toBe('redis-loading')
    expect(failureOf(facts.reader.read).reason).toBe('redis-loading')
  })

  test('everything, while a script runs', async () => {
    const server = await redis({ extra: ['busy-reply-threshold 1'] })
    server.command('EVAL', 'while true do end', 0).catch(() => undefined)
    await expect.poll(() => server.command('PING').catch(String)).toContain('BUSY')
    const { facts } = await observe({ writer: at(server) })
    const expected = { reason: 'redis-busy', stage: 'command', code: 'BUSY', transient: true, attempts: 3 }
    expect(failureOf(facts.writer.write)).toMatchObject(expected)
    expect(failureOf(facts.writer.info)).toMatchObject(expected)
  })

  test('reads, when it has lost its primary', async () => {
    const primary = await startRedis()
    const replica = await redis({ replicaOf: primary, extra: ['replica-serve-stale-data no'] })
    const writer = await redis()
    await primary.stop()
    await expect.poll(async () => String(await replica.command('INFO'))).toContain('master_link_status:down')
    const { facts } = await observe({ writer: at(writer), reader: at(replica) })
    expect(failureOf(facts.reader.read)).toMatchObject({
      reason: 'redis-master-down',
      stage: 'command',
      transient: true,
    })
    expect(valueOf(facts.reader.info).masterLinkStatus).toBe('down')
    // The primary of the replica is no longer known.
    expect(facts.pair.role).toBe('unknown')
  })

  test('writes, because it is a replica', async () => {
    const replica = await redis({ replicaOf: await redis() })
    const { facts } = await observe({ writer: at(replica) })
    expect(failureOf(facts.writer.write)).toMatchObject({
      reason: 'redis-read-only',
      stage: 'command',
      code: 'READONLY',
      // The probe waited for the duration of a failover.
      transient: false,
      attempts: 3,
    })
    expect(valueOf(facts.writer.info).role).toBe('slave')
  })

  test('writes, until a failover makes it a primary', async () => {
    const replica = await redis({ replicaOf: await redis() })
    const observing = observe({ writer: at(replica) })
    await replica.command('REPLICAOF', 'NO', 'ONE')
    expect((await observing).facts.writer.write?.ok).toBe(true)
  })

  test('writes, because its memory is full', async () => {
    const server = await redis({ maxmemory: '100kb' })
    const { facts } = await observe({ writer: at(server) })
    expect(failureOf(facts.writer.write)).toMatchObject({
      reason: 'redis-out-of-memory',
      stage: 'command',
      code: 'OOM',
      transient: false,
    })
    expect(valueOf(facts.writer.latency).samples).toBe(3)
  })

  test('writes, because it cannot save to disk', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redis-unsaved-'))
    const server = await redis({ extra: [`dir ${folder}`] })
    await rm(folder, { recursive: true })
    await server.command('CONFIG', 'SET', 'save', '3600 1')
    await server.command('BGSAVE')
    await expect.poll(async () => String(await server.command('INFO'))).toContain('rdb_last_bgsave_status:err')
    const { facts } = await observe({ writer: at(server) })
    const expected = { reason: 'redis-persistence-failing', stage: 'command', code: 'MISCONF', transient: false }
    expect(failureOf(facts.writer.write)).toMatchObject(expected)
    expect(failureOf(facts.writer.latency)).toMatchObject(expected)
  })

  test('writes, because it has too few replicas', async () => {
    const server = await redis({ extra: ['min-replicas-to-write 1'] })
    const { facts } = await observe({ writer: at(server) })
    expect(failureOf(facts.writer.write)).toMatchObject({
      reason: 'redis-no-replicas',
      stage: 'command',
      code: 'NOREPLICAS',
      transient: true,
      attempts: 3,
    })
  })

  test('keys, because it is a node of a cluster', async () => {
    const { server } = await startClusterNode()
    onTestFinished(() => server.stop())
    const { facts } = await observe({ writer: at(server) })
    expect(failureOf(facts.writer.write)).toMatchObject({
      reason: 'redis-cluster',
      message: 'a node of a Redis Cluster that does not serve all slots',
      transient: false,
    })
    expect(failureOf(facts.reader.read)).toMatchObject({ reason: 'redis-cluster' })
  })
})

describe('a connection that breaks during a test', () => {
  test.each(['reset', 'end'] as const)('every time (%s): fails after three tries', async (how) => {
    const broken = await proxy(await redis({ password }), { cutAfter: { bytes: 1_500, how } })
    const { facts } = await observe({ writer: at({ ...broken, password }) })
    expect(facts.writer.connect.ok).toBe(true)
    expect(failureOf(facts.writer.info)).toMatchObject({
      reason: 'redis-connection-lost',
      stage: 'command',
      command: 'INFO',
      transient: true,
      attempts: 3,
    })
    expect(broken.seen.mostOpen).toBe(1)
  })

  test('once: repeats the test on a new connection', async () => {
    let cut = false
    const server = await redis()
    const shaky = await proxy(server, {
      onUp: (chunk) => {
        if (cut || !chunk.includes('PING')) return
        cut = true
        shaky.cut()
      },
    })
    const { facts } = await observe({ writer: at(shaky) })
    expect(cut).toBe(true)
    expect(valueOf(facts.writer.latency).samples).toBe(3)
    expect(facts.writer.attempts).toBe(2)
  })

  test('permanently: reports what broke it and why there is no new one', async () => {
    const server = await redis()
    const link = await proxy(server, {
      onUp: (chunk) => {
        if (chunk.includes('PING')) void link.stop()
      },
    })
    const { facts } = await observe({ writer: at(link) })
    const failure = failureOf(facts.writer.latency)
    expect(failure).toMatchObject({ reason: 'redis-connection-lost', stage: 'command', command: 'PING', attempts: 3 })
    expect(failure.message).toContain('ECONNREFUSED')
  })

  test('because the server stops answering: times out once', async () => {
    const server = await redis()
    const link = await proxy(server, {
      onUp: async (chunk) => {
        if (chunk.includes('SET')) await server.signal('SIGSTOP')
      },
    })
    const { facts, lines } = await observe({ writer: at(link), commandTimeoutMs: 1_000 * slowness })
    const expected = { reason: 'redis-timeout', stage: 'command' }
    expect(failureOf(facts.writer.write)).toMatchObject({ ...expected, transient: true, attempts: 1 })
    expect(failureOf(facts.writer.latency)).toMatchObject(expected)
    expect(lines.some((line) => line.includes('PING'))).toBe(false)
  })
})

describe('wrong replies', () => {
  test('a different value than was written', async () => {
    const liar = await proxy(await redis(), {
      rewrite: (chunk) =>
        Buffer.from(chunk.toString('latin1').replace(/\$36\r\n[0-9a-f]{8}/g, '$36\r\n00000000'), 'latin1'),
    })
    const { facts } = await observe({ writer: at(liar) })
    expect(failureOf(facts.writer.write)).toMatchObject({
      reason: 'redis-wrong-data',
      stage: 'command',
      command: 'GET',
      transient: false,
      attempts: 1,
    })
  })

  test.each([
    ['another value', '$36\r\n00000000', 'what was read back is not what was written'],
    ['nothing', undefined, 'what was written is not there'],
  ])('%s on the way to the reader', async (_, value, message) => {
    const server = await redis()
    const liar = await proxy(server, {
      rewrite: (chunk) => {
        const text = chunk.toString('latin1')
        const lie = value === undefined ? text.replace(/^\$36\r\n.{36}/, '$-1') : text.replace(/^\$36\r\n.{8}/, value)
        return Buffer.from(lie, 'latin1')
      },
    })
    const { facts } = await observe({ writer: at(server), reader: at(liar) })
    expect(facts.pair.role).toBe('same-server')
    expect(facts.writer.write?.ok).toBe(true)
    expect(failureOf(facts.reader.read)).toMatchObject({ reason: 'redis-wrong-data', command: 'GET', message })
  })

  test('OK to every command', async () => {
    const yes = await fake((text) => '+OK\r\n'.repeat(text.match(/\*\d/g)?.length ?? 0))
    const { facts } = await observe({ writer: at(yes) })
    for (const outcome of [facts.writer.info, facts.writer.write, facts.writer.latency, facts.reader.read]) {
      expect(failureOf(outcome)).toMatchObject({ reason: 'redis-wrong-data', stage: 'command' })
    }
  })

  test('a reply without an end', async () => {
    const chunk = 'x'.repeat(1024 * 1024)
    const endless = await fake((text, socket) => {
      if (text.includes('HELLO')) return '+OK\r\n'
      const more = (): void =>
        void (socket.destroyed || (socket.write(chunk) ? setImmediate(more) : socket.once('drain', more)))
      socket.write('$999999999\r\n')
      more()
      return undefined
    })
    const { facts } = await observe({ writer: at(endless), facts: { ...nothing, info: true } })
    expect(failureOf(facts.writer.info)).toMatchObject({
      reason: 'redis-wrong-data',
      stage: 'command',
      command: 'INFO',
    })
  })

  test('control characters in an error stay out of the facts', async () => {
    const server = await fake((text) =>
      text.includes('HELLO') ? '-WRONGPASS \u001b[31m::error::red\u0007\r\n' : '+OK\r\n',
    )
    const { facts } = await observe({ writer: at({ ...server, password }) })
    // eslint-disable-next-line no-control-regex
    expect(failureOf(facts.writer.connect).message).not.toMatch(/[\u0000-\u001f]/)
  })
})

/** A Redis with slow answers to PING. */
const slowPing = (ms: number) =>
  fake((text, socket) => {
    if (!text.includes('PING')) return '+OK\r\n'.repeat(text.match(/\*\d/g)?.length ?? 0)
    setTimeout(() => socket.write('+PONG\r\n'), ms)
    return undefined
  })

describe('measuring latency', () => {
  const latency = { ...nothing, latency: true }

  test('stops when the FAIL limit is certain to be exceeded', async () => {
    const server = await slowPing(60)
    const { facts } = await observe({ writer: at(server), samples: 1_000, latencyFailMs: 50, facts: latency })
    const { samples, p95, stopped } = valueOf(facts.writer.latency)
    expect(stopped).toBe('over-limit')
    // p95 of 1,000 fails when 51 of them do.
    expect(samples).toBe(51)
    expect(p95).toBeGreaterThanOrEqual(50)
  })

  test('stops when its time is used up', async () => {
    const server = await slowPing(100)
    const { facts } = await observe({
      writer: at(server),
      samples: 1_000,
      // A quarter of the time that may be used up; the samples take 100 s or more.
      commandTimeoutMs: Math.min(6_000, 400 * slowness),
      facts: latency,
    })
    const { samples, stopped } = valueOf(facts.writer.latency)
    expect(stopped).toBe('out-of-time')
    expect(samples).toBeGreaterThan(0)
    expect(samples).toBeLessThan(1_000)
  })

  test('takes all samples if nothing is wrong', async () => {
    const { facts } = await observe({ writer: at(await redis()), samples: 20, latencyFailMs: 60_000, facts: latency })
    expect(valueOf(facts.writer.latency)).toMatchObject({ samples: 20 })
    expect(valueOf(facts.writer.latency)).not.toHaveProperty('stopped')
  })
})

/** A server that takes ten seconds to load what another one has saved. */
async function loading(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-loading-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const before = await startRedis({ extra: [`dir ${folder}`, 'enable-debug-command yes'] })
  await before.command('DEBUG', 'POPULATE', 20_000)
  await before.command('SAVE')
  await before.stop()
  return redis({ extra: [`dir ${folder}`, 'key-load-delay 500', 'loading-process-events-interval-bytes 1024'] })
}
