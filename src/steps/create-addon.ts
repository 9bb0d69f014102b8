import { randomBytes } from 'node:crypto'
import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import type { Addon } from '../heroku/api.ts'
import { maxTries, retryBudgetMs } from '../heroku/http.ts'
import { chosenAddon, ownAddon, type RedisAddon } from '../state/addon.ts'
import { type Known, withListed } from '../state/known.ts'
import { observe, type Observed } from '../state/observed.ts'
import type { StepContext, StepKind } from './context.ts'
import { planRefusal } from './refusals.ts'
import type { StepSettings } from './settings.ts'
import type { CreateAddon } from './step.ts'

export const createAddon: StepKind<CreateAddon> = {
  describe: ({ plan, attachment }) => ({
    target: plan,
    detail: `create a ${plan} add-on, attached as ${attachment}`,
  }),
  apply: async (step, known, context) => {
    const { app, api, clock, deadline, log, progress } = context
    const order = { name: newName(app), plan: step.plan, attachment: step.attachment }
    const request = `asked Heroku for a ${step.plan} add-on named ${order.name}`
    log.info(`Creating ${step.plan} as ${order.name} …`)
    const started = clock.now()
    for (let tries = 1; ; tries += 1) {
      const attempt = await api.tryCreateAddon(app, order).catch((error: unknown) => {
        progress.markUnknown(request)
        throw error
      })
      if (attempt.kind === 'done') return adopt(attempt.value, true, known, context)
      if (attempt.kind === 'passing') progress.markUnknown(request)
      // The add-on may be there all the same: made by a request whose answer was lost, or by another run just now.
      const doubtful = attempt.kind === 'passing' || attempt.failure.reason === 'confirmation-required' || tries > 1
      if (!doubtful) throw await refusedCreation(attempt.failure, step, context)
      const observed = await observe(api, app)
      const ours = observed.addons.find(({ name }) => name === order.name)
      const there = ours ?? observed.addons.find(({ id }) => id === chosenOrNone(observed, context.settings)?.id)
      if (there) return adopt(there, ours !== undefined, known, context)
      if (attempt.kind === 'final') throw await refusedCreation(attempt.failure, step, context)
      const leftMs = Math.min(retryBudgetMs - (clock.now() - started), deadline - clock.now())
      if (tries >= maxTries || leftMs <= 0) throw unsure(attempt.failure, order.name)
      await api.pause(attempt, tries, leftMs)
    }
  },
}

function chosenOrNone(observed: Observed, settings: StepSettings): RedisAddon | undefined {
  try {
    return chosenAddon(observed, settings)
  } catch {
    return undefined
  }
}

function adopt(addon: Addon, created: boolean, known: Known, { progress }: StepContext): Known {
  progress.markDone(
    created ? `created ${addon.name} (${addon.plan})` : `another run had just created ${addon.name}; adopted it`,
    addon.name,
  )
  return {
    ...known,
    observed: withListed(known.observed, addon),
    addon: ownAddon(addon, []),
    created,
    settled: false,
  }
}

/** Unique on all of Heroku; begins with the app it is for. */
function newName(app: string): string {
  const words = /^[0-9a-f]{8}-/.test(app) ? '' : `${app.slice(0, 24).replace(/-+$/, '')}-`
  return `redis-${words}${randomBytes(4).toString('hex')}`
}

async function refusedCreation(refusal: Failure, step: CreateAddon, context: StepContext): Promise<Failure> {
  const wrongPlan = await planRefusal(refusal, step.plan, context)
  if (wrongPlan) return wrongPlan
  if (refusal.reason !== 'confirmation-required') return refusal
  const { app } = context
  return failure(
    'confirmation-required',
    `Heroku does not attach a new add-on to ${app} as ${step.attachment}: something else has that name.`,
    {
      remedy: `Look at heroku addons --app ${app}: name the add-on with the addon input, or detach the ${step.attachment} attachment.`,
      error: refusal,
    },
  )
}

function unsure(last: Failure, name: string): Failure {
  const { reason, what, cause } = last.explanation
  return failure(reason, `${what} Whether the add-on was created is not known; it is not in the app's list.`, {
    cause,
    remedy: `Run again: if ${name} appears meanwhile, it is adopted and nothing is created twice.`,
    error: last,
  })
}
