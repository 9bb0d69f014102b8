import type { CheckSettings } from '../checks/settings.ts'
import type { HerokuHosts } from '../heroku/hosts.ts'
import type { HistorySettings } from '../history/settings.ts'
import type { ProbeSettings } from '../redis/facts.ts'
import type { ReportSettings } from '../report/settings.ts'
import type { StepSettings } from '../steps/settings.ts'
import type { Secret } from '../utils/secret.ts'

/** One entry of the `app` input. */
export type AppSelector =
  | { readonly kind: 'app'; readonly app: string }
  | { readonly kind: 'team'; readonly team: string }
  | { readonly kind: 'pipeline'; readonly pipeline: string; readonly stage?: string }
  | { readonly kind: 'account' }

/** The inputs, typed and validated: nothing after this point parses text again. Durations are milliseconds. */
export interface Inputs
  extends StepSettings, CheckSettings, ProbeSettings, ReportSettings, HistorySettings, HerokuHosts {
  /** In the order given, each once. */
  readonly apps: readonly AppSelector[]
  /** From the `api-key` input or HEROKU_API_KEY; absent: the login of an existing Heroku CLI is used. */
  readonly apiKey?: Secret
}
