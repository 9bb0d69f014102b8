import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { styleText } from 'node:util'
import { demoPage } from '../support/demo-page.ts'
import { expectNoSecrets, runAction, type RunOutcome } from '../support/runner.ts'
import { startSandbox } from './sandbox.ts'

/** `npm run demo`: the committed action in the sandbox, with the log as on GitHub. */

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, '.demo')
const app = 'demo-shop'

const sandbox = await startSandbox({ provisionMs: 2_500, configVarMs: 400, dataServiceMs: 400, releaseMs: 900 })
let chapter = 0
try {
  await mkdir(folder, { recursive: true })
  say('A local Heroku', [
    `It listens on ${sandbox.url} and implements Heroku's Platform API and data API. Its Redis add-ons are real`,
    'redis-server processes: TLS with a self-signed certificate, a password, the limits of the plan, a hidden standby.',
    'The action is the committed bundle, dist/index.js, started as the GitHub runner starts it.',
  ])
  await sandbox.createApp(app, { config: { LANG: 'en' } })

  say('Dry run', ['Shows the planned steps. Nothing changes and nothing is billed.'])
  await step('dry-run', { plan: 'premium-0', 'dry-run': 'true' })

  say('Set-up', ['Creates the add-on, writes ten config vars in one release, and tests both endpoints.'])
  await step('setup', { plan: 'premium-0', 'report-file': 'redis.json, redis.xml' })

  say('Second run', ['There is nothing left to do: the run changes nothing and does not restart the app.'])
  await step('again', { plan: 'premium-0' })

  const [addon = ''] = await sandbox.addons(app)
  await sandbox.failOver(addon)
  say('Failover', [
    'Heroku has just promoted the standby. REDIS_URL names the new server; the copies in REDIS_WRITER_* and',
    'REDIS_READER_* still name the old one, so the app is broken. A scheduled check finds it:',
  ])
  await step('check', { mode: 'check' })

  say('Repair', ['The set-up step again. It writes only the config vars that differ.'])
  await step('repair', { plan: 'premium-0' })

  await announceUpgrade(addon)
  say('Forced upgrade', [
    'Heroku has announced an upgrade to version 9.1. It is ready, and Heroku runs it within ten days at a time that it',
    'chooses. Each such upgrade changes REDIS_URL. The scheduled check finds it:',
  ])
  await step('announced', { mode: 'check' })

  say('Upgrade at a time you choose', [
    'The set-up step with maintenance: run. It runs the upgrade, waits for it, updates the config vars and tests the new',
    'server, in one job.',
  ])
  await step('upgrade', { maintenance: 'run' })

  say('Nothing stale', ['The check again: every config var names the new server.'])
  await step('afterwards', { mode: 'check' })

  say('Thirty days later', [
    'With a state file, scheduled runs keep a history. This page shows 30 simulated days: an outage, an upgrade, a larger plan,',
    `and memory that fills up again. Open ${relative(process.cwd(), join(folder, 'redis.html'))} in a browser.`,
  ])
  await writeFile(join(folder, 'redis.html'), demoPage(Date.now()))

  say('Next steps', [
    `The job summaries and reports of these runs are in ${relative(process.cwd(), folder) || '.'}/ (Markdown, JSON, JUnit XML).`,
    'README.md: the step to copy · examples/: complete workflows · docs/troubleshooting.md: every failure and its fix',
    'A local Heroku to try out, also with the official Heroku CLI: npx node test/sandbox/main.ts my-app',
  ])
} finally {
  await sandbox.stop()
}

async function announceUpgrade(addon: string): Promise<void> {
  const requiredBy = new Date(Date.now() + 10 * 24 * 60 * 60 * 1_000).toISOString()
  await sandbox.planMaintenance(addon, { status: 'ready', version: '9.1', requiredBy, runReads: 4 })
}

async function step(name: string, inputs: Readonly<Record<string, string>>): Promise<void> {
  // The version of this machine's redis-server does not matter here; Heroku may no longer support it.
  const given = { app, 'skip-checks': 'version', ...inputs }
  const yaml = Object.entries(given).map(([input, value]) => `    ${input}: ${value}`)
  for (const line of ['- uses: OWNER/heroku-redis-action@v1', '  with:', ...yaml]) print('cyan', line)
  const outcome = await runAction({ inputs: { ...given, 'api-key': sandbox.token }, env: { ...sandbox.env } })
  const config = await sandbox.config(app)
  expectNoSecrets(outcome, [sandbox.token, ...Object.values(config).filter((value) => value.length > 20)])
  console.log()
  for (const line of outcome.log) show(line)
  printOutcome(outcome)
  await writeFile(join(folder, `${chapter}-${name}.md`), outcome.summary)
  for (const file of ['redis.json', 'redis.xml']) {
    const content = outcome.files[file]
    if (content !== undefined) await writeFile(join(folder, file), content)
  }
}

/** As on GitHub: groups expanded and indented, errors in red. */
function show(line: string): void {
  if (line.startsWith('##[group]')) print('bold', `▼ ${line.slice(9)}`)
  else if (line.startsWith('##[error]')) print('red', line.slice(9))
  else if (line.startsWith('##[warning]')) print('yellow', line.slice(11))
  else if (line !== '##[endgroup]' && line !== '') print(line.startsWith('✗') ? 'red' : 'reset', `  ${line}`)
}

function printOutcome({ exitCode, outputs, durationMs }: RunOutcome): void {
  const shown = ['status', 'failure-reason', 'changed', 'created', 'reader-role', 'latency-p95-ms']
  const set = shown.flatMap((name) => (outputs[name] ? [`${name}=${outputs[name]}`] : []))
  print('dim', `  exit code ${exitCode} after ${(durationMs / 1_000).toFixed(1)} s · outputs: ${set.join(' ')}`)
}

function say(title: string, lines: readonly string[]): void {
  chapter += 1
  console.log(`\n${styleText(['bold', 'green'], `${chapter}. ${title}`)}`)
  for (const line of lines) console.log(`   ${line}`)
  console.log()
}

function print(style: Parameters<typeof styleText>[0], line: string): void {
  console.log(`   ${styleText(style, line)}`)
}
