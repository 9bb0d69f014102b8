import { type AppContext, runApp } from './app.ts'
import type { FailureReason } from './failure/failure.ts'
import { toFailure } from './failure/to-failure.ts'
import { type ConfigVars, herokuApi } from './heroku/api.ts'
import { HerokuHttp } from './heroku/http.ts'
import type { PlanOffer } from './heroku/plans.ts'
import { type RunCommand, tokenOfCli } from './heroku/token.ts'
import { readInputs } from './inputs/inputs.ts'
import type { Inputs } from './inputs/settings.ts'
import { buildAppResult } from './report/app-result.ts'
import { runReport } from './report/build.ts'
import { docsBase, docsLink } from './report/docs.ts'
import { publish, publishFailure } from './report/publish.ts'
import type { AppResult } from './report/result.ts'
import { verdict } from './report/verdict.ts'
import { createFleetLog, createLog, createProgress } from './runner/log.ts'
import { maskPassword, maskRedisUrl, maskToken } from './runner/masking.ts'
import type { Runner } from './runner/runner.ts'
import { withMasking } from './state/masking.ts'
import { configName } from './state/settings.ts'
import { mapLimit } from './utils/concurrency.ts'
import type { Log } from './utils/log.ts'
import { Secret } from './utils/secret.ts'
import { now, systemClock } from './utils/time.ts'

/**
 * Apps worked on at the same time: enough to hide the network's latency, few enough to stay a good guest. Three requests
 * each stay below the reserve of the rate limit, so that those already under way cannot use it up.
 */
const appsAtOnce = 32

export interface RunContext {
  readonly runner: Runner
  /** Aborts at SIGINT and SIGTERM. */
  readonly signal: AbortSignal
  readonly command: RunCommand
  /** Where report files must stay. */
  readonly workspace: string
}

/** Inputs → apps → report. Never rejects. */
export async function run(context: RunContext): Promise<void> {
  const { runner, signal, workspace } = context
  const startedAt = new Date().toISOString()
  const started = now()
  try {
    maskInputs(runner)
    const inputs = readInputs((name) => runner.input(name), runner.env, workspace)
    const apps = await runApps(inputs, context)
    const { mode, dryRun } = inputs
    const durationMs = now() - started
    const report = runReport({ mode, dryRun, startedAt, durationMs, apps: apps.map((app) => app.report) })
    await publish({ report, apps, cancelled: signal.aborted }, inputs, runner, workspace)
  } catch (error) {
    await publishFailure(toFailure(error), { startedAt, durationMs: now() - started }, runner)
  }
}

async function runApps(inputs: Inputs, context: RunContext): Promise<readonly AppResult[]> {
  const apps = inputs.apps.flatMap((each) => (each.kind === 'app' ? [each.app] : []))
  let http: HerokuHttp
  try {
    http = await connectToHeroku(inputs, context)
  } catch (thrown) {
    const error = toFailure(thrown)
    return apps.map((app) => buildAppResult(app, inputs, { steps: [], notes: [], findings: [], error, durationMs: 0 }))
  }
  const progress = createProgress(context.runner, apps.length)
  const plansOf = planLists(http, inputs, context)
  try {
    return await mapLimit(apps, appsAtOnce, async (app) => {
      const fleetLog = apps.length > 1 ? createFleetLog(context.runner, app) : undefined
      const result = await runApp(app, appContext(http, inputs, context, fleetLog, plansOf))
      fleetLog?.close(verdict(result, inputs))
      if (fleetLog) progress.done(result.report.status)
      return result
    })
  } finally {
    http.close()
  }
}

async function connectToHeroku(inputs: Inputs, { runner, signal, command }: RunContext): Promise<HerokuHttp> {
  const token = inputs.apiKey ?? (await tokenOfCli(command, signal))
  maskToken(runner, token)
  return new HerokuHttp({ token, signal, userAgent: 'heroku-redis-action', log: createLog(runner) })
}

function appContext(
  http: HerokuHttp,
  inputs: Inputs,
  { runner, signal }: RunContext,
  fleetLog: Log | undefined,
  plansOf: AppContext['plansOf'],
): AppContext {
  const log = fleetLog ?? createLog(runner)
  const deadline = now() + inputs.provisionTimeoutMs
  const api = withMasking(herokuApi(http, inputs, log, deadline), (config) => maskConfig(runner, config, inputs))
  const base = docsBase(runner.env)
  const docs = (reason: FailureReason): string => docsLink(base, reason)
  return { inputs, api, log, signal, deadline, clock: systemClock, wallTime: Date.now, plansOf, docs }
}

/** Each service's plan list, read once for all apps. */
function planLists(http: HerokuHttp, inputs: Inputs, { runner }: RunContext): AppContext['plansOf'] {
  const api = herokuApi(http, inputs, createLog(runner), now() + inputs.provisionTimeoutMs)
  const lists = new Map<string, Promise<readonly PlanOffer[]>>()
  return (service) => {
    const known = lists.get(service) ?? api.plans(service)
    lists.set(service, known)
    return known
  }
}

/** Before anything else is logged: what GitHub may not know to be secret. */
function maskInputs(runner: Runner): void {
  for (const token of [runner.input('api-key'), runner.env['HEROKU_API_KEY']?.trim() ?? '']) {
    if (token !== '') maskToken(runner, new Secret(token))
  }
  const reader = runner.input('reader')
  if (reader.includes('://')) maskRedisUrl(runner, new Secret(reader))
}

/** Whatever looks like a Redis URL, and what our own variables hold now: an old password is still a password. */
function maskConfig(runner: Runner, config: ConfigVars, { writerPrefix, readerPrefix }: Inputs): void {
  for (const value of config.values()) {
    if (/^\s*rediss?:\/\//i.test(value.reveal())) maskRedisUrl(runner, value)
  }
  for (const prefix of [writerPrefix, readerPrefix]) {
    const password = config.get(configName(prefix, 'password'))
    if (password) maskPassword(runner, password, config.get(configName(prefix, 'username'))?.reveal())
  }
}
