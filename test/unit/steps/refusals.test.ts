import { describe, expect, test } from 'vitest'
import type { Explanation } from '../../../src/failure/failure.ts'
import type { PlanOffer } from '../../../src/heroku/plans.ts'
import type { InputName } from '../../../src/inputs/inputs.ts'
import { planRotate } from '../../../src/steps/plan-rotate.ts'
import { planSetup } from '../../../src/steps/plan-setup.ts'
import { planRefusal, refusedName, refuseTakenName, refuseUnknownPlan } from '../../../src/steps/refusals.ts'
import { addon, attachment, errorOf, good, inputs, known, observed, reasonOf, url } from '../state/fixtures.ts'
import { inTurn, refusal, scene } from './harness.ts'

type Given = Partial<Record<InputName, string>>

const offer = (name: string, cents: number, state = 'ga'): PlanOffer => ({
  name,
  cents,
  state,
  unit: 'month',
  description: '',
  insidePrivateSpace: false,
  outsidePrivateSpace: true,
})
const offers = [
  offer('heroku-redis:premium-0', 1_500),
  offer('heroku-redis:mini', 300),
  offer('heroku-redis:hobby-dev', 0, 'shutdown'),
]
const choosePlan =
  'Set plan to one that Heroku offers now: heroku-redis:mini (3.00 USD a month), heroku-redis:premium-0 (15.00 USD a month).'

const setup =
  (seen: ReturnType<typeof observed>, given: Given = {}) =>
  () =>
    planSetup(known(seen, inputs(given)), inputs(given))
const rotate =
  (seen: ReturnType<typeof observed>, given: Given = {}) =>
  () =>
    planRotate(known(seen, inputs(given)), inputs({ mode: 'rotate', ...given }))

const healthy = observed([addon()], { REDIS_URL: url, ...good })
const pg = addon({ id: 'id-9', name: 'pg', service: 'heroku-postgresql', configVars: ['REDIS_READER_URL'] })
const shared = addon({ app: 'owner' })
const guest = (addons: readonly (typeof shared)[]) =>
  observed(addons, { REDIS_URL: url, ...good }, [attachment('REDIS', shared, ['REDIS_URL'])])

describe('what is refused before anything is changed', () => {
  test.each<[string, () => unknown, Explanation]>([
    [
      'a plan that does not exist',
      () => refuseUnknownPlan('heroku-redis:premium-99', offers),
      {
        reason: 'plan-not-found',
        what: 'The plan heroku-redis:premium-99 does not exist.',
        cause: 'The name of the plan is misspelled, the plan was retired, or it is not offered for this app.',
        remedy: choosePlan,
      },
    ],
    [
      'a plan that is no longer sold',
      () => refuseUnknownPlan('heroku-redis:hobby-dev', offers),
      {
        reason: 'plan-not-found',
        what: 'The plan heroku-redis:hobby-dev is retired.',
        cause: 'The name of the plan is misspelled, the plan was retired, or it is not offered for this app.',
        remedy: choosePlan,
      },
    ],
    [
      'a plan of another service of Heroku, which would be billed and is not Redis',
      setup(observed([], {}), { plan: 'heroku-postgresql:mini' }),
      {
        reason: 'plan-not-found',
        what: 'heroku-postgresql:mini is not a Redis plan.',
        cause: 'heroku-postgresql is another service of Heroku.',
        remedy: 'Set plan to one of heroku addons:plans heroku-redis, or to service:plan of another Redis add-on.',
      },
    ],
    [
      'an app that was found by the run, and no longer has an add-on',
      () => planSetup(known(observed([], {})), { ...inputs(), discovered: true }),
      {
        reason: 'addon-missing',
        what: 'my-app no longer has a Redis add-on.',
        cause: 'It was removed, or detached from the app, while this run was looking for apps.',
        remedy: 'Run again, or name the app in `app` to create a new add-on. For apps that are found, none is created.',
      },
    ],
    [
      'a reader that is not set',
      setup(healthy, { reader: 'REPLICA_URL' }),
      {
        reason: 'config-missing',
        what: 'The config var REPLICA_URL, which the reader input names, is not set on the app.',
        cause: 'The reader input names the wrong config var, or the variable was removed or mistyped.',
        remedy:
          "Set REPLICA_URL to the reader's rediss:// URL, or leave the reader input empty to read from the writer.",
      },
    ],
    [
      'a config var of an attachment',
      setup(healthy, { config: 'REDIS_URL=x' }),
      {
        reason: 'config-conflict',
        what: 'Heroku manages REDIS_URL on my-app for an attachment of an add-on and does not allow other writes to it.',
        cause: expect.any(String) as string,
        remedy:
          'Choose another writer-prefix or reader-prefix, leave that field out of fields, or detach the attachment.',
      },
    ],
    [
      'a config var of an attachment of another add-on that was to be kept current',
      setup(observed([addon(), pg], { REDIS_URL: url, REDIS_READER_URL: 'x' }), { fields: 'url', addon: 'redis-one' }),
      {
        reason: 'config-conflict',
        what: 'REDIS_READER_URL of my-app belongs to the attachment of another add-on.',
        cause: 'Heroku manages the config vars of attachments itself and does not allow other writes to them.',
        remedy:
          'Detach it (`heroku addons:detach REDIS_READER --app my-app`), choose another `writer-prefix` or `reader-prefix`, or leave `url` out of `fields`.',
      },
    ],
    [
      'a config var with a value of somebody else that was to be kept current',
      setup(observed([addon()], { REDIS_URL: url, REDIS_READER_URL: 'rediss://:x@other.example.com:1' }), {
        fields: 'url',
      }),
      {
        reason: 'config-conflict',
        what: 'REDIS_READER_URL of my-app was not written for this add-on, so it is not replaced.',
        cause:
          "The value is neither the add-on's URL nor a former one of it. To keep REDIS_READER_URL current, Heroku needs the name REDIS_READER for an attachment.",
        remedy:
          'If the value is not needed, remove it (`heroku config:unset REDIS_READER_URL --app my-app`) and run again; otherwise choose another `writer-prefix` or `reader-prefix`, or leave `url` out of `fields`.',
      },
    ],
    [
      'a rotation without an add-on',
      rotate(observed([], {})),
      {
        reason: 'addon-missing',
        what: 'my-app has no Redis add-on whose credentials could be rotated.',
        cause: expect.any(String) as string,
        remedy: expect.any(String) as string,
      },
    ],
    [
      'a rotation of another provider’s add-on',
      rotate(observed([addon({ service: 'rediscloud', plan: 'rediscloud:30' })], { REDIS_URL: url })),
      {
        reason: 'rotation-failed',
        what: 'redis-one is an add-on of rediscloud, and its credentials cannot be rotated here.',
        cause: 'Heroku rotates the credentials of its own Key-Value Store (heroku-redis) only.',
        remedy:
          "Reset the credentials in the add-on's dashboard (heroku addons:open redis-one --app my-app), then run with `mode: setup` to write the new ones.",
      },
    ],
    [
      'a rotation of an add-on that the token cannot see',
      rotate(guest([])),
      {
        reason: 'rotation-failed',
        what: 'This token cannot see which service redis-one belongs to, so its credentials are not rotated.',
        cause: 'The add-on belongs to another app, and the account of this token is not a collaborator of that app.',
        remedy: 'Run with a token that may see the app that owns the add-on, and name that app in `app` as well.',
      },
    ],
    [
      'a rotation without the app that owns the add-on',
      rotate(guest([shared])),
      {
        reason: 'addon-shared',
        what: 'redis-one, which my-app uses, belongs to owner.',
        cause: 'New credentials would leave owner with stale copies of the old ones.',
        remedy: 'Set `app` to owner and my-app: both then get the new credentials in one run.',
      },
    ],
  ])('%s', (_, work, explanation) => {
    expect(errorOf(work).explanation).toEqual(explanation)
  })

  test('not a plan that is offered, nor one of another provider', () => {
    expect(() => refuseUnknownPlan('heroku-redis:mini', offers)).not.toThrow()
    expect(reasonOf(setup(observed([], {}), { plan: 'rediscloud:30' }))).toBe('')
    // Which plan the present add-on has does not matter here.
    expect(reasonOf(setup(healthy, { plan: 'heroku-postgresql:mini', addon: 'redis-one' }))).toBe('')
  })

  test('without a list of plans, none is advised', () => {
    const { what, remedy } = errorOf(() => refuseUnknownPlan('heroku-redis:mini', [])).explanation
    expect(what).toBe('The plan heroku-redis:mini does not exist.')
    expect(remedy).not.toContain('offers now')
  })

  test('an add-on that turns out not to be Redis, once Heroku has provisioned it, and not before', () => {
    const other = addon({
      service: 'acme-cache',
      plan: 'acme-cache:one',
      state: 'provisioning',
      configVars: ['ACME_URL'],
    })
    const given = inputs({ plan: 'acme-cache:one' })
    const before = known(observed([other], {}), given)
    const after = { ...before, settled: true, observed: observed([other], { ACME_URL: 'https://acme.example.com' }) }
    for (const plan of [planSetup, planRotate]) {
      expect(errorOf(() => plan(after, given)).message).toBe(
        'The add-on redis-one of my-app (acme-cache) is not a Redis add-on.',
      )
    }
    expect(planSetup({ ...after, settled: false }, given)[0]?.action).toBe('wait-addon')
  })
})

describe('a new add-on needs the name of its attachment', () => {
  const byHand = observed([], { REDIS_URL: 'rediss://:x@h.example.com:1' })
  const notRedis = observed([], { REDIS_URL: 'soon' })
  const other = observed([pg], {}, [attachment('REDIS', pg)])

  test.each([
    [
      'a Redis URL that was set by hand',
      byHand,
      {
        what: 'my-app has no Redis add-on, but its config var REDIS_URL holds a Redis URL that was set by hand. Heroku needs that name for the new add-on.',
        cause: 'The app uses a Redis server that is not an add-on, or the variable is left over from one.',
        remedy:
          'To replace it with an add-on, remove it (heroku config:unset REDIS_URL --app my-app) and run again. To keep that server, remove this step: there is no add-on for it to set up.',
      },
    ],
    [
      'another value that was set by hand',
      notRedis,
      {
        what: 'Heroku does not attach a new add-on to my-app as REDIS: the config var REDIS_URL was set by hand.',
        remedy: 'Remove it (heroku config:unset REDIS_URL --app my-app) and run again.',
      },
    ],
    [
      'an attachment of another add-on',
      other,
      {
        what: 'Heroku does not attach a new add-on to my-app as REDIS: something else has that name.',
        remedy:
          'Check heroku addons --app my-app, and name the add-on with the addon input, or detach the REDIS attachment.',
      },
    ],
    [
      'an attachment of another add-on with a value',
      observed([pg], { REDIS_URL: url }, [attachment('REDIS', pg)]),
      {
        what: 'Heroku does not attach a new add-on to my-app as REDIS: something else has that name.',
        remedy:
          'Check heroku addons --app my-app, and name the add-on with the addon input, or detach the REDIS attachment.',
      },
    ],
  ])('that %s has', (_, seen, words) => {
    const planned = errorOf(() => refuseTakenName('REDIS', seen))
    expect(planned.explanation).toMatchObject({ reason: 'confirmation-required', ...words })
    expect(planned.cause).toBeUndefined()
    const error = refusal({ reason: 'confirmation-required', status: 423 })
    expect(refusedName('REDIS', seen, error)).toMatchObject({ explanation: planned.explanation, cause: error })
  })

  test('that nothing has', () => {
    expect(reasonOf(() => refuseTakenName('REDIS', observed([pg], { DATABASE_URL: 'x' })))).toBe('')
  })
})

describe('a refusal of a plan', () => {
  const plan = 'heroku-redis:premium-0'
  const refused = (error: ReturnType<typeof refusal>, plans: () => Promise<readonly PlanOffer[]> = inTurn(offers)) =>
    planRefusal(error, plan, scene({ api: { plans } }).context)
  const unavailable = inTurn<[Error]>(refusal({ reason: 'heroku-unavailable', status: 503 }))

  test('quotes Heroku, keeps its cause, and names the other plans', async () => {
    const error = refusal({ reason: 'plan-not-found', words: 'Gone.' })
    const found = await refused(error)
    expect(found?.explanation).toEqual({
      reason: 'plan-not-found',
      what: `The plan ${plan} was refused by Heroku: "Gone.".`,
      cause: 'Cause.',
      remedy: 'Set plan to one that Heroku offers now: heroku-redis:mini (3.00 USD a month).',
    })
    expect(found?.cause).toBe(error)
  })

  test('without words of Heroku, and without its list of plans', async () => {
    const found = await refused(refusal({ reason: 'plan-not-found' }), unavailable)
    expect(found?.message).toBe(`The plan ${plan} was refused by Heroku.`)
    expect(found?.explanation.remedy).not.toContain('offers now')
  })

  test('for another reason is left as it is', async () => {
    expect(await refused(refusal({ reason: 'payment-required', status: 402 }), inTurn([]))).toBeUndefined()
    // Whether the plan is the reason is not known.
    expect(await refused(refusal({ reason: 'provision-failed' }), unavailable)).toBeUndefined()
  })
})

describe('names that the add-on itself will own', () => {
  const own = addon({ configVars: ['REDIS_URL', 'REDIS_WRITER_URL', 'REDIS_READER_URL'] })

  test('are no conflict while it has no URL yet, in a rotation either', () => {
    expect(rotate(observed([own], {}), { fields: 'url' })().map(({ action }) => action)).toEqual([
      'wait-addon',
      'rotate-credentials',
    ])
    expect(setup(observed([own], {}), { fields: 'url' })().map(({ action }) => action)).toEqual(['wait-addon'])
  })

  test('are a conflict when they belong to another add-on, even before the URL is known', () => {
    expect(reasonOf(rotate(observed([addon(), pg], {}), { fields: 'url', addon: 'redis-one' }))).toBe('config-conflict')
  })

  test('are no conflict when they have the value that is wanted', () => {
    expect(
      reasonOf(
        rotate(observed([own], { REDIS_URL: url, REDIS_WRITER_URL: url, REDIS_READER_URL: url }), { fields: 'url' }),
      ),
    ).toBe('')
  })
})
