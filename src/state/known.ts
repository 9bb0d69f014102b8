import type { Addon, ConfigVars, ReleaseInfo } from '../heroku/api.ts'
import type { DataWait } from '../heroku/data.ts'
import type { Secret } from '../utils/secret.ts'
import type { RedisAddon } from './addon.ts'
import type { Observed } from './observed.ts'
import type { ServiceFacts } from './service.ts'
import { mergeChanges, type VarChange } from './var-change.ts'

/**
 * All that is known of one app at one moment. Every step takes one and returns the next; endpoints, drift and the
 * planned steps are derived from it by pure functions.
 */
export interface Known {
  readonly observed: Observed
  /** The add-on in use; absent: there is none yet. */
  readonly addon?: RedisAddon
  /** This run created the add-on. */
  readonly created: boolean
  /** False while Heroku works on the add-on: provisions it, or does what a step asked for, until it was waited for. */
  readonly settled: boolean
  /** `service:plan` that this run asked Heroku for. */
  readonly requestedPlan?: string
  /** What Heroku's data service last said about the add-on. */
  readonly dataService?: DataWait
  /** Version, settings and maintenance of the add-on, where they are needed to plan. */
  readonly service: ServiceFacts
  /** The upgrade that this run asked Heroku for; `ended`: it was waited for. */
  readonly upgrade?: { readonly version: string; readonly ended: boolean }
  /** A maintenance or an upgrade ended while this run waited for it. */
  readonly maintained?: true
  /** Config vars that this run wrote: first old value, last new value. */
  readonly written: readonly VarChange[]
  /** The last write; absent: nothing was written. */
  readonly lastWrite?: {
    /** Milliseconds since 1970, when it was sent. */
    readonly at: number
    /** All values as they should have been by then. */
    readonly desired: ReadonlyMap<string, Secret>
  }
  /** How many times somebody else overwrote what should not have changed. */
  readonly overwritten: number
  /** The release that carries what was written, as last seen. */
  readonly release?: ReleaseInfo
  /** True: what was written has been followed to its release. */
  readonly released: boolean
}

export function initiallyKnown(observed: Observed, addon: RedisAddon | undefined): Known {
  return {
    observed,
    created: false,
    settled: addon?.state === undefined || addon.state === 'provisioned',
    service: {},
    written: [],
    overwritten: 0,
    released: true,
    ...(addon ? { addon } : {}),
  }
}

export function withConfig(known: Known, config: ConfigVars): Known {
  return { ...known, observed: { ...known.observed, config } }
}

/** The list of add-ons with this one as it is now. */
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
  return {
    ...withConfig(known, config),
    written: mergeChanges(known.written, changes),
    lastWrite,
    released: false,
  }
}

/** Heroku may move the add-on's URL some time after such a step. */
export function mayMoveUrl({ requestedPlan, maintained }: Known): boolean {
  return requestedPlan !== undefined || maintained === true
}

export function withService(known: Known, facts: ServiceFacts): Known {
  return { ...known, service: { ...known.service, ...facts } }
}
