import { describe, expect, test } from 'vitest'
import type { Addon } from '../../../src/heroku/api.ts'
import type { DataWait } from '../../../src/heroku/data.ts'
import { withMasking } from '../../../src/state/masking.ts'
import type { StepContext } from '../../../src/steps/context.ts'
import { waitAddon } from '../../../src/steps/wait-addon.ts'
import { addon, good, observed, url } from '../state/fixtures.ts'
import {
  done,
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
  const { wait, calls, progress } = waiting({
    addon: inTurn(provisioning(), provisioned({ price: { cents: 1_500, unit: 'month' } })),
    dataWait: inTurn(done(busy), done(idle)),
    configVars: inTurn(vars({}), ready),
  })
  const known = await wait()
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
    const { wait } = waiting({ addon: inTurn(missing, missing, missing, provisioned()) })
    expect((await wait()).settled).toBe(true)
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

  test('never comes: the present plan is told', async () => {
    const { wait } = waiting({}, { deadlineMs: 5_000 })
    await expect(wait(wanted)).rejects.toThrow('its plan is still heroku-redis:premium-0')
  })

  test("is not waited for when somebody else's plan is there", async () => {
    const { wait, progress } = waiting({ addon: inTurn(provisioned({ plan: 'heroku-redis:premium-9' })) })
    expect((await wait(wanted)).addon?.plan).toBe('heroku-redis:premium-9')
    expect(progress.steps[0]?.detail).toContain('with the plan heroku-redis:premium-9: another user changed it')
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
    expect(never.calls.filter((call) => call === 'configVars')).toHaveLength(4)
    const other = waiting({ addon: inTurn(provisioned()) }, {}, before)
    await other.wait()
    expect(other.calls.filter((call) => call === 'configVars')).toHaveLength(1)
  })
})

describe('the data service', () => {
  const unknown = final<DataWait>(refusal({ status: 404 }))

  test('does not know the add-on yet: asked again, up to 30 s', async () => {
    const { wait, clock, progress } = waiting({ dataWait: inTurn(unknown) })
    await wait()
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
    ['refuses', final<DataWait>(refusal({ status: 403 })), 1],
    ['does not answer', passing<DataWait>(refusal({ status: 500 })), 3],
  ])('%s: done without, and noted', async (_, answer, tries) => {
    const { wait, calls, progress } = waiting({ dataWait: inTurn(answer) })
    expect((await wait()).settled).toBe(true)
    expect(calls.filter((call) => call === 'dataWait')).toHaveLength(tries)
    expect(progress.notes[0]).toContain('so the run continued without it')
  })

  test('is never done: that is a time-out of its own', async () => {
    const { wait } = waiting({ dataWait: inTurn(done(busy)) }, { deadlineMs: 5_000 })
    await expect(wait()).rejects.toThrow(/Heroku's data service had not finished redis-one after .*: preparing\./)
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
  test('of a new add-on that never comes: a time-out', async () => {
    const { wait } = waiting({ configVars: inTurn(vars({})) }, { deadlineMs: 5_000 })
    await expect(wait()).rejects.toMatchObject({
      reason: 'provision-timeout',
      message: expect.stringContaining('REDIS_URL is not set yet') as string,
    })
  })

  test('of an add-on that nothing was done to is lost: said after two minutes, with the way to get it back', async () => {
    const { wait, clock } = waiting({ configVars: inTurn(vars({})) }, {}, observed([addon()], {}))
    const error = await wait().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ reason: 'config-missing' })
    expect(error).toMatchObject({
      explanation: { remedy: expect.stringContaining('heroku addons:attach redis-one --as') as string },
    })
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
})
