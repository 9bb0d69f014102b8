import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import type { HerokuApi } from '../heroku/api.ts'
import { mapLimit } from '../utils/concurrency.ts'
import { plural } from '../utils/format.ts'
import type { Log } from '../utils/log.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { type Account, type AccountReading, type Listed, readAccount } from './account.ts'
import { hasRedisAddon } from './addon.ts'
import { type AppSelector, describeGroup, type GroupSelector } from './app-selector.ts'
import type { StateSettings } from './settings.ts'

/** From this many apps, the account's lists need fewer requests than two for each app. */
export const fleetSize = 5
/** Parallel requests where each app has to be read. */
const appsAtOnce = 16

/** One app of a run. */
export interface FleetApp {
  /** Name or id, as the user gave it or Heroku names it. */
  readonly app: string
  /** Found through a team, a pipeline or the account: the action never creates an add-on for it. */
  readonly discovered: boolean
  /** What Heroku lists for it, if that was read for all apps together. */
  readonly listed?: Listed
}

export interface Fleet {
  /** Named apps in the order given, then discovered ones by name; each once. */
  readonly apps: readonly FleetApp[]
  /** The result of the search, for the report; absent when only names were given. */
  readonly discovery?: Discovery
}

export interface Discovery {
  /** Apps of the teams, pipelines and the account. */
  readonly found: number
  /** Apps without a Redis add-on, which are omitted. */
  readonly withoutRedis: number
}

/**
 * The apps that the `app` input stands for.
 * @throws Failure `app-not-found` for an unknown team or pipeline · `addon-missing` when no app has a Redis add-on
 */
export async function findFleet(
  selectors: readonly AppSelector[],
  settings: Pick<StateSettings, 'addon' | 'plan'>,
  api: HerokuApi,
  log: Log,
): Promise<Fleet> {
  const named = [...new Set(selectors.flatMap((each) => (each.kind === 'app' ? [each.app] : [])))]
  const groups = selectors.filter((each) => each.kind !== 'app')
  if (groups.length === 0 && named.length < fleetSize) return { apps: named.map((app) => ({ app, discovered: false })) }

  const [reading, ...members] = await Promise.all([readAccount(api), ...groups.map((group) => membersOf(group, api))])
  const account = reading?.known === true ? reading.account : undefined
  if (reading?.known === false) {
    log.info(`The account's list of add-ons could not be read, so each app is asked. ${reading.failure.message}`)
  }
  const apps = named.map((app) => namedApp(app, account, settings))
  if (groups.length === 0) return { apps }

  const candidates = new Set<string>()
  for (const [index, group] of groups.entries()) {
    for (const app of members[index] ?? accountApps(group, reading)) candidates.add(app)
  }
  for (const app of named) candidates.delete(app)
  const names = [...candidates].toSorted()
  const discovered = account
    ? names.map((app) => withListed(app, account.of(app)))
    : await mapLimit(names, appsAtOnce, async (app) => withListed(app, await askApp(app, api)))
  const fleet = discovered.filter(({ app, listed }) => listed && isMember(app, listed, settings))
  const discovery = { found: names.length, withoutRedis: names.length - fleet.length }
  const where = groups.map(describeGroup).join(', ')
  log.info(`${where}: ${plural(discovery.found, 'app')} found, ${String(fleet.length)} with a Redis add-on.`)
  if (apps.length + fleet.length === 0) throw nothingFound(where, discovery)
  return { apps: [...apps, ...fleet], discovery }
}

/** The account's lists may be incomplete: where they show no Redis, the app itself is read. */
function namedApp(
  app: string,
  account: Account | undefined,
  settings: Pick<StateSettings, 'addon' | 'plan'>,
): FleetApp {
  const listed = account?.of(app)
  const isUsable = listed !== undefined && isMember(app, listed, settings)
  return { app, discovered: false, ...(isUsable ? { listed } : {}) }
}

function withListed(app: string, listed: Listed | undefined): FleetApp {
  return withoutUndefined<FleetApp>({ app, discovered: true, listed })
}

function isMember(app: string, listed: Listed, settings: Pick<StateSettings, 'addon' | 'plan'>): boolean {
  return hasRedisAddon({ app, ...listed, config: new Map() }, settings)
}

async function askApp(app: string, api: HerokuApi): Promise<Listed> {
  const [addons, attachments] = await Promise.all([api.addons(app), api.attachments(app)])
  return { addons, attachments }
}

/** Undefined for the account: its apps are those of its lists. */
async function membersOf(group: GroupSelector, api: HerokuApi): Promise<readonly string[] | undefined> {
  switch (group.kind) {
    case 'team':
      return (await api.teamApps(group.team)).map(({ name }) => name)
    case 'pipeline': {
      const { id } = await api.pipeline(group.pipeline)
      const couplings = await api.pipelineCouplings(id)
      const { stage: wanted } = group
      const ids = couplings.filter(({ stage }) => wanted === undefined || stage === wanted).map(({ appId }) => appId)
      return ids.length === 0 ? [] : (await api.appsById(ids)).map(({ name }) => name)
    }
    case 'account':
      return undefined
  }
}

function accountApps(group: GroupSelector, reading: AccountReading | undefined): readonly string[] {
  if (reading?.known === true) return reading.account.apps
  const what = `The apps of ${describeGroup(group)} cannot be found: the account's list of add-ons could not be read.`
  throw failure(reading?.failure.reason ?? 'heroku-unavailable', what, {
    remedy: 'Give the token the scope `read-protected`, or name the apps in `app`.',
    error: reading?.failure,
  })
}

function nothingFound(where: string, { found }: Discovery): Failure {
  const what =
    found === 0
      ? `No app was found in ${where}.`
      : `None of the ${plural(found, 'app')} in ${where} has a Redis add-on.`
  return failure('addon-missing', what, {
    cause: 'The action never creates an add-on for apps that are found this way, and omits those without one.',
    remedy: 'Name the apps in `app` to create their add-ons, or correct the team, pipeline or stage.',
  })
}
