import { buildSubject } from './checks/build-subject.ts'
import type { Finding } from './checks/check.ts'
import { currentPoint } from './checks/current-point.ts'
import type { PastPoint } from './checks/past.ts'
import { factsNeeded, herokuFactsNeeded, judge } from './checks/judge.ts'
import { situationOf } from './checks/situation.ts'
import { failure } from './failure/catalogue.ts'
import type { Failure, FailureReason } from './failure/failure.ts'
import { toFailure } from './failure/to-failure.ts'
import { serviceOf } from './heroku/plans.ts'
import type { Inputs } from './inputs/settings.ts'
import { sameEndpoint } from './redis/endpoint.ts'
import type { ProbeFacts } from './redis/facts.ts'
import { probe } from './redis/probe.ts'
import type { LoginResult } from './redis/try-login.ts'
import { buildAppResult } from './report/app-result.ts'
import { type ContextSources, type Ended, gatherContext, readAddonLog } from './report/context.ts'
import { endpointLines, errorLines, findingLines } from './report/log-lines.ts'
import type { AppResult } from './report/result.ts'
import { type Endpoints, endpointsAsConfigured, endpointsAsWritten } from './state/endpoints.ts'
import { askHeroku, factsOfService, type HerokuFacts, type HerokuFactsContext } from './state/heroku-facts.ts'
import { type Known, mayMoveUrl, withConfig } from './state/known.ts'
import { applySteps, describe } from './steps/apply.ts'
import type { StepContext } from './steps/context.ts'
import { dynoSources } from './steps/dyno-source.ts'
import { tryOldCredentials } from './steps/old-credentials.ts'
import { planners } from './steps/planners.ts'
import { refuseTakenName, refuseUnknownPlan } from './steps/refusals.ts'
import type { Step } from './steps/step.ts'
import { timeLimit } from './utils/abort.ts'
import { withoutUndefined } from './utils/optional.ts'

/** What one app's run works with. */
export interface AppContext
  extends
    Omit<StepContext, 'app' | 'settings' | 'progress'>,
    Pick<HerokuFactsContext, 'plansOf'>,
    Pick<ContextSources, 'incidents'> {
  readonly inputs: Inputs
  readonly docs: (reason: FailureReason) => string
  /** The runner reaches Heroku through an HTTP proxy. */
  readonly proxy: boolean
  /** What earlier runs measured of this app; absent: no `state-file`. */
  readonly past?: readonly PastPoint[]
}

/** What `start-app.ts` has begun. */
export interface StartedApp {
  readonly stepContext: StepContext
  /** Current state, being read. */
  readonly observing: Promise<Known>
  /** On the clock. */
  readonly startedAt: number
}

/** One app: observe → plan → apply → probe → judge. Never rejects: whatever goes wrong is part of the result. */
export async function runApp(
  { stepContext, observing, startedAt }: StartedApp,
  context: AppContext,
): Promise<AppResult> {
  const { inputs, log, signal, clock, wallTime } = context
  const { app, progress } = stepContext
  let planned: readonly Step[] = []
  let tested: ProbeFacts | undefined
  let oldCredentials: LoginResult['result'] | undefined
  let heroku: HerokuFacts = {}
  let findings: readonly Finding[] = []
  let error: Failure | undefined
  let addonLog: Ended['log']
  const subjectOf = (known: Known) =>
    buildSubject(known, inputs, {
      steps: progress.steps,
      probe: tested,
      heroku,
      proxy: context.proxy,
      past: context.past,
      now: wallTime(),
    })
  try {
    const observed = await observing
    planned = planners[inputs.mode](observed, inputs)
    progress.plan(planned.map(describe))
    let known = await (inputs.dryRun
      ? showSteps(planned, observed, stepContext, context.plansOf)
      : takeSteps(observed, stepContext))
    // After a removal there is nothing to test.
    if (inputs.mode !== 'remove') {
      const pending = askHeroku(
        known.addon,
        herokuFactsNeeded(inputs),
        context,
        progress.steps.length === 0 ? known.service : {},
      )
      addonLog = startAddonLog(app, known, context)
      tested = await probeEndpoints(known, context)
      const moved = await followUrl(known, tested, stepContext)
      if (moved) {
        known = moved
        tested = await probeEndpoints(known, context)
      }
      oldCredentials = await tryOldCredentials(known, inputs, stepContext)
      heroku = await pending.settled(timeLimit(patienceMs[inputs.failOn], signal))
      known = await askDataService(known, tested, context)
      // What a cancel cut off is nobody's fault.
      signal.throwIfAborted()
      for (const note of plansNote(heroku, known)) progress.note(note)
    }
    signal.throwIfAborted()
    findings = judge(subjectOf(known), inputs, context.docs)
    for (const line of findingLines(findings)) log.info(line)
  } catch (thrown) {
    error = toFailure(thrown)
    for (const line of errorLines(error)) log.info(line)
  }
  const { known, steps, notes, accepted } = progress
  if (error && known) heroku = { ...factsOfService(known.service), ...heroku }
  const { maintenance } = heroku
  const more = await gatherContext(
    { app, addon: known?.addon, error, findings, maintenance, log: addonLog },
    inputs,
    context,
  )
  const subject = known && subjectOf(known)
  const situation = subject ? situationOf(subject) : { app, mode: inputs.mode }
  const durationMs = clock.now() - startedAt
  return buildAppResult(inputs, {
    app,
    known,
    steps,
    accepted,
    planned,
    notes,
    probe: tested,
    heroku,
    oldCredentials,
    measured: subject && currentPoint(subject),
    findings,
    error,
    more,
    situation,
    durationMs,
  })
}

/** `logs: always`: read while Redis is tested, so that it takes no time of its own. */
function startAddonLog(app: string, { addon }: Known, { inputs, api }: AppContext): Ended['log'] {
  return inputs.logs === 'always' && addon?.service === 'heroku-redis' ? readAddonLog(app, addon, api) : undefined
}

/** How long an answer of Heroku that only informs is waited for after the tests: a gate must know, other runs need not. */
const patienceMs = { error: 300, warning: 5_000, never: 300 } as const

async function takeSteps(known: Known, context: StepContext): Promise<Known> {
  const { app, settings, log, progress } = context
  if (settings.mode === 'check') return known
  if (progress.steps.length === 0) {
    log.info(`${app}: nothing to do.`)
    return known
  }
  return log.phase(`${app}: applying steps`, () => applySteps(known, context))
}

/** A dry run: prints the steps, and refuses what Heroku would refuse. */
async function showSteps(
  planned: readonly Step[],
  known: Known,
  { app, log, progress }: StepContext,
  plansOf: AppContext['plansOf'],
): Promise<Known> {
  await log.phase(`${app}: planned steps (dry run)`, async () => {
    for (const { action, target, detail } of progress.steps) log.info(`${action} ${target}: ${detail}`)
    for (const step of planned) {
      if (step.action === 'create-addon') refuseTakenName(step.attachment, known.observed)
      const plan = step.action === 'create-addon' ? step.plan : step.action === 'change-plan' ? step.to : undefined
      if (plan === undefined) continue
      const offers = await plansOf(serviceOf(plan))
      if (!offers.known)
        throw offers.failure ?? failure('heroku-unavailable', `The plan list could not be read: ${offers.why}.`)
      refuseUnknownPlan(plan, offers.value)
    }
  })
  return known
}

/** `setup` tests what it has just written, `check` what the app's own variables name. */
async function probeEndpoints(known: Known, context: AppContext): Promise<ProbeFacts | undefined> {
  const { inputs, log } = context
  const { app } = known.observed
  // A dyno costs money, and a dry run does nothing.
  if (inputs.probeFrom === 'dyno' && inputs.dryRun) return undefined
  const endpoints = inputs.mode === 'check' ? endpointsAsConfigured(known, inputs) : endpointsAsWritten(known, inputs)
  return endpoints && log.phase(`${app}: testing both endpoints`, () => connect(app, endpoints, context))
}

async function connect(app: string, { writer, reader }: Endpoints, context: AppContext): Promise<ProbeFacts> {
  const { inputs, signal, clock, log } = context
  const { connectTimeoutMs, commandTimeoutMs, samples, tlsVerify, replicationLag, latency, dryRun } = inputs
  const needed = factsNeeded(inputs)
  const facts = await probe({
    writer,
    reader,
    tlsVerify,
    connectTimeoutMs,
    commandTimeoutMs,
    // A lag over its limit is to be measured, not to be cut off as a time-out.
    lagTimeoutMs: Math.max(commandTimeoutMs, (replicationLag?.fail ?? 0) * 1.2),
    samples,
    ...(latency && { latencyFailMs: latency.fail }),
    facts: {
      info: needed.has('info'),
      write: needed.has('write') && !dryRun,
      read: needed.has('read'),
      lag: needed.has('lag') && !dryRun,
      latency: needed.has('latency'),
    },
    ...(inputs.probeFrom === 'dyno' && {
      openSource: dynoSources({ ...context, app }, sameEndpoint(writer, reader) ? 1 : 2),
    }),
    signal,
    clock,
    log,
  })
  for (const line of endpointLines(facts)) log.info(line)
  return facts
}

/**
 * Heroku may move the URL some time after a step, or somebody may rotate the credentials at any moment: then what was
 * written and tested is old. Undefined: it is not.
 */
async function followUrl(
  known: Known,
  probe: ProbeFacts | undefined,
  context: StepContext,
): Promise<Known | undefined> {
  const { app, settings, api, log, progress, signal } = context
  const isOutOfReach = settings.mode === 'setup' && probe !== undefined && !isConnected(probe)
  if (settings.dryRun || !(mayMoveUrl(known) || isOutOfReach)) return undefined
  const config = await api.configVars(app).catch((error: unknown) => {
    // What was found out about Redis is worth more than this failure.
    if (mayMoveUrl(known) || signal.aborted) throw error
    return known.observed.config
  })
  const seen = progress.learn(withConfig(known, config))
  if (planners[settings.mode](seen, settings).length === 0) return undefined
  return log.phase(`${app}: following the URL, which has moved`, () => applySteps(seen, context))
}

function isConnected({ writer, reader }: ProbeFacts): boolean {
  return writer.connect.ok && reader.connect.ok
}

function plansNote({ plans }: HerokuFacts, { addon }: Known): readonly string[] {
  return plans?.known === false ? [`The plan list of ${addon?.service ?? ''} could not be read: ${plans.why}.`] : []
}

/** Only when the server cannot be reached: then Heroku may know why. */
async function askDataService(known: Known, probe: ProbeFacts | undefined, { api }: AppContext): Promise<Known> {
  const { addon } = known
  if (!probe || probe.writer.connect.ok || addon?.service !== 'heroku-redis') return known
  const attempt = await api.dataWait(addon.name)
  return withoutUndefined<Known>({
    ...known,
    dataService: attempt.kind === 'done' ? attempt.value : known.dataService,
  })
}
