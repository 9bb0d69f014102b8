import type { PlanOffer } from './plans.ts'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddOn, AddOnAttachment, Plan, Release } from '@heroku-cli/schema'
import type { FailureReason } from '../failure/failure.ts'
import type { Log } from '../utils/log.ts'
import { Secret } from '../utils/secret.ts'
import { asList, asNumber, asObject, asText, ShapeError, textOr } from './decode.ts'
import type { Attempt, Call, HerokuHttp } from './http.ts'

/** An add-on, as much of it as we use. Source: Platform API reference, "Add-on". */
export interface Addon {
  readonly id: string
  readonly name: string
  /** Name of the app that owns and pays for it. */
  readonly app: string
  readonly appId?: string
  /** `heroku-redis`. */
  readonly service: string
  /** `heroku-redis:premium-0`. */
  readonly plan: string
  readonly state: string
  /** Names of the owning app's config vars that hold its URLs. */
  readonly configVars: readonly string[]
  /** What it costs: US cents per `unit`. */
  readonly price?: { readonly cents: number; readonly unit: string }
}

/** The tie between an add-on and an app; it owns the config var `<name>_URL` of that app. */
export interface Attachment {
  readonly name: string
  readonly app: string
  readonly addon: { readonly id: string; readonly name: string; readonly app: string; readonly plan?: string }
  readonly configVars?: readonly string[]
}

/** All config vars of an app: nobody knows which hold secrets, so all count as such. */
export type ConfigVars = ReadonlyMap<string, Secret>

export interface ReleaseInfo {
  readonly id: string
  readonly version: number
  /** `pending`, `succeeded`, `failed`, `expired`. */
  readonly status: string
  /** In Heroku's words, what it was made for. */
  readonly description: string
}

/** What Heroku's data service says of an add-on. */
export interface DataWait {
  readonly waiting: boolean
  readonly message: string
}

/** Heroku as one app's work needs it. Every call throws only `Failure`. */
export interface HerokuApi {
  addons(app: string): Promise<readonly Addon[]>
  attachments(app: string): Promise<readonly Attachment[]>
  configVars(app: string): Promise<ConfigVars>
  /** Merges; answers with the full map. */
  setConfigVars(app: string, vars: ReadonlyMap<string, Secret>): Promise<ConfigVars>
  /** One try: a repetition could make a second, billed add-on. */
  tryCreateAddon(app: string, order: AddonOrder): Promise<Attempt<Addon>>
  addon(app: string, id: string): Promise<Addon>
  /** An add-on of another app; the token need not be allowed to see it. */
  foreignAddon(id: string): Promise<Attempt<Addon>>
  changePlan(app: string, id: string, plan: string): Promise<Addon>
  /** The newest release that names any of these config vars; where none does, the newest. */
  releaseOf(app: string, configVars: readonly string[]): Promise<ReleaseInfo | undefined>
  release(app: string, id: string): Promise<ReleaseInfo>
  plans(service: string): Promise<readonly PlanOffer[]>
  /** The undocumented data API: a bonus, so one try, and the caller decides what a refusal means. */
  dataWait(addon: string): Promise<Attempt<DataWait>>
  /** Waits as Heroku asked after an attempt that failed in passing. */
  pause(attempt: Attempt<unknown>, tries: number, mostMs: number): Promise<void>
}

export interface AddonOrder {
  /** Ours and unique: after a lost answer it tells whether the add-on was made. */
  readonly name: string
  /** `heroku-redis:premium-0`. */
  readonly plan: string
  /** Heroku refuses a name that is taken, which is what keeps two runs from making two add-ons. */
  readonly attachment: string
}

/** Lists are followed for this many pages; an account's app has a handful of add-ons. */
const maxPages = 20

export function herokuApi(
  http: HerokuHttp,
  hosts: { readonly apiUrl: string; readonly dataUrl: string },
  log: Log,
  /** On the clock of `now()`: no request is tried again beyond it. */
  deadline: number,
): HerokuApi {
  const once = <T>(call: Call<T>): Promise<Attempt<T>> => http.attempt(call, log, deadline)
  const insist = <T>(call: Call<T>): Promise<T> => http.send(call, log, deadline)
  const get = <T>(path: string, decode: Call<T>['decode'], extra: Partial<Call<T>> = {}): Promise<T> =>
    insist({ method: 'GET', url: hosts.apiUrl + path, fallback: 'heroku-unavailable', decode, ...extra })

  async function list<T>(path: string, item: (value: unknown, path: string) => T): Promise<readonly T[]> {
    const all: T[] = []
    let range: string | undefined
    for (let page = 0; page < maxPages; page += 1) {
      const decode = (json: unknown, headers: IncomingHttpHeaders) => ({
        part: asList(json, 'the list', item),
        next: headers['next-range'],
      })
      const { part, next } = await get(path, decode, range === undefined ? {} : { headers: { range } })
      all.push(...part)
      if (typeof next !== 'string' || next === '' || next === range) return all
      range = next
    }
    return all
  }

  const inApp = (app: string, rest: string): string => `/apps/${encodeURIComponent(app)}${rest}`
  const send = <T>(
    method: 'POST' | 'PATCH',
    path: string,
    body: unknown,
    fallback: FailureReason,
    decode: Call<T>['decode'],
  ): Call<T> => ({ method, url: hosts.apiUrl + path, body, fallback, decode })

  return {
    addons: (app) => list(inApp(app, '/addons'), addonOf),
    attachments: (app) => list(inApp(app, '/addon-attachments'), attachmentOf),
    configVars: (app) => get(inApp(app, '/config-vars'), configVarsOf),
    setConfigVars: (app, vars) => {
      const body = Object.fromEntries([...vars].map(([name, value]) => [name, value.reveal()]))
      return insist(send('PATCH', inApp(app, '/config-vars'), body, 'config-conflict', configVarsOf))
    },
    tryCreateAddon: (app, { name, plan, attachment }) =>
      once(
        send(
          'POST',
          inApp(app, '/addons'),
          { plan, name, attachment: { name: attachment } },
          'provision-failed',
          (json) => addonOf(json, 'the add-on'),
        ),
      ),
    addon: (app, id) =>
      get(inApp(app, `/addons/${encodeURIComponent(id)}`), (json) => addonOf(json, 'the add-on'), {
        fallback: 'addon-missing',
      }),
    foreignAddon: (id) =>
      once({
        method: 'GET',
        url: `${hosts.apiUrl}/addons/${encodeURIComponent(id)}`,
        fallback: 'addon-missing',
        decode: (json) => addonOf(json, 'the add-on'),
      }),
    changePlan: (app, id, plan) =>
      insist(
        send('PATCH', inApp(app, `/addons/${encodeURIComponent(id)}`), { plan }, 'plan-change-failed', (json) =>
          addonOf(json, 'the add-on'),
        ),
      ),
    releaseOf: async (app, configVars) => {
      const newest = await get(inApp(app, '/releases'), (json) => asList(json, 'the list of releases', releaseOf), {
        headers: { range: 'version ..; order=desc,max=10' },
      })
      // "Set REDIS_WRITER_HOST, … config vars"; meanwhile somebody else may have made a release.
      const words = new Set(configVars)
      return newest.find(({ description }) => description.split(/\W+/).some((word) => words.has(word))) ?? newest[0]
    },
    release: (app, id) =>
      get(inApp(app, `/releases/${encodeURIComponent(id)}`), (json) => releaseOf(json, 'the release'), {
        fallback: 'release-failed',
      }),
    plans: (service) => list(`/addon-services/${encodeURIComponent(service)}/plans`, planOf),
    dataWait: (addon) =>
      once({
        method: 'GET',
        url: `${hosts.dataUrl}/redis/v0/databases/${encodeURIComponent(addon)}/wait`,
        fallback: 'heroku-unavailable',
        decode: dataWaitOf,
      }),
    pause: (attempt, tries, mostMs) => http.pause(attempt, tries, mostMs, log),
  }
}

function named(value: unknown, path: string): string {
  return asText(asObject<{ name: string }>(value, path).name, `${path}.name`)
}

export function addonOf(json: unknown, path: string): Addon {
  const addon = asObject<AddOn>(json, path)
  const plan = named(addon.plan, `${path}.plan`)
  const price = addon.billed_price
  return {
    id: asText(addon.id, `${path}.id`),
    name: asText(addon.name, `${path}.name`),
    app: named(addon.app, `${path}.app`),
    service: named(addon.addon_service, `${path}.addon_service`),
    plan,
    state: asText(addon.state, `${path}.state`),
    configVars: asList(addon.config_vars, `${path}.config_vars`, asText),
    ...(typeof price === 'object' && price !== null ? { price: priceOf(price, `${path}.billed_price`) } : {}),
  }
}

function priceOf(json: unknown, path: string): { readonly cents: number; readonly unit: string } {
  const price = asObject<NonNullable<AddOn['billed_price']>>(json, path)
  return { cents: asNumber(price.cents, `${path}.cents`), unit: textOr(price.unit, 'month') }
}

export function attachmentOf(json: unknown, path: string): Attachment {
  const attachment = asObject<AddOnAttachment>(json, path)
  const addon = asObject<NonNullable<AddOnAttachment['addon']>>(attachment.addon, `${path}.addon`)
  return {
    name: asText(attachment.name, `${path}.name`),
    app: named(attachment.app, `${path}.app`),
    addon: {
      id: asText(addon.id, `${path}.addon.id`),
      name: asText(addon.name, `${path}.addon.name`),
      app: named(addon.app, `${path}.addon.app`),
    },
  }
}

export function configVarsOf(json: unknown): ConfigVars {
  const vars = new Map<string, Secret>()
  for (const [name, value] of Object.entries(asObject(json, 'config vars'))) {
    // A value that is no text would be one we cannot compare: better to stop than to overwrite it.
    vars.set(name, new Secret(asText(value, `config var ${name}`)))
  }
  return vars
}

export function releaseOf(json: unknown, path: string): ReleaseInfo {
  const release = asObject<Release>(json, path)
  return {
    id: asText(release.id, `${path}.id`),
    version: asNumber(release.version, `${path}.version`),
    status: asText(release.status, `${path}.status`),
    description: textOr(release.description, ''),
  }
}

export function planOf(json: unknown, path: string): PlanOffer {
  const plan = asObject<Plan>(json, path)
  const price = asObject<NonNullable<Plan['price']>>(plan.price ?? {}, `${path}.price`)
  return {
    name: asText(plan.name, `${path}.name`),
    description: textOr(plan.description, ''),
    cents: typeof price.cents === 'number' ? price.cents : 0,
    unit: textOr(price.unit, 'month'),
    state: textOr(plan.state, ''),
    insidePrivateSpace: plan.installable_inside_private_network === true,
    outsidePrivateSpace: plan.installable_outside_private_network === true,
  }
}

export function dataWaitOf(json: unknown): DataWait {
  const wait = asObject<{ 'waiting?': boolean; message: string }>(json, 'the answer')
  const waiting = wait['waiting?']
  if (typeof waiting !== 'boolean') throw new ShapeError('waiting? is not true or false')
  return { waiting, message: textOr(wait.message, '') }
}
