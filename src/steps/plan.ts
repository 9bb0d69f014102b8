import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import { plural } from '../utils/format.ts'
import type { PlanOffer } from '../heroku/plans.ts'
import type { VarChange } from '../state/config-vars.ts'
import type { StepReport } from './progress.ts'
import { defaultPlan, isRetired, onOffer } from '../heroku/plans.ts'
import type { StepSettings } from './settings.ts'
import { attachmentFor, type ChosenAddon, choose, type Observed, ownedNames } from '../state/addon.ts'
import { changesOf, type DesiredVar, desiredVars, readerOf, type Sources, sourcesOf } from '../state/config-vars.ts'

/** One thing to do on Heroku, in the order given. What a dry run prints is this very list. */
export type Step =
  | { readonly action: 'create-addon'; readonly service: string; readonly plan: string; readonly attachment: string }
  | { readonly action: 'change-plan'; readonly addon: ChosenAddon; readonly plan: string }
  /** Until it is provisioned, its config var is there and Heroku's data service is ready. */
  | { readonly action: 'wait-addon'; readonly addon?: ChosenAddon; readonly why: string }
  | { readonly action: 'set-config'; readonly changes: readonly VarChange[] }
  | { readonly action: 'wait-release' }

/**
 * Observed state + inputs → steps. Pure: everything that can be refused is refused here, before anything is written.
 * @throws Failure `addon-ambiguous`, `addon-missing`, `config-conflict`, `config-missing`
 */
export function planSteps(observed: Observed, inputs: StepSettings): readonly Step[] {
  const addon = chosen(observed, inputs)
  const sources = addon ? sourcesOf(addon, observed.config, inputs) : undefined
  // Judged also while the writer's URL is not known yet: a wrong `reader` must not show after the add-on is paid for.
  readerOf(observed.config, inputs)

  const desired = desiredVars(sources, inputs)
  refuseOwned(desired, observed, addon, sources, inputs)

  const steps: Step[] = []
  const newPlan = addon && mustChangePlan(addon, inputs)
  if (!addon) {
    const plan = inputs.plan ?? defaultPlan
    const attachment = attachmentFor(plan.service)
    steps.push({ action: 'create-addon', service: plan.service, plan: `${plan.service}:${plan.plan}`, attachment })
    steps.push({ action: 'wait-addon', why: 'until it is provisioned and its config var is there' })
  } else if (newPlan !== undefined) {
    steps.push({ action: 'change-plan', addon, plan: newPlan })
    steps.push({ action: 'wait-addon', addon, why: 'until the new plan is in place' })
  } else if (!sources || (addon.state !== undefined && addon.state !== 'provisioned')) {
    steps.push({ action: 'wait-addon', addon, why: 'until it is provisioned and its config var is there' })
  }
  const changes = changesOf(desired, observed.config)
  if (changes.length > 0) steps.push({ action: 'set-config', changes }, { action: 'wait-release' })
  return steps
}

/** The one add-on that is meant, or undefined when there is none yet. @throws Failure */
export function chosen(observed: Observed, inputs: Pick<StepSettings, 'plan' | 'addon'>): ChosenAddon | undefined {
  const choice = choose(observed, inputs)
  const { app } = observed
  switch (choice.kind) {
    case 'found':
      return choice.addon
    case 'none':
      return undefined
    case 'ambiguous':
      throw failure('addon-ambiguous', `${app} has ${choice.names.length} Redis add-ons: ${choice.names.join(', ')}.`, {
        remedy: `Say which one is meant with the addon input: ${choice.names.join(' or ')}.`,
      })
    case 'unknown': {
      const there = choice.names.length === 0 ? 'no add-on at all' : choice.names.join(', ')
      throw failure('addon-missing', `${app} has no add-on or attachment named ${inputs.addon}; there is ${there}.`, {
        remedy: `Correct the addon input, or share the add-on with the app first: heroku addons:attach ${inputs.addon} --app ${app}.`,
      })
    }
  }
}

function mustChangePlan(addon: ChosenAddon, { plan, planMismatch }: StepSettings): string | undefined {
  if (planMismatch !== 'change' || plan === undefined || addon.shared || addon.service !== plan.service)
    return undefined
  const wanted = `${plan.service}:${plan.plan}`
  return addon.plan === wanted ? undefined : wanted
}

/** Heroku refuses to overwrite what an attachment owns; better to hear it before an add-on was made for it. */
export function refuseOwned(
  desired: readonly DesiredVar[],
  observed: Observed,
  addon: ChosenAddon | undefined,
  sources: Sources | undefined,
  inputs: StepSettings,
): void {
  const owned = ownedNames(observed)
  const future = addon ? [] : [`${attachmentFor((inputs.plan ?? defaultPlan).service)}_URL`]
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

/** @throws Failure `plan-not-found` with what there is instead */
export function refuseUnknownPlan(plan: string, offers: readonly PlanOffer[]): void {
  const offer = offers.find(({ name }) => name === plan)
  if (offer && !isRetired(offer)) return
  throw planNotFound(plan, offers, offer ? 'is retired' : 'does not exist')
}

export function planNotFound(plan: string, offers: readonly PlanOffer[], problem: string, error?: Failure): Failure {
  const list = onOffer(offers)
  return failure('plan-not-found', `The plan ${plan} ${problem}.`, {
    ...(list.length === 0 ? {} : { remedy: `Set plan to one that Heroku offers now: ${list.join(', ')}.` }),
    ...(error ? { error } : {}),
  })
}

/** A step as people read it. */
export function describe(step: Step): StepReport {
  switch (step.action) {
    case 'create-addon':
      return planned(step.action, step.plan, `create a ${step.plan} add-on, attached as ${step.attachment}`)
    case 'change-plan':
      return planned(
        step.action,
        step.addon.name,
        `change its plan from ${step.addon.plan ?? 'unknown'} to ${step.plan}`,
      )
    case 'wait-addon':
      return planned(step.action, step.addon?.name ?? 'the new add-on', `wait ${step.why}`)
    case 'set-config':
      return planned(
        step.action,
        plural(step.changes.length, 'config var'),
        `set ${step.changes.map(({ name }) => name).join(', ')} in one release`,
      )
    case 'wait-release':
      return planned(step.action, 'the release', 'wait until it has succeeded')
  }
}

function planned(action: StepReport['action'], target: string, detail: string): StepReport {
  return { action, target, done: false, detail }
}
