import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { RunOutcome, Running } from '../../support/runner.ts'
import { startRedis } from '../../support/redis-server.ts'
import { startTcpProxy, type TcpProxy, type TcpProxyOptions } from '../../support/tcp-proxy.ts'
import { reportOf, sandboxForThisFile, varsFor } from '../../e2e/support.ts'
import { step } from './step.ts'

const sandbox = await sandboxForThisFile()
const usual = { ...sandbox.behaviour }
const ends: (() => Promise<unknown>)[] = []

afterEach(async () => {
  await sandbox.configure(usual)
  await Promise.all(ends.splice(0).map((end) => end()))
})

/** Time-outs short enough for a test, long enough for a busy machine. */
const timeouts = { 'connect-timeout': '3s', 'command-timeout': '2s' }
/** More than all tries of all commands with these time-outs. */
const boundMs = 90_000

let apps = 0
async function appWithRedis(plan = 'mini'): Promise<{ readonly app: string; readonly addon: string }> {
  const app = `fault-${String(++apps)}`
  await sandbox.createApp(app, { addons: [`heroku-redis:${plan}`] })
  const [addon = ''] = await sandbox.addons(app)
  return { app, addon }
}

/** Every remaining key has an expiry. */
async function expectNothingStays(addon: string): Promise<void> {
  const keys = (await sandbox.redis(addon, 'KEYS', '*')) as string[]
  const times = await Promise.all(keys.map((key) => sandbox.redis(addon, 'PTTL', key)))
  expect(keys.filter((key) => !key.startsWith('heroku-redis-action:probe:'))).toEqual([])
  for (const time of times) expect(Number(time)).toBeGreaterThan(0)
}

function failed(run: RunOutcome): string[] {
  const checks = reportOf(run).apps[0]?.checks ?? []
  return checks.filter(({ status }) => status === 'fail').map(({ id, target }) => `${id} ${target}`)
}

/** An app that is healthy until the given change during the test of Redis. */
async function inMidTest(
  { app, addon }: { readonly app: string; readonly addon: string },
  happens: () => Promise<unknown>,
): Promise<RunOutcome> {
  const run = await step(
    sandbox,
    { app, samples: '400', ...timeouts },
    {
      env: { RUNNER_DEBUG: '1' },
      during: async ({ logged }: Running) => {
        await logged(/writer: PING/)
        await happens()
      },
    },
  )
  expect(run.durationMs).toBeLessThan(boundMs)
  expect(run.stderr).toBe('')
  // The steps are reported although the test failed.
  expect(reportOf(run).apps[0]?.steps.map(({ action, done }) => [action, done])).toEqual([
    ['set-config', true],
    ['wait-release', true],
  ])
  expect(run.outputs).toMatchObject({ changed: 'true', addon })
  return run
}

describe('during the test', () => {
  async function slowApp(plan?: string) {
    await sandbox.configure({ redisLatencyMs: 10 })
    return appWithRedis(plan)
  }

  test('the server is killed', async () => {
    const there = await slowApp()
    const run = await inMidTest(there, () => sandbox.signal(there.addon, 'SIGKILL'))
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'redis-connection-lost' } })
    expect(failed(run)).toEqual(['latency writer'])
    // Earlier passes are kept.
    const checks = reportOf(run).apps[0]?.checks
    expect(checks?.find(({ id }) => id === 'write')?.status).toBe('pass')
  })

  test('the server fails over', async () => {
    const there = await slowApp('premium-0')
    const run = await inMidTest(there, () => sandbox.failOver(there.addon))
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'redis-connection-lost' } })
    await expectNothingStays(there.addon)
    expect((await step(sandbox, { app: there.app })).outputs).toMatchObject({ status: 'pass' })
  })

  test('the server stops answering, and continues later', async () => {
    const there = await slowApp()
    const run = await inMidTest(there, () => sandbox.signal(there.addon, 'SIGSTOP'))
    await sandbox.signal(there.addon, 'SIGCONT')
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'redis-timeout' } })
    expect(failed(run)).toEqual(['latency writer'])
    await expectNothingStays(there.addon)
  })

  test('a short stop is only a slow reply', async () => {
    const there = await slowApp()
    const run = await inMidTest(there, async () => {
      await sandbox.signal(there.addon, 'SIGSTOP')
      await sleep(300)
      await sandbox.signal(there.addon, 'SIGCONT')
    })
    expect(run).toMatchObject({ exitCode: 0, outputs: { 'failure-reason': '' } })
    await expectNothingStays(there.addon)
  })

  test('the password is rotated: the connection is closed and cannot be opened again', async () => {
    const there = await slowApp()
    const run = await inMidTest(there, () => sandbox.rotateCredentials(there.addon))
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'redis-wrong-password' } })
    await expectNothingStays(there.addon)
    expect((await step(sandbox, { app: there.app })).outputs).toMatchObject({ status: 'pass' })
  })

  test('one connection is closed: the test continues on another', async () => {
    const there = await slowApp()
    const run = await inMidTest(there, () => sandbox.redis(there.addon, 'CLIENT', 'KILL', 'TYPE', 'normal'))
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    await expectNothingStays(there.addon)
  })
})

/** The config vars are written, and nothing is tested yet. */
async function whenReleased(control: string, ...args: readonly string[]): Promise<void> {
  await sandbox.onRequest({ when: 'after', match: { method: 'GET', path: '/releases$' }, control, args })
}

describe('between setup and test', () => {
  test.each([
    ['the server is gone', 'SIGKILL', 'redis-refused'],
    ['the server does not answer', 'SIGSTOP', 'redis-timeout'],
  ])('%s', async (_, signal, reason) => {
    const { app, addon } = await appWithRedis('premium-0')
    await whenReleased('signal', addon, signal)
    const run = await step(sandbox, { app, ...timeouts })
    if (reason === 'redis-timeout') await sandbox.signal(addon, 'SIGCONT')
    expect(run).toMatchObject({ exitCode: 1, stderr: '', outputs: { 'failure-reason': reason, changed: 'true' } })
    expect(run.durationMs).toBeLessThan(boundMs)
    expect(failed(run)).toEqual(['connect writer'])
    expect(reportOf(run).apps[0]?.steps.every(({ done }) => done)).toBe(true)
    // Checks that could not run say why.
    const skipped = reportOf(run).apps[0]?.checks.filter(({ status }) => status === 'skip')
    expect(skipped?.length).toBeGreaterThan(5)
    for (const { message } of skipped ?? []) expect(message).not.toBe('')
  })
})

describe('between setup and test, the URL changes', () => {
  test.each([
    ['the password is rotated', 'rotateCredentials'],
    ['the server fails over', 'failOver'],
  ])('%s: the new URL is written and tested', async (_, control) => {
    const { app, addon } = await appWithRedis('premium-0')
    await whenReleased(control, addon)
    const run = await step(sandbox, { app, ...timeouts })
    expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { status: 'pass', changed: 'true' } })
    const { REDIS_URL: url = '', ...config } = await sandbox.config(app)
    expect(config).toMatchObject(varsFor(url))
    expect(reportOf(run).apps[0]?.steps.every(({ done }) => done)).toBe(true)
  })
})

describe('a connection that breaks', () => {
  /** `check` on an app whose config vars name a proxy. */
  async function through(options: TcpProxyOptions): Promise<{ run: RunOutcome; proxy: TcpProxy; addon: string }> {
    const { app, addon } = await appWithRedis()
    const { REDIS_URL: url = '' } = await sandbox.config(app)
    const proxy = await startTcpProxy(Number(new URL(url).port), options)
    ends.push(() => proxy.stop())
    const port = String(proxy.port)
    await sandbox.setConfig(app, { ...varsFor(url), REDIS_WRITER_PORT: port, REDIS_READER_PORT: port })
    // The drift is intended and not tested here.
    const inputs = { app, mode: 'check', 'skip-checks': 'version, config', samples: '5', ...timeouts }
    const run = await step(sandbox, inputs)
    expect(run.durationMs).toBeLessThan(boundMs)
    expect(run.stderr).toBe('')
    expect(run.outputs).toMatchObject({ changed: 'false', 'writer-port': port })
    await expectNothingStays(addon)
    return { run, proxy, addon }
  }

  test('passes if the proxy forwards everything', async () => {
    const { run, proxy } = await through({})
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(proxy.seen.mostOpen).toBe(1)
  })

  test.each([
    ['reset at once', { accept: 'reset' as const }, ['redis-too-many-clients', 'redis-connection-lost']],
    ['accepted, and never a byte', { accept: 'silence' as const }, ['redis-tls-not-offered', 'redis-timeout']],
    ['cut in the handshake', { cutAfter: { bytes: 100, how: 'reset' as const } }, ['redis-too-many-clients']],
    ['closed in the handshake', { cutAfter: { bytes: 100, how: 'end' as const } }, ['redis-too-many-clients']],
    ['slower than the time-out', { delayMs: 5_000 }, ['redis-timeout', 'redis-tls-not-offered']],
  ])('%s', async (_, options, reasons) => {
    const { run } = await through(options)
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail' } })
    expect(reasons).toContain(run.outputs['failure-reason'])
    expect(failed(run)).toEqual(['connect writer'])
  })

  test('never gives a wrong result, at whichever byte it is cut', async () => {
    const reasons: string[] = []
    for (const bytes of [300, 700, 1_100, 1_600, 2_200, 3_000, 5_000, 100_000]) {
      const { run } = await through({ cutAfter: { bytes, how: bytes % 200 === 0 ? 'reset' : 'end' } })
      const { status = '', 'failure-reason': reason = '' } = run.outputs
      reasons.push(reason)
      if (reason === '') expect(['pass', 'warn']).toContain(status)
      else expect(['redis-too-many-clients', 'redis-connection-lost']).toContain(reason)
      expect(run.exitCode).toBe(reason === '' ? 0 : 1)
    }
    // A handshake that is cut cannot be completed; a session that is cut later is opened again.
    expect(reasons[0]).toBe('redis-too-many-clients')
    expect(reasons.at(-1)).toBe('')
  })

  test('is reported if it changes the data', async () => {
    const server = await startRedis({ password: 'password-of-the-reader' })
    ends.push(() => server.stop())
    const proxy = await startTcpProxy(server.port, {
      rewrite: (chunk) =>
        Buffer.from(chunk.toString('latin1').replace(/[0-9a-f]{8}-[0-9a-f]{4}-/g, '00000000-0000-'), 'latin1'),
    })
    ends.push(() => proxy.stop())
    const app = `lied-to-${String(++apps)}`
    const url = `redis://default:password-of-the-reader@127.0.0.1:${String(proxy.port)}`
    await sandbox.createApp(app, { addons: ['heroku-redis:mini'], config: varsFor(url) })
    const inputs = { app, mode: 'check', 'skip-checks': 'version, config, tls', ...timeouts }
    const run = await step(sandbox, inputs, { secrets: ['password-of-the-reader'] })
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'redis-wrong-data' } })
    expect(await server.command('KEYS', '*')).toEqual([])
  })
})

describe('access rules', () => {
  /** A server whose user has these permissions; the app's variables name it. */
  async function as(rights: string): Promise<{ run: RunOutcome; ttls: readonly unknown[] }> {
    const server = await startRedis({ acl: [`someone on >password-of-someone ~* &* ${rights}`] })
    ends.push(() => server.stop())
    const app = `rights-${String(++apps)}`
    const url = `redis://someone:password-of-someone@127.0.0.1:${String(server.port)}`
    await sandbox.createApp(app, { addons: ['heroku-redis:mini'], config: varsFor(url) })
    const inputs = { app, mode: 'check', 'skip-checks': 'version, config, tls', ...timeouts }
    const run = await step(sandbox, inputs, { secrets: ['password-of-someone'] })
    const keys = (await server.command('KEYS', '*')) as string[]
    return { run, ttls: await Promise.all(keys.map((key) => server.command('TTL', key))) }
  }

  test('everything but DEL: a warning, and the marker expires', async () => {
    const { run, ttls } = await as('+@all -del')
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'warn', 'failure-reason': '' } })
    const write = reportOf(run).apps[0]?.checks.find(({ id }) => id === 'write')
    expect(write).toMatchObject({ status: 'warn' })
    expect(write?.message).toContain('could not be deleted (NOPERM)')
    expect(ttls.length).toBeGreaterThan(0)
    for (const ttl of ttls) {
      expect(Number(ttl)).toBeGreaterThan(0)
      expect(Number(ttl)).toBeLessThanOrEqual(60)
    }
  })

  test('everything but SET: the write check fails', async () => {
    const { run, ttls } = await as('+@all -set')
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'redis-no-permission' } })
    expect(failed(run)).toEqual(['write writer'])
    expect(ttls).toEqual([])
  })

  test('neither INFO nor ROLE: unknown, not a failure', async () => {
    const { run, ttls } = await as('+@all -info -role')
    expect(run).toMatchObject({ exitCode: 0, outputs: { 'failure-reason': '' } })
    expect(ttls).toEqual([])
  })

  test('a full server refuses the write, and nothing else fails', async () => {
    const server = await startRedis({ password: 'password-of-the-full-one' })
    ends.push(() => server.stop())
    await server.command('SET', 'user-key', 'x'.repeat(100_000))
    await server.command('CONFIG', 'SET', 'maxmemory', 100_000)
    const app = `full-${String(++apps)}`
    const url = `redis://default:password-of-the-full-one@127.0.0.1:${String(server.port)}`
    await sandbox.createApp(app, { addons: ['heroku-redis:mini'], config: varsFor(url) })
    const inputs = { app, mode: 'check', 'skip-checks': 'version, config, tls', ...timeouts }
    const run = await step(sandbox, inputs, { secrets: ['password-of-the-full-one'] })
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'redis-out-of-memory' } })
    expect(await server.command('KEYS', '*')).toEqual(['user-key'])
  })
})
