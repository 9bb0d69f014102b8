import { describe, expect, test } from 'vitest'
import { choose, chosenAddon, urlVarOf } from '../../../src/state/addon.ts'
import { addon, attachment, inputs, observed, reasonOf, url } from './fixtures.ts'

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
      /no add-on or attachment named x; there is redis-one, redis-two\.$/,
    )
    expect(() => chosenAddon(observed([], {}), { addon: 'x' })).toThrow(/there is no add-on at all\.$/)
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
    const found = chosenAddon(seen, inputs())
    expect(found && urlVarOf(found, seen.config)).toBe('REDIS_TLS_URL')
    expect(found && urlVarOf(found, seen.config, 'REDIS')).toBe('REDIS_URL')
  })
})
