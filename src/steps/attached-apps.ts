import { HerokuFailure } from '../heroku/errors.ts'
import type { AttachedApp, Known } from '../state/known.ts'
import { isThisApp } from '../state/observed.ts'
import type { StepContext } from './context.ts'

/** The other apps that the add-on is attached to, its owner first. @throws Failure */
export async function otherAppsOf(
  { addon, observed }: Known,
  { api, apps }: Pick<StepContext, 'api' | 'apps'>,
): Promise<readonly AttachedApp[]> {
  if (!addon) return []
  const ties = await api.attachmentsOfAddon(addon.id).catch((error: unknown) => {
    // It was removed just now.
    if (error instanceof HerokuFailure && error.status === 404) return []
    throw error
  })
  const others = [...(addon.shared ? [addon] : []), ...ties].filter((each) => !isThisApp(each, observed))
  const byName = new Map(others.map((each) => [each.app, each]))
  return [...byName.values()].map(({ app, appId }) => ({
    app,
    owner: app === addon.app,
    inRun: apps.some((each) => each === app || each === appId),
  }))
}
