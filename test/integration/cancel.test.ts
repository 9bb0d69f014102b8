import { describe, expect, test } from 'vitest'
import type { RunCommand } from '../../src/heroku/token.ts'
import { reportOf, requestsOf, stepWith } from '../e2e/support.ts'
import { type Fault, type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/sandbox.ts'
import { arrived } from '../e2e/moments.ts'
import { inProcessQuickly } from '../support/quick-clock.ts'
import { slowness } from '../support/slowness.ts'
import type { Running, RunOutcome } from '../support/runner.ts'

/**
 * Cancellation at exact moments, and the source of the token; with the source code, as test/e2e/cancel.test.ts
 * with the bundle.
 */

const app = 'shop'

interface Story {
  readonly heroku?: SandboxOptions
  readonly addons?: readonly string[]
  readonly fault?: Fault
  readonly inputs?: Readonly<Record<string, string>>
  readonly command?: RunCommand
  readonly during?: (run: Running, sandbox: Sandbox) => Promise<void>
  readonly verify: (run: RunOutcome, sandbox: Sandbox) => void | Promise<void>
}

async function playStory({ heroku, addons = [], fault, inputs, command, during, verify }: Story): Promise<void> {
  const sandbox = await startSandbox(heroku)
  const step = stepWith((options) => inProcessQuickly({ ...options, ...(command ? { command } : {}) }))
  try {
    await sandbox.createApp(app, { addons })
    sandbox.requests.clear()
    if (fault) await sandbox.fault(fault)
    const run = await step(
      sandbox,
      { app, plan: 'mini', samples: '1', ...inputs },
      during ? { during: (running) => during(running, sandbox) } : {},
    )
    await verify(run, sandbox)
  } finally {
    await sandbox.stop()
  }
}

function expectCancelled(run: RunOutcome, outputs: Record<string, string> = {}): void {
  expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'cancelled', ...outputs } })
  expect(run.summary).toMatch(/cancelled/i)
  expect(run.annotations.at(-1)?.message).toContain('The run was cancelled before it finished')
}

const detailsOf = (run: RunOutcome): Record<string, string> =>
  Object.fromEntries(reportOf(run).apps[0]?.steps.map(({ action, detail }) => [action, detail]) ?? [])

describe.concurrent('cancelled', () => {
  test('before it began: sends no request', () =>
    playStory({
      during: async ({ child }) => void child.kill(),
      verify: (run, sandbox) => {
        expectCancelled(run, { changed: 'false' })
        expect(requestsOf(sandbox)).toEqual([])
      },
    }))

  test('before the first answer: does not wait for it', () =>
    playStory({
      fault: { kind: 'silence-before' },
      during: async ({ child }, sandbox) => {
        await arrived(sandbox, 'GET', /addons$/)
        child.kill()
      },
      verify: (run) => {
        expectCancelled(run, { changed: 'false' })
        expect(run.durationMs).toBeLessThan(5_000 * slowness)
      },
    }))

  test('during a pause that Heroku requested', () =>
    playStory({
      fault: { kind: 'rate-limit-seconds', times: 'always' },
      during: async ({ child, logged }) => {
        await logged('requests are retried')
        child.kill()
      },
      verify: (run) => {
        expectCancelled(run, { changed: 'false' })
        expect(run.durationMs).toBeLessThan(5_000 * slowness)
      },
    }))

  test('while the add-on is created, without an answer: reports an unknown outcome', () =>
    playStory({
      fault: { kind: 'silence-after', match: { method: 'POST' } },
      during: async ({ child }, sandbox) => {
        await arrived(sandbox, 'POST', /addons$/)
        child.kill()
      },
      verify: async (run, sandbox) => {
        expectCancelled(run, { created: 'false' })
        const [addon = ''] = await sandbox.addons(app)
        expect(detailsOf(run)['create-addon']).toMatch(new RegExp(`named ${addon}, but got no answer`))
      },
    }))

  test('while the variables are written: waits for the answer and reports it', () =>
    playStory({
      heroku: { latencyMs: 100 },
      addons: ['heroku-redis:mini'],
      during: async ({ child }, sandbox) => {
        await arrived(sandbox, 'PATCH', /config-vars$/)
        child.kill()
      },
      verify: (run) => {
        expectCancelled(run, { changed: 'true' })
        expect(run.outputs['changed-config-vars']).toContain('REDIS_WRITER_PASSWORD')
        expect(detailsOf(run)['set-config']).toMatch(/^set REDIS_WRITER_HOST/)
      },
    }))

  test.each([
    ['variables are written', 'config-vars$', 'set-config', 'asked Heroku to set REDIS_WRITER_HOST'],
    ['plan is changed', 'addons/', 'change-plan', 'asked Heroku to change its plan to heroku-redis:premium-0'],
  ])('while the %s, without an answer: reports an unknown outcome', (_, path, action, words) =>
    playStory({
      addons: ['heroku-redis:mini'],
      fault: { kind: 'silence-after', match: { method: 'PATCH', path } },
      inputs: action === 'change-plan' ? { plan: 'premium-0', 'plan-mismatch': 'change' } : {},
      during: async ({ child }, sandbox) => {
        await arrived(sandbox, 'PATCH', new RegExp(path))
        child.kill()
      },
      verify: (run) => {
        expectCancelled(run, { changed: 'false' })
        expect(detailsOf(run)[action]).toMatch(new RegExp(`^${words}.*it is not known whether it was done$`))
      },
    }),
  )

  test('during the wait for the add-on, and between two steps', async () => {
    for (const words of ['Heroku is provisioning it', /: ready after/]) {
      await playStory({
        heroku: { provisionMs: 400 },
        during: async ({ child, logged }) => {
          await logged(words)
          child.kill()
        },
        verify: async (run, sandbox) => {
          expectCancelled(run, { created: 'true', 'changed-config-vars': '' })
          expect(Object.keys(await sandbox.config(app)).filter((name) => name !== 'REDIS_URL')).toEqual([])
        },
      })
    }
  })

  test('while only the plan list is missing: does not report the list', () =>
    playStory({
      addons: ['heroku-redis:mini'],
      fault: { kind: 'silence-before', match: { path: '/plans$' } },
      during: async ({ child, logged }) => {
        await logged(/^writer and reader 127/m)
        child.kill()
      },
      verify: (run) => {
        expectCancelled(run, { changed: 'true' })
        expect(run.summary).not.toContain('could not be read')
      },
    }))

  test('in a fleet: finished apps keep their verdicts', () =>
    playStory({
      addons: ['heroku-redis:mini'],
      fault: { kind: 'silence-before', match: { path: '^/apps/slow/config-vars$' } },
      inputs: { app: `${app}, slow`, mode: 'setup' },
      during: async ({ child, logged }, sandbox) => {
        await sandbox.createApp('slow')
        await logged('1 of 2 apps done')
        child.kill()
      },
      verify: (run) => {
        expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'cancelled' } })
        expect(reportOf(run).apps.map(({ app: name, failureReason }) => [name, failureReason])).toEqual([
          [app, ''],
          ['slow', 'cancelled'],
        ])
        expect(run.summary).toContain('Cancelled, 2 apps: 1 passed, 0 with warnings, 1 failed')
      },
    }))
})

describe.concurrent('without a token among the inputs', () => {
  const withoutToken = { 'api-key': '' }

  test('uses the login of the Heroku CLI, and masks its token', async () => {
    const asked: unknown[] = []
    let token = ''
    await playStory({
      heroku: { token: 'HRKU-of-the-cli-0123456789' },
      addons: ['heroku-redis:mini'],
      inputs: withoutToken,
      command: async (command, args) => {
        asked.push([command, ...args])
        return { exitCode: 0, stdout: ` ›   Warning: update available\n${token}\n` }
      },
      during: async (_, sandbox) => void (token = sandbox.token),
      verify: (run) => {
        expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
        expect(asked).toEqual([['heroku', 'auth:token']])
        expect(run.masks).toContain(token)
      },
    })
  })

  test('and without a login: fails every app with the reason, without a request', () =>
    playStory({
      inputs: { ...withoutToken, app: `${app}, other` },
      verify: (run, sandbox) => {
        expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'token-missing' } })
        expect(reportOf(run).apps.map(({ error }) => error?.reason)).toEqual(['token-missing', 'token-missing'])
        expect(run.annotations.map(({ message }) => message).join('\n')).toContain('the Heroku CLI is not installed')
        expect(requestsOf(sandbox)).toEqual([])
      },
    }))

  test('does not wait for a silent CLI when cancelled', () =>
    playStory({
      inputs: withoutToken,
      command: () => new Promise(() => undefined),
      during: async ({ child }) => void setImmediate(() => child.kill()),
      verify: (run, sandbox) => {
        expectCancelled(run)
        expect(requestsOf(sandbox)).toEqual([])
      },
    }))
})
