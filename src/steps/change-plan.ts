import type { Failure } from '../failure/failure.ts'
import { toFailure } from '../failure/to-failure.ts'
import type { StepContext, StepKind } from './context.ts'
import { isOutcomeUnknown } from './progress.ts'
import { planRefusal } from './refusals.ts'
import type { ChangePlan } from './step.ts'

export const changePlan: StepKind<ChangePlan> = {
  describe: ({ addon, from = 'unknown', to }) => ({
    target: addon.name,
    detail: `change its plan from ${from} to ${to}`,
  }),
  apply: async (step, known, context) => {
    const { api, app, log, progress } = context
    const { addon, from, to } = step
    log.info(`Changing ${addon.name} from ${from ?? 'an unknown plan'} to ${to} …`)
    try {
      await api.changePlan(app, addon.id, to)
    } catch (error) {
      if (isOutcomeUnknown(error)) progress.markUnknown(`asked Heroku to change its plan to ${to}`)
      // A first try whose answer was lost may have done it, and the second was refused for that.
      const refusal = toFailure(error)
      if (!(await hasPlan(step, refusal, context))) throw (await planRefusal(refusal, to, context)) ?? refusal
    }
    progress.markDone(`changed its plan from ${from ?? 'unknown'} to ${to}`)
    return {
      ...known,
      settled: false,
      requestedPlan: to,
      ...(known.addon ? { addon: { ...known.addon, plan: to } } : {}),
    }
  },
}

async function hasPlan({ addon, to }: ChangePlan, refusal: Failure, { api, app }: StepContext): Promise<boolean> {
  if (refusal.reason !== 'plan-change-failed') return false
  const seen = await api.addon(app, addon.id).catch(() => undefined)
  return seen?.plan === to
}
