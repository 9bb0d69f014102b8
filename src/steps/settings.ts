import type { StateSettings } from '../state/settings.ts'

/** The modes; each has its own planner. */
export const modes = ['setup', 'check', 'rotate', 'remove'] as const
export type Mode = (typeof modes)[number]

/** Server settings that Heroku's data API can change (heroku-redis). */
export interface ServerSettings {
  readonly maxmemoryPolicy?: string
  /** Seconds; 0 means never. */
  readonly timeout?: number
  readonly notifyKeyspaceEvents?: string
}

export interface StepSettings extends StateSettings {
  /** The app was found through a team, a pipeline or the account: the action never creates an add-on for it. */
  readonly discovered?: boolean
  readonly mode: Mode
  readonly dryRun: boolean
  readonly planMismatch: 'warn' | 'change' | 'fail'
  /** Wanted server version, `9` or `9.1`; absent: any. */
  readonly version?: string
  readonly versionMismatch: 'warn' | 'change' | 'fail'
  /** `run`: with `setup`, a maintenance that is ready is run now. */
  readonly maintenance: 'report' | 'run'
  /** Empty: none is managed. */
  readonly settings: ServerSettings
  /** With `remove`: the app's name, typed again. */
  readonly confirm?: string
  /** Milliseconds for add-on, maintenance, config var and release together. */
  readonly provisionTimeoutMs: number
}
