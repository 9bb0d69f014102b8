import { invalid, notFound } from './api-error.ts'
import type { DataApi, DatabaseOverride } from './data.ts'
import type { Database } from './database.ts'
import type { MaintenancePlan, Maintenances } from './maintenances.ts'
import type { Attachment, State } from './state.ts'

/** Controls of the data service and attachments. */
export interface DataControls {
  /** Replaces the add-on's maintenance; null removes it. `status: 'running'` starts it. */
  planMaintenance(addon: string, plan: MaintenancePlan | null): Promise<void>
  /** Starts the planned maintenance, like Heroku at the scheduled time, or another user. */
  startMaintenance(addon: string): Promise<void>
  /** Ends a running maintenance, even one that never ends by itself. */
  finishMaintenance(addon: string): Promise<void>
  /** The add-on's maintenance as the data API represents it, without counting as a read. */
  maintenance(addon: string): Promise<Readonly<Record<string, unknown>>>
  /** Overrides parts of the data API's answer about the add-on; null removes the overrides. */
  overrideDatabase(addon: string, override: DatabaseOverride | null): Promise<void>
  /** After rotations with `oldPassword: 'accepted'`: only the newest password works from now on. */
  refuseOldPasswords(addon: string): Promise<void>
  /** The settings in the data API, by their names in Redis. */
  settings(addon: string): Promise<Readonly<Record<string, string>>>
  /**
   * A possible effect of `heroku rollback`: removes the config var of an attachment, but not the attachment. It is set
   * again when the URL changes or the add-on is attached under this name again.
   */
  loseVariable(app: string, attachment: string): Promise<void>
  /** Detaches, as another user. */
  detach(app: string, attachment: string): Promise<void>
  /** Names of the app's attachments, each with its add-on. */
  attachments(app: string): Promise<{ readonly name: string; readonly addon: string }[]>
}

export function dataControls(state: State, data: DataApi, maintenances: Maintenances): DataControls {
  const database = (addon: string): Database => {
    const found = state.addon(addon).database
    if (!found) throw invalid(`${addon} has no server.`)
    return found
  }
  const attachment = (app: string, wanted: string): Attachment => {
    const found = state.attachmentsOf(state.app(app)).find(({ name }) => name === wanted)
    if (!found) throw notFound('attachment')
    return found
  }
  return {
    planMaintenance: (addon, plan) => maintenances.plan(state.addon(addon), plan),
    startMaintenance: (addon) => maintenances.start(state.addon(addon)),
    finishMaintenance: (addon) => maintenances.finish(state.addon(addon)),
    maintenance: async (addon) => maintenances.show(state.addon(addon)),
    overrideDatabase: async (addon, override) => data.override(state.addon(addon), override),
    refuseOldPasswords: (addon) => database(addon).refuseOldPasswords(),
    settings: async (addon) => Object.fromEntries(database(addon).settings),
    loseVariable: async (app, name) => {
      attachment(app, name).vanished = true
      state.release(state.app(app), `Rollback to v${state.app(app).releases.length - 1}`)
    },
    detach: async (app, name) => {
      const found = attachment(app, name)
      state.attachments.splice(state.attachments.indexOf(found), 1)
      state.release(found.app, `Detach ${found.name} (@${found.addon.name})`)
    },
    attachments: async (app) =>
      state.attachmentsOf(state.app(app)).map(({ name, addon }) => ({ name, addon: addon.name })),
  }
}
