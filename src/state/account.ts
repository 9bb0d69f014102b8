import type { Failure } from '../failure/failure.ts'
import type { Addon, Attachment, HerokuApi } from '../heroku/api.ts'
import { byApp } from '../heroku/fleet.ts'

/** What Heroku lists for one app: its own add-ons, those of other apps that are attached to it, and its attachments. */
export interface Listed {
  readonly addons: readonly Addon[]
  readonly attachments: readonly Attachment[]
}

/** The account's lists of add-ons and attachments, by app. */
export interface Account {
  /** Names of all apps that have an add-on or an attachment. */
  readonly apps: readonly string[]
  /** By name or id. Undefined: the lists do not contain the app, or are incomplete for it. */
  of(app: string): Listed | undefined
}

export type AccountReading =
  | { readonly known: true; readonly account: Account }
  | { readonly known: false; readonly failure: Failure }

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
  const lists = byApp(addons, attachments)
  const ids = new Set(addons.map(({ id }) => id))
  const namesById = new Map(addons.flatMap(({ app, appId }) => (appId === undefined ? [] : [[appId, app] as const])))
  return {
    apps: [...lists.keys()],
    of: (nameOrId) => {
      const app = namesById.get(nameOrId) ?? nameOrId
      const listed = lists.get(app)
      // The app owns an add-on that only the other list has, so other add-ons may be missing too.
      const isIncomplete = listed?.attachments.some((tie) => tie.addon.app === app && !ids.has(tie.addon.id))
      return isIncomplete === true ? undefined : listed
    },
  }
}
