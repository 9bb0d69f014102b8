import type { DatabaseConfig, DatabaseInfo, Known as Answer, Maintenance } from '../heroku/data.ts'
import { sanitize } from '../utils/text.ts'
import type { RedisAddon } from './addon.ts'

/** What Heroku's data API last reported about the add-on. A field is absent if it was not requested. */
export interface ServiceFacts {
  readonly maintenance?: Answer<Maintenance>
  readonly database?: Answer<DatabaseInfo>
  readonly config?: Answer<DatabaseConfig>
}

/** Whether this run may change the version, settings and maintenance: a heroku-redis add-on that this app owns. */
export function isManaged({ service, shared }: Pick<RedisAddon, 'service' | 'shared'>): boolean {
  return service === 'heroku-redis' && !shared
}

/** Undefined while it is not known. */
export function maintenanceIn({ maintenance }: ServiceFacts): Maintenance | undefined {
  return maintenance?.known === true ? maintenance.value : undefined
}

/** Undefined while it is not known. */
export function versionIn({ database }: ServiceFacts): string | undefined {
  return database?.known === true ? database.value.version : undefined
}

/** `none` and `completed` both mean that no maintenance is pending. */
export function isAhead(maintenance: Maintenance | undefined): boolean {
  return maintenance !== undefined && maintenance.status !== 'none' && maintenance.status !== 'completed'
}

/** Heroku prepares or runs an upgrade of the server. The API is undocumented: reason or method show it. */
export function isUpgrade(maintenance: Maintenance | undefined): boolean {
  const { reason = '', method = '' } = maintenance ?? {}
  return isAhead(maintenance) && (/upgrade|version/i.test(reason) || method === 'changeover')
}

/** `ready (version upgrade), scheduled for 2026-12-19 22:00 UTC`. */
export function maintenanceWords(maintenance: Maintenance): string {
  const { reason, startedAt, scheduledFor, requiredBy } = maintenance
  const status = sanitize(maintenance.status, 40)
  const isRunning = status === 'running'
  const parts = [
    reason === undefined ? status : `${status} (${sanitize(reason.replaceAll('_', ' '), 80)})`,
    ...(isRunning && startedAt !== undefined ? [`since ${toMinutes(startedAt)}`] : []),
    ...(!isRunning && scheduledFor !== undefined ? [`scheduled for ${toMinutes(scheduledFor)}`] : []),
    ...(!isRunning && requiredBy !== undefined ? [`required by ${toMinutes(requiredBy)}`] : []),
  ]
  return parts.join(', ')
}

/** `2026-12-19 22:00 UTC`. */
export function toMinutes(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}
