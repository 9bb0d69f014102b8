import { describe, expect, test } from 'vitest'
import { cancelled } from '../../../src/failure/to-failure.ts'
import type { HerokuApi } from '../../../src/heroku/api.ts'
import { redisAddon } from '../../../src/state/addon.ts'
import { removeAddon } from '../../../src/steps/remove-addon.ts'
import type { RemoveAddon } from '../../../src/steps/step.ts'
import { addon, attachment, good, observed, url } from '../state/fixtures.ts'
import {
  done,
  errorFrom,
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

const asksToRemove: RemoveAddon = {
  action: 'remove-addon',
  addon: { id: 'id-1', name: 'redis-one' },
  attachments: ['REDIS'],
  isGoing: false,
}
const unavailable = refusal({ reason: 'heroku-unavailable', status: 503, outcome: 'unknown' })

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

test('what belongs to other add-ons of the app stays known', async () => {
  const pg = addon({ id: 'id-9', name: 'pg', service: 'heroku-postgresql', configVars: ['DATABASE_URL'] })
  const ties = [attachment('REDIS', addon()), attachment('DATABASE', pg)]
  const { apply } = scene({ api: removing(), given, wallTime: -1_000 })
  const known = await apply(observed([addon(), pg], { REDIS_URL: url, DATABASE_URL: 'x' }, ties))
  expect(known.observed).toMatchObject({ addons: [pg], attachments: [ties[1]] })
  expect([...known.observed.config.keys()]).toEqual(['DATABASE_URL'])
})

test('the release of the removal is the one after it, with the names of its attachments', async () => {
  const { context, known } = scene({ api: removing(), given, wallTime: 60_000 })
  context.progress.plan([{ ...asksToRemove, target: '', detail: '', done: false }])
  expect(await removeAddon.apply(asksToRemove, known(onlyAddon), context)).toMatchObject({
    released: false,
    releaseNames: ['REDIS'],
    lastWrite: { at: 60_000, desired: new Map() },
  })
})

test('an add-on that Heroku is already removing is waited for, not asked for, and makes no release of this run', async () => {
  const leaving = addon({ state: 'deprovisioning' })
  const { context, known, calls } = scene({ api: removing({ addon: inTurn(leaving, missing) }), given })
  const seen = { ...known(observed([leaving], {})), addon: redisAddon(leaving, false, ['REDIS_URL']) }
  const next = await removeAddon.apply({ ...asksToRemove, isGoing: true }, seen, context)
  expect(calls).toEqual(['addon', 'addon'])
  expect(next).toMatchObject({ released: true, addon: { state: 'deprovisioned' } })
  expect(next).not.toHaveProperty('lastWrite')
})

test('an add-on that Heroku still shows as deprovisioned is gone', async () => {
  const { apply, calls } = scene({
    api: removing({ addon: inTurn(provisioned(), addon({ state: 'deprovisioned' })) }),
    given,
  })
  await apply(onlyAddon)
  expect(count(calls, 'addon')).toBe(2)
})

test('an add-on that Heroku refuses to show is not taken for removed', async () => {
  const denied = refusal({ reason: 'heroku-forbidden', status: 403 })
  const { apply } = scene({ api: removing({ addon: inTurn(provisioned(), denied) }), given })
  expect(await errorFrom(apply(onlyAddon))).toBe(denied)
})

describe('config vars whose removal fails', () => {
  test.each([
    [
      'without an answer',
      unavailable,
      'asked Heroku to remove REDIS_WRITER_TLS, but got no answer: it is not known whether it was done',
    ],
    ['by a refusal', refusal({ reason: 'config-conflict' }), 'remove REDIS_WRITER_TLS in one release'],
  ])('%s', async (_, error, detail) => {
    const { apply, progress } = scene({ api: removing({ setConfigVars: inTurn<[Error]>(error) }), given })
    expect(await errorFrom(apply(observed([addon()], { REDIS_URL: url, REDIS_WRITER_TLS: 'true' })))).toBe(error)
    expect(progress.steps[0]).toMatchObject({ done: false, detail })
  })
})

test('the release of removed config vars is the one after it, with their names', async () => {
  const seen = observed([], { REDIS_WRITER_TLS: 'true' })
  const ours = release({ description: 'Unset REDIS_WRITER_TLS config vars', createdAt: new Date(60_000).toISOString() })
  const earlier = release({ version: 6, createdAt: new Date(1_000).toISOString() })
  const { apply, clock } = scene({
    api: removing({ setConfigVars: inTurn(vars({})), releases: inTurn([earlier], [ours, earlier]) }),
    given,
    wallTime: 60_000,
  })
  expect(await apply(seen)).toMatchObject({
    release: ours,
    releaseNames: ['REDIS_WRITER_TLS'],
    lastWrite: { at: 60_000, desired: new Map() },
  })
  expect(clock.slept).toEqual([250])
})

describe('an add-on whose removal is not answered', () => {
  const leaving = addon({ state: 'deprovisioning' })

  test.each([
    ['being removed', [leaving, leaving, leaving, leaving, leaving, missing]],
    ['gone', [missing]],
    ['gone, which only the second read shows', [unavailable, missing]],
  ])('is looked at: what is %s is not asked for again', async (_, answers) => {
    const ids: string[] = []
    const read = inTurn(provisioned(), ...answers)
    const { apply, calls, progress } = scene({
      api: removing({
        tryDeleteAddon: inTurn(lost),
        addon: async (__, id) => {
          ids.push(id)
          return read()
        },
      }),
      given,
    })
    await apply(onlyAddon)
    expect(count(calls, 'tryDeleteAddon')).toBe(1)
    expect(new Set(ids)).toEqual(new Set(['id-1']))
    expect(progress.steps[0]?.detail).toMatch(/^removed after/)
  })

  test('and that cannot be looked at is asked for again: nothing can be removed twice', async () => {
    const { apply, calls } = scene({
      api: removing({
        tryDeleteAddon: inTurn(lost, going),
        addon: inTurn(provisioned(), unavailable, unavailable, unavailable, unavailable, missing),
      }),
      given,
    })
    await apply(onlyAddon)
    expect(count(calls, 'tryDeleteAddon')).toBe(2)
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
    expect(progress.steps[0]?.detail).toBe(
      'asked Heroku to remove it, but got no answer: it is not known whether it was done',
    )
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

test('refused in passing, and then not found: somebody else has removed it, and no release is looked for', async () => {
  const { apply, progress } = scene({
    api: removing({ tryDeleteAddon: inTurn(busy, notFound), addon: inTurn(provisioned()) }),
    given,
  })
  await apply(onlyAddon)
  expect(progress.steps.map(({ detail }) => detail)).toEqual(['was removed already', 'no release was needed'])
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
  expect((await errorFrom(apply(onlyAddon))).explanation).toEqual({
    reason: 'provision-timeout',
    what: 'redis-one was not removed within 15 min: Heroku is still removing it.',
    cause: 'Heroku has accepted the removal, but has not completed it yet.',
    remedy: 'Run again to wait for it, or raise `provision-timeout`.',
  })
  expect(progress.steps[0]).toMatchObject({ done: false, detail: 'asked Heroku to remove it, which it accepted' })
})

test('a release that fails after the removal: what was removed is gone all the same', async () => {
  const failed = release({
    status: 'failed',
    description: 'Detach REDIS (@redis-one)',
    createdAt: new Date(0).toISOString(),
  })
  const { apply } = scene({ api: removing({ releases: inTurn([failed]) }), given })
  expect((await errorFrom(apply(onlyAddon))).explanation).toMatchObject({
    reason: 'release-failed',
    what: 'Release v7 of my-app, which the removal made, ended as failed.',
    remedy:
      'What was removed is gone, but the dynos still run the release before. Read heroku releases:output v7 --app my-app, fix the release phase, and deploy again.',
  })
})

describe('a shared add-on', () => {
  const shared = addon({ app: 'owner' })
  const tie = attachment('REDIS', shared, ['REDIS_URL'])
  const seen = observed([shared], { REDIS_URL: url }, [tie])

  test('is detached, and nothing else', async () => {
    const { apply, calls, lines, progress } = scene({
      api: removing({ tryDetach: inTurn(done(undefined)) }),
      given,
      wallTime: 2_000,
    })
    const known = await apply(seen)
    expect(calls).toEqual(['tryDetach', 'releases'])
    expect(lines[0]).toBe('Detaching REDIS (redis-one) …')
    expect(progress.steps[0]).toMatchObject({
      done: true,
      target: 'REDIS',
      detail: 'detached redis-one, and REDIS_URL with it',
    })
    expect(known.lastWrite).toEqual({ at: 2_000, desired: new Map() })
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

  test('without an answer, and still in the list: asked again, beside whatever else is there', async () => {
    const { apply, calls, progress } = scene({
      api: removing({ tryDetach: inTurn(lost), attachments: inTurn([attachment('CACHE', shared), tie]) }),
      given,
    })
    expect((await errorFrom(apply(seen))).reason).toBe('heroku-unavailable')
    expect(count(calls, 'tryDetach')).toBe(5)
    expect(progress.steps[0]?.detail).toBe(
      'asked Heroku to detach redis-one, but got no answer: it is not known whether it was done',
    )
  })

  test('without an answer, and only others in the list: it is detached', async () => {
    const { apply, calls } = scene({
      api: removing({ tryDetach: inTurn(lost), attachments: inTurn([attachment('CACHE', shared)]) }),
      given,
    })
    await apply(seen)
    expect(count(calls, 'tryDetach')).toBe(1)
  })

  test('whose variables have several names: the report names all', async () => {
    const two = attachment('REDIS', shared, ['REDIS_URL', 'REDIS_TLS_URL'])
    const { apply, progress } = scene({ api: removing({ tryDetach: inTurn(done(undefined)) }), given })
    await apply(observed([shared], { REDIS_URL: url, REDIS_TLS_URL: url }, [two]))
    expect(progress.steps[0]?.detail).toBe('detached redis-one, and REDIS_URL, REDIS_TLS_URL with it')
  })

  test('that somebody else has detached', async () => {
    const { apply, progress } = scene({ api: removing({ tryDetach: inTurn(notFound) }), given })
    await apply(seen)
    expect(progress.steps.map(({ detail }) => detail)).toEqual(['was detached already', 'no release was needed'])
  })
})
