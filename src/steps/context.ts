import type { HerokuApi } from '../heroku/api.ts'
import type { Listed } from '../state/account.ts'
import type { Known } from '../state/known.ts'
import type { Log } from '../utils/log.ts'
import type { Secret } from '../utils/secret.ts'
import type { Clock } from '../utils/time.ts'
import type { Progress } from './progress.ts'
import type { StepSettings } from './settings.ts'
import type { Step, StepReport } from './step.ts'

/** What the steps for one app work with. */
export interface StepContext {
  readonly app: string
  readonly settings: StepSettings
  /** What the account's lists say of the app; absent: the app is asked. */
  readonly listed?: Listed
  /** Masks every config var that it reads before anything can reach the log. */
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

/** What came of asking Heroku for new credentials. */
export interface Asked {
  /** The app that asked. */
  readonly app: string
  /** The add-on's URL before. */
  readonly before: Secret
  /** `unknown`: no answer says whether Heroku does it. */
  readonly answer: 'accepted' | 'unknown'
}

/** Everything about one kind of step. */
export interface StepKind<S extends Step> {
  /** As people read it before it is done. */
  readonly describe: (step: S) => Pick<StepReport, 'target' | 'detail'>
  /** How to report it when it was planned and turns out not to be needed; absent: it leaves the report. */
  readonly unneeded?: string
  /** Does what the step says. What it learns on the way goes to `progress` too. @throws Failure */
  readonly apply: (step: S, known: Known, context: StepContext) => Promise<Known>
}
