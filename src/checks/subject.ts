import type { DatabaseInfo, DatabaseConfig, Known, Maintenance } from '../heroku/data.ts'
import type { PlanOffer } from '../heroku/plans.ts'
import type { ProbeFacts } from '../redis/facts.ts'
import type { Field } from '../state/settings.ts'
import type { StepReport } from '../steps/step.ts'
import type { Mode } from '../steps/settings.ts'
import type { PastPoint } from './past.ts'

/** Everything known about one app when the checks judge it. Plain data without secrets. */
export interface Subject {
  readonly app: string
  readonly mode: Mode
  readonly dryRun: boolean
  /** Absent: there is no Redis add-on (in a dry run: not yet). */
  readonly addon?: AddonFacts
  /**
   * Without an add-on: the config var that a new one would need (`REDIS_URL`) holds a Redis URL that was set by hand.
   */
  readonly handSetUrl?: string
  /** Absent: there was no add-on to compare with. */
  readonly config?: ConfigFacts
  /** Absent: there was no endpoint to connect to; `unprobed` says why. */
  readonly probe?: ProbeFacts
  readonly unprobed?: string
  /** What this run has already done, so that the advice does not repeat it. */
  readonly doneActions: ReadonlySet<StepReport['action']>
  /** Absent: not asked (another provider, or switched off). */
  readonly maintenance?: Known<Maintenance>
  /** Absent: not asked. */
  readonly database?: Known<DatabaseInfo>
  /** Absent: the `settings` input is empty. */
  readonly databaseConfig?: Known<DatabaseConfig>
  /** Earlier runs of this app, oldest first; empty before the second run. Absent: no `state-file`. */
  readonly history?: readonly PastPoint[]
  /** True: the runner reaches Heroku through an HTTP proxy. Redis connections do not use it. */
  readonly proxy?: boolean
  /** Milliseconds since 1970, for certificates, maintenances and ends of support. */
  readonly now: number
}

export interface AddonFacts {
  readonly name: string
  /** `heroku-redis`; absent when the token may not see it. */
  readonly service?: string
  /** `heroku-redis:premium-0`; absent when the token may not see it. */
  readonly plan?: string
  readonly state?: string
  /** Another app owns it. */
  readonly shared: boolean
  /** The app that owns it. */
  readonly owner?: string
  /** True: Heroku's data service says that it is still waiting. Absent: not asked, or it did not answer. */
  readonly dataServiceWaiting?: boolean
  readonly dataServiceMessage?: string
  /** `service:plan` that the `plan` input asks for. */
  readonly wantedPlan?: string
  /** Absent: not read. */
  readonly plans?: readonly PlanOffer[]
}

/** State of the add-on's own Redis URL. `problem` follows "the URL …" and contains no part of it. */
export type UrlFacts =
  | { readonly state: 'ok'; readonly configVar: string }
  | { readonly state: 'missing'; readonly configVars: readonly string[] }
  | { readonly state: 'unreadable'; readonly configVar: string; readonly problem: string }

export interface ManagedVar {
  readonly name: string
  readonly state: 'ok' | 'missing' | 'differs'
  readonly side: 'writer' | 'reader' | 'config'
  /** Absent for an extra variable of the `config` input. */
  readonly field?: Field
  /** The config var or input that its value comes from: `REDIS_URL`, `reader`, `config`. */
  readonly source: string
  /** A `_URL` that Heroku keeps up to date itself (an attachment), or a copy. Absent for other fields. */
  readonly kind?: 'live' | 'copy'
}

export interface ConfigFacts {
  readonly url: UrlFacts
  /** Every variable that is managed, in a stable order; empty while a source is not known. */
  readonly variables: readonly ManagedVar[]
  /** The `reader` input names a config var that holds no readable Redis URL: what is wrong with it. */
  readonly readerProblem?: { readonly reason: 'config-missing' | 'config-unreadable'; readonly message: string }
}
