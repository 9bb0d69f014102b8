import type { Addon, Attachment, ConfigVars, HerokuApi } from '../heroku/api.ts'

/** What Heroku has for one app, as it was read. */
export interface Observed {
  /** As the user named it: name or id. */
  readonly app: string
  /** The app's own add-ons and those of other apps that are attached to it. */
  readonly addons: readonly Addon[]
  readonly attachments: readonly Attachment[]
  readonly config: ConfigVars
}

/** Three requests, side by side. @throws Failure */
export async function observe(api: HerokuApi, app: string): Promise<Observed> {
  const [addons, attachments, config] = await Promise.all([api.addons(app), api.attachments(app), api.configVars(app)])
  return { app, addons, attachments, config }
}
