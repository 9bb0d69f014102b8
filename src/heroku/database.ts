import { withoutUndefined } from '../utils/optional.ts'
import type { Caller } from './calls.ts'
import type { DatabaseConfig, DatabaseInfo, DataWait, Known } from './data.ts'
import { asObject, listOr, numberOf, objectOr, ShapeError, textOf, textOr } from './decode.ts'
import type { Attempt, Call } from './call.ts'

/** The data API of one add-on (`/redis/v0/databases/…`). It is undocumented; read from heroku/cli and terraform-provider-herokux. */
export interface DatabaseCalls {
  /** One try, so that the caller decides what a refusal means. `final` with `status` 404: not known there yet. */
  dataWait(addon: string): Promise<Attempt<DataWait>>
  databaseInfo(addon: string): Promise<Known<DatabaseInfo>>
  databaseConfig(addon: string): Promise<Known<DatabaseConfig>>
  /** Sets what is given, in one request. @throws HerokuFailure `settings` */
  setDatabaseConfig(addon: string, config: DatabaseConfig): Promise<void>
  /** One try; not idempotent. Done when the add-on's config var differs. */
  tryRotateCredentials(addonName: string): Promise<Attempt<void>>
  /**
   * One try; irreversible. Production plans prepare a follower, and a maintenance then waits to be run; mini upgrades
   * at once. The value is Heroku's message.
   */
  tryUpgrade(addonId: string, version: string): Promise<Attempt<string>>
}

export function databaseCalls(api: Caller): DatabaseCalls {
  const url = (addon: string, rest = ''): string =>
    `${api.hosts.dataUrl}/redis/v0/databases/${encodeURIComponent(addon)}${rest}`
  const read = <T>(addon: string, rest: string, decode: (json: unknown) => T): Call<T> => ({
    method: 'GET',
    access: 'data',
    url: url(addon, rest),
    fallback: 'heroku-unavailable',
    decode,
  })

  return {
    dataWait: (addon) => api.once(read(addon, '/wait', dataWaitOf)),
    databaseInfo: (addon) => api.bonus(read(addon, '', databaseInfoOf)),
    databaseConfig: (addon) => api.bonus(read(addon, '/config', databaseConfigOf)),
    setDatabaseConfig: async (addon, { maxmemoryPolicy, timeout, notifyKeyspaceEvents }) => {
      const all: Readonly<Record<string, string | number | undefined>> = {
        maxmemory_policy: maxmemoryPolicy,
        timeout,
        notify_keyspace_events: notifyKeyspaceEvents,
      }
      const body = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
      if (Object.keys(body).length === 0) return
      await api.send({
        method: 'PATCH',
        access: 'data',
        url: url(addon, '/config'),
        body,
        fallback: 'settings',
        decode: () => undefined,
      })
    },
    tryRotateCredentials: (name) =>
      api.once({
        method: 'POST',
        access: 'data',
        url: url(name, '/credentials_rotation'),
        body: {},
        fallback: 'rotation-failed',
        decode: () => undefined,
      }),
    tryUpgrade: (addon, version) =>
      api.once({
        method: 'POST',
        access: 'data',
        url: url(addon, '/upgrade'),
        body: { version },
        fallback: 'upgrade-failed',
        decode: (json) => textOr(objectOr<{ message: string }>(json).message, ''),
      }),
  }
}

export function dataWaitOf(json: unknown): DataWait {
  const wait = asObject<{ 'waiting?': boolean; message: string }>(json, 'the answer')
  const waiting = wait['waiting?']
  if (typeof waiting !== 'boolean') throw new ShapeError('waiting? is not true or false')
  return { waiting, message: textOr(wait.message, '') }
}

interface InfoEntry {
  readonly name: string
  readonly values: readonly unknown[]
}

export function databaseInfoOf(json: unknown): DatabaseInfo {
  const database = asObject<{ version: unknown; info: readonly unknown[] }>(json, 'the database')
  const info = new Map<string, string>()
  for (const each of listOr(database.info)) {
    const { name, values } = objectOr<InfoEntry>(each)
    const value = versionOrText(Array.isArray(values) ? values[0] : values)
    if (typeof name === 'string' && value !== undefined) info.set(name.trim().toLowerCase(), value)
  }
  return withoutUndefined<DatabaseInfo>({
    // Seen as text, as a number and as a list.
    version: versionOrText(database.version) ?? info.get('version'),
    status: info.get('status'),
    haStatus: info.get('ha status'),
    maintenance: info.get('maintenance'),
    window: info.get('maintenance window'),
  })
}

function versionOrText(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(versionOrText).find((each) => each !== undefined)
  return typeof value === 'number' ? String(value) : textOf(value)?.trim()
}

export function databaseConfigOf(json: unknown): DatabaseConfig {
  const config = asObject<{ maxmemory_policy: unknown; timeout: unknown; notify_keyspace_events: unknown }>(
    json,
    'the settings',
  )
  const valueOf = (entry: unknown): unknown => objectOr<{ value: unknown }>(entry).value
  const events = valueOf(config.notify_keyspace_events)
  return withoutUndefined<DatabaseConfig>({
    maxmemoryPolicy: textOf(valueOf(config.maxmemory_policy)),
    timeout: numberOf(valueOf(config.timeout)),
    // The empty text is a value: no notifications.
    notifyKeyspaceEvents: typeof events === 'string' ? events : undefined,
  })
}
