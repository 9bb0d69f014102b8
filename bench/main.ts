import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runAction } from '../test/support/runner.ts'
import { median, timed } from './processes.ts'
import { startSandboxProcess } from './sandbox-process.ts'
import { installShellWay } from './shell-way.ts'

/**
 * `npm run bench`: the same job in three ways, complete processes, medians of alternating runs. `-- --rounds 9` for
 * more of them, `-- --no-cli` without the Heroku CLI, `-- --write` puts the figures into docs/performance.md.
 */

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    'no-cli': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const rounds = Number(options.rounds)
const latencyMs = 80
const redisLatencyMs = 40
const plan = 'heroku-redis:premium-0'

const here = import.meta.dirname
// Copies, so that neither a concurrent build nor type stripping affects the measurement.
const scratch = await mkdtemp(join(tmpdir(), 'bench-'))
const bundle = join(scratch, 'dist', 'index.js')
await cp(join(here, '..', 'dist'), join(scratch, 'dist'), { recursive: true })
const [bareJob, firstRequest] = await Promise.all(['bare', 'first-request'].map(untyped))

const sandbox = await startSandboxProcess()
const { control, env, token } = sandbox
const heroku = { ...env, HEROKU_API_KEY: token }
const shell = options['no-cli'] ? undefined : await installing()
try {
  await control.configure({ redisLatencyMs, rateLimitRemaining: 1_000_000 })
  const jobs = await compareJobs()
  const start = await compareStarts()
  const fleet = await measureFleet()
  const text = [...machine(), ...jobs, '', ...start, '', ...fleet].join('\n')
  console.log(`\n${text}`)
  if (options.write) await intoDocs(text)
} finally {
  await sandbox.stop()
  await shell?.remove()
  await rm(scratch, { recursive: true, force: true })
}

async function untyped(name: string): Promise<string> {
  const path = join(scratch, `${name}.mjs`)
  await writeFile(path, stripTypeScriptTypes(await readFile(join(here, `${name}.ts`), 'utf8')))
  return path
}

async function installing() {
  progress('installing the Heroku CLI into a temporary folder …')
  return installShellWay(heroku)
}

/** (a) the shell script, (b) the action, (c) bare Node: set-up from nothing, and a check. */
async function compareJobs(): Promise<string[]> {
  const ways = {
    shell: shell && { setup: (app: string) => shell.setUp(app), check: (app: string) => shell.check(app) },
    action: { setup: (app: string) => action({ app, plan }), check: (app: string) => action({ app, mode: 'check' }) },
    bare: { setup: (app: string) => bare('setup', app), check: (app: string) => bare('check', app) },
  }
  const times = { setup: new Map<string, number[]>(), check: new Map<string, number[]>() }
  for (let round = 1; round <= rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      if (!way) continue
      progress(`round ${round} of ${rounds}: ${name}`)
      const app = `${name}-${round}`
      await control.createApp(app)
      await control.configure({ latencyMs })
      for (const job of ['setup', 'check'] as const) {
        const started = performance.now()
        await way[job](app)
        times[job].set(name, [...(times[job].get(name) ?? []), performance.now() - started])
      }
      await control.configure({ latencyMs: 0 })
      for (const addon of await control.addons(app)) await control.removeAddon(addon)
    }
  }
  const row = (job: 'setup' | 'check', title: string): string => {
    const [a, b, c] = ['shell', 'action', 'bare'].map((name) => median(times[job].get(name) ?? []))
    if (a === undefined || b === undefined || c === undefined) throw new Error('three ways')
    return `| ${title} | ${seconds(a)} | ${seconds(b)} | ${seconds(c)} | ${ratio(b / c)} | ${ratio(a / b)} |`
  }
  const cli = shell ? `Heroku CLI ${shell.version} + redis-cli` : 'Heroku CLI (not measured)'
  return [
    `| ${latencyMs} ms to Heroku, ${redisLatencyMs} ms to Redis | (a) ${cli} | (b) the action | (c) bare Node | b / c | a / b |`,
    '|---|---|---|---|---|---|',
    row('setup', 'set-up from nothing, with tests'),
    row('check', 'check'),
  ]
}

/** From the start of the process to the first request that reaches Heroku. */
async function compareStarts(): Promise<string[]> {
  const app = 'start'
  await control.createApp(app)
  const times: { node: number[]; floor: number[]; action: number[] } = { node: [], floor: [], action: [] }
  const arrival = async (run: () => Promise<number>): Promise<number> => {
    await control.clearRequests()
    const startedAt = await run()
    const [first] = await control.listRequests()
    return (first?.at ?? Number.NaN) - startedAt
  }
  for (let round = 0; round < rounds * 3; round++) {
    times.node.push((await timed(process.execPath, ['-e', '0'])).ms)
    times.floor.push(
      await arrival(async () => {
        const startedAt = Date.now()
        const child = spawn(process.execPath, [firstRequest ?? ''], { env: heroku })
        await once(child, 'close')
        return startedAt
      }),
    )
    times.action.push(
      await arrival(async () => {
        let startedAt = 0
        await runAction({
          bundle,
          inputs: { app, 'api-key': token, mode: 'check' },
          env,
          during: async () => void (startedAt = Date.now()),
        })
        return startedAt
      }),
    )
  }
  const [node, floor, ours] = [median(times.node), median(times.floor), median(times.action)]
  return [
    '| start-up | | of bare Node |',
    '|---|---|---|',
    `| \`node -e 0\`, complete process | ${milliseconds(node)} | 1 |`,
    `| bare Node with its HTTPS client, to its first request | ${milliseconds(floor)} | ${ratio(floor / node)} |`,
    `| the action, to its first request | ${milliseconds(ours)} | ${ratio(ours / node)} |`,
  ]
}

/** Fleets of apps with separate add-ons on a few shared servers. */
async function measureFleet(): Promise<string[]> {
  const apps = Array.from({ length: 1_000 }, (_, index) => `fleet-${index}`)
  progress(`creating ${apps.length} apps …`)
  const servers: string[] = []
  for (let index = 0; index < 4; index++) {
    await control.createApp(`servers-${index}`)
    servers.push(await control.createAddon(`servers-${index}`, 'heroku-redis:premium-5'))
  }
  for (const [index, app] of apps.entries()) {
    await control.createApp(app)
    await control.createAddon(app, { plan, serversOf: servers[index % servers.length] ?? '' })
  }
  await action({ app: apps.join(',') })
  await control.configure({ latencyMs })
  const sizes = [1, 10, 100, 1_000]
  const seen = new Map<number, { ms: number[]; bytes: number[] }>(sizes.map((size) => [size, { ms: [], bytes: [] }]))
  for (let round = 1; round <= Math.min(rounds, 3); round++) {
    for (const [size, { ms, bytes }] of seen) {
      progress(`round ${round}: a check of ${size} app${size === 1 ? '' : 's'}`)
      const run = await action({ app: apps.slice(0, size).join(','), mode: 'check' })
      ms.push(run.ms)
      bytes.push(run.peakBytes)
    }
  }
  const one = median(seen.get(1)?.ms ?? [])
  return [
    '| check of a fleet | requests to the Platform API | of the hourly limit | time | of one app | apps a second | peak memory |',
    '|---|---|---|---|---|---|---|',
    ...[...seen].map(([size, { ms, bytes }]) => {
      const time = median(ms)
      // As test/e2e/fleet.test.ts verifies: one for each app, two lists, one list of plans; three for each of fewer
      // than five.
      const requests = size < 5 ? 3 * size + 1 : size + 3
      const share = `${((requests / 4_500) * 100).toFixed(1)} %`
      const memory = `${Math.round(median(bytes) / 1024 / 1024)} MiB`
      return `| ${size} app${size === 1 ? '' : 's'} | ${requests} | ${share} | ${seconds(time)} | ${ratio(time / one)} | ${(size / (time / 1_000)).toFixed(1)} | ${memory} |`
    }),
  ]
}

async function action(inputs: Readonly<Record<string, string>>): Promise<{ ms: number; peakBytes: number }> {
  let peakBytes = Number.NaN
  const run = await runAction({
    bundle,
    inputs: { 'api-key': token, ...inputs },
    env,
    timeoutMs: 600_000,
    during: async ({ child }) => {
      // The kernel tracks the peak, so the last value counts.
      while (child.exitCode === null && child.signalCode === null) {
        peakBytes = peakOf(child.pid) ?? peakBytes
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
  })
  if (run.exitCode !== 0) throw new Error(`the action ended with ${run.exitCode}:\n${run.log.slice(-40).join('\n')}`)
  return { ms: run.durationMs, peakBytes }
}

/** Peak resident memory of a process, if the system reports it (Linux). */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined
  }
}

async function bare(job: string, app: string): Promise<void> {
  await timed(process.execPath, [bareJob ?? '', job, app], heroku)
}

function machine(): string[] {
  const gigabytes = Math.round(totalmem() / 1024 ** 3)
  const day = new Date().toISOString().slice(0, 10)
  return [
    `Measured on ${day}: ${availableParallelism()} cores, ${gigabytes} GB, ${process.platform}, Node ${process.version}; medians of ${rounds} runs that alternate.`,
    '',
  ]
}

async function intoDocs(figures: string): Promise<void> {
  const path = join(here, '..', 'docs', 'performance.md')
  const text = await readFile(path, 'utf8')
  const [start, end] = ['<!-- figures -->', '<!-- end of figures -->']
  const [before, rest] = text.split(start)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for figures`)
  await writeFile(path, `${before}${start}\n\n${figures}\n\n${end}${after}`)
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`)
}

function seconds(ms: number): string {
  return Number.isNaN(ms) ? '–' : `${(ms / 1_000).toFixed(2)} s`
}

function milliseconds(ms: number): string {
  return `${Math.round(ms)} ms`
}

function ratio(value: number): string {
  return Number.isNaN(value) ? '–' : `${value < 10 ? value.toFixed(2) : value.toFixed(1)} ×`
}
