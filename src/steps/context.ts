import type { HerokuApi } from '../heroku/api.ts'
import type { Listed } from '../state/account.ts'
import type { Known } from '../state/known.ts'
import type { Log } from '../utils/log.ts'
import type { Secret } from '../utils/secret.ts'
import type { Clock } from '../utils/time.ts'
import type { Progress } from './progress.ts'
import type { StepSettings } from './settings.ts'
import type { Step, StepReport } from './step.ts'

/** The context of the steps for one app. */
export interface StepContext {
  readonly app: string
  readonly settings: StepSettings
  /** The app in the account's lists; absent: the app itself is read. */
  readonly listed?: Listed
  /** Masks every config var that it reads before it can reach the log. */
  readonly api: HerokuApi
  readonly log: Log
  /** Ends the run. */
  readonly signal: AbortSignal
  readonly clock: Clock
  /** Milliseconds since 1970, to compare with Heroku's times. */
  readonly wallTime: () => number
  /** On the clock: `provision-timeout` from the start of this app. */
  readonly deadline: number
  readonly progress: Progress
  /** Every app of this run. */
  readonly apps: readonly string[]
  /** The rotations of this run, by the add-on's id: an add-on that several of its apps share is rotated once. */
  readonly rotations: Map<string, Promise<Asked>>
}

/** The result of the request for new credentials. */
export interface Asked {
  /** The app that requested them. */
  readonly app: string
  /** The add-on's URL before. */
  readonly before: Secret
  /** `unknown`: the answer was lost. */
  readonly answer: 'accepted' | 'unknown'
}

/** One kind of step. */
export interface StepKind<S extends Step> {
  /** For the report of a planned step. */
  readonly describe: (step: S) => Pick<StepReport, 'target' | 'detail'>
  /** For the report if a planned step turns out not to be needed; absent: it is removed from the report. */
  readonly unneeded?: string
  /** Applies the step. Updates `progress` during the work. @throws Failure */
  readonly apply: (step: S, known: Known, context: StepContext) => Promise<Known>
}
