import { describe, expect, test } from 'vitest'
import { explainIn } from '../../../src/failure/catalogue.ts'
import type { InputName } from '../../../src/inputs/inputs.ts'
import type { Inputs } from '../../../src/inputs/settings.ts'
import type { Observed } from '../../../src/state/observed.ts'
import { describe as describeStep } from '../../../src/steps/apply.ts'
import { planSetup } from '../../../src/steps/plan-setup.ts'
import type { Step } from '../../../src/steps/step.ts'
import {
  addon,
  attachment,
  errorOf,
  good,
  inputs,
  known,
  messageOf,
  observed,
  reasonOf,
  url,
} from '../state/fixtures.ts'

function plan(seen: Observed, given: Inputs): readonly Step[] {
  return planSetup(known(seen, given), given)
}

function valuesOf(step: Step | undefined): Record<string, string | undefined> {
  if (step?.action !== 'set-config') throw new Error('the step is not set-config')
  return Object.fromEntries(step.vars.map(({ name, value }) => [name, value?.reveal()]))
}

const cache = attachment('CACHE', addon({ app: 'other-app' }))

describe('steps', () => {
  const actions = (seen: Observed, given: Partial<Record<InputName, string>> = {}) =>
    plan(seen, inputs(given)).map(({ action }) => action)

  test('nothing there: create, wait, set, wait', () => {
    const steps = plan(observed([], {}), inputs({ plan: 'mini' }))
    expect(steps.map(({ action }) => action)).toEqual(['create-addon', 'wait-addon', 'set-config', 'wait-release'])
    expect(steps[0]).toMatchObject({ plan: 'heroku-redis:mini', attachment: 'REDIS' })
    expect(steps.map(describeStep).every(({ done }) => !done)).toBe(true)
  })

  test('all right: nothing', () => {
    expect(actions(observed([addon()], { REDIS_URL: url, ...good }))).toEqual([])
  })

  test('a moved URL: only what differs', () => {
    const moved = 'rediss://:n3w@ec2-2.compute.amazonaws.com:21850'
    const [step] = plan(observed([addon()], { REDIS_URL: moved, ...good, FOREIGN: 'x' }), inputs())
    if (step?.action !== 'set-config') throw new Error('the first step is not set-config')
    expect(step.changes).toEqual([
      {
        name: 'REDIS_WRITER_HOST',
        kind: 'update',
        from: 'ec2-1.compute.amazonaws.com',
        to: 'ec2-2.compute.amazonaws.com',
      },
      { name: 'REDIS_WRITER_PASSWORD', kind: 'update' },
      {
        name: 'REDIS_READER_HOST',
        kind: 'update',
        from: 'ec2-1.compute.amazonaws.com',
        to: 'ec2-2.compute.amazonaws.com',
      },
      { name: 'REDIS_READER_PASSWORD', kind: 'update' },
    ])
    expect(step.vars.map(({ name }) => name)).toEqual(step.changes.map(({ name }) => name))
    expect(step.vars[0]?.value?.reveal()).toBe('ec2-2.compute.amazonaws.com')
  })

  test('a secret that stands where a host belongs is not shown', () => {
    const config = { REDIS_URL: url, ...good, REDIS_WRITER_HOST: url, REDIS_READER_PORT: 'hunter2hunter2' }
    const text = JSON.stringify(plan(observed([addon()], config), inputs()))
    expect(text).not.toMatch(/p%40ss|hunter2/)
  })

  test('another plan: kept, unless a change is asked for', () => {
    const seen = observed([addon()], { REDIS_URL: url, ...good })
    expect(actions(seen, { plan: 'premium-1' })).toEqual([])
    expect(actions(seen, { plan: 'premium-1', 'plan-mismatch': 'fail' })).toEqual([])
    expect(actions(seen, { plan: 'premium-1', 'plan-mismatch': 'change' })).toEqual(['change-plan', 'wait-addon'])
    expect(actions(seen, { plan: 'premium-0', 'plan-mismatch': 'change' })).toEqual([])
  })

  test('extra config vars go with the same release', () => {
    const steps = plan(
      observed([addon()], { REDIS_URL: url, ...good, HIST_MAX: '10' }),
      inputs({ config: 'HIST_MAX=30\nNEW=1' }),
    )
    expect(steps[0]).toMatchObject({
      changes: [
        { name: 'HIST_MAX', kind: 'update' },
        { name: 'NEW', kind: 'add' },
      ],
    })
  })

  test('a name that belongs to an attachment is refused, unless Heroku keeps it as it should be', () => {
    const one = addon({ configVars: ['REDIS_URL', 'REDIS_WRITER_URL'] })
    const other = addon({ id: 'id-9', name: 'pg', service: 'x', configVars: ['REDIS_READER_URL'] })
    const given = { fields: 'url' }
    expect(
      reasonOf(() =>
        plan(observed([one], { REDIS_URL: url, REDIS_WRITER_URL: url, REDIS_READER_URL: url }), inputs(given)),
      ),
    ).toBe('')
    expect(
      reasonOf(() =>
        plan(
          observed([one, other], { REDIS_URL: url, REDIS_WRITER_URL: url, REDIS_READER_URL: 'x' }),
          inputs({ ...given, addon: 'redis-one' }),
        ),
      ),
    ).toBe('config-conflict')
    expect(reasonOf(() => plan(observed([other], { REDIS_READER_URL: 'x' }), inputs(given)))).toBe('config-conflict')
    expect(reasonOf(() => plan(observed([], {}), inputs({ config: 'REDIS_URL=x' })))).toBe('config-conflict')
    const both = addon({ configVars: ['REDIS_URL', 'OTHER_URL'] })
    const seen = observed([both], { REDIS_URL: url, OTHER_URL: url })
    expect(() => plan(seen, inputs({ config: 'REDIS_URL=x\nOTHER_URL=y' }))).toThrow(
      'Heroku manages REDIS_URL, OTHER_URL on my-app for an attachment of an add-on and does not allow other writes to them.',
    )
  })

  test('a reader that is not there is refused before anything is paid for', () => {
    expect(reasonOf(() => plan(observed([], {}), inputs({ reader: 'NOT_THERE' })))).toBe('config-missing')
    expect(reasonOf(() => plan(observed([], { X: ' ' }), inputs({ reader: 'X' })))).toBe('config-missing')
    expect(reasonOf(() => plan(observed([], { X: 'postgres://y' }), inputs({ reader: 'X' })))).toBe('config-unreadable')
  })

  test("a reader that is the new add-on's own variable is waited for like the writer", () => {
    expect(actions(observed([], {}), { reader: 'REDIS_URL' })[0]).toBe('create-addon')
    const waiting = observed([addon({ state: 'provisioning' })], {})
    expect(actions(waiting, { reader: 'REDIS_URL' })[0]).toBe('wait-addon')
    // The add-on has its URL: another variable of it will not come by itself.
    const both = addon({ configVars: ['REDIS_URL', 'BLUE_URL'] })
    expect(reasonOf(() => plan(observed([both], { REDIS_URL: url }), inputs({ reader: 'BLUE_URL' })))).toBe(
      'config-missing',
    )
  })

  test('a reader that this run sets itself needs one release', () => {
    const replica = 'rediss://:pw@replica.example.com:7000'
    const given = inputs({ reader: 'REPLICA_URL', config: `REPLICA_URL=${replica}` })
    const [step] = plan(observed([addon()], { REDIS_URL: url }), given)
    expect(valuesOf(step)).toMatchObject({ REPLICA_URL: replica, REDIS_READER_HOST: 'replica.example.com' })

    // The writer's own variable, stale: the reader follows what it will be, not what it is.
    const stale = 'rediss://default:old@ec2-1.compute.amazonaws.com:21850'
    const same = inputs({ reader: 'REDIS_WRITER_URL', fields: 'host,url' })
    const steps = plan(observed([addon()], { REDIS_URL: url, REDIS_WRITER_URL: stale }), same)
    expect(valuesOf(steps.find(({ action }) => action === 'set-config'))).toMatchObject({
      REDIS_READER_HOST: 'ec2-1.compute.amazonaws.com',
    })
  })

  test.each<[string, string]>([
    ['a broken percent-encoding', 'rediss://:p%ZZ@h.example.com:1'],
    ['quotes around it', `"${url}"`],
    ['another scheme', 'https://h.example.com'],
    ['no URL at all', 'soon'],
  ])('a URL with %s is refused at once, and not shown', (_, unreadable) => {
    const seen = observed([addon()], { REDIS_URL: unreadable })
    expect(reasonOf(() => plan(seen, inputs()))).toBe('config-unreadable')
    expect(() => plan(seen, inputs())).toThrow(/^The Redis URL in REDIS_URL of my-app /)
    expect(messageOf(() => plan(seen, inputs()))).not.toContain(unreadable)
    // While Heroku is at work on the add-on, the URL may still change.
    expect(plan(observed([addon({ state: 'provisioning' })], { REDIS_URL: unreadable }), inputs())[0]?.action).toBe(
      'wait-addon',
    )
  })

  test('advice on an unreadable URL fits the provider', () => {
    const remedy = (seen: Observed): string => {
      const error = errorOf(() => plan(seen, inputs({ addon: 'redis-one' })))
      const provider = seen.addons[0]?.service === 'heroku-redis' ? 'heroku' : 'other'
      return explainIn(error, { app: 'my-app', addon: 'redis-one', provider, mode: 'setup' }).remedy
    }
    expect(remedy(observed([addon()], { REDIS_URL: 'https://x' }))).toContain(
      '`heroku redis:credentials redis-one --reset --app my-app`',
    )
    const other = addon({ service: 'rediscloud', plan: 'rediscloud:30' })
    expect(remedy(observed([other], { REDIS_URL: 'https://x' }))).not.toContain('heroku redis:')
  })

  test('a plan is changed when Heroku has provisioned the add-on, and only once', () => {
    const given = { plan: 'premium-1', 'plan-mismatch': 'change' }
    const provisioning = observed([addon({ state: 'provisioning' })], {})
    expect(actions(provisioning, given).slice(0, 3)).toEqual(['wait-addon', 'change-plan', 'wait-addon'])
    expect(plan(provisioning, inputs(given))[0]).not.toHaveProperty('plan')
    const asked = {
      ...known(observed([addon()], { REDIS_URL: url, ...good })),
      requestedPlan: 'heroku-redis:premium-1',
    }
    expect(planSetup({ ...asked, settled: false }, inputs(given))).toEqual([
      { action: 'wait-addon', addon: { id: 'id-1', name: 'redis-one' }, plan: 'heroku-redis:premium-1' },
    ])
    expect(planSetup({ ...asked, settled: true }, inputs(given))).toEqual([])
  })

  test('a plan is not changed where none is named, or one of another service', () => {
    const seen = observed([addon()], { REDIS_URL: url, ...good })
    expect(actions(seen, { 'plan-mismatch': 'change' })).toEqual([])
    expect(actions(seen, { plan: 'rediscloud:30', 'plan-mismatch': 'change', addon: 'redis-one' })).toEqual([])
  })

  test.each<[string, Observed]>([
    ['whose plan is known', observed([addon({ app: 'other-app' })], { CACHE_URL: url, ...good }, [cache])],
    ['that the token cannot see', observed([], { CACHE_URL: url, ...good }, [cache])],
    [
      'that the token cannot see, with its plan',
      observed([], { CACHE_URL: url, ...good }, [
        { ...cache, addon: { ...cache.addon, plan: 'heroku-redis:premium-9' } },
      ]),
    ],
  ])("a plan does not create a second add-on beside another app's %s", (_, seen) => {
    for (const given of [{ plan: 'premium-1' }, { plan: 'premium-1', 'plan-mismatch': 'change' }]) {
      expect(actions(seen, given)).toEqual([])
    }
  })

  test('a new add-on is created with all that is requested for it', () => {
    const given = { plan: 'mini', version: '9', settings: 'timeout=60' }
    const steps = plan(
      observed([addon({ name: 'pg', service: 'heroku-postgresql', state: 'provisioning' })], {}),
      inputs(given),
    )
    expect(steps.slice(0, 3)).toEqual([
      {
        action: 'create-addon',
        service: 'heroku-redis',
        plan: 'heroku-redis:mini',
        attachment: 'REDIS',
        version: '9',
        after: [{ id: 'id-1', name: 'pg' }],
      },
      { action: 'wait-addon' },
      { action: 'apply-settings', settings: { timeout: 60 } },
    ])
  })

  test('the release is the one with the names that are written, each of them once', () => {
    const seen = observed([addon()], { REDIS_URL: url, ...good, REDIS_WRITER_HOST: 'old' })
    expect(plan(seen, inputs()).at(-1)).toEqual({ action: 'wait-release', configVars: ['REDIS_WRITER_HOST'] })
    const written = [{ name: 'REDIS_WRITER_HOST', kind: 'update' as const }]
    const again = { ...known(seen), written, released: false }
    expect(planSetup(again, inputs()).at(-1)).toEqual({ action: 'wait-release', configVars: ['REDIS_WRITER_HOST'] })
  })

  test('the release of an attachment is waited for once, and what was written before goes with it', () => {
    const seen = known(observed([addon()], { REDIS_URL: url, ...good }))
    const written = [{ name: 'REDIS_WRITER_HOST', kind: 'update' as const }]
    expect(planSetup({ ...seen, written, released: false, releaseNames: ['REDIS_WRITER'] }, inputs())).toEqual([
      { action: 'wait-release', configVars: ['REDIS_WRITER'] },
    ])
  })

  test('an attachment is followed by its release, and one without its config var is made again', () => {
    const on = { id: 'id-1', name: 'redis-one' }
    const wait = (name: string): Step => ({ action: 'wait-release', configVars: [name] })
    const attach = (name: string, replaces: boolean): Step => ({ action: 'attach', addon: on, name, replaces })
    const lost = attachment('REDIS_WRITER', addon())
    const seen = observed([addon()], { REDIS_URL: url, REDIS_READER_URL: url }, [attachment('REDIS', addon()), lost])
    expect(plan(seen, inputs({ fields: 'url' }))).toEqual([
      { action: 'detach', attachment: lost },
      wait('REDIS_WRITER'),
      attach('REDIS_WRITER', false),
      wait('REDIS_WRITER'),
      attach('REDIS_READER', true),
      wait('REDIS_READER'),
    ])
  })

  test('the settings of the server are those that differ, as far as that is known', () => {
    const wanted = inputs({ settings: 'timeout=60\nmaxmemory-policy=allkeys-lru' })
    const present = { timeout: 60, maxmemoryPolicy: 'noeviction' }
    const service = { config: { known: true, value: present } } as const
    const seen = { ...known(observed([addon()], { REDIS_URL: url, ...good })), service }
    const step = { action: 'apply-settings', addon: { id: 'id-1', name: 'redis-one' } }
    const all = { ...step, settings: { timeout: 60, maxmemoryPolicy: 'allkeys-lru' } }
    expect(planSetup(seen, wanted)).toEqual([{ ...step, settings: { maxmemoryPolicy: 'allkeys-lru' }, from: present }])
    expect(planSetup({ ...seen, service: {} }, wanted)).toEqual([all])
    // Heroku changes the add-on at the moment, so they are read again.
    expect(planSetup({ ...seen, settled: false }, wanted)).toContainEqual(all)
  })

  test("another app's plan is never changed", () => {
    const shared = addon({ app: 'other-app' })
    const seen = observed([shared], { CACHE_URL: url, ...good }, [attachment('CACHE', shared)])
    expect(actions(seen, { plan: 'premium-1', 'plan-mismatch': 'change' })).toEqual([])
  })

  test('names that its own attachment will own are no conflict while the add-on has no URL', () => {
    const waiting = addon({ configVars: ['REDIS_URL', 'REDIS_WRITER_URL'] })
    expect(actions(observed([waiting], {}), { fields: 'host, url' })).toEqual([
      'wait-addon',
      'attach',
      'wait-release',
      'set-config',
      'wait-release',
    ])
  })

  test('a URL that Heroku keeps itself may be written in another way', () => {
    const both = addon({ configVars: ['REDIS_URL', 'REDIS_WRITER_URL', 'REDIS_READER_URL'] })
    const seen = observed([both], { REDIS_URL: url, REDIS_WRITER_URL: url, REDIS_READER_URL: url })
    expect(actions(seen, { fields: 'url' })).toEqual([])
    // A copy is written as every client takes it.
    const copies = observed([addon()], { REDIS_URL: url, lower_URL: url, other_URL: url })
    const lower = inputs({ fields: 'url', 'writer-prefix': 'lower', 'reader-prefix': 'other' })
    expect(valuesOf(plan(copies, lower)[0])['lower_URL']).toBe(
      'rediss://default:p%40ss@ec2-1.compute.amazonaws.com:21850',
    )
  })
})
