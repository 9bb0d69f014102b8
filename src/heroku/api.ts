import type { Log } from '../utils/log.ts'
import { type AddonCalls, addonCalls } from './addons.ts'
import { type AppCalls, appCalls } from './app-config.ts'
import { type AttachmentCalls, attachmentCalls } from './attachments.ts'
import { caller, readList } from './calls.ts'
import { type DatabaseCalls, databaseCalls } from './database.ts'
import { type DynoCalls, dynoCalls } from './dynos.ts'
import { type FleetCalls, fleetCalls } from './fleet.ts'
import type { HerokuHosts } from './hosts.ts'
import type { Attempt } from './call.ts'
import type { HerokuHttp } from './http.ts'
import { type LogCalls, logCalls } from './logs.ts'
import { type MaintenanceCalls, maintenanceCalls } from './maintenances.ts'
import type { PlanOffer } from './plans.ts'
import { planOf } from './resources.ts'
import { type StatusCalls, statusCalls } from './status.ts'

export type { AddonOrder } from './addons.ts'
export type { AttachmentOrder } from './attachments.ts'
export type { Addon, Attachment, ConfigVars, ReleaseInfo } from './resources.ts'

/**
 * Heroku as one app's work needs it. Three shapes of answers:
 * - a plain value: retried within its bounds, throws only `Failure`
 * - `Attempt` (`try…`): one try, because a repetition could do something twice; throws only `cancelled`
 * - `Known`: a bonus, bounded to seconds; throws nothing
 */
export interface HerokuApi
  extends
    AppCalls,
    AddonCalls,
    AttachmentCalls,
    DatabaseCalls,
    MaintenanceCalls,
    StatusCalls,
    LogCalls,
    DynoCalls,
    FleetCalls {
  plans(service: string): Promise<readonly PlanOffer[]>
  /** Waits as Heroku asked after an attempt that failed in passing. */
  pause(attempt: Attempt<unknown>, tries: number, mostMs: number): Promise<void>
}

/** `deadline` is on the run's clock: no request is tried again beyond it. */
export function herokuApi(http: HerokuHttp, hosts: HerokuHosts, log: Log, deadline: number): HerokuApi {
  const api = caller(http, hosts, log, deadline)
  return {
    ...appCalls(api),
    ...addonCalls(api),
    ...attachmentCalls(api),
    ...databaseCalls(api),
    ...maintenanceCalls(api),
    ...statusCalls(api),
    ...logCalls(api),
    ...dynoCalls(api),
    ...fleetCalls(api),
    plans: async (service) =>
      (await readList(api, { path: `/addon-services/${encodeURIComponent(service)}/plans` }, planOf)).items,
    pause: (attempt, tries, mostMs) => api.pause(attempt, tries, mostMs),
  }
}
