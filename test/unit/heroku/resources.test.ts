import { describe, expect, test } from 'vitest'
import {
  addonOf,
  appInfoOf,
  attachmentOf,
  configVarsOf,
  couplingOf,
  dynoOf,
  logSessionOf,
  pipelineOf,
  planOf,
  releaseOf,
} from '../../../src/heroku/resources.ts'

/** What is read of an answer: all that is used, and nothing else. */

describe('an add-on', () => {
  const bare = { id: 'id-1', name: 'shop-redis', app: 'shop', service: '', plan: '', state: 'provisioned' }

  test('is read with all that is used of it', () => {
    const json = {
      id: 'id-1',
      name: 'shop-redis',
      app: { id: 'app-1', name: 'shop' },
      addon_service: { id: 's-1', name: 'heroku-redis' },
      plan: { id: 'p-1', name: 'heroku-redis:premium-0' },
      state: 'provisioning',
      config_vars: ['REDIS_URL', 'REDIS_TLS_URL'],
      billed_price: { cents: 1_500, unit: 'year', contract: false, metered: false },
      web_url: 'https://example.com',
    }
    expect(addonOf(json, 'it')).toStrictEqual({
      id: 'id-1',
      name: 'shop-redis',
      app: 'shop',
      appId: 'app-1',
      service: 'heroku-redis',
      plan: 'heroku-redis:premium-0',
      state: 'provisioning',
      configVars: ['REDIS_URL', 'REDIS_TLS_URL'],
      price: { cents: 1_500, unit: 'year' },
    })
  })

  test.each<readonly [string, object, object]>([
    ['as little as there can be', {}, {}],
    [
      'no service: it is in the name of the plan',
      { plan: { name: 'rediscloud:30' } },
      { plan: 'rediscloud:30', service: 'rediscloud' },
    ],
    [
      'a service without a name',
      { addon_service: { name: ' ' }, plan: { name: 'a:b' } },
      { plan: 'a:b', service: 'a' },
    ],
    ['a plan that is text', { plan: 'heroku-redis:mini' }, {}],
    ['an app without a name', { app: { id: 'app-1' } }, { app: 'app-1', appId: 'app-1' }],
    ['a blank app', { app: { id: 'app-1', name: '' } }, { app: 'app-1', appId: 'app-1' }],
    ['config vars that are text', { config_vars: 'REDIS_URL' }, {}],
    [
      'a long config var',
      { config_vars: ['A'.repeat(1_000), 'A'.repeat(1_001), 7] },
      { configVars: ['A'.repeat(1_000)] },
    ],
    ['an amount without a unit', { billed_price: { cents: '300' } }, { price: { cents: 300, unit: 'month' } }],
    ['an amount that is no number', { billed_price: { cents: 'lots', unit: 'month' } }, {}],
    ['a contract', { billed_price: { cents: 0, contract: true, metered: true } }, { billing: 'contract' }],
    ['a meter', { billed_price: { cents: 0, metered: true } }, { billing: 'metered' }],
    ['odd flags', { billed_price: { cents: 0, contract: 'no', metered: 1 } }, { price: { cents: 0, unit: 'month' } }],
  ])('with %s', (_, json, expected) => {
    const given = { id: 'id-1', name: 'shop-redis', app: { name: 'shop' }, ...json }
    expect(addonOf(given, 'it')).toStrictEqual({ ...bare, configVars: [], ...expected })
  })
})

describe('an attachment', () => {
  const json = {
    id: 'a-1',
    name: 'REDIS',
    app: { id: 'app-1', name: 'shop' },
    addon: { id: 'id-1', name: 'www-redis', app: { name: 'www' }, plan: { name: 'heroku-redis:mini' } },
    config_vars: ['REDIS_URL'],
    namespace: null,
  }

  test('is read with all that is used of it', () => {
    expect(attachmentOf(json, 'it')).toStrictEqual({
      id: 'a-1',
      name: 'REDIS',
      app: 'shop',
      appId: 'app-1',
      addon: { id: 'id-1', name: 'www-redis', app: 'www', plan: 'heroku-redis:mini' },
      configVars: ['REDIS_URL'],
    })
  })

  test('is read without what Heroku leaves out', () => {
    const addon = { id: 'id-1', name: 'www-redis', app: { id: 'app-2' }, plan: null }
    expect(attachmentOf({ id: 'a-1', name: 'REDIS', app: { name: 'shop' }, addon }, 'it')).toStrictEqual({
      id: 'a-1',
      name: 'REDIS',
      app: 'shop',
      addon: { id: 'id-1', name: 'www-redis', app: 'app-2' },
    })
  })
})

test('config vars keep the text of every value that is not null', () => {
  const vars = configVarsOf({ TEXT: ' x ', EMPTY: '', NUMBER: 6_379, TRUTH: false, GONE: null })
  expect([...vars].map(([name, secret]) => [name, secret.reveal()])).toEqual([
    ['TEXT', ' x '],
    ['EMPTY', ''],
    ['NUMBER', '6379'],
    ['TRUTH', 'false'],
  ])
})

describe('a release', () => {
  test.each<readonly [string, object, object]>([
    [
      'complete',
      { status: 'failed', description: 'Deploy 1a2b', created_at: '2026-03-04T05:06:07Z', user: {} },
      { status: 'failed', description: 'Deploy 1a2b', createdAt: '2026-03-04T05:06:07.000Z' },
    ],
    ['of an app without release phases', {}, { status: 'succeeded', description: '' }],
    ['with a version as text', { version: '7', created_at: 'now' }, { status: 'succeeded', description: '' }],
  ])('%s', (_, json, expected) => {
    expect(releaseOf({ id: 'r-1', version: 7, ...json }, 'it')).toStrictEqual({ id: 'r-1', version: 7, ...expected })
  })
})

describe('a plan', () => {
  const bare = { name: 'heroku-redis:x', description: '', cents: 0, unit: 'month', state: '' }

  test.each<readonly [string, object, object]>([
    [
      'complete',
      {
        description: 'X',
        state: 'ga',
        price: { cents: 3_000, unit: 'year' },
        installable_inside_private_network: true,
        installable_outside_private_network: true,
      },
      {
        description: 'X',
        cents: 3_000,
        unit: 'year',
        state: 'ga',
        insidePrivateSpace: true,
        outsidePrivateSpace: true,
      },
    ],
    ['for free', { price: { cents: 0, unit: 'month' } }, {}],
    ['without a price', {}, { billing: 'unknown' }],
    ['by contract', { price: { cents: 0, contract: true } }, { billing: 'contract' }],
    ['by use', { price: { cents: 0, metered: true } }, { billing: 'metered' }],
    [
      'with odd flags',
      { price: null, installable_inside_private_network: 'yes', installable_outside_private_network: 1 },
      { billing: 'unknown' },
    ],
  ])('%s', (_, json, expected) => {
    expect(planOf({ name: 'heroku-redis:x', ...json }, 'it')).toStrictEqual({
      ...bare,
      insidePrivateSpace: false,
      outsidePrivateSpace: false,
      ...expected,
    })
  })
})

test('an app, a pipeline, its couplings and a dyno are read with what Heroku names of them', () => {
  const names = { region: { name: 'eu' }, space: { name: 'den' }, stack: { name: 'heroku-24' } }
  expect(appInfoOf({ id: 'app-1', name: 'shop', ...names, owner: {} })).toStrictEqual({
    id: 'app-1',
    name: 'shop',
    region: 'eu',
    space: 'den',
    stack: 'heroku-24',
  })
  expect(appInfoOf({ id: 'app-1', name: 'shop', space: null })).toStrictEqual({ id: 'app-1', name: 'shop' })
  expect(pipelineOf({ id: 'p-1', name: 'Shop' })).toStrictEqual({ id: 'p-1', name: 'Shop' })
  expect(pipelineOf({ id: 'p-1' })).toStrictEqual({ id: 'p-1', name: 'p-1' })
  expect(couplingOf({ app: { id: 'a-1' }, stage: 'staging' }, 'it')).toStrictEqual({ appId: 'a-1', stage: 'staging' })
  expect(couplingOf({ app: { id: 'a-1' } }, 'it')).toStrictEqual({ appId: 'a-1', stage: '' })
  expect(dynoOf({ id: 'd-1', name: 'run.1' })).toStrictEqual({ id: 'd-1', name: 'run.1', state: '' })
})

test('the address of a dyno and of a log session are secrets', () => {
  const url = 'rendezvous://host:5000/s3cret'
  const { attachUrl, ...dyno } = dynoOf({ id: 'd-1', name: 'run.1', state: 'up', attach_url: url })
  expect(dyno).toStrictEqual({ id: 'd-1', name: 'run.1', state: 'up' })
  const session = logSessionOf({ logplex_url: 'https://logs.heroku.com/s3cret' })
  expect([attachUrl?.reveal(), session.reveal()]).toEqual([url, 'https://logs.heroku.com/s3cret'])
  expect(`${String(attachUrl)} ${String(session)}`).not.toContain('s3cret')
})
