import { urlVar } from './preconditions.ts'
import { isRetired, serviceOf } from '../heroku/plans.ts'
import { sanitize } from '../utils/text.ts'
import type { AddonFacts, Subject } from './subject.ts'
import { list } from '../utils/lists.ts'
import { fail, pass, skip, warn } from './result.ts'
import type { CheckSettings, Verdict } from './result.ts'

// In a dry run, what the listed steps would mend is no finding: the check is skipped and points at the steps.

export function addon({ app, addon, dryRun }: Subject): Verdict {
  if (addon === undefined) {
    return dryRun
      ? skip('There is no Redis add-on yet; the steps would create it.')
      : fail('addon-missing', 'The app has no Redis add-on.')
  }
  const name = sanitize(addon.name, 80)
  switch (addon.state) {
    case undefined:
    case 'provisioned':
      return addon.dataServiceWaiting === true ? waiting(addon, app, dryRun) : pass(ready(addon))
    case 'provisioning':
      return dryRun
        ? skip(`The add-on ${name} is being provisioned; the steps would wait for it.`)
        : fail('provision-timeout', `The add-on ${name} is still being provisioned.`)
    case 'deprovisioning':
    case 'deprovisioned':
      return fail('addon-missing', `The add-on ${name} is ${addon.state}: Heroku has removed it or is removing it.`)
    default:
      return fail('provision-failed', `The add-on ${name} is in the state “${sanitize(addon.state, 40)}”.`)
  }
}

function ready({ name, service, shared, state }: AddonFacts): string {
  const what = `The add-on ${sanitize(name, 80)}${service === undefined ? '' : ` (${sanitize(service, 60)})`}`
  return `${what} is ${state ?? 'attached'}${shared ? ', shared from another app' : ''}.`
}

function waiting({ name, dataServiceMessage }: AddonFacts, app: string, dryRun: boolean): Verdict {
  const words = dataServiceMessage === undefined ? '' : ` (“${sanitize(dataServiceMessage, 80)}”)`
  const message = `Heroku’s data service is still working on ${sanitize(name, 80)}${words}.`
  if (dryRun) return skip(`${message.slice(0, -1)}; the steps would wait for it.`)
  return warn('provision-timeout', message, {
    hint: `Wait with \`heroku redis:wait ${sanitize(name, 80)} --app ${sanitize(app, 80)}\`, then run again.`,
  })
}

export function plan({ addon, dryRun, mode }: Subject, settings: CheckSettings): Verdict {
  if (addon === undefined) return skip('There is no add-on whose plan could be judged.')
  if (addon.plan === undefined) return skip('The plan cannot be seen: the add-on belongs to another app.')
  const name = sanitize(addon.plan, 80)
  const { wantedPlan } = addon
  if (wantedPlan === undefined || wantedPlan === addon.plan) return offered(addon, name)

  const message = `The add-on ${sanitize(addon.name, 80)} has the plan ${name}; ${sanitize(wantedPlan, 80)} is asked for`
  const value = { value: name }
  if (settings.planMismatch === 'fail') return fail('plan-mismatch', `${message}.`, value)
  if (settings.planMismatch === 'warn') {
    return warn('plan-mismatch', `${message} (kept, as \`plan-mismatch: warn\` says).`, value)
  }
  if (dryRun) return skip(`${message}; the steps would change it.`)
  return mode === 'setup'
    ? fail('plan-change-failed', `${message}, and the change did not take effect.`, value)
    : warn('plan-mismatch', `${message}; setup would change it.`, {
        ...value,
        hint: `Run with \`mode: setup\` to change it to ${sanitize(wantedPlan, 80)}.`,
      })
}

/** Judges the plan by Heroku's live list, where it was read. */
function offered({ service, plan = '', plans }: AddonFacts, name: string): Verdict {
  const offer = plans?.find((candidate) => candidate.name === plan)
  const sameService = plans?.some((candidate) => candidate.name.startsWith(`${serviceOf(plan)}:`)) ?? false
  const hint = `Choose a current plan from \`heroku addons:plans ${sanitize(service ?? 'heroku-redis', 60)}\`, set it as \`plan\`, and run with \`plan-mismatch: change\`.`
  if (sameService && offer === undefined) {
    return warn('plan-not-found', `The plan ${name} is not in Heroku’s list: it was retired or is not public.`, {
      hint,
    })
  }
  if (offer && isRetired(offer)) return warn('plan-not-found', `Heroku has retired the plan ${name}.`, { hint })
  return plan === 'heroku-redis:mini'
    ? pass(`The plan is ${name}, which has no standby.`, { value: name })
    : pass(`The plan is ${name}.`, { value: name })
}

export function config({ config, dryRun }: Subject): Verdict {
  if (config === undefined) return skip('There is no add-on to compare the config vars with.')
  const names = (wanted: 'missing' | 'differs') =>
    config.variables.filter(({ state }) => state === wanted).map(({ name }) => name)
  const missing = names('missing')
  const differing = names('differs')
  const source = sanitize(urlVar(config), 80)
  if (missing.length + differing.length === 0) {
    return pass(`All ${config.variables.length} config vars agree with ${source}.`)
  }
  const parts = [
    ...(differing.length > 0
      ? [`${list(differing)} ${differing.length === 1 ? 'differs' : 'differ'} from ${source}`]
      : []),
    ...(missing.length > 0 ? [`${list(missing)} ${missing.length === 1 ? 'is' : 'are'} missing`] : []),
  ]
  const message = `${parts.join('; ')}.`
  if (dryRun)
    return skip(`${message} The steps would write ${missing.length + differing.length === 1 ? 'it' : 'them'}.`)
  return fail(differing.length > 0 ? 'config-drift' : 'config-missing', message)
}
