import type { Finding } from '../checks/check.ts'
import { situationOf } from '../checks/situation.ts'
import type { AddonFacts, ConfigFacts, Subject } from '../checks/subject.ts'
import { explainIn } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import type { ProbeFacts } from '../redis/facts.ts'
import { appReport } from './build.ts'
import type { AddonReport } from './report.ts'
import type { AppResult } from './result.ts'
import type { StepSettings } from '../steps/settings.ts'
import type { Account } from '../steps/progress.ts'
import { type ChosenAddon, urlVarOf } from '../state/addon.ts'
import { desiredVars, stateOf } from '../state/config-vars.ts'

/** What the checks are to judge: all that is known of one app. */
export function subjectOf(app: string, account: Account, probe: ProbeFacts | undefined, inputs: StepSettings): Subject {
  const { mode, dryRun } = inputs
  const config = configFacts(account, inputs)
  return {
    app,
    mode,
    dryRun,
    now: Date.now(),
    ...(account.addon ? { addon: addonFacts(account.addon, account, inputs) } : {}),
    ...(config ? { config } : {}),
    doneActions: new Set(account.steps.filter(({ done }) => done).map(({ action }) => action)),
    ...(probe ? { probe } : { unprobed: account.addon ? 'the add-on has no URL yet' : 'there is no add-on yet' }),
  }
}

function addonFacts(addon: ChosenAddon, { dataService, plans }: Account, { plan }: StepSettings): AddonFacts {
  return {
    name: addon.name,
    shared: addon.shared,
    ...(addon.service === undefined ? {} : { service: addon.service }),
    ...(addon.plan === undefined ? {} : { plan: addon.plan }),
    ...(addon.state === undefined ? {} : { state: addon.state }),
    ...(dataService ? { dataServiceWaiting: dataService.waiting, dataServiceMessage: dataService.message } : {}),
    ...(plan ? { wantedPlan: `${plan.service}:${plan.plan}` } : {}),
    ...(plans ? { plans } : {}),
  }
}

function configFacts({ observed, addon, sources }: Account, inputs: StepSettings): ConfigFacts | undefined {
  const source = addon && observed ? urlVarOf(addon, observed.config, inputs.addon) : undefined
  if (!observed || source === undefined) return undefined
  const variables = desiredVars(sources, inputs).map((each) => ({
    name: each.name,
    state: stateOf(each, observed.config),
    side: each.side,
    source: each.side === 'reader' ? (sources?.reader.configVar ?? 'reader') : source,
    ...(each.field === undefined ? {} : { field: each.field }),
  }))
  return { variables, url: { state: 'ok', configVar: source } }
}

interface Outcome {
  readonly probe: ProbeFacts | undefined
  readonly findings: readonly Finding[]
  readonly error: Failure | undefined
  readonly durationMs: number
}

/** What is to be told of one app, also when the work on it broke off. */
export function resultOf(
  app: string,
  account: Account,
  inputs: StepSettings,
  { probe, findings, error, durationMs }: Outcome,
): AppResult {
  const { addon, steps, changedConfigVars, release, changes, plans, notes } = account
  const report = appReport({
    app,
    findings,
    steps,
    changedConfigVars,
    ...(error ? { error: explainIn(error, situationOf(subjectOf(app, account, probe, inputs))) } : {}),
    ...(addon ? { addon: addonReport(addon, account, inputs) } : {}),
    ...(release === undefined ? {} : { release }),
    ...(probe ? { probe } : {}),
  })
  const writer = probe?.writer.latency?.ok === true ? probe.writer.latency.value.values : undefined
  const reader = probe?.reader.latency?.ok === true ? probe.reader.latency.value.values : undefined
  return {
    report,
    findings,
    changes,
    latency: { ...(writer ? { writer } : {}), ...(reader ? { reader } : {}) },
    ...(plans ? { plans } : {}),
    notes,
    durationMs,
  }
}

function addonReport(addon: ChosenAddon, { created, observed }: Account, inputs: StepSettings): AddonReport {
  const { id, name, plan, state, price } = addon
  const configVar = observed ? urlVarOf(addon, observed.config, inputs.addon) : undefined
  return {
    name,
    id,
    created,
    ...(plan === undefined ? {} : { plan }),
    ...(state === undefined ? {} : { state }),
    ...(configVar === undefined ? {} : { configVar }),
    ...(price ? { price } : {}),
  }
}
