import { expectNoSecrets, runAction, type RunOutcome } from '../support/runner.ts'
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts'
import type { Card } from './github.ts'

const app = 'my-app'

/** A failover has made the copies stale: the scheduled check finds it, and the step of the README repairs it. */
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

/** As far away as Heroku is from a runner, and with Heroku's price, which the sandbox invents. */
async function startPictured(): Promise<Sandbox> {
  const sandbox = await startSandbox({ redisLatencyMs: 18, latencyMs: 60, releaseMs: 700 })
  const price = { cents: 1_500, contract: false, unit: 'month' }
  await sandbox.override('addon', { set: { billed_price: price } })
  return sandbox
}

async function run(sandbox: Sandbox, inputs: Readonly<Record<string, string>>): Promise<RunOutcome> {
  const outcome = await runAction({ inputs: { app, 'api-key': sandbox.token, ...inputs }, env: { ...sandbox.env } })
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
