import { describe, expect, test } from 'vitest'
import { failure } from '../../../src/failure/catalogue.ts'
import { cancelled } from '../../../src/failure/to-failure.ts'
import type { HerokuApi } from '../../../src/heroku/api.ts'
import type { Asked } from '../../../src/steps/context.ts'
import { explainHalfRotated, rotateCredentials } from '../../../src/steps/rotate-credentials.ts'
import type { RotateCredentials } from '../../../src/steps/step.ts'
import { Secret } from '../../../src/utils/secret.ts'
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
  writing,
} from './harness.ts'

const moved = 'rediss://:n3w@ec2-1.compute.amazonaws.com:21850'
const old = vars({ REDIS_URL: url, ...good })
const fresh = { REDIS_URL: moved, ...good, REDIS_WRITER_PASSWORD: 'n3w', REDIS_READER_PASSWORD: 'n3w' }
const given = { mode: 'rotate' } as const

const rotating = (more: Partial<HerokuApi> = {}): Partial<HerokuApi> => ({
  configVars: inTurn(old, old, vars({ REDIS_URL: moved, ...good })),
  tryRotateCredentials: inTurn(done(undefined)),
  addon: inTurn(provisioned()),
  pause: () => Promise.resolve(),
  ...writing(fresh),
  releases: inTurn([
    release({ description: 'Set REDIS_WRITER_PASSWORD config vars', createdAt: new Date(0).toISOString() }),
  ]),
  ...more,
})

const step: RotateCredentials = {
  action: 'rotate-credentials',
  addon: { id: 'id-1', name: 'redis-one' },
  attachedApps: [],
}

const asks = (calls: readonly string[]): number => calls.filter((name) => name === 'tryRotateCredentials').length

test('asks once, waits until the variable differs, writes what differs', async () => {
  const { apply, calls, actions } = scene({ api: rotating(), given })
  const known = await apply(healthy())
  expect(calls).toEqual([
    'configVars',
    'tryRotateCredentials',
    'configVars',
    'addon',
    'configVars',
    'setConfigVars',
    'releases',
  ])
  expect(actions()).toEqual(['rotate-credentials', 'set-config', 'wait-release'])
  expect(known.rotation).toMatchObject({ state: 'done' })
  expect(known.rotation?.before.reveal()).toBe(url)
})

test('the URL from before is the one at the moment of the request: another run may have rotated since', async () => {
  const newest = url.replace('p%40ss', 'newest')
  const { apply } = scene({
    api: rotating({ configVars: inTurn(vars(fresh), vars(fresh), vars({ ...fresh, REDIS_URL: newest })) }),
    given,
  })
  const known = await apply(healthy())
  expect(known.rotation?.before.reveal()).toBe(moved)
})

test('a URL that is missing at the moment of the request is the one that was read at first', async () => {
  const { apply } = scene({ api: rotating({ configVars: inTurn(vars(good), vars(fresh)) }), given })
  const known = await apply(healthy())
  expect(known.rotation?.before.reveal()).toBe(url)
})

test('nothing is rotated where the run could not see it: without a URL to compare with', async () => {
  const { context, known, calls } = scene({ api: rotating({ configVars: inTurn(vars(good)) }), given })
  const seen = known(observed([addon()], good))
  expect(await errorFrom(rotateCredentials.apply(step, seen, context))).toMatchObject({
    reason: 'config-missing',
    message: 'my-app has no URL of redis-one.',
  })
  expect(calls).not.toContain('tryRotateCredentials')
})

test('nothing is rotated after the run was cancelled', async () => {
  const cancel = new AbortController()
  const { apply, calls } = scene({
    api: rotating({
      configVars: async () => {
        cancel.abort(cancelled())
        return old
      },
    }),
    given,
    signal: cancel.signal,
  })
  expect((await errorFrom(apply(healthy()))).reason).toBe('cancelled')
  expect(calls).toEqual(['configVars'])
})

test.each([
  [['web'], 'web', 'that app'],
  [['web', 'worker'], 'web and worker', 'those apps'],
])('%s: apps outside of the run are named in a note, once for the add-on', async (apps, names, those) => {
  const attachedApps = [
    { app: 'shop', owner: false, inRun: true },
    ...apps.map((app) => ({ app, owner: false, inRun: false })),
  ]
  const { context, known, progress } = scene({ api: rotating(), given })
  const note = [
    `redis-one is also attached to ${names}. Heroku updates its own config var there; copies of the credentials become stale: run \`mode: setup\` on ${those}.`,
  ]
  await rotateCredentials.apply({ ...step, attachedApps }, known(healthy()), context)
  expect(progress.notes).toEqual(note)
  await rotateCredentials.apply({ ...step, attachedApps }, known(healthy()), context)
  expect(progress.notes).toEqual(note)
})

test('other apps of the run learn of the request', async () => {
  const { context, apply } = scene({ api: rotating(), given })
  await apply(healthy())
  expect(await context.rotations.get('id-1')).toEqual({ app: 'my-app', before: new Secret(url), answer: 'accepted' })
})

describe('the rotation is over when the URL has changed', () => {
  const other = (value: string) => vars({ ...good, REDIS_URL: value })

  test.each([
    ['the same URL in another form is no change', url, [url.replace('//:', '//default:')]],
    ['a URL that cannot be read is no change', url, ['redis://a b']],
    ['the same unreadable URL is no change', 'redis://a b', ['redis://a b']],
  ])('%s', async (_, before, values) => {
    const { context, known, clock } = scene({
      api: rotating({ configVars: inTurn(other(before), ...values.map(other), other(moved)) }),
      given,
    })
    const seen = known(observed([addon()], { ...good, REDIS_URL: before }))
    const next = await rotateCredentials.apply(step, seen, context)
    expect(next.observed.config.get('REDIS_URL')?.reveal()).toBe(moved)
    expect(clock.now()).toBe(250)
  })

  test("another app's add-on is not read for it: that app may be one that the token cannot see", async () => {
    const shared = addon({ app: 'owner' })
    const seen = observed([shared], { REDIS_URL: url, ...good }, [attachment('REDIS', shared, ['REDIS_URL'])])
    const { context, known, calls } = scene({ api: rotating({ configVars: inTurn(old, old, other(moved)) }), given })
    await rotateCredentials.apply(step, known(seen), context)
    expect(calls).not.toContain('addon')
  })

  test('a URL that is not set is waited for', async () => {
    const { context, known, lines } = scene({
      api: rotating({ configVars: inTurn(old, vars(good), other(moved)) }),
      given,
    })
    await rotateCredentials.apply(step, known(healthy()), context)
    expect(lines[1]).toBe('Waiting for the new credentials of redis-one: its URL is not set …')
  })

  test('a second variable of the add-on that is not set is not waited for', async () => {
    const two = addon({ configVars: ['REDIS_URL', 'REDIS_TLS_URL'] })
    const { context, known, clock } = scene({ api: rotating({ configVars: inTurn(old, other(moved)) }), given })
    await rotateCredentials.apply(step, known({ ...healthy(), addons: [two] }), context)
    expect(clock.now()).toBe(0)
  })

  test('the add-on is removed meanwhile: the failure says so, and what to do', async () => {
    const { apply } = scene({ api: rotating({ configVars: inTurn(old), addon: inTurn(missing) }), given })
    expect((await errorFrom(apply(healthy()))).explanation).toEqual({
      reason: 'addon-missing',
      what: 'The add-on redis-one is gone: it was removed during the rotation.',
      cause: 'Someone removed the add-on, or the app, while this run worked on it.',
      remedy: 'Run with `mode: setup` if the app is to have a new add-on.',
    })
  })
})

test('a rotation that another app of the run has asked for is not asked for again', async () => {
  const { context, apply, calls, progress } = scene({
    api: rotating({ configVars: inTurn(vars({ REDIS_URL: moved, ...good })) }),
    given,
  })
  const asked: Asked = { app: 'worker', before: new Secret(url), answer: 'accepted' }
  context.rotations.set('id-1', Promise.resolve(asked))
  await apply(healthy())
  expect(asks(calls)).toBe(0)
  expect(progress.steps[0]?.detail).toContain('together with worker')
})

test('the second app finds the new URL already: it still compares with the one from before', async () => {
  const { context, apply } = scene({
    api: rotating({ configVars: inTurn(vars({ REDIS_URL: moved, ...good })) }),
    given,
  })
  context.rotations.set('id-1', Promise.resolve({ app: 'worker', before: new Secret(url), answer: 'accepted' }))
  const known = await apply({ ...healthy(), config: vars({ REDIS_URL: moved, ...good }) })
  expect(known.rotation).toMatchObject({ state: 'done' })
})

test.each([
  ['no answer', passing<void>(refusal({ reason: 'heroku-unavailable', status: 503, outcome: 'unknown' }))],
  ['no answer, and no way to another one', final<void>(refusal({ reason: 'network', status: 0, outcome: 'unknown' }))],
])('%s: never asked again, not even when nothing comes of it', async (_, answer) => {
  const { apply, calls, progress, clock } = scene({
    api: rotating({ tryRotateCredentials: inTurn(answer), configVars: inTurn(old) }),
    given,
  })
  const error = await errorFrom(apply(healthy()))
  expect(error.reason).toBe('rotation-failed')
  expect(error.message).toContain('is not known')
  expect(asks(calls)).toBe(1)
  // All of provision-timeout, and not more.
  expect(clock.now()).toBeGreaterThan(800_000)
  expect(clock.now()).toBeLessThanOrEqual(900_000)
  expect(progress.steps[0]).toMatchObject({ done: false })
  expect(progress.steps[0]?.detail).toContain('not known')
})

describe('refused', () => {
  const busy = passing<void>(refusal({ reason: 'heroku-unavailable', status: 409, meaning: 'busy' }))

  test('in passing: asked again, at most five times', async () => {
    const once = scene({
      api: rotating({ tryRotateCredentials: inTurn(busy, done(undefined)), configVars: inTurn(old, old, vars(fresh)) }),
      given,
    })
    await once.apply(healthy())
    expect(asks(once.calls)).toBe(2)
    const always = scene({ api: rotating({ tryRotateCredentials: inTurn(busy), configVars: inTurn(old) }), given })
    expect((await errorFrom(always.apply(healthy()))).message).toContain('tried 5 times')
    expect(asks(always.calls)).toBe(5)
  })

  test('in passing, and the URL changes meanwhile: another rotation was in progress, and is enough', async () => {
    const { apply, calls } = scene({
      api: rotating({
        tryRotateCredentials: inTurn(busy),
        configVars: inTurn(old, vars({ REDIS_URL: moved, ...good })),
      }),
      given,
    })
    expect((await apply(healthy())).rotation).toEqual({ before: new Secret(url), state: 'done' })
    expect(asks(calls)).toBe(1)
  })

  test('in passing: asked again only while there is time, at most 30 s', async () => {
    const left: number[] = []
    const waiting = (deadlineMs: number) => {
      const stage = scene({
        api: rotating({
          tryRotateCredentials: inTurn(busy),
          configVars: inTurn(old),
          pause: async (_, __, leftMs) => {
            left.push(leftMs)
            await stage.clock.sleep(Math.min(leftMs, 20_000), stage.context.signal)
          },
        }),
        given,
        deadlineMs,
      })
      return stage
    }
    const long = waiting(900_000)
    expect((await errorFrom(long.apply(healthy()))).message).toContain('tried 3 times')
    const short = waiting(5_000)
    expect((await errorFrom(short.apply(healthy()))).message).toContain('tried 2 times')
    expect(left).toEqual([30_000, 10_000, 5_000])
  })

  test.each([
    'A rotation is already in progress.',
    'Credentials are being rotated.',
    'Rotation under way',
    'Rotation underway',
    'A reset is PENDING',
  ])('because of a rotation in progress: waits for that one (%s)', async (words) => {
    const refused = final<void>(refusal({ reason: 'rotation-failed', words }))
    const { apply, calls, lines, progress } = scene({ api: rotating({ tryRotateCredentials: inTurn(refused) }), given })
    expect((await apply(healthy())).rotation).toEqual({ before: new Secret(url), state: 'done' })
    expect(asks(calls)).toBe(1)
    expect(lines[1]).toBe(`Heroku answered POST /x with 422: "${words}". Waiting for the rotation in progress.`)
    expect(progress.accepted).toBe(true)
  })

  test('because of a rotation in progress that never ends: Heroku has accepted it, the failure says', async () => {
    const refused = final<void>(refusal({ reason: 'rotation-failed', words: 'Already in progress.' }))
    const { apply } = scene({
      api: rotating({ tryRotateCredentials: inTurn(refused), configVars: inTurn(old) }),
      given,
    })
    expect((await errorFrom(apply(healthy()))).message).toBe(
      'Heroku accepted the rotation of redis-one, but after 15 min REDIS_URL has not changed yet.',
    )
  })

  test('for another reason, whatever its words: nothing is waited for', async () => {
    const refused = refusal({ reason: 'payment-required', status: 402, words: 'Payment is already pending.' })
    const { apply } = scene({ api: rotating({ tryRotateCredentials: inTurn(final<void>(refused)) }), given })
    expect(await errorFrom(apply(healthy()))).toBe(refused)
  })

  test('for good: nothing is waited for or written', async () => {
    const refused = final<void>(refusal({ reason: 'rotation-failed', words: 'No.' }))
    const { apply, calls } = scene({ api: rotating({ tryRotateCredentials: inTurn(refused) }), given })
    expect((await errorFrom(apply(healthy()))).reason).toBe('rotation-failed')
    expect(calls).toEqual(['configVars', 'tryRotateCredentials', 'addon'])
  })

  test('because the add-on is gone', async () => {
    const refused = final<void>(refusal({ reason: 'rotation-failed', status: 404 }))
    const { apply } = scene({ api: rotating({ tryRotateCredentials: inTurn(refused), addon: inTurn(missing) }), given })
    expect((await errorFrom(apply(healthy()))).message).toContain('redis-one is gone')
  })
})

describe('what breaks off says what is known, and how to finish', () => {
  const forbidden = refusal({ reason: 'heroku-forbidden', status: 403 })

  test('after the rotation: setup writes the new ones', async () => {
    const { apply } = scene({ api: rotating({ setConfigVars: inTurn(forbidden) }), given })
    const { reason, explanation } = await errorFrom(apply(healthy()))
    expect(reason).toBe('heroku-forbidden')
    expect(explanation.what).toContain('The credentials of redis-one are rotated')
    expect(explanation.remedy).toMatch(/^Remedy\. To finish, run with `mode: setup`/)
  })

  test('after the rotation, by another cause: its cause stays known', async () => {
    const cause = new Error('socket')
    const failed = failure('network', 'No answer.', { error: cause })
    const { apply } = scene({ api: rotating({ setConfigVars: inTurn(failed) }), given })
    expect((await errorFrom(apply(healthy()))).cause).toBe(cause)
  })

  test('after the rotation, because the config vars cannot be planned: setup writes the new ones', async () => {
    const reader = { REPLICA_URL: 'rediss://:x@replica.example.com:1' }
    const { apply } = scene({
      api: rotating({ configVars: inTurn(vars({ REDIS_URL: url, ...reader }), vars({ REDIS_URL: moved })) }),
      given: { ...given, reader: 'REPLICA_URL' },
    })
    const { reason, explanation } = await errorFrom(apply(observed([addon()], { REDIS_URL: url, ...reader })))
    expect(reason).toBe('config-missing')
    expect(explanation.what).toContain('are rotated, but the config vars of my-app still have the old ones.')
  })

  test('before anything was read: nothing is added', () => {
    const { context } = scene({ api: {}, given })
    expect(explainHalfRotated(forbidden, undefined, context)).toBe(forbidden)
  })

  test('after the re-sync: nothing is added', async () => {
    const { apply } = scene({ api: rotating({ releases: inTurn(forbidden) }), given })
    expect((await errorFrom(apply(healthy()))).explanation.what).not.toContain('rotated')
  })

  test('before the rotation: nothing is added', async () => {
    const { apply } = scene({ api: rotating({ configVars: inTurn(forbidden) }), given })
    expect(await errorFrom(apply(healthy()))).toBe(forbidden)
  })

  test.each([
    ['while it is asked', { tryRotateCredentials: inTurn(cancelled()) }, 'is not known', 'got no answer'],
    ['while it is waited for', {}, 'has accepted the rotation', 'which it accepted'],
  ])('cancelled %s', async (_, more, words, detail) => {
    const { apply, progress } = scene({
      api: rotating({ configVars: inTurn(old, cancelled()), ...more }),
      given,
    })
    const { reason, explanation } = await errorFrom(apply(healthy()))
    expect(reason).toBe('cancelled')
    expect(explanation.what).toContain(words)
    expect(progress.steps[0]?.detail).toContain(detail)
    expect(explanation.remedy).toBe(
      'In a few minutes, run with `mode: setup`, which writes the credentials that are valid then.',
    )
  })
})

test('a second variable of the add-on that is behind is looked at a few times more, and not for ever', async () => {
  const two = [addon({ configVars: ['REDIS_URL', 'REDIS_TLS_URL'] })]
  const behind = vars({ REDIS_URL: moved, REDIS_TLS_URL: url, ...good })
  const { apply, calls, lines } = scene({
    api: rotating({ configVars: inTurn(old, behind) }),
    given: { ...given, addon: 'REDIS_URL' },
  })
  await apply({ ...healthy(), addons: two, config: vars({ REDIS_URL: url, REDIS_TLS_URL: url, ...good }) })
  expect(calls.filter((name) => name === 'configVars')).toHaveLength(1 + 4)
  expect(lines[1]).toBe('Waiting for the new credentials of redis-one: another variable still has the old ones …')
})
