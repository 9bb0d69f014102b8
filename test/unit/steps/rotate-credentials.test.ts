import { describe, expect, test } from 'vitest'
import { cancelled } from '../../../src/failure/to-failure.ts'
import type { Failure } from '../../../src/failure/failure.ts'
import type { HerokuApi } from '../../../src/heroku/api.ts'
import type { Asked } from '../../../src/steps/context.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { addon, good, url } from '../state/fixtures.ts'
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

const asks = (calls: readonly string[]): number => calls.filter((name) => name === 'tryRotateCredentials').length

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  return work.then(
    () => {
      throw new Error('nothing was thrown')
    },
    (error: unknown) => error as Failure,
  )
}

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
  const error = await failureOf(apply(healthy()))
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
    expect((await failureOf(always.apply(healthy()))).message).toContain('tried 5 times')
    expect(asks(always.calls)).toBe(5)
  })

  test('for good: nothing is waited for or written', async () => {
    const refused = final<void>(refusal({ reason: 'rotation-failed', words: 'No.' }))
    const { apply, calls } = scene({ api: rotating({ tryRotateCredentials: inTurn(refused) }), given })
    expect((await failureOf(apply(healthy()))).reason).toBe('rotation-failed')
    expect(calls).toEqual(['configVars', 'tryRotateCredentials', 'addon'])
  })

  test('because the add-on is gone', async () => {
    const refused = final<void>(refusal({ reason: 'rotation-failed', status: 404 }))
    const { apply } = scene({ api: rotating({ tryRotateCredentials: inTurn(refused), addon: inTurn(missing) }), given })
    expect((await failureOf(apply(healthy()))).message).toContain('redis-one is gone')
  })
})

describe('what breaks off says what is known, and how to finish', () => {
  const forbidden = refusal({ reason: 'heroku-forbidden', status: 403 })

  test('after the rotation: setup writes the new ones', async () => {
    const { apply } = scene({ api: rotating({ setConfigVars: inTurn(forbidden) }), given })
    const { reason, explanation } = await failureOf(apply(healthy()))
    expect(reason).toBe('heroku-forbidden')
    expect(explanation.what).toContain('The credentials of redis-one are rotated')
    expect(explanation.remedy).toMatch(/^Remedy\. To finish, run with `mode: setup`/)
  })

  test('after the re-sync: nothing is added', async () => {
    const { apply } = scene({ api: rotating({ releases: inTurn(forbidden) }), given })
    expect((await failureOf(apply(healthy()))).explanation.what).not.toContain('rotated')
  })

  test('before the rotation: nothing is added', async () => {
    const { apply } = scene({ api: rotating({ configVars: inTurn(forbidden) }), given })
    expect(await failureOf(apply(healthy()))).toBe(forbidden)
  })

  test.each([
    ['while it is asked', { tryRotateCredentials: inTurn(cancelled()) }, 'is not known'],
    ['while it is waited for', {}, 'has accepted the rotation'],
  ])('cancelled %s', async (_, more, words) => {
    const { apply } = scene({
      api: rotating({ configVars: inTurn(old, cancelled()), ...more }),
      given,
    })
    const { reason, explanation } = await failureOf(apply(healthy()))
    expect(reason).toBe('cancelled')
    expect(explanation.what).toContain(words)
    expect(explanation.remedy).toBe(
      'In a few minutes, run with `mode: setup`, which writes the credentials that are valid then.',
    )
  })
})

test('a second variable of the add-on that is behind is looked at a few times more, and not for ever', async () => {
  const two = [addon({ configVars: ['REDIS_URL', 'REDIS_TLS_URL'] })]
  const behind = vars({ REDIS_URL: moved, REDIS_TLS_URL: url, ...good })
  const { apply, calls } = scene({
    api: rotating({ configVars: inTurn(old, behind) }),
    given: { ...given, addon: 'REDIS_URL' },
  })
  await apply({ ...healthy(), addons: two, config: vars({ REDIS_URL: url, REDIS_TLS_URL: url, ...good }) })
  expect(calls.filter((name) => name === 'configVars')).toHaveLength(1 + 4)
})
