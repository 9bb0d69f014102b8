import { type AppContext, runApp } from './app.ts'
import { toFailure } from './failure/to-failure.ts'
import { type ConfigVars, herokuApi } from './heroku/api.ts'
import { HerokuHttp } from './heroku/http.ts'
import { proxyFor } from './heroku/proxy-agent.ts'
import { type RunCommand, tokenOfCli } from './heroku/token.ts'
import { type InputName, readInputs } from './inputs/inputs.ts'
import { maskInputs } from './inputs/mask.ts'
import type { Inputs } from './inputs/settings.ts'
import { failedAppResult } from './report/app-result.ts'
import { runReport } from './report/build.ts'
import { docsBase, docsLink } from './report/docs.ts'
import { publish, publishFailure } from './report/publish.ts'
import type { AppResult } from './report/result.ts'
import { verdict } from './report/verdict.ts'
import { createFleetLog, createLog, createProgress } from './runner/log.ts'
import { maskPassword, maskRedisUrl, maskToken } from './runner/masking.ts'
import type { Runner } from './runner/runner.ts'
import { createScrubber, type Scrubber } from './runner/scrubber.ts'
import { withMasking } from './state/masking.ts'
import { configName } from './state/settings.ts'
import { mapLimit } from './utils/concurrency.ts'
import type { Log } from './utils/log.ts'
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
    const scrubber = createScrubber(runner)
    const read = (name: InputName): string => runner.input(name)
    // Before the first line is logged: what GitHub may not know to be secret.
    maskInputs(read, runner.env, scrubber)
    const inputs = readInputs(read, runner.env, workspace)
    const apps = await runApps(inputs, context, scrubber)
    const { mode, dryRun } = inputs
    const durationMs = now() - started
    const report = runReport({ mode, dryRun, startedAt, durationMs, apps: apps.map((app) => app.report) })
    await publish({ report, apps, cancelled: signal.aborted }, inputs, runner, workspace)
  } catch (error) {
    await publishFailure(toFailure(error), { startedAt, durationMs: now() - started }, runner)
  }
}

async function runApps(inputs: Inputs, context: RunContext, scrubber: Scrubber): Promise<readonly AppResult[]> {
  const apps = inputs.apps.flatMap((each) => (each.kind === 'app' ? [each.app] : []))
  let http: HerokuHttp
  try {
    http = await connectToHeroku(inputs, context, scrubber)
  } catch (thrown) {
    const error = toFailure(thrown)
    return apps.map((app) => failedAppResult(app, inputs, error))
  }
  const progress = createProgress(context.runner, apps.length)
  const plansOf = planLists(http, inputs, context)
  const mask = (config: ConfigVars): void => maskConfig(scrubber, config, inputs)
  const rotations: AppContext['rotations'] = new Map()
  try {
    return await mapLimit(apps, appsAtOnce, async (app) => {
      const fleetLog = apps.length > 1 ? createFleetLog(context.runner, app) : undefined
      const result = await runApp(app, appContext(http, inputs, context, { fleetLog, plansOf, mask, apps, rotations }))
      fleetLog?.close(verdict(result, inputs))
      if (fleetLog) progress.done(result.report.status)
      return result
    })
  } finally {
    http.close()
  }
}

async function connectToHeroku(
  inputs: Inputs,
  { runner, signal, command }: RunContext,
  scrubber: Scrubber,
): Promise<HerokuHttp> {
  const token = inputs.apiKey ?? (await tokenOfCli(command, signal))
  maskToken(scrubber, token)
  const scrub = (text: string): string => scrubber.scrub(text)
  return new HerokuHttp({ token, signal, userAgent: 'heroku-redis-action', log: createLog(runner), scrub })
}

function appContext(
  http: HerokuHttp,
  inputs: Inputs,
  { runner, signal }: RunContext,
  shared: Pick<AppContext, 'plansOf' | 'apps' | 'rotations'> & {
    readonly fleetLog: Log | undefined
    readonly mask: (config: ConfigVars) => void
  },
): AppContext {
  const { fleetLog: log = createLog(runner), plansOf, mask, apps, rotations } = shared
  const deadline = now() + inputs.provisionTimeoutMs
  const base = docsBase(runner.env)
  return {
    inputs,
    api: withMasking(herokuApi(http, inputs, log, deadline), mask),
    log,
    signal,
    deadline,
    clock: systemClock,
    wallTime: Date.now,
    plansOf,
    apps,
    rotations,
    docs: (reason) => docsLink(base, reason),
    proxy: usesProxy(inputs.apiUrl),
  }
}

/** A proxy variable that cannot be read is a proxy, too. */
function usesProxy(url: string): boolean {
  try {
    return proxyFor(new URL(url)) !== undefined
  } catch {
    return true
  }
}

/** Each service's plan list, read once for all apps. */
function planLists(http: HerokuHttp, inputs: Inputs, { runner }: RunContext): AppContext['plansOf'] {
  const api = herokuApi(http, inputs, createLog(runner), now() + inputs.provisionTimeoutMs)
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

/** Whatever looks like a Redis URL, and what our own variables hold now: an old password is still a password. */
function maskConfig(scrubber: Scrubber, config: ConfigVars, { writerPrefix, readerPrefix }: Inputs): void {
  for (const value of config.values()) {
    if (/^["'\s]*(?:rediss?|valkeys?)\b/i.test(value.reveal())) maskRedisUrl(scrubber, value)
  }
  for (const prefix of [writerPrefix, readerPrefix]) {
    const password = config.get(configName(prefix, 'password'))
    if (password) maskPassword(scrubber, password, config.get(configName(prefix, 'username'))?.reveal())
  }
}
