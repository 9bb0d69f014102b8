import type { ConfigVars } from '../heroku/api.ts'
import { Failure } from '../failure/failure.ts'
import type { Log } from '../utils/log.ts'
import type { Observed, ChosenAddon } from '../state/addon.ts'
import type { Sources } from '../state/config-vars.ts'
import type { PlanOffer } from '../heroku/plans.ts'
import type { VarChange } from '../state/config-vars.ts'

export interface StepReport {
  readonly action: 'create-addon' | 'change-plan' | 'wait-addon' | 'set-config' | 'wait-release'
  /** What it is done to: an add-on, config vars, a release. */
  readonly target: string
  readonly done: boolean
  /** A sentence; old → new for harmless values only. */
  readonly detail: string
}

/**
 * The true account of one app's work: what was seen, planned and done so far.
 * It is written to as the work goes on, so that a run that fails or is cancelled half-way still tells all of it.
 */
export interface Account {
  observed?: Observed
  addon?: ChosenAddon
  sources?: Sources
  created: boolean
  steps: StepReport[]
  changes: readonly VarChange[]
  changedConfigVars: readonly string[]
  release?: number
  plans?: readonly PlanOffer[]
  /** True: the data service says it is still busy with the add-on. */
  dataService?: { readonly waiting: boolean; readonly message: string }
  readonly notes: string[]
}

export function newAccount(): Account {
  return { created: false, steps: [], changes: [], changedConfigVars: [], notes: [] }
}

/** Marks the first step of this kind that is not done yet, with what really happened. */
export function done(account: Account, action: StepReport['action'], detail: string, target?: string): void {
  retell(account, action, { done: true, detail, ...(target === undefined ? {} : { target }) })
}

/** Writes down that a step was asked for, but that no answer told what came of it. */
export function unanswered(account: Account, action: StepReport['action'], request: string): void {
  retell(account, action, { detail: `${request}, but got no answer: whether it was done is not known` })
}

/** Refused is refused; without an answer the work may be done all the same. */
export function leavesDoubt(error: unknown): boolean {
  return error instanceof Failure && (error.reason === 'cancelled' || error.reason === 'heroku-unavailable')
}

function retell(account: Account, action: StepReport['action'], news: Partial<StepReport>): void {
  const index = account.steps.findIndex((step) => step.action === action && !step.done)
  const step = account.steps[index]
  if (step) account.steps[index] = { ...step, ...news }
}

/** A remark that is no finding, for the log and the summary. */
export function note(account: Account, log: Log, text: string): void {
  account.notes.push(text)
  log.info(text)
}

/** The config vars as they are now. */
export function remember(account: Account, config: ConfigVars): void {
  if (account.observed) account.observed = { ...account.observed, config }
}
