import { failure } from '../failure/catalogue.ts'
import { withoutAttachments } from '../state/known.ts'
import { attachmentsHere } from '../state/observed.ts'
import { duration } from '../utils/format.ts'
import type { StepContext, StepKind } from './context.ts'
import { otherAppsOf } from './attached-apps.ts'
import { attachedElsewhere } from './plan-remove.ts'
import { poll } from './poll.ts'
import { removeOnce } from './remove-once.ts'
import { isGone } from './removed.ts'
import type { RemoveAddon } from './step.ts'

export const removeAddon: StepKind<RemoveAddon> = {
  describe: ({ addon, isGoing }) => ({
    target: addon.name,
    detail: isGoing ? 'wait until Heroku has removed it' : 'remove it with all its data, and wait for the removal',
  }),
  apply: async ({ addon: { id, name }, attachments, isGoing }, known, context) => {
    const { clock, log, progress, wallTime } = context
    const { addon } = known
    if (!addon) return known
    const started = clock.now()
    const at = wallTime()
    const here = attachmentsHere(known.observed).filter((each) => each.addon.id === id)
    const gone = withoutAttachments(known, here, addon)
    if (!isGoing) {
      await refuseAttachedMeanwhile(known, context)
      log.info(`Removing ${name} …`)
      if (!(await destroy(id, context))) {
        progress.markDone('was removed already')
        return gone
      }
      progress.markAccepted('asked Heroku to remove it, which it accepted')
    }
    await poll<true>(
      {
        what: `the removal of ${name}`,
        ask: async () =>
          (await isGone(addon, context)) ? { ready: true } : { waiting: 'Heroku is still removing it' },
        tooLate: (waiting) =>
          failure(
            'provision-timeout',
            `${name} was not removed within ${duration(context.settings.provisionTimeoutMs)}: ${waiting}.`,
            {
              cause: 'Heroku has accepted the removal, but has not completed it yet.',
              remedy: 'Run again to wait for it, or raise `provision-timeout`.',
            },
          ),
      },
      context,
    )
    progress.markDone(`removed after ${duration(clock.now() - started)}`)
    // Heroku creates a release for each removed attachment; only a release of this run counts.
    return isGoing
      ? gone
      : { ...gone, released: false, releaseNames: attachments, lastWrite: { at, desired: new Map() } }
  },
}

/** False: it did not exist at the first request. */
function destroy(id: string, context: StepContext): Promise<boolean> {
  const { api, app } = context
  return removeOnce(
    {
      request: 'asked Heroku to remove it',
      ask: () => api.tryDeleteAddon(app, id),
      isDone: async () => {
        const seen = await api.addon(app, id).catch(() => undefined)
        return seen?.state === 'deprovisioning' || (await isGone({ id, shared: false }, context))
      },
    },
    context,
  )
}

/** Another app may have attached the add-on since the run read its state. */
async function refuseAttachedMeanwhile(known: Parameters<typeof otherAppsOf>[0], context: StepContext): Promise<void> {
  const { addon } = known
  if (!addon || (await isGone(addon, context))) return
  const others = await otherAppsOf(known, context)
  if (others.length > 0)
    throw attachedElsewhere(
      context.app,
      addon.name,
      others.map(({ app }) => app),
    )
}
