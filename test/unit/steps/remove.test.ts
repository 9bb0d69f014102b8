import { describe, expect, test } from 'vitest'
import { cancelled } from '../../../src/failure/to-failure.ts'
import type { HerokuApi } from '../../../src/heroku/api.ts'
import { addon, attachment, good, observed, url } from '../state/fixtures.ts'
import {
  done,
  final,
  healthy,
  inTurn,
  missing,
  passing,
  provisioned,
  refusal,
  release,
  scene,
  vars,
} from './harness.ts'

const given = { mode: 'remove', confirm: 'my-app' } as const
const going = done(addon({ state: 'deprovisioning' }))
const lost = passing<never>(refusal({ reason: 'heroku-unavailable', status: 503, outcome: 'unknown' }))
const busy = passing<never>(refusal({ reason: 'heroku-unavailable', status: 409, meaning: 'busy' }))
const notFound = final<never>(refusal({ reason: 'heroku-unavailable', status: 404 }))
const onlyAddon = observed([addon()], { REDIS_URL: url })

const removing = (more: Partial<HerokuApi> = {}): Partial<HerokuApi> => ({
  setConfigVars: inTurn(vars({ REDIS_URL: url })),
  attachmentsOfAddon: inTurn([attachment('REDIS', addon())]),
  tryDeleteAddon: inTurn(going),
  addon: inTurn(provisioned(), addon({ state: 'deprovisioning' }), missing),
  pause: () => Promise.resolve(),
  releases: inTurn([release({ description: 'Detach REDIS (@redis-one)', createdAt: new Date(0).toISOString() })]),
  ...more,
})

const count = (calls: readonly string[], call: string): number => calls.filter((name) => name === call).length

test('the variables, then the add-on until it is gone, then its release', async () => {
  const { apply, calls, actions } = scene({ api: removing(), given })
  const known = await apply(healthy())
  expect(calls).toEqual([
    'setConfigVars',
    'addon',
    'attachmentsOfAddon',
    'tryDeleteAddon',
    'addon',
    'addon',
    'releases',
  ])
  expect(actions()).toEqual(['remove-config', 'remove-addon', 'wait-release'])
  expect(known.addon?.state).toBe('deprovisioned')
  expect(known.observed.config.size).toBe(0)
  expect(known.written.map(({ name }) => name)).toEqual(Object.keys(good))
})

describe('an add-on whose removal is not answered', () => {
  test('is looked at; what is being removed is not asked for again', async () => {
    const { apply, calls } = scene({
      api: removing({
        tryDeleteAddon: inTurn(lost),
        addon: inTurn(provisioned(), addon({ state: 'deprovisioning' }), missing),
      }),
      given,
    })
    await apply(onlyAddon)
    expect(count(calls, 'tryDeleteAddon')).toBe(1)
  })

  test('and is there as before: asked again; 404 then means that the first one did it', async () => {
    const { apply, calls, progress } = scene({
      api: removing({
        tryDeleteAddon: inTurn(lost, notFound),
        addon: inTurn(provisioned(), provisioned(), provisioned(), provisioned(), provisioned(), missing),
      }),
      given,
    })
    await apply(onlyAddon)
    expect(count(calls, 'tryDeleteAddon')).toBe(2)
    expect(progress.steps[0]).toMatchObject({ action: 'remove-addon', done: true })
    expect(progress.steps[0]?.detail).toMatch(/^removed after/)
  })

  test('at most five times, and then it is said that it is not known', async () => {
    const { apply, calls, progress } = scene({
      api: removing({ tryDeleteAddon: inTurn(lost), addon: inTurn(provisioned()) }),
      given,
    })
    await expect(apply(onlyAddon)).rejects.toMatchObject({ reason: 'heroku-unavailable' })
    expect(count(calls, 'tryDeleteAddon')).toBe(5)
    expect(progress.steps[0]?.detail).toContain('not known')
  })

  test('because the run was cancelled', async () => {
    const { apply, progress } = scene({ api: removing({ tryDeleteAddon: inTurn(cancelled()) }), given })
    await expect(apply(onlyAddon)).rejects.toMatchObject({ reason: 'cancelled' })
    expect(progress.steps[0]).toMatchObject({ done: false })
    expect(progress.steps[0]?.detail).toContain('not known')
  })
})

test('refused in passing: asked again', async () => {
  const { apply, calls } = scene({
    api: removing({
      tryDeleteAddon: inTurn(busy, going),
      addon: inTurn(provisioned(), provisioned(), provisioned(), provisioned(), provisioned(), missing),
    }),
    given,
  })
  await apply(onlyAddon)
  expect(count(calls, 'tryDeleteAddon')).toBe(2)
})

test('refused for good: the failure of Heroku, and the step not done', async () => {
  const refused = final<never>(refusal({ reason: 'heroku-forbidden', status: 403 }))
  const { apply, actions } = scene({
    api: removing({ tryDeleteAddon: inTurn(refused), addon: inTurn(provisioned()) }),
    given,
  })
  await expect(apply(onlyAddon)).rejects.toBe(refused.kind === 'final' ? refused.failure : undefined)
  expect(actions()).toEqual(['remove-addon (not done)', 'wait-release (not done)'])
})

test('somebody else has removed it: nothing is left, and no release is looked for', async () => {
  const { apply, calls, progress } = scene({
    api: removing({ tryDeleteAddon: inTurn(notFound), addon: inTurn(missing) }),
    given,
  })
  await apply(onlyAddon)
  expect(calls).toEqual(['addon', 'tryDeleteAddon'])
  expect(progress.steps.map(({ detail }) => detail)).toEqual(['was removed already', 'no release was needed'])
})

test('an app that was attached after the look keeps it', async () => {
  const elsewhere = attachment('REDIS', addon(), undefined, 'web')
  const { apply, calls } = scene({ api: removing({ attachmentsOfAddon: inTurn([elsewhere]) }), given })
  await expect(apply(onlyAddon)).rejects.toMatchObject({ reason: 'addon-shared' })
  expect(calls).not.toContain('tryDeleteAddon')
})

test('it does not go: told at the end of the time, with what is under way', async () => {
  const { apply, progress } = scene({
    api: removing({ addon: inTurn(provisioned(), addon({ state: 'deprovisioning' })) }),
    given,
  })
  await expect(apply(onlyAddon)).rejects.toMatchObject({ reason: 'provision-timeout' })
  expect(progress.steps[0]).toMatchObject({ done: false, detail: 'asked Heroku to remove it, which it accepted' })
})

describe('a shared add-on', () => {
  const shared = addon({ app: 'owner' })
  const tie = attachment('REDIS', shared, ['REDIS_URL'])
  const seen = observed([shared], { REDIS_URL: url }, [tie])

  test('is detached, and nothing else', async () => {
    const { apply, calls } = scene({ api: removing({ tryDetach: inTurn(done(undefined)) }), given })
    const known = await apply(seen)
    expect(calls).toEqual(['tryDetach', 'releases'])
    expect(known.observed.config.size).toBe(0)
    expect(known.addon).toMatchObject({ state: 'provisioned', configVars: [] })
  })

  test('without an answer: looked for in the list', async () => {
    const { apply, calls } = scene({
      api: removing({ tryDetach: inTurn(lost), attachments: inTurn([]) }),
      given,
    })
    await apply(seen)
    expect(calls).toEqual(['tryDetach', 'attachments', 'releases'])
  })

  test('that somebody else has detached', async () => {
    const { apply, progress } = scene({ api: removing({ tryDetach: inTurn(notFound) }), given })
    await apply(seen)
    expect(progress.steps.map(({ detail }) => detail)).toEqual(['was detached already', 'no release was needed'])
  })
})
