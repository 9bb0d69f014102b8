import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import { defaultPlan, isRetired, onOffer, type PlanOffer, serviceOf } from '../heroku/plans.ts'
import { attachmentFor } from '../state/addon.ts'
import type { HerokuFailure } from '../heroku/errors.ts'
import { type Observed, ownedNames } from '../state/observed.ts'
import { isMeantAsRedisUrl } from '../state/redis-url.ts'
import { type DesiredVar, stateOf } from '../state/config-vars.ts'
import type { Known } from '../state/known.ts'
import type { Sources } from '../state/sources.ts'
import type { StepContext } from './context.ts'
import type { StepSettings } from './settings.ts'

/** @throws Failure the `reader` input names a config var that holds no readable Redis URL */
export function refuseReader({ readerProblem }: Sources, { reader }: StepSettings): void {
  if (!readerProblem || reader.kind !== 'config-var') return
  throw failure(readerProblem.reason, readerProblem.message, {
    cause: 'The reader input names the wrong config var, or the variable was removed or mistyped.',
    remedy: `Set ${reader.name} to the reader's rediss:// URL, or leave the reader input empty to read from the writer.`,
  })
}

/** Other services of Heroku are not Redis: the `plan` input would create, and bill, something else. */
export function refuseOtherService({ plan }: StepSettings): void {
  if (plan === undefined || plan.service === defaultPlan.service || !plan.service.startsWith('heroku-')) return
  throw failure('plan-not-found', `${plan.service}:${plan.plan} is not a Redis plan.`, {
    cause: `${plan.service} is another service of Heroku.`,
    remedy: 'Set plan to one of heroku addons:plans heroku-redis, or to service:plan of another Redis add-on.',
  })
}

/** Heroku refuses to overwrite what an attachment owns. Reported before an add-on is created. */
export function refuseOwned(desired: readonly DesiredVar[], { observed, addon }: Known, settings: StepSettings): void {
  const owned = ownedNames(observed)
  const future = addon ? [] : [`${attachmentFor((settings.plan ?? defaultPlan).service)}_URL`]
  const taken = desired
    .filter(({ name }) => owned.has(name) || future.includes(name))
    // While its value is not known, a name counts as written, unless the add-on itself will maintain it.
    .filter((each) =>
      each.value ? stateOf(each, observed.config) !== 'ok' : addon?.configVars.includes(each.name) !== true,
    )
    .map(({ name }) => name)
  if (taken.length === 0) return
  const it = taken.length === 1 ? 'it' : 'them'
  throw failure(
    'config-conflict',
    `Heroku manages ${taken.join(', ')} on ${observed.app} for an attachment of an add-on and does not allow other writes to ${it}.`,
    {
      remedy: `Choose another writer-prefix or reader-prefix, leave that field out of fields, or detach the attachment.`,
    },
  )
}

/** @throws Failure `plan-not-found` with the plans that Heroku offers */
export function refuseUnknownPlan(plan: string, offers: readonly PlanOffer[]): void {
  const offer = offers.find(({ name }) => name === plan)
  if (offer && !isRetired(offer)) return
  throw planNotFound(plan, offers, offer ? 'is retired' : 'does not exist')
}

/** Lets a dry run report what Heroku would refuse in the real run. */
export function refuseTakenName(attachment: string, observed: Observed): void {
  const variable = `${attachment}_URL`
  if (observed.config.has(variable) || ownedNames(observed).has(variable)) throw refusedName(attachment, observed)
}

/** Heroku does not attach the new add-on: its name is taken by something that this run does not replace. */
export function refusedName(attachment: string, { app, config, ...observed }: Observed, error?: Failure): Failure {
  const variable = `${attachment}_URL`
  const isAttachment = ownedNames({ app, config, ...observed }).has(variable)
  const extra = error ? { error } : {}
  if (!isAttachment && isMeantAsRedisUrl(config, variable)) {
    return failure(
      'confirmation-required',
      `${app} has no Redis add-on, but its config var ${variable} holds a Redis URL that was set by hand. Heroku needs that name for the new add-on.`,
      {
        ...extra,
        cause: 'The app uses a Redis server that is not an add-on, or the variable is left over from one.',
        remedy: `To replace it with an add-on, remove it (heroku config:unset ${variable} --app ${app}) and run again. To keep that server, remove this step: there is no add-on for it to set up.`,
      },
    )
  }
  if (!isAttachment && config.has(variable)) {
    return failure(
      'confirmation-required',
      `Heroku does not attach a new add-on to ${app} as ${attachment}: the config var ${variable} was set by hand.`,
      { ...extra, remedy: `Remove it (heroku config:unset ${variable} --app ${app}) and run again.` },
    )
  }
  return failure(
    'confirmation-required',
    `Heroku does not attach a new add-on to ${app} as ${attachment}: something else has that name.`,
    {
      ...extra,
      remedy: `Check heroku addons --app ${app}, and name the add-on with the addon input, or detach the ${attachment} attachment.`,
    },
  )
}

/** Heroku's messages about retired plans vary: the live list shows whether the plan was the reason. */
export async function planRefusal(
  refusal: HerokuFailure,
  plan: string,
  { api }: StepContext,
): Promise<Failure | undefined> {
  if (!['plan-not-found', 'provision-failed', 'plan-change-failed'].includes(refusal.reason)) return undefined
  const offers = await api.plans(serviceOf(plan)).catch(() => [])
  const isOffered = offers.some((offer) => offer.name === plan && !isRetired(offer))
  if (refusal.reason !== 'plan-not-found' && (isOffered || offers.length === 0)) return undefined
  const words = refusal.words === '' ? '' : `: "${refusal.words}"`
  // Heroku also lists plans that it refuses to this account.
  const others = offers.filter(({ name }) => name !== plan)
  return planNotFound(plan, others, `was refused by Heroku${words}`, refusal)
}

function planNotFound(plan: string, offers: readonly PlanOffer[], problem: string, error?: Failure): Failure {
  const available = onOffer(offers)
  return failure('plan-not-found', `The plan ${plan} ${problem}.`, {
    ...(error ? { error, cause: error.explanation.cause } : {}),
    ...(available.length === 0 ? {} : { remedy: `Set plan to one that Heroku offers now: ${available.join(', ')}.` }),
  })
}
