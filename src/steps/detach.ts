import { withoutAttachments } from '../state/known.ts'
import { variablesOf } from '../state/observed.ts'
import { removeOnce } from './remove-once.ts'
import type { StepKind } from './context.ts'
import type { Detach } from './step.ts'

export const detach: StepKind<Detach> = {
  describe: ({ attachment: { name, addon } }) => ({ target: name, detail: `detach ${addon.name} from the app` }),
  apply: async ({ attachment }, known, context) => {
    const { api, app, log, progress, wallTime } = context
    const { id, name, addon } = attachment
    log.info(`Detaching ${name} (${addon.name}) …`)
    const at = wallTime()
    const isOurs = await removeOnce(
      {
        request: `asked Heroku to detach ${addon.name}`,
        ask: () => api.tryDetach(id),
        isDone: async () => !(await api.attachments(app)).some((each) => each.id === id),
      },
      context,
    )
    const detached = withoutAttachments(known, [attachment])
    if (!isOurs) {
      progress.markDone('was detached already')
      return detached
    }
    progress.markDone(`detached ${addon.name}, and ${variablesOf(attachment).join(', ')} with it`)
    return { ...detached, released: false, releaseNames: [name], lastWrite: { at, desired: new Map() } }
  },
}
