import { describe, expect, it } from 'vitest'
import type { ManagedVar, UrlFacts } from '../../../src/checks/subject.ts'
import { bare, but, configWith, found, healthy, judges, refused, variable, without } from './fixtures.ts'

const checking = { ...healthy, mode: 'check' } as const
const check = (...variables: readonly ManagedVar[]) => ({ ...checking, config: configWith(...variables) })
const extra = (state: ManagedVar['state']): ManagedVar => ({
  name: 'RAILS_ENV',
  state,
  side: 'config',
  source: 'config',
})
const live = (state: ManagedVar['state']): ManagedVar => ({ ...variable('writer', 'url', state), kind: 'live' })

describe('config vars compared with their source', () => {
  judges('config', 'app', [
    ['in agreement', healthy, { is: 'pass', says: 'All 2 config vars match REDIS_URL and READER_URL.' }],
    ['one of them', check(variable('writer', 'host')), { is: 'pass', says: 'The config var matches REDIS_URL.' }],
    [
      'with extra ones',
      check(variable('writer', 'host'), extra('ok')),
      { is: 'pass', says: 'All 2 config vars match REDIS_URL.' },
    ],
    ['extra ones alone', check(extra('ok')), { is: 'pass', says: 'The config var matches the `config` input.' }],
    ['none managed', check(), { is: 'pass', says: 'There are no config vars to compare.' }],
    ['there is no add-on', bare, { is: 'skip', says: 'There is no add-on to compare the config vars with.' }],
    [
      'missing',
      check(variable('writer', 'host'), variable('writer', 'password', 'missing')),
      {
        is: 'fail config-missing',
        says: 'REDIS_WRITER_PASSWORD is missing.',
        cause: /never written, or were removed since/,
        hint: /^Run with `mode: setup` to write what is missing in one release\.$/,
      },
    ],
    [
      'both missing and stale',
      check(
        variable('writer', 'host', 'differs'),
        variable('writer', 'password', 'missing'),
        variable('writer', 'tls', 'differs'),
      ),
      {
        is: 'fail config-drift',
        says: 'REDIS_WRITER_HOST and REDIS_WRITER_TLS differ from REDIS_URL; REDIS_WRITER_PASSWORD is missing.',
        hint: /^Run with `mode: setup`/,
      },
    ],
    [
      'stale, each named with its own source',
      check(variable('writer', 'host'), variable('reader', 'host', 'differs'), extra('differs')),
      {
        is: 'fail config-drift',
        says: 'REDIS_READER_HOST differs from READER_URL; RAILS_ENV differs from the `config` input.',
      },
    ],
    [
      'stale against a URL in the reader input',
      check({ ...variable('reader', 'port', 'differs'), source: 'reader' }),
      { is: 'fail config-drift', says: 'REDIS_READER_PORT differs from the `reader` input.' },
    ],
    [
      'stale in a dry run',
      { ...healthy, dryRun: true, config: configWith(variable('writer', 'host', 'differs')) },
      { is: 'skip', says: 'REDIS_WRITER_HOST differs from REDIS_URL. The planned steps would write it.' },
    ],
    [
      'several stale in a dry run',
      {
        ...healthy,
        dryRun: true,
        config: configWith(variable('writer', 'host', 'differs'), variable('writer', 'port', 'missing')),
      },
      { is: 'skip', says: /The planned steps would write them\.$/ },
    ],
    [
      'still stale after setup',
      { ...healthy, config: configWith(variable('writer', 'host', 'differs')) },
      {
        is: 'fail config-drift',
        says: 'REDIS_WRITER_HOST differs from REDIS_URL.',
        cause: /keeps changing the same config vars/,
        hint: /^Stop the other writer/,
      },
    ],
    [
      'a live URL whose config var is gone',
      check(variable('writer', 'host'), live('missing')),
      {
        is: 'fail config-missing',
        says: 'REDIS_WRITER_URL is missing although its attachment exists.',
        cause: /`heroku rollback` can remove/,
        hint: /^Run with `mode: setup`/,
      },
    ],
    [
      'a live URL whose config var is gone, beside another one',
      check(live('missing'), variable('writer', 'host', 'missing')),
      {
        is: 'fail config-missing',
        says: 'REDIS_WRITER_HOST is missing; REDIS_WRITER_URL is missing although its attachment exists.',
        cause: /`heroku rollback` can remove/,
      },
    ],
    [
      'a live URL whose config var is gone after setup',
      { ...healthy, config: configWith(live('missing')) },
      {
        is: 'fail config-missing',
        says: 'REDIS_WRITER_URL is missing although its attachment exists.',
        cause: /never written, or were removed since/,
        hint: /^Find out what removes the config vars/,
      },
    ],
    ['a live URL in order', check(live('ok')), { is: 'pass', says: 'The config var matches REDIS_URL.' }],
  ])

  it('names a dozen config vars and counts the rest', () => {
    const many = Array.from({ length: 14 }, (_, index) => ({ ...extra('missing'), name: `V${index}` }))
    expect(found('config', 'app', check(...many)).message).toBe(
      'V0, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11 and 2 more are missing.',
    )
  })
})

describe('the probable cause of drift', () => {
  const completed = {
    maintenance: { known: true, value: { status: 'completed', completedAt: '2026-10-31T02:00:00Z' } },
  } as const
  it.each([
    ['a password alone', check(variable('writer', 'password', 'differs')), /^Heroku rotated the credentials/],
    [
      'host and password',
      check(variable('writer', 'host', 'differs'), variable('writer', 'password', 'differs')),
      /^Heroku moved the server/,
    ],
    ['a port', check(variable('writer', 'port', 'differs')), /failover, maintenance, upgrade or plan change/],
    [
      'a host after a maintenance',
      { ...check(variable('writer', 'host', 'differs')), ...completed },
      /^A maintenance moved the server/,
    ],
    ['a whole URL', check(variable('writer', 'url', 'differs')), /^Heroku changed the Redis URL/],
    ['a user name', check(variable('writer', 'username', 'differs')), /^Heroku rotated the credentials/],
    [
      'a host and an extra variable',
      check(variable('writer', 'host', 'differs'), extra('differs')),
      /^Heroku moved the server/,
    ],
    [
      'a host without a maintenance before',
      {
        ...check(variable('writer', 'host', 'differs')),
        maintenance: { known: true, value: { status: 'none' } } as const,
      },
      /^Heroku moved the server/,
    ],
    ['the TLS flag alone', check(variable('writer', 'tls', 'differs')), /^Someone edited them\.$/],
    ['extra variables', check(extra('differs')), /`config` input was edited/],
    [
      'another provider’s password',
      {
        ...check(variable('writer', 'password', 'differs')),
        addon: { name: 'stackhero-1', service: 'stackhero', shared: false },
      },
      /^The provider rotated the credentials/,
    ],
  ])('%s', (_, subject, cause) => {
    expect(found('config', 'app', subject).cause).toMatch(cause)
  })
})

describe('the add-on’s own URL', () => {
  const url = (url: UrlFacts) => ({ ...checking, config: { url, variables: [] } })
  judges('config', 'app', [
    [
      'missing',
      url({ state: 'missing', configVars: ['REDIS_URL'] }),
      {
        is: 'fail config-missing',
        says: 'The add-on redis-round-1 has no Redis URL: REDIS_URL is not set.',
        cause: /new and its URL is not published yet, or `heroku rollback` removed/,
        hint: /attach it again with `heroku addons:attach`/,
      },
    ],
    [
      'missing, of an add-on without a name',
      without(
        { ...checking, config: { url: { state: 'missing', configVars: ['REDIS_URL'] } as const, variables: [] } },
        'addon',
      ),
      { is: 'fail config-missing', says: 'The add-on has no Redis URL: REDIS_URL is not set.' },
    ],
    [
      'missing under several names',
      url({ state: 'missing', configVars: ['REDIS_URL', 'REDIS_TLS_URL'] }),
      { is: 'fail config-missing', says: /REDIS_URL and REDIS_TLS_URL are not set\.$/ },
    ],
    [
      'missing without a name',
      url({ state: 'missing', configVars: [] }),
      { is: 'fail config-missing', says: /no config var of the app holds it\.$/ },
    ],
    [
      'missing in a dry run',
      { ...url({ state: 'missing', configVars: ['REDIS_URL'] }), mode: 'setup', dryRun: true },
      { is: 'skip', says: 'The add-on has no URL yet; the planned steps would wait for it.' },
    ],
    [
      'unreadable',
      url({ state: 'unreadable', configVar: 'REDIS_URL', problem: 'has a port that is not a number' }),
      {
        is: 'fail config-unreadable',
        says: 'The URL in REDIS_URL has a port that is not a number.',
        hint: /`heroku config --app my-app`/,
      },
    ],
    [
      'unreadable in a dry run, which cannot change it',
      {
        ...url({ state: 'unreadable', configVar: 'REDIS_URL', problem: 'is not a valid URL' }),
        dryRun: true,
      },
      { is: 'fail config-unreadable', says: 'The URL in REDIS_URL is not a valid URL.' },
    ],
  ])
})

describe('the reader input', () => {
  const problem = (reason: 'config-missing' | 'config-unreadable', ...variables: readonly ManagedVar[]) => ({
    ...checking,
    config: {
      ...configWith(...variables),
      readerProblem: { reason, message: 'The config var READER_URL is not set.' },
    },
  })
  judges('config', 'app', [
    [
      'names a config var that is not there',
      problem('config-missing', variable('writer', 'host')),
      {
        is: 'fail config-missing',
        says: 'The config var READER_URL is not set.',
        cause: /names a config var that is missing or does not hold a Redis URL/,
        hint: /leave `reader` empty/,
      },
    ],
    [
      'names a config var that cannot be read, beside a stale writer',
      problem('config-unreadable', variable('writer', 'host', 'differs')),
      {
        is: 'fail config-unreadable',
        says: 'The config var READER_URL is not set. REDIS_WRITER_HOST differs from REDIS_URL.',
      },
    ],
  ])
})

describe('what stale config vars lead to', () => {
  const password = configWith(variable('writer', 'password', 'differs'))

  it('is said with them, once', () => {
    const subject = but({
      writer: refused('redis-wrong-password', { stage: 'login', code: 'WRONGPASS' }),
      subject: { mode: 'check', config: password },
    })
    expect(found('config', 'app', subject).message).toBe(
      'REDIS_WRITER_PASSWORD differs from REDIS_URL. The writer at writer.example.com:6380 rejected the password (login, WRONGPASS, 3 tries).',
    )
  })

  it('is said of the reader where the writer works', () => {
    const subject = but({
      reader: refused('redis-dns', { stage: 'dns', code: 'ENOTFOUND' }),
      subject: { mode: 'check', config: configWith(variable('writer', 'host'), variable('reader', 'host', 'differs')) },
    })
    expect(found('config', 'app', subject).message).toMatch(
      /^REDIS_READER_HOST differs from READER_URL\. The reader at reader\.example\.com:6380 cannot be found/,
    )
  })

  it('is not said where nothing was tested', () => {
    const subject = without({ ...checking, config: password }, 'probe')
    expect(found('config', 'app', subject).message).toBe('REDIS_WRITER_PASSWORD differs from REDIS_URL.')
  })

  it('does not include a failure that they do not explain', () => {
    const subject = but({ writer: refused('redis-dns'), subject: { mode: 'check', config: password } })
    expect(found('config', 'app', subject).message).toBe('REDIS_WRITER_PASSWORD differs from REDIS_URL.')
  })
})
