import { describe, expect, test } from 'vitest'
import { checkIds } from '../../../src/checks/check.ts'
import { judge } from '../../../src/checks/judge.ts'
import { readInputs } from '../../../src/inputs/inputs.ts'
import { selfSigned } from '../../support/certificates.ts'
import { slowness } from '../../support/slowness.ts'
import { at, everything, failureOf, nothing, observe, password, patientMs, proxy, redis, valueOf } from './harness.ts'

describe('the role of the reader', () => {
  test('a healthy primary and its replica over TLS: all facts are known', async () => {
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
    // Each command by name, without values.
    expect(lines).toContainEqual(expect.stringMatching(/^writer: SET [\d.]+ ms$/))
    expect(lines.join('\n')).not.toContain('heroku-redis-action:probe')
  })

  test('a healthy primary and its replica over TLS: every check of Redis passes', async () => {
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
    // Without facts from Heroku and earlier runs.
    const ofRedis = findings.filter(({ id, target }) => target !== 'app' && id !== 'trend')
    expect(ofRedis.filter(({ status }) => status !== 'pass')).toEqual([])
    expect(new Set(ofRedis.map(({ id }) => id))).toEqual(new Set(checkIds.slice(checkIds.indexOf('connect'), -1)))
  })

  test('one server under two names is detected by its run_id', async () => {
    const server = await redis({ password })
    const { facts } = await observe({ writer: at(server), reader: at(server, { host: 'localhost' }) })
    expect(facts.pair).toMatchObject({ role: 'same-server', split: false })
    expect(facts.pair.lag).toBeUndefined()
    expect(valueOf(facts.reader.read).source).toBe('marker')
  })

  test('a replica of another primary is a stranger', async () => {
    const stranger = await redis({ replicaOf: await redis() })
    const { facts } = await observe({ writer: at(await redis()), reader: at(stranger) })
    expect(facts.pair).toMatchObject({ role: 'stranger', split: false })
    expect(valueOf(facts.reader.read).source).toBe('plain')
    expect(facts.pair.lag).toBeUndefined()
  })

  test('two unrelated servers are two primaries', async () => {
    const { facts } = await observe({ writer: at(await redis()), reader: at(await redis()), lagTimeoutMs: 500 })
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

  test('swapped: the writer is the reader’s replica', async () => {
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

  test('INFO and ROLE denied on one endpoint: still one server', async () => {
    const server = await redis({ acl: ['app on >secret-of-app ~* +@all -info -role'] })
    const { facts } = await observe({ writer: at({ ...server, password: 'secret-of-app' }, { username: 'app' }) })
    expect(facts.pair).toMatchObject({ role: 'same-server', proof: 'writer and reader are one endpoint' })
    expect(facts.writer.write?.ok).toBe(true)
    expect(valueOf(facts.reader.read).source).toBe('marker')
  })

  test('one unreachable endpoint does not affect the facts of the other', async () => {
    const writer = await redis()
    const { facts } = await observe({ writer: at(writer), reader: at({ port: 1 }) })
    expect(failureOf(facts.reader.connect)).toMatchObject({ reason: 'redis-refused', stage: 'tcp' })
    expect(facts.pair).toMatchObject({ role: 'unknown', proof: 'the reader was not reached' })
    expect(facts.writer.write?.ok).toBe(true)
    expect(facts.reader.latency).toBeUndefined()
  })
})

/** Two primaries that copy each other, like Redis Enterprise and KeyDB: a SET on one appears on the other. */
async function activePair(delayMs: number) {
  const reader = await redis()
  const server = await redis()
  const writer = await proxy(server, {
    onUp: (chunk) => {
      for (const [, key = '', value = ''] of chunk
        .toString()
        .matchAll(/\$3\r\nSET\r\n\$\d+\r\n(.*)\r\n\$\d+\r\n(.*)\r\n/g)) {
        setTimeout(() => void reader.command('SET', key, value, 'EX', 60), delayMs)
      }
    },
  })
  return { writer, reader }
}

describe('two primaries', () => {
  test.each([0, 700])('that replicate each other with a delay of %i ms are active-active', async (delayMs) => {
    const { writer, reader } = await activePair(delayMs)
    const { facts } = await observe({ writer: at(writer), reader: at(reader) })
    expect(facts.pair).toMatchObject({ role: 'active-active', split: false })
    expect(facts.pair.proof).toContain('the reader shows what is written on the writer')
    expect(valueOf(facts.reader.read).source).toBe('marker')
    expect(valueOf(facts.pair.lag).min).toBeGreaterThanOrEqual(delayMs === 0 ? 0 : delayMs - 50)
  })

  test('are of unknown relation if nothing may be written', async () => {
    const facts = { ...everything, write: false, lag: false }
    const observation = await observe({ writer: at(await redis()), reader: at(await redis()), facts })
    expect(observation.facts.pair).toMatchObject({ role: 'unknown', split: false })
    expect(observation.facts.pair.proof).toContain('without a written key')
  })

  test('are a split if one was promoted, without waiting for a marker', async () => {
    const primary = await redis()
    const replica = await redis({ replicaOf: primary })
    await replica.command('REPLICAOF', 'NO', 'ONE')
    const { facts } = await observe({ writer: at(primary), reader: at(replica), lagTimeoutMs: 600_000 })
    expect(facts.pair).toMatchObject({ role: 'primary', split: true })
  })
})

describe('a replica', () => {
  test('that accepts writes is detected by INFO', async () => {
    const replica = await redis({ replicaOf: await redis(), extra: ['replica-read-only no'] })
    const { facts } = await observe({ writer: at(replica) })
    expect(valueOf(facts.writer.info)).toMatchObject({ role: 'slave', replicaReadOnly: false })
    expect(facts.writer.write?.ok).toBe(true)
  })

  test('with a broken link is detected by INFO, without waiting for a marker', async () => {
    const primary = await redis()
    const link = await proxy(primary)
    const replica = await redis({ replicaOf: link })
    await link.stop()
    await expect
      .poll(async () => String(await replica.command('INFO', 'replication')), { timeout: 20_000 })
      .toContain('master_link_status:down')
    const { facts } = await observe({ writer: at(primary), reader: at(replica), lagTimeoutMs: 600_000 })
    expect(facts.pair.role).toBe('replica')
    expect(valueOf(facts.reader.info).masterLinkStatus).toBe('down')
    expect(valueOf(facts.reader.read).source).toBe('plain')
    expect(facts.pair.lag).toBeUndefined()
  })
})

describe('one server', () => {
  const withoutRunId = {
    rewrite: (chunk: Buffer) => Buffer.from(chunk.toString('latin1').replace('run_id:', 'run_xx:'), 'latin1'),
  }

  test('without a run_id in INFO, under one endpoint or one address', async () => {
    const server = await redis({ password, acl: ['app on >secret-of-app ~* &* +@all'] })
    const link = await proxy(server, withoutRunId)
    const { facts } = await observe({ writer: at({ ...link, password }) })
    expect(facts.pair).toMatchObject({ role: 'same-server', proof: 'writer and reader are one endpoint' })
    expect(valueOf(facts.reader.read).source).toBe('marker')

    const reader = at({ ...link, password: 'secret-of-app' }, { username: 'app' })
    const other = await observe({ writer: at({ ...link, password }), reader })
    expect(other.facts.pair).toMatchObject({ role: 'same-server', proof: 'writer and reader have one address' })
    expect(valueOf(other.facts.reader.read).source).toBe('marker')
  })

  test('without a run_id in INFO, under two addresses: not known', async () => {
    const server = await redis()
    const [one, two] = [await proxy(server, withoutRunId), await proxy(server, withoutRunId)]
    const { facts } = await observe({ writer: at(one), reader: at(two) })
    expect(facts.pair).toMatchObject({ role: 'unknown', proof: 'INFO has no run_id' })
  })
})

describe('durations', () => {
  test('a replication delay of 300 ms is measured as 300 ms or more', async () => {
    const primary = await redis()
    const slow = await proxy(primary)
    const replica = await redis({ replicaOf: slow })
    slow.set({ delayMs: { down: 300 } })
    const { facts } = await observe({ writer: at(primary), reader: at(replica) })
    expect(facts.pair.role).toBe('replica')
    const { min, p50, max, resolutionMs } = valueOf(facts.pair.lag)
    expect(min).toBeGreaterThan(285)
    expect([min, p50, max]).toEqual([min, p50, max].toSorted((a, b) => a - b))
    // The lag is more than the reader's own round trip.
    expect(resolutionMs).toBeLessThan(min)
    expect(valueOf(facts.reader.read).ms).toBeGreaterThan(250)
  })

  test('a link of 40 ms each way is measured as round trips of 80 ms or more', async () => {
    const far = await proxy(await redis(), { delayMs: 40 })
    const { facts } = await observe({ writer: at(far), samples: 5 })
    const { values } = valueOf(facts.writer.latency)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(79)
  })

  test('a delay longer than the time-out of a command is measured too', async () => {
    const primary = await redis()
    const commandTimeoutMs = Math.min(1_400, 300 * slowness)
    const slow = await proxy(primary)
    const replica = await redis({ replicaOf: slow })
    slow.set({ delayMs: { down: commandTimeoutMs + 100 } })
    const { facts } = await observe({
      writer: at(primary),
      reader: at(replica),
      commandTimeoutMs,
      lagTimeoutMs: 2 * patientMs,
    })
    expect(valueOf(facts.pair.lag).min).toBeGreaterThan(commandTimeoutMs + 50)
  })

  test('a write that never appears on the replica times out once', async () => {
    const primary = await redis()
    const link = await proxy(primary)
    const replica = await redis({ replicaOf: link })
    link.set({ delayMs: { down: 60_000 } })
    const { facts } = await observe({ writer: at(primary), reader: at(replica), lagTimeoutMs: 400 })
    expect(facts.pair.role).toBe('replica')
    const expected = { reason: 'redis-timeout', stage: 'command', command: 'GET' }
    expect(failureOf(facts.reader.read)).toMatchObject(expected)
    expect(failureOf(facts.pair.lag)).toMatchObject(expected)
    expect(facts.reader.latency?.ok).toBe(true)
    // A single marker.
    expect(await primary.command('INFO', 'commandstats')).toContain('cmdstat_set:calls=1,')
  })
})

describe('facts that are not requested', () => {
  test('without write and lag nothing is written', async () => {
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

  test('lag without write: markers are written for the lag alone', async () => {
    const primary = await redis()
    const replica = await redis({ replicaOf: primary })
    const facts = { ...everything, write: false }
    const observation = await observe({ writer: at(primary), reader: at(replica), facts })
    expect(observation.facts.writer.write).toBeUndefined()
    expect(observation.facts.pair.lag?.ok).toBe(true)
    expect(await primary.command('DBSIZE')).toBe(0)
  })

  test('none: no command is sent', async () => {
    const server = await redis()
    const { facts } = await observe({ writer: at(server), facts: nothing })
    expect(Object.keys(facts.writer)).toEqual(['endpoint', 'attempts', 'timings', 'connect', 'hello'])
    expect(await server.command('INFO', 'commandstats')).not.toMatch(/cmdstat_(?:set|get|del|ping|role):/)
  })
})
