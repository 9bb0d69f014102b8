import { checkIds, type CheckId, type Finding } from './checks/check.ts'
import { judge } from './checks/judge.ts'
import type { AddonFacts, ConfigFacts, Subject } from './checks/subject.ts'
import { Failure, type FailureReason } from './failure.ts'
import type { ConfigVars, HerokuApi } from './heroku/api.ts'
import type { Log } from './log.ts'
import type { Endpoint, ProbeFacts } from './redis/facts.ts'
import { appReport } from './report/build.ts'
import { causeChain } from './report/failed.ts'
import type { AddonReport } from './report/report.ts'
import type { AppResult, PlanOffer } from './report/result.ts'
import type { Inputs } from './settings.ts'
import { type Account, newAccount, note } from './setup/account.ts'
import { applySteps, type Work } from './setup/apply.ts'
import { type ChosenAddon, urlVarOf } from './setup/choose.ts'
import { desiredVars, endpointAsConfigured, readerOf, sourcesOf, stateOf } from './setup/desired.ts'
import { observe } from './setup/observe.ts'
import { chosen, describe, planSteps, refuseUnknownPlan } from './setup/steps.ts'
import { now } from './time.ts'
import { asFailure } from './unexpected.ts'

export interface AppContext {
  readonly inputs: Inputs
  readonly api: HerokuApi
  readonly log: Log
  readonly signal: AbortSignal
  /** Registers what must never show; called before anything of it can reach the log. */
  readonly mask: (config: ConfigVars) => void
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
    const work: Work = { ...context, app, deadline: started + context.inputs.provisionTimeoutMs }
    await context.log.phase(`${app}: looking at what is there`, () => look(work, account))
    if (context.inputs.mode === 'setup') await setUp(work, account)
    const endpoints = endpointsOf(account, context.inputs)
    const plans = readPlans(context, account)
    if (endpoints) probe = await context.log.phase(`${app}: testing both endpoints`, () => test(endpoints, work))
    await Promise.all([plans, askDataService(probe, work, account)])
    findings = judge(subjectOf(app, account, probe, context.inputs), context.inputs, context.docs)
    for (const finding of findings) context.log.info(line(finding))
  } catch (thrown) {
    error = asFailure(thrown)
    for (const cause of causeChain(error)) context.log.info(cause)
  }
  return resultOf(app, account, { probe, findings, error, durationMs: now() - started })
}

async function look(work: Work, account: Account): Promise<void> {
  const { app, inputs, api, log } = work
  const observing = observe(api, app)
  // Loaded while Heroku answers: so the start-up time of a Redis client costs nobody anything.
  void import('./redis/probe.ts')
  const observed = await observing
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

async function setUp(work: Work, account: Account): Promise<void> {
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
      if (plan !== undefined) refuseUnknownPlan(plan, await work.api.plans(plan.split(':')[0] ?? ''))
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

async function test({ writer, reader }: Endpoints, { inputs, signal, log }: Work): Promise<ProbeFacts> {
  const { probe } = await import('./redis/probe.ts')
  const { connectTimeoutMs, commandTimeoutMs, samples, tlsVerify, replicationLag } = inputs
  return probe({
    writer,
    reader,
    tlsVerify,
    connectTimeoutMs,
    commandTimeoutMs,
    // A lag over its limit is to be measured, not to be cut off as a time-out.
    lagTimeoutMs: Math.max(commandTimeoutMs, (replicationLag?.fail ?? 0) * 1.2),
    samples,
    writes: !inputs.dryRun,
    checks: wantedChecks(inputs),
    signal,
    log,
  })
}

function wantedChecks(inputs: Inputs): ReadonlySet<CheckId> {
  const off: readonly CheckId[] = checkIds.filter(
    (id) =>
      (id === 'latency' && !inputs.latency) ||
      (id === 'memory' && !inputs.memory) ||
      (id === 'connections' && !inputs.connections),
  )
  return new Set(checkIds.filter((id) => !inputs.skipChecks.has(id) && !off.includes(id)))
}

/** For the plan check and the advice on its size; nobody fails because a price list was not to be had. */
async function readPlans({ inputs, plansOf, log }: AppContext, account: Account): Promise<void> {
  const service = account.addon?.service
  if (service === undefined || inputs.skipChecks.has('plan')) return
  try {
    account.plans = await plansOf(service)
  } catch (error) {
    if (!(error instanceof Failure) || error.reason === 'cancelled') throw error
    note(account, log, `The plan list of ${service} could not be read. ${error.message}`)
  }
}

/** Only when the server cannot be reached: then Heroku may know why. */
async function askDataService(probe: ProbeFacts | undefined, { api }: Work, account: Account): Promise<void> {
  const { addon } = account
  if (!probe || probe.writer.connect.ok || addon?.service !== 'heroku-redis') return
  const attempt = await api.dataWait(addon.name)
  if (attempt.kind === 'done') account.dataService = attempt.value
}

function subjectOf(app: string, account: Account, probe: ProbeFacts | undefined, inputs: Inputs): Subject {
  const { mode, dryRun } = inputs
  const config = configFacts(account, inputs)
  return {
    app,
    mode,
    dryRun,
    now: Date.now(),
    ...(account.addon ? { addon: addonFacts(account.addon, account, inputs) } : {}),
    ...(config ? { config } : {}),
    ...(probe ? { probe } : { unprobed: account.addon ? 'the add-on has no URL yet' : 'there is no add-on yet' }),
  }
}

function addonFacts(addon: ChosenAddon, { dataService, plans }: Account, { plan }: Inputs): AddonFacts {
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

function configFacts({ observed, addon, sources }: Account, inputs: Inputs): ConfigFacts | undefined {
  const source = addon && observed ? urlVarOf(addon, observed.config, inputs.addon) : undefined
  if (!observed || source === undefined) return undefined
  const variables = desiredVars(sources, inputs).map((each) => ({
    name: each.name,
    state: stateOf(each, observed.config),
  }))
  return { variables, source }
}

interface Outcome {
  readonly probe: ProbeFacts | undefined
  readonly findings: readonly Finding[]
  readonly error: Failure | undefined
  readonly durationMs: number
}

function resultOf(app: string, account: Account, { probe, findings, error, durationMs }: Outcome): AppResult {
  const { addon, steps, changedConfigVars, release, changes, plans, notes } = account
  const report = appReport({
    app,
    findings,
    steps,
    changedConfigVars,
    ...(error ? { error: error.explanation } : {}),
    ...(addon ? { addon: addonReport(addon, account) } : {}),
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

function addonReport(addon: ChosenAddon, { created, observed }: Account): AddonReport {
  const { id, name, plan, state, price } = addon
  const configVar = observed ? urlVarOf(addon, observed.config) : undefined
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

const marks = { pass: '✓', warn: '!', fail: '✗', skip: '-' } as const

function line({ status, id, target, message }: Finding): string {
  return `${marks[status]} ${id}${target === 'app' || target === 'pair' ? '' : ` (${target})`}: ${message}`
}
