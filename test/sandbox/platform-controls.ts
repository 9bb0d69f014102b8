import { randomUUID } from 'node:crypto'
import type { NewApp } from './controls.ts'
import type { Hook, Hooks } from './hooks.ts'
import type { AddonRequest, Lifecycle } from './lifecycle.ts'
import type { Override, Resource } from './overrides.ts'
import type { State } from './state.ts'

export interface ManyApps {
  /** Default `app`: the apps are `app-0001`, `app-0002`, … */
  readonly prefix?: string
  /** Default `heroku-redis:mini`; null: the apps have no add-on. */
  readonly plan?: string | null
  /** Set on every app. */
  readonly config?: Readonly<Record<string, string>>
  readonly team?: string
}

/** The controls of the Platform API beside those that every sandbox needs. */
export interface PlatformControls {
  /** Creates apps, each with an add-on of its own; all add-ons share the servers of the first. Resolves with the names. */
  addApps(count: number, options?: ManyApps): Promise<string[]>
  /** Starts to create an add-on, as another user or another run, and does not wait. Resolves with its name. */
  startAddon(app: string, request: AddonRequest | string): Promise<string>
  /** Starts a change of plan, as another user, and does not wait. */
  startPlanChange(addon: string, plan: string): Promise<void>
  /** `stages` maps apps to `production`, `staging`, … */
  createPipeline(name: string, stages: Readonly<Record<string, string>>): Promise<void>
  /** The lists of the whole account leave out the add-ons and attachments of these apps. */
  hideFromAccount(apps: readonly string[]): Promise<void>
  /** Changes fields of all answers that show such a resource. What the sandbox itself knows does not change. */
  override(resource: Resource, override: Override): Promise<void>
  clearOverrides(): Promise<void>
  /** Runs a control at the moment of a request. */
  onRequest(hook: Hook): Promise<void>
}

export function platformControls(
  state: State,
  lifecycle: Lifecycle,
  hooks: Hooks,
  createApp: (name: string, options: NewApp) => Promise<void>,
): PlatformControls {
  return {
    addApps: async (count, { prefix = 'app', plan = 'heroku-redis:mini', ...options } = {}) => {
      const names: string[] = []
      let first: string | undefined
      for (let number = 1; number <= count; number++) {
        const name = `${prefix}-${String(number).padStart(4, '0')}`
        const shared = first === undefined ? {} : { serversOf: first }
        await createApp(name, { ...options, addons: plan === null ? [] : [{ plan, name: `${name}-redis`, ...shared }] })
        if (plan !== null) first ??= `${name}-redis`
        names.push(name)
      }
      return names
    },
    startAddon: async (app, request) =>
      lifecycle.create(state.app(app), typeof request === 'string' ? { plan: request } : request).name,
    startPlanChange: async (addon, plan) => lifecycle.changePlan(state.addon(addon), plan),
    createPipeline: async (name, stages) => {
      const couplings = Object.entries(stages).map(([app, stage]) => ({ id: randomUUID(), app: state.app(app), stage }))
      state.pipelines.push({ id: randomUUID(), name, createdAt: new Date(), couplings })
    },
    hideFromAccount: async (apps) => {
      state.hiddenFromAccount.clear()
      apps.forEach((app) => state.hiddenFromAccount.add(state.app(app)))
    },
    override: async (resource, override) => state.overrides.add(resource, override),
    clearOverrides: async () => state.overrides.clear(),
    onRequest: async (hook) => hooks.add(hook),
  }
}
