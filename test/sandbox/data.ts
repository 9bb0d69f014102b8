import { invalid, notFound } from './api-error.ts'
import type { Database } from './database.ts'
import { answer, fields, route, type Call, type Route } from './http.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { Addon, State } from './state.ts'

interface Setting {
  /** How Redis itself calls it. */
  readonly redis: string
  readonly desc: string
  readonly default: string | number
  /** What each value means, where there is a choice. */
  readonly values?: Readonly<Record<string, string>>
}

const settings: Readonly<Record<string, Setting>> = {
  maxmemory_policy: {
    redis: 'maxmemory-policy',
    desc: 'What happens when memory is full.',
    default: 'noeviction',
    values: {
      noeviction: 'refuses writes',
      'allkeys-lru': 'evicts the keys least recently used',
      'volatile-lru': 'evicts the keys least recently used among those that expire',
      'allkeys-lfu': 'evicts the keys least often used',
      'volatile-lfu': 'evicts the keys least often used among those that expire',
      'allkeys-random': 'evicts any keys',
      'volatile-random': 'evicts any keys that expire',
      'volatile-ttl': 'evicts the keys that expire first',
    },
  },
  notify_keyspace_events: { redis: 'notify-keyspace-events', desc: 'Which keyspace events are told.', default: '' },
  timeout: { redis: 'timeout', desc: 'Seconds until an idle connection is closed; 0: never.', default: 300 },
}

/** Heroku's data API, as far as the CLI's `redis:*` commands use it. */
export function dataRoutes(state: State, lifecycle: Lifecycle): readonly Route[] {
  const base = '/redis/v0/databases/:addon'
  const found = (call: Call): { addon: Addon; database: Database } => {
    const addon = state.addon(call.params['addon'] ?? '')
    if (addon.plan.service.name !== 'heroku-redis') throw notFound('add-on')
    // Heroku answers 404 until the servers are there.
    if (!addon.database || addon.state !== 'provisioned') throw notFound('add-on')
    return { addon, database: addon.database }
  }

  return [
    route('GET', base, async (call) => {
      const { addon, database } = found(call)
      return answer(await describe(addon, database))
    }),
    route('GET', `${base}/wait`, (call) => {
      const { addon } = found(call)
      const waiting = Date.now() < addon.busyUntil
      return answer({ message: waiting ? 'preparing' : 'available', 'waiting?': waiting })
    }),
    route('PATCH', `${base}/config`, async (call) => {
      const { database } = found(call)
      const changes = Object.entries(fields(call.body)).map(([key, value]) => {
        const setting = settings[key]
        if (!setting) throw invalid(`Unknown setting ${key}.`)
        if (setting.values && !Object.hasOwn(setting.values, String(value))) throw invalid(`Invalid ${key}.`)
        return { key, value, setting }
      })
      for (const { setting, value } of changes) await database.configure(setting.redis, String(value))
      const told = changes.map(({ key, value, setting }) => {
        const { desc, values } = setting
        return [key, { value, desc, default: setting.default, ...(values ? { values } : {}) }] as const
      })
      return answer(Object.fromEntries(told))
    }),
    route('POST', `${base}/credentials_rotation`, async (call) => {
      await lifecycle.moveUrl(found(call).addon, (database) => database.rotateCredentials())
      return answer({})
    }),
    route('POST', `${base}/stats/reset`, async (call) => {
      await found(call).database.primary.command('CONFIG', 'RESETSTAT')
      return answer({ message: 'Reset successful.' })
    }),
    route('POST', `${base}/upgrade`, async (call) => {
      await lifecycle.moveUrl(found(call).addon, (database) => database.move())
      return answer({ message: 'Upgrade started.' })
    }),
  ]
}

async function describe(addon: Addon, database: Database): Promise<unknown> {
  const info = String(await database.primary.command('INFO'))
  const read = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? ''
  const version = read('redis_version')
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
    info: [
      { name: 'Plan', values: [addon.plan.description] },
      { name: 'Status', values: [Date.now() < addon.busyUntil ? 'preparing' : 'available'] },
      { name: 'Created', values: [addon.createdAt.toISOString()] },
      { name: 'Version', values: [version] },
      { name: 'Maxmemory policy', values: [read('maxmemory_policy')] },
      { name: 'Connections', values: [`${read('connected_clients')}/${read('maxclients')}`] },
      { name: 'High Availability', values: [database.standby ? 'Yes' : 'No'] },
    ],
  }
}
