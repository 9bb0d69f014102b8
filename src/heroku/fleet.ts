import { toFailure } from '../failure/to-failure.ts'
import { type Caller, change, get, type Listing, readList } from './calls.ts'
import type { AppRef, Known, Pipeline, PipelineCoupling } from './data.ts'
import { asList } from './decode.ts'
import type { Advice } from './errors.ts'
import { type Addon, addonOf, appRefOf, type Attachment, attachmentOf, couplingOf, pipelineOf } from './resources.ts'

/** The account's lists by app, as `GET /apps/{app}/addons` and `/addon-attachments` would answer. Linear in both lists. */
export function byApp(
  addons: readonly Addon[],
  attachments: readonly Attachment[],
): ReadonlyMap<string, { readonly addons: readonly Addon[]; readonly attachments: readonly Attachment[] }> {
  const lists = new Map<string, { readonly addons: Map<string, Addon>; readonly attachments: Attachment[] }>()
  const listOf = (app: string) => {
    const known = lists.get(app) ?? { addons: new Map<string, Addon>(), attachments: [] }
    lists.set(app, known)
    return known
  }
  const byId = new Map(addons.map((addon) => [addon.id, addon]))
  for (const addon of addons) listOf(addon.app).addons.set(addon.id, addon)
  for (const attachment of attachments) {
    const list = listOf(attachment.app)
    list.attachments.push(attachment)
    // An app's list also holds the add-ons of other apps that are attached to it.
    const addon = byId.get(attachment.addon.id)
    if (addon) list.addons.set(addon.id, addon)
  }
  return new Map([...lists].map(([app, list]) => [app, { ...list, addons: [...list.addons.values()] }]))
}

/** What a fleet is found by. */
export interface FleetCalls {
  /** Every add-on that the token can see, of every service. Not known when the list is denied or too long to be read whole. */
  accountAddons(): Promise<Known<readonly Addon[]>>
  accountAttachments(): Promise<Known<readonly Attachment[]>>
  /** @throws HerokuFailure `app-not-found` when there is no such team */
  teamApps(team: string): Promise<readonly AppRef[]>
  /** By name or id. @throws HerokuFailure `app-not-found` when there is no such pipeline */
  pipeline(nameOrId: string): Promise<Pipeline>
  pipelineCouplings(pipelineId: string): Promise<readonly PipelineCoupling[]>
  /** Names of apps by their ids; an app that the token cannot see is left out. */
  appsById(ids: readonly string[]): Promise<readonly AppRef[]>
}

/** The most that Heroku puts on a page (Platform API reference, "Ranges"). */
export const pageSize = 1_000
const range = `id ..; max=${String(pageSize)}`
const wholeAccount = { range, mostPages: 200 } as const
const wholeTeam = { range, mostPages: 50, fallback: 'app-not-found' } as const

const noTeam: Advice = {
  cause: 'There is no team with this name, or the account of the token is not a member.',
  remedy: 'Compare `app` with `heroku teams`, run as the account that made the token.',
}
const noPipeline: Advice = {
  cause: 'There is no pipeline with this name, or the account of the token cannot see it.',
  remedy: 'Compare `app` with `heroku pipelines`, run as the account that made the token.',
}

/** A body of so many ids stays far below any limit of a request. */
const idsAtOnce = 500

export function fleetCalls(api: Caller): FleetCalls {
  async function account<T>(listing: Listing, item: (json: unknown, path: string) => T): Promise<Known<readonly T[]>> {
    try {
      const { items, complete } = await readList(api, { ...wholeAccount, ...listing }, item)
      return complete ? { known: true, value: items } : { known: false, why: 'the list has too many pages' }
    } catch (error) {
      const failure = toFailure(error)
      if (failure.reason === 'cancelled') throw failure
      return { known: false, why: failure.message, failure }
    }
  }

  const filtered = (ids: readonly string[]) =>
    api.send({
      ...change(api, ['POST', '/filters/apps'], { in: { id: ids } }, 'app-not-found', (json) =>
        asList(json, 'the list of apps', appRefOf),
      ),
      headers: { accept: 'application/vnd.heroku+json; version=3.filters' },
    })

  return {
    accountAddons: () => account({ path: '/addons' }, addonOf),
    accountAttachments: () =>
      account({ path: '/addon-attachments', headers: { 'accept-inclusion': 'addon:plan,config_vars' } }, attachmentOf),
    teamApps: async (team) => {
      const path = `/teams/${encodeURIComponent(team)}/apps`
      return (await readList(api, { ...wholeTeam, path, advice: noTeam }, appRefOf)).items
    },
    pipeline: (nameOrId) =>
      api.send(
        get(api, `/pipelines/${encodeURIComponent(nameOrId)}`, pipelineOf, {
          fallback: 'app-not-found',
          advice: noPipeline,
        }),
      ),
    pipelineCouplings: async (id) => {
      const path = `/pipelines/${encodeURIComponent(id)}/pipeline-couplings`
      return (await readList(api, { ...wholeTeam, path, advice: noPipeline }, couplingOf)).items
    },
    appsById: async (ids) => {
      const unique = [...new Set(ids)]
      const found: AppRef[] = []
      for (let from = 0; from < unique.length; from += idsAtOnce) {
        found.push(...(await filtered(unique.slice(from, from + idsAtOnce))))
      }
      return found
    },
  }
}
