import { randomUUID } from 'node:crypto'
import { ApiError, invalid, notFound } from './api-error.ts'
import { usualDataBehaviour, type DataBehaviour } from './data-behaviour.ts'
import type { Database } from './database.ts'
import type { PlanSpec } from './plans.ts'
import { Reads } from './reads.ts'

/** How this Heroku behaves; every value may be changed at any moment. Durations in milliseconds. */
export interface Behaviour extends DataBehaviour {
  /** Before each answer. */
  latencyMs: number
  /** A round trip to the Redis servers of the add-ons that are made from now on. */
  redisLatencyMs: number
  /** Sent as `X-Heroku-Warning`. */
  warning: string
  /** Calls left this hour; counted down, and 429 at zero. */
  rateLimitRemaining: number
  /** Items a list answers with when the request names no `max`. */
  pageSize: number
  /** From the request to `provisioned` (at least what the real servers need). */
  provisionMs: number
  /** From `provisioned` to the moment when the app has the config var. */
  configVarMs: number
  /** From `provisioned`, or the start of a change, to `"waiting?": false`. */
  dataServiceMs: number
  provisionOutcome: 'provisioned' | 'deprovisioned' | 'gone'
  /** True: a change of plan moves the add-on to a new server, with a new URL. */
  planChangeMoves: boolean
  planChangeOutcome: 'changed' | 'reverted'
  /** How long a release stays `pending`. */
  releaseMs: number
  releaseOutcome: 'succeeded' | 'failed' | 'expired'
}

export const usualBehaviour: Behaviour = {
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
  /** What users set; what attachments bring is not in here. */
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
  /** The owner, who pays. */
  readonly app: App
  readonly createdAt: Date
  readonly config: Readonly<Record<string, string>>
  plan: PlanSpec
  state: 'provisioning' | 'provisioned' | 'deprovisioned'
  /** Absent: no server yet, or none any more, or the service has none. */
  database?: Database
  /** What its config var holds; absent while there is none. */
  url?: string
  /** The data service is at work until then, milliseconds since 1970. */
  busyUntil: number
}

export interface Attachment {
  readonly id: string
  readonly addon: Addon
  readonly app: App
  readonly createdAt: Date
  name: string
  /** Its config var is gone, as a rollback of the app can do. */
  vanished?: boolean
}

const colors = ['AMBER', 'BLUE', 'COPPER', 'CYAN', 'GREEN', 'IVORY', 'JADE', 'ONYX', 'ROSE', 'TEAL']

/** All that this Heroku knows, and the rules that hold between its parts. No I/O. */
export class State {
  readonly behaviour: Behaviour
  readonly apps: App[] = []
  readonly addons: Addon[] = []
  readonly attachments: Attachment[] = []
  readonly reads = new Reads()

  constructor(behaviour: Behaviour) {
    this.behaviour = behaviour
  }

  /** By id or name. */
  app(identity: string): App {
    const found = this.apps.find(({ id, name }) => id === identity || name === identity)
    if (!found) throw notFound('app')
    return found
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

  attachmentsOf(owner: App | Addon): Attachment[] {
    return this.attachments.filter(({ app, addon }) => app === owner || addon === owner)
  }

  /** Every config var of an app: what users set, and what attachments bring. */
  configVars(app: App): Record<string, string> {
    const attached = this.attachmentsOf(app).flatMap(({ name, addon, vanished }) =>
      addon.url === undefined || vanished ? [] : [[`${name}_URL`, addon.url] as const],
    )
    return Object.fromEntries([...app.config, ...attached].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** Merges; null removes. A release is made only when something differs. */
  setConfig(app: App, changes: Readonly<Record<string, string | null>>): void {
    const owned = new Set(this.attachmentsOf(app).map(({ name }) => `${name}_URL`))
    const refused = Object.keys(changes).filter((name) => owned.has(name))
    if (refused.length > 0) throw invalid(`Cannot overwrite attachment values ${refused.join(', ')}.`)

    const differing = Object.entries(changes).filter(([name, value]) => (app.config.get(name) ?? null) !== value)
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
    return release
  }

  /** A taken name is refused, unless the request confirms with the app's name: then its owner gets another. */
  attach(addon: Addon, app: App, wanted: string | undefined, confirm: string | undefined): Attachment {
    const base = wanted ?? addon.plan.service.attachment
    const taken = this.attachmentsOf(app).find(({ name }) => name === base)
    const blocked = taken !== undefined || app.config.has(`${base}_URL`)
    if (wanted !== undefined && blocked && confirm !== app.name) {
      throw new ApiError(
        423,
        'confirmation_required',
        `${base} is already in use on ${app.name}. Confirm with its name to replace it.`,
      )
    }
    if (wanted !== undefined && taken) taken.name = this.freeName(app, taken.addon)
    if (wanted !== undefined) app.config.delete(`${base}_URL`)
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
    this.addons.splice(this.addons.indexOf(addon), 1)
  }

  /** Brings the add-on's URL to every app that it is attached to. */
  publish(addon: Addon, url: string | undefined): void {
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
