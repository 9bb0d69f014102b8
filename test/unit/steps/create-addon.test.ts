import { describe, expect, test } from 'vitest'
import type { Addon, HerokuApi } from '../../../src/heroku/api.ts'
import type { AddonOrder } from '../../../src/heroku/addons.ts'
import type { Attempt } from '../../../src/heroku/call.ts'
import { cancelled } from '../../../src/failure/to-failure.ts'
import type { PlanOffer } from '../../../src/heroku/plans.ts'
import { createAddon } from '../../../src/steps/create-addon.ts'
import { planSetup } from '../../../src/steps/plan-setup.ts'
import { addon, attachment, observed, url } from '../state/fixtures.ts'
import { done, errorFrom, final, inTurn, passing, provisioning, refusal, scene, type Scene, vars } from './harness.ts'

const offer = (name: string): PlanOffer => ({
  name,
  description: '',
  cents: 1_500,
  unit: 'month',
  state: 'ga',
  insidePrivateSpace: false,
  outsidePrivateSpace: true,
})
const offers = ['mini', 'premium-0'].map((plan) => offer(`heroku-redis:${plan}`))

interface Lists {
  readonly addons?: readonly Addon[]
  readonly config?: Readonly<Record<string, string>>
  readonly attached?: readonly ReturnType<typeof attachment>[]
}

interface More {
  readonly before?: ReturnType<typeof observed>
  readonly app?: string
}

/** Creates on an app without Redis. `lists` are what it shows at each look after that. */
function creating(
  attempts: readonly (Attempt<Addon> | ((order: AddonOrder) => Attempt<Addon>) | Error)[],
  lists: readonly Lists[] = [{}],
  { before = observed([], {}), app = 'my-app', ...more }: Partial<Scene> & More = {},
) {
  const orders: AddonOrder[] = []
  let tries = 0
  let looks = -1
  const list = (): Lists => lists[Math.min(looks, lists.length - 1)] ?? {}
  const api: Partial<HerokuApi> = {
    tryCreateAddon: async (_, order) => {
      orders.push(order)
      const next = attempts[Math.min(tries++, attempts.length - 1)]
      if (next instanceof Error) throw next
      if (!next) throw new Error('the test says nothing about a creation')
      return typeof next === 'function' ? next(order) : next
    },
    addons: async () => {
      looks += 1
      return list().addons ?? []
    },
    attachments: async () => list().attached ?? [],
    configVars: async () => vars(list().config ?? {}),
    plans: inTurn(offers),
    pause: async () => undefined,
  }
  const stage = scene({ ...more, api: { ...api, ...more.api } })
  const known = stage.known(before)
  const [step] = planSetup(known, stage.context.settings)
  if (step?.action !== 'create-addon') throw new Error('nothing is to be created')
  stage.progress.plan([{ action: 'create-addon', done: false, ...createAddon.describe(step) }])
  return {
    ...stage,
    orders,
    looks: () => looks + 1,
    create: () => createAddon.apply(step, stage.progress.learn(known), { ...stage.context, app }),
    detail: () => stage.progress.steps[0]?.detail ?? '',
  }
}

const ofOrder = ({ name, plan }: AddonOrder): Attempt<Addon> => done(provisioning({ name, plan, configVars: [] }))
const other = provisioning({ id: 'id-other', name: 'redis-other' })
test('one POST: its name is unique and begins with the app, its attachment is named', async () => {
  const { create, orders, looks, detail, progress } = creating([ofOrder])
  const known = await create()
  expect(orders).toEqual([
    {
      name: expect.stringMatching(/^redis-my-app-[0-9a-f]{8}$/) as string,
      plan: 'heroku-redis:premium-0',
      attachment: 'REDIS',
    },
  ])
  expect(looks()).toBe(0)
  // Heroku may not name the variables yet: that of our attachment is known.
  expect(known).toMatchObject({ created: true, settled: false, addon: { shared: false, configVars: ['REDIS_URL'] } })
  expect(known.observed.addons).toHaveLength(1)
  expect(detail()).toBe('created with the plan heroku-redis:premium-0')
  expect(progress.steps[0]?.target).toBe(orders[0]?.name)
})

test('the log names the plan and the new add-on before the request', async () => {
  const { create, lines, orders } = creating([ofOrder])
  await create()
  expect(lines[0]).toBe(`Creating heroku-redis:premium-0 as ${orders[0]?.name ?? ''} …`)
})

test('its config vars are those that Heroku names', async () => {
  const configVars = ['REDIS_URL', 'REDIS_TLS_URL']
  const { create } = creating([({ name, plan }) => done(provisioning({ name, plan, configVars }))])
  expect((await create()).addon?.configVars).toEqual(configVars)
})

test.each([
  ['shop', /^redis-shop-[0-9a-f]{8}$/],
  ['a-very-long-name-for----an-app', /^redis-a-very-long-name-for-[0-9a-f]{8}$/],
  ['a-very-long-name-for-an-app', /^redis-a-very-long-name-for-an-[0-9a-f]{8}$/],
  // An id would say nothing.
  ['01234567-89ab-cdef-0123-456789abcdef', /^redis-[0-9a-f]{8}$/],
  ['x-0a1b2c3d-y', /^redis-x-0a1b2c3d-y-[0-9a-f]{8}$/],
  ['a-b', /^redis-a-b-[0-9a-f]{8}$/],
])('the name of the add-on of %s begins with it, and is short enough for Heroku', async (app, name) => {
  const { create, orders } = creating([ofOrder], [], { app })
  await create()
  expect(orders[0]?.name).toMatch(name)
})

describe('with a version', () => {
  const given = { version: '8.1' }
  const refused = final<Addon>(refusal({ reason: 'provision-failed', words: 'Unknown version.' }))

  test('it is requested', async () => {
    const { create, orders, progress } = creating([ofOrder], [], { given })
    await create()
    expect(orders[0]?.config).toEqual({ version: '8.1' })
    expect(progress.notes).toEqual([])
  })

  test('that Heroku refuses: created with Heroku’s default, and noted', async () => {
    const { create, orders, progress } = creating([refused, ofOrder], [{}], { given })
    expect(await create()).toMatchObject({ created: true })
    expect(orders).toEqual([
      { ...orders[1], config: { version: '8.1' } },
      { name: orders[0]?.name, plan: 'heroku-redis:premium-0', attachment: 'REDIS' },
    ])
    expect(progress.notes).toEqual([
      'Heroku did not create the add-on with version 8.1, so it is created with Heroku\'s default. Heroku answered POST /x with 422: "Unknown version.".',
    ])
  })

  test.each([
    ['a payment is missing', final<Addon>(refusal({ reason: 'payment-required', status: 402 })), 1],
    ['Heroku is not available', passing<Addon>(refusal({ reason: 'provision-failed', status: 409 })), 5],
  ])('that is not the reason, because %s: the version stays requested', async (_, answer, tries) => {
    const { create, orders, progress } = creating([answer], [{}], { given })
    await errorFrom(create())
    expect(orders.map(({ config }) => config)).toEqual(Array.from({ length: tries }, () => given))
    expect(progress.notes).toEqual([])
  })
})

describe('after any refusal the app is read again, and what is there is adopted', () => {
  test.each([400, 402, 403, 404, 422, 423])('%d', async (status) => {
    const { create, orders, detail } = creating([final(refusal({ status }))], [{ addons: [other] }])
    expect(await create()).toMatchObject({ created: false, addon: { name: 'redis-other' } })
    expect(orders).toHaveLength(1)
    expect(detail()).toBe('another run had just created redis-other; adopted it')
  })

  test('by a name that is taken, though the lists are behind: looked at again for some seconds', async () => {
    const taken = final<Addon>(refusal({ reason: 'confirmation-required', status: 423, meaning: 'name-taken' }))
    const late = creating([taken], [{}, {}, { config: { REDIS_URL: url } }, { addons: [other] }])
    expect((await late.create()).addon?.name).toBe('redis-other')
    expect(late.clock.slept).toEqual([500, 1_000, 2_000])
    const never = creating([taken])
    expect((await errorFrom(never.create())).reason).toBe('confirmation-required')
    expect(never.clock.now()).toBe(6_500)
  })

  test('other attachments of the app do not end the wait for the lists', async () => {
    const taken = final<Addon>(refusal({ reason: 'confirmation-required', status: 423, meaning: 'name-taken' }))
    const database = attachment(
      'DATABASE',
      provisioning({ id: 'id-db', name: 'shop-db', service: 'heroku-postgresql' }),
    )
    const { create } = creating([taken], [{ attached: [database] }, { attached: [database], addons: [other] }])
    expect((await create()).addon?.name).toBe('redis-other')
  })

  test('the attachment alone is enough, when Heroku names the plan with it', async () => {
    const tie = attachment('REDIS', other)
    const attached = [{ ...tie, addon: { ...tie.addon, plan: 'heroku-redis:premium-0' } }]
    const taken = final<Addon>(refusal({ reason: 'confirmation-required', status: 423, meaning: 'name-taken' }))
    expect((await creating([taken], [{ attached }]).create()).addon?.name).toBe('redis-other')
  })

  test('nothing is there: the refusal is told, and nothing is sent again', async () => {
    const refused = refusal({ reason: 'payment-required', status: 402 })
    const { create, orders, looks, clock } = creating([final(refused)])
    expect(await errorFrom(create())).toBe(refused)
    expect([orders.length, looks(), clock.now()]).toEqual([1, 1, 0])
  })
})

describe('after a doubt', () => {
  const lost = passing<Addon>(refusal({ reason: 'heroku-unavailable', status: 500, outcome: 'unknown' }))

  test('what the list shows is ours', async () => {
    const stage = creating([lost], [])
    stage.context.api.addons = async () => [provisioning({ name: stage.orders[0]?.name ?? '' })]
    expect(await stage.create()).toMatchObject({ created: true })
    expect(stage.orders).toHaveLength(1)
  })

  test('what the list shows is ours, also beside another Redis add-on', async () => {
    const stage = creating([lost], [])
    stage.context.api.addons = async () => [other, provisioning({ name: stage.orders[0]?.name ?? '' })]
    expect(await stage.create()).toMatchObject({ created: true, addon: { name: stage.orders[0]?.name } })
  })

  test('it is sent again only while there is time, at most 30 s', async () => {
    const left: number[] = []
    const started = (deadlineMs: number) => {
      const stage = creating([lost], [{}], {
        deadlineMs,
        api: {
          pause: async (_, __, leftMs) => {
            left.push(leftMs)
            await stage.clock.sleep(Math.min(leftMs, 20_000), stage.context.signal)
          },
        },
      })
      return stage
    }
    const long = started(900_000)
    await errorFrom(long.create())
    const short = started(5_000)
    await errorFrom(short.create())
    expect([long.orders.length, short.orders.length, left]).toEqual([3, 2, [30_000, 10_000, 5_000]])
  })

  test('a refusal for another reason than the name is final: nobody looks again for some seconds', async () => {
    const refused = refusal({ reason: 'payment-required', status: 402, words: 'Pay first.' })
    const { create, clock } = creating([lost, final<Addon>(refused)])
    expect(await errorFrom(create())).toBe(refused)
    expect(clock.now()).toBe(0)
  })

  test('a name that is taken at the first request is not ours', async () => {
    const { create, clock } = creating([final<Addon>(refusal({ words: 'Name is already taken' }))])
    await errorFrom(create())
    expect(clock.now()).toBe(0)
  })

  test('the list shows nothing: the very same is sent again', async () => {
    const { create, orders } = creating([lost, ofOrder])
    await create()
    expect(orders).toHaveLength(2)
    expect(orders[1]).toEqual(orders[0])
  })

  test('our own name is taken, though the list is behind: it is ours', async () => {
    const taken = final<Addon>(refusal({ words: 'Name is already taken' }))
    const stage = creating([lost, taken], [])
    let looks = 0
    stage.context.api.addons = async () => (++looks < 4 ? [] : [provisioning({ name: stage.orders[0]?.name ?? '' })])
    expect(await stage.create()).toMatchObject({ created: true })
  })

  test('for ever: it is told that nobody knows, with the name to look for', async () => {
    const { create, orders, detail } = creating([lost])
    const error = await errorFrom(create())
    expect(orders).toHaveLength(5)
    expect(error.message).toContain("It is not known whether the add-on was created; it is not in the app's list.")
    const name = orders[0]?.name ?? ''
    expect(error.explanation.remedy).toBe(
      `Run again: if ${name} exists by then, it is adopted and nothing is created twice.`,
    )
    expect(detail()).toBe(
      `asked Heroku for a heroku-redis:premium-0 add-on named ${name}, but got no answer: it is not known whether it was done`,
    )
  })

  test('the run is cancelled: so is this', async () => {
    const { create, detail } = creating([cancelled()])
    expect((await errorFrom(create())).reason).toBe('cancelled')
    expect(detail()).toContain('not known')
  })

  test('refused each time, there is no doubt', async () => {
    const limited = refusal({ reason: 'rate-limited', status: 429 })
    const { create, detail } = creating([passing(limited)])
    expect(await errorFrom(create())).toBe(limited)
    expect(detail()).not.toContain('not known')
  })
})

describe('Heroku creates one add-on of an app at a time', () => {
  const db = provisioning({
    id: 'id-db',
    name: 'shop-db',
    service: 'heroku-postgresql',
    plan: 'heroku-postgresql:mini',
  })
  const busy = passing<Addon>(refusal({ reason: 'heroku-unavailable', status: 422, meaning: 'busy' }))
  const ready = { ...db, state: 'provisioned' }

  test('another one is waited for first, and the plan says so', async () => {
    const { create, orders, detail, lines, clock } = creating([ofOrder], [{ addons: [db] }, { addons: [ready] }], {
      before: observed([db], {}),
    })
    expect(detail()).toContain('when shop-db is provisioned')
    expect(await create()).toMatchObject({ created: true })
    expect(orders).toHaveLength(1)
    expect(lines[0]).toBe('Waiting for other add-ons of the app: Heroku is provisioning shop-db …')
    expect(clock.slept).toEqual([250])
  })

  test("another app's, shared with this one, is not", () => {
    const theirs = { ...db, app: 'other-app' }
    const { detail } = creating([ofOrder], [], { before: observed([theirs], {}, [attachment('DB', theirs)]) })
    expect(detail()).not.toContain('shop-db')
  })

  test('it begins at the moment of our POST: refused, waited for however long, and sent again', async () => {
    const during = { addons: [db] }
    const lists = [...Array.from({ length: 40 }, () => during), { addons: [ready] }]
    const { create, orders, clock } = creating([busy, ofOrder], lists)
    expect(await create()).toMatchObject({ created: true })
    expect(orders).toHaveLength(2)
    expect(clock.now()).toBeGreaterThan(60_000)
  })

  test('the one that comes is Redis: adopted', async () => {
    const { create, orders } = creating([busy], [{ addons: [db] }, { addons: [ready, other] }])
    expect(await create()).toMatchObject({ created: false, addon: { name: 'redis-other' } })
    expect(orders).toHaveLength(1)
  })

  test('another run creates Redis during the wait: adopted, and nothing is requested', async () => {
    const { create, orders, detail } = creating([ofOrder], [{ addons: [db] }, { addons: [ready, other] }], {
      before: observed([db], {}),
    })
    expect(await create()).toMatchObject({ created: false, addon: { name: 'redis-other' } })
    expect(orders).toEqual([])
    expect(detail()).toBe('another run had just created redis-other; adopted it')
  })

  test('ours appears only after the other one is provisioned: it is ours', async () => {
    const lost = passing<Addon>(refusal({ reason: 'heroku-unavailable', status: 500, outcome: 'unknown' }))
    const stage = creating([lost, busy], [])
    let reads = 0
    stage.context.api.addons = async () => {
      reads += 1
      if (reads === 1) return []
      return reads < 4 ? [db] : [ready, provisioning({ name: stage.orders[0]?.name ?? '' })]
    }
    expect(await stage.create()).toMatchObject({ created: true })
    expect(stage.orders).toHaveLength(2)
  })

  test('busy with nothing that could be waited for, and a limit during another creation: sent again', async () => {
    const limited = passing<Addon>(refusal({ reason: 'rate-limited', status: 429 }))
    for (const [answer, list] of [
      [busy, {}],
      [limited, { addons: [db] }],
    ] as const) {
      const { create, orders, lines } = creating([answer], [list])
      await errorFrom(create())
      expect(orders).toHaveLength(5)
      expect(lines).toHaveLength(1)
    }
  })

  test('it never ends: told at the end of the time', async () => {
    const { create, orders } = creating([ofOrder], [{ addons: [db] }], {
      before: observed([db], {}),
      deadlineMs: 10_000,
    })
    const error = await errorFrom(create())
    expect(error.explanation).toEqual({
      reason: 'provision-timeout',
      what: 'The add-on for my-app was not created within 15 min: Heroku is provisioning shop-db.',
      cause: 'Heroku creates one add-on of an app at a time, and another one is not ready yet.',
      remedy: 'Run again when heroku addons --app my-app shows it as created, or raise provision-timeout.',
    })
    expect(orders).toEqual([])
  })
})

describe('what Heroku refuses', () => {
  test('a plan for selected accounts is not offered again, and its words are shown', async () => {
    const words = 'That add-on plan is only available to select users.'
    const error = await errorFrom(creating([final(refusal({ reason: 'plan-not-found', words }))]).create())
    expect(error.message).toBe(`The plan heroku-redis:premium-0 was refused by Heroku: "${words}".`)
    expect(error.explanation.remedy).toContain('heroku-redis:mini')
    expect(error.explanation.remedy).not.toContain('premium-0')
  })

  test.each([
    ['is offered', offers, 'provision-failed'],
    ['is not in the list', [offer('heroku-redis:mini')], 'plan-not-found'],
    ['may be offered: the list is empty', [], 'provision-failed'],
  ])('for no reason that we know, and the plan %s', async (_, list, reason) => {
    const { create } = creating([final(refusal())], [{}], { api: { plans: inTurn(list) } })
    expect((await errorFrom(create())).reason).toBe(reason)
  })

  test.each<[string, Lists, RegExp]>([
    ['a Redis URL', { config: { REDIS_URL: 'rediss://:x@h.example.com:1' } }, /holds a Redis URL that was set by hand/],
    ['something else', { config: { REDIS_URL: 'soon' } }, /the config var REDIS_URL was set by hand/],
    [
      'a value of an attachment',
      { attached: [attachment('REDIS', addon({ service: 'x', plan: 'x:y', app: 'z' }))] },
      /something else has that name/,
    ],
  ])('the name is taken by %s', async (_, lists, words) => {
    const taken = final<Addon>(refusal({ reason: 'confirmation-required', status: 423, meaning: 'name-taken' }))
    const before = observed([], lists.config ?? {}, lists.attached ?? [])
    const { create, clock } = creating([taken], [lists], { before })
    expect((await errorFrom(create())).message).toMatch(words)
    // It is plain to see, so nobody looks again.
    expect(clock.now()).toBe(0)
  })
})
