import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError, invalid, unconfirmed } from './api-error.ts'
import { startDatabase, type Database, type DatabaseOptions } from './database.ts'
import { findPlan, type PlanSpec } from './plans.ts'
import type { Addon, App, State } from './state.ts'

export interface AddonRequest {
  readonly plan: string
  readonly name?: string
  readonly attachment?: string
  readonly confirm?: string
  readonly config?: Readonly<Record<string, string>>
  /** The add-on whose servers it shares, for large fleets. */
  readonly serversOf?: string
  /** Overrides the behaviour of the same name. */
  readonly provisioningReads?: number
}

/** The life cycle of add-ons. What takes time on Heroku takes time here, in the background of the request. */
export class Lifecycle {
  private readonly state: State
  private readonly ending = new AbortController()
  private readonly underWay = new Set<Promise<void>>()
  private readonly creations = new WeakMap<Addon, Promise<void>>()
  /** Add-ons that stay `provisioning` for this many reads. */
  private readonly held = new Map<Addon, { left: number; readonly release: () => void }>()

  constructor(state: State) {
    this.state = state
  }

  /** Of a thousand random names, two are the same now and then. */
  #freeName(plan: PlanSpec): string {
    const name = randomName(plan)
    return this.state.addons.some((addon) => addon.name === name) ? this.#freeName(plan) : name
  }

  create(app: App, request: AddonRequest): Addon {
    const plan = this.offered(request.plan, app, request.confirm)
    if (this.state.addonsOf(app).some(({ state }) => state === 'provisioning')) {
      throw invalid('Another add-on is being provisioned for this app. Please try again when it is ready.')
    }
    const name = request.name ?? this.#freeName(plan)
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
    const { behaviour } = this.state
    for (const list of ['addons', 'attachments']) this.state.lags.start(`${list} ${addon.id}`, behaviour.listLagReads)
    this.state.lags.start(`addon ${addon.id}`, behaviour.addonLagReads)
    this.creations.set(
      addon,
      this.inBackground(() => this.provision(addon, request)),
    )
    return addon
  }

  /** Counts an answer with the add-on. */
  seen(addon: Addon): void {
    const held = this.held.get(addon)
    if (held && --held.left <= 0) held.release()
  }

  changePlan(addon: Addon, identity: string, confirm?: string): void {
    const before = addon.plan
    const plan = this.offered(identity, addon.app, confirm)
    if (plan.service !== before.service) throw invalid('The plan belongs to another add-on service.')
    if (addon.state !== 'provisioned') throw new ApiError(422, 'invalid_params', 'The add-on is not provisioned yet.')
    const { behaviour } = this.state
    addon.plan = plan
    addon.previousPlan = before
    this.state.lags.start(`plan ${addon.id}`, behaviour.planLagReads)
    addon.busyUntil = Number.POSITIVE_INFINITY
    this.state.release(addon.app, `Change plan of ${addon.name} to ${plan.name}`)
    void this.inBackground(async () => {
      await this.pause(behaviour.dataServiceMs)
      if (behaviour.planChangeOutcome === 'reverted') addon.plan = before
      await addon.database?.resize(addon.plan.limits)
      if (behaviour.planChangeMoves) await addon.database?.move({ keepPrevious: behaviour.oldServerStays })
      this.state.publish(addon, addon.database?.url ?? addon.url)
      addon.busyUntil = Date.now()
    })
  }

  /** Applies a change to the servers that changes the URL, and updates the apps. */
  async moveUrl(addon: Addon, how: (database: Database) => Promise<void>): Promise<void> {
    const { database } = addon
    if (!database) throw invalid('The add-on has no server.')
    await this.tracked(how(database))
    this.state.publish(addon, database.url)
  }

  /**
   * Removes the servers and all attachments, including those of other apps. Shown as `deprovisioning` for `reads`
   * reads.
   */
  async remove(addon: Addon, reads = 0): Promise<void> {
    this.state.detachAll(addon)
    delete addon.url
    delete addon.nextUrl
    addon.state = reads > 0 ? 'deprovisioning' : 'deprovisioned'
    if (reads > 0) this.state.lags.start(`gone ${addon.id}`, reads)
    else this.state.forget(addon)
    this.held.get(addon)?.release()
    const { database } = addon
    delete addon.database
    if (!this.state.addons.some((other) => other.database === database)) await database?.stop()
  }

  /** Resolves when no change is in progress. Ends all waits for reads. */
  async settled(): Promise<void> {
    for (const { release } of this.held.values()) release()
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay)
  }

  /** Resolves when the add-on is no longer `provisioning` and its config var is set. */
  async ready(addon: Addon): Promise<void> {
    await this.creations.get(addon)
  }

  async stop(): Promise<void> {
    this.ending.abort()
    for (const { release } of this.held.values()) release()
    await Promise.allSettled(this.underWay)
    await Promise.all(this.state.addons.map(async ({ database }) => database?.stop()))
  }

  private offered(identity: string, app: App, confirm: string | undefined): PlanSpec {
    const plan = findPlan(identity)
    if (!plan) throw invalid(`Couldn't find either the add-on service or the add-on plan of "${identity}".`)
    if (plan.state === 'shutdown') {
      throw invalid(`The ${plan.name} plan is no longer available. Choose a different plan.`)
    }
    if (plan.privateSpace && app.space === undefined) {
      throw invalid(`The plan ${plan.name} cannot be installed outside a private space.`)
    }
    if (!plan.privateSpace && app.space !== undefined && confirm !== app.name) {
      throw unconfirmed(app.name, 'This add-on is not automatically networked with this Private Space. ')
    }
    return plan
  }

  private async provision(addon: Addon, { serversOf, provisioningReads }: AddonRequest): Promise<void> {
    const { behaviour } = this.state
    const { service, limits } = addon.plan
    const reads = provisioningReads ?? behaviour.provisioningReads
    const enoughReads =
      reads > 0 ? new Promise<void>((release) => this.held.set(addon, { left: reads, release })) : undefined
    const isGone = (): boolean => addon.state !== 'provisioning'
    if (behaviour.provisionOutcome !== 'provisioned') {
      await this.pause(behaviour.provisionMs)
      await enoughReads
      this.held.delete(addon)
      if (isGone()) return
      this.state.detachAll(addon)
      addon.state = 'deprovisioned'
      if (behaviour.provisionOutcome === 'gone') this.state.forget(addon)
      return
    }
    const began = Date.now()
    if (service.server !== 'none') {
      const others = serversOf === undefined ? undefined : this.state.addon(serversOf).database
      const database = others ?? (await startDatabase(service, limits, databaseOptions(addon, this.state)))
      // It may have been removed while its servers started.
      if (isGone()) return others ? undefined : await database.stop()
      addon.database = database
    }
    await this.pause(behaviour.provisionMs - (Date.now() - began))
    await enoughReads
    this.held.delete(addon)
    if (isGone()) return
    addon.state = 'provisioned'
    addon.busyUntil = Date.now() + behaviour.dataServiceMs
    await this.pause(behaviour.configVarMs)
    if (addon.state === ('provisioned' as Addon['state'])) {
      this.state.publish(addon, addon.database?.url ?? 'postgres://u:sandbox-password@127.0.0.1:5432/d')
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    if (milliseconds > 0) await sleep(milliseconds, undefined, { signal: this.ending.signal })
  }

  private inBackground(work: () => Promise<void>): Promise<void> {
    return this.tracked(work()).catch((error: unknown) => {
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

function databaseOptions({ config, plan }: Addon, { behaviour, dynoGroups }: State): DatabaseOptions {
  const version = config['version']
  return {
    latencyMs: behaviour.redisLatencyMs,
    ...(version === undefined ? {} : { version }),
    ...(plan.privateSpace && behaviour.privateNetwork ? { reachableFrom: dynoGroups } : {}),
  }
}

function randomName(plan: PlanSpec): string {
  const shapes = ['angular', 'cubic', 'flat', 'round', 'solid', 'spherical']
  const shape = shapes[randomInt(shapes.length)] ?? 'plain'
  return `${plan.service.attachment.toLowerCase()}-${shape}-${randomInt(10_000, 100_000)}`
}
