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
  /** Other add-ons to wait for first: Heroku creates one add-on of an app at a time. */
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
  /** Absent: the one that an earlier step creates. */
  readonly addon?: AddonName
  /** The requested plan; absent: any. */
  readonly plan?: string
  /** After a maintenance, which changes the URL. */
  readonly moved?: true
}

export interface ApplySettings {
  readonly action: 'apply-settings'
  /** Absent: the one that an earlier step creates. */
  readonly addon?: AddonName
  /** The requested settings that differ from the present ones; all of them while those are not known. */
  readonly settings: DatabaseConfig
  /** The present ones; absent: not known. */
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
  /** `ready`: it is prepared and can be run. */
  readonly until: 'ready' | 'completed'
  /** The version of the upgrade that it is for. */
  readonly version?: string
}

export interface Attach {
  readonly action: 'attach'
  /** Absent: the one that an earlier step creates. */
  readonly addon?: AddonName
  /** `REDIS_WRITER`: Heroku then keeps `REDIS_WRITER_URL`. */
  readonly name: string
  /** It replaces a plain config var with a copy. */
  readonly replaces: boolean
}

export interface SetConfig {
  readonly action: 'set-config'
  /** Those that differ. */
  readonly vars: readonly DesiredVar[]
  readonly changes: readonly VarChange[]
  /** The intended values of all managed config vars. */
  readonly desired: readonly DesiredVar[]
}

export interface WaitRelease {
  readonly action: 'wait-release'
  /** Config vars or attachments in the description of the release. */
  readonly configVars: readonly string[]
}

/** Rotates the credentials, and waits until this app's config var has the new ones. */
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
}

/** Removes the add-on, and waits for the removal. */
export interface RemoveAddon {
  readonly action: 'remove-addon'
  readonly addon: AddonName
  /** Names of its attachments on this app, which are removed with it. */
  readonly attachments: readonly string[]
  /** Heroku is already removing it. */
  readonly isGoing: boolean
}

/** One change or wait on Heroku. A dry run prints the same steps that a run applies. */
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
  /** What the step acts on: an add-on, config vars, a release. */
  readonly target: string
  readonly done: boolean
  /** A sentence; old → new for public values only. */
  readonly detail: string
}
