import type { Finding } from '../checks/check.ts'
import type { PastPoint } from '../checks/past.ts'
import type { HerokuFacts } from '../state/heroku-facts.ts'
import { explainIn } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import type { Situation } from '../failure/situation.ts'
import type { EndpointFacts, ProbeFacts } from '../redis/facts.ts'
import type { LoginResult } from '../redis/try-login.ts'
import type { RedisAddon } from '../state/addon.ts'
import { desiredVars } from '../state/config-vars.ts'
import type { Known } from '../state/known.ts'
import { urlVarOf } from '../state/redis-url.ts'
import type { StepReport } from '../steps/progress.ts'
import type { StepSettings } from '../steps/settings.ts'
import type { Step } from '../steps/step.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type { Gathered } from './context.ts'
import { appReport, type AppOutcome } from './build.ts'
import type { AddonReport, AppReport, UrlKind } from './report.ts'
import type { AppResult } from './result.ts'

/** One app's run, also when it broke off. */
export interface AppRun {
  readonly app: string
  /** Absent: Heroku did not answer. */
  readonly known?: Known | undefined
  /** What the planner named first. */
  readonly planned: readonly Step[]
  readonly steps: readonly StepReport[]
  /** Heroku accepted a change. */
  readonly accepted: boolean
  readonly notes: readonly string[]
  readonly probe?: ProbeFacts | undefined
  readonly heroku: HerokuFacts
  /** After a rotation: whether the credentials from before still work. */
  readonly oldCredentials?: LoginResult['result'] | undefined
  readonly measured?: PastPoint | undefined
  readonly findings: readonly Finding[]
  readonly error?: Failure | undefined
  /** What else is known when something fails. */
  readonly more: Gathered
  /** Advice on the error is chosen by it. */
  readonly situation: Situation
  readonly durationMs: number
}

export function buildAppResult(settings: StepSettings, run: AppRun): AppResult {
  const {
    app,
    known,
    planned,
    steps,
    notes,
    probe,
    heroku,
    oldCredentials,
    findings,
    error,
    more,
    situation,
    durationMs,
  } = run
  const { written = [], release } = known ?? {}
  const { plans, maintenance, databaseConfig } = heroku
  const report = appReport(
    withoutUndefined<AppOutcome>({
      app,
      findings,
      steps,
      changedConfigVars: written.map(({ name }) => name),
      error: error && explainIn(error, situation),
      addon: known?.addon && addonReport(known.addon, known, settings),
      release: release?.version,
      probe,
      rotation: oldCredentials && { oldCredentials },
      urls: known && urlsReport(known, settings),
      maintenance: maintenance?.known === true ? maintenance.value : undefined,
      settings: databaseConfig?.known === true ? databaseConfig.value : undefined,
      metrics: more.metrics,
      context: more.context,
    }),
  )
  return withoutUndefined<AppResult>({
    report,
    findings,
    accepted: run.accepted,
    changes: settings.dryRun ? planned.flatMap((step) => (step.action === 'set-config' ? step.changes : [])) : written,
    latency: withoutUndefined<AppResult['latency']>({
      writer: roundTrips(probe?.writer),
      reader: roundTrips(probe?.reader),
    }),
    plans: plans?.known === true ? plans.value : undefined,
    notes,
    measured: run.measured,
    durationMs,
  })
}

/** An app that was never begun. */
export function failedAppResult(app: string, settings: StepSettings, error: Failure): AppResult {
  const nothing = {
    planned: [],
    steps: [],
    accepted: false,
    notes: [],
    heroku: {},
    findings: [],
    more: { context: [] },
    durationMs: 0,
  }
  return buildAppResult(settings, { ...nothing, app, error, situation: { app, mode: settings.mode } })
}

function roundTrips(facts: EndpointFacts | undefined): readonly number[] | undefined {
  return facts?.latency?.ok === true ? facts.latency.value.values : undefined
}

function addonReport(addon: RedisAddon, { created, observed }: Known, settings: StepSettings): AddonReport {
  const { id, name, app: owner, shared, plan, state, price } = addon
  const configVar = urlVarOf(addon, observed.config, settings.addon)
  return withoutUndefined<AddonReport>({ name, id, created, owner, shared, plan, state, configVar, price })
}

/** Absent where no `_URL` is managed, or none is set yet. */
function urlsReport(known: Known, settings: StepSettings): AppReport['urls'] {
  const kindOf = (side: 'writer' | 'reader'): UrlKind | undefined =>
    desiredVars(known, settings).find((each) => each.side === side && each.kind !== undefined)?.kind
  if (!settings.fields.includes('url') || !known.addon || settings.mode === 'remove') return undefined
  return withoutUndefined<NonNullable<AppReport['urls']>>({ writer: kindOf('writer'), reader: kindOf('reader') })
}
