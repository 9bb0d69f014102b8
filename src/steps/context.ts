import type { ConfigVars, HerokuApi } from '../heroku/api.ts'
import type { Log } from '../utils/log.ts'
import type { StepSettings } from './settings.ts'

/** What the work on one app needs. */
export interface Work {
  readonly app: string
  readonly inputs: StepSettings
  readonly api: HerokuApi
  readonly log: Log
  readonly signal: AbortSignal
  /** On the clock of `now()`: `provision-timeout` from the start of this app's work. */
  readonly deadline: number
  /** Called with every set of config vars read, before any of it can reach the log. */
  readonly mask: (config: ConfigVars) => void
}
