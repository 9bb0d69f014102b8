import { withoutUndefined } from '../utils/optional.ts'
import type { Caller } from './calls.ts'
import type { Known, Maintenance } from './data.ts'
import { asObject, listOr, objectOr, ShapeError, textOf, timeOf } from './decode.ts'
import type { Attempt, Call } from './call.ts'

/** Maintenances of Heroku's data API (read from heroku/cli, commands/data/maintenances). 404 means that there is none. */
export interface MaintenanceCalls {
  /** Of all add-ons of an app; needs the app's id. Match by `addon`. */
  maintenances(appId: string): Promise<Known<readonly Maintenance[]>>
  maintenance(addonId: string): Promise<Known<Maintenance>>
  /** One try; starts a maintenance that is `ready` (or `pending`). */
  tryRunMaintenance(addonId: string): Promise<Attempt<void>>
}

export function maintenanceCalls(api: Caller): MaintenanceCalls {
  const read = <T>(path: string, decode: (json: unknown) => T, none: T): Call<T> => ({
    method: 'GET',
    access: 'data',
    url: `${api.hosts.dataUrl}/data/maintenances/v1/${path}`,
    fallback: 'heroku-unavailable',
    decode,
    notFound: none,
  })

  return {
    maintenances: (appId) => api.bonus(read(`apps/${encodeURIComponent(appId)}`, maintenancesOf, [])),
    maintenance: (addonId) => api.bonus(read(encodeURIComponent(addonId), maintenanceOf, { status: 'none' })),
    tryRunMaintenance: (addonId) =>
      api.once({
        method: 'POST',
        access: 'data',
        url: `${api.hosts.dataUrl}/data/maintenances/v1/${encodeURIComponent(addonId)}/run`,
        fallback: 'maintenance',
        decode: () => undefined,
      }),
  }
}

interface Fields {
  readonly addon: unknown
  readonly status: unknown
  readonly method: unknown
  readonly reason: unknown
  readonly scheduled_for: unknown
  readonly required_by: unknown
  readonly started_at: unknown
  readonly completed_at: unknown
  readonly window: unknown
}

export function maintenancesOf(json: unknown): readonly Maintenance[] {
  const { maintenances } = asObject<{ maintenances: unknown }>(json, 'the maintenances')
  if (!Array.isArray(maintenances)) throw new ShapeError('maintenances is not a list')
  return maintenances.map(maintenanceOf)
}

export function maintenanceOf(json: unknown): Maintenance {
  const wrapped = asObject<Fields & { maintenances: unknown }>(json, 'the maintenance')
  const [first] = listOr(wrapped.maintenances)
  if (Array.isArray(wrapped.maintenances) && first === undefined) return { status: 'none' }
  const maintenance = first === undefined ? wrapped : asObject<Fields>(first, 'the maintenance')
  const addon = objectOr<{ name: string; window: string }>(maintenance.addon)
  const status = textOf(maintenance.status)
  if (status === undefined && maintenance.status !== null) throw new ShapeError('the maintenance.status is not text')
  return withoutUndefined<Maintenance>({
    status: status?.trim().toLowerCase() ?? 'none',
    addon: textOf(addon.name),
    method: textOf(maintenance.method),
    reason: textOf(maintenance.reason),
    scheduledFor: timeOf(maintenance.scheduled_for),
    requiredBy: timeOf(maintenance.required_by),
    startedAt: timeOf(maintenance.started_at),
    completedAt: timeOf(maintenance.completed_at),
    window: textOf(maintenance.window) ?? textOf(addon.window),
  })
}
