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

/** Further controls of the Platform API. */
export interface PlatformControls {
  /** Creates apps with one add-on each; all add-ons share the servers of the first. Resolves with the names. */
  addApps(count: number, options?: ManyApps): Promise<string[]>
  /** Starts the creation of an add-on, as another user or run, without waiting. Resolves with its name. */
  startAddon(app: string, request: AddonRequest | string): Promise<string>
  /** Starts a plan change, as another user, without waiting. */
  startPlanChange(addon: string, plan: string): Promise<void>
  /** `stages` maps apps to `production`, `staging`, … */
  createPipeline(name: string, stages: Readonly<Record<string, string>>): Promise<void>
  /** The account's lists omit the add-ons and attachments of these apps. */
  hideFromAccount(apps: readonly string[]): Promise<void>
  /** Overrides fields in all answers with such a resource, without changing the state of the sandbox. */
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
