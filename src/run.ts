import { configName } from './state/settings.ts'
import type { PlanOffer } from './heroku/plans.ts'
import { runApp } from './app.ts'
import type { Failure, FailureReason } from './failure/failure.ts'
import { type ConfigVars, herokuApi } from './heroku/api.ts'
import { HerokuHttp } from './heroku/http.ts'
import { type RunCommand, tokenOfCli } from './heroku/token.ts'
import { type InputName, readInputs, readReportSettings } from './inputs/inputs.ts'
import { maskInputs } from './inputs/mask.ts'
import { mapLimit } from './utils/concurrency.ts'
import { appReport, runReport } from './report/build.ts'
import { docsBase, docsLink } from './report/docs.ts'
import { createFleetLog, createLog, createProgress } from './runner/log.ts'
import { maskPassword, maskRedisUrl, maskToken } from './runner/masking.ts'
import { createScrubber, type Scrubber } from './runner/scrubber.ts'
import { failedRun, publish } from './report/publish.ts'
import type { AppResult, RunResult } from './report/result.ts'
import { verdict } from './report/verdict.ts'
import type { Runner } from './runner/runner.ts'
import type { Inputs } from './inputs/settings.ts'
import { now } from './utils/time.ts'
import { causeChain } from './failure/cause-chain.ts'
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
  const read = (name: InputName): string => runner.input(name)
  const scrubber = createScrubber(runner)
  const audience = { runner, workspace, redact: (text: string) => scrubber.redact(text) }
  // What a run reports and where is read first, so that it holds also when other inputs are invalid.
  let settings = readReportSettings(() => '', workspace)
  let result: RunResult
  try {
    maskInputs(read, runner.env, scrubber)
    settings = readReportSettings(read, workspace)
    const inputs = readInputs(read, runner.env, workspace)
    const apps = await runApps(inputs, world, scrubber)
    const report = runReport({
      mode: inputs.mode,
      dryRun: inputs.dryRun,
      startedAt,
      durationMs: now() - started,
      apps: apps.map((app) => app.report),
    })
    result = { report, apps, cancelled: signal.aborted }
  } catch (error) {
    const failed = toFailure(error)
    // Its own words are those of the last line; what caused it is told here only.
    for (const line of causeChain(failed).slice(1)) runner.line(scrubber.redact(line))
    result = failedRun(failed, { ...settings, startedAt, durationMs: now() - started })
  }
  await publish(result, settings, audience)
}

async function runApps(inputs: Inputs, world: World, scrubber: Scrubber): Promise<readonly AppResult[]> {
  const { runner, signal } = world
  const log = createLog(runner)
  const apps = inputs.apps.flatMap((each) => (each.kind === 'app' ? [each.app] : []))
  let http: HerokuHttp
  try {
    const token = inputs.apiKey ?? (await tokenOfCli(world.command, signal))
    maskToken(scrubber, token)
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
    maskConfig(scrubber, config, inputs)
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
function maskConfig(scrubber: Scrubber, config: ConfigVars, { writerPrefix, readerPrefix }: Inputs): void {
  for (const value of config.values()) {
    if (/^\s*rediss?:\/\//i.test(value.reveal())) maskRedisUrl(scrubber, value)
  }
  for (const prefix of [writerPrefix, readerPrefix]) {
    const password = config.get(configName(prefix, 'password'))
    if (password) maskPassword(scrubber, password, config.get(configName(prefix, 'username'))?.reveal())
  }
}

function failedApp(app: string, error: Failure): AppResult {
  const report = appReport({ app, findings: [], steps: [], changedConfigVars: [], error: error.explanation })
  return { report, findings: [], changes: [], latency: {}, notes: [], durationMs: 0 }
}
