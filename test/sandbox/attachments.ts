import { invalid, notFound, unconfirmed } from './api-error.ts'
import { answer, identityOf, optionalText, route, type Call, type Route } from './http.ts'
import { variableOf, type Addon, type App, type Attachment, type State } from './state.ts'

/** Attaches add-ons to apps. Each change creates a release; there is no batch. */
export function attachmentRoutes(
  state: State,
  show: (call: Call) => (attachment: Attachment) => object,
): readonly Route[] {
  const byId = (call: Call): Attachment => {
    const found = state.attachments.find(({ id }) => id === call.params['attachment'])
    if (!found) throw notFound('attachment')
    return found
  }
  return [
    route('POST', '/addon-attachments', (call) => {
      const [addon, app] = [
        state.addon(identityOf(call.body, 'addon')),
        state.accessibleApp(identityOf(call.body, 'app')),
      ]
      const name = optionalText(call.body, 'name')?.toUpperCase()
      if (name !== undefined && !/^[A-Z][A-Z0-9_]*$/.test(name)) throw invalid('Invalid name.')
      return answer(show(call)(attach(state, addon, app, name, optionalText(call.body, 'confirm'))), 201)
    }),
    route('GET', '/addon-attachments/:attachment', (call) => answer(show(call)(byId(call)))),
    route('DELETE', '/addon-attachments/:attachment', (call) => {
      const attachment = byId(call)
      if (isLastOfOwner(state, attachment)) {
        throw invalid('The last attachment of an add-on cannot be detached from the app that owns it.')
      }
      detach(state, attachment)
      return answer(show(call)(attachment))
    }),
    route('GET', '/apps/:app/addon-attachments/:name', (call) => {
      const app = state.accessibleApp(call.params['app'] ?? '')
      const wanted = call.params['name'] ?? ''
      const found = state
        .attachmentsOf(app)
        .find(({ id, name }) => id === wanted || name === wanted.toUpperCase().replace(/_URL$/, ''))
      if (!found) throw notFound('attachment')
      return answer(show(call)(found))
    }),
  ]
}

/**
 * A name that an attachment or a plain config var has is refused unless the request confirms it with the app's name.
 * The old one is then removed: a plain config var, or another attachment, except an add-on's last attachment on the
 * owning app, which is renamed.
 */
export function attach(
  state: State,
  addon: Addon,
  app: App,
  wanted: string | undefined,
  confirm: string | undefined,
): Attachment {
  if (wanted === undefined) return state.attach(addon, app, undefined, undefined)
  const taken = state.attachmentsOf(app).find(({ name }) => name === wanted)
  if ((taken || app.config.has(variableOf({ name: wanted, addon }))) && confirm !== app.name) {
    throw unconfirmed(
      app.name,
      `${wanted} is already in use on ${app.name}. Confirm with the name of the app to replace it.`,
      state.behaviour.confirmationStatus,
    )
  }
  if (taken && (taken.addon === addon || !isLastOfOwner(state, taken))) detach(state, taken)
  return state.attach(addon, app, wanted, confirm)
}

function detach(state: State, attachment: Attachment): void {
  state.attachments.splice(state.attachments.indexOf(attachment), 1)
  state.release(attachment.app, `Detach ${attachment.name} (@${attachment.addon.name})`)
}

function isLastOfOwner(state: State, { addon, app }: Attachment): boolean {
  return app === addon.app && state.attachmentsOf(addon).filter((other) => other.app === app).length === 1
}
