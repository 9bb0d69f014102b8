import { isRetired, serviceOf } from '../heroku/plans.ts'
import { sanitize } from '../utils/text.ts'
import { type CheckContext, type CheckOutcome, fail, pass, skip, warn } from './outcome.ts'
import type { AddonFacts, Subject } from './subject.ts'

// In a dry run, what the planned steps would change is not a finding: the check is skipped and refers to the steps.

export function addon({ subject }: CheckContext): CheckOutcome {
  const { addon, dryRun } = subject
  if (addon === undefined) return missing(subject)
  const name = sanitize(addon.name, 80)
  switch (addon.state) {
    case undefined:
    case 'provisioned':
      return addon.dataServiceWaiting === true ? waiting(addon, dryRun) : pass(ready(addon))
    case 'provisioning':
      return dryRun
        ? skip(`The add-on ${name} is being provisioned; the planned steps would wait for it.`)
        : fail('provision-timeout', `The add-on ${name} is still being provisioned.`)
    case 'deprovisioning':
    case 'deprovisioned':
      return fail('addon-missing', `The add-on ${name} is ${addon.state}: it is being removed or was removed.`, {
        cause: 'Someone removed the add-on, or it could not be created.',
      })
    default:
      return fail('provision-failed', `The add-on ${name} is in the state “${sanitize(addon.state, 40)}”.`, {
        cause: 'The action does not know this state.',
      })
  }
}

function missing({ app, dryRun, handSetUrl }: Subject): CheckOutcome {
  if (dryRun) return skip('There is no Redis add-on yet; the planned steps would create it.')
  const message = `${sanitize(app, 80)} has no Redis add-on`
  if (handSetUrl === undefined) return fail('addon-missing', `${message}.`)
  const name = sanitize(handSetUrl, 80)
  return fail('addon-missing', `${message}, but the config var ${name} holds a Redis URL that was set by hand.`, {
    cause: `The app uses a Redis server that is not an add-on, or ${name} is left over from one.`,
    hint: `Remove ${name} before \`mode: setup\` creates an add-on, or keep it if the app is to use that server.`,
  })
}

function ready({ name, service, shared, owner, state }: AddonFacts): string {
  const what = `The add-on ${sanitize(name, 80)}${service === undefined ? '' : ` (${sanitize(service, 60)})`}`
  const by = owner === undefined ? 'another app' : sanitize(owner, 80)
  return `${what} is ${state ?? 'attached'}${shared ? `, shared by ${by}` : ''}.`
}

function waiting({ name, dataServiceMessage }: AddonFacts, dryRun: boolean): CheckOutcome {
  const words = dataServiceMessage === undefined ? '' : ` (“${sanitize(dataServiceMessage, 80)}”)`
  const message = `Heroku’s data service is still working on ${sanitize(name, 80)}${words}`
  return dryRun ? skip(`${message}; the planned steps would wait for it.`) : warn('provision-timeout', `${message}.`)
}

export function plan({ subject, settings }: CheckContext): CheckOutcome {
  const { addon, dryRun, mode } = subject
  if (addon === undefined) return skip('There is no add-on whose plan could be checked.')
  if (addon.plan === undefined) return skip('Not known: the token cannot see the plan of another app’s add-on.')
  const name = sanitize(addon.plan, 80)
  const { wantedPlan } = addon
  if (wantedPlan === undefined || wantedPlan === addon.plan) return offered(addon, name)

  const message = `The add-on ${sanitize(addon.name, 80)} has the plan ${name}, and \`plan\` asks for ${sanitize(wantedPlan, 80)}`
  const value = { value: name }
  if (settings.planMismatch === 'fail') return fail('plan-mismatch', `${message}.`, value)
  if (settings.planMismatch === 'warn') {
    return warn('plan-mismatch', `${message}. It is left unchanged (\`plan-mismatch: warn\`).`, value)
  }
  if (addon.shared) return warn('plan-mismatch', `${message}. The plan of another app’s add-on is not changed.`, value)
  if (dryRun) return skip(`${message}; the planned steps would change it.`)
  return mode === 'setup'
    ? fail('plan-change-failed', `${message}. The change did not take effect.`, value)
    : warn('plan-mismatch', `${message}. Only \`mode: setup\` changes it.`, {
        ...value,
        hint: `Run with \`mode: setup\` to change it to ${sanitize(wantedPlan, 80)}.`,
      })
}

/** Compares the plan with Heroku's live list, where that was read. */
function offered({ plan = '', plans }: AddonFacts, name: string): CheckOutcome {
  const offer = plans?.find((candidate) => candidate.name === plan)
  const isListRead = plans?.some((candidate) => candidate.name.startsWith(`${serviceOf(plan)}:`)) ?? false
  const details = {
    cause: 'Plans are retired from time to time; existing add-ons can stay on them for a while.',
    hint: `Set \`plan\` to one that \`heroku addons:plans ${sanitize(serviceOf(plan), 60)}\` lists, with \`plan-mismatch: change\`.`,
  }
  if (isListRead && offer === undefined) {
    return warn(
      'plan-not-found',
      `The plan ${name} is not in the list of plans: it was retired or is not public.`,
      details,
    )
  }
  if (offer && isRetired(offer)) return warn('plan-not-found', `The plan ${name} was retired.`, details)
  const note = plan === 'heroku-redis:mini' ? ', which has no standby' : ''
  return pass(`The plan is ${name}${note}.`, { value: name })
}
