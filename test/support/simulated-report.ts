import type { CheckResult } from '../../src/checks/check.ts'
import { judgeTrend } from '../../src/checks/trend.ts'
import type { FailureReason } from '../../src/failure/failure.ts'
import { evaluateAlarm } from '../../src/history/alarm.ts'
import { historyOf, pastOf } from '../../src/history/history.ts'
import type { AppHistory, HistoryState } from '../../src/history/history.ts'
import { uptimePercent } from '../../src/history/record.ts'
import type { AppReport, EndpointReport, Report } from '../../src/report/report.ts'
import { bytes, duration, percent } from '../../src/utils/format.ts'
import { withoutUndefined } from '../../src/utils/optional.ts'

/** The report of the last run of a simulated history, as the action publishes it. */

const docs = 'https://github.com/octo/heroku-redis-action/blob/v1/docs/troubleshooting.md'

export const limits = {
  memory: { warn: 75, fail: 90, text: '75%/90%' },
  connections: { warn: 80, fail: 90, text: '80%/90%' },
  latency: { warn: 500, fail: 2_000, text: '500ms/2s' },
  replicationLag: { warn: 1_000, fail: 10_000, text: '1s/10s' },
} as const

export function simulatedReport(state: HistoryState, startedAt: number): Report {
  const apps = state.apps.map(({ app }) => appReport(historyOf(state, app)))
  const worst =
    (['fail', 'warn', 'pass'] as const).find((status) => apps.some((app) => app.status === status)) ?? 'pass'
  return {
    version: 1,
    status: worst,
    tested: apps.every(({ tested }) => tested),
    failureReason: apps.find(({ failureReason }) => failureReason !== '')?.failureReason ?? '',
    mode: 'check',
    dryRun: false,
    startedAt: new Date(startedAt).toISOString(),
    durationMs: 4_321,
    apps,
  }
}

function appReport(history: AppHistory): AppReport {
  const current = history.points.at(-1)
  if (!current) throw new Error(`${history.app} has no run`)
  const { memoryUsed, memoryMax, connections, maxConnections, latencyP50Ms, latencyP95Ms, lagMs, reason } = current
  const share = (used?: number, max?: number): number | undefined =>
    used === undefined || max === undefined ? undefined : (used / max) * 100
  const memory = share(memoryUsed, memoryMax)
  const used = share(connections, maxConnections)
  const writer: EndpointReport = withoutUndefined<EndpointReport>({
    host: 'ec2-3-81-20-4.compute-1.amazonaws.com',
    port: 21_470,
    tls: true,
    role: current.failing ? 'unknown' : 'primary',
    server: current.failing ? undefined : 'valkey',
    version: current.version,
    sameServerAs: undefined,
    certificate: undefined,
    timings: {},
    latencyMs:
      latencyP95Ms === undefined
        ? undefined
        : { p50: latencyP50Ms ?? 0, p95: latencyP95Ms, p99: latencyP95Ms * 1.3, max: latencyP95Ms * 1.6, samples: 20 },
    memory: memory === undefined ? undefined : { used: memoryUsed ?? 0, max: memoryMax ?? 0, percent: memory },
    connections: used === undefined ? undefined : { used: connections ?? 0, max: maxConnections ?? 0, percent: used },
  })
  const trend = judgeTrend({
    past: pastOf(history),
    current,
    limits: { memory: limits.memory.fail, connections: limits.connections.fail },
    evicts: false,
  })
  const checks = checksOf(current.failing ? reason : '', { memory, used, memoryUsed, memoryMax, latencyP95Ms }, trend)
  const status = (['fail', 'warn'] as const).find((each) => checks.some((check) => check.status === each)) ?? 'pass'
  const alarm = evaluateAlarm(history, { failing: 2, of: 2 })
  const uptime = uptimePercent(history, current.time)
  return {
    app: history.app,
    status,
    tested: !current.failing,
    failureReason: current.failing ? (reason as FailureReason) : '',
    addon: {
      name: `redis-${history.app}`,
      id: '01234567-89ab-cdef-0123-456789abcdef',
      created: false,
      state: 'provisioned',
      configVar: 'REDIS_URL',
      price: { cents: 3_000, unit: 'month' },
      ...(current.plan !== undefined && { plan: current.plan }),
    },
    steps: [],
    changedConfigVars: [],
    writer,
    ...(lagMs !== undefined && {
      reader: { ...writer, host: 'replica.example.com', role: 'replica' as const },
      replication: {
        readerRole: 'replica' as const,
        proof: 'The reader reports role replica with the writer’s replication id.',
        lagMs: { min: lagMs * 0.7, p50: lagMs, max: lagMs * 2, samples: 5, resolutionMs: 1 },
      },
    }),
    context: current.failing
      ? [{ kind: 'incident', message: 'Heroku Data: elevated connection errors', url: 'https://status.heroku.com/' }]
      : [],
    history: {
      alarm: current.failing && alarm.alarm,
      transition: '',
      consecutiveFailures: alarm.consecutiveFailures,
      failures: alarm.failures,
      alarmAfter: 2,
      runs: [],
      ...(history.failing && { failingSince: new Date(history.failing.since).toISOString() }),
      ...(uptime !== undefined && { uptimePercent: uptime }),
    },
    checks,
  }
}

interface Measured {
  readonly memory: number | undefined
  readonly used: number | undefined
  readonly memoryUsed: number | undefined
  readonly memoryMax: number | undefined
  readonly latencyP95Ms: number | undefined
}

function checksOf(reason: string, measured: Measured, trend: ReturnType<typeof judgeTrend>): readonly CheckResult[] {
  const passed = (
    id: CheckResult['id'],
    target: CheckResult['target'],
    message: string,
    value?: string,
  ): CheckResult => ({
    id,
    target,
    status: 'pass',
    message,
    ...(value !== undefined && { value }),
  })
  const first = [
    passed('addon', 'app', 'The add-on is provisioned.'),
    passed('plan', 'app', 'The plan is offered by Heroku, with a standby.'),
    passed('config', 'app', 'All 10 config vars match the add-on’s URL.'),
  ]
  if (reason !== '') {
    return [
      ...first,
      {
        id: 'connect',
        target: 'writer',
        status: 'fail',
        message: 'The server refused the TCP connection (ECONNREFUSED).',
        hint: 'Check https://status.heroku.com and `heroku redis:info --app my-app`, and run again in a few minutes.',
        docs: `${docs}#${reason}`,
      },
      { id: 'write', target: 'writer', status: 'skip', message: 'Not tested: the connection to the writer failed.' },
    ]
  }
  const { memory = 0, used = 0, memoryUsed = 0, memoryMax = 0, latencyP95Ms = 0 } = measured
  return [
    ...first,
    passed('connect', 'writer', 'Connected to the writer.', '42 ms'),
    passed('tls', 'writer', 'Encrypted with TLSv1.3; the certificate is self-signed, as Heroku’s are.'),
    passed('role', 'writer', 'The writer is a primary.'),
    passed('write', 'writer', 'Wrote, read back and deleted a marker.', '21 ms'),
    passed('read', 'reader', 'Read the writer’s marker.', '11 ms'),
    { id: 'replication', target: 'pair', status: 'skip', message: 'Not applicable: writer and reader are one server.' },
    { ...passed('latency', 'writer', 'p95 is below the limits.', duration(latencyP95Ms)), threshold: '500ms/2s' },
    {
      id: 'memory',
      target: 'writer',
      status: memory >= 75 ? 'warn' : 'pass',
      message: `The writer uses ${bytes(memoryUsed)} of ${bytes(memoryMax)} (${percent(memory)}).`,
      value: percent(memory),
      threshold: '75%/90%',
      ...(memory >= 75 && {
        hint: 'Give keys an expiry, or move to a larger plan before writes are refused.',
        docs: `${docs}#memory`,
      }),
    },
    passed('eviction', 'writer', 'No key was evicted since the last run; the policy is noeviction.'),
    {
      ...passed('connections', 'writer', `${percent(used)} of the connections are used.`, percent(used)),
      threshold: '80%/90%',
    },
    passed('version', 'writer', 'Heroku supports Valkey 8.1.', '8.1.4'),
    { id: 'trend', target: 'writer', ...trend, ...(trend.status === 'warn' && { docs: `${docs}#trend` }) },
  ]
}
