import type { ProbeFacts } from '../redis/facts.ts'
import type { PlanOffer } from '../report/result.ts'

/** All that is known of one app when the checks judge it. */
export interface Subject {
  readonly app: string
  readonly mode: 'setup' | 'check'
  readonly dryRun: boolean
  /** Absent: there is no Redis add-on (in a dry run: not yet). */
  readonly addon?: AddonFacts
  /** Absent: there was no add-on to compare with. */
  readonly config?: ConfigFacts
  /** Absent: there was no endpoint to connect to; `unprobed` says why. */
  readonly probe?: ProbeFacts
  readonly unprobed?: string
  /** Milliseconds since 1970, for certificates and ends of support. */
  readonly now: number
}

export interface AddonFacts {
  readonly name: string
  /** `heroku-redis`; absent when the token may not see it. */
  readonly service?: string
  /** `heroku-redis:premium-0`; absent when the token may not see it. */
  readonly plan?: string
  readonly state?: string
  readonly shared: boolean
  /** True: Heroku's data service says that it is still waiting. Absent: not asked, or it did not answer. */
  readonly dataServiceWaiting?: boolean
  /** What the data service said beside it. */
  readonly dataServiceMessage?: string
  /** `service:plan` that the `plan` input asks for. */
  readonly wantedPlan?: string
  /** Absent: not read. */
  readonly plans?: readonly PlanOffer[]
}

export interface ConfigFacts {
  /** Every variable that is managed, with how it stands now. */
  readonly variables: readonly { readonly name: string; readonly state: 'ok' | 'missing' | 'differs' }[]
  /** The config var that holds the add-on's URL. */
  readonly source: string
}
