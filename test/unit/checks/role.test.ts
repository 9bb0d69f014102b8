import { describe } from 'vitest'
import * as given from './fixtures.ts'
import {
  broken,
  but,
  configWith,
  healthy,
  judges,
  lacking,
  ok,
  one,
  oneEndpoint,
  refused,
  variable,
} from './fixtures.ts'

const check = { mode: 'check' } as const

describe('role of the writer', () => {
  judges('role', 'writer', [
    ['a primary', healthy, { is: 'pass', says: 'The writer is a primary.' }],
    [
      'an active replica of KeyDB',
      but({ writerInfo: { activeReplica: true } }),
      { is: 'pass', says: 'The writer is a primary that replicates with another primary.' },
    ],
    [
      'a replica in setup',
      but({ writerInfo: { role: 'slave' }, writer: {} }),
      { is: 'fail redis-read-only', says: /The writer is a replica/ },
    ],
    [
      'a replica that is configured as writable, and was not written to',
      but({
        writer: { info: ok({ ...given.info, role: 'slave', replicaReadOnly: false }), write: broken('redis-timeout') },
      }),
      {
        is: 'fail redis-read-only',
        says: /accepts writes, but its primary never receives them/,
        hint: /^Use the address/,
      },
    ],
    [
      'a replica that says nothing of itself, and took the write',
      but({ writer: { info: ok({ ...given.info, role: 'slave' }), write: ok({ ms: 1, attempts: 1 }) } }),
      { is: 'fail redis-read-only', says: /accepts writes, but its primary never receives them/ },
    ],
    [
      'a primary by its own words that refuses writes',
      but({ writer: { write: broken('redis-read-only') } }),
      { is: 'skip', says: 'The writer says that it is a primary, but it refuses writes; see `write`.' },
    ],
    [
      'a primary whose write fails for another reason',
      but({ writer: { write: broken('redis-out-of-memory') } }),
      { is: 'pass', says: 'The writer is a primary.' },
    ],
    ['INFO was not requested', lacking('writer', 'info'), { is: 'skip', says: 'Not known: INFO was not requested.' }],
    [
      'INFO and the write fail alike',
      but({ writer: { info: broken('redis-timeout'), write: broken('redis-timeout') } }),
      { is: 'skip', says: /did not answer.*; see `write`\.$/ },
    ],
    [
      'INFO fails, and the write for another reason',
      but({ writer: { info: broken('redis-timeout'), write: broken('redis-out-of-memory') } }),
      { is: 'warn redis-timeout', says: /did not answer/ },
    ],
    [
      'a read-only replica',
      but({
        subject: check,
        writer: { info: ok({ ...given.info, role: 'slave' }), write: broken('redis-read-only') },
      }),
      {
        is: 'fail redis-read-only',
        says: 'The writer is a replica and refuses writes.',
        cause: /A failover is in progress/,
        hint: /^Run again in a minute/,
      },
    ],
    [
      'a writable replica',
      but({ writer: { info: ok({ ...given.info, role: 'slave', replicaReadOnly: false }) } }),
      {
        is: 'fail redis-read-only',
        says: 'The writer is a replica that accepts writes, but its primary never receives them.',
        cause: /replica-read-only no/,
        hint: /^Use the address of the primary\.$/,
      },
    ],
    [
      'a former primary that stale config vars name',
      but({
        subject: { ...check, config: configWith(variable('writer', 'host', 'differs')) },
        writer: { info: ok({ ...given.info, role: 'slave' }), write: broken('redis-read-only') },
      }),
      { is: 'skip', says: 'The writer is a replica and refuses writes; see `config`.' },
    ],
    [
      'a primary that refuses writes like a replica',
      but({ writer: { write: broken('redis-read-only') } }),
      { is: 'skip', says: 'The writer says that it is a primary, but it refuses writes; see `write`.' },
    ],
    [
      'not reported',
      but({ writer: { info: ok({ server: 'redis' }) } }),
      { is: 'skip', says: 'Not known: the server does not say whether it is a primary.' },
    ],
    [
      'INFO is denied',
      but({ writer: { info: broken('redis-no-permission') } }),
      { is: 'skip', says: 'Not known: the access rules (ACL) do not allow the user to run INFO.' },
    ],
    [
      'INFO is renamed',
      but({ writer: { info: broken('redis-error', { unknownCommand: true }) } }),
      { is: 'skip', says: 'Not known: INFO is renamed or disabled on this server.' },
    ],
    [
      'INFO is denied, but HELLO reports a primary',
      but({ writer: { info: broken('redis-no-permission'), hello: { server: 'redis', role: 'master' } } }),
      { is: 'pass', says: 'The writer is a primary.' },
    ],
    [
      'INFO is denied, but HELLO reports a replica',
      but({
        writer: {
          info: broken('redis-no-permission'),
          hello: { server: 'redis', role: 'slave' },
          write: broken('redis-read-only'),
        },
      }),
      { is: 'fail redis-read-only', says: 'The writer is a replica and refuses writes.' },
    ],
    [
      'INFO breaks',
      but({ writer: { info: broken('redis-connection-lost', { command: 'info' }) } }),
      {
        is: 'warn redis-connection-lost',
        says: 'The writer at writer.example.com:6380 closed the connection (INFO).',
      },
    ],
    [
      'INFO breaks as the write does',
      but({
        writer: { info: broken('redis-timeout', { command: 'info' }), write: broken('redis-connection-lost') },
      }),
      { is: 'skip', says: 'The writer at writer.example.com:6380 did not answer in time (INFO); see `write`.' },
    ],
    ['INFO was not requested', lacking('writer', 'info'), { is: 'skip', says: /^Not known/ }],
    [
      'a node of a cluster',
      but({
        writer: {
          cluster: { size: 3, single: false },
          unsupported: broken('redis-cluster', { command: 'cluster' }).failure,
        },
      }),
      {
        is: 'fail redis-cluster',
        says: 'The writer at writer.example.com:6380 is a node of a Redis Cluster with 3 primaries (CLUSTER).',
      },
    ],
    [
      'a node that has not joined the rest of its cluster',
      but({
        writer: {
          cluster: { size: 0, single: false },
          unsupported: broken('redis-cluster', { command: 'cluster' }).failure,
        },
      }),
      {
        is: 'fail redis-cluster',
        says: 'The writer at writer.example.com:6380 is a node of a Redis Cluster (CLUSTER).',
      },
    ],
    [
      'a Sentinel',
      but({ writer: { unsupported: broken('redis-sentinel', { command: 'info' }).failure } }),
      { is: 'fail redis-sentinel', says: /is a Redis Sentinel/ },
    ],
    [
      'not reached',
      but({ writer: refused('redis-dns') }),
      { is: 'skip', says: 'Not tested: the connection to the writer failed; see `connect`.' },
    ],
    [
      'not reached, with connect skipped',
      but({ writer: refused('redis-dns') }),
      {
        is: 'skip',
        says: 'Not tested: the connection to the writer failed.',
        settings: { skipChecks: new Set(['connect'] as const) },
      },
    ],
  ])
})

describe('role of the reader', () => {
  const alone = { role: 'same-server', proof: 'one run_id', split: false } as const
  const required = { settings: { requireReplica: true } }
  judges('role', 'reader', [
    [
      'a replica',
      healthy,
      {
        is: 'pass',
        says: 'The reader is a replica of the writer: both follow the replication id 1f2e.',
        value: 'replica',
      },
    ],
    [
      'the same server',
      oneEndpoint,
      {
        is: 'pass',
        says: 'The reader is the same server as the writer: Heroku offers no readable replica.',
        value: 'same-server',
      },
    ],
    [
      'the same server of another provider',
      { ...oneEndpoint, addon: { ...given.addon, service: 'stackhero' } },
      { is: 'pass', says: 'The reader is the same server as the writer.', value: 'same-server' },
    ],
    [
      'the same server, a replica required',
      oneEndpoint,
      {
        is: 'fail not-a-replica',
        says: 'The reader is the same server as the writer, and `require-replica` asks for a replica.',
        cause: /Reader and writer are one server\. Heroku Key-Value Store offers no readable replica\./,
        value: 'same-server',
        ...required,
      },
    ],
    [
      'the same server under two addresses, a replica required',
      but({ pair: alone }),
      { is: 'fail not-a-replica', says: /same server/, value: 'same-server', ...required },
    ],
    [
      'Active-Active',
      but({ pair: { role: 'active-active', proof: 'the test key arrived' } }),
      {
        is: 'pass',
        says: 'Reader and writer are primaries that replicate each other: the test key arrived.',
        value: 'active-active',
      },
    ],
    [
      'Active-Active, a replica required',
      but({ pair: { role: 'active-active' } }),
      { is: 'pass', says: /replicate each other/, value: 'active-active', ...required },
    ],
    [
      'a replica of another server',
      but({ pair: { role: 'stranger' } }),
      { is: 'fail not-a-replica', says: /a replica of another server/, value: 'stranger' },
    ],
    [
      'another primary',
      but({ pair: { role: 'primary' } }),
      { is: 'fail not-a-replica', says: /a separate primary/, value: 'primary' },
    ],
    [
      'split off by a promotion',
      but({ pair: { role: 'primary', split: true } }),
      {
        is: 'fail not-a-replica',
        says: 'A promotion separated reader and writer: they are two primaries now.',
        value: 'primary',
      },
    ],
    [
      'unknown',
      but({ pair: { role: 'unknown', proof: 'INFO is denied on the reader' } }),
      { is: 'skip', says: 'Not known: INFO is denied on the reader.' },
    ],
    [
      'unknown, a replica required',
      but({ pair: { role: 'unknown', proof: 'INFO is denied on the reader' } }),
      {
        is: 'fail not-a-replica',
        says: '`require-replica` asks for a replica, but it is not proven that the reader is one: INFO is denied on the reader.',
        hint: /^Allow the user to run INFO on both servers/,
        value: 'unknown',
        ...required,
      },
    ],
    [
      'a Sentinel',
      but({ reader: { unsupported: broken('redis-sentinel').failure } }),
      { is: 'fail redis-sentinel', says: /^The reader at .* is a Redis Sentinel/ },
    ],
    [
      'the writer is away',
      but({ writer: refused('redis-dns') }),
      { is: 'skip', says: 'Not tested: the connection to the writer failed; see `connect`.' },
    ],
    [
      'away',
      but({ reader: refused('redis-dns') }),
      { is: 'skip', says: /connection to the reader failed; see `connect`/ },
    ],
    [
      'one endpoint that is a Sentinel',
      one({ unsupported: broken('redis-sentinel').failure }),
      { is: 'skip', says: /is a Redis Sentinel.*; see `role`\.$/ },
    ],
  ])
})
