import type { Addon, ConfigVars, ReleaseInfo } from '../heroku/api.ts'
import type { DataWait } from '../heroku/data.ts'
import type { RedisAddon } from './addon.ts'
import type { VarChange } from './config-vars.ts'
import type { Observed } from './observed.ts'

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
  /** False after a step that changes the add-on, until it has been waited for. */
  readonly settled: boolean
  /** `service:plan` that this run asked Heroku for. */
  readonly requestedPlan?: string
  /** What Heroku's data service last said about the add-on. */
  readonly dataService?: DataWait
  /** Config vars that this run wrote: first old value, last new value. */
  readonly written: readonly VarChange[]
  /** How many times this run wrote config vars. */
  readonly writes: number
  /** The release that carries what was written, as last seen. */
  readonly release?: ReleaseInfo
  /** True: what was written has been followed to its release. */
  readonly released: boolean
}

export function initiallyKnown(observed: Observed, addon: RedisAddon | undefined): Known {
  return {
    observed,
    created: false,
    settled: true,
    written: [],
    writes: 0,
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
export function withWritten(known: Known, changes: readonly VarChange[], config: ConfigVars): Known {
  return {
    ...withConfig(known, config),
    written: mergeChanges(known.written, changes),
    writes: known.writes + 1,
    released: false,
  }
}

function mergeChanges(before: readonly VarChange[], after: readonly VarChange[]): readonly VarChange[] {
  const merged = before.map((each) => {
    const again = after.find(({ name }) => name === each.name)
    return again?.to === undefined ? each : { ...each, to: again.to }
  })
  return [...merged, ...after.filter(({ name }) => !before.some((each) => each.name === name))]
}
