import { decodeState } from '../../src/history/decode.ts'
import { encodeState } from '../../src/history/encode.ts'
import type { HistoryState } from '../../src/history/history.ts'
import { expectNoSecrets, runAction, type RunOutcome } from '../support/runner.ts'
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts'
import type { Card } from './github.ts'

const app = 'my-app'

/** After a failover, a scheduled check finds stale copies, and the step of the README repairs them. */
export async function driftAndRepair(): Promise<readonly Card[]> {
  const sandbox = await startPictured()
  try {
    await sandbox.createApp(app)
    await run(sandbox, { plan: 'premium-0', version: '9.1' })
    const [addon = ''] = await sandbox.addons(app)
    await sandbox.moveUrl(addon)
    const found = await run(sandbox, { mode: 'check' })
    const repaired = await run(sandbox, { plan: 'premium-0' })
    const shown = stable()
    return [
      { job: 'check', markdown: shown(found.summary), until: '### Endpoints' },
      { job: 'repair', markdown: shown(repaired.summary), until: '**Reader:**' },
    ]
  } finally {
    await sandbox.stop()
  }
}

const hourMs = 60 * 60 * 1_000
const stateFile = 'redis-state.json'

/**
 * The page of a scheduled check: memory fills up, and a failover makes the copies stale for three hours. The runs are
 * real; only the clocks of the earlier ones are set back, an hour for each.
 */
export async function hoursOfChecks(hours: number): Promise<string> {
  const sandbox = await startPictured()
  try {
    await sandbox.createApp(app)
    let state =
      (await run(sandbox, { plan: 'premium-0', version: '9.1', 'state-file': stateFile })).files[stateFile] ?? ''
    const [addon = ''] = await sandbox.addons(app)
    let page = ''
    for (let hour = 1; hour <= hours; hour++) {
      if (hour === hours - 12) await sandbox.moveUrl(addon)
      const mode = hour === hours - 9 ? 'setup' : 'check'
      await sandbox.redis(addon, 'SETRANGE', `sessions-${String(hour)}`, 450_000, 'x')
      const files = { [stateFile]: anHourEarlier(state) }
      const inputs = { mode, 'state-file': stateFile, 'report-file': 'redis.html', 'fail-on': 'never' }
      const outcome = await run(sandbox, inputs, files)
      state = outcome.files[stateFile] ?? ''
      page = outcome.files['redis.html'] ?? ''
    }
    return stable()(page)
  } finally {
    await sandbox.stop()
  }
}

function anHourEarlier(text: string): string {
  const state = decodeState(text)
  const moved = <T extends { readonly time: number }>(each: T): T => ({ ...each, time: each.time - hourMs })
  const earlier: HistoryState = {
    apps: state.apps.map((history) => ({
      ...history,
      points: history.points.map(moved),
      spans: history.spans.map((span) => ({ ...span, start: span.start - hourMs })),
      events: history.events.map(moved),
      outcomes: history.outcomes.map((failedAt) => failedAt && failedAt - hourMs),
      ...(history.failing && { failing: { ...history.failing, since: history.failing.since - hourMs } }),
      ...(history.alarm && { alarm: { since: history.alarm.since - hourMs } }),
    })),
  }
  return encodeState(earlier, Date.now())
}

/** With a realistic distance between runner and Heroku, and with Heroku's price instead of the sandbox's. */
async function startPictured(): Promise<Sandbox> {
  const sandbox = await startSandbox({ redisLatencyMs: 18, latencyMs: 60, releaseMs: 700 })
  const price = { cents: 1_500, contract: false, unit: 'month' }
  await sandbox.override('addon', { set: { billed_price: price } })
  return sandbox
}

async function run(
  sandbox: Sandbox,
  inputs: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<RunOutcome> {
  const given = { app, 'api-key': sandbox.token, ...inputs }
  const outcome = await runAction({ inputs: given, env: { ...sandbox.env }, files })
  const config = await sandbox.config(app)
  expectNoSecrets(outcome, [sandbox.token, ...Object.values(config).filter((value) => value.length > 20)])
  return outcome
}

const ports = ['21470', '27909'] as const

/** The addresses of this machine become addresses for documentation (RFC 5737), so that the picture stays the same. */
function stable(): (markdown: string) => string {
  const seen: string[] = []
  return (markdown) =>
    markdown.replaceAll('127.0.0.1', 'ec2-192-0-2-17.compute-1.amazonaws.com').replaceAll(/\b\d{5}\b/g, (port) => {
      if (!seen.includes(port)) seen.push(port)
      return ports[seen.indexOf(port)] ?? port
    })
}
