import type { Failure } from '../failure/failure.ts'
import type { Addon, Attachment, HerokuApi } from '../heroku/api.ts'

/** What Heroku lists for one app: its own add-ons, those of other apps that are attached to it, and its attachments. */
export interface Listed {
  readonly addons: readonly Addon[]
  readonly attachments: readonly Attachment[]
}

/** The account's lists of add-ons and attachments, by app. */
export interface Account {
  /** Names of all apps that have an add-on or an attachment. */
  readonly apps: readonly string[]
  /** By name or id. Undefined: the lists say nothing of the app, or not all of it. */
  of(app: string): Listed | undefined
}

export type AccountReading =
  { readonly known: true; readonly account: Account } | { readonly known: false; readonly failure: Failure }

/** Two requests for each 1,000 add-ons, instead of two for each app. */
export async function readAccount(api: HerokuApi): Promise<AccountReading | undefined> {
  const [addons, attachments] = await Promise.all([api.accountAddons(), api.accountAttachments()])
  if (addons.known && attachments.known) {
    return { known: true, account: accountOf(addons.value, attachments.value) }
  }
  const failure = [addons, attachments].flatMap((list) => (list.known ? [] : [list.failure]))[0]
  return failure && { known: false, failure }
}

export function accountOf(addons: readonly Addon[], attachments: readonly Attachment[]): Account {
  const addonsById = new Map(addons.map((addon) => [addon.id, addon]))
  const own = Map.groupBy(addons, ({ app }) => app)
  const ties = Map.groupBy(attachments, ({ app }) => app)
  const namesById = new Map(addons.flatMap(({ app, appId }) => (appId === undefined ? [] : [[appId, app] as const])))
  const apps = [...new Set([...own.keys(), ...ties.keys()])]
  return {
    apps,
    of: (nameOrId) => {
      const app = namesById.get(nameOrId) ?? nameOrId
      const attached = ties.get(app) ?? []
      const [mine, others] = [own.get(app) ?? [], attached.filter((tie) => tie.addon.app !== app)]
      // An own add-on that the other list knows of: what is missing here may be missing elsewhere, too.
      const isIncomplete = attached.some((tie) => tie.addon.app === app && !addonsById.has(tie.addon.id))
      if (isIncomplete || (mine.length === 0 && attached.length === 0)) return undefined
      const shared = [...new Set(others.map((tie) => tie.addon.id))].flatMap((id) => addonsById.get(id) ?? [])
      return { addons: [...mine, ...shared], attachments: attached }
    },
  }
}
