import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import type { Addon, Attachment, ConfigVars } from '../heroku/api.ts'
import { defaultPlan, serviceOf } from '../heroku/plans.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { attachmentsHere, type Observed, sharedTest, variablesOf } from './observed.ts'
import { isMeantAsRedisUrl, isRedisUrl, isWanted } from './redis-url.ts'
import type { StateSettings } from './settings.ts'

/** A Redis add-on of this app. Fields of another app's add-on that the token may not see are absent. */
export interface RedisAddon
  extends
    Pick<Addon, 'id' | 'name' | 'app'>,
    Partial<Pick<Addon, 'appId' | 'service' | 'plan' | 'state' | 'price' | 'billing'>> {
  /** Owned by another app (`app`), and attached to this one. */
  readonly shared: boolean
  /** Names of this app's config vars that are the add-on's own. */
  readonly configVars: readonly string[]
}

export type Choice =
  | { readonly kind: 'found'; readonly addon: RedisAddon }
  | { readonly kind: 'none' }
  /** Several match; `names` are for the user to choose from. */
  | { readonly kind: 'ambiguous'; readonly names: readonly string[] }
  /** The `addon` input names nothing that exists. */
  | { readonly kind: 'unknown'; readonly names: readonly string[] }
  /** The `addon` input names an add-on that is not Redis. */
  | { readonly kind: 'not-redis'; readonly addon: RedisAddon }

type Wanted = Pick<StateSettings, 'plan' | 'addon'>

/** Chooses the add-on: the named one, otherwise the only one that matches. */
export function choose(observed: Observed, settings: Wanted): Choice {
  const all = addonsOf(observed)
  const { addon: wanted } = settings
  if (wanted !== undefined) {
    const named = all.find(({ id, name }) => id === wanted || name === wanted) ?? attachedAs(wanted, all, observed)
    if (!named) return { kind: 'unknown', names: all.map(({ name }) => name) }
    return { kind: isRedis(named, observed.config) ? 'found' : 'not-redis', addon: named }
  }
  const candidates = all.filter((addon) => fits(addon, observed.config, settings))
  const [only, second] = candidates
  if (second) return { kind: 'ambiguous', names: candidates.map(({ name }) => name) }
  return only ? { kind: 'found', addon: only } : { kind: 'none' }
}

/** The chosen add-on; undefined when there is none yet. @throws Failure `addon-ambiguous`, `addon-missing` */
export function chosenAddon(observed: Observed, settings: Wanted): RedisAddon | undefined {
  const choice = choose(observed, settings)
  switch (choice.kind) {
    case 'found':
      return choice.addon
    case 'none':
      return undefined
    case 'ambiguous':
      throw ambiguous(observed, choice.names)
    case 'unknown':
      throw unknown(observed, settings.addon ?? '', choice.names)
    case 'not-redis':
      throw notRedis(observed, choice.addon)
  }
}

/** The add-on of this app that would be chosen if Heroku were not already removing it. */
export function goingAddon(observed: Observed, { plan, addon: wanted }: Wanted): RedisAddon | undefined {
  const isShared = sharedTest(observed)
  const going = observed.addons.filter(
    (addon) =>
      addon.state === 'deprovisioning' &&
      !isShared(addon) &&
      (wanted === undefined
        ? isRedisService(addon.service) && (plan === undefined || plan.service === addon.service)
        : addon.id === wanted || addon.name === wanted),
  )
  const [only, ...others] = going.map((addon) => redisAddon(addon, false, addon.configVars))
  return others.length === 0 ? only : undefined
}

/** @throws Failure `addon-missing` when it is certain that the add-on is not Redis */
export function refuseNotRedis(observed: Observed, addon: RedisAddon): void {
  if (!isRedis(addon, observed.config)) throw notRedis(observed, addon)
}

/**
 * The attachment that a new add-on gets: Heroku's default name for the service, named explicitly so that a second one
 * is refused.
 */
export function attachmentFor(service: string): string {
  return service === defaultPlan.service ? 'REDIS' : service.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
}

/** An add-on that Heroku shows; `configVars` are those of this app. */
export function redisAddon(addon: Addon, shared: boolean, configVars: readonly string[]): RedisAddon {
  return withoutUndefined<RedisAddon>({
    id: addon.id,
    name: addon.name,
    app: addon.app,
    appId: addon.appId,
    service: addon.service === '' ? undefined : addon.service,
    plan: addon.plan === '' ? undefined : addon.plan,
    state: addon.state === '' ? undefined : addon.state,
    price: addon.price,
    billing: addon.billing,
    shared,
    configVars: [...new Set(configVars)],
  })
}

/** Every add-on of the app, its own and those of other apps, without those that are being removed. */
function addonsOf(observed: Observed): readonly RedisAddon[] {
  const { addons } = observed
  const ties = Map.groupBy(attachmentsHere(observed), ({ addon }) => addon.id)
  const variables = (id: string): readonly string[] => (ties.get(id) ?? []).flatMap((tie) => variablesOf(tie))
  const isShared = sharedTest(observed)
  const listed = addons
    .filter(({ state }) => state !== 'deprovisioned' && state !== 'deprovisioning')
    .map((addon) =>
      // The config var names of the owning app do not apply here, only those of this app's attachments.
      isShared(addon)
        ? redisAddon(addon, true, variables(addon.id))
        : redisAddon(addon, false, [...addon.configVars, ...variables(addon.id)]),
    )
  const ids = new Set(addons.map(({ id }) => id))
  const unlisted = [...ties].flatMap(([id, [tie]]) => (tie && !ids.has(id) ? [attachedAddon(tie, variables(id))] : []))
  return [...listed, ...unlisted]
}

/** Known only from its attachment. */
function attachedAddon({ addon, app }: Attachment, configVars: readonly string[]): RedisAddon {
  const { plan = '', ...rest } = addon
  return redisAddon(
    { ...rest, service: serviceOf(plan), plan, state: '', configVars: [] },
    addon.app !== app,
    configVars,
  )
}

function attachedAs(wanted: string, all: readonly RedisAddon[], observed: Observed): RedisAddon | undefined {
  const tie = attachmentsHere(observed).find(
    (attachment) =>
      attachment.name === wanted.toUpperCase() || variablesOf(attachment).some((name) => isWanted(name, wanted)),
  )
  return (
    all.find(({ id }) => id === tie?.addon.id) ??
    all.find(({ shared, configVars }) => !shared && configVars.some((name) => isWanted(name, wanted)))
  )
}

function fits(addon: RedisAddon, config: ConfigVars, { plan }: Wanted): boolean {
  const holdsUrl = addon.configVars.some((name) => isRedisUrl(config, name))
  // Of some shared add-ons only the URL is known; those match only the service of Heroku's own Redis.
  if (addon.service === undefined) return holdsUrl && (plan === undefined || plan.service === defaultPlan.service)
  if (plan !== undefined) return addon.service === plan.service
  return addon.service === defaultPlan.service || holdsUrl
}

/** False when it is certain that the add-on is not Redis, so that no run waits for its URL. */
function isRedis({ service = '', state, configVars }: RedisAddon, config: ConfigVars): boolean {
  if (configVars.some((name) => isMeantAsRedisUrl(config, name)) || isRedisService(service)) return true
  // Heroku's own other services.
  if (service.startsWith('heroku-')) return false
  const isSet = configVars.some((name) => config.has(name))
  return !isSet && (service === '' || state === 'provisioning')
}

/**
 * Whether an app has the requested add-on, otherwise any Redis add-on, as far as that is known without its config vars.
 */
export function hasRedisAddon(observed: Observed, settings: Wanted): boolean {
  if (settings.addon !== undefined) return choose(observed, settings).kind === 'found'
  const services = addonsOf(observed).map(({ service = '' }) => service)
  const { plan } = settings
  return services.some((service) => (plan ? service === plan.service : isRedisService(service)))
}

/** In Heroku's Elements marketplace, the name of every Redis service contains one of these. */
export function isRedisService(service: string): boolean {
  return /redis|valkey|keydb/i.test(service)
}

function ambiguous({ app }: Observed, names: readonly string[]): Failure {
  return failure('addon-ambiguous', `${app} has ${names.length} Redis add-ons: ${names.join(', ')}.`, {
    remedy: `Set the addon input to one of them: ${names.join(' or ')}.`,
  })
}

function unknown({ app, config }: Observed, wanted: string, names: readonly string[]): Failure {
  const existing = names.length === 0 ? 'it has no add-ons' : `its add-ons are: ${names.join(', ')}`
  const variable = [wanted.toUpperCase(), `${wanted.toUpperCase()}_URL`].find((name) => isRedisUrl(config, name))
  const byHand =
    variable === undefined
      ? ''
      : ` The config var ${variable} holds a Redis URL, but does not belong to an add-on of ${app}.`
  return failure('addon-missing', `${app} has no add-on or attachment named ${wanted}; ${existing}.${byHand}`, {
    remedy: `Correct the addon input, or share the add-on with the app first: heroku addons:attach <name> --app ${app}.`,
  })
}

function notRedis({ app }: Observed, { name, service }: RedisAddon): Failure {
  const what = service === undefined ? '' : ` (${service})`
  return failure('addon-missing', `The add-on ${name} of ${app}${what} is not a Redis add-on.`, {
    cause: 'The addon input names an add-on of another type.',
    remedy: `Set addon to a Redis add-on of heroku addons --app ${app}, or leave it empty.`,
  })
}
