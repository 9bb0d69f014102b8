import { readdir } from 'node:fs/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { startRedis, type RedisServer } from '../support/redis-server.ts'
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts'
import type { RunOptions, RunOutcome } from '../support/runner.ts'
import { stableText, withoutOrder } from './stable-text.ts'
import { step, varsFor } from './support.ts'

/**
 * The texts of real runs on the sandbox: `snapshots/NAME.md` is the job summary, `NAME.log` the
 * log, the annotations, the outputs and the exit code, `fleet.xml` the JUnit report of one.
 * `vitest run test/e2e/snapshots.test.ts -u` updates them; read the difference before you commit it.
 */

type Run = (inputs?: Readonly<Record<string, string>>, job?: Omit<RunOptions, 'inputs'>) => Promise<RunOutcome>
type Scene = (sandbox: Sandbox, run: Run) => Promise<RunOutcome>

/** Generous, so that no text depends on the speed of the machine. */
const patient = {
  'connect-timeout': '60s',
  'command-timeout': '60s',
  latency: '60s/120s',
  'replication-lag': '60s/120s',
} as const

const inTenDays = (): string => new Date(Date.now() + 10 * 24 * 60 * 60 * 1_000).toISOString()

const scenes: Readonly<Record<string, Scene>> = {
  'dry-run': async (sandbox, run) => {
    await sandbox.createApp('shop')
    return run({ plan: 'premium-0', version: '9.1', 'dry-run': 'true' })
  },

  setup: async (sandbox, run) => {
    await sandbox.createApp('shop')
    await sandbox.configure({ provisioningReads: 3 })
    return run({ plan: 'premium-0', version: '9.1', config: 'HIST_MAX=30' })
  },

  'setup-again': async (sandbox, run) => {
    await appWithRedis(sandbox, 'shop')
    return run({ plan: 'premium-0' })
  },

  drift: async (sandbox, run) => {
    const addon = await appWithRedis(sandbox, 'shop')
    await sandbox.failOver(addon)
    return run({ mode: 'check' })
  },

  repair: async (sandbox, run) => {
    const addon = await appWithRedis(sandbox, 'shop')
    await sandbox.failOver(addon)
    return run()
  },

  warnings: async (sandbox, run) => {
    const addon = await appWithRedis(sandbox, 'shop')
    await sandbox.planMaintenance(addon, { status: 'ready', version: '9.1', requiredBy: inTenDays() })
    return run({ mode: 'check', plan: 'premium-1', 'fail-on': 'warning' })
  },

  'memory-full': async (sandbox, run) => {
    const addon = await appWithRedis(sandbox, 'shop')
    await sandbox.redis(addon, 'SETRANGE', 'cache', 46_000_000, 'x')
    return run({ mode: 'check' })
  },

  'server-gone': async (sandbox, run) => {
    const addon = await appWithRedis(sandbox, 'shop', {})
    await sandbox.openIncident({ title: 'Key-Value Store is degraded', update: 'We are looking into it' })
    await sandbox.log('shop', [
      `2026-03-04T05:06:07.890123+00:00 app[heroku-redis]: source=REDIS addon=${addon} sample#load-avg-1m=9.85`,
    ])
    await killServer(sandbox, addon)
    return run({ mode: 'check' })
  },

  'alarm-later': async (sandbox, run) => {
    const addon = await appWithRedis(sandbox, 'shop', {})
    const earlier = await run({ mode: 'check', 'alarm-after': '2', 'state-file': 'state.json' })
    await killServer(sandbox, addon)
    const files = { 'state.json': earlier.files['state.json'] ?? '' }
    return run({ mode: 'check', 'alarm-after': '2', 'state-file': 'state.json' }, { files })
  },

  replica: async (sandbox, run) => {
    await sandbox.createApp('shop', { addons: [{ plan: 'rediscloud:30', name: 'redis-shop' }] })
    const { REDISCLOUD_URL: url = '' } = await sandbox.config('shop')
    const password = 'a-password-of-the-replica'
    const replica = await startRedis({ password, replicaOf: { port: Number(new URL(url).port) }, maxmemory: '50mb' })
    servers.push(replica)
    await sandbox.setConfig('shop', { REPLICA_URL: `redis://:${password}@127.0.0.1:${String(replica.port)}` })
    return run({ reader: 'REPLICA_URL', 'require-replica': 'true' })
  },

  rotate: async (sandbox, run) => {
    await appWithRedis(sandbox, 'shop')
    return run({ mode: 'rotate' })
  },

  upgrade: async (sandbox, run) => {
    const addon = await appWithRedis(sandbox, 'shop', { version: '8.1' })
    await sandbox.planMaintenance(addon, { status: 'ready', version: '9.1', runReads: 2 })
    return run({ maintenance: 'run' })
  },

  remove: async (sandbox, run) => {
    await appWithRedis(sandbox, 'shop')
    return run({ mode: 'remove', confirm: 'shop' })
  },

  fleet: async (sandbox, run) => {
    await appWithRedis(sandbox, 'shop')
    await sandbox.failOver(await appWithRedis(sandbox, 'blog'))
    await killServer(sandbox, await appWithRedis(sandbox, 'search', {}))
    await sandbox.planMaintenance(await appWithRedis(sandbox, 'mail'), { status: 'ready', requiredBy: inTenDays() })
    await sandbox.createApp('empty')
    return run({ app: 'shop, blog, search, mail, empty, nowhere', mode: 'check', 'report-file': 'redis.xml' })
  },

  'invalid-inputs': (_, run) => run({ app: 'Not An App', memory: '2', samples: 'many' }),

  'wrong-token': async (sandbox, run) => {
    await sandbox.createApp('shop')
    return run({ 'api-key': 'HRKU-wrong-token' })
  },

  cancelled: async (sandbox, run) => {
    await sandbox.createApp('shop')
    await sandbox.configure({ provisionMs: 600_000 })
    return run(
      { plan: 'premium-0' },
      {
        during: async ({ child, logged }) => {
          await logged('is provisioning it')
          child.kill('SIGINT')
        },
      },
    )
  },
}

const servers: RedisServer[] = []

/** An app with correct config vars, and the name of its add-on. */
async function appWithRedis(
  sandbox: Sandbox,
  app: string,
  config: Readonly<Record<string, string>> = { version: '9.1' },
): Promise<string> {
  const name = `redis-${app}`
  await sandbox.createApp(app, { addons: [{ plan: 'heroku-redis:premium-0', name, config }] })
  await sandbox.setConfig(app, varsFor((await sandbox.config(app))['REDIS_URL'] ?? ''))
  return name
}

/** Without a reported version, because the proxy for that would still accept connections. */
const killServer = (sandbox: Sandbox, addon: string): Promise<void> => sandbox.signal(addon, 'SIGKILL')

function logOf({ log, annotations, outputs, exitCode }: RunOutcome): string {
  return [
    ...withoutOrder(log),
    '--- annotations',
    ...annotations.map(({ kind, title, file }) => [kind, title, file].filter((part) => part !== '').join(' · ')),
    '--- outputs',
    ...Object.entries(outputs).flatMap(([name, value]) =>
      value === '' || name === 'report' || name === 'checks' ? [] : [`${name}=${value}`],
    ),
    `--- exit code ${String(exitCode)}`,
    '',
  ].join('\n')
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

describe.each(Object.entries(scenes))('%s', (name, play) => {
  test('matches the snapshot', async () => {
    const sandbox = await startSandbox()
    try {
      const outcome = await play(sandbox, (inputs, job) => step(sandbox, { app: 'shop', ...patient, ...inputs }, job))
      const stable = stableText()
      expect(outcome.stderr).toBe('')
      await expect.soft(stable(outcome.summary)).toMatchFileSnapshot(`./snapshots/${name}.md`)
      await expect.soft(stable(logOf(outcome))).toMatchFileSnapshot(`./snapshots/${name}.log`)
      const junit = outcome.files['redis.xml']
      if (junit !== undefined) await expect.soft(stable(junit)).toMatchFileSnapshot(`./snapshots/${name}.xml`)
    } finally {
      await sandbox.stop()
    }
  })
})

test('no snapshot is obsolete', async () => {
  const files = await readdir(new URL('./snapshots', import.meta.url))
  const names = Object.keys(scenes).flatMap((name) => [`${name}.log`, `${name}.md`])
  expect(files.toSorted()).toEqual([...names, 'fleet.xml'].toSorted())
})
