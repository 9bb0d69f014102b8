import { describe, expect, test } from 'vitest'
import type { Addon } from '../../../src/heroku/api.ts'
import { attachmentFor, choose, chosenAddon } from '../../../src/state/addon.ts'
import { ownedNames } from '../../../src/state/observed.ts'
import { isMeantAsRedisUrl, urlStateOf, urlVarOf } from '../../../src/state/redis-url.ts'
import { addon, attachment, errorOf, inputs, observed, reasonOf, url } from './fixtures.ts'

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
    expect(reasonOf(() => chosenAddon(seen, { addon: 'redis-three' }))).toBe('addon-missing')
    expect(reasonOf(() => chosenAddon(seen, {}))).toBe('addon-ambiguous')
    expect(() => chosenAddon(seen, { addon: 'x' })).toThrow(
      /no add-on or attachment named x; its add-ons are: redis-one, redis-two\.$/,
    )
    expect(() => chosenAddon(observed([], {}), { addon: 'x' })).toThrow(/it has no add-ons\.$/)
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

  describe("another app's, attached to this one", () => {
    const www = addon({ id: 'id-6', name: 'www-redis', app: 'acme-www', configVars: ['REDIS_URL'] })

    test.each<[string, readonly Addon[]]>([
      ['listed among the add-ons', [www]],
      ['known by its attachment alone', []],
    ])("%s: this app's own variable is the source, not the owner's name for it", (_, addons) => {
      const seen = observed(addons, { WWW_CACHE_URL: url, REDIS_URL: 'rediss://:x@other.example.com:1' }, [
        attachment('WWW_CACHE', www),
      ])
      const found = chosenAddon(seen, inputs())
      expect(found).toMatchObject({ name: 'www-redis', app: 'acme-www', shared: true, configVars: ['WWW_CACHE_URL'] })
      expect(found && urlVarOf(found, seen.config)).toBe('WWW_CACHE_URL')
    })

    test.each(['premium-0', 'heroku-redis:premium-3', ''])('with plan: %s no second add-on is created', (plan) => {
      for (const addons of [[www], []]) {
        const seen = observed(addons, { WWW_CACHE_URL: url }, [attachment('WWW_CACHE', www)])
        expect(choose(seen, inputs({ plan }))).toMatchObject({ kind: 'found', addon: { name: 'www-redis' } })
      }
    })

    test('with variables of other names than its attachment', () => {
      const hero = addon({ id: 'id-7', name: 'hero', app: 'acme-www', service: 'ah-redis-stackhero', configVars: [] })
      const tie = attachment('STACKHERO_REDIS', hero, ['STACKHERO_REDIS_URL_TLS'])
      const seen = observed([], { STACKHERO_REDIS_URL_TLS: url }, [
        { ...tie, addon: { ...tie.addon, plan: 'ah-redis-stackhero:test' } },
      ])
      const found = chosenAddon(seen, inputs({ plan: 'ah-redis-stackhero:test' }))
      expect(found).toMatchObject({ name: 'hero', shared: true, service: 'ah-redis-stackhero' })
      expect(found && urlVarOf(found, seen.config)).toBe('STACKHERO_REDIS_URL_TLS')
    })

    test('to an app that was named by its id', () => {
      const id = '01234567-89ab-4def-8123-456789abcdef'
      const own = addon({ appId: id })
      const cache = attachment('WWW_CACHE', www)
      const alone = { ...observed([www], { WWW_CACHE_URL: url }, [cache]), app: id }
      expect(chosenAddon(alone, {})).toMatchObject({ shared: true, configVars: ['WWW_CACHE_URL'] })
      const beside = { ...observed([own, www], { REDIS_URL: url }, [attachment('REDIS', own), cache]), app: id }
      expect(chosenAddon(beside, { addon: 'redis-one' })).toMatchObject({ shared: false })
      expect(chosenAddon(beside, { addon: 'www-redis' })).toMatchObject({ shared: true })
      expect(chosenAddon({ ...observed([own], { REDIS_URL: url }), app: id }, {})).toMatchObject({ shared: false })
    })

    test("attachments of this app's add-on on other apps are not this app's", () => {
      const seen = observed([one], { REDIS_URL: url }, [
        attachment('REDIS', one),
        attachment('WWW_CACHE', one, undefined, 'acme-www'),
      ])
      expect(chosenAddon(seen, {})).toMatchObject({ shared: false, configVars: ['REDIS_URL'] })
      expect([...ownedNames(seen)]).toEqual(['REDIS_URL'])
    })

    test("its owner's variable names are free on this app", () => {
      const seen = observed([www], { WWW_CACHE_URL: url }, [attachment('WWW_CACHE', www)])
      expect([...ownedNames(seen)]).toEqual(['WWW_CACHE_URL'])
    })
  })

  test.each(['REDIS_URL', 'redis_url', 'REDIS', 'redis'])('%s names its attachment', (wanted) => {
    const seen = observed([one, two], { REDIS_URL: url, HEROKU_REDIS_BLUE_URL: url }, [attachment('REDIS', one)])
    expect(choose(seen, { addon: wanted })).toMatchObject({ kind: 'found', addon: { name: 'redis-one' } })
    const blue = wanted.replace(/redis/i, 'HEROKU_REDIS_BLUE')
    expect(choose(seen, { addon: blue })).toMatchObject({ kind: 'found', addon: { name: 'redis-two' } })
  })

  test('a variable that somebody set by hand names no add-on, and is told', () => {
    const seen = observed([postgres], { REDIS_URL: url })
    const error = errorOf(() => chosenAddon(seen, { addon: 'REDIS_URL' }))
    expect(error.reason).toBe('addon-missing')
    expect(error.message).toContain('REDIS_URL holds a Redis URL, but does not belong to an add-on of my-app')
  })

  describe('an add-on that is named and is no Redis is refused', () => {
    const papertrail = addon({ name: 'logs', service: 'papertrail', configVars: ['PAPERTRAIL_API_TOKEN'] })
    const scheduler = addon({ name: 'jobs', service: 'scheduler', configVars: [] })
    const kafka = addon({ name: 'kafka', service: 'heroku-kafka', configVars: [], state: 'provisioning' })

    test.each<[string, Addon, Record<string, string>]>([
      ['Postgres', postgres, { DATABASE_URL: 'postgres://u:p@h:1/d' }],
      ['Postgres that is being provisioned', { ...postgres, state: 'provisioning' }, {}],
      ["another of Heroku's services", kafka, {}],
      ['another service with a variable', papertrail, { PAPERTRAIL_API_TOKEN: 'x' }],
      ['another service without a variable', scheduler, {}],
    ])('%s', (_, other, config) => {
      const seen = observed([one, other], { REDIS_URL: url, ...config })
      const error = errorOf(() => chosenAddon(seen, { addon: other.name }))
      expect(error.reason).toBe('addon-missing')
      expect(error.message).toBe(`The add-on ${other.name} of my-app (${other.service}) is not a Redis add-on.`)
    })

    test("another app's, of which only a variable is known", () => {
      const seen = observed([], { DB_URL: 'postgres://u:p@h:1/d' }, [attachment('DB', foreign)])
      expect(reasonOf(() => chosenAddon(seen, { addon: 'DB' }))).toBe('addon-missing')
    })

    test.each<[string, Addon, Record<string, string>]>([
      ['a URL that cannot be read', one, { REDIS_URL: 'rediss://:p%ZZ@h:1' }],
      ['no URL yet', one, {}],
      ['a service with Redis in its name', { ...cloud, state: 'provisioned' }, { REDISCLOUD_URL: 'https://x' }],
      ['a service that we do not know, being provisioned', { ...scheduler, state: 'provisioning' }, {}],
      ['a service that we do not know, with a Redis URL', { ...papertrail, configVars: ['X'] }, { X: url }],
    ])('not with %s', (_, other, config) => {
      expect(choose(observed([other], config), { addon: other.name }).kind).toBe('found')
    })
  })

  test('of several URLs the one with TLS wins, or the one whose attachment was named', () => {
    const both = addon({ configVars: ['REDIS_URL', 'REDIS_TLS_URL'] })
    const seen = observed([both], { REDIS_URL: 'redis://h:x@c:1', REDIS_TLS_URL: 'rediss://:x@c:2' }, [
      attachment('REDIS', both),
    ])
    const found = chosenAddon(seen, inputs())
    expect(found && urlVarOf(found, seen.config)).toBe('REDIS_TLS_URL')
    expect(found && urlVarOf(found, seen.config, 'REDIS')).toBe('REDIS_URL')
  })
})

test('a failure says what to set, and to what', () => {
  const two = [addon(), addon({ id: 'id-2', name: 'redis-two' })]
  expect(errorOf(() => chosenAddon(observed(two, {}), {}))).toMatchObject({
    message: 'my-app has 2 Redis add-ons: redis-one, redis-two.',
    explanation: { remedy: 'Set the addon input to one of them: redis-one or redis-two.' },
  })
  expect(errorOf(() => chosenAddon(observed(two, {}), { addon: 'x' })).explanation.remedy).toBe(
    'Correct the addon input, or share the add-on with the app first: heroku addons:attach <name> --app my-app.',
  )
  const postgres = addon({ name: 'pg', service: 'heroku-postgresql' })
  expect(errorOf(() => chosenAddon(observed([postgres], {}), { addon: 'pg' })).explanation).toMatchObject({
    cause: 'The addon input names an add-on of another type.',
    remedy: 'Set addon to a Redis add-on of heroku addons --app my-app, or leave it empty.',
  })
})

test.each([
  ['heroku-redis', 'REDIS'],
  ['rediscloud', 'REDISCLOUD'],
  ['ah-redis--stackhero', 'AH_REDIS_STACKHERO'],
])('a new add-on of %s is attached as %s', (service, name) => {
  expect(attachmentFor(service)).toBe(name)
})

test('an add-on that Heroku is removing is not found by its name', () => {
  const going = addon({ state: 'deprovisioning' })
  expect(choose(observed([going], {}), {}).kind).toBe('none')
  expect(reasonOf(() => chosenAddon(observed([going], {}), { addon: 'redis-one' }))).toBe('addon-missing')
})

test.each([
  ['redis://:p%ZZ@h:1', true],
  ['"rediss://h:1"', true],
  [" \n'valkeys://h", true],
  ['valkey h 6379', true],
  ['redis', true],
  ['https://redis.example.com', false],
  ['redistribution', false],
  ['', false],
])('%j is meant as a Redis URL: %s', (value, expected) => {
  expect(isMeantAsRedisUrl(observed([], { X: value }).config, 'X')).toBe(expected)
})

describe('how the URL stands', () => {
  test('says why it cannot be read', () => {
    const problem = (value: string) => {
      const state = urlStateOf({ configVars: ['X'] }, observed([], { X: value }).config)
      return state.state === 'unreadable' ? state.problem : state.state
    }
    expect(problem('rediss://:x@h:0')).toBe('has port 0')
    expect(problem('https://x')).not.toBe(problem('rediss://:x@h:0'))
  })

  const one = addon({ configVars: ['REDIS_URL', 'REDIS_TLS_URL'] })
  const stateOf = (config: Record<string, string>, wanted?: string) =>
    urlStateOf(one, observed([one], config).config, wanted)

  test('missing: unset and empty alike', () => {
    const missing = { state: 'missing', configVars: ['REDIS_URL', 'REDIS_TLS_URL'] }
    expect(stateOf({ OTHER: url })).toEqual(missing)
    expect(stateOf({ REDIS_URL: ' ' })).toEqual(missing)
    expect(urlStateOf({ configVars: [] }, observed([], {}).config)).toEqual({ state: 'missing', configVars: [] })
  })

  test('unreadable: what looks like a URL is named, in no part shown', () => {
    const state = stateOf({ REDIS_URL: 'soon', REDIS_TLS_URL: 'rediss://:hunter2%ZZ@h.example.com:1' })
    expect(state).toMatchObject({ state: 'unreadable', configVar: 'REDIS_TLS_URL' })
    expect(JSON.stringify(state)).not.toContain('hunter2')
    expect(stateOf({ REDIS_URL: 'soon' })).toMatchObject({ state: 'unreadable', configVar: 'REDIS_URL' })
    expect(stateOf({ REDIS_URL: 'https://x', REDIS_TLS_URL: 'https://y' }, 'REDIS_TLS')).toMatchObject({
      configVar: 'REDIS_TLS_URL',
    })
  })

  test('readable: one is enough', () => {
    expect(stateOf({ REDIS_URL: 'https://x', REDIS_TLS_URL: url })).toEqual({ state: 'ok', configVar: 'REDIS_TLS_URL' })
  })
})
