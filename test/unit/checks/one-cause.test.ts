import { describe, expect, it } from 'vitest'
import type { CheckId } from '../../../src/checks/check.ts'
import type { ManagedVar, Subject } from '../../../src/checks/subject.ts'
import * as given from './fixtures.ts'
import {
  broken,
  but,
  configWith,
  failures,
  findings,
  found,
  ok,
  one,
  oneEndpoint,
  refused,
  variable,
} from './fixtures.ts'

const check = { mode: 'check' } as const
const reader = (field: 'host' | 'port' | 'password' | 'tls'): ManagedVar => ({
  ...variable('reader', field, 'differs'),
  source: 'REDIS_URL',
})
const stalePassword = configWith(variable('writer', 'password', 'differs'), reader('password'))
const staleHost = configWith(variable('writer', 'host', 'differs'), reader('host'))
const login = { stage: 'login', code: 'WRONGPASS' } as const

/** One cause, and the one check that reports it. */
const causes: readonly (readonly [cause: string, subject: Subject, report: string])[] = [
  [
    'one stale password on one server',
    one(refused('redis-wrong-password', login), { ...check, config: stalePassword }),
    'config app: config-drift',
  ],
  ['a stale host that is gone', one(refused('redis-dns'), { ...check, config: staleHost }), 'config app: config-drift'],
  [
    'a stale host that is a replica now',
    one(
      { info: ok({ ...given.info, role: 'slave' }), write: broken('redis-read-only') },
      { ...check, config: staleHost },
    ),
    'config app: config-drift',
  ],
  [
    'a stale TLS flag',
    one(
      { ...refused('redis-tls-required'), endpoint: { ...given.writer.endpoint, tls: false } },
      { ...check, config: configWith(variable('writer', 'tls', 'differs'), reader('tls')) },
    ),
    'config app: config-drift',
  ],
  ['a server that is down', one(refused('redis-refused')), 'connect writer: redis-refused'],
  [
    'a server that requires TLS',
    one({ ...refused('redis-tls-required'), endpoint: { ...given.writer.endpoint, tls: false } }),
    'connect writer: redis-tls-required',
  ],
  [
    'a certificate that is not trusted',
    one(refused('redis-certificate', { stage: 'tls' })),
    'connect writer: redis-certificate',
  ],
  ['no add-on', { ...given.bare, mode: 'check' }, 'addon app: addon-missing'],
  [
    'no URL',
    {
      ...given.without(oneEndpoint, 'probe'),
      ...check,
      unprobed: 'the add-on has no URL',
      config: { url: { state: 'missing', configVars: ['REDIS_URL'] }, variables: [] },
    },
    'config app: config-missing',
  ],
  [
    'a read-only replica as the writer',
    one({ info: ok({ ...given.info, role: 'slave' }), write: broken('redis-read-only') }),
    'role writer: redis-read-only',
  ],
  [
    'a writable replica as the writer',
    one({ info: ok({ ...given.info, role: 'slave', replicaReadOnly: false }) }),
    'role writer: redis-read-only',
  ],
  ['a failover between INFO and the write', one({ write: broken('redis-read-only') }), 'write writer: redis-read-only'],
  [
    'a node of a cluster',
    one({
      unsupported: broken('redis-cluster').failure,
      write: broken('redis-cluster'),
      read: broken('redis-cluster'),
    }),
    'role writer: redis-cluster',
  ],
  [
    'a Sentinel',
    one({
      unsupported: broken('redis-sentinel').failure,
      write: broken('redis-sentinel'),
      read: broken('redis-sentinel'),
      latency: broken('redis-sentinel'),
    }),
    'role writer: redis-sentinel',
  ],
  [
    'a full server under noeviction',
    one({
      info: ok({ ...given.info, usedMemory: 100, maxMemory: 100 }),
      write: broken('redis-out-of-memory'),
    }),
    'write writer: redis-out-of-memory',
  ],
  [
    'a server that stops answering in the middle',
    one({
      info: broken('redis-timeout'),
      write: broken('redis-timeout'),
      read: broken('redis-timeout'),
      latency: broken('redis-connection-lost'),
    }),
    'write writer: redis-timeout',
  ],
  [
    'a server that loads its data',
    one({ write: broken('redis-loading'), read: broken('redis-loading'), latency: broken('redis-loading') }),
    'write writer: redis-loading',
  ],
  ['a replica of another server', but({ pair: { role: 'stranger' } }), 'role reader: not-a-replica'],
  ['a promotion', but({ pair: { role: 'primary', split: true } }), 'role reader: not-a-replica'],
  [
    'a broken link',
    but({ readerInfo: { masterLinkStatus: 'down' }, reader: { read: broken('redis-timeout') } }),
    'replication pair: replication-broken',
  ],
  [
    'a broken link to a replica that refuses old data',
    but({
      readerInfo: { masterLinkStatus: 'down' },
      reader: {
        info: ok({ ...given.info, role: 'slave', masterLinkStatus: 'down' }),
        read: broken('redis-master-down'),
        latency: broken('redis-master-down'),
      },
    }),
    'replication pair: replication-broken',
  ],
  [
    'a replica that is too late',
    but({ reader: { read: broken('redis-timeout') }, pair: { lag: broken('redis-timeout') } }),
    'replication pair: replication-lag',
  ],
]

describe('one cause, one finding', () => {
  it.each(causes)('%s', (_, subject, report) => {
    expect(failures(subject)).toEqual([report])
  })

  it.each(causes)('%s: consequences are skips that name the check that reports it', (_, subject, report) => {
    const [id = ''] = report.split(' ')
    const naming = findings(subject).filter(({ message }) => /see `/.test(message))
    for (const finding of naming) expect(finding.status).toBe('skip')
    for (const { message } of naming)
      expect(named(message)).toSatisfy((other) => hasReported(subject, other as CheckId))
    if (!['role reader: not-a-replica'].includes(report)) {
      expect(naming.filter(({ message }) => named(message) === id).length).toBeGreaterThan(0)
    }
  })
})

/** `see `config`` → `config` */
function named(message: string): string {
  return /see `([a-z]+)`/.exec(message)?.[1] ?? ''
}

/** Whoever is referred to has something to say. */
function hasReported(subject: Subject, id: CheckId): boolean {
  return findings(subject).some((each) => each.id === id && (each.status === 'fail' || each.status === 'warn'))
}

describe('two causes are two findings', () => {
  it('a stale password, and a reader of its own that is down', () => {
    const subject = but({
      writer: refused('redis-wrong-password', login),
      reader: refused('redis-refused'),
      subject: { ...check, config: configWith(variable('writer', 'password', 'differs'), variable('reader', 'host')) },
    })
    expect(failures(subject)).toEqual(['config app: config-drift', 'connect reader: redis-refused'])
  })

  it('a stale password, and a writer that is down', () => {
    const subject = one(refused('redis-dns'), { ...check, config: stalePassword })
    expect(failures(subject)).toEqual(['config app: config-drift', 'connect writer: redis-dns'])
  })

  it('a stale reader, and a writer that is down: the reader’s config vars do not explain it', () => {
    const subject = but({
      writer: refused('redis-refused'),
      subject: { ...check, config: configWith(variable('writer', 'host'), variable('reader', 'host', 'differs')) },
    })
    expect(failures(subject)).toEqual(['config app: config-drift', 'connect writer: redis-refused'])
  })

  it('a config var that is missing does not explain a server that is down', () => {
    const subject = one(refused('redis-refused'), {
      ...check,
      config: configWith(variable('writer', 'host', 'missing')),
    })
    expect(failures(subject)).toEqual(['config app: config-missing', 'connect writer: redis-refused'])
  })

  it.each([
    ['are missing', refused('redis-refused'), configWith(variable('writer', 'host', 'missing'))],
    ['hold an old password', refused('redis-refused'), stalePassword],
    ['hold an old TLS flag', refused('redis-dns'), configWith(variable('writer', 'tls', 'differs'))],
    ['hold an old TLS flag', refused('redis-wrong-password', login), configWith(variable('writer', 'tls', 'differs'))],
  ])('a writer that is down, and config vars that %s: no advice to run setup for it', (_, failure, config) => {
    const finding = found('connect', 'writer', one(failure, { ...check, config }))
    expect(`${finding.cause} ${finding.hint}`).not.toMatch(/stale|mode: setup|config vars/)
  })

  it('two servers that are down', () => {
    const subject = but({ writer: refused('redis-refused'), reader: refused('redis-refused') })
    expect(failures(subject)).toEqual(['connect writer: redis-refused', 'connect reader: redis-refused'])
  })

  it('two servers that are full', () => {
    const full = { usedMemory: 95, maxMemory: 100 }
    expect(failures(but({ writerInfo: full, readerInfo: full }))).toEqual([
      'memory writer: memory',
      'memory reader: memory',
    ])
  })
})

describe('a cause that is not reported is not referred to', () => {
  const stale = one(refused('redis-wrong-password', login), { ...check, config: stalePassword })

  it('because its check is skipped', () => {
    expect(failures(stale, { skipChecks: new Set(['config'] as const) })).toEqual([
      'connect writer: redis-wrong-password',
    ])
    const replica = one({ info: ok({ ...given.info, role: 'slave' }), write: broken('redis-read-only') })
    expect(failures(replica, { skipChecks: new Set(['role'] as const) })).toEqual(['write writer: redis-read-only'])
  })

  it('because setup has just written the config vars', () => {
    expect(failures({ ...stale, mode: 'setup' })).toEqual([
      'config app: config-drift',
      'connect writer: redis-wrong-password',
    ])
  })
})

it('says with the stale password what the app meets', () => {
  const subject = one(refused('redis-wrong-password', login), { ...check, config: stalePassword })
  expect(found('config', 'app', subject)).toMatchObject({
    message:
      'REDIS_WRITER_PASSWORD and REDIS_READER_PASSWORD differ from REDIS_URL. The writer at writer.example.com:6380 rejected the password (login, WRONGPASS, 3 tries).',
    cause: 'Heroku rotated the credentials, and the copies were not updated.',
    hint: 'Run with `mode: setup` to write the current values in one release.',
  })
  expect(found('connect', 'writer', subject).message).toBe(
    'The writer at writer.example.com:6380 rejected the password (login, WRONGPASS, 3 tries); see `config`.',
  )
})
