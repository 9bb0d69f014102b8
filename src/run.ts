import { configName } from './state/settings.ts'
import type { PlanOffer } from './heroku/plans.ts'
import { runApp } from './app.ts'
import type { Failure, FailureReason } from './failure/failure.ts'
import { type ConfigVars, herokuApi } from './heroku/api.ts'
import { HerokuHttp } from './heroku/http.ts'
import { type RunCommand, tokenOfCli } from './heroku/token.ts'
import { readInputs } from './inputs/inputs.ts'
import { mapLimit } from './utils/concurrency.ts'
import { appReport, runReport } from './report/build.ts'
import { docsBase, docsLink } from './report/docs.ts'
import { createFleetLog, createLog, createProgress } from './runner/log.ts'
import { maskPassword, maskRedisUrl, maskToken } from './runner/masking.ts'
import { publish, publishFailure } from './report/publish.ts'
import type { AppResult, RunResult } from './report/result.ts'
import { verdict } from './report/verdict.ts'
import type { Runner } from './runner/runner.ts'
import { Secret } from './utils/secret.ts'
import type { Inputs } from './inputs/settings.ts'
import { now } from './utils/time.ts'
import { toFailure } from './failure/to-failure.ts'

/**
 * Apps worked on at the same time: enough to hide the network's latency, few enough to stay a good guest. Three requests
 * each stay below the reserve of the rate limit, so that those already under way cannot use it up.
 */
const appsAtOnce = 32

export interface World {
  readonly runner: Runner
  /** Aborts at SIGINT and SIGTERM. */
  readonly signal: AbortSignal
  readonly command: RunCommand
  /** Where report files must stay. */
  readonly workspace: string
}

/** The whole story: inputs → apps → report. Never rejects. */
export async function run(world: World): Promise<void> {
  const { runner, signal, workspace } = world
  const startedAt = new Date().toISOString()
  const started = now()
  try {
    maskInputs(runner)
    const inputs = readInputs((name) => runner.input(name), runner.env, workspace)
    const apps = await runApps(inputs, world)
    const { mode, dryRun } = inputs
    const report = runReport({
      mode,
      dryRun,
      startedAt,
      durationMs: now() - started,
      apps: apps.map((app) => app.report),
    })
    const result: RunResult = { report, apps, cancelled: signal.aborted }
    await publish(result, inputs, runner, workspace)
  } catch (error) {
    await publishFailure(toFailure(error), { startedAt, durationMs: now() - started }, runner)
  }
}

/** Before anything else can be said: what GitHub may not know to be secret. */
function maskInputs(runner: Runner): void {
  for (const token of [runner.input('api-key'), runner.env['HEROKU_API_KEY']?.trim() ?? '']) {
    if (token !== '') maskToken(runner, new Secret(token))
  }
  const reader = runner.input('reader')
  if (reader.includes('://')) maskRedisUrl(runner, new Secret(reader))
}

async function runApps(inputs: Inputs, world: World): Promise<readonly AppResult[]> {
  const { runner, signal } = world
  const log = createLog(runner)
  const apps = inputs.apps.flatMap((each) => (each.kind === 'app' ? [each.app] : []))
  let http: HerokuHttp
  try {
    const token = inputs.apiKey ?? (await tokenOfCli(world.command, signal))
    maskToken(runner, token)
    http = new HerokuHttp({
      token,
      signal,
      userAgent: 'heroku-redis-action',
      log,
    })
  } catch (error) {
    const failed = toFailure(error)
    return apps.map((app) => failedApp(app, failed))
  }
  const shared = herokuApi(http, inputs, log, now() + inputs.provisionTimeoutMs)
  const plans = new Map<string, Promise<readonly PlanOffer[]>>()
  const plansOf = (service: string): Promise<readonly PlanOffer[]> => {
    const known = plans.get(service) ?? shared.plans(service)
    plans.set(service, known)
    return known
  }
  const base = docsBase(runner.env)
  const docs = (reason: FailureReason): string => docsLink(base, reason)
  const mask = (config: ConfigVars): void => {
    maskConfig(runner, config, inputs)
  }
  const fleet = apps.length > 1
  const progress = createProgress(runner, apps.length)
  try {
    return await mapLimit(apps, appsAtOnce, async (app) => {
      const fleetLog = fleet ? createFleetLog(runner, app) : undefined
      const appLog = fleetLog ?? log
      const deadline = now() + inputs.provisionTimeoutMs
      const api = herokuApi(http, inputs, appLog, deadline)
      const result = await runApp(app, { inputs, api, log: appLog, signal, deadline, mask, plansOf, docs })
      if (fleetLog) {
        fleetLog.close(verdict(result, inputs))
        progress.done(result.report.status)
      }
      return result
    })
  } finally {
    http.close()
  }
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

function failedApp(app: string, error: Failure): AppResult {
  const report = appReport({ app, findings: [], steps: [], changedConfigVars: [], error: error.explanation })
  return { report, findings: [], changes: [], latency: {}, notes: [], durationMs: 0 }
}
