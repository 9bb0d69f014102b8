import { describe, expect, test } from 'vitest'
import * as words from '../../../src/failure/situation.ts'
import type { Situation } from '../../../src/failure/situation.ts'

const own: Situation = { app: 'my-app', addon: 'redis-1', provider: 'heroku', shared: false }
const shared: Situation = { ...own, shared: true, owner: 'acme-www' }
const other: Situation = { ...own, provider: 'other' }
const ownServer: Situation = { app: 'my-app', ownServer: true, provider: 'other' }

describe('a command to paste', () => {
  test.each<[string, Situation, Parameters<typeof words.command>[2], string]>([
    ['names add-on and app', own, {}, '`heroku redis:info redis-1 --app my-app`'],
    ['names the app that owns a shared add-on', shared, {}, '`heroku redis:info redis-1 --app acme-www`'],
    [
      'names this app where its owner is not known',
      { ...own, shared: true },
      {},
      '`heroku redis:info redis-1 --app my-app`',
    ],
    ['names this app where only the app matters', shared, { addon: false }, '`heroku redis:info --app my-app`'],
    [
      'names this app where the add-on is its own',
      { ...shared, shared: false },
      {},
      '`heroku redis:info redis-1 --app my-app`',
    ],
    ['has options before the app', own, { options: '--yes' }, '`heroku redis:info redis-1 --yes --app my-app`'],
    ['leaves out what is not known, and has no placeholder', {}, {}, '`heroku redis:info`'],
    ['leaves out what is no name', { app: 'my app; rm -rf /', addon: '<b>' }, {}, '`heroku redis:info`'],
  ])('%s', (_, situation, options, expected) => {
    expect(words.command('redis:info', situation, options)).toBe(expected)
  })
})

test.each<[string, (situation: Situation) => string, string, string, string, string]>([
  [
    'where to look',
    words.whereToLook,
    '`heroku redis:info redis-1 --app my-app`',
    '`heroku redis:info redis-1 --app acme-www`',
    'the add-on’s dashboard (`heroku addons:open redis-1 --app my-app`)',
    'the status and logs of the server',
  ],
  [
    'who can help',
    words.support,
    'open a ticket at https://help.heroku.com',
    'open a ticket at https://help.heroku.com',
    'contact the provider of the server',
    'contact the provider of the server',
  ],
  [
    'how to get more room',
    words.largerPlan,
    'choose a larger plan',
    'ask the app that owns the add-on (acme-www) for a larger plan',
    'choose a larger plan',
    'use a larger server',
  ],
  [
    'how to change a setting',
    (situation) => words.changeSetting(situation, 'timeout', '300'),
    'set `settings: timeout=300`',
    'set `settings: timeout=300` on the app that owns the add-on (acme-www)',
    'set `timeout` to `300` on the server',
    'set `timeout` to `300` on the server',
  ],
])('%s: own add-on, shared, of another provider, a server of the user', (_, say, ...expected) => {
  expect([own, shared, other, ownServer].map(say)).toEqual(expected)
})

test('a shared add-on whose owner is not known', () => {
  expect(words.largerPlan({ ...shared, owner: '<unknown>' })).toBe('ask the app that owns the add-on for a larger plan')
})

test.each<[Situation, string]>([
  [{ source: 'REDIS_URL' }, '`REDIS_URL`'],
  [{ source: 'reader', side: 'reader' }, 'the `reader` input'],
  [{ side: 'reader' }, 'the reader’s URL'],
  [{ side: 'writer' }, 'the Redis URL'],
  [{}, 'the Redis URL'],
])('the URL of %o is in %s', (situation, expected) => {
  expect(words.sourceOf(situation)).toBe(expected)
  expect(words.sourceAsSubject(situation)).toBe(expected.replace(/^the/, 'The'))
})

test.each<[Situation, boolean]>([
  [{ mode: 'check', variables: 'stale' }, true],
  [{ mode: 'check', variables: 'fresh' }, false],
  [{ mode: 'check' }, false],
  [{ mode: 'setup', variables: 'stale' }, false],
  [{}, true],
  [{ variables: 'stale' }, true],
  [{ variables: 'fresh' }, false],
  [{ ownServer: true }, false],
])('%o: mode: setup would help: %s', (situation, helps) => {
  expect(words.setupHelps(situation)).toBe(helps)
})

test.each<[Situation, boolean]>([
  [{ plan: 'heroku-redis:private-7' }, true],
  [{ plan: 'heroku-redis:shield-9' }, true],
  [{ plan: 'heroku-redis:premium-0' }, false],
  [{ plan: 'other:private-7', provider: 'other' }, false],
  [{}, false],
])('%o is inside a Private Space: %s', (situation, inside) => {
  expect(words.isInsideSpace(situation)).toBe(inside)
})

test('sentences make one paragraph', () => {
  expect(words.sentences('One.', undefined, false, '', 'Two.')).toBe('One. Two.')
})
