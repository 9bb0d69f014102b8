import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import type { Maintenance } from '../heroku/data.ts'
import { HerokuFailure } from '../heroku/errors.ts'
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
  describe: (step) => ({ target: step.addon.name, detail: `upgrade it${versions(step)} (irreversible)` }),
  unneeded: 'another run had upgraded it',
  apply: async (step, known, context) => {
    const { api, log, progress } = context
    const { addon, to } = step
    await waitUntilIdle(step, context, () => failure('upgrade-failed', stillBusy(step, context)))
    const before = await read(step, context)
    const first = progress.learn(withService(known, before))
    const present = newEnough(before, to)
    if (present !== undefined || isUpgrade(maintenanceIn(before))) {
      progress.markDone(
        present === undefined ? underWay(maintenanceIn(before)) : `it already runs version ${sanitize(present, 20)}`,
      )
      return { ...first, upgrade: { version: to, ended: false } }
    }

    log.info(`Upgrading ${addon.name}${versions(step)} …`)
    const request = `asked Heroku to upgrade it${versions(step)}`
    const outcome = await askOnce(
      {
        request,
        ask: () => api.tryUpgrade(addon.id, to),
        find: (refusal) => findUpgrade(step, before, refusal, context),
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

/** Without a maintenance, an upgrade starts at once: Heroku is busy until the server has the version. */
async function findUpgrade(
  step: Upgrade,
  before: ServiceFacts,
  refusal: HerokuFailure,
  context: StepContext,
): Promise<ServiceFacts | undefined> {
  const exists = (seen: ServiceFacts): boolean =>
    newEnough(seen, step.to) !== undefined || isNew(maintenanceIn(seen), maintenanceIn(before))

  // In this order, the second question notices an upgrade that ends between the two.
  const busy = await isBusy(step, context)
  const seen = await read(step, context)
  if (exists(seen) || (busy && refusal.outcome === 'unknown')) return seen
  if (!busy) return undefined
  // Heroku refused this request while it worked: perhaps on the upgrade of another run.
  await waitUntilIdle(step, context, () => refusal)
  const later = await read(step, context)
  return exists(later) ? later : undefined
}

async function read({ addon }: Upgrade, context: StepContext): Promise<ServiceFacts> {
  const { api } = context
  const [maintenance, database] = await Promise.all([
    askWithRetry(() => api.maintenance(addon.id), context),
    askWithRetry(() => api.databaseInfo(addon.name), context),
  ])
  return { maintenance, database }
}

/** ` from version 8.1 to 9`. */
function versions({ from, to }: Upgrade): string {
  return `${from === undefined ? '' : ` from version ${sanitize(from, 20)}`} to ${to}`
}

/** The server's version if it is not older than `to`. */
function newEnough(facts: ServiceFacts, to: string): string | undefined {
  const version = versionIn(facts)
  return version === undefined || isOlder(version, to) ? undefined : version
}

/** Whether the upgrade exists. An earlier maintenance for another reason does not count. */
function isNew(seen: Maintenance | undefined, before: Maintenance | undefined): boolean {
  return isAhead(seen) && (['status', 'reason', 'method'] as const).some((field) => seen?.[field] !== before?.[field])
}

async function isBusy({ addon }: Upgrade, { api }: StepContext): Promise<boolean> {
  const attempt = await api.dataWait(addon.name)
  return attempt.kind === 'done' && attempt.value.waiting
}

/** Heroku may already work on this upgrade for another run. */
async function waitUntilIdle(step: Upgrade, context: StepContext, tooLate: () => Failure): Promise<void> {
  const { name } = step.addon
  await poll<true>(
    {
      what: `Heroku to finish its work on ${name}`,
      ask: async () => ((await isBusy(step, context)) ? { waiting: 'it is not available yet' } : { ready: true }),
      tooLate,
    },
    context,
  )
}

function stillBusy({ addon }: Upgrade, { settings }: StepContext): string {
  return `The upgrade of ${addon.name} was not requested: Heroku was still working on the add-on after ${duration(settings.provisionTimeoutMs)}.`
}

function underWay(maintenance: Maintenance | undefined): string {
  const words = maintenance && isAhead(maintenance) ? `: its maintenance is ${maintenanceWords(maintenance)}` : ''
  return `the upgrade was already in progress${words}`
}

function refused(error: unknown, { addon, from, to }: Upgrade): unknown {
  if (!(error instanceof HerokuFailure) || error.reason !== 'upgrade-failed') return error
  const present = from === undefined ? '' : ` ${addon.name} runs version ${sanitize(from, 20)}.`
  const { cause, remedy } = /version/i.test(error.words)
    ? {
        cause: 'Heroku refused the version for the reason it gives.',
        remedy: `Set \`version\` to one that Heroku offers; ${to} was refused.`,
      }
    : error.explanation
  return failure('upgrade-failed', `${error.explanation.what}${present}`, { error, cause, remedy })
}
