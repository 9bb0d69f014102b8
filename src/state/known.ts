import type { Addon, Attachment, ConfigVars, ReleaseInfo } from '../heroku/api.ts'
import type { DataWait } from '../heroku/data.ts'
import type { Secret } from '../utils/secret.ts'
import type { RedisAddon } from './addon.ts'
import { type Observed, variablesOf } from './observed.ts'
import type { ServiceFacts } from './service.ts'
import { mergeChanges, type VarChange } from './var-change.ts'

/**
 * All that is known about one app at one moment. Every step takes one and returns the next; endpoints, drift and the
 * planned steps are derived from it with pure functions.
 */
export interface Known {
  readonly observed: Observed
  /** The add-on in use; absent: there is none yet. */
  readonly addon?: RedisAddon
  /** This run created the add-on. */
  readonly created: boolean
  /** False while Heroku provisions or changes the add-on, until a step has waited for it. */
  readonly settled: boolean
  /** `service:plan` that this run requested. */
  readonly requestedPlan?: string
  /** The last message of Heroku's data service about the add-on. */
  readonly dataService?: DataWait
  /** Version, settings and maintenance of the add-on, if planning needs them. */
  readonly service: ServiceFacts
  /** The upgrade that this run requested; `ended`: a step has waited for it. */
  readonly upgrade?: { readonly version: string; readonly ended: boolean }
  /** A maintenance or an upgrade ended while this run waited for it. */
  readonly maintained?: true
  /** Names under which this run attached the add-on. */
  readonly attached: readonly string[]
  /** Names under which Heroku refused to attach it: their `_URL` config vars are copies. */
  readonly copied: readonly string[]
  /** Config vars that this run wrote: first old value, last new value. */
  readonly written: readonly VarChange[]
  /** The last write; absent: nothing was written. */
  readonly lastWrite?: {
    /** Milliseconds since 1970, when it was sent. */
    readonly at: number
    /** All intended values at that time. */
    readonly desired: ReadonlyMap<string, Secret>
  }
  /** How many times another writer changed values that should have stayed. */
  readonly overwritten: number
  /** The release that carries what was written, as last seen. */
  readonly release?: ReleaseInfo
  /** True: a step has waited for the release of the write. */
  readonly released: boolean
  /** Names in the release of the last change, if that change was not a write of config vars. */
  readonly releaseNames?: readonly string[]
  /** Other apps that the add-on is attached to; absent if the mode does not need them. */
  readonly attachedApps?: readonly AttachedApp[]
  /** Absent: no new credentials were requested. */
  readonly rotation?: Rotation
}

/** Another app that the add-on is attached to; its owner counts. */
export interface AttachedApp {
  readonly app: string
  readonly owner: boolean
  /** This run also works on it. */
  readonly inRun: boolean
}

export interface Rotation {
  /** The add-on's URL before it. */
  readonly before: Secret
  /** `asked`: Heroku has accepted it; `unknown`: the answer was lost; `done`: this app has a different URL. */
  readonly state: 'asked' | 'unknown' | 'done'
}

export function initiallyKnown(observed: Observed, addon: RedisAddon | undefined): Known {
  return {
    observed,
    created: false,
    settled: addon?.state === undefined || addon.state === 'provisioned',
    service: {},
    attached: [],
    copied: [],
    written: [],
    overwritten: 0,
    released: true,
    ...(addon ? { addon } : {}),
  }
}

export function withConfig(known: Known, config: ConfigVars): Known {
  return { ...known, observed: { ...known.observed, config } }
}

/** The list of add-ons with this one in its current state. */
export function withListed(observed: Observed, addon: Addon): Observed {
  return { ...observed, addons: [...observed.addons.filter(({ id }) => id !== addon.id), addon] }
}

/** Config vars were written; `config` is Heroku's answer, the full map. */
export function withWritten(
  known: Known,
  changes: readonly VarChange[],
  config: ConfigVars,
  lastWrite: NonNullable<Known['lastWrite']>,
): Known {
  const { releaseNames: _, ...before } = known
  return {
    ...withConfig(before, config),
    written: mergeChanges(known.written, changes),
    lastWrite,
    released: false,
  }
}

/** Heroku may change the add-on's URL some time after such a step. */
export function mayMoveUrl({ requestedPlan, rotation, maintained }: Known): boolean {
  return requestedPlan !== undefined || rotation !== undefined || maintained === true
}

/**
 * The add-on and its attachments and config vars on this app are gone: removed, or only detached (`removed` absent).
 */
export function withoutAttachments(known: Known, gone: readonly Attachment[], removed?: RedisAddon): Known {
  const { observed } = known
  const ids = new Set(gone.map(({ id }) => id))
  const names = new Set([...gone.flatMap((each) => variablesOf(each)), ...(removed?.configVars ?? [])])
  const addon = known.addon && { ...known.addon, configVars: known.addon.configVars.filter((name) => !names.has(name)) }
  return {
    ...known,
    observed: {
      ...observed,
      addons: observed.addons.filter(({ id }) => id !== removed?.id),
      attachments: observed.attachments.filter(({ id }) => !ids.has(id)),
      config: new Map([...observed.config].filter(([name]) => !names.has(name))),
    },
    ...(addon && { addon: removed ? { ...addon, state: 'deprovisioned' } : addon }),
  }
}

export function withService(known: Known, facts: ServiceFacts): Known {
  return { ...known, service: { ...known.service, ...facts } }
}
