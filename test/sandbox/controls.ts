import { invalid } from './api-error.ts'
import { attach } from './attachments.ts'
import type { DataControls } from './data-controls.ts'
import type { OtherControls } from './other-hosts.ts'
import type { Database } from './database.ts'
import type { Fault, Faults } from './faults.ts'
import type { Hooks } from './hooks.ts'
import type { AddonRequest, Lifecycle } from './lifecycle.ts'
import { platformControls, type PlatformControls } from './platform-controls.ts'
import type { RequestLog, LoggedRequest } from './request-log.ts'
import type { Behaviour, State } from './state.ts'
import { randomUUID } from 'node:crypto'

export interface NewApp {
  readonly config?: Readonly<Record<string, string>>
  /** Created in sequence, all ready when the call resolves. */
  readonly addons?: readonly (AddonRequest | string)[]
  /** Name of its private space. */
  readonly space?: string
  /** Default `heroku-24`; `cnb` for an app of the Fir generation. */
  readonly stack?: string
  /** Name of its team. */
  readonly team?: string
  /** Belongs to another account: 403 for every request. */
  readonly foreign?: boolean
}

/**
 * Changes on Heroku without the action, and queries for tests. Arguments and results are plain data, so
 * that another process can call the controls too: `connectSandbox` in `client.ts`. Add-ons are given by name or id.
 */
export interface Controls extends PlatformControls, DataControls, OtherControls {
  createApp(name: string, options?: NewApp): Promise<void>
  /** Adds an add-on; resolves, with its name, when it is ready. */
  createAddon(app: string, request: AddonRequest | string): Promise<string>
  /** Shares an add-on with another app; resolves with the attachment's name. */
  attach(addon: string, app: string, name?: string): Promise<string>
  /** Removes it, as another user. */
  removeAddon(addon: string): Promise<void>
  /** The standby is promoted, the old primary stops, the URL changes, the data stays. */
  failOver(addon: string): Promise<void>
  rotateCredentials(addon: string): Promise<void>
  /** Moves it to a new server, as a maintenance does. */
  moveUrl(addon: string): Promise<void>
  /** As another user of the app; null removes. */
  setConfig(app: string, changes: Readonly<Record<string, string | null>>): Promise<void>
  /** Every config var of the app, including those of attachments. */
  config(app: string): Promise<Record<string, string>>
  /** Names of the app's own add-ons. */
  addons(app: string): Promise<string[]>
  /** Numbers and descriptions of the app's releases, oldest first. */
  releases(app: string): Promise<{ readonly version: number; readonly description: string }[]>
  /** Sends one command to the add-on's primary, as its administrator. */
  redis(addon: string, command: string, ...args: (string | number)[]): Promise<unknown>
  /** Sends a signal to the process of the add-on's primary or standby. */
  signal(addon: string, signal: NodeJS.Signals, server?: 'primary' | 'standby'): Promise<void>
  configure(behaviour: Partial<Behaviour>): Promise<void>
  fault(fault: Fault): Promise<void>
  clearFaults(): Promise<void>
  listRequests(): Promise<readonly LoggedRequest[]>
  clearRequests(): Promise<void>
  /** Resolves when nothing is being provisioned or changed. Ends `provisioningReads`. */
  settled(): Promise<void>
}

export function controls(
  state: State,
  lifecycle: Lifecycle,
  faults: Faults,
  requests: RequestLog,
  hooks: Hooks,
  more: DataControls & OtherControls,
): Controls {
  const database = (addon: string): Database => {
    const found = state.addon(addon).database
    if (!found) throw invalid(`${addon} has no server.`)
    return found
  }
  const replacement = () => ({ keepPrevious: state.behaviour.oldServerStays })
  const self: Controls = {
    ...more,
    ...platformControls(state, lifecycle, hooks, (name, options) => self.createApp(name, options)),
    createApp: async (name, { config = {}, addons = [], space, stack, team, foreign = false } = {}) => {
      if (state.apps.some((app) => app.name === name)) throw invalid('Name is already taken')
      const app = {
        id: randomUUID(),
        name,
        createdAt: new Date(),
        config: new Map(Object.entries(config)),
        releases: [],
        foreign,
        ...(space === undefined ? {} : { space }),
        ...(stack === undefined ? {} : { stack }),
        ...(team === undefined ? {} : { team }),
      }
      state.apps.push(app)
      state.release(app, 'Initial release')
      for (const addon of addons) await self.createAddon(name, addon)
    },
    createAddon: async (app, request) => {
      const addon = lifecycle.create(state.app(app), typeof request === 'string' ? { plan: request } : request)
      await lifecycle.ready(addon)
      return addon.name
    },
    attach: async (addon, app, name) => attach(state, state.addon(addon), state.app(app), name, undefined).name,
    removeAddon: async (addon) => lifecycle.remove(state.addon(addon)),
    failOver: (addon) => lifecycle.moveUrl(state.addon(addon), (servers) => servers.failOver(replacement())),
    rotateCredentials: (addon) =>
      lifecycle.moveUrl(state.addon(addon), (servers) =>
        servers.rotateCredentials({ keepOld: state.behaviour.oldPassword === 'accepted' }),
      ),
    moveUrl: (addon) => lifecycle.moveUrl(state.addon(addon), (servers) => servers.move(replacement())),
    setConfig: async (app, changes) => state.setConfig(state.app(app), changes),
    config: async (app) => state.configVars(state.app(app)),
    addons: async (app) => state.addonsOf(state.app(app)).map(({ name }) => name),
    releases: async (app) => state.app(app).releases.map(({ version, description }) => ({ version, description })),
    redis: (addon, command, ...args) => database(addon).primary.command(command, ...args),
    signal: async (addon, signal, server = 'primary') => {
      // A standby must have the data before its primary ends.
      const standby = await database(addon).standby()
      await (server === 'standby' ? standby : database(addon).primary)?.signal(signal)
    },
    configure: async (behaviour) => void Object.assign(state.behaviour, behaviour),
    fault: async (fault) => faults.add(fault),
    clearFaults: async () => faults.clear(),
    listRequests: async () => requests.list(),
    clearRequests: async () => requests.clear(),
    settled: () => lifecycle.settled(),
  }
  return self
}
