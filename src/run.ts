import type { AppContext } from './app.ts'
import { causeChain } from './failure/cause-chain.ts'
import { toFailure } from './failure/to-failure.ts'
import { type ConfigVars, herokuApi } from './heroku/api.ts'
import { HerokuHttp } from './heroku/http.ts'
import { proxyFor } from './heroku/proxy-agent.ts'
import { type RunCommand, tokenOfCli } from './heroku/token.ts'
import { historyOf, pastOf } from './history/history.ts'
import { readState } from './history/state-file.ts'
import { type InputName, readInputs, readReportSettings } from './inputs/inputs.ts'
import { maskInputs } from './inputs/mask.ts'
import type { Inputs } from './inputs/settings.ts'
import { failedAppResult } from './report/app-result.ts'
import { runReport } from './report/build.ts'
import { docsBase, docsLink } from './report/docs.ts'
import { failedRun, publish } from './report/publish.ts'
import { recordHistory, type RecordedRun } from './report/record-history.ts'
import type { AppResult, RunResult } from './report/result.ts'
import { verdict } from './report/verdict.ts'
import { createFleetLog, createLog, createProgress } from './runner/log.ts'
import { maskPassword, maskRedisUrl, maskToken } from './runner/masking.ts'
import type { Runner } from './runner/runner.ts'
import { createScrubber, type Scrubber } from './runner/scrubber.ts'
import { startApp } from './start-app.ts'
import { type Discovery, findFleet, type FleetApp } from './state/fleet.ts'
import { withMasking } from './state/masking.ts'
import { configName } from './state/settings.ts'
import { mapAdaptive } from './utils/concurrency.ts'
import { logLine } from './utils/escape.ts'
import { measureEventLoopLag } from './utils/event-loop-lag.ts'
import type { Log } from './utils/log.ts'
import { collectGarbageSooner } from './utils/memory.ts'
import { withoutUndefined } from './utils/optional.ts'
import type { Clock } from './utils/time.ts'

/** Redis connections at the same time: enough to hide the latency of the network. */
export const connectionsAtOnce = 64
/** A quarter begins; on a slow processor it comes down to an eighth. */
const firstShare = 1 / 4
const leastShare = 1 / 8

export interface RunContext {
  readonly runner: Runner
  /** Aborts at SIGINT and SIGTERM. */
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly command: RunCommand
  /** Where report files must stay. */
  readonly workspace: string
}

/** Inputs → apps → report. Never rejects. */
export async function run(context: RunContext): Promise<void> {
  const { runner, signal, clock, workspace } = context
  const startedAt = new Date().toISOString()
  const started = clock.now()
  const read = (name: InputName): string => runner.input(name)
  const scrubber = createScrubber(runner)
  const audience = { runner, workspace, redact: (text: string) => scrubber.redact(text) }
  // The inputs for reports are read first, so that they apply even when other inputs are invalid.
  let settings = readReportSettings(() => '', workspace)
  let result: RunResult
  try {
    maskInputs(read, runner.env, scrubber)
    settings = readReportSettings(read, workspace)
    const inputs = readInputs(read, runner.env, workspace)
    const place = inputs.stateFile === undefined ? undefined : { path: inputs.stateFile, workspace }
    const before = place && (await readState(place))
    for (const note of before?.notes ?? []) runner.line(logLine(note))
    const past = (app: string): AppContext['past'] => before && pastOf(historyOf(before.state, app))
    const { apps: results, discovery } = await runApps(inputs, context, scrubber, past)
    const recorded: RecordedRun = place
      ? await recordHistory(results, inputs, place, Date.now())
      : { apps: results, notes: [] }
    for (const note of recorded.notes) runner.line(logLine(note))
    const { apps } = recorded
    const report = runReport({
      mode: inputs.mode,
      dryRun: inputs.dryRun,
      startedAt,
      durationMs: clock.now() - started,
      apps: apps.map((app) => app.report),
      ...(discovery && { discovery }),
    })
    const { state, failure: problem } = recorded
    const { latency, replicationLag, memory, connections } = inputs
    const limits = { latency, replicationLag, memory, connections }
    result = withoutUndefined<RunResult>({ report, apps, cancelled: signal.aborted, state, limits, problem })
  } catch (error) {
    const failed = toFailure(error)
    // The last line of the log shows the message; the causes are logged only here.
    for (const line of causeChain(failed).slice(1)) runner.line(scrubber.redact(line))
    result = failedRun(failed, { ...settings, startedAt, durationMs: clock.now() - started })
  }
  await publish(result, settings, audience)
}

interface FleetResult {
  readonly apps: readonly AppResult[]
  readonly discovery?: Discovery
}

/** @throws Failure when there is no app to report on */
async function runApps(
  inputs: Inputs,
  context: RunContext,
  scrubber: Scrubber,
  past: (app: string) => AppContext['past'],
): Promise<FleetResult> {
  if (inputs.apps.length > connectionsAtOnce || inputs.apps.some(({ kind }) => kind !== 'app')) collectGarbageSooner()
  let http: HerokuHttp
  try {
    http = await connectToHeroku(inputs, context, scrubber)
  } catch (thrown) {
    const error = toFailure(thrown)
    const named = inputs.apps.flatMap((each) => (each.kind === 'app' ? [each.app] : []))
    if (named.length === 0) throw error
    return { apps: named.map((app) => failedAppResult(app, inputs, error)) }
  }
  const { clock } = context
  const plansOf = planLists(http, inputs, context)
  const incidents = once(() => herokuApi(http, inputs, createLog(context.runner), clock.now()).currentStatus())
  const mask = (config: ConfigVars): void => maskConfig(scrubber, config, inputs)
  const log = createLog(context.runner)
  const deadline = clock.now() + inputs.provisionTimeoutMs
  const rotations: AppContext['rotations'] = new Map()
  const lag = measureEventLoopLag()
  try {
    const fleet = await findFleet(inputs.apps, inputs, herokuApi(http, inputs, log, deadline), log)
    const names = fleet.apps.map(({ app }) => app)
    scrubber.allow(names)
    const progress = createProgress(context.runner, fleet.apps.length)
    // A separate reader needs a second connection.
    const appsAtOnce = connectionsAtOnce / (inputs.reader.kind === 'writer' ? 1 : 2)
    const limits = {
      first: appsAtOnce * firstShare,
      least: appsAtOnce * leastShare,
      most: appsAtOnce,
      lagMs: () => lag.lagMs(),
      onBusy: () => {
        log.info('The processor of this runner is busy: fewer apps are checked at the same time.')
      },
    }
    const apps = await mapAdaptive(fleet.apps, limits, async (each) => {
      const { app } = each
      const fleetLog = fleet.apps.length > 1 ? createFleetLog(context.runner, app) : undefined
      const shared = { fleetLog, plansOf, incidents, mask, apps: names, rotations, past: past(app) }
      const result = await startApp(app, appContext(http, inputs, context, each, shared))
      fleetLog?.close(verdict(result, inputs))
      if (fleetLog) progress.done(result.report.status)
      return result
    })
    return withoutUndefined<FleetResult>({ apps, discovery: fleet.discovery })
  } finally {
    lag.stop()
    http.close()
  }
}

async function connectToHeroku(
  inputs: Inputs,
  { runner, signal, clock, command }: RunContext,
  scrubber: Scrubber,
): Promise<HerokuHttp> {
  const token = inputs.apiKey ?? (await tokenOfCli(command, signal))
  maskToken(scrubber, token)
  const scrub = (text: string): string => scrubber.scrub(text)
  return new HerokuHttp({ token, signal, userAgent: 'heroku-redis-action', log: createLog(runner), scrub, clock })
}

function appContext(
  http: HerokuHttp,
  inputs: Inputs,
  { runner, signal, clock }: RunContext,
  { discovered, listed }: FleetApp,
  shared: Pick<AppContext, 'plansOf' | 'incidents' | 'apps' | 'rotations'> & {
    readonly past: AppContext['past'] | undefined
    readonly fleetLog: Log | undefined
    readonly mask: (config: ConfigVars) => void
  },
): AppContext {
  const { fleetLog: log = createLog(runner), plansOf, incidents, mask, apps, rotations, past } = shared
  const deadline = clock.now() + inputs.provisionTimeoutMs
  const base = docsBase(runner.env)
  return withoutUndefined<AppContext>({
    inputs: discovered ? { ...inputs, discovered } : inputs,
    listed,
    api: withMasking(herokuApi(http, inputs, log, deadline), mask),
    log,
    signal,
    deadline,
    clock,
    wallTime: Date.now,
    plansOf,
    incidents,
    apps,
    rotations,
    past,
    docs: (reason) => docsLink(base, reason),
    proxy: usesProxy(inputs.apiUrl),
  })
}

/** Asks at the first call; later calls get the same answer. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => (answer ??= ask())
}

/** An invalid proxy variable counts as a proxy. */
function usesProxy(url: string): boolean {
  try {
    return proxyFor(new URL(url)) !== undefined
  } catch {
    return true
  }
}

/** Each service's plan list, read once for all apps. */
function planLists(http: HerokuHttp, inputs: Inputs, { runner, clock }: RunContext): AppContext['plansOf'] {
  const api = herokuApi(http, inputs, createLog(runner), clock.now() + inputs.provisionTimeoutMs)
  const lists = new Map<string, ReturnType<AppContext['plansOf']>>()
  const read: AppContext['plansOf'] = async (service) => {
    try {
      return { known: true, value: await api.plans(service) }
    } catch (error) {
      const failure = toFailure(error)
      return { known: false, why: failure.message.replace(/\.$/, ''), failure }
    }
  }
  return (service) => {
    const list = lists.get(service) ?? read(service)
    lists.set(service, list)
    return list
  }
}

/**
 * Masks everything that looks like a Redis URL, and the current passwords in the managed config vars, even if stale.
 */
function maskConfig(scrubber: Scrubber, config: ConfigVars, { writerPrefix, readerPrefix }: Inputs): void {
  for (const [name, value] of config) {
    // A URL that is malformed, quoted or has another scheme is still a secret.
    if (/redis|valkey/i.test(name) || /^\W*(?:redis|valkey)/i.test(value.reveal())) maskRedisUrl(scrubber, value)
  }
  for (const prefix of [writerPrefix, readerPrefix]) {
    const password = config.get(configName(prefix, 'password'))
    if (password) maskPassword(scrubber, password, config.get(configName(prefix, 'username'))?.reveal())
  }
}
