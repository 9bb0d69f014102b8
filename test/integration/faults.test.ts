import { describe, expect, test } from 'vitest'
import { changesOn, reportOf, requestsOf, stepWith, varsFor } from '../e2e/support.ts'
import { request } from '../sandbox/api.ts'
import { type Fault, type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/sandbox.ts'
import { inProcessQuickly } from '../support/quick-clock.ts'
import type { RunOptions, RunOutcome } from '../support/runner.ts'
import { budget } from '../support/slowness.ts'

/**
 * Faults between Heroku and the action, with the source. The matrix in test/stories/faults covers every
 * request; these tests cover each branch of the code once, and races at exact moments.
 */

const app = 'shop'
const step = stepWith(inProcessQuickly)

type Inputs = Readonly<Record<string, string>>

interface Story {
  readonly heroku?: SandboxOptions
  /** Default: the app has an add-on, but its variables do not have the URL yet. */
  readonly prepare?: (sandbox: Sandbox) => Promise<void>
  readonly faults?: readonly Fault[]
  readonly inputs?: Inputs | ((sandbox: Sandbox) => Promise<Inputs>)
  readonly during?: (sandbox: Sandbox, run: Parameters<NonNullable<RunOptions['during']>>[0]) => Promise<void>
  readonly verify: (run: RunOutcome, sandbox: Sandbox) => void | Promise<void>
}

/** Each in its own sandbox, so that they can run in parallel. */
async function playStory({ heroku, prepare, faults = [], inputs, during, verify }: Story): Promise<void> {
  const sandbox = await startSandbox(heroku)
  try {
    await (prepare ?? withAddon)(sandbox)
    sandbox.requests.clear()
    for (const fault of faults) await sandbox.fault(fault)
    const run = await step(
      sandbox,
      { app, plan: 'mini', samples: '1', ...(typeof inputs === 'function' ? await inputs(sandbox) : inputs) },
      during ? { during: (running) => during(sandbox, running) } : {},
    )
    expect(sandbox.strays.list()).toEqual([])
    await verify(run, sandbox)
  } finally {
    await sandbox.stop()
  }
}

const empty = (sandbox: Sandbox): Promise<void> => sandbox.createApp(app)
const withAddon = (sandbox: Sandbox): Promise<void> =>
  sandbox.createApp(app, { addons: [{ plan: 'heroku-redis:mini', name: 'shop-redis' }] })
/** Correct except for one variable. */
const almostRight = async (sandbox: Sandbox): Promise<void> => {
  await withAddon(sandbox)
  const { REDIS_URL: url = '' } = await sandbox.config(app)
  await sandbox.setConfig(app, { ...varsFor(url), REDIS_WRITER_HOST: 'stale.example.com' })
}
const ofOwner = async (sandbox: Sandbox): Promise<void> => {
  await sandbox.createApp('owner', { addons: [{ plan: 'heroku-redis:mini', name: 'redis-of-owner' }] })
  await sandbox.createApp(app)
  await sandbox.attach('redis-of-owner', app, 'SHARED')
}

const idOf = async (sandbox: Sandbox): Promise<string> => {
  const { body } = await request(sandbox, 'GET', `/apps/${app}`)
  return (body as { id: string }).id
}

const log = (run: RunOutcome): string => run.log.join('\n')
const detailOf = (run: RunOutcome, action: string): string =>
  reportOf(run).apps[0]?.steps.find((each) => each.action === action)?.detail ?? ''
const countOf = (sandbox: Sandbox, request: string): number =>
  requestsOf(sandbox).filter((each) => each.startsWith(request)).length

const waitsOf = (sandbox: Sandbox): number => requestsOf(sandbox).filter((each) => each.endsWith('/wait')).length

const creation = { method: 'POST', path: `^/apps/${app}/addons$` }
const list = { method: 'GET', path: `^/apps/${app}/addons$` }
const configWrite = { method: 'PATCH', path: `^/apps/${app}/config-vars$` }
const planChange = { method: 'PATCH', path: `^/apps/${app}/addons/` }
const dataWait = { path: '/wait$' }
const planList = { path: '/plans$' }
const foreign = { path: '^/addons/' }
const refusal = (status: number, id: string, message: string) => ({
  kind: 'refuse' as const,
  refusal: { status, id, message },
})
const internal = { kind: 'status-500', times: 'always' } as const

const expectPassed = (run: RunOutcome, outputs: Record<string, string> = {}): void => {
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', 'failure-reason': '', ...outputs } })
}
const expectFailed = (run: RunOutcome, reason: string, outputs: Record<string, string> = {}): void => {
  expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': reason, ...outputs } })
}

describe.concurrent('creating the add-on', () => {
  test('adopts its own add-on from the list after a lost answer', () =>
    playStory({
      prepare: empty,
      faults: [{ kind: 'reset-after', match: creation }],
      verify: async (run, sandbox) => {
        expectPassed(run, { created: 'true' })
        expect(countOf(sandbox, 'POST')).toBe(1)
        expect(await sandbox.addons(app)).toEqual([run.outputs['addon']])
      },
    }))

  test('repeats the same request if the first one was lost and the list shows nothing', () =>
    playStory({
      prepare: empty,
      faults: [{ kind: 'reset-before', match: creation }],
      verify: async (run, sandbox) => {
        expectPassed(run, { created: 'true' })
        const [first, second, third] = sandbox.requests.list().filter(({ method }) => method === 'POST')
        expect(second?.body).toEqual(first?.body)
        expect(third).toBeUndefined()
        expect(await sandbox.addons(app)).toHaveLength(1)
      },
    }))

  test('reports an unknown outcome with the name of the add-on if every answer is unusable', () =>
    playStory({
      prepare: empty,
      faults: [{ ...internal, match: creation }],
      inputs: { 'provision-timeout': budget(2_000) },
      verify: (run) => {
        expectFailed(run, 'heroku-unavailable', { created: 'false', changed: 'false' })
        const { error } = reportOf(run).apps[0] ?? {}
        expect(error?.what).toContain("It is not known whether the add-on was created; it is not in the app's list.")
        expect(error?.remedy).toMatch(/^Run again: if redis-shop-[0-9a-f]{8} exists by then, it is adopted/)
        expect(detailOf(run, 'create-addon')).toMatch(/redis-shop-[0-9a-f]{8}, but got no answer/)
      },
    }))

  test('reads the list again after a refusal, and finds an existing add-on', () =>
    playStory({
      prepare: empty,
      faults: [{ ...refusal(402, 'delinquent', 'Please pay.'), match: creation }],
      verify: (run, sandbox) => {
        expectFailed(run, 'payment-required', { created: 'false', changed: 'false' })
        expect(countOf(sandbox, `GET /apps/${app}/addons`)).toBe(2)
        expect(detailOf(run, 'create-addon')).not.toContain('no answer')
      },
    }))

  test('adopts the add-on of another run that was first', () =>
    playStory({
      prepare: empty,
      during: async (sandbox, { logged }) => {
        await logged('Creating heroku-redis:mini')
        await sandbox.createAddon(app, { plan: 'heroku-redis:mini', name: 'redis-other-run', attachment: 'REDIS' })
      },
      verify: async (run, sandbox) => {
        expectPassed(run, { created: 'false', addon: 'redis-other-run', changed: 'true' })
        expect(log(run)).toContain('another run had just created redis-other-run; adopted it')
        expect(await sandbox.addons(app)).toEqual(['redis-other-run'])
      },
    }))

  test('uses the name of the app, not its id, in the name of the add-on', () =>
    playStory({
      prepare: empty,
      inputs: async (sandbox) => ({ app: await idOf(sandbox) }),
      verify: (run) => {
        expectPassed(run, { created: 'true' })
        expect(run.outputs['addon']).toMatch(/^redis-[0-9a-f]{8}$/)
      },
    }))
})

describe.concurrent('the current state', () => {
  test.each<readonly [string, Fault, RegExp]>([
    ['a list of another shape', { kind: 'wrong-shape' }, /the list is not a list/],
    ['half an answer', { kind: 'truncated' }, /the list is not a list/],
    ['a connection that breaks', { kind: 'reset-before' }, /did not answer GET .*ECONNRESET/],
    ['an answer without end', { kind: 'huge' }, /the answer is larger than 4 MiB/],
    ['a limit that has been reached', { kind: 'rate-limit-bare' }, /rate limit is reached \(429\)/],
    [
      'a rate limit with a time for the next request',
      { kind: 'rate-limit-seconds' },
      /requests are retried, the first in 1 s\./,
    ],
  ])('is read again after %s', (_, fault, words) =>
    playStory({
      faults: [{ ...fault, match: list }],
      inputs: { mode: 'setup' },
      verify: (run, sandbox) => {
        expectPassed(run)
        expect(log(run)).toMatch(words)
        expect(countOf(sandbox, `GET /apps/${app}/addons`)).toBe(2)
      },
    }),
  )

  test('times out without an answer, and nothing was changed', () =>
    playStory({
      faults: [{ kind: 'silence-before', times: 'always', match: list }],
      inputs: { 'provision-timeout': budget(1_500) },
      verify: (run) => {
        expectFailed(run, 'heroku-unavailable', { changed: 'false' })
        expect(reportOf(run).apps[0]?.error?.what).toMatch(
          /did not answer GET .*no (?:answer|connection) within [\d.]+ m?s/,
        )
      },
    }))

  test.each<readonly [string, Fault]>([
    ['a refusal', refusal(403, 'forbidden', 'You do not have access to the app shop.')],
    ['a redirect', { kind: 'redirect' }],
  ])('is not read again after %s, which is reported', (_, fault) =>
    playStory({
      faults: [{ ...fault, match: list }],
      verify: (run, sandbox) => {
        expectFailed(run, fault.kind === 'refuse' ? 'heroku-forbidden' : 'heroku-unavailable', { changed: 'false' })
        expect(countOf(sandbox, `GET /apps/${app}/addons`)).toBe(1)
        expect(changesOn(sandbox)).toEqual([])
      },
    }),
  )

  test("needs only the URL of another app's add-on that the token may not see", () =>
    playStory({
      prepare: async (sandbox) => {
        await sandbox.configure({ listForeignAddons: false })
        await ofOwner(sandbox)
      },
      faults: [{ ...refusal(403, 'forbidden', 'You do not have access.'), match: foreign }],
      inputs: { plan: '' },
      verify: async (run, sandbox) => {
        expectPassed(run, { addon: 'redis-of-owner', plan: 'heroku-redis:mini' })
        expect(log(run)).toContain('redis-of-owner (heroku-redis:mini, state not known, shared by owner)')
        expect(run.summary).toContain('redis-of-owner belongs to owner, and its state is not known.')
        const { SHARED_URL: url = '' } = await sandbox.config(app)
        expect(await sandbox.config(app)).toMatchObject(varsFor(url))
      },
    }))

  test('does not depend on the plan list', () =>
    playStory({
      faults: [{ ...internal, match: planList }],
      inputs: { 'provision-timeout': budget(3_000) },
      verify: (run, sandbox) => {
        expectPassed(run)
        // The run does not wait for the retries.
        expect(countOf(sandbox, 'GET /addon-services/')).toBeLessThan(5)
        expect(run.summary).toContain('The plan list of heroku-redis could not be read: ')
      },
    }))

  test('fails a dry run that cannot verify the plan', () =>
    playStory({
      prepare: empty,
      faults: [{ ...refusal(403, 'forbidden', 'No.'), match: planList }],
      inputs: { 'dry-run': 'true' },
      verify: (run, sandbox) => {
        expectFailed(run, 'heroku-forbidden', { changed: 'false' })
        expect(countOf(sandbox, 'POST')).toBe(0)
      },
    }))
})

describe.concurrent('waiting for the add-on', () => {
  test.each<readonly [string, Fault, RegExp]>([
    ['does not know it yet', refusal(404, 'not_found', "Couldn't find it."), /not known there yet/],
    ['stumbles', { kind: 'status-503-html' }, /it did not answer/],
  ])('retries a data service that %s', (_, fault, words) =>
    playStory({
      prepare: empty,
      faults: [{ ...fault, match: dataWait }],
      verify: (run, sandbox) => {
        expectPassed(run)
        expect(log(run)).toMatch(words)
        expect(run.summary).not.toContain('continued without it')
        expect(waitsOf(sandbox)).toBe(2)
      },
    }),
  )

  test.each<readonly [string, Fault, number]>([
    ['refuses', refusal(403, 'forbidden', 'No.'), 1],
    ['never answers well', internal, 3],
  ])('continues with a note without a data service that %s', (_, fault, tries) =>
    playStory({
      prepare: empty,
      faults: [{ ...fault, match: dataWait }],
      verify: (run, sandbox) => {
        expectPassed(run, { created: 'true' })
        expect(run.summary).toContain('so the run continued without it')
        expect(waitsOf(sandbox)).toBe(tries)
      },
    }),
  )

  test.each(['setup', 'check'])('refuses an add-on of another service at once (%s)', (mode) =>
    playStory({
      prepare: (sandbox) =>
        sandbox.createApp(app, { addons: [{ plan: 'heroku-postgresql:essential-0', name: 'shop-database' }] }),
      inputs: { addon: 'shop-database', plan: '', mode },
      verify: (run, sandbox) => {
        expectFailed(run, 'addon-missing', { changed: 'false' })
        expect(reportOf(run).apps[0]?.error?.what).toContain('(heroku-postgresql) is not a Redis add-on')
        expect(requestsOf(sandbox)).toHaveLength(3)
      },
    }),
  )

  test.each<readonly [string, readonly Fault[], string]>([
    ['', [], 'heroku-redis:mini'],
    [
      ' and which this token may not see',
      [{ ...refusal(403, 'forbidden', 'No.'), times: 'always', match: foreign }],
      'heroku-redis:mini',
    ],
    [
      ' and which is not visible at the second read',
      [{ ...refusal(403, 'forbidden', 'No.'), after: 1, match: foreign }],
      'heroku-redis:mini',
    ],
  ])("waits for another app's add-on whose URL is not set yet%s", (_, faults, plan) =>
    playStory({
      heroku: { configVarMs: 4_000 },
      faults,
      prepare: async (sandbox) => {
        await sandbox.createApp('owner')
        await sandbox.createApp(app)
        void sandbox.createAddon('owner', { plan: 'heroku-redis:mini', name: 'redis-of-owner' })
        await sandbox.attach('redis-of-owner', app, 'SHARED')
      },
      inputs: { addon: 'redis-of-owner', plan: '' },
      verify: (run, sandbox) => {
        expectPassed(run, { addon: 'redis-of-owner', created: 'false', plan })
        expect(log(run)).toContain('SHARED_URL is not set yet')
        expect(countOf(sandbox, `GET /apps/${app}/addons/`)).toBe(0)
      },
    }),
  )

  test('does not wait in check, and reports what is missing', () =>
    playStory({
      heroku: { configVarMs: 3_000 },
      prepare: async (sandbox) => {
        await sandbox.createApp(app)
        void sandbox.createAddon(app, { plan: 'heroku-redis:mini', name: 'shop-redis' })
      },
      inputs: { mode: 'check' },
      verify: (run) => {
        expectFailed(run, 'provision-timeout', { addon: 'shop-redis', changed: 'false' })
        expect(log(run)).toContain('it has no URL yet')
      },
    }))
})

describe.concurrent('changing the plan', () => {
  const grow = { plan: 'premium-0', 'plan-mismatch': 'change' }

  test('to a retired one: reports the available plans', () =>
    playStory({
      inputs: { ...grow, plan: 'hobby-dev' },
      verify: (run) => {
        expectFailed(run, 'plan-not-found', { changed: 'false' })
        expect(reportOf(run).apps[0]?.error?.remedy).toContain('heroku-redis:premium-0 (16.00 USD a month)')
      },
    }))

  test("that Heroku refuses: reports Heroku's message", () =>
    playStory({
      faults: [{ ...refusal(422, 'invalid_params', 'Your data does not fit.'), match: planChange }],
      inputs: grow,
      verify: (run) => {
        expectFailed(run, 'plan-change-failed', { changed: 'false' })
        expect(run.summary).toContain('Your data does not fit')
        expect(detailOf(run, 'change-plan')).not.toContain('no answer')
      },
    }))

  test('without an answer: reports an unknown outcome', () =>
    playStory({
      faults: [{ ...internal, match: planChange }],
      inputs: { ...grow, 'provision-timeout': budget(2_000) },
      verify: (run) => {
        expectFailed(run, 'heroku-unavailable', { changed: 'false' })
        expect(detailOf(run, 'change-plan')).toMatch(/to heroku-redis:premium-0, but got no answer/)
      },
    }))

  test('that Heroku reverts: waits for it and reports it', () =>
    playStory({
      heroku: { planChangeOutcome: 'reverted' },
      inputs: { ...grow, 'provision-timeout': budget(2_000) },
      verify: (run) => {
        expectFailed(run, 'provision-timeout')
        expect(reportOf(run).apps[0]?.error?.what).toContain('its plan is still heroku-redis:mini')
      },
    }))

  test('while another user writes the same values: writes nothing', () =>
    playStory({
      prepare: almostRight,
      inputs: grow,
      during: async (sandbox, { logged }) => {
        await logged('Changing shop-redis from heroku-redis:mini')
        const { REDIS_URL: url = '' } = await sandbox.config(app)
        await sandbox.setConfig(app, varsFor(url))
      },
      verify: (run, sandbox) => {
        expectPassed(run, { 'changed-config-vars': '', release: '', changed: 'true' })
        expect(detailOf(run, 'set-config')).toBe('all values already matched')
        expect(detailOf(run, 'wait-release')).toBe('no release was needed')
        expect(countOf(sandbox, `PATCH /apps/${app}/config-vars`)).toBe(0)
      },
    }))
})

describe.concurrent('writing the variables', () => {
  test('reports a single difference', () =>
    playStory({
      prepare: almostRight,
      verify: (run) => {
        expectPassed(run, { 'changed-config-vars': 'REDIS_WRITER_HOST' })
        expect(reportOf(run).apps[0]?.steps[0]).toMatchObject({ action: 'set-config', target: '1 config var' })
      },
    }))

  test('reports an unknown outcome without an answer', () =>
    playStory({
      prepare: almostRight,
      faults: [{ ...internal, match: configWrite }],
      inputs: { 'provision-timeout': budget(2_000) },
      verify: (run) => {
        expectFailed(run, 'heroku-unavailable', { changed: 'false' })
        expect(detailOf(run, 'set-config')).toMatch(/set REDIS_WRITER_HOST, but got no answer/)
      },
    }))

  test('reports a refusal as not done', () =>
    playStory({
      prepare: almostRight,
      faults: [{ ...refusal(422, 'invalid_params', 'Cannot overwrite attachment values X.'), match: configWrite }],
      verify: (run) => {
        expectFailed(run, 'config-conflict', { changed: 'false' })
        expect(detailOf(run, 'set-config')).not.toContain('no answer')
      },
    }))

  test('stops after three rounds if another writer keeps changing them, and reports what was written', () =>
    playStory({
      prepare: almostRight,
      during: async (sandbox, { logged }) => {
        for (const [round, other] of ['REDIS_READER_PORT', 'REDIS_WRITER_HOST', 'REDIS_READER_PORT'].entries()) {
          await logged(new RegExp(`(?:Setting [^]*){${String(round + 1)}}`))
          await sandbox.setConfig(app, { [other]: '1' })
        }
      },
      verify: (run, sandbox) => {
        expectFailed(run, 'config-conflict', {
          changed: 'true',
          'changed-config-vars': 'REDIS_WRITER_HOST,REDIS_READER_PORT',
        })
        expect(reportOf(run).apps[0]?.error?.what).toContain('Another writer changed config vars')
        expect(countOf(sandbox, 'PATCH')).toBe(3)
      },
    }))

  test('reports an add-on that was just removed', () =>
    playStory({
      prepare: almostRight,
      during: async (sandbox, { logged }) => {
        await logged('Setting REDIS_WRITER_HOST')
        await sandbox.removeAddon('shop-redis')
      },
      verify: (run) => {
        expectFailed(run, 'provision-failed', { changed: 'true' })
        expect(reportOf(run).apps[0]?.error?.what).toContain('The add-on shop-redis is gone')
      },
    }))
})
