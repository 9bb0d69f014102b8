import type { AddOn, AddOnAttachment, App, Dyno as DynoResource, Plan, Release } from '@heroku-cli/schema'
import { withoutUndefined } from '../utils/optional.ts'
import { Secret } from '../utils/secret.ts'
import type { AppInfo, AppRef, Dyno, Pipeline, PipelineCoupling } from './data.ts'
import {
  asList,
  asName,
  asNumber,
  asObject,
  asText,
  numberOf,
  objectOr,
  ShapeError,
  textOf,
  textOr,
  timeOf,
} from './decode.ts'
import { type Billing, type PlanOffer, serviceOf } from './plans.ts'

/**
 * The Platform API's resources, as much of them as we use. Only what we rely on is required: old add-ons, other
 * services and reduced answers leave the rest out, and none of that may stop a run.
 */

/** An add-on. Source: Platform API reference, "Add-on". */
export interface Addon {
  readonly id: string
  readonly name: string
  /** Name of the app that owns and pays for it; in `GET /apps/{app}/addons` not always the app that was asked for. */
  readonly app: string
  readonly appId?: string
  /** `heroku-redis`; empty when Heroku leaves it out. */
  readonly service: string
  /** `heroku-redis:premium-0`; empty when Heroku leaves it out. */
  readonly plan: string
  /** `provisioning`, `provisioned`, `deprovisioning`, `deprovisioned`, or one that we do not know. */
  readonly state: string
  /** Names of the owning app's config vars that hold its URLs. */
  readonly configVars: readonly string[]
  /** US cents per `unit`; absent when Heroku names no amount, or bills by contract or use. */
  readonly price?: { readonly cents: number; readonly unit: string }
  /** Absent: `price` says it all. */
  readonly billing?: Billing
}

/** The tie between an add-on and an app; it owns the config var `<name>_URL` of that app. */
export interface Attachment {
  readonly id: string
  readonly name: string
  readonly app: string
  readonly appId?: string
  readonly addon: {
    readonly id: string
    readonly name: string
    readonly app: string
    /** Known when asked for with `Accept-Inclusion`. */
    readonly plan?: string
  }
  /** Names of this app's config vars that it owns; absent when Heroku does not tell. */
  readonly configVars?: readonly string[]
}

/** All config vars of an app. Any of them can be a secret, so all are treated as one. */
export type ConfigVars = ReadonlyMap<string, Secret>

export interface ReleaseInfo {
  readonly id: string
  readonly version: number
  /** `pending`, `succeeded`, `failed`, `expired`. */
  readonly status: string
  /** In Heroku's words, what it was made for. */
  readonly description: string
  /** ISO 8601 in UTC; absent when Heroku does not tell. */
  readonly createdAt?: string
}

/** `{name}`, `{id}` or both; the name where there is one. */
function nameOf(value: unknown, path: string): string {
  const { name, id } = asObject<{ name: string; id: string }>(value, path)
  return textOf(name) ?? asName(id, `${path}.name`)
}

export function addonOf(json: unknown, path: string): Addon {
  const addon = asObject<AddOn>(json, path)
  const plan = textOr(objectOr<Plan>(addon.plan).name, '')
  const service = textOf(objectOr<{ name: string }>(addon.addon_service).name)
  return withoutUndefined<Addon>({
    id: asName(addon.id, `${path}.id`),
    name: asName(addon.name, `${path}.name`),
    app: nameOf(addon.app, `${path}.app`),
    appId: textOf(objectOr<{ id: string }>(addon.app).id),
    service: service ?? serviceOf(plan),
    plan,
    // The API of 2016 had no state: an add-on was there, or it was not (recorded at RobertDober/redis_cloud_auto_upgrade).
    state: textOr(addon.state, 'provisioned'),
    configVars: names(addon.config_vars) ?? [],
    ...billed(addon.billed_price),
  })
}

/** Texts of a list; undefined when there is no list. */
function names(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string' && each.length <= 1_000) : undefined
}

/**
 * `{cents: 0, contract: true}` is paid for by contract and `metered` by use: neither is free. Without an amount the
 * price is not known.
 */
function billed(value: unknown): Pick<Addon, 'price' | 'billing'> {
  const price = objectOr<{ cents: number; unit: string; contract: boolean; metered: boolean }>(value)
  if (price.contract === true) return { billing: 'contract' }
  if (price.metered === true) return { billing: 'metered' }
  const cents = numberOf(price.cents)
  return cents === undefined ? {} : { price: { cents, unit: textOr(price.unit, 'month') } }
}

export function attachmentOf(json: unknown, path: string): Attachment {
  const attachment = asObject<AddOnAttachment & { config_vars: readonly string[] }>(json, path)
  const addon = asObject<NonNullable<AddOnAttachment['addon']> & { plan: unknown }>(attachment.addon, `${path}.addon`)
  return withoutUndefined<Attachment>({
    id: asName(attachment.id, `${path}.id`),
    name: asName(attachment.name, `${path}.name`),
    app: nameOf(attachment.app, `${path}.app`),
    appId: textOf(objectOr<{ id: string }>(attachment.app).id),
    addon: withoutUndefined<Attachment['addon']>({
      id: asName(addon.id, `${path}.addon.id`),
      name: asName(addon.name, `${path}.addon.name`),
      app: nameOf(addon.app, `${path}.addon.app`),
      plan: textOf(objectOr<Plan>(addon.plan).name),
    }),
    configVars: names(attachment.config_vars),
  })
}

export function configVarsOf(json: unknown): ConfigVars {
  const vars = new Map<string, Secret>()
  for (const [name, value] of Object.entries(asObject(json, 'config vars'))) {
    // Null is absent (schema: "string or null"; heroku/legacy-cli#401).
    if (value === null) continue
    const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
    // A list or an object would be a value that we cannot compare: better to stop than to overwrite it.
    vars.set(name, new Secret(asText(text, `config var ${name}`)))
  }
  return vars
}

export function releaseOf(json: unknown, path: string): ReleaseInfo {
  const release = asObject<Release>(json, path)
  return withoutUndefined<ReleaseInfo>({
    id: asName(release.id, `${path}.id`),
    version: asNumber(release.version, `${path}.version`),
    // Before there were release phases, a release that existed had succeeded (recorded 2015, atmos/slash-heroku).
    status: textOr(release.status, 'succeeded'),
    description: textOr(release.description, ''),
    createdAt: timeOf(release.created_at),
  })
}

export function releasesOf(json: unknown): readonly ReleaseInfo[] {
  return asList(json, 'the list of releases', releaseOf)
}

export function planOf(json: unknown, path: string): PlanOffer {
  const plan = asObject<Plan>(json, path)
  const { price, billing } = billed(plan.price)
  return withoutUndefined<PlanOffer>({
    name: asName(plan.name, `${path}.name`),
    description: textOr(plan.description, ''),
    cents: price?.cents ?? 0,
    unit: price?.unit ?? 'month',
    state: textOr(plan.state, ''),
    insidePrivateSpace: plan.installable_inside_private_network === true,
    outsidePrivateSpace: plan.installable_outside_private_network === true,
    billing: billing ?? (price ? undefined : 'unknown'),
  })
}

export function appRefOf(json: unknown, path: string): AppRef {
  const app = asObject<App>(json, path)
  return { id: asName(app.id, `${path}.id`), name: asName(app.name, `${path}.name`) }
}

export function appInfoOf(json: unknown): AppInfo {
  const app = asObject<App>(json, 'the app')
  return withoutUndefined<AppInfo>({
    ...appRefOf(json, 'the app'),
    region: textOf(objectOr<{ name: string }>(app.region).name),
    space: textOf(objectOr<{ name: string }>(app.space).name),
    stack: textOf(objectOr<{ name: string }>(app.stack).name),
  })
}

export function pipelineOf(json: unknown): Pipeline {
  const pipeline = asObject<Pipeline>(json, 'the pipeline')
  const id = asName(pipeline.id, 'the pipeline.id')
  return { id, name: textOr(pipeline.name, id) }
}

export function couplingOf(json: unknown, path: string): PipelineCoupling {
  const coupling = asObject<{ app: unknown; stage: string }>(json, path)
  return {
    appId: asName(asObject<{ id: string }>(coupling.app, `${path}.app`).id, `${path}.app.id`),
    stage: textOr(coupling.stage, ''),
  }
}

export function dynoOf(json: unknown): Dyno {
  const dyno = asObject<DynoResource>(json, 'the dyno')
  const attachUrl = textOf(dyno.attach_url)
  return withoutUndefined<Dyno>({
    id: asName(dyno.id, 'the dyno.id'),
    name: asName(dyno.name, 'the dyno.name'),
    state: textOr(dyno.state, ''),
    attachUrl: attachUrl === undefined ? undefined : new Secret(attachUrl),
  })
}

/** `{logplex_url}`: where the log of this session is read; the URL itself is the secret. */
export function logSessionOf(json: unknown): Secret {
  const { logplex_url } = asObject<{ logplex_url: string }>(json, 'the log session')
  const text = asText(logplex_url, 'the log session.logplex_url')
  if (!URL.canParse(text)) throw new ShapeError('the log session.logplex_url is not a URL')
  return new Secret(text)
}
