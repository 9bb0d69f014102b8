import { describe, expect, it } from 'vitest'
import { lifecycles } from '../../../src/checks/version.ts'
import { broken, but, healthy, judges, ok, oneEndpoint } from './fixtures.ts'

const at = (day: string, server: 'redis' | 'valkey', version: string) =>
  but({ writerInfo: { server, version }, subject: { now: Date.parse(day) } })

describe('support', () => {
  judges('version', 'writer', [
    ['new', healthy, { is: 'pass', says: 'The writer runs Valkey 9.0.1.', value: 'Valkey 9.0.1' }],
    [
      '8',
      at('2027-06-01', 'valkey', '8.1.0'),
      { is: 'pass', says: 'The writer runs Valkey 8.1.0.', value: 'Valkey 8.1.0' },
    ],
    [
      'while it could still be had',
      at('2026-10-18T23:59:59Z', 'valkey', '7.2.11'),
      {
        is: 'pass',
        says: 'The writer runs Valkey 7.2.11. Heroku’s support for version 7.2 ends on 2026-12-19 (in 62 days). After 2026-12-19 it is upgraded to 9 at a time that Heroku chooses.',
        value: 'Valkey 7.2.11',
      },
    ],
    [
      '61 days before the end',
      at('2026-10-19T23:59:59Z', 'valkey', '7.2.11'),
      { is: 'pass', says: /\(in 61 days\).*It is no longer available for new add-ons\.$/, value: 'Valkey 7.2.11' },
    ],
    [
      '60 days before the end',
      at('2026-10-20T00:00:00Z', 'valkey', '7.2.11'),
      {
        is: 'warn version',
        says: /ends on 2026-12-19 \(in 60 days\)/,
        hint: /`version: 9` and `version-mismatch: change`/,
        value: 'Valkey 7.2.11',
      },
    ],
    [
      'on the last day',
      at('2026-12-19T23:00:00Z', 'redis', '7.2.4'),
      {
        is: 'warn version',
        says: /^The writer runs Redis 7\.2\.4\. .*ends on 2026-12-19 \(today\)/,
        value: 'Redis 7.2.4',
      },
    ],
    [
      'after the end',
      at('2026-12-20T00:00:00Z', 'redis', '7.2.4'),
      {
        is: 'warn version',
        says: 'The writer runs Redis 7.2.4. Heroku’s support for version 7.2 ended on 2026-12-19. It is upgraded to 9 at a time that Heroku chooses. It is no longer available for new add-ons.',
        value: 'Redis 7.2.4',
      },
    ],
    [
      'ended on a day that is not known',
      at('2026-11-01', 'redis', '7.0.15'),
      {
        is: 'warn version',
        says: 'The writer runs Redis 7.0.15. Heroku has deprecated version 7.',
        value: 'Redis 7.0.15',
      },
    ],
    [
      '6.2',
      at('2026-11-01', 'redis', '6.2.14'),
      { is: 'warn version', says: /support for version 6\.2 ended on 2024-12-02/, value: 'Redis 6.2.14' },
    ],
    [
      '6.0',
      at('2026-11-01', 'redis', '6.0.20'),
      { is: 'warn version', says: /support for version 6 ended on 2023-06-30/, value: 'Redis 6.0.20' },
    ],
    [
      '5',
      at('2026-11-01', 'redis', '5.0.14'),
      { is: 'warn version', says: /no longer supports version 5\.$/, value: 'Redis 5.0.14' },
    ],
    [
      'of another provider',
      but({ writerInfo: { server: 'redis', version: '6.2.1' }, addon: { service: 'rediscloud' } }),
      {
        is: 'pass',
        says: 'The writer runs Redis 6.2.1. Heroku’s support dates do not apply to this server.',
        value: 'Redis 6.2.1',
      },
    ],
    [
      'not reported',
      but({ writer: { info: ok({ server: 'redis' }) } }),
      { is: 'skip', says: 'Not known: neither INFO nor HELLO reports the version.' },
    ],
    [
      'known from HELLO, where INFO is denied',
      but({ writer: { info: broken('redis-no-permission'), hello: { server: 'valkey', version: '9.1.0' } } }),
      { is: 'pass', says: 'The writer runs Valkey 9.1.0.', value: 'Valkey 9.1.0' },
    ],
    [
      'known from Heroku, where neither says it',
      but({
        writer: { info: broken('redis-no-permission') },
        subject: { database: { known: true, value: { version: '7.0' } } },
      }),
      {
        is: 'warn version',
        says: 'The writer runs version 7.0. Heroku has deprecated version 7.',
        value: 'version 7.0',
      },
    ],
  ])
  judges('version', 'reader', [
    [
      'on a server of its own',
      healthy,
      {
        is: 'pass',
        says: 'The reader runs Valkey 9.0.1. Heroku’s support dates do not apply to this server.',
        value: 'Valkey 9.0.1',
      },
    ],
    [
      'one server',
      but({ pair: { role: 'same-server' } }),
      { is: 'skip', says: 'Judged with the writer: both are one server.' },
    ],
    ['one endpoint', oneEndpoint, { is: 'skip', says: 'Judged with the writer: both are one endpoint.' }],
  ])
})

describe('the version that is asked for', () => {
  const old = at('2026-11-01', 'valkey', '8.1.2')
  const value = 'Valkey 8.1.2'
  judges('version', 'writer', [
    [
      'older',
      old,
      {
        is: 'warn version-mismatch',
        says: 'The writer runs Valkey 8.1.2, and `version` asks for 9.',
        hint: /set `version-mismatch: change` to change it \(irreversible\)/,
        value,
        settings: { version: '9' },
      },
    ],
    [
      'older and soon without support',
      at('2026-11-01', 'valkey', '7.2.4'),
      {
        is: 'warn version-mismatch',
        says: /, and `version` asks for 9\. Heroku’s support for version 7\.2 ends on 2026-12-19 \(in 48 days\)\./,
        value: 'Valkey 7.2.4',
        settings: { version: '9' },
      },
    ],
    [
      'older, to fail',
      old,
      { is: 'fail version-mismatch', says: /asks for 9/, value, settings: { version: '9', versionMismatch: 'fail' } },
    ],
    [
      'older, to be changed by setup, in check mode',
      { ...old, mode: 'check' },
      {
        is: 'warn version-mismatch',
        says: /asks for 9/,
        hint: /^Run with `mode: setup` to upgrade it \(irreversible\)\.$/,
        value,
        settings: { version: '9', versionMismatch: 'change' },
      },
    ],
    [
      'older, to be changed, in a dry run',
      { ...old, dryRun: true },
      {
        is: 'skip',
        says: 'The writer runs Valkey 8.1.2, and `version` asks for 9. The planned steps would upgrade it.',
        settings: { version: '9', versionMismatch: 'change' },
      },
    ],
    [
      'still older after the upgrade',
      old,
      {
        is: 'fail upgrade-failed',
        says: /The upgrade did not take effect\.$/,
        value,
        settings: { version: '9', versionMismatch: 'change' },
      },
    ],
    [
      'older on another app’s add-on, which is not changed',
      { ...old, addon: { ...old.addon, name: 'www-redis', service: 'heroku-redis', shared: true, owner: 'acme-www' } },
      {
        is: 'warn version-mismatch',
        says: /asks for 9\.$/,
        hint: /change it on the app that owns the add-on \(acme-www\)/,
        value,
        settings: { version: '9', versionMismatch: 'change' },
      },
    ],
    [
      'older at another provider',
      { ...old, addon: { name: 'stackhero-1', service: 'stackhero', shared: false } },
      {
        is: 'warn version-mismatch',
        says: /asks for 9\.$/,
        hint: /^Upgrade the server at its provider/,
        value,
        settings: { version: '9', versionMismatch: 'change' },
      },
    ],
    ['the same', healthy, { is: 'pass', says: /9\.0\.1\.$/, value: 'Valkey 9.0.1', settings: { version: '9' } }],
    [
      'a newer minor version is asked for',
      healthy,
      { is: 'warn version-mismatch', says: /asks for 9\.1/, value: 'Valkey 9.0.1', settings: { version: '9.1' } },
    ],
    ['newer', healthy, { is: 'pass', says: /9\.0\.1\.$/, value: 'Valkey 9.0.1', settings: { version: '8' } }],
    [
      'newer by its second digit',
      at('2026-11-01', 'valkey', '10.0.0'),
      { is: 'pass', says: /10\.0\.0\.$/, value: 'Valkey 10.0.0', settings: { version: '9.9' } },
    ],
  ])
  judges('version', 'reader', [
    [
      'older, but on a server that the input is not about',
      but({ readerInfo: { version: '8.1.2' } }),
      { is: 'pass', says: /^The reader runs Valkey 8\.1\.2\./, value, settings: { version: '9' } },
    ],
  ])
})

it('gives every date of the table a source', () => {
  for (const { source, supportedUntil, unavailableFrom, forcedAfter } of lifecycles) {
    expect(source).toMatch(/^https:\/\//)
    for (const day of [unavailableFrom, forcedAfter, supportedUntil]) {
      if (day !== undefined) expect(new Date(day).toISOString().slice(0, 10)).toBe(day)
    }
  }
})
