import { describe, expect, test } from 'vitest'
import { redisAddon } from '../../../src/state/addon.ts'
import { mayMoveUrl, withListed, withoutAttachments } from '../../../src/state/known.ts'
import { sourcesOf } from '../../../src/state/sources.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { addon, attachment, inputs, known, observed, url } from './fixtures.ts'

const one = addon()
const two = addon({ id: 'id-2', name: 'redis-two', configVars: ['BLUE_URL'] })

test('an add-on that has changed takes its own place in the list', () => {
  const seen = observed([{ ...one, state: 'provisioning' }, two], {})
  expect(withListed(seen, one).addons).toEqual([two, one])
})

test('a new plan, new credentials and a maintenance may move the URL', () => {
  const before = known(observed([one], { REDIS_URL: url }))
  const rotation = { before: new Secret(url), state: 'asked' } as const
  expect(mayMoveUrl(before)).toBe(false)
  expect(mayMoveUrl({ ...before, requestedPlan: 'heroku-redis:premium-1' })).toBe(true)
  expect(mayMoveUrl({ ...before, rotation })).toBe(true)
  expect(mayMoveUrl({ ...before, maintained: true })).toBe(true)
})

describe('what is gone from the app', () => {
  const tie = attachment('REDIS', one)
  const other = attachment('CACHE', two)
  const config = { REDIS_URL: url, CACHE_URL: url, KEPT: 'x' }
  const before = known(observed([one, two], config, [tie, other]), { ...inputs(), addon: 'redis-one' })

  test('is its attachment and its config var, when it was only detached', () => {
    const { observed: after, addon: left } = withoutAttachments(before, [tie])
    expect(after.addons).toEqual([one, two])
    expect(after.attachments).toEqual([other])
    expect([...after.config.keys()]).toEqual(['CACHE_URL', 'KEPT'])
    expect(left).toMatchObject({ name: 'redis-one', state: 'provisioned', configVars: [] })
  })

  test('is the add-on itself, when it was removed', () => {
    const removed = redisAddon(one, false, ['REDIS_URL'])
    const { observed: after, addon: left } = withoutAttachments(before, [tie], removed)
    expect(after.addons).toEqual([two])
    expect(left).toMatchObject({ name: 'redis-one', state: 'deprovisioned' })
  })
})

describe('where the reader’s URL comes from', () => {
  const sources = (config: Record<string, string>, given: Parameters<typeof inputs>[0]) =>
    sourcesOf(known(observed([one], config), inputs(given)), inputs(given))
  const replica = 'rediss://:pw@replica.example.com:7000'

  test('the config input comes before what the app has', () => {
    const found = sources({ REDIS_URL: url, R_URL: url }, { reader: 'R_URL', config: `R_URL=${replica}` })
    expect(found.reader).toMatchObject({ name: 'R_URL', endpoint: { host: 'replica.example.com' } })
  })

  test('the writer’s own variable, where this run writes it', () => {
    const reader = 'REDIS_WRITER_URL'
    expect(sources({ REDIS_URL: url }, { reader, fields: 'url' }).reader).toMatchObject({
      name: reader,
      endpoint: { host: 'ec2-1.compute.amazonaws.com' },
    })
    expect(sources({}, { reader, fields: 'url' })).toEqual({})
    expect(sources({ REDIS_URL: url }, { reader }).readerProblem?.reason).toBe('config-missing')
  })

  test.each([
    [{}, 'config-missing', 'The config var R_URL, which the reader input names, is not set on the app.'],
    [{ R_URL: ' ' }, 'config-missing', 'The config var R_URL, which the reader input names, is not set on the app.'],
    [
      { R_URL: 'rediss://:x@h:0' },
      'config-unreadable',
      'The config var R_URL, which the reader input names, holds no readable Redis URL: the URL has port 0.',
    ],
  ])('%o: a problem that names the variable', (config, reason, message) => {
    expect(sources({ REDIS_URL: url, ...config }, { reader: 'R_URL' }).readerProblem).toEqual({ reason, message })
  })

  test('no problem while Heroku has not set the add-on’s variable', () => {
    expect(sources({}, { reader: 'REDIS_URL' })).toEqual({})
    expect(sources({}, { reader: 'R_URL' }).readerProblem?.reason).toBe('config-missing')
    const nothing = known(observed([], {}), inputs({ reader: 'REDIS_URL' }))
    expect(sourcesOf(nothing, inputs({ reader: 'REDIS_URL' }))).toEqual({})
    expect(sourcesOf(nothing, inputs({ reader: 'BLUE_URL' })).readerProblem?.reason).toBe('config-missing')
  })
})
