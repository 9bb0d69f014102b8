import type { Failure } from '../failure/failure.ts'
import { cancelled } from '../failure/to-failure.ts'
import { toFailure } from '../failure/to-failure.ts'
import { type Account, done, leavesDoubt, unanswered } from './progress.ts'
import type { ChosenAddon } from '../state/addon.ts'
import { aboutPlan, create } from './create-addon.ts'
import { setConfig } from './set-config.ts'
import type { Step } from './plan.ts'
import { waitForAddon } from './wait-addon.ts'
import { waitForRelease } from './wait-release.ts'
import type { Work } from './context.ts'

/** Does the steps one after the other, and writes down in the account what was done. @throws Failure */
export async function applySteps(steps: readonly Step[], work: Work, account: Account): Promise<void> {
  for (const step of steps) {
    if (work.signal.aborted) throw cancelled()
    switch (step.action) {
      case 'create-addon':
        await create(step, work, account)
        break
      case 'change-plan':
        await changePlan(step.addon, step.plan, work, account)
        break
      case 'wait-addon':
        await waitForAddon(work, account)
        break
      case 'set-config':
        await setConfig(work, account)
        break
      case 'wait-release':
        await waitForRelease(work, account)
        break
    }
  }
}

async function changePlan(addon: ChosenAddon, plan: string, work: Work, account: Account): Promise<void> {
  work.log.info(`Changing ${addon.name} from ${addon.plan ?? 'an unknown plan'} to ${plan} …`)
  try {
    await work.api.changePlan(work.app, addon.id, plan)
  } catch (error) {
    if (leavesDoubt(error)) unanswered(account, 'change-plan', `asked Heroku to change its plan to ${plan}`)
    // A first try whose answer was lost may have done it, and the second was refused for that.
    const refusal = toFailure(error)
    if (!(await hasPlan(addon, plan, refusal, work))) throw (await aboutPlan(refusal, plan, work)) ?? refusal
  }
  account.addon = { ...addon, plan }
  done(account, 'change-plan', `changed its plan from ${addon.plan ?? 'unknown'} to ${plan}`)
}

async function hasPlan(addon: ChosenAddon, plan: string, refusal: Failure, { api, app }: Work): Promise<boolean> {
  if (refusal.reason !== 'plan-change-failed') return false
  const seen = await api.addon(app, addon.id).catch(() => undefined)
  return seen?.plan === plan
}
