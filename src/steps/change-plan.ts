import type { Failure } from '../failure/failure.ts'
import { HerokuFailure } from '../heroku/errors.ts'
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
    let done = `asked Heroku to change its plan from ${from ?? 'unknown'} to ${to}`
    try {
      await api.changePlan(app, addon.id, to)
    } catch (error) {
      if (isOutcomeUnknown(error)) progress.markUnknown(`asked Heroku to change its plan to ${to}`)
      if (!(error instanceof HerokuFailure)) throw error
      if (!(await isUnderWay(step, error, context))) throw await refusedChange(error, to, context)
      done = `its change to the plan ${to} was already in progress`
    }
    progress.markDone(done)
    return { ...known, settled: false, requestedPlan: to }
  },
}

/** Another request for the same plan, or a first try whose answer was lost: Heroku refuses a second one. */
async function isUnderWay({ addon, to }: ChangePlan, refusal: HerokuFailure, context: StepContext): Promise<boolean> {
  const { reason, meaning, words } = refusal
  if (reason !== 'plan-change-failed' && meaning !== 'busy') return false
  const seen = await context.api.addon(context.app, addon.id).catch(() => undefined)
  if (seen?.plan === to) return true
  return (
    seen?.state === 'provisioning' ||
    /\b(?:already|under ?way|in progress|pending|being (?:changed|upgraded|migrated|resized|provisioned))\b/i.test(
      words,
    )
  )
}

async function refusedChange(refusal: HerokuFailure, plan: string, context: StepContext): Promise<Failure> {
  return (await planRefusal(refusal, plan, context)) ?? refusal
}
