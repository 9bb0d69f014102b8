import type { PlanOffer } from './heroku/plans.ts'
import type { CheckId, Finding } from './checks/check.ts'
import { judge } from './checks/judge.ts'
import { resultOf, subjectOf } from './report/conclude.ts'
import type { Failure, FailureReason } from './failure/failure.ts'
import type { Endpoint, ProbeFacts, WantedFacts } from './redis/facts.ts'
import { serviceOf } from './heroku/plans.ts'
import { causeChain } from './failure/cause-chain.ts'
import { endpointLine, findingLines } from './report/log-lines.ts'
import type { AppResult } from './report/result.ts'
import type { Inputs } from './inputs/settings.ts'
import { type Account, newAccount, note } from './steps/progress.ts'
import { applySteps } from './steps/apply.ts'
import { type ChosenAddon, urlVarOf } from './state/addon.ts'
import { endpointAsConfigured, readerOf, sourcesOf } from './state/config-vars.ts'
import { observe } from './state/observed.ts'
import { chosen, describe, planSteps, refuseUnknownPlan } from './steps/plan.ts'
import type { Work } from './steps/context.ts'
import { cancelled } from './failure/to-failure.ts'
import { now } from './utils/time.ts'
import { toFailure } from './failure/to-failure.ts'

/** What is the same for all apps of a run, but for the log and the deadline. */
export interface AppContext extends Omit<Work, 'app' | 'inputs'> {
  readonly inputs: Inputs
  /** The live plan list, read once for all apps of a run. */
  readonly plansOf: (service: string) => Promise<readonly PlanOffer[]>
  readonly docs: (reason: FailureReason) => string
}

/** One app from what is there to what is to be told of it. Never rejects: whatever goes wrong is part of the result. */
export async function runApp(app: string, context: AppContext): Promise<AppResult> {
  const started = now()
  const account = newAccount()
  let probe: ProbeFacts | undefined
  let findings: readonly Finding[] = []
  let error: Failure | undefined
  try {
    const work = { ...context, app }
    await context.log.phase(`${app}: looking at what is there`, () => look(work, account))
    if (context.inputs.mode === 'setup') await setUp(work, account, context)
    const endpoints = endpointsOf(account, context.inputs)
    const plans = readPlans(context, account)
    if (endpoints) probe = await context.log.phase(`${app}: testing both endpoints`, () => test(endpoints, work))
    await Promise.all([plans, askDataService(probe, work, account)])
    if (context.signal.aborted) throw cancelled()
    findings = judge(subjectOf(app, account, probe, context.inputs), context.inputs, context.docs)
    for (const told of findingLines(findings)) context.log.info(told)
  } catch (thrown) {
    error = toFailure(thrown)
    for (const cause of causeChain(error)) context.log.info(cause)
  }
  return resultOf(app, account, context.inputs, { probe, findings, error, durationMs: now() - started })
}

async function look(work: Work, account: Account): Promise<void> {
  const { app, inputs, api, log } = work
  // Loaded while Heroku answers, so that it costs no time; not sooner, for the requests would go out that much later.
  const loading = setTimeout(() => void import('./redis/probe.ts'), 20)
  const observed = await observe(api, app).finally(() => clearTimeout(loading))
  work.mask(observed.config)
  account.observed = observed
  const addon = chosen(observed, inputs)
  if (!addon) {
    log.info(`${app} has no Redis add-on.`)
    return
  }
  account.addon = addon.shared ? await withForeignFacts(addon, work, account) : addon
  const sources = sourcesOf(addon, observed.config, inputs)
  if (sources) account.sources = sources
  const { name, plan, state, shared } = account.addon
  const url = urlVarOf(addon, observed.config, inputs.addon)
  log.info(
    `${app} has ${name} (${plan ?? 'plan not known'}, ${state ?? 'state not known'}${shared ? ', shared from another app' : ''}); ${url === undefined ? 'it has no URL yet' : `its URL is in ${url}`}.`,
  )
}

/** Plan and state of another app's add-on, where the token may see them. */
async function withForeignFacts(addon: ChosenAddon, { api, log }: Work, account: Account): Promise<ChosenAddon> {
  const attempt = await api.foreignAddon(addon.id)
  if (attempt.kind !== 'done') {
    note(
      account,
      log,
      `Plan and state of ${addon.name} are not known: it belongs to another app. ${attempt.failure.message}`,
    )
    return addon
  }
  const { service, plan, state, price } = attempt.value
  return { ...addon, service, plan, state, ...(price ? { price } : {}) }
}

async function setUp(work: Work, account: Account, { plansOf }: AppContext): Promise<void> {
  const { app, inputs, log } = work
  if (!account.observed) return
  const steps = planSteps(account.observed, inputs)
  account.steps = steps.map(describe)
  if (steps.length === 0) {
    log.info(`${app}: nothing to do, everything is as it should be.`)
    return
  }
  if (!inputs.dryRun) {
    await log.phase(`${app}: setting up`, () => applySteps(steps, work, account))
    return
  }
  account.changes = steps.flatMap((step) => (step.action === 'set-config' ? step.changes : []))
  await log.phase(`${app}: what would be done (dry run)`, async () => {
    for (const { action, target, detail } of account.steps) log.info(`${action} ${target}: ${detail}`)
    for (const step of steps) {
      const plan = step.action === 'create-addon' || step.action === 'change-plan' ? step.plan : undefined
      if (plan !== undefined) refuseUnknownPlan(plan, await plansOf(serviceOf(plan)))
    }
  })
}

interface Endpoints {
  readonly writer: Endpoint
  readonly reader: Endpoint
}

/** `setup` tests what it has just written, `check` what the app's own variables name. */
function endpointsOf(account: Account, inputs: Inputs): Endpoints | undefined {
  const { sources, observed } = account
  if (inputs.mode === 'setup') {
    return sources ? { writer: sources.writer.endpoint, reader: sources.reader.endpoint } : undefined
  }
  if (!observed) return undefined
  const { config } = observed
  const otherReader = sources?.reader ?? readerOf(config, inputs)
  const writer = endpointAsConfigured(inputs.writerPrefix, sources?.writer, config, inputs)
  const reader = endpointAsConfigured(inputs.readerPrefix, otherReader, config, inputs)
  return writer && reader ? { writer, reader } : undefined
}

async function test({ writer, reader }: Endpoints, { inputs, signal, log }: AppContext): Promise<ProbeFacts> {
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

/** For the plan check and the advice on its size. Never rejects: nobody fails because a price list was not to be had. */
async function readPlans({ inputs, plansOf, log }: AppContext, account: Account): Promise<void> {
  const service = account.addon?.service
  if (service === undefined || inputs.skipChecks.has('plan')) return
  try {
    account.plans = await plansOf(service)
  } catch (error) {
    const { reason, message } = toFailure(error)
    if (reason !== 'cancelled') note(account, log, `The plan list of ${service} could not be read. ${message}`)
  }
}

/** Only when the server cannot be reached: then Heroku may know why. */
async function askDataService(probe: ProbeFacts | undefined, { api }: Work, account: Account): Promise<void> {
  const { addon } = account
  if (!probe || probe.writer.connect.ok || addon?.service !== 'heroku-redis') return
  const attempt = await api.dataWait(addon.name)
  if (attempt.kind === 'done') account.dataService = attempt.value
}
