import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import type { Maintenance } from '../heroku/data.ts'
import type { HerokuFailure } from '../heroku/errors.ts'
import { withService } from '../state/known.ts'
import { isAhead, isUpgrade, maintenanceIn, maintenanceWords, type ServiceFacts, versionIn } from '../state/service.ts'
import { duration } from '../utils/format.ts'
import { sanitize } from '../utils/text.ts'
import { isOlder } from '../utils/versions.ts'
import { askOnce } from './ask-once.ts'
import type { StepContext, StepKind } from './context.ts'
import { poll } from './poll.ts'
import { askWithRetry } from './read-service.ts'
import type { Upgrade } from './step.ts'

/**
 * Requests the upgrade once, because it is irreversible. Adopts one that is in progress or done, even of another run.
 */
export const upgrade: StepKind<Upgrade> = {
  describe: ({ addon, from = 'an unknown version', to }) => ({
    target: addon.name,
    detail: `upgrade it from version ${sanitize(from, 20)} to ${to} (irreversible)`,
  }),
  unneeded: 'another run had upgraded it',
  apply: async (step, known, context) => {
    const { api, log, progress } = context
    const { addon, from = 'an unknown version', to } = step
    await waitUntilIdle(step, context)
    const before = await read(step, context)
    const first = progress.learn(withService(known, before))
    const isThere = isDone(before, to)
    if (isThere || isUpgrade(maintenanceIn(before))) {
      progress.markDone(
        isThere ? `it already runs version ${versionIn(before) ?? to}` : underWay(maintenanceIn(before)),
      )
      return { ...first, upgrade: { version: to, ended: false } }
    }

    log.info(`Upgrading ${addon.name} from ${sanitize(from, 20)} to ${to} …`)
    const request = `asked Heroku to upgrade it from version ${sanitize(from, 20)} to ${to}`
    const outcome = await askOnce(
      {
        request,
        ask: () => api.tryUpgrade(addon.id, to),
        find: async (refusal) => {
          const seen = await read(step, context)
          if (isDone(seen, to) || isNew(maintenanceIn(seen), maintenanceIn(before))) return seen
          // Without a maintenance, it starts at once, and the data service is busy.
          return refusal.outcome === 'unknown' && (await isBusy(step, context)) ? seen : undefined
        },
      },
      context,
    ).catch((error: unknown) => {
      throw refused(error, step)
    })
    progress.markDone(outcome.kind === 'answered' ? request : underWay(maintenanceIn(outcome.value)))
    const facts = outcome.kind === 'found' ? outcome.value : await read(step, context)
    return { ...withService(known, facts), upgrade: { version: to, ended: false } }
  },
}

async function read({ addon }: Upgrade, context: StepContext): Promise<ServiceFacts> {
  const { api } = context
  const [maintenance, database] = await Promise.all([
    askWithRetry(() => api.maintenance(addon.id), context),
    askWithRetry(() => api.databaseInfo(addon.name), context),
  ])
  return { maintenance, database }
}

function isDone(facts: ServiceFacts, to: string): boolean {
  const version = versionIn(facts)
  return version !== undefined && !isOlder(version, to)
}

/** Whether the upgrade exists. An earlier maintenance for another reason does not count. */
function isNew(seen: Maintenance | undefined, before: Maintenance | undefined): boolean {
  if (!isAhead(seen)) return false
  return isUpgrade(seen) || seen?.status !== before?.status || seen?.reason !== before?.reason
}

async function isBusy({ addon }: Upgrade, { api }: StepContext): Promise<boolean> {
  const attempt = await api.dataWait(addon.name)
  return attempt.kind === 'done' && attempt.value.waiting
}

/** Heroku may already work on this upgrade for another run. */
async function waitUntilIdle(step: Upgrade, context: StepContext): Promise<void> {
  const { name } = step.addon
  await poll<true>(
    {
      what: `Heroku to finish its work on ${name}`,
      ask: async () => ((await isBusy(step, context)) ? { waiting: 'it is not available yet' } : { ready: true }),
      tooLate: () =>
        failure(
          'upgrade-failed',
          `The upgrade of ${name} was not requested: Heroku was still working on the add-on after ${duration(context.settings.provisionTimeoutMs)}.`,
        ),
    },
    context,
  )
}

function underWay(maintenance: Maintenance | undefined): string {
  const words = maintenance && isAhead(maintenance) ? `: its maintenance is ${maintenanceWords(maintenance)}` : ''
  return `the upgrade was already in progress${words}`
}

function refused(error: unknown, { addon, from, to }: Upgrade): unknown {
  if (!isRefusal(error) || error.reason !== 'upgrade-failed') return error
  const present = from === undefined ? '' : ` ${addon.name} runs version ${sanitize(from, 20)}.`
  const remedy = /version/i.test(error.words)
    ? `Set \`version\` to one that Heroku offers; ${to} was refused.`
    : undefined
  const failed: Failure = failure('upgrade-failed', `${error.explanation.what}${present}`, {
    error,
    ...(remedy === undefined ? {} : { remedy, cause: 'Heroku refused the version for the reason it gives.' }),
  })
  return failed
}

function isRefusal(error: unknown): error is HerokuFailure {
  return error instanceof Error && 'words' in error && 'outcome' in error && error.outcome === 'refused'
}
