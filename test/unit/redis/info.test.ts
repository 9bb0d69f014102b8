import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseClusterInfo, parseHello, parseInfo } from '../../../src/redis/info.ts'
import { anyText } from '../../support/any-text.ts'

const id = 'a1b2c3d4'.repeat(5)

function isHarmless(value: unknown): boolean {
  if (typeof value === 'string') return /^[\w.-]{1,48}$/.test(value)
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)
}

describe('parseInfo', () => {
  test('a replica', () => {
    const text = [
      '# Server',
      'redis_version:7.0.15',
      `run_id:${id}`,
      'uptime_in_seconds:12',
      '# Replication',
      'role:slave',
      'master_link_status:down',
      'master_sync_in_progress:1',
      `master_replid:${id}`,
      `master_replid2:${'0'.repeat(40)}`,
      'slave_read_only:0',
      'redis_mode:standalone',
      'maxmemory:26214400',
      'maxmemory_policy:allkeys-lru',
      '',
    ].join('\r\n')
    expect(parseInfo(text)).toEqual({
      server: 'redis',
      version: '7.0.15',
      runId: id,
      uptimeSeconds: 12,
      role: 'slave',
      masterLinkStatus: 'down',
      masterSyncInProgress: true,
      masterReplid: id,
      maxMemory: 26_214_400,
      maxMemoryPolicy: 'allkeys-lru',
      replicaReadOnly: false,
      mode: 'standalone',
    })
  })

  test.each([
    ['redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.0.1', { server: 'valkey', version: '8.0.1' }],
    ['redis_version:7.2.11\r\nserver_name:valkey', { server: 'valkey', version: '7.2.11' }],
    ['redis_version:8.0-rc1', { server: 'redis', version: '8.0-rc1' }],
  ])('%j', (text, expected) => {
    expect(parseInfo(text)).toEqual(expected)
  })

  test('a malformed value is left out', () => {
    const text =
      'redis_version:<b>7</b>\nmaxclients:-1\nused_memory:1e9\nmaxmemory:99999999999999999999\nrun_id:x\nrole:king\nredis_mode:2'
    expect(parseInfo(text)).toEqual({ server: 'redis' })
  })

  test('KeyDB: an active replica is a primary', () => {
    expect(parseInfo('redis_version:6.3.4\r\nrole:active-replica')).toMatchObject({
      role: 'master',
      activeReplica: true,
    })
    expect(parseInfo('role:master')).not.toHaveProperty('activeReplica')
  })

  test('the first line of a name counts', () => {
    expect(parseInfo('maxclients:40\r\nmaxclients:4')).toEqual({ server: 'redis', maxClients: 40 })
  })

  test('any text gives only fields of their kind, and no hostile character', () => {
    const names = [
      'run_id',
      'role',
      'redis_version',
      'maxmemory_policy',
      'used_memory',
      'redis_mode',
      'master_link_status',
      '__proto__',
    ]
    const line = fc.tuple(fc.constantFrom(...names), anyText()).map(([name, value]) => `${name}:${value}`)
    const text = fc.oneof(
      anyText(),
      fc.array(line).map((lines) => lines.join('\r\n')),
    )
    fc.assert(
      fc.property(text, (text) => {
        expect(Object.values(parseInfo(text)).filter((value) => !isHarmless(value))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test('numbers come back as they went in', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (used, max) => {
        expect(parseInfo(`used_memory:${used}\r\nmaxmemory:${max}\r\n`)).toMatchObject({
          usedMemory: used,
          maxMemory: max,
        })
      }),
    )
  })
})

test('every field of INFO that is used is read', () => {
  const text = [
    'server_name:valkey',
    'redis_version:7.2.4',
    'valkey_version:8.1.4-rc1',
    `run_id:${id}`,
    'uptime_in_seconds:12',
    'redis_mode:sentinel',
    'role:active-replica',
    `master_replid:${id}`,
    `master_replid2:${'b'.repeat(40)}`,
    'master_link_status:up',
    'master_sync_in_progress:0',
    'replica_read_only:1',
    'connected_clients:3',
    'maxclients:40',
    'rejected_connections:5',
    'used_memory:1000',
    'maxmemory:2000',
    'maxmemory_policy:noeviction',
    'evicted_keys:7',
    'loading_eta_seconds:9',
  ].join('\n')
  expect(parseInfo(text)).toEqual({
    server: 'valkey',
    version: '8.1.4-rc1',
    runId: id,
    uptimeSeconds: 12,
    mode: 'sentinel',
    role: 'master',
    activeReplica: true,
    masterReplid: id,
    masterReplid2: 'b'.repeat(40),
    masterLinkStatus: 'up',
    masterSyncInProgress: false,
    replicaReadOnly: true,
    connectedClients: 3,
    maxClients: 40,
    rejectedConnections: 5,
    usedMemory: 1_000,
    maxMemory: 2_000,
    maxMemoryPolicy: 'noeviction',
    evictedKeys: 7,
    loadingEtaSeconds: 9,
  })
  expect(parseInfo('valkey_version:8.1\r\n').server).toBe('valkey')
})

test.each([
  ['redis_version', 'v7.0.15'],
  ['redis_version', '7.0.15 '],
  ['redis_version', '7'],
  ['maxmemory_policy', '-lru'],
  ['maxmemory_policy', 'allkeys lru'],
  ['run_id', `${'a'.repeat(40)}0`],
  ['run_id', `0${'a'.repeat(40)}`],
  ['run_id', '0'.repeat(40)],
  ['used_memory', '1e3'],
  ['slave_read_only', 'yes'],
  ['redis_mode', 'other'],
])('%s:%s is left out', (name, value) => {
  expect(parseInfo(`${name}:${value}`)).toEqual({ server: 'redis' })
})

test('an id that begins or ends with zeros is one', () => {
  for (const one of [`${'0'.repeat(20)}${'a'.repeat(20)}`, `${'a'.repeat(20)}${'0'.repeat(20)}`]) {
    expect(parseInfo(`run_id:${one}`).runId).toBe(one)
  }
})

describe('parseHello', () => {
  test('a primary of Valkey', () => {
    const reply = ['server', 'valkey', 'version', '8.0.1', 'proto', 2, 'id', 7, 'mode', 'standalone', 'role', 'master']
    expect(parseHello([...reply, 'modules', []])).toEqual({
      server: 'valkey',
      version: '8.0.1',
      mode: 'standalone',
      role: 'master',
    })
  })

  test('a replica in a cluster', () => {
    expect(parseHello(['server', 'redis', 'mode', 'cluster', 'role', 'replica'])).toEqual({
      server: 'redis',
      mode: 'cluster',
      role: 'slave',
    })
  })

  test.each([['OK'], [null], [7]])('%j is none', (reply) => {
    expect(parseHello(reply)).toBeUndefined()
  })

  test('any reply gives only fields of their kind', () => {
    const name = fc.constantFrom('server', 'version', 'mode', 'role')
    const reply = fc.array(fc.oneof(name, anyText(), fc.integer(), fc.constant(null)))
    fc.assert(
      fc.property(reply, (reply) => {
        expect(Object.values(parseHello(reply) ?? {}).filter((value) => !isHarmless(value))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})

test('parseClusterInfo', () => {
  const text = 'cluster_state:ok\r\ncluster_slots_assigned:16384\r\ncluster_slots_ok:16384\r\ncluster_size:3\r\n'
  expect(parseClusterInfo(text)).toEqual({ size: 3, slots: 16_384 })
  expect(parseClusterInfo('cluster_size:x\r\n')).toEqual({})
})
