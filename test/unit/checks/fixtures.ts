import { expect, it } from 'vitest'
import { judge } from '../../../src/checks/judge.ts'
import type { CheckSettings } from '../../../src/checks/settings.ts'
import type { CheckId, CheckTarget, Finding } from '../../../src/checks/check.ts'
import type { AddonFacts, ManagedVar, Subject } from '../../../src/checks/subject.ts'
import type {
  Certificate,
  EndpointFacts,
  Info,
  Outcome,
  PairFacts,
  ProbeFacts,
  RedisFailure,
} from '../../../src/redis/facts.ts'

export const now = Date.parse('2026-11-01T12:00:00Z')
export const fingerprint = 'ab'.repeat(32)

export const settings: CheckSettings = {
  latency: { warn: 500, fail: 2000, text: '500ms/2s' },
  replicationLag: { warn: 1000, fail: 10_000, text: '1s/10s' },
  memory: { warn: 75, fail: 90, text: '75%/90%' },
  connections: { warn: 80, fail: 90, text: '80%/90%' },
  requireReplica: false,
  tlsVerify: { kind: 'none' },
  probeFrom: 'runner',
  skipChecks: new Set(),
  planMismatch: 'warn',
  versionMismatch: 'warn',
  maintenance: 'report',
  settings: {},
}

export const ok = <T>(value: T): Outcome<T> => ({ ok: true, value })

export function broken(reason: RedisFailure['reason'], extra: Partial<RedisFailure> = {}) {
  return {
    ok: false,
    failure: { reason, stage: 'command', message: '', transient: false, ...extra },
  } as const
}

/** The connection failed, after three tries. */
export function refused(reason: RedisFailure['reason'], extra: Partial<RedisFailure> = {}) {
  return { attempts: 3, timings: {}, connect: broken(reason, { stage: 'tcp', ...extra }) }
}

export const certificate: Certificate = {
  sha256: fingerprint,
  selfSigned: true,
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2027-01-01T00:00:00.000Z',
  untrusted: 'DEPTH_ZERO_SELF_SIGNED_CERT',
}

export const info: Info = {
  server: 'valkey',
  version: '9.0.1',
  runId: 'a',
  role: 'master',
  connectedClients: 4,
  maxClients: 40,
  rejectedConnections: 0,
  usedMemory: 10 * 1024 * 1024,
  maxMemory: 50 * 1024 * 1024,
  maxMemoryPolicy: 'noeviction',
  evictedKeys: 0,
}

const endpoint: EndpointFacts = {
  endpoint: { host: 'writer.example.com', port: 6380, username: 'default', tls: true },
  attempts: 1,
  timings: { dnsMs: 1, tcpMs: 10, tlsMs: 20, loginMs: 10 },
  tls: { protocol: 'TLSv1.3', certificate },
  connect: ok(null),
  info: ok(info),
  latency: ok({ p50: 40, p95: 45.5, p99: 46, max: 47, samples: 20, values: [] }),
}

export const writer: EndpointFacts = { ...endpoint, write: ok({ ms: 80, attempts: 1 }) }

export const reader: EndpointFacts = {
  ...endpoint,
  endpoint: { ...endpoint.endpoint, host: 'reader.example.com' },
  info: ok({ ...info, runId: 'b', role: 'slave', masterLinkStatus: 'up', masterSyncInProgress: false }),
  read: ok({ ms: 40, attempts: 1, source: 'marker' }),
}

export const pair: PairFacts = {
  role: 'replica',
  proof: 'both follow the replication id 1f2e',
  split: false,
  lag: ok({ min: 10, p50: 20, max: 30, samples: 5, resolutionMs: 5 }),
}

export const addon: AddonFacts = {
  name: 'redis-round-1',
  service: 'heroku-redis',
  plan: 'heroku-redis:premium-0',
  state: 'provisioned',
  shared: false,
  dataServiceWaiting: false,
}

const fieldNames = ['host', 'port', 'password', 'username', 'tls', 'url'] as const
type FieldName = (typeof fieldNames)[number]

/** A managed config var of the writer or the reader. */
export function variable(side: 'writer' | 'reader', field: FieldName, state: ManagedVar['state'] = 'ok'): ManagedVar {
  const name = `REDIS_${side.toUpperCase()}_${field.toUpperCase()}`
  return { name, state, side, field, source: side === 'writer' ? 'REDIS_URL' : 'READER_URL' }
}

/** The add-on's URL is in order, and these config vars are managed. */
export function configWith(...variables: readonly ManagedVar[]) {
  return { url: { state: 'ok', configVar: 'REDIS_URL' } as const, variables }
}

/** All is well: a primary with a true replica, on two servers. */
export const healthy: Subject = {
  app: 'my-app',
  mode: 'setup',
  dryRun: false,
  addon,
  config: configWith(variable('writer', 'host'), variable('reader', 'host')),
  doneActions: new Set<never>(),
  probe: { writer, reader, pair },
  now,
}

/** The app has no add-on, and there is nothing to connect to. */
export const bare: Subject = {
  ...without(without(without(healthy, 'addon'), 'config'), 'probe'),
  unprobed: 'the app has no Redis add-on',
}

/** Writer and reader are one endpoint, as on Heroku without a `reader`. */
export const oneEndpoint: Subject = {
  ...healthy,
  config: configWith(variable('writer', 'host'), { ...variable('reader', 'host'), source: 'REDIS_URL' }),
  probe: {
    writer,
    reader: { ...writer, read: ok({ ms: 40, attempts: 1, source: 'marker' }) },
    pair: { role: 'same-server', proof: 'one endpoint', split: false },
  },
}

export interface Change {
  readonly subject?: Partial<Subject>
  readonly addon?: Partial<AddonFacts>
  readonly writer?: Partial<EndpointFacts>
  readonly reader?: Partial<EndpointFacts>
  readonly pair?: Partial<PairFacts>
  readonly writerInfo?: Partial<Info>
  readonly readerInfo?: Partial<Info>
}

/** The healthy app, but for this. */
export function but(change: Change): Subject {
  const withInfo = (base: EndpointFacts, patch?: Partial<Info>): EndpointFacts =>
    patch === undefined || base.info?.ok !== true ? base : { ...base, info: ok({ ...base.info.value, ...patch }) }
  const probe: ProbeFacts = {
    writer: { ...withInfo(writer, change.writerInfo), ...change.writer },
    reader: { ...withInfo(reader, change.readerInfo), ...change.reader },
    pair: { ...pair, ...change.pair },
  }
  return { ...healthy, addon: { ...addon, ...change.addon }, probe, ...change.subject }
}

/** The app whose only endpoint behaves like this. */
export function one(change: Partial<EndpointFacts>, subject: Partial<Subject> = {}): Subject {
  const probe: ProbeFacts = {
    writer: { ...writer, ...change },
    reader: { ...without(writer, 'write'), ...without({ ...writer, ...change }, 'write') },
    pair: { role: 'same-server', proof: 'one endpoint', split: false },
  }
  return { ...oneEndpoint, probe, ...subject }
}

export const docs = (reason: string) => `https://example.com/docs/troubleshooting.md#${reason}`

export function findings(subject: Subject, change: Partial<CheckSettings> = {}): readonly Finding[] {
  return judge(subject, { ...settings, ...change }, docs)
}

/** The one finding of a check on a target. */
export function found(
  id: CheckId,
  target: CheckTarget,
  subject: Subject,
  change: Partial<CheckSettings> = {},
): Finding {
  const finding = findings(subject, change).find((each) => each.id === id && each.target === target)
  if (finding === undefined) throw new Error(`no finding of ${id} on ${target}`)
  return finding
}

/** `id target`, with its reason, of everything that fails. */
export function failures(subject: Subject, change: Partial<CheckSettings> = {}): readonly string[] {
  return findings(subject, change)
    .filter(({ status }) => status === 'fail')
    .map(({ id, target, reason }) => `${id} ${target}: ${reason}`)
}

export interface Expected {
  /** `pass`, `skip`, or the status with its reason: `fail redis-dns`. */
  readonly is: string
  /** The whole message, or what it must match. */
  readonly says: string | RegExp
  readonly cause?: RegExp
  readonly hint?: RegExp
  /** Absent: the finding must have none. */
  readonly value?: string
  /** Absent: the finding must have none. */
  readonly threshold?: string
  readonly settings?: Partial<CheckSettings>
}

export type Case = readonly [when: string, subject: Subject, expected: Expected]

/** One test for each case; value and threshold are compared whether they are expected or not. */
export function judges(id: CheckId, target: CheckTarget, cases: readonly Case[]): void {
  it.each(cases)(`${id} ${target}, %s`, (_, subject, expected) => {
    const { status, reason, message, cause, hint, value, threshold } = found(id, target, subject, expected.settings)
    expect(reason === undefined ? status : `${status} ${reason}`).toBe(expected.is)
    if (typeof expected.says === 'string') expect(message).toBe(expected.says)
    else expect(message).toMatch(expected.says)
    if (expected.cause) expect(cause).toMatch(expected.cause)
    if (expected.hint) expect(hint).toMatch(expected.hint)
    expect({ value, threshold }).toEqual({ value: expected.value, threshold: expected.threshold })
  })
}

/** The healthy app with one thing not seen. */
export function lacking(part: 'writer' | 'reader', key: 'info' | 'latency' | 'write' | 'read' | 'tls'): Subject
export function lacking(part: 'pair', key: 'lag'): Subject
export function lacking(part: keyof ProbeFacts, key: string): Subject {
  const all = { writer, reader, pair }
  return { ...healthy, probe: { ...all, [part]: without(all[part], key as never) } }
}

export function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = value
  return rest
}
