import { describe, expect, it } from 'vitest'
import { situationOf } from '../../../src/checks/situation.ts'
import type { Subject } from '../../../src/checks/subject.ts'
import { advise } from '../../../src/failure/catalogue.ts'
import * as given from './fixtures.ts'
import { bare, but, configWith, healthy, oneEndpoint, settings, variable, without } from './fixtures.ts'

const checking: Subject = { ...healthy, mode: 'check' }

describe('what is known of the writer', () => {
  it('is its add-on, its config vars and its certificate', () => {
    expect(situationOf(healthy, { side: 'writer', settings })).toEqual({
      app: 'my-app',
      addon: 'redis-round-1',
      mode: 'setup',
      provider: 'heroku',
      plan: 'heroku-redis:premium-0',
      shared: false,
      side: 'writer',
      variables: 'fresh',
      source: 'REDIS_URL',
      servers: 'two',
      tlsVerify: 'none',
      fingerprint: given.fingerprint,
      probeFrom: 'runner',
    })
  })

  it.each([
    ['a drifted config var', configWith(variable('writer', 'host', 'differs')), 'stale'],
    // The endpoint that was tested takes the value from the source.
    ['a missing config var', configWith(variable('writer', 'host', 'missing')), 'fresh'],
    [
      'a drifted config var of the reader',
      configWith(variable('writer', 'host'), variable('reader', 'host', 'differs')),
      'fresh',
    ],
    ['none at all', configWith(), undefined],
  ])('has config vars that are, with %s, %o: %s', (_, config, variables) => {
    expect(situationOf({ ...checking, config }, { side: 'writer' }).variables).toBe(variables)
  })

  it('has the config var of its URL also where that is missing, and the TLS flag where it is kept', () => {
    const url = { state: 'missing', configVars: ['REDIS_URL', 'REDIS_TLS_URL'] } as const
    expect(situationOf({ ...checking, config: { url, variables: [] } }, { side: 'writer' }).source).toBe('REDIS_URL')
    const config = configWith(variable('writer', 'host'), variable('writer', 'tls'))
    expect(situationOf({ ...checking, config }, { side: 'writer' }).tlsVariable).toBe('REDIS_WRITER_TLS')
  })
})

describe('who runs the server', () => {
  it.each([
    ['Heroku', healthy, 'writer', 'heroku'],
    ['another provider', but({ addon: { service: 'stackhero' } }), 'writer', 'other'],
    [
      'nobody knows who: the token cannot see the service',
      { ...healthy, addon: without(given.addon, 'service') },
      'writer',
      'other',
    ],
    ['whoever the config vars name, without an add-on', without(healthy, 'addon'), 'writer', 'other'],
    ['nobody yet', bare, 'writer', undefined],
    ['the user, a reader of its own', healthy, 'reader', 'other'],
    ['Heroku, a reader that is the writer’s server', oneEndpoint, 'reader', 'heroku'],
  ] as const)('%s', (_, subject, side, provider) => {
    expect(situationOf(subject, { side }).provider).toBe(provider)
  })

  it('names no add-on for a reader of its own', () => {
    expect(situationOf(healthy, { side: 'reader' })).toMatchObject({ ownServer: true, source: 'READER_URL' })
    expect(situationOf(healthy, { side: 'reader' })).not.toHaveProperty('addon')
    expect(situationOf(healthy, { side: 'reader' })).not.toHaveProperty('plan')
    expect(situationOf(oneEndpoint, { side: 'reader' })).not.toHaveProperty('ownServer')
  })

  it('tells a reader of its own by its host where no config vars are kept', () => {
    const unmanaged = { ...healthy, config: configWith() }
    expect(situationOf(unmanaged, { side: 'reader' }).ownServer).toBe(true)
    expect(situationOf({ ...oneEndpoint, config: configWith() }, { side: 'reader' }).ownServer).toBeUndefined()
  })

  it('names the owner of a shared add-on', () => {
    expect(situationOf(but({ addon: { shared: true, owner: 'acme-www' } }))).toMatchObject({
      shared: true,
      owner: 'acme-www',
    })
  })
})

describe('what this run has done', () => {
  it.each([
    ['create-addon', true],
    ['change-plan', true],
    ['rotate-credentials', true],
    ['set-config', undefined],
    ['wait-release', undefined],
  ] as const)('%s changed the server: %s', (action, changed) => {
    expect(situationOf({ ...healthy, doneActions: new Set([action]) }).changed).toBe(changed)
  })

  it('decides what a refused connection means', () => {
    const created = { ...healthy, doneActions: new Set(['create-addon'] as const) }
    expect(advise('redis-refused', situationOf(created, { side: 'writer' })).cause).toMatch(/change that this run made/)
    expect(advise('redis-refused', situationOf(healthy, { side: 'writer' })).cause).toMatch(
      /restarting or failing over/,
    )
  })
})

it.each([
  ['running', 'running'],
  ['ready', 'ready'],
  ['completed', 'completed'],
  ['none', undefined],
  ['dreaming', undefined],
])('takes a maintenance that is %s for %s', (status, expected) => {
  const subject: Subject = { ...healthy, maintenance: { known: true, value: { status } } }
  expect(situationOf(subject).maintenance).toBe(expected)
})

it('knows nothing of a maintenance that was not answered', () => {
  expect(situationOf({ ...healthy, maintenance: { known: false, why: 'no answer' } }).maintenance).toBeUndefined()
})

it('passes on whether the runner uses a proxy, and how it tests', () => {
  expect(situationOf({ ...healthy, proxy: true }).proxy).toBe(true)
  expect(situationOf(healthy, { settings: { ...settings, probeFrom: 'dyno' } }).probeFrom).toBe('dyno')
})
