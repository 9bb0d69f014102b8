import type { HerokuApi } from '../heroku/api.ts'
import type { DatabaseConfig, DatabaseInfo, Known as Answer, Maintenance } from '../heroku/data.ts'
import type { PlanOffer } from '../heroku/plans.ts'
import { abortable } from '../utils/abort.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type { RedisAddon } from './addon.ts'
import type { ServiceFacts } from './service.ts'

/** Facts that are read from Heroku on request. */
export type HerokuFactName = 'plans' | 'maintenance' | 'database' | 'database-config'

/** Facts from Heroku for the checks. A field is absent if it was not requested. */
export interface HerokuFacts {
  readonly plans?: Answer<readonly PlanOffer[]>
  readonly maintenance?: Answer<Maintenance>
  readonly database?: Answer<DatabaseInfo>
  readonly databaseConfig?: Answer<DatabaseConfig>
}

export interface HerokuFactsContext {
  readonly api: Pick<HerokuApi, 'maintenance' | 'databaseInfo' | 'databaseConfig'>
  /** The live plan list, read once for all apps of a run. */
  readonly plansOf: (service: string) => Promise<Answer<readonly PlanOffer[]>>
}

/** Requests that run while Redis is tested. */
export interface PendingFacts {
  /** The answers, after waiting for missing ones until the limit aborts. */
  settled(limit: AbortSignal): Promise<HerokuFacts>
}

/** Sends all requests at once. The facts are optional, so the wait is limited: see `settled`. */
export function askHeroku(
  addon: RedisAddon | undefined,
  needed: ReadonlySet<HerokuFactName>,
  { api, plansOf }: HerokuFactsContext,
  /** Read just now, and not changed by this run. */
  known: ServiceFacts = {},
): PendingFacts {
  const service = addon?.service
  // The data API has Heroku Key-Value Store add-ons only.
  const own = addon && service === 'heroku-redis' ? addon : undefined
  const plans = service !== undefined && needed.has('plans') ? plansOf(service) : undefined
  const unless = <T>(seen: Answer<T> | undefined, ask: () => Promise<Answer<T>>): Promise<Answer<T>> =>
    seen ? Promise.resolve(seen) : ask()
  const maintenance =
    own && needed.has('maintenance') ? unless(known.maintenance, () => api.maintenance(own.id)) : undefined
  const database = own && needed.has('database') ? unless(known.database, () => api.databaseInfo(own.name)) : undefined
  const databaseConfig =
    own && needed.has('database-config') ? unless(known.config, () => api.databaseConfig(own.name)) : undefined
  return {
    settled: async (limit) => {
      const late = (error: unknown): Answer<never> => {
        if (!limit.aborted) throw error
        return { known: false, why: 'no answer while Redis was tested' }
      }
      const inTime = async <T>(answer: Promise<Answer<T>> | undefined): Promise<Answer<T> | undefined> =>
        answer && (await abortable(answer, limit).catch(late))
      const facts: { readonly [Name in keyof HerokuFacts]: HerokuFacts[Name] | undefined } = {
        plans: await inTime(plans),
        maintenance: await inTime(maintenance),
        database: await inTime(database),
        databaseConfig: await inTime(databaseConfig),
      }
      return withoutUndefined<HerokuFacts>(facts)
    },
  }
}

/** What the steps have already read, for a run that ended before the checks. */
export function factsOfService({ maintenance, database, config }: ServiceFacts): HerokuFacts {
  return withoutUndefined<HerokuFacts>({ plans: undefined, maintenance, database, databaseConfig: config })
}
