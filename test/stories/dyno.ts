import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reportOf, sandboxForThisFile, type Step } from '../e2e/support.ts'
import type { Running } from '../support/runner.ts'

/** A sandbox whose Redis servers only the dynos of the same app can reach. */
export async function privateSpace() {
  const sandbox = await sandboxForThisFile()
  const usual = { ...sandbox.behaviour }
  /** Makes the runner trust the sandbox's rendezvous. */
  const job = { env: sandbox.dynoEnv, timeoutMs: 300_000 }
  const inputs = { 'probe-from': 'dyno', samples: '5', 'connect-timeout': '20s', 'command-timeout': '20s' }
  let apps = 0

  beforeEach(() => sandbox.configure({ privateNetwork: true }))
  afterEach(async () => {
    await sandbox.clearRendezvousFaults()
    await sandbox.configure(usual)
    // No dyno is left, whether the run passed or failed.
    await expect.poll(() => sandbox.dynos(), { timeout: 20_000 }).toEqual([])
  })

  async function privateApp(): Promise<string> {
    const app = `inside-${String(++apps)}`
    await sandbox.createApp(app, { space: 'my-space', addons: ['heroku-redis:private-7'] })
    return app
  }

  /** Dynos that were started for this app. */
  async function dynosOf(app: string) {
    return (await sandbox.allDynos()).filter((dyno) => dyno.app === app)
  }

  return { sandbox, privateApp, dynosOf, inputs, job }
}

type Space = Awaited<ReturnType<typeof privateSpace>>

export function tellDyno(step: Step, { sandbox, privateApp, dynosOf, inputs, job }: Space): void {
  describe('an app in a private space', () => {
    test('is set up and tested through one dyno', async () => {
      const app = await privateApp()
      const run = await step(sandbox, { app, ...inputs }, job)
      expect(run).toMatchObject({
        exitCode: 0,
        stderr: '',
        outputs: { 'failure-reason': '', 'reader-role': 'same-server' },
      })
      const [dyno, second] = await dynosOf(app)
      expect(second).toBeUndefined()
      expect(dyno).toMatchObject({
        type: 'run',
        timeToLive: 300,
        forceNoTty: true,
        command: "sh -c 'echo heroku-redis-action; bash || sh'",
      })
      const write = reportOf(run).apps[0]?.checks.find(({ id }) => id === 'write')
      expect(write?.status).toBe('pass')
    })

    test('sends no secret through Heroku', async () => {
      const app = await privateApp()
      await step(sandbox, { app, ...inputs, mode: 'setup' }, job)
      const { REDIS_URL: url = '' } = await sandbox.config(app)
      const traffic = (await sandbox.dynoTraffic())
        .flatMap(({ up, down }) => [up, down])
        .map((text) => Buffer.from(text, 'base64').toString('latin1'))
      const carried = traffic.flatMap((text) =>
        [...text.matchAll(/ ([A-Za-z0-9+/=]{8,})$/gm)].map(([, data = '']) =>
          Buffer.from(data, 'base64').toString('latin1'),
        ),
      )
      expect(carried.length).toBeGreaterThan(5)
      expect([...traffic, ...carried].some((text) => text.includes(new URL(url).password))).toBe(false)
    })
  })

  test('leaves no dyno after a cancelled run', async () => {
    await sandbox.configure({ redisLatencyMs: 50 })
    const app = await privateApp()
    const run = await step(
      sandbox,
      { app, ...inputs, samples: '1000' },
      {
        ...job,
        env: { ...job.env, RUNNER_DEBUG: '1' },
        during: async ({ logged, child }: Running) => {
          await logged(/writer: PING/)
          child.kill('SIGINT')
        },
      },
    )
    expect(run.outputs).toMatchObject({ 'failure-reason': 'cancelled' })
    expect(await dynosOf(app)).toHaveLength(1)
  })
}

/** Other apps in a private space. */
export function tellDynoVariants(step: Step, { sandbox, privateApp, dynosOf, inputs, job }: Space): void {
  describe('an app in a private space', () => {
    test('uses the launcher on apps built with Cloud Native Buildpacks', async () => {
      const app = 'cnb'
      await sandbox.createApp(app, { stack: 'cnb', space: 'my-space', addons: ['heroku-redis:private-7'] })
      const run = await step(sandbox, { app, ...inputs }, job)
      expect(run.exitCode).toBe(0)
      expect((await dynosOf(app))[0]?.command).toBe("launcher sh -c 'echo heroku-redis-action; bash || sh'")
    })

    test('starts no dyno in a dry run', async () => {
      const app = await privateApp()
      const run = await step(sandbox, { app, ...inputs, 'dry-run': 'true' }, job)
      expect(run.exitCode).toBe(0)
      expect(await dynosOf(app)).toEqual([])
      const connect = reportOf(run).apps[0]?.checks.find(({ id }) => id === 'connect')
      expect(connect).toMatchObject({
        status: 'skip',
        message: expect.stringContaining('a dry run starts no one-off dyno') as string,
      })
    })

    test('reports a wrong password through the dyno', async () => {
      const app = await privateApp()
      await step(sandbox, { app, ...inputs }, job)
      await sandbox.setConfig(app, { REDIS_WRITER_PASSWORD: 'stale-password', REDIS_READER_PASSWORD: 'stale-password' })
      // The drift is intended and not tested here.
      const asked = { app, ...inputs, mode: 'check', 'skip-checks': 'version, config' }
      const run = await step(sandbox, asked, { ...job, secrets: ['stale-password'] })
      expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'redis-wrong-password' } })
    })
  })
}

/** Faults of the connection to a dyno. */
export function tellRendezvous(step: Step, { sandbox, privateApp, dynosOf, inputs, job }: Space): void {
  describe('the rendezvous', () => {
    test.each(['empty', 'closed', 'merged-greeting', 'split-greeting', 'noise'] as const)(
      'passes after a single %s fault',
      async (kind) => {
        const app = await privateApp()
        await sandbox.rendezvousFault({ kind })
        const run = await step(sandbox, { app, ...inputs }, job)
        expect(run.exitCode).toBe(0)
        expect(await dynosOf(app)).toHaveLength(kind === 'empty' || kind === 'closed' ? 2 : 1)
      },
    )

    test.each([
      ['empty', 3, 'it ended'],
      ['untrusted', 1, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
      ['flood', 1, 'it prints too much'],
    ] as const)('fails with dyno-failed after repeated %s faults', async (kind, tries, words) => {
      const app = await privateApp()
      await sandbox.rendezvousFault({ kind, times: 'always' })
      const run = await step(sandbox, { app, ...inputs }, job)
      expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'dyno-failed' } })
      expect(await dynosOf(app)).toHaveLength(tries)
      expect(reportOf(run).apps[0]?.error?.what).toContain(words)
    })

    test('explains that the rendezvous of a Shield space is not supported, because it is SSH', async () => {
      await sandbox.configure({ attachScheme: 'https' })
      const run = await step(sandbox, { app: await privateApp(), ...inputs }, job)
      expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'dyno-failed' } })
      expect(reportOf(run).apps[0]?.error?.remedy).toContain('runner inside the space')
    })
  })
}
