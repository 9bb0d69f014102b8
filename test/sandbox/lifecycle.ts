import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError, invalid } from './api-error.ts'
import { startDatabase, type Database, type DatabaseOptions } from './database.ts'
import { findPlan, type PlanSpec } from './plans.ts'
import { configVarReads } from './reads.ts'
import type { Addon, App, State } from './state.ts'

export interface AddonRequest {
  readonly plan: string
  readonly name?: string
  readonly attachment?: string
  readonly confirm?: string
  readonly config?: Readonly<Record<string, string>>
  /** The add-on whose servers it uses instead of its own: for fleets too large for a server each. */
  readonly serversOf?: string
}

/** The life of add-ons: what takes time on Heroku takes time here, in the background of the request that began it. */
export class Lifecycle {
  private readonly state: State
  private readonly ending = new AbortController()
  private readonly underWay = new Set<Promise<void>>()

  constructor(state: State) {
    this.state = state
  }

  create(app: App, request: AddonRequest): Addon {
    const plan = this.offered(request.plan, app)
    const name = request.name ?? uniqueName(plan)
    if (!/^[a-zA-Z][A-Za-z0-9_-]+$/.test(name))
      throw invalid('Name must start with a letter and hold only letters, digits, _ and -.')
    if (this.state.addons.some((addon) => addon.name === name)) throw invalid('Name is already taken')

    const addon: Addon = {
      id: randomUUID(),
      name,
      app,
      createdAt: new Date(),
      config: request.config ?? {},
      plan,
      state: 'provisioning',
      busyUntil: Number.POSITIVE_INFINITY,
    }
    this.state.attach(addon, app, request.attachment, request.confirm)
    this.state.addons.push(addon)
    this.inBackground(() => this.provision(addon, request.serversOf))
    return addon
  }

  changePlan(addon: Addon, identity: string): void {
    const before = addon.plan
    const plan = this.offered(identity, addon.app)
    if (plan.service !== before.service) throw invalid('The plan belongs to another add-on service.')
    if (addon.state !== 'provisioned') throw new ApiError(422, 'invalid_params', 'The add-on is not provisioned yet.')
    const { behaviour } = this.state
    addon.plan = plan
    addon.busyUntil = Number.POSITIVE_INFINITY
    this.state.release(addon.app, `Change plan of ${addon.name} to ${plan.name}`)
    this.inBackground(async () => {
      await this.pause(behaviour.dataServiceMs)
      if (behaviour.planChangeOutcome === 'reverted') addon.plan = before
      await addon.database?.resize(addon.plan.limits)
      if (behaviour.planChangeMoves) await addon.database?.move()
      this.state.publish(addon, addon.database?.url ?? addon.url)
      addon.busyUntil = Date.now()
    })
  }

  /** Does something to the servers that moves the URL, and brings the new one to the apps. */
  async moveUrl(addon: Addon, how: (database: Database) => Promise<void>): Promise<void> {
    const { database } = addon
    if (!database) throw invalid('The add-on has no server.')
    await this.tracked(how(database))
    const { behaviour, reads } = this.state
    await reads.after(behaviour.publishReads, configVarReads, () => this.state.publish(addon, database.url))
  }

  async remove(addon: Addon): Promise<void> {
    this.state.detachAll(addon)
    addon.state = 'deprovisioned'
    delete addon.url
    this.state.forget(addon)
    const { database } = addon
    delete addon.database
    await database?.stop()
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay)
  }

  async stop(): Promise<void> {
    this.ending.abort()
    await Promise.allSettled(this.underWay)
    await Promise.all(this.state.addons.map(async ({ database }) => database?.stop()))
  }

  private offered(identity: string, app: App): PlanSpec {
    const plan = findPlan(identity)
    if (!plan) throw invalid(`Couldn't find either the add-on service or the add-on plan of "${identity}".`)
    if (plan.state === 'shutdown') throw invalid(`The plan ${plan.name} has been shut down and takes no new add-ons.`)
    if (plan.privateSpace !== (app.space !== undefined)) {
      throw invalid(
        `The plan ${plan.name} cannot be installed ${app.space === undefined ? 'outside' : 'inside'} a private space.`,
      )
    }
    return plan
  }

  private async provision(addon: Addon, serversOf?: string): Promise<void> {
    const { behaviour } = this.state
    const { service, limits } = addon.plan
    if (behaviour.provisionOutcome !== 'provisioned') {
      await this.pause(behaviour.provisionMs)
      this.state.detachAll(addon)
      addon.state = 'deprovisioned'
      if (behaviour.provisionOutcome === 'gone') this.state.forget(addon)
      return
    }
    const began = Date.now()
    if (service.server !== 'none') {
      const others = serversOf === undefined ? undefined : this.state.addon(serversOf).database
      const database =
        others ?? (await startDatabase(service, limits, databaseOptions(addon, behaviour.redisLatencyMs)))
      // It may have been removed while its servers started.
      if (!this.state.addons.includes(addon)) return await database.stop()
      addon.database = database
    }
    await this.pause(behaviour.provisionMs - (Date.now() - began))
    if (!this.state.addons.includes(addon)) return
    addon.state = 'provisioned'
    addon.busyUntil = Date.now() + behaviour.dataServiceMs
    await this.pause(behaviour.configVarMs)
    if (this.state.addons.includes(addon)) {
      this.state.publish(addon, addon.database?.url ?? 'postgres://u:sandbox-password@127.0.0.1:5432/d')
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    if (milliseconds > 0) await sleep(milliseconds, undefined, { signal: this.ending.signal })
  }

  private inBackground(work: () => Promise<void>): void {
    this.tracked(work()).catch((error: unknown) => {
      if (!this.ending.signal.aborted) console.error('sandbox:', error)
    })
  }

  private async tracked(work: Promise<void>): Promise<void> {
    this.underWay.add(work)
    try {
      await work
    } finally {
      this.underWay.delete(work)
    }
  }
}

function databaseOptions({ config }: Addon, latencyMs: number): DatabaseOptions {
  const version = config['version']
  return { latencyMs, ...(version === undefined ? {} : { version }) }
}

function uniqueName(plan: PlanSpec): string {
  const shapes = ['angular', 'cubic', 'flat', 'round', 'solid', 'spherical']
  const shape = shapes[randomInt(shapes.length)] ?? 'plain'
  return `${plan.service.attachment.toLowerCase()}-${shape}-${randomInt(10_000, 100_000)}`
}
