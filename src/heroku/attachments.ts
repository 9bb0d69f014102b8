import { type Caller, change, inApp, readList } from './calls.ts'
import type { Attempt } from './call.ts'
import { type Attachment, attachmentOf } from './resources.ts'

export interface AttachmentOrder {
  readonly app: string
  /** Id or name of the add-on. */
  readonly addon: string
  /** `REDIS_WRITER`: Heroku then owns `REDIS_WRITER_URL`. `^[A-Z][A-Z0-9_]*$`. */
  readonly name: string
  /** The app's name: detaches or overwrites what has the name now. Only over what is ours. */
  readonly confirm?: string
}

/** Each attach or detach makes a release. */
export interface AttachmentCalls {
  /** The app's attachments, with the real names of their variables (`Accept-Inclusion`). */
  attachments(app: string): Promise<readonly Attachment[]>
  /** All apps that an add-on is attached to, as far as the token may see them. */
  attachmentsOfAddon(addon: string): Promise<readonly Attachment[]>
  /** One try. A name that is taken is refused as `confirmation-required`. */
  tryAttach(order: AttachmentOrder): Promise<Attempt<Attachment>>
  /** One try. `final` with `status` 404: it was gone already. */
  tryDetach(attachmentId: string): Promise<Attempt<void>>
}

/** As the CLI asks for them (heroku/cli src/lib/addons/resolve.ts). */
const inclusion = { 'accept-inclusion': 'addon:plan,config_vars' }

export function attachmentCalls(api: Caller): AttachmentCalls {
  const read = async (path: string): Promise<readonly Attachment[]> =>
    (await readList(api, { path, headers: inclusion }, attachmentOf)).items

  return {
    attachments: (app) => read(inApp(app, '/addon-attachments')),
    attachmentsOfAddon: (addon) => read(`/addons/${encodeURIComponent(addon)}/addon-attachments`),
    tryAttach: ({ app, addon, name, confirm }) => {
      const body = { addon, app, name, ...(confirm === undefined ? {} : { confirm }) }
      return api.once(
        change(api, ['POST', '/addon-attachments'], body, 'config-conflict', (json) =>
          attachmentOf(json, 'the attachment'),
        ),
      )
    },
    tryDetach: (id) =>
      api.once(
        change(
          api,
          ['DELETE', `/addon-attachments/${encodeURIComponent(id)}`],
          undefined,
          'config-conflict',
          () => undefined,
        ),
      ),
  }
}
