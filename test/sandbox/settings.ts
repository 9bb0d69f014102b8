import { ApiError, invalid } from './api-error.ts'
import type { Database } from './database.ts'
import { fields } from './http.ts'

interface Setting {
  /** Redis's own name. */
  readonly redis: string
  readonly desc: string
  readonly default: string | number
  /** What each value means, where only some are allowed. */
  readonly values?: Readonly<Record<string, string>>
}

export const settings: Readonly<Record<string, Setting>> = {
  maxmemory_policy: {
    redis: 'maxmemory-policy',
    desc: 'What happens when memory is full.',
    default: 'noeviction',
    values: {
      noeviction: 'refuses writes',
      'allkeys-lru': 'evicts the least recently used keys',
      'volatile-lru': 'evicts the least recently used keys that expire',
      'allkeys-lfu': 'evicts the least frequently used keys',
      'volatile-lfu': 'evicts the least frequently used keys that expire',
      'allkeys-random': 'evicts random keys',
      'volatile-random': 'evicts random keys that expire',
      'volatile-ttl': 'evicts the keys that expire first',
    },
  },
  notify_keyspace_events: { redis: 'notify-keyspace-events', desc: 'Keyspace events that are published.', default: '' },
  timeout: { redis: 'timeout', desc: 'Seconds until an idle connection is closed; 0: never.', default: 300 },
}

/** Every setting with its current value, as in the data API. */
export function showSettings(database: Database, names = Object.keys(settings)): Record<string, unknown> {
  const shown = Object.entries(settings)
    .filter(([name]) => names.includes(name))
    .map(([name, { redis, desc, default: usual, values }]) => {
      const text = database.settings.get(redis) ?? String(usual)
      const value = typeof usual === 'number' ? Number(text) : text
      return [name, { value, desc, default: usual, ...(values ? { values } : {}) }] as const
    })
  return Object.fromEntries(shown)
}

/** Changes the real servers. Redis itself validates keyspace events. Returns the names of the settings. */
export async function changeSettings(database: Database, body: unknown): Promise<string[]> {
  const changes = Object.entries(fields(body)).map(([name, value]) => {
    const setting = settings[name]
    if (!setting) throw invalid(`Unknown setting ${name}.`)
    if (setting.values && !Object.hasOwn(setting.values, String(value))) throw invalid(`Invalid ${name}.`)
    if (typeof setting.default === 'number' && !(Number.isInteger(value) && Number(value) >= 0)) {
      throw invalid(`Invalid ${name}: expected a number of seconds.`)
    }
    if (typeof setting.default === 'string' && typeof value !== 'string') throw invalid(`Invalid ${name}.`)
    return { name, value: String(value), setting }
  })
  for (const { name, setting, value } of changes) {
    await database.configure(setting.redis, value).catch((error: unknown) => {
      throw new ApiError(422, 'invalid_params', `Invalid ${name}: ${String(error)}`)
    })
  }
  return changes.map(({ name }) => name)
}

/** A setting in the list of facts about a database. */
export function settingText(database: Database, name: string): string {
  const setting = settings[name]
  return setting ? (database.settings.get(setting.redis) ?? String(setting.default)) : ''
}
