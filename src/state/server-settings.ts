import type { DatabaseConfig } from '../heroku/data.ts'

/** The names of Redis, as the `settings` input spells them. */
export const settingNames = {
  maxmemoryPolicy: 'maxmemory-policy',
  timeout: 'timeout',
  notifyKeyspaceEvents: 'notify-keyspace-events',
} as const satisfies Record<keyof DatabaseConfig, string>

export type SettingKey = keyof typeof settingNames

/** What is asked for, in the order of Redis's names above. */
export function wantedSettings(wanted: DatabaseConfig): readonly SettingKey[] {
  return (Object.keys(settingNames) as SettingKey[]).filter((key) => wanted[key] !== undefined)
}

/** What differs from what is asked for; a setting that Heroku does not report counts as different. */
export function differingSettings(wanted: DatabaseConfig, actual: DatabaseConfig): readonly SettingKey[] {
  return wantedSettings(wanted).filter(
    (key) => actual[key] === undefined || normalized(key, actual[key]) !== normalized(key, wanted[key]),
  )
}

/** Redis stores the flags of `notify-keyspace-events` in an order of its own; `A` stands for a group of them. */
export function normalized(key: SettingKey, value: string | number | undefined): string {
  const text = String(value)
  if (key !== 'notifyKeyspaceEvents') return text
  return [...new Set(text.replace('A', 'g$lshzxetd'))].toSorted().join('')
}
