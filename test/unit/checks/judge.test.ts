import { describe, expect, it } from 'vitest'
import { judge } from '../../../src/checks/judge.ts'
import type { CheckSettings } from '../../../src/checks/judge.ts'
import { checkIds } from '../../../src/checks/check.ts'
import type { CheckId, CheckTarget } from '../../../src/checks/check.ts'
import type { Subject } from '../../../src/checks/subject.ts'
import * as given from './fixtures.ts'
import { broken, but, found, lacking, ok, without } from './fixtures.ts'

interface More {
  readonly settings?: Partial<CheckSettings>
  readonly says?: RegExp
  readonly hints?: RegExp
  readonly value?: string
  readonly threshold?: string
}

/** `is`: `pass`, `skip`, or the status with its reason, `fail redis-dns`. */
type Case = readonly [place: `${CheckId} ${CheckTarget}`, when: string, subject: Subject, is: string, more?: More]

function holds(cases: readonly Case[]): void {
  for (const [place, when, subject, is, more = {}] of cases) {
    it(`${place}, ${when}: ${is}`, () => {
      const [id, target] = place.split(' ') as [CheckId, CheckTarget]
      const { status, reason, message, hint, value, threshold } = found(id, target, subject, more.settings)
      expect(reason === undefined ? status : `${status} ${reason}`).toBe(is)
      expect(message).toMatch(more.says ?? /./)
      expect(hint ?? '').toMatch(more.hints ?? /^/)
      expect({ value, threshold }).toEqual({ value: more.value ?? value, threshold: more.threshold ?? threshold })
    })
  }
}

const dryRun = { ...given.healthy, dryRun: true }
const checking = { ...given.healthy, mode: 'check' } as const
const bare: Subject = {
  ...without(without(without(given.healthy, 'addon'), 'config'), 'probe'),
  unprobed: 'the app has no Redis add-on',
}
const offer = {
  name: 'heroku-redis:premium-0',
  description: '',
  cents: 1500,
  unit: 'month',
  state: 'ga',
  insidePrivateSpace: false,
  outsidePrivateSpace: true,
}
const variables = (...states: ('ok' | 'missing' | 'differs')[]) => ({
  url: { state: 'ok', configVar: 'REDIS_URL' } as const,
  variables: states.map((state, index) => ({
    name: `REDIS_WRITER_${['HOST', 'PASSWORD', 'TLS'][index] ?? ''}`,
    state,
    side: 'writer' as const,
    field: (['host', 'password', 'tls'] as const)[index] ?? 'host',
    source: 'REDIS_URL',
  })),
})

it('passes everything, and skips nothing, when a primary and its replica are well', () => {
  const findings = judge(given.healthy, given.settings, given.docs)
  expect(findings.filter(({ status }) => status !== 'pass')).toEqual([])
  expect(findings.map(({ id, target }) => `${id} ${target}`)).toEqual([
    'addon app',
    'plan app',
    'config app',
    'connect writer',
    'connect reader',
    'tls writer',
    'tls reader',
    'role writer',
    'role reader',
    'write writer',
    'read reader',
    'replication pair',
    'latency writer',
    'latency reader',
    'memory writer',
    'memory reader',
    'eviction writer',
    'connections writer',
    'connections reader',
    'version writer',
    'version reader',
  ])
})

it('names the page to read with every trouble, by its reason', () => {
  const subject = but({ subject: { mode: 'check', config: variables('differs') } })
  expect(found('config', 'app', subject).docs).toBe('https://example.com/docs/troubleshooting.md#config-drift')
  expect(found('addon', 'app', subject).docs).toBeUndefined()
})

it.each(checkIds)('leaves out %s when asked to', (id) => {
  const findings = judge(given.healthy, { ...given.settings, skipChecks: new Set([id]) }, given.docs)
  for (const finding of findings.filter((one) => one.id === id)) {
    expect(finding).toMatchObject({ status: 'skip', message: 'Skipped on request (`skip-checks`).' })
  }
})

it('says why nothing was tested when there is nothing to connect to', () => {
  const findings = judge(bare, given.settings, given.docs)
  const tests = findings.filter(({ target }) => target !== 'app')
  for (const { status, message } of tests) {
    expect(`${status}: ${message}`).toMatch(/^skip: Not tested: the app has no Redis add-on\.$/)
  }
})

describe('the app', () => {
  holds([
    ['addon app', 'provisioned', given.healthy, 'pass', { says: /heroku-redis.* is provisioned/ }],
    ['addon app', 'missing', bare, 'fail addon-missing', { hints: /mode: setup/ }],
    ['addon app', 'missing in a dry run', { ...bare, dryRun: true }, 'skip'],
    ['addon app', 'shared', but({ addon: { shared: true } }), 'pass', { says: /shared from another app/ }],
    ['addon app', 'of unseen state', { ...given.healthy, addon: { name: 'x', shared: true } }, 'pass'],
    ['addon app', 'provisioning', but({ addon: { state: 'provisioning' } }), 'fail provision-timeout'],
    [
      'addon app',
      'provisioning in a dry run',
      but({ addon: { state: 'provisioning' }, subject: { dryRun: true } }),
      'skip',
    ],
    ['addon app', 'deprovisioning', but({ addon: { state: 'deprovisioning' } }), 'fail addon-missing'],
    ['addon app', 'deprovisioned', but({ addon: { state: 'deprovisioned' } }), 'fail addon-missing'],
    [
      'addon app',
      'in an odd state',
      but({ addon: { state: 'on\nfire' } }),
      'fail provision-failed',
      { says: /“on fire”/ },
    ],
    [
      'addon app',
      'the data service waits',
      but({ addon: { dataServiceWaiting: true, dataServiceMessage: 'preparing' } }),
      'warn provision-timeout',
      { says: /“preparing”/, hints: /redis:wait redis-round-1 --app my-app/ },
    ],
    [
      'addon app',
      'the data service waits in a dry run',
      but({ addon: { dataServiceWaiting: true }, subject: { dryRun: true } }),
      'skip',
    ],

    ['plan app', 'nothing is asked', given.healthy, 'pass', { value: 'heroku-redis:premium-0' }],
    ['plan app', 'as asked', but({ addon: { wantedPlan: 'heroku-redis:premium-0' } }), 'pass'],
    ['plan app', 'there is no add-on', bare, 'skip'],
    [
      'plan app',
      'unseen',
      { ...given.healthy, addon: { name: 'x', shared: true } },
      'skip',
      { says: /cannot be seen/ },
    ],
    [
      'plan app',
      'another, to be kept',
      but({ addon: { wantedPlan: 'heroku-redis:premium-1' } }),
      'warn plan-mismatch',
      { says: /premium-0; heroku-redis:premium-1 is asked for/ },
    ],
    [
      'plan app',
      'another, to fail',
      but({ addon: { wantedPlan: 'heroku-redis:premium-1' } }),
      'fail plan-mismatch',
      { settings: { planMismatch: 'fail' } },
    ],
    [
      'plan app',
      'another, to be changed, in check mode',
      but({ addon: { wantedPlan: 'heroku-redis:premium-1' }, subject: { mode: 'check' } }),
      'warn plan-mismatch',
      { settings: { planMismatch: 'change' }, says: /setup would change it/, hints: /to heroku-redis:premium-1/ },
    ],
    [
      'plan app',
      'another, to be changed, dry',
      but({ addon: { wantedPlan: 'heroku-redis:premium-1' }, subject: { dryRun: true } }),
      'skip',
      { settings: { planMismatch: 'change' } },
    ],
    [
      'plan app',
      'another after the change',
      but({ addon: { wantedPlan: 'heroku-redis:premium-1' } }),
      'fail plan-change-failed',
      { settings: { planMismatch: 'change' } },
    ],
    ['plan app', 'in the live list', but({ addon: { plans: [offer] } }), 'pass'],
    [
      'plan app',
      'not in the live list',
      but({ addon: { plan: 'heroku-redis:hobby-dev', plans: [offer] } }),
      'warn plan-not-found',
      { hints: /addons:plans heroku-redis/ },
    ],
    [
      'plan app',
      'of a service whose list was not read',
      but({ addon: { plan: 'rediscloud:30', plans: [offer] } }),
      'pass',
    ],
    [
      'plan app',
      'retired',
      but({ addon: { plans: [{ ...offer, state: 'shutdown' }] } }),
      'warn plan-not-found',
      { says: /retired/ },
    ],
    ['plan app', 'mini', but({ addon: { plan: 'heroku-redis:mini' } }), 'pass', { says: /no standby/ }],

    ['config app', 'in agreement', given.healthy, 'pass', { says: /All 1 config vars agree with REDIS_URL/ }],
    ['config app', 'there is no add-on', bare, 'skip'],
    [
      'config app',
      'missing',
      { ...checking, config: variables('ok', 'missing') },
      'fail config-missing',
      { says: /^REDIS_WRITER_PASSWORD is missing\.$/ },
    ],
    [
      'config app',
      'both missing and stale',
      { ...checking, config: variables('differs', 'missing', 'differs') },
      'fail config-drift',
      {
        says: /^REDIS_WRITER_HOST and REDIS_WRITER_TLS differ from REDIS_URL; REDIS_WRITER_PASSWORD is missing\.$/,
        hints: /mode: setup/,
      },
    ],
    [
      'config app',
      'stale in a dry run',
      { ...dryRun, config: variables('differs') },
      'skip',
      { says: /steps would write it/ },
    ],
    ['config app', 'still stale after setup', { ...given.healthy, config: variables('differs') }, 'fail config-drift'],
  ])

  it('names a dozen variables and counts the rest', () => {
    const many = Array.from({ length: 14 }, (_, index) => ({
      name: `V${index}`,
      state: 'missing' as const,
      side: 'config' as const,
      source: 'config',
    }))
    const { message } = found('config', 'app', { ...checking, config: { ...variables(), variables: many } })
    expect(message).toBe('V0, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11 and 2 more are missing.')
  })
})

describe('the way in', () => {
  const refused = (reason: Parameters<typeof broken>[0], extra: Parameters<typeof broken>[1] = {}) => ({
    attempts: 3,
    timings: {},
    connect: broken(reason, { stage: 'tcp', ...extra }),
  })
  const unseen: Subject = {
    ...given.healthy,
    probe: {
      writer: { ...without(given.writer, 'tls'), ...refused('redis-refused') },
      reader: given.reader,
      pair: given.pair,
    },
  }
  const plainWriter = { endpoint: { ...given.writer.endpoint, tls: false } }
  const plainReader = { endpoint: { ...given.reader.endpoint, tls: false } }
  const cert = (change: Partial<typeof given.certificate>) => ({
    tls: { protocol: 'TLSv1.3', certificate: { ...given.certificate, ...change } },
  })

  holds([
    ['connect writer', 'in', given.healthy, 'pass', { value: '41 ms', says: /writer\.example\.com:6380/ }],
    [
      'connect reader',
      'in at the second try',
      but({ reader: { attempts: 2, timings: {} } }),
      'pass',
      { says: /after 2 tries/ },
    ],
    [
      'connect writer',
      'the name is gone',
      but({ writer: refused('redis-dns', { stage: 'dns', code: 'ENOTFOUND' }) }),
      'fail redis-dns',
      {
        says: /^The writer at writer\.example\.com:6380 has a host name that does not resolve \(at DNS look-up, ENOTFOUND, after 3 tries\)\.$/,
      },
    ],
    [
      'connect writer',
      'refused, with a stale copy',
      but({ writer: refused('redis-refused'), subject: { config: variables('differs') } }),
      'fail redis-refused',
      { hints: /stale copy .* REDIS_WRITER_HOST is not what/ },
    ],
    [
      'connect writer',
      'silent',
      but({ writer: refused('redis-timeout', { stage: 'tls' }) }),
      'fail redis-timeout',
      { says: /at TLS handshake/ },
    ],
    [
      'connect writer',
      'inside a private space',
      but({ writer: refused('redis-timeout'), addon: { plan: 'heroku-redis:private-7' } }),
      'fail redis-timeout',
      { hints: /^The plan heroku-redis:private-7 is inside a private space/ },
    ],
    [
      'connect writer',
      'TLS is required',
      but({
        writer: { ...plainWriter, ...refused('redis-tls-required') },
        subject: { config: variables('ok', 'ok', 'ok') },
      }),
      'fail redis-tls-required',
      { hints: /REDIS_WRITER_TLS/ },
    ],
    [
      'connect writer',
      'TLS is required, variable unknown',
      but({ writer: { ...plainWriter, ...refused('redis-tls-required') } }),
      'fail redis-tls-required',
      { hints: /`_TLS` variable/ },
    ],
    [
      'connect reader',
      'TLS is not offered',
      but({ reader: refused('redis-tls-not-offered') }),
      'fail redis-tls-not-offered',
    ],
    [
      'connect reader',
      'all connections are taken',
      but({ reader: refused('redis-too-many-clients', { stage: 'tls', code: 'ECONNRESET' }) }),
      'fail redis-too-many-clients',
      { hints: /^The plan heroku-redis:premium-0 allows 40 connections\./ },
    ],
    [
      'connect writer',
      'all connections are taken and no limit is known',
      but({
        writer: { ...refused('redis-too-many-clients'), info: broken('redis-connection-lost') },
        reader: { info: broken('redis-connection-lost') },
      }),
      'fail redis-too-many-clients',
      { hints: /allows no more/ },
    ],
    [
      'connect writer',
      'the password is wrong and the copy stale',
      but({
        writer: refused('redis-wrong-password', { stage: 'login', code: 'WRONGPASS' }),
        subject: { config: variables('ok', 'differs') },
      }),
      'fail redis-wrong-password',
      { hints: /REDIS_WRITER_PASSWORD is not what the add-on’s URL says/ },
    ],
    [
      'connect writer',
      'the password is wrong and the copy fresh',
      but({ writer: refused('redis-wrong-password') }),
      'fail redis-wrong-password',
      { hints: /agree with REDIS_URL.*run again in a minute/ },
    ],
    [
      'connect reader',
      'the password is wrong',
      but({ reader: refused('redis-wrong-password') }),
      'fail redis-wrong-password',
      { hints: /^Run with/ },
    ],
    [
      'connect reader',
      'a password is asked',
      but({ reader: refused('redis-auth-required') }),
      'fail redis-auth-required',
    ],
    [
      'connect reader',
      'loading',
      but({
        reader: {
          ...refused('redis-loading', { stage: 'login' }),
          info: ok({ server: 'redis', loadingEtaSeconds: 12 }),
        },
      }),
      'fail redis-loading',
      { hints: /^About 12 s are left/ },
    ],
    [
      'connect writer',
      'the pin differs',
      but({
        writer: refused('redis-certificate', { stage: 'tls', code: 'PIN_MISMATCH', message: 'not the pinned one' }),
      }),
      'fail redis-certificate',
      {
        settings: { tlsVerify: { kind: 'pin', sha256: '00' } },
        says: /not trusted \(at TLS handshake, PIN_MISMATCH, not the pinned one, after 3 tries\)/,
        hints: /now shows sha256:abab/,
      },
    ],
    [
      'connect writer',
      'self-signed and verified',
      but({
        writer: refused('redis-certificate', {
          code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
          message: 'the certificate is self-signed',
        }),
      }),
      'fail redis-certificate',
      {
        settings: { tlsVerify: { kind: 'full' } },
        says: /the certificate is self-signed/,
        hints: /The server shows sha256:abab/,
      },
    ],

    [
      'tls writer',
      'unverified',
      given.healthy,
      'pass',
      {
        value: 'TLSv1.3',
        says: /self-signed certificate was not verified/,
        hints: new RegExp(`sha256:${given.fingerprint}`),
      },
    ],
    [
      'tls writer',
      'pinned',
      given.healthy,
      'pass',
      { settings: { tlsVerify: { kind: 'pin', sha256: given.fingerprint } }, says: /pinned/ },
    ],
    ['tls writer', 'verified', given.healthy, 'pass', { settings: { tlsVerify: { kind: 'full' } }, says: /trusted/ }],
    ['tls writer', 'without a certificate seen', but({ writer: { tls: { protocol: 'TLSv1.3' } } }), 'pass'],
    [
      'tls writer',
      'refused for its certificate',
      but({ writer: refused('redis-certificate', { stage: 'tls' }) }),
      'fail redis-certificate',
    ],
    ['tls writer', 'not reached', unseen, 'skip', { says: /connection to the writer failed/ }],
    [
      'tls writer',
      'passed, but the login failed',
      but({ writer: refused('redis-wrong-password', { stage: 'login' }) }),
      'pass',
    ],
    [
      'tls writer',
      'not encrypted on Heroku',
      but({ writer: plainWriter }),
      'fail redis-tls-required',
      { says: /not encrypted/ },
    ],
    [
      'tls writer',
      'not encrypted elsewhere',
      but({ writer: plainWriter, addon: { service: 'rediscloud' } }),
      'warn redis-tls-required',
    ],
    ['tls reader', 'not encrypted on a server of its own', but({ reader: plainReader }), 'warn redis-tls-required'],
    [
      'tls reader',
      'not encrypted on the writer’s server',
      but({ reader: plainReader, pair: { role: 'same-server' } }),
      'fail redis-tls-required',
    ],
    ['tls writer', '15 days before its end', but({ writer: cert({ validTo: '2026-11-16T12:00:00Z' }) }), 'pass'],
    [
      'tls writer',
      '14 days before its end',
      but({ writer: cert({ validTo: '2026-11-15T12:00:00Z' }) }),
      'warn redis-certificate',
      { says: /expires on 2026-11-15, in 14 days/ },
    ],
    [
      'tls writer',
      'at its end',
      but({ writer: cert({ validTo: '2026-11-01T12:00:00Z' }) }),
      'warn redis-certificate',
      { says: /expired on 2026-11-01/ },
    ],
    [
      'tls writer',
      'before its beginning',
      but({ writer: cert({ validFrom: '2026-11-02T00:00:00Z' }) }),
      'warn redis-certificate',
      { says: /not valid before/ },
    ],
    ['tls writer', 'dated in nonsense', but({ writer: cert({ validFrom: 'x', validTo: 'y' }) }), 'pass'],
  ])

  it('never repeats the arguments that a server sends back with an unknown command', () => {
    const echo = "ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'default' 's3cret'"
    const { message } = found('connect', 'writer', but({ writer: refused('redis-wrong-data', { message: echo }) }))
    expect(message).toMatch(/unknown command 'HELLO'/)
    expect(message).not.toMatch(/s3cret/)
  })

  it('keeps foreign words on one line, and short', () => {
    const { message } = found(
      'connect',
      'writer',
      but({ writer: refused('redis-timeout', { message: 'a\n::set-output\r'.repeat(500) }) }),
    )
    expect(message).not.toMatch(/[\n\r]/)
    expect(message.length).toBeLessThan(300)
  })
})

describe('roles', () => {
  const alone = { role: 'same-server', proof: 'one run_id' } as const
  holds([
    ['role writer', 'a primary', given.healthy, 'pass'],
    ['role writer', 'a replica', but({ writerInfo: { role: 'slave' } }), 'fail redis-read-only'],
    ['role writer', 'untold', but({ writer: { info: ok({ server: 'redis' }) } }), 'skip', { says: /Not known/ }],
    [
      'role writer',
      'INFO is denied',
      but({ writer: { info: broken('redis-no-permission') } }),
      'skip',
      { says: /access rules/ },
    ],
    [
      'role writer',
      'INFO breaks',
      but({ writer: { info: broken('redis-connection-lost', { command: 'info' }) } }),
      'warn redis-connection-lost',
      { says: /at info/ },
    ],
    ['role writer', 'INFO was not asked', lacking('writer', 'info'), 'skip'],
    ['role reader', 'a replica', given.healthy, 'pass', { value: 'replica', says: /replication id 1f2e/ }],
    ['role reader', 'the same server', but({ pair: alone }), 'pass', { says: /Heroku gives no readable replica/ }],
    [
      'role reader',
      'the same server, a replica required',
      but({ pair: alone }),
      'fail not-a-replica',
      { settings: { requireReplica: true } },
    ],
    ['role reader', 'a stranger', but({ pair: { role: 'stranger' } }), 'fail not-a-replica'],
    [
      'role reader',
      'another primary',
      but({ pair: { role: 'primary' } }),
      'fail not-a-replica',
      { says: /primary of its own/ },
    ],
    [
      'role reader',
      'split off',
      but({ pair: { role: 'primary', split: true } }),
      'fail not-a-replica',
      { says: /promotion/ },
    ],
    [
      'role reader',
      'unknown',
      but({ pair: { role: 'unknown', proof: 'INFO is denied' } }),
      'skip',
      { says: /Not known: INFO is denied/ },
    ],
    [
      'role reader',
      'unknown, a replica required',
      but({ pair: { role: 'unknown' } }),
      'fail not-a-replica',
      { settings: { requireReplica: true }, says: /not proven/ },
    ],
    [
      'role reader',
      'the writer is away',
      but({ writer: { connect: broken('redis-dns') } }),
      'skip',
      { says: /writer was not reached/ },
    ],
    ['role reader', 'away', but({ reader: { connect: broken('redis-dns') } }), 'skip'],

    ['replication pair', 'quick', given.healthy, 'pass', { value: '20 ms', threshold: '1s/10s' }],
    ['replication pair', 'one server', but({ pair: alone }), 'skip', { says: /one server/ }],
    ['replication pair', 'unknown', but({ pair: { role: 'unknown' } }), 'skip'],
    [
      'replication pair',
      'unknown, for it was never in step',
      but({ pair: { role: 'unknown' }, readerInfo: { masterLinkStatus: 'down' } }),
      'fail replication-broken',
    ],
    ['replication pair', 'of a stranger', but({ pair: { role: 'stranger' } }), 'fail replication-broken'],
    ['replication pair', 'two primaries', but({ pair: { role: 'primary' } }), 'skip'],
    [
      'replication pair',
      'split',
      but({ pair: { role: 'primary', split: true } }),
      'fail replication-broken',
      { says: /split the pair/ },
    ],
    [
      'replication pair',
      'the link is down',
      but({ readerInfo: { masterLinkStatus: 'down' } }),
      'fail replication-broken',
      { says: /is down/ },
    ],
    [
      'replication pair',
      'the link is down in a dry run',
      but({ readerInfo: { masterLinkStatus: 'down' }, subject: { dryRun: true } }),
      'fail replication-broken',
    ],
    [
      'replication pair',
      'a full copy is under way',
      but({ readerInfo: { masterSyncInProgress: true, masterLinkStatus: 'down' } }),
      'warn replication-lag',
      { says: /full copy/ },
    ],
    [
      'replication pair',
      'switched off',
      given.healthy,
      'skip',
      { settings: { replicationLag: null }, says: /replication-lag: off/ },
    ],
    ['replication pair', 'unmeasured', lacking('pair', 'lag'), 'skip'],
    [
      'replication pair',
      'unmeasured in a dry run',
      { ...lacking('pair', 'lag'), dryRun: true },
      'skip',
      { says: /dry run/ },
    ],
    [
      'replication pair',
      'the marker never comes',
      but({ pair: { lag: broken('redis-timeout') } }),
      'fail replication-lag',
      { threshold: '1s/10s' },
    ],
    [
      'replication pair',
      'the reader breaks',
      but({ pair: { lag: broken('redis-connection-lost') } }),
      'fail redis-connection-lost',
    ],
    [
      'replication pair',
      'the reader is away',
      but({ reader: { connect: broken('redis-dns') } }),
      'skip',
      { says: /connection to the reader failed/ },
    ],
    [
      'replication pair',
      'the writer is away',
      but({ writer: { connect: broken('redis-dns') } }),
      'skip',
      { says: /connection to the writer failed/ },
    ],
  ])
})

describe('round trips', () => {
  const cut = { info: ok({ ...given.info, role: 'slave', masterLinkStatus: 'down' } as const) }
  holds([
    ['write writer', 'done', given.healthy, 'pass', { value: '80 ms' }],
    [
      'write writer',
      'done at the third try',
      but({ writer: { write: ok({ ms: 1, attempts: 3 }) } }),
      'pass',
      { says: /after 3 tries/ },
    ],
    [
      'write writer',
      'the key could not be deleted',
      but({
        writer: {
          write: ok({ ms: 1, attempts: 1, cleanup: broken('redis-connection-lost', { code: 'ECONNRESET' }).failure }),
        },
      }),
      'warn redis-connection-lost',
      { says: /ECONNRESET/, hints: /expires by itself/ },
    ],
    [
      'write writer',
      'not in a dry run',
      { ...lacking('writer', 'write'), dryRun: true },
      'skip',
      { says: /writes nothing/ },
    ],
    ['write writer', 'not tried', lacking('writer', 'write'), 'skip'],
    [
      'write writer',
      'on a replica',
      but({
        writer: { write: broken('redis-read-only', { command: 'set', code: 'READONLY', transient: true }) },
      }),
      'fail redis-read-only',
      { says: /\(at set, READONLY, tried again in vain\)/ },
    ],
    [
      'write writer',
      'full',
      but({ writer: { write: broken('redis-out-of-memory') } }),
      'fail redis-out-of-memory',
      { hints: /maxmemory/ },
    ],
    ['write writer', 'not reached', but({ writer: { connect: broken('redis-dns') } }), 'skip'],
    ['read reader', 'the marker', given.healthy, 'pass', { says: /shows what the writer wrote/ }],
    [
      'read reader',
      'any key',
      but({ reader: { read: ok({ ms: 1, attempts: 2, source: 'plain' }) } }),
      'pass',
      { says: /answers reads after 2 tries/ },
    ],
    ['read reader', 'wrong', but({ reader: { read: broken('redis-wrong-data') } }), 'fail redis-wrong-data'],
    [
      'read reader',
      'the marker never comes, though the replica answers',
      but({ reader: { read: broken('redis-timeout') } }),
      'fail replication-lag',
      { says: /did not show what the writer wrote/ },
    ],
    [
      'read reader',
      'the marker never comes over a broken link',
      but({ reader: { ...cut, read: broken('redis-timeout') } }),
      'fail replication-broken',
    ],
    [
      'read reader',
      'nothing is answered any more',
      but({ reader: { read: broken('redis-timeout'), latency: broken('redis-timeout') } }),
      'fail redis-timeout',
    ],
    [
      'read reader',
      'a time-out on the writer’s own server',
      but({ reader: { read: broken('redis-timeout') }, pair: { role: 'same-server' } }),
      'fail redis-timeout',
    ],
    ['read reader', 'not tried', lacking('reader', 'read'), 'skip'],
  ])
})

describe('limits', () => {
  const took = (p95: number) =>
    but({ writer: { latency: ok({ p50: 1, p95, p99: p95, max: p95, samples: 20, values: [] }) } })
  const late = (p50: number) => but({ pair: { lag: ok({ min: p50, p50, max: p50, samples: 5, resolutionMs: 1 }) } })
  const filled = (usedMemory: number) => but({ writerInfo: { usedMemory, maxMemory: 1000 } })
  const crowded = (connectedClients: number) => but({ writerInfo: { connectedClients, maxClients: 1000 } })
  const lonely: Subject = {
    ...given.healthy,
    probe: {
      writer: given.writer,
      reader: without(given.reader, 'latency'),
      pair: { role: 'same-server', proof: '', split: false },
    },
  }
  const one = { pair: { role: 'same-server', proof: '' } } as const

  holds([
    ['latency writer', 'just under the warning', took(499.9), 'pass', { threshold: '500ms/2s' }],
    ['latency writer', 'at the warning', took(500), 'warn latency', { value: '500 ms' }],
    ['latency writer', 'just under the limit', took(1999), 'warn latency'],
    ['latency writer', 'at the limit', took(2000), 'fail latency'],
    ['latency writer', 'one limit alone', took(500), 'pass', { settings: { latency: { fail: 501, text: '501ms' } } }],
    ['latency writer', 'off', took(9e9), 'skip', { settings: { latency: null }, says: /latency: off/ }],
    ['latency writer', 'broken', but({ writer: { latency: broken('redis-loading') } }), 'fail redis-loading'],
    ['latency writer', 'unmeasured', lacking('writer', 'latency'), 'skip'],
    [
      'latency reader',
      'one server under one address',
      but({ ...one, reader: { endpoint: given.writer.endpoint } }),
      'skip',
    ],
    ['latency reader', 'one server under two addresses', but(one), 'pass'],
    ['latency reader', 'one server', lonely, 'skip', { says: /one server/ }],

    ['replication pair', 'just under the warning', late(999), 'pass'],
    ['replication pair', 'at the warning', late(1000), 'warn replication-lag', { value: '1 s' }],
    ['replication pair', 'at the limit', late(10_000), 'fail replication-lag', { value: '10 s' }],

    ['memory writer', 'just under the warning', filled(749), 'pass', { value: '74.9 %' }],
    ['memory writer', 'at the warning', filled(750), 'warn memory', { threshold: '75%/90%' }],
    ['memory writer', 'just under the limit', filled(899), 'warn memory'],
    ['memory writer', 'at the limit', filled(900), 'fail memory', { says: /900 bytes of 1 kB \(90 %\)/ }],
    [
      'memory writer',
      'without a limit',
      but({ writerInfo: { maxMemory: 0 } }),
      'pass',
      { says: /10 MB; the server sets no limit/ },
    ],
    ['memory writer', 'untold', but({ writer: { info: ok({ server: 'redis' }) } }), 'skip'],
    [
      'memory writer',
      'INFO is denied',
      but({ writer: { info: broken('redis-no-permission') } }),
      'skip',
      { says: /Not known/ },
    ],
    [
      'memory writer',
      'INFO breaks',
      but({ writer: { info: broken('redis-timeout') } }),
      'skip',
      { says: /redis-timeout/ },
    ],
    ['memory writer', 'off', filled(1000), 'skip', { settings: { memory: null } }],
    ['memory reader', 'one server', but(one), 'skip', { says: /Judged with the writer/ }],
    ['memory reader', 'full on its own', but({ readerInfo: { usedMemory: 95, maxMemory: 100 } }), 'fail memory'],

    ['eviction writer', 'roomy', given.healthy, 'pass', { value: 'noeviction' }],
    [
      'eviction writer',
      'noeviction near the limit',
      filled(750),
      'warn eviction',
      { says: /every write is refused/, hints: /redis:maxmemory/ },
    ],
    ['eviction writer', 'noeviction below it', filled(749), 'pass'],
    [
      'eviction writer',
      'another policy near the limit',
      but({ writerInfo: { usedMemory: 99, maxMemory: 100, maxMemoryPolicy: 'allkeys-lru' } }),
      'pass',
    ],
    [
      'eviction writer',
      'one limit alone',
      filled(900),
      'warn eviction',
      { settings: { memory: { fail: 90, text: '90%' } } },
    ],
    ['eviction writer', 'memory is off', filled(1000), 'pass', { settings: { memory: null } }],
    [
      'eviction writer',
      'keys were evicted',
      but({ writerInfo: { evictedKeys: 7, maxMemoryPolicy: 'allkeys-lru' } }),
      'warn eviction',
      { says: /7 keys were thrown away/, hints: /skip-checks/ },
    ],
    [
      'eviction writer',
      'one key was evicted',
      but({ writerInfo: { evictedKeys: 1 } }),
      'warn eviction',
      { says: /1 key was/ },
    ],
    ['eviction writer', 'untold', but({ writer: { info: ok({ server: 'redis' }) } }), 'skip'],

    ['connections writer', 'few', given.healthy, 'pass', { value: '10 %', says: /4 of 40/ }],
    ['connections writer', 'just under the warning', crowded(799), 'pass'],
    ['connections writer', 'at the warning', crowded(800), 'warn connections', { threshold: '80%/90%' }],
    ['connections writer', 'at the limit', crowded(900), 'fail connections'],
    [
      'connections writer',
      'rejected before',
      but({ writerInfo: { rejectedConnections: 1 } }),
      'warn connections',
      { says: /rejected 1 since/, hints: /stats-reset/ },
    ],
    ['connections writer', 'untold', but({ writerInfo: { maxClients: 0 } }), 'skip'],
    ['connections writer', 'off', crowded(1000), 'skip', { settings: { connections: null } }],
    ['connections reader', 'one server', but(one), 'skip'],
  ])
})

describe('versions', () => {
  const at = (day: string, server: 'redis' | 'valkey', version: string) =>
    but({ writerInfo: { server, version }, subject: { now: Date.parse(day) } })
  holds([
    ['version writer', 'new', given.healthy, 'pass', { value: 'Valkey 9.0.1' }],
    [
      'version writer',
      '61 days before the end',
      at('2026-10-19T23:59:59Z', 'valkey', '7.2.11'),
      'pass',
      { says: /until 2026-12-19/ },
    ],
    [
      'version writer',
      '60 days before the end',
      at('2026-10-20T00:00:00Z', 'valkey', '7.2.11'),
      'warn version',
      { says: /60 days from now/ },
    ],
    [
      'version writer',
      'on the last day',
      at('2026-12-19T23:00:00Z', 'redis', '7.2.4'),
      'warn version',
      { says: /Redis 7\.2\.4, which Heroku supports until 2026-12-19 \(today\)/ },
    ],
    [
      'version writer',
      'after the end',
      at('2026-12-20T00:00:00Z', 'redis', '7.2.4'),
      'warn version',
      { says: /stopped supporting after 2026-12-19/, hints: /redis:upgrade/ },
    ],
    [
      'version writer',
      'ended on a day unknown',
      at('2026-11-01', 'redis', '7.0.15'),
      'warn version',
      { says: /no longer supports/ },
    ],
    [
      'version writer',
      'of another service',
      but({ writerInfo: { server: 'redis', version: '6.2.1' }, addon: { service: 'rediscloud' } }),
      'pass',
      { says: /do not apply/ },
    ],
    ['version reader', 'on a server of its own', given.healthy, 'pass'],
    ['version reader', 'one server', but({ pair: { role: 'same-server' } }), 'skip'],
    ['version writer', 'untold', but({ writer: { info: ok({ server: 'redis' }) } }), 'skip'],
  ])
})
