import type { Addon, Attachment, ConfigVars } from '../heroku/api.ts'
import { parseRedisUrl } from '../redis/endpoint.ts'
import { defaultPlan } from '../heroku/plans.ts'
import type { StateSettings } from './settings.ts'

/** What there is on Heroku for one app, as it was read. */
export interface Observed {
  /** As the user named it: name or id. */
  readonly app: string
  readonly addons: readonly Addon[]
  readonly attachments: readonly Attachment[]
  readonly config: ConfigVars
}

/** The add-on that this app's Redis is. What the token may not see is absent. */
export interface ChosenAddon {
  readonly id: string
  readonly name: string
  /** Owned by another app, and attached to this one. */
  readonly shared: boolean
  readonly service?: string
  /** `heroku-redis:premium-0`. */
  readonly plan?: string
  readonly state?: string
  readonly price?: { readonly cents: number; readonly unit: string }
  /** Names of this app's config vars that are the add-on's own, the one that was asked for first. */
  readonly configVars: readonly string[]
}

export type Choice =
  | { readonly kind: 'found'; readonly addon: ChosenAddon }
  | { readonly kind: 'none' }
  /** Several would do; `names` are for the user to choose from. */
  | { readonly kind: 'ambiguous'; readonly names: readonly string[] }
  /** The `addon` input names nothing that is there. */
  | { readonly kind: 'unknown'; readonly names: readonly string[] }

/** Which add-on is meant: the one named, else the only one that fits. */
export function choose(observed: Observed, inputs: Pick<StateSettings, 'plan' | 'addon'>): Choice {
  const all = [...own(observed), ...shared(observed)]
  const { addon: wanted } = inputs
  if (wanted !== undefined) {
    const attached = observed.attachments.find(({ name }) => name === wanted.toUpperCase())
    const named = all.find(({ id, name }) => id === wanted || name === wanted || id === attached?.addon.id)
    if (!named) return { kind: 'unknown', names: all.map(({ name }) => name) }
    const first = attached === undefined ? [] : [urlName(attached)]
    return { kind: 'found', addon: { ...named, configVars: [...new Set([...first, ...named.configVars])] } }
  }
  const candidates = all.filter((addon) => fits(addon, observed.config, inputs))
  const [only, second] = candidates
  if (second) return { kind: 'ambiguous', names: candidates.map(({ name }) => name) }
  return only ? { kind: 'found', addon: only } : { kind: 'none' }
}

/**
 * The config var that holds the add-on's Redis URL now; undefined while there is none.
 * The first that was asked for by its attachment's name, else one with TLS, else the first.
 */
export function urlVarOf(addon: ChosenAddon, config: ConfigVars, wanted?: string): string | undefined {
  const names = addon.configVars.filter((name) => isRedisUrl(config, name))
  const asked = wanted === undefined ? undefined : names.find((name) => name === `${wanted.toUpperCase()}_URL`)
  return asked ?? names.find((name) => /^rediss:/i.test(config.get(name)?.reveal() ?? '')) ?? names[0]
}

/** Names of config vars that only Heroku may write: they belong to attachments. */
export function ownedNames(observed: Observed): ReadonlySet<string> {
  return new Set([...observed.addons.flatMap(({ configVars }) => configVars), ...observed.attachments.map(urlName)])
}

/** The attachment that a new add-on gets: Heroku's default name for the service, said aloud so that a second one is refused. */
export function attachmentFor(service: string): string {
  return service === defaultPlan.service ? 'REDIS' : service.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
}

/** An add-on of this app's own; `attached` are the config vars of its attachments. */
export function ownAddon(addon: Addon, attached: readonly string[]): ChosenAddon {
  const { id, name, service, plan, state, price, configVars } = addon
  return {
    id,
    name,
    service,
    plan,
    state,
    shared: false,
    configVars: [...new Set([...configVars, ...attached])],
    ...(price ? { price } : {}),
  }
}

function own({ addons, attachments }: Observed): ChosenAddon[] {
  return addons
    .filter(({ state }) => state !== 'deprovisioned' && state !== 'deprovisioning')
    .map((each) => ownAddon(each, attachments.filter(({ addon }) => addon.id === each.id).map(urlName)))
}

function shared({ addons, attachments }: Observed): ChosenAddon[] {
  const foreign = attachments.filter(({ addon, app }) => addon.app !== app && !addons.some(({ id }) => id === addon.id))
  return [...new Set(foreign.map(({ addon }) => addon.id))].flatMap((id) => {
    const ties = foreign.filter(({ addon }) => addon.id === id)
    const [first] = ties
    // The owning app's names mean nothing here: this app's own are made of its attachments.
    return first ? [{ id, name: first.addon.name, shared: true, configVars: ties.map(urlName) }] : []
  })
}

function fits(addon: ChosenAddon, config: ConfigVars, { plan }: Pick<StateSettings, 'plan'>): boolean {
  const holdsUrl = addon.configVars.some((name) => isRedisUrl(config, name))
  // Of a shared add-on only the URL is known; a plan of another service than Heroku's own must be asked for by name.
  if (addon.service === undefined) return holdsUrl && (plan === undefined || plan.service === defaultPlan.service)
  if (plan !== undefined) return addon.service === plan.service
  return addon.service === defaultPlan.service || holdsUrl
}

function urlName({ name }: Attachment): string {
  return `${name}_URL`
}

function isRedisUrl(config: ConfigVars, name: string): boolean {
  const value = config.get(name)
  return value !== undefined && parseRedisUrl(value).ok
}
