import type { Addon, Attachment, ConfigVars } from '../heroku/api.ts'
import { parseRedisUrl } from '../redis/endpoint.ts'
import { defaultPlan } from '../heroku/plans.ts'
import { failure } from '../failure/catalogue.ts'
import type { Observed } from './observed.ts'
import type { StateSettings } from './settings.ts'

/** The add-on that this app's Redis is. What the token may not see of another app's add-on is absent. */
export interface RedisAddon
  extends Pick<Addon, 'id' | 'name' | 'app'>, Partial<Pick<Addon, 'service' | 'plan' | 'state' | 'price'>> {
  /** Owned by another app (`app`), and attached to this one. */
  readonly shared: boolean
  /** Names of this app's config vars that are the add-on's own, the one that was asked for first. */
  readonly configVars: readonly string[]
}

export type Choice =
  | { readonly kind: 'found'; readonly addon: RedisAddon }
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

/** The one add-on that is meant; undefined when there is none yet. @throws Failure `addon-ambiguous`, `addon-missing` */
export function chosenAddon(
  observed: Observed,
  settings: Pick<StateSettings, 'plan' | 'addon'>,
): RedisAddon | undefined {
  const choice = choose(observed, settings)
  const { app } = observed
  switch (choice.kind) {
    case 'found':
      return choice.addon
    case 'none':
      return undefined
    case 'ambiguous':
      throw failure('addon-ambiguous', `${app} has ${choice.names.length} Redis add-ons: ${choice.names.join(', ')}.`, {
        remedy: `Set the addon input to one of them: ${choice.names.join(' or ')}.`,
      })
    case 'unknown': {
      const there = choice.names.length === 0 ? 'no add-on at all' : choice.names.join(', ')
      throw failure('addon-missing', `${app} has no add-on or attachment named ${settings.addon}; there is ${there}.`, {
        remedy: `Correct the addon input, or share the add-on with the app first: heroku addons:attach ${settings.addon} --app ${app}.`,
      })
    }
  }
}

/**
 * The config var that holds the add-on's Redis URL now; undefined while there is none.
 * The first that was asked for by its attachment's name, else one with TLS, else the first.
 */
export function urlVarOf(addon: RedisAddon, config: ConfigVars, wanted?: string): string | undefined {
  const names = addon.configVars.filter((name) => isRedisUrl(config, name))
  const asked = wanted === undefined ? undefined : names.find((name) => name === `${wanted.toUpperCase()}_URL`)
  return asked ?? names.find((name) => /^rediss:/i.test(config.get(name)?.reveal() ?? '')) ?? names[0]
}

/** Names of config vars that only Heroku may write: they belong to attachments. */
export function ownedNames(observed: Observed): ReadonlySet<string> {
  return new Set([...observed.addons.flatMap(({ configVars }) => configVars), ...observed.attachments.map(urlName)])
}

/** The attachment that a new add-on gets: Heroku's default name for the service, named explicitly so that a second one is refused. */
export function attachmentFor(service: string): string {
  return service === defaultPlan.service ? 'REDIS' : service.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
}

/** An add-on of this app's own; `attached` are the config vars of its attachments. */
export function ownAddon(addon: Addon, attached: readonly string[]): RedisAddon {
  return { ...addon, shared: false, configVars: [...new Set([...addon.configVars, ...attached])] }
}

function own({ addons, attachments }: Observed): RedisAddon[] {
  return addons
    .filter(({ state }) => state !== 'deprovisioned' && state !== 'deprovisioning')
    .map((each) => ownAddon(each, attachments.filter(({ addon }) => addon.id === each.id).map(urlName)))
}

function shared({ addons, attachments }: Observed): RedisAddon[] {
  const foreign = attachments.filter(({ addon, app }) => addon.app !== app && !addons.some(({ id }) => id === addon.id))
  return [...new Set(foreign.map(({ addon }) => addon.id))].flatMap((id) => {
    const ties = foreign.filter(({ addon }) => addon.id === id)
    const [first] = ties
    // The owning app's names mean nothing here: this app's own are made of its attachments.
    return first ? [{ ...first.addon, shared: true, configVars: ties.map(urlName) }] : []
  })
}

function fits(addon: RedisAddon, config: ConfigVars, { plan }: Pick<StateSettings, 'plan'>): boolean {
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
