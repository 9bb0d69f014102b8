import { randomUUID } from 'node:crypto'
import { invalid, noAccess, notFound, unconfirmed } from './api-error.ts'
import { usualDataBehaviour, type DataBehaviour } from './data-behaviour.ts'
import type { Database } from './database.ts'
import { Lags } from './lags.ts'
import { Overrides } from './overrides.ts'
import type { PlanSpec } from './plans.ts'
import { Reads } from './reads.ts'
import { usualShapes, type Shapes } from './shapes.ts'

/** Behaviour of the sandbox. Values may be changed at any time. Durations in milliseconds. */
export interface Behaviour extends Shapes, DataBehaviour {
  /** Before each answer. */
  latencyMs: number
  /** Round-trip time to the Redis servers of add-ons that are created afterwards. */
  redisLatencyMs: number
  /** Sent as `X-Heroku-Warning`. */
  warning: string
  /** Remaining calls: decreases with each call to the Platform API, which answers 429 at zero. */
  rateLimitRemaining: number
  /** Default number of items per page. */
  pageSize: number
  /** From the request to `provisioned` (at least what the real servers need). */
  provisionMs: number
  /** From `provisioned` until the app has the config var. */
  configVarMs: number
  /** From `provisioned`, or the start of a change, to `"waiting?": false`. */
  dataServiceMs: number
  provisionOutcome: 'provisioned' | 'deprovisioned' | 'gone'
  /** True: a plan change moves the add-on to a new server with a new URL. */
  planChangeMoves: boolean
  planChangeOutcome: 'changed' | 'reverted'
  /** How long a release stays `pending`. */
  releaseMs: number
  releaseOutcome: 'succeeded' | 'failed' | 'expired'
}

export const usualBehaviour: Behaviour = {
  ...usualShapes,
  ...usualDataBehaviour,
  latencyMs: 0,
  redisLatencyMs: 0,
  warning: '',
  rateLimitRemaining: 4500,
  pageSize: 200,
  provisionMs: 0,
  configVarMs: 0,
  dataServiceMs: 0,
  provisionOutcome: 'provisioned',
  planChangeMoves: false,
  planChangeOutcome: 'changed',
  releaseMs: 0,
  releaseOutcome: 'succeeded',
}

export interface App {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  /** Name of its private space. */
  readonly space?: string
  /** Default `heroku-24`; `cnb` for an app of the Fir generation. */
  readonly stack?: string
  /** Name of the team that it belongs to. */
  readonly team?: string
  /** Another account's app: its name exists, but this token has no access to it. */
  readonly foreign?: boolean
  /** Config vars that users set, without those of attachments. */
  readonly config: Map<string, string>
  readonly releases: Release[]
}

export interface Release {
  readonly id: string
  readonly version: number
  readonly description: string
  readonly createdAt: Date
  /** Milliseconds since 1970: `pending` until then, `outcome` from then on. */
  readonly settlesAt: number
  readonly outcome: Behaviour['releaseOutcome']
}

export interface Addon {
  readonly id: string
  readonly name: string
  /** The owning app. */
  readonly app: App
  readonly createdAt: Date
  readonly config: Readonly<Record<string, string>>
  plan: PlanSpec
  state: 'provisioning' | 'provisioned' | 'deprovisioning' | 'deprovisioned'
  /** Absent: the server does not exist yet or any longer, or the service has none. */
  database?: Database
  /** Value of its config var; absent while there is none. */
  url?: string
  /** The URL that replaces it after `urlLagReads`. */
  nextUrl?: string
  /** Shown instead of `plan` for `planLagReads`. */
  previousPlan?: PlanSpec
  /** The data service is busy until then, milliseconds since 1970. */
  busyUntil: number
}

export interface Pipeline {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  readonly couplings: readonly { readonly id: string; readonly app: App; readonly stage: string }[]
}

export interface Attachment {
  readonly id: string
  readonly addon: Addon
  readonly app: App
  readonly createdAt: Date
  name: string
  /** Its config var was removed, as a rollback of the app can do. */
  vanished?: boolean
}

const colors = ['AMBER', 'BLUE', 'COPPER', 'CYAN', 'GREEN', 'IVORY', 'JADE', 'ONYX', 'ROSE', 'TEAL']

/** The state of the sandbox, with its rules. No I/O. */
export class State {
  readonly behaviour: Behaviour
  readonly apps: App[] = []
  readonly addons: Addon[] = []
  readonly attachments: Attachment[] = []
  readonly reads = new Reads()
  /** Process groups of the running dynos. */
  dynoGroups: () => ReadonlySet<number> = () => new Set()
  readonly pipelines: Pipeline[] = []
  /** Apps whose add-ons and attachments the account's lists omit. */
  readonly hiddenFromAccount = new Set<App>()
  readonly lags = new Lags()
  readonly overrides = new Overrides()

  constructor(behaviour: Behaviour) {
    this.behaviour = behaviour
  }

  /** By id or name. */
  app(identity: string): App {
    const found = this.apps.find(({ id, name }) => id === identity || name === identity)
    if (!found) throw notFound('app')
    return found
  }

  /** As `app`, for a request. @throws 403 when another account owns it */
  accessibleApp(identity: string): App {
    const app = this.app(identity)
    if (app.foreign === true) throw noAccess(identity)
    return app
  }

  /** By id or name; with an app, only among its own. */
  addon(identity: string, app?: App): Addon {
    const found = this.addons.find(
      (addon) => (addon.id === identity || addon.name === identity) && (!app || addon.app === app),
    )
    if (!found) throw notFound('add-on')
    return found
  }

  addonsOf(app: App): Addon[] {
    return this.addons.filter((addon) => addon.app === app && addon.state !== 'deprovisioned')
  }

  /** Add-ons of other apps that are attached to this one. */
  foreignAddonsOf(app: App): Addon[] {
    return [...new Set(this.attachmentsOf(app).map(({ addon }) => addon))].filter((addon) => addon.app !== app)
  }

  attachmentsOf(owner: App | Addon): Attachment[] {
    return this.attachments.filter(({ app, addon }) => app === owner || addon === owner)
  }

  /** Every config var of an app, including those of its attachments. */
  configVars(app: App): Record<string, string> {
    const attached = this.attachmentsOf(app).flatMap((attachment) =>
      attachment.addon.url === undefined || attachment.vanished
        ? []
        : [[variableOf(attachment), attachment.addon.url] as const],
    )
    return Object.fromEntries([...app.config, ...attached].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** One read of the config vars: counts for `urlLagReads`. */
  readConfigVars(app: App): Record<string, string> {
    for (const addon of new Set(this.attachmentsOf(app).map((attachment) => attachment.addon))) {
      if (addon.nextUrl === undefined || this.lags.hides(`url ${addon.id}`)) continue
      this.setUrl(addon, addon.nextUrl)
      delete addon.nextUrl
    }
    return this.configVars(app)
  }

  /** Merges; null removes. Creates a release only if something differs. */
  setConfig(app: App, changes: Readonly<Record<string, string | null>>): void {
    const owned = new Set(this.attachmentsOf(app).map(variableOf))
    const refused = Object.keys(changes).filter((name) => owned.has(name))
    if (refused.length > 0) throw invalid(`Cannot overwrite attachment values ${refused.join(', ')}.`)

    const differing = Object.entries(changes).filter(([name, value]) => (app.config.get(name) ?? null) !== value)
    const result = { ...Object.fromEntries(app.config), ...Object.fromEntries(differing) }
    const size = Object.entries(result).reduce((sum, [name, value]) => sum + name.length + (value?.length ?? 0), 0)
    if (size > 64 * 1024) throw invalid('Config vars for this app exceed 64kb.')
    for (const [name, value] of differing) {
      if (value === null) app.config.delete(name)
      else app.config.set(name, value)
    }
    if (differing.length === 0) return
    const names = (removed: boolean): string =>
      differing.flatMap(([name, value]) => ((value === null) === removed ? [name] : [])).join(', ')
    const parts = [names(false) && `Set ${names(false)}`, names(true) && `Remove ${names(true)}`]
    this.release(app, `${parts.filter(Boolean).join('; ')} config vars`)
  }

  release(app: App, description: string): Release {
    const release = {
      id: randomUUID(),
      version: app.releases.length + 1,
      description,
      createdAt: new Date(),
      settlesAt: Date.now() + this.behaviour.releaseMs,
      outcome: this.behaviour.releaseOutcome,
    }
    app.releases.push(release)
    if (release.version > 1) this.lags.start(`release ${release.id}`, this.behaviour.releaseLagReads)
    return release
  }

  /** Refuses a taken name unless the request confirms with the app's name; the current owner is then renamed. */
  attach(addon: Addon, app: App, wanted: string | undefined, confirm: string | undefined): Attachment {
    const base = wanted ?? addon.plan.service.attachment
    const taken = this.attachmentsOf(app).find(({ name }) => name === base)
    const variable = variableOf({ name: base, addon })
    const blocked = taken !== undefined || app.config.has(variable)
    if (wanted !== undefined && blocked && confirm !== app.name) {
      throw unconfirmed(
        app.name,
        `${base} is already in use on ${app.name}. Confirm with the name of the app to replace it.`,
      )
    }
    if (wanted !== undefined && taken) taken.name = this.freeName(app, taken.addon)
    if (wanted !== undefined) app.config.delete(variable)
    const name = wanted ?? (blocked ? this.freeName(app, addon) : base)
    const attachment = { id: randomUUID(), addon, app, createdAt: new Date(), name }
    this.attachments.push(attachment)
    this.release(app, `Attach ${name} (@${addon.name})`)
    return attachment
  }

  detachAll(addon: Addon): void {
    for (const attachment of this.attachmentsOf(addon)) {
      this.attachments.splice(this.attachments.indexOf(attachment), 1)
      this.release(attachment.app, `Detach ${attachment.name} (@${addon.name})`)
    }
  }

  forget(addon: Addon): void {
    const at = this.addons.indexOf(addon)
    if (at >= 0) this.addons.splice(at, 1)
  }

  /** Updates the add-on's URL on every app that it is attached to, after `urlLagReads`. */
  publish(addon: Addon, url: string | undefined): void {
    if (url === undefined || this.behaviour.urlLagReads === 0) return this.setUrl(addon, url)
    addon.nextUrl = url
    this.lags.start(`url ${addon.id}`, this.behaviour.urlLagReads)
  }

  private setUrl(addon: Addon, url: string | undefined): void {
    if (addon.url === url) return
    if (url === undefined) delete addon.url
    else addon.url = url
    for (const attachment of this.attachmentsOf(addon)) {
      const { app, name } = attachment
      attachment.vanished = false
      this.release(app, `Update ${name} by ${addon.plan.service.name}`)
    }
  }

  private freeName(app: App, addon: Addon): string {
    const prefix = addon.plan.service.name.toUpperCase().replaceAll('-', '_')
    const names = new Set(this.attachmentsOf(app).map(({ name }) => name))
    const free = colors.map((color) => `${prefix}_${color}`).find((name) => !names.has(name))
    if (free === undefined) throw invalid('Too many attachments of one service.')
    return free
  }
}

/** The config var that an attachment owns. */
export function variableOf({ name, addon }: Pick<Attachment, 'name' | 'addon'>): string {
  return `${name}_${addon.plan.service.variable}`
}
