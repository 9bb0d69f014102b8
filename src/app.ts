import { buildSubject } from './checks/build-subject.ts'
import type { CheckId, Finding } from './checks/check.ts'
import { judge } from './checks/judge.ts'
import { causeChain } from './failure/cause-chain.ts'
import type { Failure, FailureReason } from './failure/failure.ts'
import { toFailure } from './failure/to-failure.ts'
import { type PlanOffer, serviceOf } from './heroku/plans.ts'
import type { Inputs } from './inputs/settings.ts'
import type { ProbeFacts } from './redis/facts.ts'
import type { WantedFacts } from './redis/probe.ts'
import { buildAppResult } from './report/app-result.ts'
import { endpointLine, findingLines } from './report/log-lines.ts'
import type { AppResult } from './report/result.ts'
import { chosenAddon, type RedisAddon } from './state/addon.ts'
import type { VarChange } from './state/config-vars.ts'
import { type Endpoints, endpointsAsConfigured, endpointsAsWritten } from './state/endpoints.ts'
import { initiallyKnown, type Known } from './state/known.ts'
import { observe } from './state/observed.ts'
import { urlVarOf } from './state/redis-url.ts'
import { applySteps, describe } from './steps/apply.ts'
import type { StepContext } from './steps/context.ts'
import { planners } from './steps/planners.ts'
import { Progress } from './steps/progress.ts'
import { readService } from './steps/read-service.ts'
import { refuseUnknownPlan } from './steps/refusals.ts'
import type { Step } from './steps/step.ts'
import { withoutUndefined } from './utils/optional.ts'
import { now } from './utils/time.ts'

/** What one app's run works with. */
export interface AppContext extends Omit<StepContext, 'app' | 'settings' | 'progress'> {
  readonly inputs: Inputs
  /** The live plan list, read once for all apps of a run. */
  readonly plansOf: (service: string) => Promise<readonly PlanOffer[]>
  readonly docs: (reason: FailureReason) => string
}

/** One app: observe → plan → apply → probe → judge. Never rejects: whatever goes wrong is part of the result. */
export async function runApp(app: string, context: AppContext): Promise<AppResult> {
  const { inputs, log, signal } = context
  const started = now()
  const progress = new Progress(log)
  const stepContext: StepContext = { ...context, app, settings: inputs, progress }
  let planned: readonly VarChange[] | undefined
  let probe: ProbeFacts | undefined
  let plans: readonly PlanOffer[] | undefined
  let findings: readonly Finding[] = []
  let error: Failure | undefined
  try {
    const observed = await log.phase(`${app}: reading current state`, async () =>
      readService(await observeApp(stepContext), stepContext),
    )
    const plan = planners[inputs.mode](observed, inputs)
    progress.plan(plan.map(describe))
    planned = plan.flatMap((step) => (step.action === 'set-config' ? step.changes : []))
    const known = await (inputs.dryRun
      ? showSteps(plan, observed, context, progress)
      : takeSteps(observed, stepContext))
    const endpoints = inputs.mode === 'check' ? endpointsAsConfigured(known, inputs) : endpointsAsWritten(known, inputs)
    const reading = readPlans(known, stepContext, context)
    if (endpoints) probe = await log.phase(`${app}: testing both endpoints`, () => probeEndpoints(endpoints, context))
    plans = await reading
    const explained = await askDataService(known, probe, context)
    signal.throwIfAborted()
    const subject = buildSubject(explained, inputs, { steps: progress.steps, probe, plans, now: Date.now() })
    findings = judge(subject, inputs, context.docs)
    for (const line of findingLines(findings)) log.info(line)
  } catch (thrown) {
    error = toFailure(thrown)
    for (const line of causeChain(error)) log.info(line)
  }
  const { known, steps: done, notes } = progress
  const durationMs = now() - started
  return buildAppResult(app, inputs, { known, steps: done, planned, notes, probe, plans, findings, error, durationMs })
}

async function observeApp(context: StepContext): Promise<Known> {
  const { app, settings, api, log, progress } = context
  // Loaded while Heroku answers, so that it costs no time; not sooner, because the requests would leave that much later.
  const loading = setTimeout(() => void import('./redis/probe.ts'), 20)
  const observed = await observe(api, app).finally(() => clearTimeout(loading))
  progress.learn(initiallyKnown(observed, undefined))
  const chosen = chosenAddon(observed, settings)
  const known = progress.learn(
    initiallyKnown(
      observed,
      chosen?.shared && chosen.state === undefined ? await withForeignFacts(chosen, context) : chosen,
    ),
  )
  log.info(addonLine(known, settings))
  return known
}

function addonLine({ addon, observed }: Known, settings: StepContext['settings']): string {
  const { app, config } = observed
  if (!addon) return `${app} has no Redis add-on.`
  const { name, app: owner, plan, state, shared } = addon
  const url = urlVarOf(addon, config, settings.addon)
  const facts = `${plan ?? 'plan not known'}, ${state ?? 'state not known'}${shared ? `, shared from ${owner}` : ''}`
  return `${app} has ${name} (${facts}); ${url === undefined ? 'it has no URL yet' : `its URL is in ${url}`}.`
}

/** Plan and state of another app's add-on, where the token may see them. */
async function withForeignFacts(addon: RedisAddon, { api, progress }: StepContext): Promise<RedisAddon> {
  const attempt = await api.foreignAddon(addon.id)
  if (attempt.kind === 'done') return { ...attempt.value, shared: true, configVars: addon.configVars }
  progress.note(`Plan and state of ${addon.name} are not known: it belongs to another app. ${attempt.failure.message}`)
  return addon
}

async function takeSteps(known: Known, context: StepContext): Promise<Known> {
  const { app, settings, log, progress } = context
  if (settings.mode === 'check') return known
  if (progress.steps.length === 0) {
    log.info(`${app}: nothing to do.`)
    return known
  }
  return log.phase(`${app}: applying steps`, () => applySteps(known, context))
}

async function showSteps(
  plan: readonly Step[],
  known: Known,
  { plansOf, log }: AppContext,
  { steps }: Progress,
): Promise<Known> {
  await log.phase(`${known.observed.app}: planned steps (dry run)`, async () => {
    for (const { action, target, detail } of steps) log.info(`${action} ${target}: ${detail}`)
    for (const name of plan.flatMap(requestedPlans)) refuseUnknownPlan(name, await plansOf(serviceOf(name)))
  })
  return known
}

function requestedPlans(step: Step): readonly string[] {
  if (step.action === 'create-addon') return [step.plan]
  return step.action === 'change-plan' ? [step.to] : []
}

async function probeEndpoints({ writer, reader }: Endpoints, { inputs, signal, log }: AppContext): Promise<ProbeFacts> {
  const { probe } = await import('./redis/probe.ts')
  const { connectTimeoutMs, commandTimeoutMs, samples, tlsVerify, replicationLag } = inputs
  const facts = await probe({
    writer,
    reader,
    tlsVerify,
    connectTimeoutMs,
    commandTimeoutMs,
    // A lag over its limit is to be measured, not to be cut off as a time-out.
    lagTimeoutMs: Math.max(commandTimeoutMs, (replicationLag?.fail ?? 0) * 1.2),
    samples,
    facts: wantedFacts(inputs),
    ...(inputs.latency && { latencyFailMs: inputs.latency.fail }),
    signal,
    log,
  })
  log.info(`writer ${endpointLine(facts.writer)}`)
  log.info(`reader ${endpointLine(facts.reader)}`)
  return facts
}

/** What the checks that are to run need to know of Redis. */
function wantedFacts({ skipChecks, latency, replicationLag, dryRun }: Inputs): WantedFacts {
  const wants = (...ids: CheckId[]): boolean => ids.some((id) => !skipChecks.has(id))
  return {
    info: wants('role', 'read', 'replication', 'memory', 'eviction', 'connections', 'version', 'trend'),
    write: wants('write') && !dryRun,
    read: wants('read'),
    lag: wants('replication') && replicationLag !== null && !dryRun,
    latency: wants('latency') && latency !== null,
  }
}

/** For the plan check and the advice on its size. Never rejects: a missing price list is nobody's failure. */
async function readPlans(
  { addon }: Known,
  { progress }: StepContext,
  { inputs, plansOf }: AppContext,
): Promise<readonly PlanOffer[] | undefined> {
  const service = addon?.service
  if (service === undefined || inputs.skipChecks.has('plan')) return undefined
  try {
    return await plansOf(service)
  } catch (error) {
    const { reason, message } = toFailure(error)
    if (reason !== 'cancelled') progress.note(`The plan list of ${service} could not be read. ${message}`)
    return undefined
  }
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
