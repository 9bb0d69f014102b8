import type { DesiredVar, VarChange } from '../state/config-vars.ts'

export interface CreateAddon {
  readonly action: 'create-addon'
  readonly service: string
  /** `heroku-redis:premium-0`. */
  readonly plan: string
  readonly attachment: string
  /** Heroku creates one add-on of an app at a time: these are waited for first. */
  readonly after: readonly AddonName[]
}

export interface ChangePlan {
  readonly action: 'change-plan'
  readonly addon: AddonName
  readonly from?: string
  readonly to: string
}

/** Until it is provisioned, its plan is in place, Heroku's data service is ready and its config var is there. */
export interface WaitAddon {
  readonly action: 'wait-addon'
  /** Absent: the one that a step before creates. */
  readonly addon?: AddonName
  /** The plan that was asked for; absent: any. */
  readonly plan?: string
}

export interface SetConfig {
  readonly action: 'set-config'
  /** Those that differ. */
  readonly vars: readonly DesiredVar[]
  readonly changes: readonly VarChange[]
  /** All that are managed, as they should be. */
  readonly desired: readonly DesiredVar[]
}

export interface WaitRelease {
  readonly action: 'wait-release'
  /** The release that names these config vars. */
  readonly configVars: readonly string[]
}

/** One thing to do on Heroku. A dry run prints the same steps that a run does. */
export type Step = CreateAddon | ChangePlan | WaitAddon | SetConfig | WaitRelease

export interface AddonName {
  readonly id: string
  readonly name: string
}

export interface StepReport {
  readonly action: Step['action']
  /** What it is done to: an add-on, config vars, a release. */
  readonly target: string
  readonly done: boolean
  /** A sentence; old → new for harmless values only. */
  readonly detail: string
}
