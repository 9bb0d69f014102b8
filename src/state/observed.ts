import type { HerokuApi } from '../heroku/api.ts'
import type { Observed } from './addon.ts'

/** What there is for one app: three requests, side by side. @throws Failure */
export async function observe(api: HerokuApi, app: string): Promise<Observed> {
  const [addons, attachments, config] = await Promise.all([api.addons(app), api.attachments(app), api.configVars(app)])
  return { app, addons, attachments, config }
}
