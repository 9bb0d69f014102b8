import type { ConfigVars } from '../heroku/api.ts'
import { defaultPlan, type PlanOffer } from '../heroku/plans.ts'
import type { ProbeFacts } from '../redis/facts.ts'
import { attachmentFor, type RedisAddon } from '../state/addon.ts'
import { type Observed, ownedNames } from '../state/observed.ts'
import { isMeantAsRedisUrl, urlStateOf } from '../state/redis-url.ts'
import { sourcesOf } from '../state/sources.ts'
import { type DesiredVar, desiredVars, stateOf } from '../state/config-vars.ts'
import type { Known } from '../state/known.ts'
import type { StepReport } from '../steps/step.ts'
import type { StepSettings } from '../steps/settings.ts'
import { list } from '../utils/lists.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type { HerokuFacts } from '../state/heroku-facts.ts'
import type { PastPoint } from './past.ts'
import type { AddonFacts, ConfigFacts, ManagedVar, Subject } from './subject.ts'

/** What the run found out in addition to the state on Heroku. */
export interface Evidence {
  readonly steps: readonly StepReport[]
  readonly probe?: ProbeFacts | undefined
  readonly heroku: HerokuFacts
  /** The runner reaches Heroku through an HTTP proxy. */
  readonly proxy: boolean
  /** What earlier runs measured; absent: no `state-file`. */
  readonly past?: readonly PastPoint[] | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Everything that the checks judge of one app. */
export function buildSubject(known: Known, settings: StepSettings, evidence: Evidence): Subject {
  const { mode, dryRun } = settings
  const { addon, observed } = known
  const { steps, probe, heroku, proxy, past, now } = evidence
  const { plans, maintenance, database, databaseConfig } = heroku
  return withoutUndefined<Subject>({
    app: observed.app,
    mode,
    dryRun,
    addon: addon && addonFacts(addon, known, settings, plans?.known === true ? plans.value : undefined),
    handSetUrl: addon ? undefined : handSetUrl(observed, settings),
    config: configFacts(known, settings),
    probe,
    unprobed: probe ? undefined : whyUnprobed(known, settings),
    doneActions: new Set(steps.filter(({ done }) => done).map(({ action }) => action)),
    maintenance,
    database,
    databaseConfig,
    history: past,
    proxy,
    now,
  })
}

/** The config var that the new add-on would need, if it holds a Redis URL although no attachment owns it. */
function handSetUrl(observed: Observed, { plan }: StepSettings): string | undefined {
  const name = `${attachmentFor((plan ?? defaultPlan).service)}_URL`
  return isMeantAsRedisUrl(observed.config, name) && !ownedNames(observed).has(name) ? name : undefined
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

function configFacts(known: Known, settings: StepSettings): ConfigFacts | undefined {
  const { addon, observed } = known
  if (!addon) return undefined
  const { readerProblem } = sourcesOf(known, settings)
  const variables = desiredVars(known, settings).flatMap((each) => managedVar(each, observed.config))
  return withoutUndefined<ConfigFacts>({
    url: urlStateOf(addon, observed.config, settings.addon),
    variables,
    readerProblem,
  })
}

/** None while the value is not known. */
function managedVar(desired: DesiredVar, config: ConfigVars): readonly ManagedVar[] {
  const { name, side, field, value, source, kind } = desired
  if (!value || source === undefined) return []
  return [withoutUndefined<ManagedVar>({ name, state: stateOf(desired, config), side, field, source, kind })]
}

function whyUnprobed({ addon, observed }: Known, settings: StepSettings): string {
  if (!addon) return settings.dryRun ? 'there is no add-on yet' : 'there is no add-on'
  const url = urlStateOf(addon, observed.config, settings.addon)
  switch (url.state) {
    case 'missing':
      return url.configVars.length === 0 ? 'the add-on has no URL yet' : `${list(url.configVars)} is not set`
    case 'unreadable':
      return `the URL in ${url.configVar} cannot be read`
    case 'ok':
      // With a URL, a dry run tests the current endpoint, except with `probe-from: dyno`.
      return settings.dryRun ? 'a dry run starts no one-off dyno' : 'the config vars of the app name no endpoint'
  }
}
