import { describe } from 'vitest'
import * as given from './fixtures.ts'
import { broken, but, healthy, judges, lacking, ok, one, oneEndpoint, refused, without } from './fixtures.ts'

const at = 'The writer at writer.example.com:6380'

describe('write', () => {
  judges('write', 'writer', [
    ['done', healthy, { is: 'pass', says: 'A test key was written, read back and deleted.', value: '80 ms' }],
    [
      'done at the third try',
      but({ writer: { write: ok({ ms: 1, attempts: 3 }) } }),
      { is: 'pass', says: 'A test key was written, read back and deleted after 3 tries.', value: '1 ms' },
    ],
    [
      'the key could not be deleted',
      but({
        writer: {
          write: ok({ ms: 1, attempts: 1, cleanup: broken('redis-connection-lost', { code: 'ECONNRESET' }).failure }),
        },
      }),
      {
        is: 'warn redis-connection-lost',
        says: 'Writes work, but the test key could not be deleted (ECONNRESET).',
        hint: /^The key expires within a minute\./,
        value: '1 ms',
      },
    ],
    [
      'not in a dry run',
      { ...lacking('writer', 'write'), dryRun: true },
      { is: 'skip', says: 'A dry run writes nothing to Redis.' },
    ],
    ['not requested', lacking('writer', 'write'), { is: 'skip', says: 'Not tested: no write was requested.' }],
    [
      'refused by a server that says that it is a primary',
      but({
        writer: {
          write: broken('redis-read-only', { command: 'set', code: 'READONLY', transient: true, attempts: 3 }),
        },
      }),
      { is: 'fail redis-read-only', says: `${at} is a replica and refuses writes (SET, READONLY, 3 tries).` },
    ],
    [
      'refused without a known number of tries',
      but({ writer: { write: broken('redis-busy', { command: 'set', transient: true }) } }),
      { is: 'fail redis-busy', says: `${at} is blocked by a script (SET, retried without success).` },
    ],
    [
      'full',
      but({ writer: { write: broken('redis-out-of-memory', { command: 'set', code: 'OOM' }) } }),
      {
        is: 'fail redis-out-of-memory',
        says: `${at} is full and refuses writes (SET, OOM).`,
        hint: /`settings: maxmemory-policy=allkeys-lru`/,
      },
    ],
    [
      'not allowed on the keys of the test',
      but({
        writer: {
          write: broken('redis-no-permission', {
            command: 'set',
            code: 'NOPERM',
            grant: { command: 'set', keys: 'heroku-redis-action:probe:*' },
          }),
        },
      }),
      {
        is: 'fail redis-no-permission',
        says: `${at} does not allow its user to run SET (NOPERM).`,
        cause: /of the user default do not allow the keys of the test\.$/,
        hint: /^Add `~heroku-redis-action:probe:\* \+set` to the access rules/,
      },
    ],
    [
      'not allowed at all',
      but({ writer: { write: broken('redis-no-permission', { command: 'set', grant: { command: 'set' } }) } }),
      {
        is: 'fail redis-no-permission',
        says: /to run SET/,
        cause: /do not allow the command/,
        hint: /^Add `\+set` to/,
      },
    ],
    [
      'a command that a proxy does not know',
      but({ writer: { write: broken('redis-no-permission', { command: 'set', unknownCommand: true }) } }),
      { is: 'fail redis-no-permission', says: /to run SET/, cause: /renamed or disabled on this server, or a proxy/ },
    ],
    ['not reached', but({ writer: refused('redis-dns') }), { is: 'skip', says: /see `connect`\.$/ }],
    [
      'accepted by a writable replica',
      but({ writerInfo: { role: 'slave', replicaReadOnly: false } }),
      {
        is: 'skip',
        says: 'A test key was written, read back and deleted. The writer is not a primary; see `role`.',
      },
    ],
  ])
})

describe('read', () => {
  judges('read', 'reader', [
    ['the test key', healthy, { is: 'pass', says: 'The reader returned what the writer wrote.', value: '40 ms' }],
    [
      'any key',
      but({ reader: { read: ok({ ms: 1, attempts: 2, source: 'plain' }) } }),
      { is: 'pass', says: 'The reader answers reads after 2 tries.', value: '1 ms' },
    ],
    [
      'wrong',
      but({ reader: { read: broken('redis-wrong-data') } }),
      { is: 'fail redis-wrong-data', says: /returned the wrong data/ },
    ],
    [
      'nothing is answered any more',
      but({ reader: { read: broken('redis-timeout'), latency: broken('redis-timeout') } }),
      { is: 'fail redis-timeout', says: /did not answer in time/ },
    ],
    [
      'a time-out on the writer’s own server',
      but({ reader: { read: broken('redis-timeout') }, pair: { role: 'same-server' } }),
      { is: 'fail redis-timeout', says: /did not answer in time/ },
    ],
    [
      'the test key never arrives, with replication skipped',
      but({ reader: { read: broken('redis-timeout') }, pair: { lag: broken('redis-timeout') } }),
      {
        is: 'fail replication-lag',
        says: 'What the writer wrote did not reach the reader within the time allowed.',
        settings: { skipChecks: new Set(['replication'] as const) },
      },
    ],
    ['not requested', lacking('reader', 'read'), { is: 'skip', says: 'Not tested: no read was requested.' }],
    ['not reached', but({ reader: refused('redis-dns') }), { is: 'skip', says: /see `connect`\.$/ }],
  ])
})

describe('latency', () => {
  const took = (p95: number, more: object = {}) =>
    but({ writer: { latency: ok({ p50: 1, p95, p99: p95, max: p95, samples: 20, values: [], ...more }) } })
  const threshold = '500ms/2s'
  judges('latency', 'writer', [
    [
      'just under the warning',
      took(499.9),
      { is: 'pass', says: 'The writer answers PING within 500 ms (p95 of 20; p50 1 ms).', value: '500 ms', threshold },
    ],
    ['at the warning', took(500), { is: 'warn latency', says: /within 500 ms/, value: '500 ms', threshold }],
    ['just under the limit', took(1999), { is: 'warn latency', says: /within 2 s/, value: '2 s', threshold }],
    ['at the limit', took(2000), { is: 'fail latency', says: /within 2 s/, value: '2 s', threshold }],
    [
      'one limit alone',
      took(500),
      {
        is: 'pass',
        says: /within 500 ms/,
        value: '500 ms',
        threshold: '501ms',
        settings: { latency: { fail: 501, text: '501ms' } },
      },
    ],
    [
      'measured with GET',
      took(10, { command: 'GET' }),
      { is: 'pass', says: /^The writer answers GET within 10 ms/, value: '10 ms', threshold },
    ],
    [
      'stopped, because it is over the limit whatever follows',
      took(4500, { samples: 3, stopped: 'over-limit' }),
      { is: 'fail latency', says: /\(p95 of 3, stopped over the limit; p50 1 ms\)/, value: '4.5 s', threshold },
    ],
    [
      'stopped, because the time is used up',
      took(100, { samples: 3, stopped: 'out-of-time' }),
      { is: 'pass', says: /\(p95 of 3, stopped early; p50 1 ms\)/, value: '100 ms', threshold },
    ],
    [
      'neither PING nor GET is allowed',
      but({ writer: { latency: broken('redis-no-permission') } }),
      { is: 'skip', says: 'Not known: the access rules (ACL) allow the user neither PING nor GET.' },
    ],
    [
      'broken',
      but({ writer: { latency: broken('redis-loading', { command: 'ping' }) } }),
      { is: 'fail redis-loading', says: `${at} is still loading its data (PING).` },
    ],
    ['not measured', lacking('writer', 'latency'), { is: 'skip', says: 'Not known: the latency was not measured.' }],
    ['not reached', but({ writer: refused('redis-dns') }), { is: 'skip', says: /see `connect`\.$/ }],
  ])

  const oneServer = { pair: { role: 'same-server', proof: '' } } as const
  judges('latency', 'reader', [
    ['one endpoint', oneEndpoint, { is: 'skip', says: 'Judged with the writer: both are one endpoint.' }],
    [
      'one server under two addresses',
      but(oneServer),
      { is: 'pass', says: /^The reader answers PING within 46 ms/, value: '46 ms', threshold },
    ],
    [
      'one server under two addresses, not measured',
      {
        ...healthy,
        probe: {
          writer: given.writer,
          reader: without(given.reader, 'latency'),
          pair: { role: 'same-server', proof: '', split: false },
        },
      },
      { is: 'skip', says: 'Not known: the latency was not measured.' },
    ],
    [
      'broken on one endpoint',
      one({ latency: broken('redis-timeout') }),
      { is: 'skip', says: 'Judged with the writer: both are one endpoint.' },
    ],
  ])
})
