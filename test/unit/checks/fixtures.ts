import { judge } from '../../../src/checks/judge.ts'
import type { CheckSettings } from '../../../src/checks/judge.ts'
import type { CheckId, CheckTarget, Finding } from '../../../src/checks/check.ts'
import type { AddonFacts, Subject } from '../../../src/checks/subject.ts'
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

/** All is well: a primary with a true replica. */
export const healthy: Subject = {
  app: 'my-app',
  mode: 'setup',
  dryRun: false,
  addon,
  config: {
    url: { state: 'ok', configVar: 'REDIS_URL' },
    variables: [{ name: 'REDIS_WRITER_HOST', state: 'ok', side: 'writer', field: 'host', source: 'REDIS_URL' }],
  },
  doneActions: new Set<never>(),
  probe: { writer, reader, pair },
  now,
}

interface Change {
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
  const told = (base: EndpointFacts, patch?: Partial<Info>): EndpointFacts =>
    patch === undefined || base.info?.ok !== true ? base : { ...base, info: ok({ ...base.info.value, ...patch }) }
  const probe: ProbeFacts = {
    writer: { ...told(writer, change.writerInfo), ...change.writer },
    reader: { ...told(reader, change.readerInfo), ...change.reader },
    pair: { ...pair, ...change.pair },
  }
  return { ...healthy, addon: { ...addon, ...change.addon }, probe, ...change.subject }
}

export const docs = (reason: string) => `https://example.com/docs/troubleshooting.md#${reason}`

/** The one finding of a check on a target. */
export function found(
  id: CheckId,
  target: CheckTarget,
  subject: Subject,
  change: Partial<CheckSettings> = {},
): Finding {
  const finding = judge(subject, { ...settings, ...change }, docs).find((one) => one.id === id && one.target === target)
  if (finding === undefined) throw new Error(`no finding of ${id} on ${target}`)
  return finding
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
