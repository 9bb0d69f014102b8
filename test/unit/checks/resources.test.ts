import { describe } from 'vitest'
import type { Info } from '../../../src/redis/facts.ts'
import type { PastPoint } from '../../../src/checks/past.ts'
import { broken, but, healthy, judges, now, ok, oneEndpoint } from './fixtures.ts'

const filled = (usedMemory: number, more: Partial<Info> = {}) =>
  but({ writerInfo: { usedMemory, maxMemory: 1000, ...more } })
const one = { pair: { role: 'same-server', proof: '' } } as const
const withoutInfo = but({ writer: { info: ok({ server: 'redis' }) } })
const denied = but({ writer: { info: broken('redis-no-permission') } })
/** What the run an hour ago saw. */
const before = (point: Partial<PastPoint>) => ({ subject: { history: [{ time: now - 3_600_000, ...point }] } })

describe('memory', () => {
  const threshold = '75%/90%'
  judges('memory', 'writer', [
    ['just under the warning', filled(749), { is: 'pass', says: /\(74\.9 %\)/, value: '74.9 %', threshold }],
    ['at the warning', filled(750), { is: 'warn memory', says: /\(75 %\)/, value: '75 %', threshold }],
    ['just under the limit', filled(899), { is: 'warn memory', says: /\(89\.9 %\)/, value: '89.9 %', threshold }],
    [
      'at the limit',
      filled(900),
      {
        is: 'fail memory',
        says: 'The writer uses 900 bytes of 1 kB (90 %).',
        hint: /^Set expiries on keys, or choose a larger plan/,
        value: '90 %',
        threshold,
      },
    ],
    [
      'without a limit',
      but({ writerInfo: { maxMemory: 0 } }),
      { is: 'pass', says: 'The writer uses 10 MB. The server sets no limit.' },
    ],
    [
      'a full cache that evicts any key',
      filled(1000, { maxMemoryPolicy: 'allkeys-lru' }),
      {
        is: 'pass',
        says: 'The writer uses 1 kB of 1 kB (100 %). A full cache is normal with allkeys-lru.',
        value: '100 %',
        threshold,
      },
    ],
    [
      'a full cache that evicts keys with an expiry only',
      filled(1000, { maxMemoryPolicy: 'volatile-lru' }),
      {
        is: 'warn memory',
        says: /With volatile-lru, writes are refused when no key with an expiry is left\.$/,
        value: '100 %',
        threshold,
      },
    ],
    [
      'a cache with room',
      filled(100, { maxMemoryPolicy: 'allkeys-lru' }),
      { is: 'pass', says: 'The writer uses 100 bytes of 1 kB (10 %).', value: '10 %', threshold },
    ],
    [
      'full without a known policy',
      but({ writer: { info: ok({ server: 'redis', usedMemory: 95, maxMemory: 100 }) } }),
      { is: 'fail memory', says: /95 %/, value: '95 %', threshold },
    ],
    ['not reported', withoutInfo, { is: 'skip', says: 'Not known: INFO does not report the memory.' }],
    [
      'used without a known limit',
      but({ writer: { info: ok({ server: 'redis', usedMemory: 95 }) } }),
      { is: 'skip', says: 'Not known: INFO does not report the memory.' },
    ],
    [
      'limited, and what is used is not known',
      but({ writer: { info: ok({ server: 'redis', maxMemory: 100 }) } }),
      { is: 'skip', says: 'Not known: INFO does not report the memory.' },
    ],
    ['INFO is denied', denied, { is: 'skip', says: /^Not known: the access rules/ }],
    [
      'INFO breaks',
      but({ writer: { info: broken('redis-timeout') } }),
      { is: 'skip', says: 'Not known: INFO failed (redis-timeout).' },
    ],
  ])
  judges('memory', 'reader', [
    ['one server', but(one), { is: 'skip', says: 'Judged with the writer: both are one server.' }],
    ['one endpoint', oneEndpoint, { is: 'skip', says: 'Judged with the writer: both are one endpoint.' }],
    [
      'full on a server of its own',
      but({ readerInfo: { usedMemory: 95, maxMemory: 100 } }),
      {
        is: 'fail memory',
        says: 'The reader uses 95 bytes of 100 bytes (95 %).',
        hint: /use a larger server/,
        value: '95 %',
        threshold,
      },
    ],
  ])
})

describe('eviction', () => {
  const value = 'noeviction'
  const cache = { maxMemoryPolicy: 'allkeys-lru' } as const
  judges('eviction', 'writer', [
    [
      'with room',
      healthy,
      { is: 'pass', says: 'The policy is noeviction. No keys were evicted since the server started.', value },
    ],
    [
      'noeviction near the limit',
      filled(750),
      {
        is: 'warn eviction',
        says: 'Memory is 75 % full and the policy is noeviction: once it is full, every write is refused.',
        hint: /`settings: maxmemory-policy=allkeys-lru`/,
        value,
      },
    ],
    ['noeviction below it', filled(749), { is: 'pass', says: /^The policy is noeviction\./, value }],
    [
      'noeviction near the limit, with one limit alone',
      filled(900),
      { is: 'warn eviction', says: /90 % full/, value, settings: { memory: { fail: 90, text: '90%' } } },
    ],
    [
      'noeviction just under the one limit',
      filled(899),
      { is: 'pass', says: /^The policy is noeviction\./, value, settings: { memory: { fail: 90, text: '90%' } } },
    ],
    [
      'noeviction, with `memory: off`',
      filled(1000),
      { is: 'pass', says: /^The policy is noeviction\./, value, settings: { memory: null } },
    ],
    [
      'another policy near the limit',
      filled(990, cache),
      { is: 'pass', says: /^The policy is allkeys-lru\./, value: 'allkeys-lru' },
    ],
    [
      'keys were evicted',
      but({ writerInfo: { ...cache, evictedKeys: 7 } }),
      {
        is: 'warn eviction',
        says: '7 keys were evicted since the server started (policy allkeys-lru).',
        hint: /`skip-checks`/,
        value: 'allkeys-lru',
      },
    ],
    [
      'one key was evicted',
      but({ writerInfo: { evictedKeys: 1 } }),
      { is: 'warn eviction', says: /^1 key was evicted/, value },
    ],
    [
      'keys were evicted, but none since the last run',
      but({ writerInfo: { ...cache, evictedKeys: 7 }, ...before({ evictedKeys: 7 }) }),
      {
        is: 'pass',
        says: 'The policy is allkeys-lru. No keys were evicted since the last run.',
        value: 'allkeys-lru',
      },
    ],
    [
      'keys were evicted since the last run',
      but({ writerInfo: { ...cache, evictedKeys: 7 }, ...before({ evictedKeys: 4 }) }),
      {
        is: 'warn eviction',
        says: '3 keys were evicted since the last run (policy allkeys-lru).',
        value: 'allkeys-lru',
      },
    ],
    [
      'the server restarted since the last run, and its counter with it',
      but({ writerInfo: { ...cache, evictedKeys: 2 }, ...before({ evictedKeys: 7 }) }),
      {
        is: 'warn eviction',
        says: '2 keys were evicted since the last run (policy allkeys-lru).',
        value: 'allkeys-lru',
      },
    ],
    [
      'the last run did not see the counter',
      but({ writerInfo: { ...cache, evictedKeys: 7 }, ...before({}) }),
      { is: 'warn eviction', says: /^7 keys were evicted since the server started/, value: 'allkeys-lru' },
    ],
    [
      'the policy alone is reported',
      but({ writer: { info: ok({ server: 'redis', maxMemoryPolicy: 'noeviction' }) } }),
      { is: 'pass', says: 'The policy is noeviction.', value },
    ],
    [
      'the policy is reported with half of the memory',
      but({ writer: { info: ok({ server: 'redis', maxMemoryPolicy: 'noeviction', usedMemory: 95 }) } }),
      { is: 'pass', says: 'The policy is noeviction.', value },
    ],
    [
      'the evictions alone are reported',
      but({ writer: { info: ok({ server: 'redis', evictedKeys: 2 }) } }),
      { is: 'warn eviction', says: '2 keys were evicted since the server started (policy unknown).', value: 'unknown' },
    ],
    ['not reported', withoutInfo, { is: 'skip', says: 'Not known: INFO does not report the eviction policy.' }],
  ])
})

describe('connections', () => {
  const threshold = '80%/90%'
  const crowded = (connectedClients: number) => but({ writerInfo: { connectedClients, maxClients: 1000 } })
  judges('connections', 'writer', [
    [
      'few',
      healthy,
      { is: 'pass', says: 'The writer has 4 of 40 connections in use (10 %).', value: '10 %', threshold },
    ],
    ['just under the warning', crowded(799), { is: 'pass', says: /799 of 1,000/, value: '79.9 %', threshold }],
    ['at the warning', crowded(800), { is: 'warn connections', says: /800 of 1,000/, value: '80 %', threshold }],
    ['just under the limit', crowded(899), { is: 'warn connections', says: /899/, value: '89.9 %', threshold }],
    [
      'at the limit',
      crowded(900),
      { is: 'fail connections', says: /900/, hint: /`settings: timeout=60`/, value: '90 %', threshold },
    ],
    [
      'rejected since the server started',
      but({ writerInfo: { rejectedConnections: 1 } }),
      {
        is: 'warn connections',
        says: 'The writer has 4 of 40 connections in use (10 %) and rejected 1 since the server started.',
        hint: /with `state-file`, only new rejections are reported\.$/,
        value: '10 %',
        threshold,
      },
    ],
    [
      'rejected since the last run',
      but({ writerInfo: { rejectedConnections: 9 }, ...before({ rejectedConnections: 7 }) }),
      {
        is: 'warn connections',
        says: /and rejected 2 since the last run\.$/,
        hint: /^Reduce the pool sizes or choose a larger plan\.$/,
        value: '10 %',
        threshold,
      },
    ],
    [
      'rejected before the last run only',
      but({ writerInfo: { rejectedConnections: 9 }, ...before({ rejectedConnections: 9 }) }),
      { is: 'pass', says: /in use \(10 %\)\.$/, value: '10 %', threshold },
    ],
    [
      'without a limit',
      but({ writerInfo: { maxClients: 0 } }),
      { is: 'skip', says: 'Not known: INFO does not report the connections.' },
    ],
    ['not reported', withoutInfo, { is: 'skip', says: 'Not known: INFO does not report the connections.' }],
    [
      'only the limit is reported',
      but({ writer: { info: ok({ server: 'redis', maxClients: 40 }) } }),
      { is: 'skip', says: 'Not known: INFO does not report the connections.' },
    ],
  ])
  judges('connections', 'reader', [
    ['one server', but(one), { is: 'skip', says: 'Judged with the writer: both are one server.' }],
    [
      'rejected by a server of its own, whatever the history of the writer is',
      but({ readerInfo: { rejectedConnections: 5 }, ...before({ rejectedConnections: 5 }) }),
      {
        is: 'warn connections',
        says: /^The reader .* and rejected 5 since the server started\.$/,
        value: '10 %',
        threshold,
      },
    ],
  ])
})
