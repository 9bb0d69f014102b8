import { describe } from 'vitest'
import { broken, but, healthy, judges, lacking, ok, oneEndpoint, refused } from './fixtures.ts'

const threshold = '1s/10s'
const late = (p50: number) => but({ pair: { lag: ok({ min: p50, p50, max: p50, samples: 5, resolutionMs: 1 }) } })
const roleSkipped = { skipChecks: new Set(['role'] as const) }

describe('replication', () => {
  judges('replication', 'pair', [
    [
      'quick',
      healthy,
      { is: 'pass', says: 'Writes reach the reader in 20 ms (median of 5, at most 30 ms).', value: '20 ms', threshold },
    ],
    [
      'quicker than can be measured',
      but({ pair: { lag: ok({ min: 0, p50: 0, max: 0.2, samples: 5, resolutionMs: 0.4 }) } }),
      {
        is: 'pass',
        says: 'Writes reach the reader in under 0.4 ms (median of 5, at most 0.2 ms).',
        value: 'under 0.4 ms',
        threshold,
      },
    ],
    ['just under the warning', late(999), { is: 'pass', says: /in 999 ms/, value: '999 ms', threshold }],
    ['at the warning', late(1000), { is: 'warn replication-lag', says: /in 1 s/, value: '1 s', threshold }],
    ['just under the limit', late(9999), { is: 'warn replication-lag', says: /in 10 s/, value: '10 s', threshold }],
    ['at the limit', late(10_000), { is: 'fail replication-lag', says: /in 10 s/, value: '10 s', threshold }],
    [
      'Active-Active',
      but({ pair: { role: 'active-active' } }),
      { is: 'pass', says: /Writes reach the reader in 20 ms/, value: '20 ms', threshold },
    ],
    [
      'one server',
      oneEndpoint,
      { is: 'skip', says: 'Reader and writer are one server: there is nothing to replicate.' },
    ],
    [
      'unknown',
      but({ pair: { role: 'unknown', proof: 'INFO is denied' } }),
      { is: 'skip', says: 'Not known: INFO is denied.' },
    ],
    [
      'unknown, because the link was never up',
      but({ pair: { role: 'unknown' }, readerInfo: { masterLinkStatus: 'down' } }),
      { is: 'fail replication-broken', says: 'The link of the replica to its primary is down.' },
    ],
    [
      'another server’s replica, which role reports',
      but({ pair: { role: 'stranger' } }),
      { is: 'skip', says: 'The reader replicates another server than the writer; see `role`.' },
    ],
    [
      'another server’s replica, with role skipped',
      but({ pair: { role: 'stranger' } }),
      {
        is: 'fail replication-broken',
        says: 'The reader replicates another server than the writer.',
        settings: roleSkipped,
      },
    ],
    [
      'two primaries',
      but({ pair: { role: 'primary' } }),
      { is: 'skip', says: 'The reader is not a replica: there is nothing to replicate.' },
    ],
    [
      'split, which role reports',
      but({ pair: { role: 'primary', split: true } }),
      { is: 'skip', says: /^A promotion split the pair: .*; see `role`\.$/ },
    ],
    [
      'split, with role skipped',
      but({ pair: { role: 'primary', split: true } }),
      {
        is: 'fail replication-broken',
        says: 'A promotion split the pair: there are two primaries, and each accepts writes.',
        hint: /^Decide which primary holds the right data/,
        settings: roleSkipped,
      },
    ],
    [
      'the link is down',
      but({ readerInfo: { masterLinkStatus: 'down' } }),
      { is: 'fail replication-broken', says: 'The link of the replica to its primary is down.' },
    ],
    [
      'the link is down in a dry run',
      but({ readerInfo: { masterLinkStatus: 'down' }, subject: { dryRun: true } }),
      { is: 'fail replication-broken', says: /is down/ },
    ],
    [
      'a full copy is under way',
      but({ readerInfo: { masterSyncInProgress: true, masterLinkStatus: 'down' } }),
      {
        is: 'warn replication-lag',
        says: 'The replica is copying all data from its primary.',
        hint: /^Run again when the copy is complete\.$/,
      },
    ],
    [
      'with `replication-lag: off`',
      healthy,
      {
        is: 'skip',
        says: 'The lag is not measured (`replication-lag: off`).',
        settings: { replicationLag: null },
      },
    ],
    [
      'with `replication-lag: off` and a broken link',
      but({ readerInfo: { masterLinkStatus: 'down' } }),
      { is: 'fail replication-broken', says: /is down/, settings: { replicationLag: null } },
    ],
    ['not measured', lacking('pair', 'lag'), { is: 'skip', says: 'Not known: the lag was not measured.' }],
    [
      'not measured in a dry run',
      { ...lacking('pair', 'lag'), dryRun: true },
      { is: 'skip', says: 'The lag is not measured: a dry run writes nothing to Redis.' },
    ],
    [
      'the test key never arrives',
      but({ pair: { lag: broken('redis-timeout') } }),
      {
        is: 'fail replication-lag',
        says: 'What the writer wrote did not reach the reader within the time allowed.',
        threshold,
      },
    ],
    [
      'the reader breaks',
      but({ pair: { lag: broken('redis-connection-lost') } }),
      { is: 'fail redis-connection-lost', says: /^The reader at .* closed the connection/, threshold },
    ],
    [
      'the reader breaks, which read reports',
      but({ reader: { read: broken('redis-connection-lost') }, pair: { lag: broken('redis-connection-lost') } }),
      { is: 'skip', says: /closed the connection; see `read`\.$/, threshold },
    ],
    [
      'the reader is away',
      but({ reader: refused('redis-dns') }),
      { is: 'skip', says: 'Not tested: the connection to the reader failed; see `connect`.' },
    ],
    [
      'the writer is away',
      but({ writer: refused('redis-dns') }),
      { is: 'skip', says: 'Not tested: the connection to the writer failed; see `connect`.' },
    ],
  ])
})
