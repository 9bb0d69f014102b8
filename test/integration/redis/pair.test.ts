import { describe, expect, test } from 'vitest'
import { checkIds } from '../../../src/checks/check.ts'
import { judge } from '../../../src/checks/judge.ts'
import { readInputs } from '../../../src/inputs/inputs.ts'
import { selfSigned } from '../../support/certificates.ts'
import { at, everything, failureOf, nothing, observe, password, proxy, redis, valueOf } from './harness.ts'

describe('who the reader is', () => {
  test('a healthy primary and its replica over TLS: every fact is there', async () => {
    const tls = selfSigned()
    const primary = await redis({ password, tls, maxclients: 40, maxmemory: '50mb' })
    const replica = await redis({ password, tls, maxclients: 40, maxmemory: '50mb', replicaOf: primary })
    const { facts, lines } = await observe({ writer: at(primary), reader: at(replica), samples: 20 })

    expect(facts.pair).toMatchObject({ role: 'replica', split: false, lag: { ok: true, value: { samples: 5 } } })
    expect(facts.pair.proof).toContain('master_replid')
    for (const side of [facts.writer, facts.reader]) {
      expect(side.attempts).toBe(1)
      expect(Object.keys(side.timings)).toEqual(['dnsMs', 'tcpMs', 'tlsMs', 'loginMs'])
      expect(side.tls?.certificate?.sha256).toBe(tls.sha256)
      const { maxClients, maxMemory, maxMemoryPolicy, server } = valueOf(side.info)
      expect({ maxClients, maxMemory, maxMemoryPolicy, server }).toEqual({
        maxClients: 40,
        maxMemory: 50 * 1024 * 1024,
        maxMemoryPolicy: 'noeviction',
        server: 'redis',
      })
      const { p50, p95, p99, max, values } = valueOf(side.latency)
      expect(values).toHaveLength(20)
      expect([p50, p95, p99, max]).toEqual([p50, p95, p99, max].toSorted((a, b) => a - b))
    }
    expect(Object.keys(valueOf(facts.writer.write))).toEqual(['ms', 'attempts'])
    expect(valueOf(facts.reader.read)).toMatchObject({ source: 'marker', attempts: 1 })
    expect(facts.writer.read).toBeUndefined()
    expect(facts.reader.write).toBeUndefined()
    // Each command by name, never a value.
    expect(lines).toContainEqual(expect.stringMatching(/^writer: SET [\d.]+ ms$/))
    expect(lines.join('\n')).not.toContain('heroku-redis-action:probe')
  })

  test('a healthy primary and its replica over TLS: every check passes, and none is left out', async () => {
    const tls = selfSigned()
    const settings = { password, tls, maxclients: 40, maxmemory: '50mb' }
    const primary = await redis(settings)
    const replica = await redis({ ...settings, replicaOf: primary })
    const { facts } = await observe({ writer: at(primary), reader: at(replica), samples: 20 })
    const addon = {
      name: 'cloud',
      service: 'rediscloud',
      plan: 'rediscloud:30',
      state: 'provisioned',
      shared: false,
    } as const
    const config = {
      url: { state: 'ok', configVar: 'REDISCLOUD_URL' },
      variables: [{ name: 'REDIS_WRITER_HOST', state: 'ok', side: 'writer', field: 'host', source: 'REDISCLOUD_URL' }],
    } as const
    const about = {
      app: 'my-app',
      mode: 'check',
      dryRun: false,
      now: Date.now(),
      doneActions: new Set<never>(),
    } as const
    const inputs = readInputs(
      (name) =>
        ({ app: 'my-app', 'require-replica': 'true', 'tls-verify': `sha256:${tls.sha256}` })[name as 'app'] ?? '',
      {},
      '/workspace',
    )
    const findings = judge({ ...about, addon, config, probe: facts }, inputs, String)
    expect(findings.filter(({ status }) => status !== 'pass')).toEqual([])
    expect(new Set(findings.map(({ id }) => id))).toEqual(new Set(checkIds))
  })

  test('one endpoint under two names is one server, by its run_id', async () => {
    const server = await redis({ password })
    const { facts } = await observe({ writer: at(server), reader: at(server, { host: 'localhost' }) })
    expect(facts.pair).toMatchObject({ role: 'same-server', split: false })
    expect(facts.pair.lag).toBeUndefined()
    expect(valueOf(facts.reader.read).source).toBe('marker')
  })

  test('a replica of somebody else is a stranger', async () => {
    const stranger = await redis({ replicaOf: await redis() })
    const { facts } = await observe({ writer: at(await redis()), reader: at(stranger) })
    expect(facts.pair).toMatchObject({ role: 'stranger', split: false })
    expect(valueOf(facts.reader.read).source).toBe('plain')
    expect(facts.pair.lag).toBeUndefined()
  })

  test('two servers that know nothing of each other are two primaries', async () => {
    const { facts } = await observe({ writer: at(await redis()), reader: at(await redis()) })
    expect(facts.pair).toMatchObject({ role: 'primary', split: false })
  })

  test('a promoted replica is a split', async () => {
    const primary = await redis()
    const replica = await redis({ replicaOf: primary })
    await replica.command('REPLICAOF', 'NO', 'ONE')
    const { facts } = await observe({ writer: at(primary), reader: at(replica) })
    expect(facts.pair).toMatchObject({ role: 'primary', split: true })
    const { facts: reverse } = await observe({ writer: at(replica), reader: at(primary) })
    expect(reverse.pair).toMatchObject({ role: 'primary', split: true })
  })

  test('swapped: the writer is the replica', async () => {
    const primary = await redis()
    const { facts } = await observe({ writer: at(await redis({ replicaOf: primary })), reader: at(primary) })
    expect(facts.pair.role).toBe('primary')
    expect(failureOf(facts.writer.write).reason).toBe('redis-read-only')
  })

  test('INFO denied: unknown, not broken', async () => {
    const primary = await redis()
    const replica = await redis({ replicaOf: primary, acl: ['app on >secret-of-app ~* +@all -info'] })
    const reader = at({ ...replica, password: 'secret-of-app' }, { username: 'app' })
    const { facts } = await observe({ writer: at(primary), reader })
    expect(facts.reader.connect.ok).toBe(true)
    expect(failureOf(facts.reader.info)).toMatchObject({ reason: 'redis-no-permission', command: 'INFO' })
    expect(facts.pair).toMatchObject({ role: 'unknown', split: false })
    expect(facts.pair.proof).toBe('INFO is denied on the reader; the reader is a replica, but whose is not known')
    expect(facts.reader.latency?.ok).toBe(true)
  })

  test('INFO and ROLE denied on both sides', async () => {
    const server = await redis({ acl: ['app on >secret-of-app ~* +@all -info -role'] })
    const { facts } = await observe({ writer: at({ ...server, password: 'secret-of-app' }, { username: 'app' }) })
    expect(facts.pair).toMatchObject({ role: 'same-server', proof: 'writer and reader are one endpoint' })
    expect(facts.writer.write?.ok).toBe(true)
    expect(valueOf(facts.reader.read).source).toBe('marker')
  })

  test('one side out of reach leaves the other side’s facts whole', async () => {
    const writer = await redis()
    const { facts } = await observe({ writer: at(writer), reader: at({ port: 1 }) })
    expect(failureOf(facts.reader.connect)).toMatchObject({ reason: 'redis-refused', stage: 'tcp' })
    expect(facts.pair).toMatchObject({ role: 'unknown', proof: 'the reader was not reached' })
    expect(facts.writer.write?.ok).toBe(true)
    expect(facts.reader.latency).toBeUndefined()
  })
})

describe('how long it takes', () => {
  test('a replication delay of 300 ms is measured as 300 ms', async () => {
    const primary = await redis()
    const slow = await proxy(primary, { delayMs: { down: 300 } })
    const replica = await redis({ replicaOf: slow })
    const { facts } = await observe({ writer: at(primary), reader: at(replica), lagTimeoutMs: 5_000 })
    expect(facts.pair.role).toBe('replica')
    const { min, p50, max, resolutionMs } = valueOf(facts.pair.lag)
    expect(min).toBeGreaterThan(285)
    expect(p50).toBeLessThan(360)
    expect(max).toBeGreaterThanOrEqual(p50)
    expect(resolutionMs).toBeLessThan(50)
    expect(valueOf(facts.reader.read).ms).toBeGreaterThan(250)
  })

  test('a link of 40 ms each way is measured as round trips of 80 ms', async () => {
    const far = await proxy(await redis(), { delayMs: 40 })
    const { facts, ms } = await observe({ writer: at(far), samples: 5 })
    const { p50, values } = valueOf(facts.writer.latency)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(79)
    expect(p50).toBeLessThan(120)
    // Login, INFO with the write, the read, five PINGs with DEL: eight round trips, and the proxy's own connection.
    expect(ms).toBeLessThan(8 * 80 + 500)
  })

  test('a delay longer than a command may take is measured all the same', async () => {
    const primary = await redis()
    const slow = await proxy(primary, { delayMs: { down: 600 } })
    const replica = await redis({ replicaOf: slow })
    const { facts } = await observe({
      writer: at(primary),
      reader: at(replica),
      commandTimeoutMs: 300,
      lagTimeoutMs: 5_000,
    })
    expect(valueOf(facts.pair.lag).min).toBeGreaterThan(580)
  })

  test('what is never seen on the replica times out once', async () => {
    const primary = await redis()
    const link = await proxy(primary)
    const replica = await redis({ replicaOf: link })
    link.set({ delayMs: { down: 60_000 } })
    const { facts, ms } = await observe({ writer: at(primary), reader: at(replica), lagTimeoutMs: 400 })
    expect(facts.pair.role).toBe('replica')
    const expected = { reason: 'redis-timeout', stage: 'command', command: 'GET' }
    expect(failureOf(facts.reader.read)).toMatchObject(expected)
    expect(failureOf(facts.pair.lag)).toMatchObject(expected)
    expect(facts.reader.latency?.ok).toBe(true)
    expect(ms).toBeLessThan(2_000)
  })
})

describe('what is not wanted is not measured', () => {
  test('a dry run writes nothing', async () => {
    const primary = await redis()
    const replica = await redis({ replicaOf: primary })
    const { facts } = await observe({
      writer: at(primary),
      reader: at(replica),
      facts: { ...everything, write: false, lag: false },
    })
    expect(facts.writer.write).toBeUndefined()
    expect(facts.pair).toMatchObject({ role: 'replica' })
    expect(facts.pair.lag).toBeUndefined()
    expect(valueOf(facts.reader.read).source).toBe('plain')
    expect(await primary.command('INFO', 'commandstats')).not.toMatch(/cmdstat_(?:set|del):/)
  })

  test('skipped checks send no command', async () => {
    const server = await redis()
    const { facts } = await observe({ writer: at(server), facts: nothing })
    expect(Object.keys(facts.writer)).toEqual(['endpoint', 'attempts', 'timings', 'connect', 'hello'])
    expect(await server.command('INFO', 'commandstats')).not.toMatch(/cmdstat_(?:set|get|del|ping|role):/)
  })
})
