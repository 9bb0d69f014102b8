import { randomBytes } from 'node:crypto'
import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import type { Addon, AddonOrder } from '../heroku/api.ts'
import type { HerokuFailure } from '../heroku/errors.ts'
import { chosenAddon, redisAddon, type RedisAddon } from '../state/addon.ts'
import { type Known, withListed } from '../state/known.ts'
import { attachmentsHere, observe, type Observed } from '../state/observed.ts'
import { duration } from '../utils/format.ts'
import { list } from '../utils/lists.ts'
import type { StepContext, StepKind } from './context.ts'
import { msForRetry } from './ms-for-retry.ts'
import { beingProvisioned } from './plan-setup.ts'
import { poll } from './poll.ts'
import { planRefusal, refusedName } from './refusals.ts'
import type { StepSettings } from './settings.ts'
import type { AddonName, CreateAddon } from './step.ts'

/**
 * Creates the add-on, once: Heroku has no idempotency keys, so after a refusal or a lost answer the app is read again,
 * and an existing add-on is adopted, even if another run created it.
 */
export const createAddon: StepKind<CreateAddon> = {
  describe: ({ plan, attachment, version, after }) => ({
    target: plan,
    detail:
      `create a ${plan} add-on, attached as ${attachment}` +
      (version === undefined ? '' : `, with version ${version}`) +
      (after.length === 0 ? '' : `, when ${namesOf(after)} is provisioned`),
  }),
  apply: async (step, known, context) => {
    const { app, api, clock, log, progress } = context
    let order: AddonOrder = {
      name: newName(app),
      plan: step.plan,
      attachment: step.attachment,
      ...(step.version === undefined ? {} : { config: { version: step.version } }),
    }
    const request = `asked Heroku for a ${step.plan} add-on named ${order.name}`
    if (step.after.length > 0) {
      const there = await waitForOthers(order.name, context)
      if (there) return adopt(there, false, known, context)
    }
    log.info(`Creating ${step.plan} as ${order.name} …`)
    let started = clock.now()
    for (let tries = 1; ; tries += 1) {
      const attempt = await api.tryCreateAddon(app, order).catch((error: unknown) => {
        progress.markUnknown(request)
        throw error
      })
      if (attempt.kind === 'done') return adopt(created(attempt.value, step, known), true, known, context)
      const refusal = attempt.failure
      if (refusal.outcome === 'unknown') progress.markUnknown(request)

      const seen = await readAgain({ ...order, before: known.observed }, refusal, tries, context)
      if (seen.found) return adopt(seen.found, seen.found.addon.name === order.name, known, context)
      if (attempt.kind === 'final' && order.config && refusal.reason === 'provision-failed') {
        progress.note(
          `Heroku did not create the add-on with version ${step.version ?? ''}, so it is created with Heroku's default. ${refusal.message}`,
        )
        const { config: _, ...rest } = order
        order = rest
        tries = 0
        continue
      }
      if (attempt.kind === 'final') throw await refusedCreation(refusal, step, seen.observed, context)
      if (refusal.meaning === 'busy' && beingProvisioned(seen.observed).length > 0) {
        const there = await waitForOthers(order.name, context)
        if (there) return adopt(there, there.addon.name === order.name, known, context)
        // Heroku is no longer busy: the retries for the creation itself start over.
        started = clock.now()
        tries = 0
        continue
      }
      const leftMs = msForRetry(tries, started, context)
      if (leftMs === 0) throw unsure(refusal, order.name)
      await api.pause(attempt, tries, leftMs)
    }
  },
}

/** An add-on that exists after all, with everything that was read together with it. */
interface Found {
  readonly addon: RedisAddon
  readonly observed: Observed
}

/** The answer of a creation: its attachment is known before any list contains it. */
function created(addon: Addon, { attachment }: CreateAddon, { observed }: Known): Found {
  const configVars = addon.configVars.length > 0 ? addon.configVars : [`${attachment}_URL`]
  return { addon: redisAddon(addon, false, configVars), observed: withListed(observed, addon) }
}

function adopt({ addon, observed }: Found, isOurs: boolean, known: Known, { progress }: StepContext): Known {
  const { name, plan = 'plan not known' } = addon
  progress.markDone(isOurs ? `created with the plan ${plan}` : `another run had just created ${name}; adopted it`, name)
  return { ...known, observed, addon, created: isOurs, settled: false }
}

/** Milliseconds to wait before each further read: a list can lag a few seconds behind. */
const readDelaysMs = [500, 1_000, 2_000, 3_000]

interface Order {
  readonly name: string
  readonly attachment: string
  /** The state before the first request. */
  readonly before: Observed
}

async function readAgain(
  order: Order,
  refusal: HerokuFailure,
  tries: number,
  { api, app, clock, settings, signal }: StepContext,
): Promise<{ readonly observed: Observed; readonly found?: Found }> {
  for (let reads = 0; ; reads += 1) {
    const observed = await observe(api, app)
    const found = foundIn(observed, order.name, settings)
    if (found) return { observed, found }
    const delayMs = readDelaysMs[reads]
    if (delayMs === undefined || !mustBeThere(order, refusal, tries, observed)) return { observed }
    await clock.sleep(delayMs, signal)
  }
}

/** Heroku refuses a name that nothing in the lists has, so the lists lag behind. */
function mustBeThere(
  { attachment, before }: Order,
  { meaning, words }: HerokuFailure,
  tries: number,
  observed: Observed,
): boolean {
  if (meaning === 'name-taken') {
    // A variable that appears during the run belongs to an add-on that was just created.
    const isByHand = before.config.has(`${attachment}_URL`)
    return !isByHand && !attachmentsHere(observed).some((each) => each.name === attachment)
  }
  // The name is taken by an earlier try whose answer was lost.
  return tries > 1 && /name\b.*\btaken/i.test(words)
}

/** The ordered add-on, or the one that this app would use otherwise. */
function foundIn(observed: Observed, name: string, settings: StepSettings): Found | undefined {
  const ours = observed.addons.find((each) => each.name === name)
  const addon = ours ? chosenOrNone(observed, { addon: name }) : chosenOrNone(observed, settings)
  return addon && { addon, observed }
}

function chosenOrNone(observed: Observed, settings: Pick<StepSettings, 'plan' | 'addon'>): RedisAddon | undefined {
  try {
    return chosenAddon(observed, settings)
  } catch {
    return undefined
  }
}

/** Heroku creates one add-on of an app at a time. Resolves with an add-on that can be used instead, if there is one. */
async function waitForOthers(name: string, context: StepContext): Promise<Found | undefined> {
  const { api, app, settings } = context
  const observed = await poll<Observed>(
    {
      what: 'other add-ons of the app',
      ask: async () => {
        const seen = await observe(api, app)
        const others = beingProvisioned(seen)
        const isOver = others.length === 0 || foundIn(seen, name, settings) !== undefined
        return isOver ? { ready: seen } : { waiting: `Heroku is provisioning ${namesOf(others)}` }
      },
      tooLate: (waiting) =>
        failure(
          'provision-timeout',
          `The add-on for ${app} was not created within ${duration(settings.provisionTimeoutMs)}: ${waiting}.`,
          {
            cause: 'Heroku creates one add-on of an app at a time, and another one is not ready yet.',
            remedy: `Run again when heroku addons --app ${app} shows it as created, or raise provision-timeout.`,
          },
        ),
    },
    context,
  )
  return foundIn(observed, name, settings)
}

function namesOf(addons: readonly AddonName[]): string {
  return list(addons.map(({ name }) => name))
}

/** Unique on Heroku; begins with the name of the app. */
function newName(app: string): string {
  const words = /^[0-9a-f]{8}-/.test(app) ? '' : `${app.slice(0, 24).replace(/-+$/, '')}-`
  return `redis-${words}${randomBytes(4).toString('hex')}`
}

async function refusedCreation(
  refusal: HerokuFailure,
  step: CreateAddon,
  observed: Observed,
  context: StepContext,
): Promise<Failure> {
  const wrongPlan = await planRefusal(refusal, step.plan, context)
  if (wrongPlan) return wrongPlan
  return refusal.meaning === 'name-taken' ? refusedName(step.attachment, observed, refusal) : refusal
}

function unsure(last: HerokuFailure, name: string): Failure {
  const { reason, what, cause } = last.explanation
  if (last.outcome === 'refused') return last
  return failure(reason, `${what} It is not known whether the add-on was created; it is not in the app's list.`, {
    cause,
    remedy: `Run again: if ${name} exists by then, it is adopted and nothing is created twice.`,
    error: last,
  })
}
