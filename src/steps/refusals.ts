import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import { defaultPlan, isRetired, onOffer, type PlanOffer, serviceOf } from '../heroku/plans.ts'
import { attachmentFor, ownedNames } from '../state/addon.ts'
import { changesOf, type DesiredVar, type Sources } from '../state/config-vars.ts'
import type { Known } from '../state/known.ts'
import type { StepContext } from './context.ts'
import type { StepSettings } from './settings.ts'

/** Heroku refuses to overwrite what an attachment owns: better to say so before an add-on is created. */
export function refuseOwned(
  desired: readonly DesiredVar[],
  { observed, addon }: Known,
  sources: Sources | undefined,
  settings: StepSettings,
): void {
  const owned = ownedNames(observed)
  const future = addon ? [] : [`${attachmentFor((settings.plan ?? defaultPlan).service)}_URL`]
  const changes = sources ? new Set(changesOf(desired, observed.config).map(({ name }) => name)) : undefined
  const taken = desired
    .map(({ name }) => name)
    .filter((name) => owned.has(name) || future.includes(name))
    // Before the URL is known, a name counts as written, unless the add-on itself will keep it.
    .filter((name) => (changes ? changes.has(name) : addon?.configVars.includes(name) !== true))
  if (taken.length === 0) return
  const it = taken.length === 1 ? 'it' : 'them'
  throw failure(
    'config-conflict',
    `Heroku keeps ${taken.join(', ')} on ${observed.app} itself, for an add-on's attachment, and lets nobody else write ${it}.`,
    {
      remedy: `Choose another writer-prefix or reader-prefix, leave that field out of fields, or detach the attachment.`,
    },
  )
}

/** @throws Failure `plan-not-found` with what Heroku offers instead */
export function refuseUnknownPlan(plan: string, offers: readonly PlanOffer[]): void {
  const offer = offers.find(({ name }) => name === plan)
  if (offer && !isRetired(offer)) return
  throw planNotFound(plan, offers, offer ? 'is retired' : 'does not exist')
}

/** Heroku words a retired plan in many ways: the live list tells whether it is the plan that was refused. */
export async function planRefusal(refusal: Failure, plan: string, { api }: StepContext): Promise<Failure | undefined> {
  if (!['plan-not-found', 'provision-failed', 'plan-change-failed'].includes(refusal.reason)) return undefined
  const offers = await api.plans(serviceOf(plan)).catch(() => [])
  const isOffered = offers.some((offer) => offer.name === plan && !isRetired(offer))
  if (refusal.reason !== 'plan-not-found' && (isOffered || offers.length === 0)) return undefined
  return planNotFound(plan, offers, 'was refused by Heroku', refusal)
}

function planNotFound(plan: string, offers: readonly PlanOffer[], problem: string, error?: Failure): Failure {
  const list = onOffer(offers)
  return failure('plan-not-found', `The plan ${plan} ${problem}.`, {
    ...(list.length === 0 ? {} : { remedy: `Set plan to one that Heroku offers now: ${list.join(', ')}.` }),
    ...(error ? { error } : {}),
  })
}
