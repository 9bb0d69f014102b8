import type { Attachment } from '../heroku/api.ts'
import type { DatabaseConfig } from '../heroku/data.ts'
import type { DesiredVar, VarChange } from '../state/config-vars.ts'
import type { AttachedApp } from '../state/known.ts'

export interface CreateAddon {
  readonly action: 'create-addon'
  readonly service: string
  /** `heroku-redis:premium-0`. */
  readonly plan: string
  readonly attachment: string
  /** Server version; absent: Heroku's default. */
  readonly version?: string
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
  /** After a maintenance: its URL moves. */
  readonly moved?: true
}

export interface ApplySettings {
  readonly action: 'apply-settings'
  /** Absent: the one that a step before creates. */
  readonly addon?: AddonName
  /** All that are asked for. */
  readonly settings: DatabaseConfig
  /** Absent: not known. */
  readonly from?: DatabaseConfig
}

export interface Upgrade {
  readonly action: 'upgrade'
  readonly addon: AddonName
  readonly from?: string
  readonly to: string
}

export interface RunMaintenance {
  readonly action: 'run-maintenance'
  readonly addon: AddonName
}

export interface WaitMaintenance {
  readonly action: 'wait-maintenance'
  readonly addon: AddonName
  /** `ready`: it is prepared, and can be run. */
  readonly until: 'ready' | 'completed'
  /** The version of the upgrade that it is for. */
  readonly version?: string
}

export interface Attach {
  readonly action: 'attach'
  /** Absent: the one that a step before creates. */
  readonly addon?: AddonName
  /** `REDIS_WRITER`: Heroku then keeps `REDIS_WRITER_URL`. */
  readonly name: string
  /** A copy of ours, a plain config var, gives way to it. */
  readonly replaces: boolean
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
  /** The release that names these config vars, or attachments. */
  readonly configVars: readonly string[]
}

/** New credentials, and the wait until this app's config var has them. */
export interface RotateCredentials {
  readonly action: 'rotate-credentials'
  readonly addon: AddonName
  /** Other apps that the add-on is attached to. */
  readonly attachedApps: readonly AttachedApp[]
}

export interface RemoveConfig {
  readonly action: 'remove-config'
  readonly names: readonly string[]
}

export interface Detach {
  readonly action: 'detach'
  readonly attachment: Attachment
  /** It has lost its config var, and is attached again. */
  readonly again?: true
}

/** Destroys the add-on, and waits until it is gone. */
export interface RemoveAddon {
  readonly action: 'remove-addon'
  readonly addon: AddonName
  /** Names of its attachments on this app, which go with it. */
  readonly attachments: readonly string[]
  /** Heroku is removing it already. */
  readonly isGoing: boolean
}

/** One thing to do on Heroku. A dry run prints the same steps that a run does. */
export type Step =
  | CreateAddon
  | ChangePlan
  | WaitAddon
  | RotateCredentials
  | SetConfig
  | RemoveConfig
  | Detach
  | RemoveAddon
  | ApplySettings
  | Upgrade
  | RunMaintenance
  | WaitMaintenance
  | Attach
  | WaitRelease

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
