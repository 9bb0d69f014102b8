import type { DatabaseConfig } from '../heroku/data.ts'

/** The names in Redis and in the `settings` input. */
export const settingNames = {
  maxmemoryPolicy: 'maxmemory-policy',
  timeout: 'timeout',
  notifyKeyspaceEvents: 'notify-keyspace-events',
} as const satisfies Record<keyof DatabaseConfig, string>

export type SettingKey = keyof typeof settingNames

/** The requested settings, in the order above. */
export function wantedSettings(wanted: DatabaseConfig): readonly SettingKey[] {
  return (Object.keys(settingNames) as SettingKey[]).filter((key) => wanted[key] !== undefined)
}

/** The settings that differ; a setting that Heroku does not report counts as different. */
export function differingSettings(wanted: DatabaseConfig, actual: DatabaseConfig): readonly SettingKey[] {
  return wantedSettings(wanted).filter(
    (key) => actual[key] === undefined || normalized(key, actual[key]) !== normalized(key, wanted[key]),
  )
}

/** Redis reorders the flags of `notify-keyspace-events`; `A` stands for a group of them. */
export function normalized(key: SettingKey, value: string | number | undefined): string {
  const text = String(value)
  if (key !== 'notifyKeyspaceEvents') return text
  return [...new Set(text.replace('A', 'g$lshzxetd'))].toSorted().join('')
}
