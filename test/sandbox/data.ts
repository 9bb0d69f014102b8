import { ApiError, invalid, notFound } from './api-error.ts'
import type { Database } from './database.ts'
import { answer, requiredText, route, type Call, type Route } from './http.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { Maintenances } from './maintenances.ts'
import { configVarReads } from './reads.ts'
import { changeSettings, settingText, showSettings } from './settings.ts'
import type { Addon, State } from './state.ts'
import { compareVersions, offeredVersion } from './versions.ts'

/** Overrides parts of the answer about a database. */
export interface DatabaseOverride {
  /** Top-level fields, including undefined and null. */
  readonly fields?: Readonly<Record<string, unknown>>
  /** Values of the facts in `info`, by name; null removes the fact. */
  readonly info?: Readonly<Record<string, readonly unknown[] | null>>
}

/** The part of Heroku's data API that the CLI's `redis:*` commands and the action use. */
export class DataApi {
  private readonly state: State
  private readonly lifecycle: Lifecycle
  private readonly maintenances: Maintenances
  private readonly overrides = new Map<Addon, DatabaseOverride>()

  constructor(state: State, lifecycle: Lifecycle, maintenances: Maintenances) {
    this.state = state
    this.lifecycle = lifecycle
    this.maintenances = maintenances
  }

  override(addon: Addon, override: DatabaseOverride | null): void {
    if (override === null) this.overrides.delete(addon)
    else this.overrides.set(addon, override)
  }

  /** Rotates the credentials after the reads of config vars that the behaviour defines. */
  rotate(addon: Addon): Promise<void> {
    const { behaviour, reads } = this.state
    return reads.after(behaviour.rotationReads, configVarReads, () =>
      this.lifecycle.moveUrl(addon, (database) =>
        database.rotateCredentials({ keepOld: behaviour.oldPassword === 'accepted' }),
      ),
    )
  }

  routes(): readonly Route[] {
    const base = '/redis/v0/databases/:addon'
    const found = (call: Call): { addon: Addon; database: Database } => {
      const addon = this.state.addon(call.params['addon'] ?? '')
      if (addon.plan.service.name !== 'heroku-redis') throw notFound('add-on')
      // Heroku answers 404 until the servers exist.
      if (!addon.database || addon.state !== 'provisioned') throw notFound('add-on')
      return { addon, database: addon.database }
    }

    return [
      route('GET', base, async (call) => {
        const { addon, database } = found(call)
        return answer(await this.describe(addon, database))
      }),
      route('GET', `${base}/wait`, (call) => {
        const { addon } = found(call)
        if (this.maintenances.of(addon)?.status === 'running') {
          return answer({ message: 'maintenance', 'waiting?': true })
        }
        const waiting = Date.now() < addon.busyUntil
        return answer({ message: waiting ? 'preparing' : 'available', 'waiting?': waiting })
      }),
      route('GET', `${base}/config`, (call) => answer(showSettings(found(call).database))),
      route('PATCH', `${base}/config`, async (call) => {
        const { database } = found(call)
        return answer(showSettings(database, await changeSettings(database, call.body)))
      }),
      route('POST', `${base}/credentials_rotation`, async (call) => {
        await this.rotate(found(call).addon)
        return answer({})
      }),
      route('POST', `${base}/stats/reset`, async (call) => {
        await found(call).database.primary.command('CONFIG', 'RESETSTAT')
        return answer({ message: 'Reset successful.' })
      }),
      route('POST', `${base}/upgrade`, async (call) => {
        const { addon, database } = found(call)
        const message = await this.upgrade(addon, database, requiredText(call.body, 'version'))
        return answer({ message })
      }),
    ]
  }

  private async upgrade(addon: Addon, database: Database, wanted: string): Promise<string> {
    const { versions, oldServerStays } = this.state.behaviour
    const version = offeredVersion(wanted, versions)
    if (version === undefined) {
      throw invalid(`Version ${wanted} is not available. Available versions: ${versions.join(', ')}.`)
    }
    const present = await versionOf(database)
    if (compareVersions(version, present) <= 0) throw invalid(`Cannot upgrade from version ${present} to ${version}.`)
    // Only one upgrade at a time; nothing is awaited between this and its start.
    if (addon.busyUntil === Number.POSITIVE_INFINITY) throw invalid('An upgrade of this instance is in progress.')
    const status = this.maintenances.of(addon)?.status ?? 'none'
    if (['preparing', 'ready', 'running'].includes(status)) {
      throw new ApiError(422, 'invalid_params', `A maintenance of this instance is ${status}.`)
    }
    if (addon.plan.limits.standby) {
      await this.maintenances.plan(addon, { status: 'preparing', version })
      return `Preparing the upgrade to ${version}. Run the maintenance when it is ready.`
    }
    addon.busyUntil = Number.POSITIVE_INFINITY
    const move = { version, keepPrevious: oldServerStays }
    const ended = (): void => void (addon.busyUntil = Date.now())
    // Without a standby to prepare, the upgrade starts at once, after the answer.
    this.lifecycle.moveUrl(addon, (servers) => servers.move(move)).then(ended, ended)
    return `Upgrading to ${version}.`
  }

  private async describe(addon: Addon, database: Database): Promise<unknown> {
    // Heroku also answers for a server that is down.
    const info = await database.primary.command('INFO').then(String, () => '')
    const read = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? ''
    const version = database.version ?? read('redis_version')
    const maintenance = this.maintenances.show(addon)
    const status = String(maintenance['status'])
    const busy = status === 'running' || Date.now() < addon.busyUntil
    const high = addon.plan.limits.standby
    // From the primary: a stopped standby is not available. One that was never needed has not failed.
    const available = !database.standbyStarted || read('slave0').includes('state=online')
    const { fields = {}, info: replaced = {} } = this.overrides.get(addon) ?? {}
    const facts: Readonly<Record<string, readonly unknown[] | null>> = {
      Plan: [addon.plan.description],
      Status: [status === 'running' ? 'maintenance' : busy ? 'preparing' : 'available'],
      Created: [addon.createdAt.toISOString().slice(0, 16).replace('T', ' ')],
      Version: [version],
      Timeout: [Number(settingText(database, 'timeout'))],
      Maxmemory: [settingText(database, 'maxmemory_policy')],
      Maintenance: [['none', 'completed'].includes(status) ? 'not required' : status],
      'Maintenance window': high ? [maintenance['window']] : null,
      Persistence: [high ? 'AOF' : 'None'],
      'HA Status': high ? [available ? 'Available' : 'Unavailable'] : null,
      'Requires TLS': ['Yes'],
      'Keyspace Notifications': [settingText(database, 'notify_keyspace_events') === '' ? 'Disabled' : 'Enabled'],
      ...replaced,
    }
    return {
      addon_id: addon.id,
      created_at: addon.createdAt.toISOString(),
      name: addon.name,
      plan: addon.plan.name.split(':')[1],
      version,
      port: Number(new URL(database.url).port),
      prefer_native_tls: true,
      resource_url: database.url,
      formation: { id: addon.id, primary: addon.id },
      metaas_source: addon.name,
      info: Object.entries(facts).flatMap(([name, values]) => (values === null ? [] : [{ name, values }])),
      ...fields,
    }
  }
}

/** The full version from INFO. */
export async function versionOf(database: Database): Promise<string> {
  if (database.version !== undefined) return database.version
  return /^redis_version:(\S+)/m.exec(String(await database.primary.command('INFO', 'server')))?.[1] ?? ''
}
