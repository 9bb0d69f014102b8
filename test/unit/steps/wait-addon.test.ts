import { describe, expect, test } from 'vitest'
import type { Addon } from '../../../src/heroku/api.ts'
import type { DataWait } from '../../../src/heroku/data.ts'
import { withMasking } from '../../../src/state/masking.ts'
import type { StepContext } from '../../../src/steps/context.ts'
import { waitAddon } from '../../../src/steps/wait-addon.ts'
import { addon, good, observed, url } from '../state/fixtures.ts'
import {
  done,
  errorFrom,
  final,
  inTurn,
  missing,
  passing,
  provisioned,
  provisioning,
  refusal,
  scene,
  type Scene,
  vars,
} from './harness.ts'

const idle: DataWait = { waiting: false, message: 'available' }
const busy: DataWait = { waiting: true, message: 'preparing' }
const ready = vars({ REDIS_URL: url, ...good })

/** Waits for the add-on of an app that has one, being provisioned. */
function waiting(api: Scene['api'], more: Partial<Scene> = {}, seen = observed([provisioning()], {})) {
  const stage = scene({
    api: { addon: inTurn(provisioned()), dataWait: inTurn(done(idle)), configVars: inTurn(ready), ...api },
    ...more,
  })
  return { ...stage, wait: (plan?: string) => applyTo(stage.context, stage.known(seen), plan) }
}

function applyTo(context: StepContext, known: ReturnType<ReturnType<typeof scene>['known']>, plan?: string) {
  const step = { action: 'wait-addon' as const, ...(plan === undefined ? {} : { plan }) }
  context.progress.plan([{ action: 'wait-addon', done: false, ...waitAddon.describe(step) }])
  return waitAddon.apply(step, known, context)
}

test('provisioned, then the data service, then the config var', async () => {
  const { wait, calls, lines, progress } = waiting({
    addon: inTurn(provisioning(), provisioned({ price: { cents: 1_500, unit: 'month' } })),
    dataWait: inTurn(done(busy), done(idle)),
    configVars: inTurn(vars({}), ready),
  })
  const known = await wait()
  expect(lines).toEqual([
    'Waiting for redis-one: Heroku is provisioning it …',
    "Waiting for Heroku's data service to finish redis-one: preparing …",
    "Waiting for redis-one's config var: REDIS_URL is not set yet …",
    'redis-one: ready after 750 ms.',
  ])
  expect(calls).toEqual(['addon', 'addon', 'dataWait', 'dataWait', 'configVars', 'addon', 'configVars'])
  expect(known).toMatchObject({
    settled: true,
    addon: { state: 'provisioned', price: { cents: 1_500 }, shared: false },
    dataService: idle,
  })
  expect(known.observed.config).toBe(ready)
  expect(progress.steps[0]).toMatchObject({ done: true, target: 'redis-one', detail: 'ready after 750 ms' })
})

describe('an add-on that is not there', () => {
  test('yet: a read can be behind a creation', async () => {
    const { wait, lines } = waiting({ addon: inTurn(missing, missing, missing, provisioned()) })
    expect((await wait()).settled).toBe(true)
    expect(lines[0]).toBe('Waiting for redis-one: Heroku does not list it yet …')
  })

  test('is read at least six times, however slowly Heroku answers', async () => {
    const stage = waiting({
      addon: async () => {
        await stage.clock.sleep(8_000, new AbortController().signal)
        throw missing
      },
    })
    await expect(stage.wait()).rejects.toThrow('is gone')
    expect(stage.calls).toHaveLength(6)
  })

  test('for all that is known, because Heroku refuses to say: that is the failure', async () => {
    const denied = refusal({ reason: 'heroku-forbidden', status: 403 })
    const { wait } = waiting({ addon: inTurn<[Error]>(denied) })
    expect(await errorFrom(wait())).toBe(denied)
  })

  test('yet, however slowly Heroku answers', async () => {
    const answers = inTurn(missing, missing, missing, provisioned())
    const stage = waiting({
      addon: async () => {
        await stage.clock.sleep(8_000, new AbortController().signal)
        return answers()
      },
    })
    expect((await stage.wait()).settled).toBe(true)
  })

  test('after ten seconds: it is gone', async () => {
    const { wait, clock } = waiting({ addon: inTurn(missing) })
    await expect(wait()).rejects.toMatchObject({
      reason: 'provision-failed',
      message: expect.stringContaining('is gone') as string,
    })
    expect(clock.now()).toBeGreaterThanOrEqual(10_000)
    expect(clock.now()).toBeLessThan(20_000)
  })

  test('any more: at once', async () => {
    const seen = waiting({ addon: inTurn(provisioning(), missing) })
    await expect(seen.wait()).rejects.toThrow(
      'The add-on redis-one is gone: its state changed while the action waited for it.',
    )
    expect(seen.clock.now()).toBe(250)
    const before = waiting({ addon: inTurn(missing) }, {}, observed([addon()], {}))
    await expect(before.wait()).rejects.toThrow('is gone')
    expect(before.clock.now()).toBe(0)
  })

  test.each([
    ['while the data service prepares it', { dataWait: inTurn(final<DataWait>(refusal({ status: 404 }))) }],
    ['while its config var is waited for', { configVars: inTurn(vars({})) }],
  ])('any more, %s', async (_, api) => {
    const { wait } = waiting({ addon: inTurn(provisioned(), missing), ...api })
    await expect(wait()).rejects.toThrow('is gone')
  })

  test('in another state: told', async () => {
    const { wait } = waiting({ addon: inTurn(addon({ state: 'deprovisioned' })) })
    await expect(wait()).rejects.toThrow(
      'The add-on redis-one is deprovisioned: its state changed while the action waited for it.',
    )
  })
})

describe('a plan that was asked for', () => {
  const wanted = 'heroku-redis:premium-1'

  test('is waited for', async () => {
    const { wait, lines } = waiting({ addon: inTurn(provisioned(), provisioned({ plan: wanted })) })
    expect((await wait(wanted)).addon?.plan).toBe(wanted)
    expect(lines[0]).toContain('its plan is still heroku-redis:premium-0')
  })

  test('never comes: the failure names the present plan', async () => {
    const { wait } = waiting({}, { deadlineMs: 5_000 })
    expect(await errorFrom(wait(wanted))).toMatchObject({
      reason: 'provision-timeout',
      message: 'redis-one was not ready after 15 min: its plan is still heroku-redis:premium-0.',
    })
  })

  test('is there already', async () => {
    const { wait, progress, clock } = waiting({})
    await wait('heroku-redis:premium-0')
    expect([clock.now(), progress.steps[0]?.detail]).toEqual([0, 'ready after 0 ms'])
  })

  test.each([
    ['heroku-redis:premium-9', 'heroku-redis:premium-9'],
    ['', 'unknown'],
  ])('is not waited for when another user has set another one (%s)', async (plan, named) => {
    const { wait, progress } = waiting({ addon: inTurn(provisioned({ plan })) })
    expect((await wait(wanted)).addon?.plan ?? '').toBe(plan)
    expect(progress.steps[0]?.detail).toBe(`ready after 0 ms, with the plan ${named}: another user changed it`)
  })

  test('may move the URL a little later', async () => {
    const before = observed([addon()], { REDIS_URL: url })
    const moved = vars({ REDIS_URL: 'rediss://:n3w@ec2-2.compute.amazonaws.com:1' })
    const late = waiting(
      { addon: inTurn(provisioned({ plan: wanted })), configVars: inTurn(ready, ready, moved) },
      {},
      before,
    )
    expect((await late.wait(wanted)).observed.config).toBe(moved)
    const never = waiting({ addon: inTurn(provisioned({ plan: wanted })) }, {}, before)
    await never.wait(wanted)
    expect(never.lines[0]).toBe("Waiting for redis-one's config var: Heroku may still move its URL …")
    expect(never.calls.filter((call) => call === 'configVars')).toHaveLength(4)
    const other = waiting({ addon: inTurn(provisioned()) }, {}, before)
    await other.wait()
    expect(other.calls.filter((call) => call === 'configVars')).toHaveLength(1)
  })
})

describe('the data service', () => {
  const unknown = final<DataWait>(refusal({ status: 404 }))

  test('does not know the add-on yet: asked again, up to 30 s', async () => {
    const { wait, clock, lines, progress } = waiting({ dataWait: inTurn(unknown) })
    await wait()
    expect(lines[0]).toBe("Waiting for Heroku's data service to finish redis-one: not known there yet …")
    expect(clock.now()).toBeGreaterThanOrEqual(30_000)
    expect(clock.now()).toBeLessThan(40_000)
    expect(progress.notes).toHaveLength(1)
  })

  test('does not know it, and time is short: it uses up a quarter', async () => {
    const { wait, clock } = waiting({ dataWait: inTurn(unknown) }, { deadlineMs: 20_000 })
    await wait()
    expect(clock.now()).toBeGreaterThanOrEqual(5_000)
    expect(clock.now()).toBeLessThan(10_000)
  })

  test.each([
    ['refuses', final<DataWait>(refusal({ status: 403 })), 900_000, 1],
    ['does not answer', passing<DataWait>(refusal({ status: 403 })), 900_000, 3],
    ['does not answer, and the time of the run is short', passing<DataWait>(refusal({ status: 403 })), 5_000, 1],
  ])('%s: done without, and noted', async (_, answer, deadlineMs, tries) => {
    const { wait, calls, lines, progress } = waiting({ dataWait: inTurn(answer) }, { deadlineMs })
    expect((await wait()).settled).toBe(true)
    expect(calls.filter((call) => call === 'dataWait')).toHaveLength(tries)
    expect(progress.notes).toEqual([
      'Heroku\'s data service did not report on redis-one, so the run continued without it. Heroku answered POST /x with 403: "".',
    ])
    expect(lines[0]).toBe(
      tries === 1 ? progress.notes[0] : "Waiting for Heroku's data service to finish redis-one: it did not answer …",
    )
  })

  test.each([
    ['preparing', 'preparing'],
    ['', 'still preparing'],
  ])('is never done: that is a time-out of its own (%s)', async (message, waitsFor) => {
    const { wait } = waiting({ dataWait: inTurn(done({ waiting: true, message })) }, { deadlineMs: 5_000 })
    expect(await errorFrom(wait())).toMatchObject({
      reason: 'provision-timeout',
      message: `Heroku's data service had not finished redis-one after 15 min: ${waitsFor}.`,
    })
  })

  test('knows no other provider', async () => {
    const cloud = { service: 'rediscloud', plan: 'rediscloud:30' }
    const seen = observed([provisioning(cloud)], {})
    const { wait, calls } = waiting({ addon: inTurn(provisioned(cloud)) }, { given: { plan: 'rediscloud:30' } }, seen)
    await wait()
    expect(calls).not.toContain('dataWait')
  })
})

describe('the config var', () => {
  test.each<[string, Addon, Record<string, string>, string]>([
    ['never comes', provisioned(), {}, 'REDIS_URL is not set yet'],
    ['stays empty', provisioned(), { REDIS_URL: '' }, 'REDIS_URL is still empty'],
    ['has no name yet', provisioned({ configVars: [] }), {}, 'it has no config var yet'],
  ])('of a new add-on %s: the time is over', async (_, seen, config, words) => {
    const before = observed([provisioning({ configVars: seen.configVars })], {})
    const { wait } = waiting(
      { addon: inTurn(seen), configVars: inTurn(vars(config)) },
      { deadlineMs: 5_000, given: { addon: 'redis-one' } },
      before,
    )
    expect(await errorFrom(wait())).toMatchObject({
      reason: 'provision-timeout',
      message: `redis-one was not ready after 15 min: ${words}.`,
    })
  })

  test.each<[string, readonly string[], string]>([
    ['REDIS_URL', ['REDIS_URL'], 'REDIS_URL'],
    ['of an unknown name', [], 'its config var'],
  ])('%s of an add-on that nothing was done to is lost after two minutes', async (_, configVars, variable) => {
    const { wait, clock } = waiting(
      { addon: inTurn(provisioned({ configVars })), configVars: inTurn(vars({})) },
      { given: { addon: 'redis-one' } },
      observed([addon({ configVars })], {}),
    )
    expect((await errorFrom(wait())).explanation).toEqual({
      reason: 'config-missing',
      what: `redis-one is provisioned, but ${variable} is not set on my-app.`,
      cause: 'A rollback of the app can remove the variable of an attachment while the attachment stays.',
      remedy:
        'Attach the add-on under another name, which sets its variable again: heroku addons:attach redis-one --as REDIS_NEW --app my-app; then run again.',
    })
    expect(clock.now()).toBeGreaterThan(100_000)
    expect(clock.now()).toBeLessThanOrEqual(120_000)
  })

  test('that cannot be read ends the wait: the planner says what is wrong with it', async () => {
    const { wait, clock } = waiting({ configVars: inTurn(vars({ REDIS_URL: 'https://x' })) })
    expect((await wait()).settled).toBe(true)
    expect(clock.now()).toBe(0)
  })

  test('is masked in every read', async () => {
    const masked: unknown[] = []
    const { context, known } = scene({
      api: { addon: inTurn(provisioned()), dataWait: inTurn(done(idle)), configVars: inTurn(vars({ A: '1' }), ready) },
    })
    const api = withMasking(context.api, (config) => void masked.push([...config.keys()].length))
    await applyTo({ ...context, api }, known(observed([provisioning()], {})))
    expect(masked).toEqual([1, ready.size])
  })
})

test("another app's add-on is not asked for in this app; its state is read again at the end", async () => {
  const foreign = provisioning({ app: 'other-app' })
  const seen = observed([], {}, [
    { id: 'a', name: 'SHARED', app: 'my-app', addon: { id: 'id-1', name: 'redis-one', app: 'other-app' } },
  ])
  const shared = { ...seen, addons: [foreign] }
  const config = vars({ SHARED_URL: url })
  const again = waiting({ configVars: inTurn(vars({}), config), foreignAddon: inTurn(done(provisioned())) }, {}, shared)
  const known = await again.wait()
  expect(again.calls).not.toContain('addon')
  expect(known.addon).toMatchObject({ shared: true, state: 'provisioned', configVars: ['SHARED_URL'] })

  const hidden = waiting(
    { configVars: inTurn(config), foreignAddon: inTurn(final<Addon>(refusal({ status: 403 }))) },
    {},
    shared,
  )
  expect((await hidden.wait()).addon).not.toHaveProperty('state')

  // The token could not see it at first either.
  const unlisted = waiting({ configVars: inTurn(config) }, {}, { ...seen, config })
  expect((await unlisted.wait()).addon).toMatchObject({ shared: true, configVars: ['SHARED_URL'] })
  expect(unlisted.calls).toEqual(['configVars'])
})
