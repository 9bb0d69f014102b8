import { type Caller, change, get, inApp, readList } from './calls.ts'
import type { Attempt } from './call.ts'
import type { Advice } from './errors.ts'
import { type Addon, addonOf } from './resources.ts'

export interface AddonOrder {
  /** Ours and unique: after a lost answer it tells whether the add-on was made. */
  readonly name: string
  /** `heroku-redis:premium-0`. */
  readonly plan: string
  /** Heroku refuses a name that is taken, which is what keeps two runs from making two add-ons. */
  readonly attachment: string
  /** Options of the add-on's service: `{version: "9"}`. */
  readonly config?: Readonly<Record<string, string>>
}

export interface AddonCalls {
  /** The app's own add-ons and those of other apps that are attached to it: compare `addon.app`. */
  addons(app: string): Promise<readonly Addon[]>
  addon(app: string, id: string): Promise<Addon>
  /** An add-on of another app; the token need not be allowed to see it. */
  foreignAddon(id: string): Promise<Attempt<Addon>>
  /** One try: a repetition could make a second, billed add-on. */
  tryCreateAddon(app: string, order: AddonOrder): Promise<Attempt<Addon>>
  /** After an answer that leaves doubt, reads the add-on before asking again. */
  changePlan(app: string, id: string, plan: string): Promise<Addon>
  /**
   * One try, never with `force`. The answer's state is `deprovisioned` or `deprovisioning`: read the add-on until it is
   * gone. `final` with `status` 404: it was gone already.
   */
  tryDeleteAddon(app: string, id: string): Promise<Attempt<Addon>>
}

const notDestroyed: Advice = {
  cause: 'Heroku does not destroy the add-on, for the reason it gives.',
  remedy: 'Remove what Heroku names (`heroku addons:info` shows the add-on), then run again.',
}

export function addonCalls(api: Caller): AddonCalls {
  const one = (json: unknown): Addon => addonOf(json, 'the add-on')
  const path = (app: string, id: string): string => inApp(app, `/addons/${encodeURIComponent(id)}`)
  const read = (app: string, id: string) => api.send(get(api, path(app, id), one, { fallback: 'addon-missing' }))

  return {
    addons: async (app) => (await readList(api, { path: inApp(app, '/addons') }, addonOf)).items,
    addon: read,
    foreignAddon: (id) => api.once(get(api, `/addons/${encodeURIComponent(id)}`, one, { fallback: 'addon-missing' })),
    tryCreateAddon: (app, { name, plan, attachment, config }) => {
      const body = { plan, name, attachment: { name: attachment }, ...(config ? { config } : {}) }
      return api.once(change(api, ['POST', inApp(app, '/addons')], body, 'provision-failed', one))
    },
    changePlan: (app, id, plan) =>
      api.sendOrLook(change(api, ['PATCH', path(app, id)], { plan }, 'plan-change-failed', one), async () => {
        const seen = await read(app, id)
        return seen.plan === plan ? seen : undefined
      }),
    tryDeleteAddon: (app, id) =>
      api.once({
        ...change(api, ['DELETE', path(app, id)], { force: false }, 'heroku-unavailable', one),
        advice: notDestroyed,
      }),
  }
}
