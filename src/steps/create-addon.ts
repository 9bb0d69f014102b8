import { randomBytes } from 'node:crypto'
import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import type { Addon } from '../heroku/api.ts'
import { maxTries, retryBudgetMs } from '../heroku/http.ts'
import type { StepSettings } from './settings.ts'
import { now } from '../utils/time.ts'
import { type Account, done, unanswered } from './progress.ts'
import { type ChosenAddon, type Observed, ownAddon } from '../state/addon.ts'
import { observe } from '../state/observed.ts'
import { isRetired, serviceOf } from '../heroku/plans.ts'
import { chosen, planNotFound, type Step } from './plan.ts'
import type { Work } from './context.ts'

export async function create(
  step: Extract<Step, { action: 'create-addon' }>,
  work: Work,
  account: Account,
): Promise<void> {
  const { app, api, log } = work
  const order = { name: newName(app), plan: step.plan, attachment: step.attachment }
  log.info(`Creating ${step.plan} as ${order.name} …`)
  const asked = `asked Heroku for a ${step.plan} add-on named ${order.name}`
  const started = now()
  for (let tries = 1; ; tries += 1) {
    const attempt = await api.tryCreateAddon(app, order).catch((error: unknown) => {
      unanswered(account, 'create-addon', asked)
      throw error
    })
    if (attempt.kind === 'done') {
      adopted(attempt.value, true, work, account)
      return
    }
    if (attempt.kind === 'passing') unanswered(account, 'create-addon', asked)
    // The add-on may be there all the same: made by a request whose answer was lost, or by another run at this moment.
    const doubtful = attempt.kind === 'passing' || attempt.failure.reason === 'confirmation-required' || tries > 1
    if (!doubtful) throw await refusedCreation(attempt.failure, step, work)
    const observed = await look(work)
    const ours = observed.addons.find(({ name }) => name === order.name)
    const there = ours ?? observed.addons.find(({ id }) => id === chosenOrNone(observed, work.inputs)?.id)
    if (there) {
      adopted(there, ours !== undefined, work, account)
      return
    }
    if (attempt.kind === 'final') throw await refusedCreation(attempt.failure, step, work)
    const leftMs = Math.min(retryBudgetMs - (now() - started), work.deadline - now())
    if (tries >= maxTries || leftMs <= 0) throw unsure(attempt.failure, order.name)
    await api.pause(attempt, tries, leftMs)
  }
}

function chosenOrNone(observed: Observed, inputs: StepSettings): ChosenAddon | undefined {
  try {
    return chosen(observed, inputs)
  } catch {
    return undefined
  }
}

function adopted(addon: Addon, created: boolean, { app, log }: Work, account: Account): void {
  const { observed } = account
  if (observed) {
    const others = observed.addons.filter(({ id }) => id !== addon.id)
    account.observed = { ...observed, addons: [...others, addon] }
  }
  account.created = created
  account.addon = ownAddon(addon, [])
  const words = created
    ? `created ${addon.name} (${addon.plan})`
    : `another run had just created ${addon.name}; adopted it`
  done(account, 'create-addon', words, addon.name)
  log.info(`${app}: ${words}.`)
}

/** Unique on all of Heroku, and telling whose it is. */
function newName(app: string): string {
  const words = /^[0-9a-f]{8}-/.test(app) ? '' : `${app.slice(0, 24).replace(/-+$/, '')}-`
  return `redis-${words}${randomBytes(4).toString('hex')}`
}

async function refusedCreation(
  refusal: Failure,
  step: { service: string; plan: string; attachment: string },
  work: Work,
) {
  const wrongPlan = await aboutPlan(refusal, step.plan, work)
  if (wrongPlan) return wrongPlan
  if (refusal.reason === 'confirmation-required') {
    return failure(
      'confirmation-required',
      `Heroku will not attach a new add-on to ${work.app} as ${step.attachment}: that name is taken by something else.`,
      {
        remedy: `Look at heroku addons --app ${work.app}: name the add-on with the addon input, or detach the ${step.attachment} attachment.`,
        error: refusal,
      },
    )
  }
  return refusal
}

/** Heroku words a retired plan in many ways: the live list tells whether it is the plan that was refused. */
export async function aboutPlan(refusal: Failure, plan: string, { api }: Work): Promise<Failure | undefined> {
  if (!['plan-not-found', 'provision-failed', 'plan-change-failed'].includes(refusal.reason)) return undefined
  const offers = await api.plans(serviceOf(plan)).catch(() => [])
  const isOffered = offers.some((offer) => offer.name === plan && !isRetired(offer))
  if (refusal.reason !== 'plan-not-found' && (isOffered || offers.length === 0)) return undefined
  return planNotFound(plan, offers, 'was refused by Heroku', refusal)
}

function unsure(last: Failure, name: string): Failure {
  const { reason, what, cause } = last.explanation
  return failure(reason, `${what} Whether the add-on was created is not known; it is not in the app's list.`, {
    cause,
    remedy: `Run again: if ${name} appears meanwhile, it is adopted and nothing is created twice.`,
    error: last,
  })
}

async function look(work: Work): Promise<Observed> {
  const observed = await observe(work.api, work.app)
  work.mask(observed.config)
  return observed
}
