import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { judge } from '../../../src/checks/judge.ts'
import { checkIds } from '../../../src/checks/check.ts'
import type { Finding } from '../../../src/checks/check.ts'
import { failureReasons } from '../../../src/failure/failure.ts'
import type { RedisFailureReason } from '../../../src/redis/facts.ts'
import { but, docs, found, ok, settings } from './fixtures.ts'
import { anyText } from '../../support/any-text.ts'

// Facts as hostile as their types allow: any text, any number, anything left out.

const text = anyText({ maxLength: 300 })
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, -1, NaN, Infinity, -Infinity))
const date = fc.oneof(
  text,
  fc.date({ noInvalidDate: true }).map((day) => day.toISOString()),
)
const loose = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }, required: (keyof T & string)[] = []) =>
  fc.record(model, { requiredKeys: required })
const redisReasons = failureReasons.filter((reason): reason is RedisFailureReason => reason.startsWith('redis-'))

const failureFacts = loose(
  {
    reason: fc.constantFrom(...redisReasons),
    stage: fc.constantFrom('dns', 'tcp', 'tls', 'login', 'command'),
    message: text,
    code: text,
    command: text,
    transient: fc.boolean(),
    attempts: number,
    quoted: text,
    probable: fc.constant(true as const),
    grant: loose({ command: text, keys: text }, ['command']),
    unknownCommand: fc.constant(true as const),
    passwordAsUser: fc.constant(true as const),
    acceptedAs: fc.constant('default' as const),
  },
  ['reason', 'stage', 'message', 'transient'],
)
const outcome = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(fc.record({ ok: fc.constant(true), value }), fc.record({ ok: fc.constant(false), failure: failureFacts }))
const infoFacts = loose(
  {
    server: fc.constantFrom('redis', 'valkey'),
    version: fc.oneof(text, fc.constantFrom('7.2.4', '7.0.15', '6.2', '9', '.', '')),
    role: fc.constantFrom('master', 'slave'),
    masterLinkStatus: fc.oneof(text, fc.constantFrom('up', 'down')),
    masterSyncInProgress: fc.boolean(),
    replicaReadOnly: fc.boolean(),
    activeReplica: fc.constant(true as const),
    connectedClients: number,
    maxClients: number,
    rejectedConnections: number,
    usedMemory: number,
    maxMemory: number,
    maxMemoryPolicy: fc.oneof(text, fc.constant('noeviction')),
    evictedKeys: number,
    loadingEtaSeconds: number,
  },
  ['server'],
)
const certificate = fc.record({
  sha256: text,
  selfSigned: fc.boolean(),
  validFrom: date,
  validTo: date,
})
const endpointFacts = loose(
  {
    endpoint: fc.record({ host: text, port: number, username: text, tls: fc.boolean() }),
    attempts: number,
    timings: loose({ dnsMs: number, tcpMs: number, tlsMs: number, loginMs: number }),
    tls: loose({ protocol: text, certificate }, ['protocol']),
    connect: outcome(fc.constant(null)),
    info: outcome(infoFacts),
    hello: loose(
      { server: fc.constantFrom('redis', 'valkey'), version: text, role: fc.constantFrom('master', 'slave') },
      ['server'],
    ),
    cluster: loose({ size: number, single: fc.boolean() }, ['single']),
    unsupported: failureFacts,
    latency: outcome(
      loose(
        {
          p50: number,
          p95: number,
          p99: number,
          max: number,
          samples: number,
          values: fc.array(number),
          command: fc.constant('GET' as const),
          stopped: fc.constantFrom('over-limit', 'out-of-time'),
        },
        ['p50', 'p95', 'p99', 'max', 'samples', 'values'],
      ),
    ),
    write: outcome(loose({ ms: number, attempts: number, cleanup: failureFacts }, ['ms', 'attempts'])),
    read: outcome(fc.record({ ms: number, attempts: number, source: fc.constantFrom('marker', 'plain') })),
  },
  ['endpoint', 'attempts', 'timings', 'connect'],
)
const pairFacts = loose(
  {
    role: fc.constantFrom('replica', 'same-server', 'active-active', 'primary', 'stranger', 'unknown'),
    proof: text,
    split: fc.boolean(),
    lag: outcome(fc.record({ min: number, p50: number, max: number, samples: number, resolutionMs: number })),
  },
  ['role', 'proof', 'split'],
)
const plans = fc.constantFrom('heroku-redis:premium-0', 'heroku-redis:mini', 'heroku-redis:private-7', 'x', '')
const addonFacts = loose(
  {
    name: text,
    service: fc.oneof(text, fc.constant('heroku-redis')),
    plan: fc.oneof(text, plans),
    state: fc.oneof(text, fc.constantFrom('provisioned', 'provisioning', 'deprovisioned')),
    shared: fc.boolean(),
    owner: text,
    dataServiceWaiting: fc.boolean(),
    dataServiceMessage: text,
    wantedPlan: plans,
    plans: fc.array(
      fc.record({
        name: plans,
        description: text,
        cents: number,
        unit: text,
        state: fc.constantFrom('ga', 'shutdown'),
        insidePrivateSpace: fc.boolean(),
        outsidePrivateSpace: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
  },
  ['name', 'shared'],
)
const known = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(
    fc.record({ known: fc.constant(true as const), value }),
    fc.record({ known: fc.constant(false as const), why: text }),
  )
const maintenance = loose(
  {
    status: fc.oneof(text, fc.constantFrom('none', 'pending', 'preparing', 'ready', 'running', 'completed')),
    method: text,
    reason: text,
    scheduledFor: date,
    requiredBy: date,
    startedAt: date,
    completedAt: date,
    window: text,
  },
  ['status'],
)
const databaseConfig = loose({ maxmemoryPolicy: text, timeout: number, notifyKeyspaceEvents: text })
const subjects = loose(
  {
    app: text,
    mode: fc.constantFrom('setup', 'check', 'rotate', 'remove'),
    dryRun: fc.boolean(),
    addon: addonFacts,
    config: loose(
      {
        readerProblem: fc.record({
          reason: fc.constantFrom('config-missing', 'config-unreadable'),
          message: fc.constant('The reader is not configured.'),
        }),
        url: fc.oneof(
          fc.record({ state: fc.constant('ok' as const), configVar: text }),
          fc.record({ state: fc.constant('missing' as const), configVars: fc.array(text, { maxLength: 3 }) }),
          fc.record({ state: fc.constant('unreadable' as const), configVar: text, problem: text }),
        ),
        variables: fc.array(
          loose(
            {
              name: text,
              state: fc.constantFrom('ok', 'missing', 'differs'),
              side: fc.constantFrom('writer', 'reader', 'config'),
              field: fc.constantFrom('host', 'port', 'password', 'username', 'tls', 'url'),
              source: fc.oneof(text, fc.constantFrom('REDIS_URL', 'reader', 'config')),
              kind: fc.constantFrom('live', 'copy'),
            },
            ['name', 'state', 'side', 'source'],
          ),
          { maxLength: 20 },
        ),
      },
      ['url', 'variables'],
    ),
    probe: fc.record({ writer: endpointFacts, reader: endpointFacts, pair: pairFacts }),
    unprobed: text,
    doneActions: fc.constantFrom(new Set<never>(), new Set(['create-addon', 'set-config'] as const)),
    maintenance: known(maintenance),
    database: known(loose({ version: text, status: text, haStatus: fc.oneof(text, fc.constant('Available')) })),
    databaseConfig: known(databaseConfig),
    history: fc.array(
      loose(
        {
          time: number,
          plan: text,
          server: text,
          latencyP95Ms: number,
          memoryUsed: number,
          memoryMax: number,
          connections: number,
          maxConnections: number,
          evictedKeys: number,
          rejectedConnections: number,
        },
        ['time'],
      ),
      { maxLength: 5 },
    ),
    proxy: fc.boolean(),
    now: fc.oneof(number, fc.constant(Date.parse('2026-11-01'))),
  },
  ['app', 'mode', 'dryRun', 'doneActions', 'now'],
)
const limits = fc.option(fc.record({ warn: fc.integer(), fail: fc.integer(), text: fc.constant('1/2') }))
const anySettings = loose(
  {
    latency: limits,
    replicationLag: limits,
    memory: limits,
    connections: limits,
    requireReplica: fc.boolean(),
    tlsVerify: fc.constantFrom(
      { kind: 'none' } as const,
      { kind: 'full' } as const,
      { kind: 'pin', sha256: 'ab' } as const,
    ),
    probeFrom: fc.constantFrom('runner', 'dyno'),
    skipChecks: fc.uniqueArray(fc.constantFrom(...checkIds)).map((ids) => new Set(ids)),
    planMismatch: fc.constantFrom('warn', 'change', 'fail'),
    versionMismatch: fc.constantFrom('warn', 'change', 'fail'),
    maintenance: fc.constantFrom('report', 'run'),
    settings: databaseConfig,
    version: fc.oneof(text, fc.constantFrom('9', '9.1')),
  },
  [
    'latency',
    'replicationLag',
    'memory',
    'connections',
    'requireReplica',
    'tlsVerify',
    'probeFrom',
    'skipChecks',
    'planMismatch',
    'versionMismatch',
    'maintenance',
    'settings',
  ],
)

/** What is wrong with a finding, whatever it is about. */
function flaws({ id, status, message, cause, hint, reason, docs: page }: Finding): readonly string[] {
  const isProblem = status === 'warn' || status === 'fail'
  const wrong = {
    message: !/^[^\n\r]+\.$/.test(message) || message.length > 2500,
    reason: (reason !== undefined) !== isProblem,
    docs: page !== (reason && docs(reason)),
    cause: !(cause?.endsWith('.') ?? !isProblem),
    hint: !(hint?.endsWith('.') ?? !isProblem),
    placeholder: [message, cause, hint].some((said) => /<app>|<add-on>|\[object /.test(said ?? '')),
  }
  return Object.entries(wrong).flatMap(([what, isWrong]) => (isWrong ? [`${id}: ${what}`] : []))
}

it('never throws, keeps the report order, and always says what, why and what next', () => {
  fc.assert(
    fc.property(subjects, anySettings, (subject, chosen) => {
      // The arbitraries are as loose as the JSON behind them; the types are what they claim to be.
      const findings = judge(subject, chosen, docs)
      const places = findings.map(({ id }) => checkIds.indexOf(id))
      expect(places).toEqual([...places].sort((a, b) => a - b))
      expect(findings).toHaveLength(25)
      expect(findings.flatMap(flaws)).toEqual([])
    }),
  )
}, 60_000)

it('refers only to checks that report something', () => {
  fc.assert(
    fc.property(subjects, anySettings, (subject, chosen) => {
      const findings = judge(subject, chosen, docs)
      const reporting = new Set<string>(findings.filter(({ reason }) => reason !== undefined).map(({ id }) => id))
      const named = findings.flatMap(({ message }) => /; see `([a-z]+)`\.$/.exec(message)?.[1] ?? [])
      expect(named.filter((id) => !reporting.has(id))).toEqual([])
    }),
  )
}, 60_000)

it('passes nothing that was not connected to', () => {
  fc.assert(
    fc.property(subjects, anySettings, (subject, chosen) => {
      fc.pre(!subject.dryRun && subject.mode !== 'remove')
      const findings = judge(subject, { ...chosen, skipChecks: new Set() }, docs)
      const isConnected = subject.probe?.writer.connect.ok ?? false
      expect(isConnected || findings.some(({ status }) => status === 'fail')).toBe(true)
    }),
  )
}, 60_000)

it('is the same each time, and changes nothing it was given', () => {
  fc.assert(
    fc.property(subjects, anySettings, (subject, chosen) => {
      const before = structuredClone(subject)
      const first = judge(subject, chosen, docs)
      expect(judge(subject, chosen, docs)).toEqual(first)
      expect(subject).toEqual(before)
    }),
  )
}, 60_000)

const severity = { pass: 0, skip: 0, warn: 1, fail: 2 }

it.each([
  [
    'latency',
    'writer',
    (value: number) => but({ writer: { latency: ok({ p50: 0, p95: value, p99: 0, max: 0, samples: 1, values: [] }) } }),
  ],
  [
    'replication',
    'pair',
    (value: number) => but({ pair: { lag: ok({ min: 0, p50: value, max: 0, samples: 1, resolutionMs: 0 }) } }),
  ],
  ['memory', 'writer', (value: number) => but({ writerInfo: { usedMemory: value, maxMemory: 20_000 } })],
  ['connections', 'writer', (value: number) => but({ writerInfo: { connectedClients: value, maxClients: 20_000 } })],
] as const)('%s: more is never better, and a higher limit never worse', (id, target, subject) => {
  const amount = fc.double({ min: 0, max: 20_000, noNaN: true })
  fc.assert(
    fc.property(amount, amount, (a, b) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)]
      const judged = (value: number) => severity[found(id, target, subject(value)).status]
      expect(judged(less)).toBeLessThanOrEqual(judged(more))

      const held = (fail: number) => {
        const limit = { fail, text: `${fail}` }
        const change = { latency: limit, replicationLag: limit, memory: limit, connections: limit }
        return severity[found(id, target, subject(a), change).status]
      }
      expect(held(more)).toBeLessThanOrEqual(held(less))
    }),
  )
  expect(settings[id === 'replication' ? 'replicationLag' : id]).not.toBeNull()
})
