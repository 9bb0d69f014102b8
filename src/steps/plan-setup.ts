import { defaultPlan } from '../heroku/plans.ts'
import { attachmentFor, type RedisAddon } from '../state/addon.ts'
import { changesOf, desiredVars, differing, readerOf, sourcesOf } from '../state/config-vars.ts'
import type { Known } from '../state/known.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { refuseOwned } from './refusals.ts'
import type { StepSettings } from './settings.ts'
import type { Step } from './step.ts'

/**
 * One add-on with the wanted plan, and config vars that agree with its URL.
 * @throws Failure `config-conflict`, `config-missing`
 */
export function planSetup(known: Known, settings: StepSettings): readonly Step[] {
  const { observed, addon } = known
  const { config } = observed
  const sources = sourcesOf(addon, config, settings)
  // Also while the writer's URL is not known yet: a wrong `reader` must not show after the add-on is paid for.
  readerOf(config, settings)

  const desired = desiredVars(sources, settings)
  refuseOwned(desired, known, sources, settings)

  return [...addonSteps(known, sources !== undefined, settings), ...configSteps(known, desired)]
}

function addonSteps(known: Known, hasUrl: boolean, settings: StepSettings): readonly Step[] {
  const { addon, settled, requestedPlan } = known
  if (!addon) {
    const { service, plan } = settings.plan ?? defaultPlan
    return [
      { action: 'create-addon', service, plan: `${service}:${plan}`, attachment: attachmentFor(service) },
      { action: 'wait-addon' },
    ]
  }
  const { id, name } = addon
  const to = planToChangeTo(addon, settings)
  if (to !== undefined && requestedPlan === undefined) {
    return [
      withoutUndefined<Step>({ action: 'change-plan', addon: { id, name }, from: addon.plan, to }),
      { action: 'wait-addon', addon: { id, name }, plan: to },
    ]
  }
  const isReady = settled && hasUrl && (addon.state === undefined || addon.state === 'provisioned')
  return isReady ? [] : [withoutUndefined<Step>({ action: 'wait-addon', addon: { id, name }, plan: requestedPlan })]
}

function planToChangeTo(addon: RedisAddon, { plan, planMismatch }: StepSettings): string | undefined {
  if (planMismatch !== 'change' || plan === undefined || addon.shared || addon.service !== plan.service) {
    return undefined
  }
  const wanted = `${plan.service}:${plan.plan}`
  return addon.plan === wanted ? undefined : wanted
}

function configSteps(known: Known, desired: ReturnType<typeof desiredVars>): readonly Step[] {
  const { config } = known.observed
  const vars = differing(desired, config)
  const written = known.released ? [] : known.written.map(({ name }) => name)
  const configVars = [...new Set([...written, ...vars.map(({ name }) => name)])]
  return [
    ...(vars.length > 0 ? [{ action: 'set-config' as const, vars, changes: changesOf(desired, config) }] : []),
    ...(configVars.length > 0 ? [{ action: 'wait-release' as const, configVars }] : []),
  ]
}
