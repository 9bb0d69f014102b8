import type { Addon, Attachment, ConfigVars, HerokuApi } from '../heroku/api.ts'
import type { Listed } from './account.ts'

/** What Heroku reports for one app. */
export interface Observed {
  /** As the user named it: name or id. */
  readonly app: string
  /** The app's own add-ons and those of other apps that are attached to it. */
  readonly addons: readonly Addon[]
  readonly attachments: readonly Attachment[]
  readonly config: ConfigVars
}

/**
 * Three parallel requests; one if the app's add-ons and attachments are known from the account's lists.
 * @throws Failure
 */
export async function observe(api: HerokuApi, app: string, listed?: Listed): Promise<Observed> {
  const [addons, attachments, config] = await Promise.all([
    listed?.addons ?? api.addons(app),
    listed?.attachments ?? api.attachments(app),
    api.configVars(app),
  ])
  return { app, addons, attachments, config }
}

/**
 * Attachments on this app, and only those: the list can have other apps' attachments of this app's add-ons in it
 * (heroku/legacy-cli, lib/heroku/helpers/addons/display.rb).
 */
export function attachmentsHere(observed: Observed): readonly Attachment[] {
  const { attachments } = observed
  const name = nameOfApp(observed)
  const here = attachments.filter(({ app }) => app === name)
  return here.length === 0 ? attachments : here
}

/** Whether an add-on belongs to another app. Builds an index once, because the lists of a large account are long. */
export function sharedTest(observed: Observed): (addon: Addon) => boolean {
  const name = nameOfApp(observed)
  const ties = new Map(attachmentsHere(observed).map((tie) => [tie.addon.id, tie]))
  return ({ id, app: owner, appId }) => {
    const tie = ties.get(id)
    if (tie) return tie.addon.app !== tie.app
    return name === undefined ? appId !== undefined && appId !== observed.app : owner !== name
  }
}

/** The name of an app that was given by its id is known only from its add-ons and attachments. */
export function nameOfApp({ app, addons, attachments }: Observed): string | undefined {
  if (!isId(app)) return app
  const owner = addons.find(({ appId }) => appId === app) ?? attachments.find(({ appId }) => appId === app)
  if (owner) return owner.app
  const [only, ...others] = new Set(attachments.map((attachment) => attachment.app))
  return others.length === 0 ? only : undefined
}

/** Names of the config vars that an attachment owns on its app. */
export function variablesOf({ name, configVars }: Attachment): readonly string[] {
  return configVars && configVars.length > 0 ? configVars : [`${name}_URL`]
}

/** Config vars that only Heroku may write: they belong to this app's attachments. */
export function ownedNames(observed: Observed): ReadonlySet<string> {
  const isShared = sharedTest(observed)
  const own = observed.addons.filter((addon) => !isShared(addon))
  return new Set([
    ...own.flatMap(({ configVars }) => configVars),
    ...attachmentsHere(observed).flatMap((attachment) => variablesOf(attachment)),
  ])
}

/** Whether it is the app itself, by name or id. */
export function isThisApp(
  { app, appId }: { readonly app: string; readonly appId?: string },
  observed: Observed,
): boolean {
  return appId === observed.app || app === observed.app || app === nameOfApp(observed)
}

function isId(app: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(app)
}
