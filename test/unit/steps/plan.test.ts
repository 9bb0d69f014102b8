import { describe, expect, test } from 'vitest'
import { Failure } from '../../../src/failure/failure.ts'
import type { Addon, Attachment } from '../../../src/heroku/api.ts'
import { readInputs, type InputName } from '../../../src/inputs/inputs.ts'
import { Secret } from '../../../src/utils/secret.ts'
import type { Inputs } from '../../../src/inputs/settings.ts'
import { choose, type Observed, urlVarOf } from '../../../src/state/addon.ts'
import { changesOf, desiredVars, endpointAsConfigured, sourcesOf } from '../../../src/state/config-vars.ts'
import { chosen, describe as tell, planSteps, refuseUnknownPlan } from '../../../src/steps/plan.ts'

const url = 'rediss://:p%40ss@ec2-1.compute.amazonaws.com:21850'

function inputs(given: Partial<Record<InputName, string>> = {}): Inputs {
  return readInputs((name) => ({ app: 'my-app', ...given })[name] ?? '', {}, '/workspace')
}

function addon(given: Partial<Addon> = {}): Addon {
  return {
    id: 'id-1',
    name: 'redis-one',
    app: 'my-app',
    service: 'heroku-redis',
    plan: 'heroku-redis:premium-0',
    state: 'provisioned',
    configVars: ['REDIS_URL'],
    ...given,
  }
}

function attachment(name: string, of: Addon): Attachment {
  return { id: `id-of-${name}`, name, app: 'my-app', addon: { id: of.id, name: of.name, app: of.app } }
}

function observed(
  addons: readonly Addon[],
  config: Record<string, string>,
  attachments: readonly Attachment[] = [],
): Observed {
  return {
    app: 'my-app',
    addons: addons.filter(({ app }) => app === 'my-app'),
    attachments,
    config: new Map(Object.entries(config).map(([name, value]) => [name, new Secret(value)])),
  }
}

const good: Record<string, string> = {}
for (const prefix of ['REDIS_WRITER', 'REDIS_READER']) {
  Object.assign(good, {
    [`${prefix}_HOST`]: 'ec2-1.compute.amazonaws.com',
    [`${prefix}_PORT`]: '21850',
    [`${prefix}_PASSWORD`]: 'p@ss',
    [`${prefix}_USERNAME`]: 'default',
    [`${prefix}_TLS`]: 'true',
  })
}

function reasonOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Failure) return error.reason
    throw error
  }
  return ''
}

describe('which add-on is meant', () => {
  const one = addon()
  const two = addon({ id: 'id-2', name: 'redis-two', configVars: ['HEROKU_REDIS_BLUE_URL'] })
  const cloud = addon({
    id: 'id-3',
    name: 'cloud',
    service: 'rediscloud',
    plan: 'rediscloud:30',
    configVars: ['REDISCLOUD_URL'],
  })
  const postgres = addon({
    id: 'id-4',
    name: 'pg',
    service: 'heroku-postgresql',
    plan: 'heroku-postgresql:mini',
    configVars: ['DATABASE_URL'],
  })
  const foreign = addon({ id: 'id-5', name: 'shared-redis', app: 'other-app' })

  test('none, one, several', () => {
    expect(choose(observed([postgres], { DATABASE_URL: 'postgres://x' }), inputs()).kind).toBe('none')
    expect(choose(observed([postgres, one], { REDIS_URL: url }), inputs())).toMatchObject({
      kind: 'found',
      addon: { name: 'redis-one' },
    })
    expect(choose(observed([one, two], { REDIS_URL: url }), inputs())).toEqual({
      kind: 'ambiguous',
      names: ['redis-one', 'redis-two'],
    })
  })

  test('several, and one is named: by name, by id, by attachment', () => {
    const seen = observed([one, two], { REDIS_URL: url }, [
      attachment('REDIS', one),
      attachment('HEROKU_REDIS_BLUE', two),
    ])
    for (const named of ['redis-two', 'id-2', 'heroku_redis_blue']) {
      // An id is a uuid; the short one here serves as a name.
      expect(choose(seen, { addon: named })).toMatchObject({ kind: 'found', addon: { name: 'redis-two' } })
    }
    expect(reasonOf(() => chosen(seen, { addon: 'redis-three' }))).toBe('addon-missing')
    expect(reasonOf(() => chosen(seen, {}))).toBe('addon-ambiguous')
    expect(() => chosen(seen, { addon: 'x' })).toThrow(
      /no add-on or attachment named x; there is redis-one, redis-two\.$/,
    )
    expect(() => chosen(observed([], {}), { addon: 'x' })).toThrow(/there is no add-on at all\.$/)
  })

  test('one that is going away does not count', () => {
    expect(choose(observed([addon({ state: 'deprovisioned' })], {}), inputs()).kind).toBe('none')
  })

  test('the service that the plan names', () => {
    const seen = observed([one, cloud], { REDIS_URL: url, REDISCLOUD_URL: 'redis://default:x@c:1' })
    expect(choose(seen, inputs({ plan: 'rediscloud:30' }))).toMatchObject({ addon: { name: 'cloud' } })
    expect(choose(seen, inputs({ plan: 'premium-0' }))).toMatchObject({ addon: { name: 'redis-one' } })
    expect(choose(seen, inputs()).kind).toBe('ambiguous')
    expect(choose(observed([cloud], { REDISCLOUD_URL: 'redis://default:x@c:1' }), inputs())).toMatchObject({
      addon: { name: 'cloud' },
    })
  })

  test("a shared one is known by this app's attachment, not by the owner's names", () => {
    const seen = observed([foreign], { CACHE_URL: url, REDIS_URL: 'not ours' }, [attachment('CACHE', foreign)])
    const choice = choose(seen, inputs())
    expect(choice).toMatchObject({
      kind: 'found',
      addon: { name: 'shared-redis', shared: true, configVars: ['CACHE_URL'] },
    })
    if (choice.kind === 'found') expect(urlVarOf(choice.addon, seen.config)).toBe('CACHE_URL')
  })

  test('of several URLs the one with TLS wins, or the one whose attachment was named', () => {
    const both = addon({ configVars: ['REDIS_URL', 'REDIS_TLS_URL'] })
    const seen = observed([both], { REDIS_URL: 'redis://h:x@c:1', REDIS_TLS_URL: 'rediss://:x@c:2' }, [
      attachment('REDIS', both),
    ])
    const found = chosen(seen, inputs())
    expect(found && urlVarOf(found, seen.config)).toBe('REDIS_TLS_URL')
    expect(found && urlVarOf(found, seen.config, 'REDIS')).toBe('REDIS_URL')
  })
})

describe('steps', () => {
  const actions = (seen: Observed, given: Partial<Record<InputName, string>> = {}) =>
    planSteps(seen, inputs(given)).map(({ action }) => action)

  test('nothing there: create, wait, set, wait', () => {
    const steps = planSteps(observed([], {}), inputs({ plan: 'mini' }))
    expect(steps.map(({ action }) => action)).toEqual(['create-addon', 'wait-addon', 'set-config', 'wait-release'])
    expect(steps[0]).toMatchObject({ plan: 'heroku-redis:mini', attachment: 'REDIS' })
    expect(steps.map(tell).every(({ done }) => !done)).toBe(true)
  })

  test('all right: nothing', () => {
    expect(actions(observed([addon()], { REDIS_URL: url, ...good }))).toEqual([])
  })

  test('a moved URL: only what differs', () => {
    const moved = 'rediss://:n3w@ec2-2.compute.amazonaws.com:21850'
    const [step] = planSteps(observed([addon()], { REDIS_URL: moved, ...good, FOREIGN: 'x' }), inputs())
    expect(step).toEqual({
      action: 'set-config',
      changes: [
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
      ],
    })
  })

  test('a secret that stands where a host belongs is not shown', () => {
    const config = { REDIS_URL: url, ...good, REDIS_WRITER_HOST: url, REDIS_READER_PORT: 'hunter2hunter2' }
    const text = JSON.stringify(planSteps(observed([addon()], config), inputs()))
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
    const steps = planSteps(
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
        planSteps(observed([one], { REDIS_URL: url, REDIS_WRITER_URL: url, REDIS_READER_URL: url }), inputs(given)),
      ),
    ).toBe('')
    expect(
      reasonOf(() =>
        planSteps(
          observed([one, other], { REDIS_URL: url, REDIS_WRITER_URL: url, REDIS_READER_URL: 'x' }),
          inputs({ ...given, addon: 'redis-one' }),
        ),
      ),
    ).toBe('config-conflict')
    expect(reasonOf(() => planSteps(observed([other], { REDIS_READER_URL: 'x' }), inputs(given)))).toBe(
      'config-conflict',
    )
    expect(reasonOf(() => planSteps(observed([], {}), inputs({ config: 'REDIS_URL=x' })))).toBe('config-conflict')
    const both = addon({ configVars: ['REDIS_URL', 'OTHER_URL'] })
    const seen = observed([both], { REDIS_URL: url, OTHER_URL: url })
    expect(() => planSteps(seen, inputs({ config: 'REDIS_URL=x\nOTHER_URL=y' }))).toThrow(
      "Heroku keeps REDIS_URL, OTHER_URL on my-app itself, for an add-on's attachment, and lets nobody else write them.",
    )
  })

  test('a reader that is not there is told before anything is paid for', () => {
    expect(reasonOf(() => planSteps(observed([], {}), inputs({ reader: 'NOT_THERE' })))).toBe('config-missing')
    expect(reasonOf(() => planSteps(observed([], { X: 'postgres://y' }), inputs({ reader: 'X' })))).toBe(
      'config-missing',
    )
  })
})

describe('config vars', () => {
  test('carry what a client needs, the password decoded, reader and writer alike', () => {
    const seen = observed([addon()], { REDIS_URL: url })
    const found = chosen(seen, inputs())
    const sources = found && sourcesOf(found, seen.config, inputs())
    const all = Object.fromEntries(desiredVars(sources, inputs()).map(({ name, value }) => [name, value?.reveal()]))
    expect(all).toEqual(good)
  })

  test('of a reader of its own', () => {
    const seen = observed([addon()], { REDIS_URL: url, REPLICA_URL: 'redis://reader:pw@replica.example.com' })
    const given = inputs({ reader: 'REPLICA_URL', fields: 'host,port,username,tls,url' })
    const found = chosen(seen, given)
    const sources = found && sourcesOf(found, seen.config, given)
    const all = Object.fromEntries(desiredVars(sources, given).map(({ name, value }) => [name, value?.reveal()]))
    expect(all).toMatchObject({
      REDIS_READER_HOST: 'replica.example.com',
      REDIS_READER_PORT: '6379',
      REDIS_READER_USERNAME: 'reader',
      REDIS_READER_TLS: 'false',
      REDIS_READER_URL: 'redis://reader:pw@replica.example.com',
      REDIS_WRITER_URL: url,
    })
  })

  test('a server without a password needs no variable for it', () => {
    const seen = observed([addon()], { REDIS_URL: 'redis://c:1' })
    const found = chosen(seen, inputs())
    const desired = desiredVars(found && sourcesOf(found, seen.config, inputs()), inputs())
    expect(changesOf(desired, seen.config).map(({ name }) => name)).not.toContain('REDIS_WRITER_PASSWORD')
  })

  test('of a reader whose URL is an input', () => {
    const seen = observed([addon()], { REDIS_URL: url })
    const given = inputs({ reader: 'rediss://:pw@replica.example.com:7000' })
    const found = chosen(seen, given)
    expect(found && sourcesOf(found, seen.config, given)).toMatchObject({
      writer: { configVar: 'REDIS_URL' },
      reader: { endpoint: { host: 'replica.example.com', port: 7_000, tls: true } },
    })
  })

  test('are what check connects to, filled up from the URL', () => {
    const config = observed([], {
      REDIS_WRITER_HOST: 'old.example.com',
      REDIS_WRITER_PORT: 'x',
      REDIS_WRITER_TLS: 'no',
    }).config
    const source = {
      endpoint: { host: 'h', port: 1, username: 'default', tls: true, password: new Secret('pw') },
      url: new Secret(url),
    }
    expect(endpointAsConfigured('REDIS_WRITER', source, config, inputs())).toMatchObject({
      host: 'old.example.com',
      port: 0,
      tls: false,
      password: source.endpoint.password,
    })
    const secret = observed([], { REDIS_WRITER_HOST: `p${'4f'.repeat(30)}` }).config
    expect(endpointAsConfigured('REDIS_WRITER', source, secret, inputs())?.host).toBe('unreadable.invalid')
    expect(endpointAsConfigured('REDIS_OTHER', source, config, inputs())).toEqual(source.endpoint)
    expect(endpointAsConfigured('REDIS_OTHER', undefined, config, inputs())).toBeUndefined()
  })

  test('are enough to connect to where the add-on tells no URL', () => {
    const asConfigured = (config: Record<string, string>, given = inputs()) =>
      endpointAsConfigured('W', undefined, observed([], config).config, given)
    expect(asConfigured({ W_HOST: 'redis.example.com', W_PORT: '7000' })).toEqual({
      host: 'redis.example.com',
      port: 7_000,
      username: 'default',
      tls: false,
    })
    expect(asConfigured({ W_HOST: 'redis.example.com' })).toBeUndefined()
    expect(asConfigured({ W_PORT: '7000' })).toBeUndefined()
    const whole = inputs({ fields: 'url, password' })
    expect(asConfigured({ W_URL: 'rediss://me:old@redis.example.com:7000', W_PASSWORD: '' }, whole)).toEqual({
      host: 'redis.example.com',
      port: 7_000,
      username: 'me',
      tls: true,
    })
    expect(asConfigured({ W_URL: 'not a URL' }, whole)).toBeUndefined()
  })
})

test('a plan that is not offered is answered with what is', () => {
  const offer = (name: string, cents: number, state = 'ga') => ({
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
  expect(() => refuseUnknownPlan('heroku-redis:mini', offers)).not.toThrow()
  expect(() => refuseUnknownPlan('heroku-redis:mini', [])).toThrow('The plan heroku-redis:mini does not exist.')
  for (const plan of ['heroku-redis:hobby-dev', 'heroku-redis:premium-99']) {
    try {
      refuseUnknownPlan(plan, offers)
      expect.unreachable()
    } catch (error) {
      expect((error as Failure).explanation.remedy).toContain(
        'heroku-redis:mini (3.00 USD a month), heroku-redis:premium-0 (15.00 USD a month)',
      )
      expect((error as Failure).explanation.remedy).not.toContain('hobby-dev')
    }
  }
})
