import type { CheckSettings } from '../checks/settings.ts'
import type { HerokuHosts } from '../heroku/hosts.ts'
import type { HistorySettings } from '../history/settings.ts'
import type { ProbeSettings } from '../redis/facts.ts'
import type { ReportSettings } from '../report/settings.ts'
import type { AppSelector } from '../state/app-selector.ts'
import type { StepSettings } from '../steps/settings.ts'
import type { Secret } from '../utils/secret.ts'

/** The inputs, parsed and validated. Durations are milliseconds. */
export interface Inputs
  extends StepSettings, CheckSettings, ProbeSettings, ReportSettings, HistorySettings, HerokuHosts {
  /** In the order given, each once. */
  readonly apps: readonly AppSelector[]
  /** From the `api-key` input or HEROKU_API_KEY; absent: the login of an existing Heroku CLI is used. */
  readonly apiKey?: Secret
}
