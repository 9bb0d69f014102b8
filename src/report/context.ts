import type { Finding } from '../checks/check.ts'
import type { Failure, FailureReason } from '../failure/failure.ts'
import type { HerokuApi } from '../heroku/api.ts'
import type { AddonLog, HerokuStatus, Known as Answer, Maintenance, RedisMetrics } from '../heroku/data.ts'
import type { RedisAddon } from '../state/addon.ts'
import { isManaged, maintenanceWords, toMinutes } from '../state/service.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { sanitize } from '../utils/text.ts'
import type { ContextReport } from './report.ts'
import type { ReportSettings } from './settings.ts'

/** Where to ask for what else is known. Every answer is a bonus: bounded, and never a failure. */
export interface ContextSources {
  readonly api: Pick<HerokuApi, 'addonLog' | 'maintenance'>
  /** Heroku's open incidents, read once for all apps of a run. */
  readonly incidents: () => Promise<Answer<HerokuStatus>>
  readonly signal: AbortSignal
}

/** How an app's run ended. */
export interface Ended {
  readonly app: string
  readonly addon: RedisAddon | undefined
  readonly error: Failure | undefined
  readonly findings: readonly Finding[]
  /** Absent: it was not asked for. */
  readonly maintenance: Answer<Maintenance> | undefined
  /** The add-on's log, when it was read while Redis was tested. */
  readonly log: Promise<Answer<AddonLog>> | undefined
}

export interface Gathered {
  readonly context: readonly ContextReport[]
  readonly metrics?: RedisMetrics
}

/** What went wrong may be Heroku's doing. */
const mayBeHeroku: ReadonlySet<FailureReason> = new Set([
  'heroku-unavailable',
  'provision-failed',
  'provision-timeout',
  'plan-change-failed',
  'upgrade-failed',
  'maintenance',
  'rotation-failed',
  'settings',
  'standby',
  'release-failed',
  'dyno-failed',
  'redis-dns',
  'redis-refused',
  'redis-timeout',
  'redis-tls-not-offered',
  'redis-loading',
  'redis-busy',
  'redis-read-only',
  'redis-master-down',
  'redis-persistence-failing',
  'redis-no-replicas',
  'redis-connection-lost',
  'redis-error',
  'replication-lag',
  'replication-broken',
  'latency',
])

/** The server is full or busy: its own metrics say more. */
const isAboutLoad: ReadonlySet<FailureReason> = new Set([
  'redis-too-many-clients',
  'redis-out-of-memory',
  'redis-quota',
  'memory',
  'eviction',
  'connections',
  'trend',
])

/**
 * What else is known when something fails: Heroku's open incidents, a maintenance that runs, the last log lines of the
 * add-on with their metrics. Asked for after the verdict, so that it changes none, and for nothing that passes, unless
 * `logs: always` has the log read while Redis is tested. Never rejects.
 */
export async function gatherContext(
  ended: Ended,
  { logs }: Pick<ReportSettings, 'logs'>,
  { api, incidents, signal }: ContextSources,
): Promise<Gathered> {
  const { app, addon, error, findings } = ended
  const reason = error?.reason ?? findings.find(({ status }) => status === 'fail')?.reason
  const own = addon?.service === 'heroku-redis' ? addon : undefined
  const asksHeroku = reason !== undefined && mayBeHeroku.has(reason) && !signal.aborted
  const asksLog = logs === 'on-failure' && (asksHeroku || (reason !== undefined && isAboutLoad.has(reason)))
  const [status, maintenance, log] = await Promise.all([
    asksHeroku ? incidents() : undefined,
    asksHeroku && own && isManaged(own) ? (ended.maintenance ?? api.maintenance(own.id)) : undefined,
    own && asksLog ? readAddonLog(app, own, api) : ended.log,
  ])
  const lines = reason !== undefined && log?.known === true ? log.value.lines : []
  return withoutUndefined<Gathered>({
    context: [
      ...(status?.known === true ? status.value.incidents.map(incidentContext) : []),
      ...(own && maintenance?.known === true ? maintenanceContext(own.name, maintenance.value) : []),
      ...lines.map((line): ContextReport => ({ kind: 'log', message: line })),
    ],
    metrics: log?.known === true ? log.value.metrics : undefined,
  })
}

/** The log of the app that owns the add-on has its lines. */
export function readAddonLog(
  app: string,
  addon: RedisAddon,
  api: Pick<HerokuApi, 'addonLog'>,
): Promise<Answer<AddonLog>> {
  return api.addonLog(addon.shared ? addon.app : app, addon.name)
}

function incidentContext({ title, since, url, update }: HerokuStatus['incidents'][number]): ContextReport {
  const began = since === undefined ? '' : ` (since ${toMinutes(since)})`
  const news = update === undefined || update === title ? '' : `: ${sanitize(update, 300)}`
  return withoutUndefined<ContextReport>({
    kind: 'incident',
    message: `Heroku reports an open incident: ${sanitize(title, 200)}${began}${news}.`,
    at: since,
    url: url !== undefined && /^https:\/\/[\w.-]+\.heroku\.com\//.test(url) ? url : undefined,
  })
}

function maintenanceContext(name: string, maintenance: Maintenance): readonly ContextReport[] {
  if (maintenance.status !== 'running') return []
  const message = `The maintenance of ${name} is ${maintenanceWords(maintenance)}.`
  return [withoutUndefined<ContextReport>({ kind: 'maintenance', message, at: maintenance.startedAt, url: undefined })]
}
