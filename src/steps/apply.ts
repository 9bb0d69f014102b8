import { failure } from '../failure/catalogue.ts'
import type { Known } from '../state/known.ts'
import { applySettings } from './apply-settings.ts'
import { attach } from './attach.ts'
import { changePlan } from './change-plan.ts'
import type { StepContext, StepKind } from './context.ts'
import { createAddon } from './create-addon.ts'
import { detach } from './detach.ts'
import { planners } from './planners.ts'
import { removeAddon } from './remove-addon.ts'
import { removeConfig } from './remove-config.ts'
import { explainHalfRotated, rotateCredentials } from './rotate-credentials.ts'
import { runMaintenance } from './run-maintenance.ts'
import { setConfig } from './set-config.ts'
import type { Step, StepReport } from './step.ts'
import { upgrade } from './upgrade.ts'
import { waitAddon } from './wait-addon.ts'
import { waitMaintenance } from './wait-maintenance.ts'
import { waitRelease } from './wait-release.ts'

const kinds: { readonly [A in Step['action']]: StepKind<Extract<Step, { readonly action: A }>> } = {
  'create-addon': createAddon,
  'change-plan': changePlan,
  'wait-addon': waitAddon,
  'rotate-credentials': rotateCredentials,
  'apply-settings': applySettings,
  upgrade,
  'run-maintenance': runMaintenance,
  'wait-maintenance': waitMaintenance,
  attach,
  'set-config': setConfig,
  'remove-config': removeConfig,
  detach,
  'remove-addon': removeAddon,
  'wait-release': waitRelease,
}

/** Enough for all steps, some of them repeated because Heroku's state changed in the meantime. */
const maxSteps = 50

/**
 * Applies the first planned step, then plans again with the new state, until nothing is left to do.
 * @throws Failure
 */
export async function applySteps(known: Known, context: StepContext): Promise<Known> {
  try {
    return await takeEach(known, context)
  } catch (error) {
    throw explainHalfRotated(error, context.progress.known, context)
  }
}

async function takeEach(known: Known, context: StepContext): Promise<Known> {
  const { settings, progress, signal } = context
  let current = known
  let planned: readonly Step[] = []
  for (let count = 0; count < maxSteps; count += 1) {
    const steps = planners[settings.mode](current, settings)
    for (const step of planned) {
      const { unneeded } = kindOf(step)
      const isStillPlanned = steps.some(({ action }) => action === step.action)
      if (unneeded !== undefined && !isStillPlanned) progress.markUnneeded(describe(step), unneeded)
    }
    progress.plan(steps.map(describe))
    const [next, ...rest] = steps
    if (!next) return current
    signal.throwIfAborted()
    current = progress.learn(await kindOf(next).apply(next, current, context))
    planned = rest
  }
  throw failure('internal', `The steps for ${context.app} did not come to an end.`)
}

export function describe(step: Step): StepReport {
  return { action: step.action, done: false, ...kindOf(step).describe(step) }
}

/** The table's row for this step. */
function kindOf<S extends Step>({ action }: S): StepKind<S> {
  return kinds[action] as unknown as StepKind<S>
}
