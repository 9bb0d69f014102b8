import type { PlanOffer } from '../heroku/plans.ts'
import type { ProbeFacts } from '../redis/facts.ts'
import { type RedisAddon, urlVarOf } from '../state/addon.ts'
import { desiredVars, sourcesOf, stateOf } from '../state/config-vars.ts'
import type { Known } from '../state/known.ts'
import type { StepReport } from '../steps/step.ts'
import type { StepSettings } from '../steps/settings.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type { AddonFacts, ConfigFacts, Subject } from './subject.ts'

/** What was learnt beside the state on Heroku. */
export interface Evidence {
  readonly steps: readonly StepReport[]
  readonly probe?: ProbeFacts | undefined
  readonly plans?: readonly PlanOffer[] | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Everything that the checks judge of one app. */
export function buildSubject(known: Known, settings: StepSettings, evidence: Evidence): Subject {
  const { mode, dryRun } = settings
  const { addon, observed } = known
  const { steps, probe, plans, now } = evidence
  const unprobed = addon ? 'the add-on has no URL yet' : 'there is no add-on yet'
  return withoutUndefined<Subject>({
    app: observed.app,
    mode,
    dryRun,
    addon: addon && addonFacts(addon, known, settings, plans),
    config: configFacts(known, settings),
    probe,
    unprobed: probe ? undefined : unprobed,
    doneActions: new Set(steps.filter(({ done }) => done).map(({ action }) => action)),
    maintenance: undefined,
    database: undefined,
    databaseConfig: undefined,
    history: undefined,
    now,
  })
}

function addonFacts(
  { name, service, plan, state, shared, app }: RedisAddon,
  { dataService }: Known,
  { plan: wanted }: StepSettings,
  plans: readonly PlanOffer[] | undefined,
): AddonFacts {
  return withoutUndefined<AddonFacts>({
    name,
    service,
    plan,
    state,
    shared,
    owner: app,
    dataServiceWaiting: dataService?.waiting,
    dataServiceMessage: dataService?.message,
    wantedPlan: wanted && `${wanted.service}:${wanted.plan}`,
    plans,
  })
}

function configFacts({ addon, observed }: Known, settings: StepSettings): ConfigFacts | undefined {
  const { config } = observed
  const configVar = addon && urlVarOf(addon, config, settings.addon)
  if (configVar === undefined) return undefined
  const sources = sourcesOf(addon, config, settings)
  const variables = desiredVars(sources, settings).map((each) => ({
    name: each.name,
    state: stateOf(each, config),
    side: each.side,
    source: each.side === 'reader' ? (sources?.reader.configVar ?? 'reader') : configVar,
    ...(each.field === undefined ? {} : { field: each.field }),
  }))
  return { variables, url: { state: 'ok', configVar } }
}
