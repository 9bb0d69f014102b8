import { describe, expect, test } from 'vitest'
import type { InputName } from '../../../src/inputs/inputs.ts'
import type { AttachedApp, Known } from '../../../src/state/known.ts'
import type { Observed } from '../../../src/state/observed.ts'
import { planRotate } from '../../../src/steps/plan-rotate.ts'
import type { Step } from '../../../src/steps/step.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { addon, attachment, errorOf, good, inputs, known, observed, reasonOf, url } from '../state/fixtures.ts'

type Given = Partial<Record<InputName, string>>

const healthy = observed([addon()], { REDIS_URL: url, ...good })
const other = (app: string, given: Partial<AttachedApp> = {}): AttachedApp => ({
  app,
  owner: false,
  inRun: false,
  ...given,
})

function plan(seen: Observed, given: Given = {}, more: Partial<Known> = {}): readonly Step[] {
  const settings = inputs({ mode: 'rotate', ...given })
  return planRotate({ ...known(seen, settings), ...more }, settings)
}

const actions = (...args: Parameters<typeof plan>) => plan(...args).map(({ action }) => action)
const written = (steps: readonly Step[]) =>
  steps.flatMap((step) => (step.action === 'set-config' ? step.changes.map(({ name }) => name) : []))

test('rotate, then the variables that will differ, as not known yet', () => {
  const steps = plan(healthy)
  expect(steps.map(({ action }) => action)).toEqual(['rotate-credentials', 'set-config', 'wait-release'])
  expect(steps[1]).toMatchObject({
    changes: [
      { name: 'REDIS_WRITER_PASSWORD', kind: 'update', pending: true },
      { name: 'REDIS_READER_PASSWORD', kind: 'update', pending: true },
    ],
  })
})

test('a copy of the URL differs, too, and what is written anyway is known', () => {
  const given = { fields: 'password, url', 'writer-prefix': 'w', 'reader-prefix': 'r', config: 'EXTRA=1' }
  const [, set] = plan(observed([addon()], { REDIS_URL: url }), given)
  expect(set?.action === 'set-config' && set.changes).toEqual([
    ...['w_PASSWORD', 'w_URL', 'r_PASSWORD', 'r_URL'].map((name) => ({ name, kind: 'add', pending: true })),
    { name: 'EXTRA', kind: 'add' },
  ])
})

test('a reader of its own is written, also while the URL of the add-on is not known', () => {
  const reader = 'rediss://:r3ader@replica.example.com:6380'
  const [, , set] = plan(observed([addon()], good), { reader, fields: 'password' })
  expect(set?.action === 'set-config' && set.vars.map(({ name, value }) => [name, value?.reveal()])).toEqual([
    ['REDIS_WRITER_PASSWORD', undefined],
    ['REDIS_READER_PASSWORD', 'r3ader'],
  ])
})

test('a reader of its own keeps its password', () => {
  const reader = 'rediss://:r3ader@replica.example.com:6380'
  expect(written(plan(healthy, { reader, fields: 'password' }))).toEqual([
    'REDIS_WRITER_PASSWORD',
    'REDIS_READER_PASSWORD',
  ])
  const settled = { ...good, REDIS_READER_PASSWORD: 'r3ader' }
  const seen = observed([addon()], { REDIS_URL: url, ...settled })
  expect(written(plan(seen, { reader, fields: 'password' }))).toEqual(['REDIS_WRITER_PASSWORD'])
})

test('no variable with a password: nothing to write', () => {
  expect(actions(healthy, { fields: 'host, port' })).toEqual(['rotate-credentials'])
})

describe('once it is done', () => {
  const before = new Secret(url)
  const moved = 'rediss://:n3w@ec2-1.compute.amazonaws.com:21850'
  const copy = 'rediss://default:n3w@ec2-1.compute.amazonaws.com:21850'

  test('never again: only what differs is written', () => {
    const rotation = { before, state: 'done' } as const
    expect(actions(observed([addon()], { REDIS_URL: moved, ...good }), {}, { rotation })).toEqual([
      'set-config',
      'wait-release',
    ])
    const fresh = { ...good, REDIS_WRITER_PASSWORD: 'n3w', REDIS_READER_PASSWORD: 'n3w' }
    expect(actions(observed([addon()], { REDIS_URL: moved, ...fresh }), {}, { rotation })).toEqual([])
  })

  test('what Heroku keeps up to date itself is not written, even where it is a moment behind', () => {
    const seen = observed([addon()], { REDIS_URL: moved, REDIS_WRITER_URL: url, REDIS_READER_URL: copy }, [
      attachment('REDIS', addon(), ['REDIS_URL']),
      attachment('REDIS_WRITER', addon(), ['REDIS_WRITER_URL']),
    ])
    const rotation = { before, state: 'done' } as const
    expect(actions(seen, { fields: 'url', addon: 'REDIS' }, { rotation })).toEqual([])
  })
})

test('an add-on that is not ready is waited for first', () => {
  const wait = ['wait-addon', 'rotate-credentials', 'set-config', 'wait-release']
  expect(actions(observed([addon({ state: 'provisioning' })], good))).toEqual(wait)
  // Its variable is lost: without it nobody could see the rotation.
  expect(actions(observed([addon()], good))).toEqual(wait)
  expect(plan(observed([addon()], good)).slice(0, 2)).toEqual([
    { action: 'wait-addon', addon: { id: 'id-1', name: 'redis-one' } },
    { action: 'rotate-credentials', addon: { id: 'id-1', name: 'redis-one' }, attachedApps: [] },
  ])
})

test('a URL that cannot be read is a reason to rotate', () => {
  expect(actions(observed([addon()], { REDIS_URL: 'redis://a b', ...good }))).toContain('rotate-credentials')
})

test('names the other apps, those of this run and those that are left with stale copies', () => {
  const attachedApps = [other('web'), other('worker', { inRun: true })]
  expect(plan(healthy, {}, { attachedApps })[0]).toMatchObject({ attachedApps })
})

describe('refused before anything is rotated', () => {
  const shared = addon({ app: 'owner' })
  const guest = observed([shared], { REDIS_URL: url, ...good }, [attachment('REDIS', shared, ['REDIS_URL'])])
  const owner = (inRun: boolean) => other('owner', { owner: true, inRun })

  test('no add-on', () => {
    expect(reasonOf(() => plan(observed([], {})))).toBe('addon-missing')
  })

  test("another app's add-on, unless that app is in the run", () => {
    expect(reasonOf(() => plan(guest))).toBe('addon-shared')
    const error = errorOf(() => plan(guest, {}, { attachedApps: [owner(false), other('web')] }))
    expect(error.message).toBe('redis-one, which my-app uses, belongs to owner, and is also attached to web.')
    expect(actions(guest, {}, { attachedApps: [owner(true)] })).toContain('rotate-credentials')
  })

  test("another provider's add-on, with no command of Heroku Redis", () => {
    const seen = observed([addon({ service: 'rediscloud', plan: 'rediscloud:30' })], { REDIS_URL: url })
    const { explanation } = errorOf(() => plan(seen))
    expect(explanation).toMatchObject({ reason: 'rotation-failed' })
    expect(explanation.remedy).toContain('heroku addons:open redis-one --app my-app')
    expect(JSON.stringify(explanation)).not.toContain('redis:')
  })

  test('an add-on whose service the token may not see', () => {
    const seen = observed([], { REDIS_URL: url }, [attachment('REDIS', shared, ['REDIS_URL'])])
    expect(reasonOf(() => plan(seen, {}, { attachedApps: [owner(true)] }))).toBe('rotation-failed')
  })

  test('a reader that cannot be read, and a name that belongs to another attachment', () => {
    expect(reasonOf(() => plan(healthy, { reader: 'GONE_URL' }))).toBe('config-missing')
    const pg = addon({ id: 'id-9', name: 'pg', service: 'x', configVars: ['REDIS_READER_URL'] })
    const seen = observed([addon(), pg], { REDIS_URL: url, REDIS_READER_URL: 'x' })
    expect(reasonOf(() => plan(seen, { fields: 'url', addon: 'redis-one' }))).toBe('config-conflict')
  })
})
