import type { Finding } from '../checks/check.ts'
import { buildSubject } from '../checks/build-subject.ts'
import { situationOf } from '../checks/situation.ts'
import { explainIn } from '../failure/catalogue.ts'
import type { Explanation, Failure } from '../failure/failure.ts'
import type { PlanOffer } from '../heroku/plans.ts'
import type { EndpointFacts, ProbeFacts } from '../redis/facts.ts'
import type { RedisAddon } from '../state/addon.ts'
import { urlVarOf } from '../state/redis-url.ts'
import type { VarChange } from '../state/config-vars.ts'
import type { Known } from '../state/known.ts'
import type { StepReport } from '../steps/step.ts'
import type { StepSettings } from '../steps/settings.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { appReport, type AppOutcome } from './build.ts'
import type { AddonReport } from './report.ts'
import type { AppResult } from './result.ts'

/** One app's run, also when it broke off. */
export interface AppRun {
  /** Absent: Heroku did not answer. */
  readonly known?: Known | undefined
  readonly steps: readonly StepReport[]
  /** What a dry run would write. */
  readonly planned?: readonly VarChange[] | undefined
  readonly notes: readonly string[]
  readonly probe?: ProbeFacts | undefined
  readonly plans?: readonly PlanOffer[] | undefined
  readonly findings: readonly Finding[]
  readonly error?: Failure | undefined
  readonly durationMs: number
}

export function buildAppResult(app: string, settings: StepSettings, run: AppRun): AppResult {
  const { known, steps, planned = [], notes, probe, plans, findings, error, durationMs } = run
  const { addon, written = [], release } = known ?? {}
  const report = appReport(
    withoutUndefined<AppOutcome>({
      app,
      findings,
      steps,
      changedConfigVars: written.map(({ name }) => name),
      error: error && explain(error, app, settings, run),
      addon: addon && known && addonReport(addon, known, settings),
      release: release?.version,
      probe,
    }),
  )
  return withoutUndefined<AppResult>({
    report,
    findings,
    changes: settings.dryRun ? planned : written,
    latency: withoutUndefined<AppResult['latency']>({
      writer: roundTrips(probe?.writer),
      reader: roundTrips(probe?.reader),
    }),
    plans,
    notes,
    durationMs,
  })
}

function roundTrips(facts: EndpointFacts | undefined): readonly number[] | undefined {
  return facts?.latency?.ok === true ? facts.latency.value.values : undefined
}

function explain(error: Failure, app: string, settings: StepSettings, run: AppRun): Explanation {
  const { known, steps, probe, plans } = run
  if (!known) return explainIn(error, { app, mode: settings.mode })
  const subject = buildSubject(known, settings, { steps, probe, plans, now: Date.now() })
  return explainIn(error, situationOf(subject))
}

function addonReport(addon: RedisAddon, { created, observed }: Known, settings: StepSettings): AddonReport {
  const { id, name, app: owner, shared, plan, state, price } = addon
  const configVar = urlVarOf(addon, observed.config, settings.addon)
  return withoutUndefined<AddonReport>({ name, id, owner, shared, created, plan, state, configVar, price })
}
