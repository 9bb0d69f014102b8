import { describe } from 'vitest'
import type { DatabaseConfig } from '../../../src/heroku/data.ts'
import { bare, but, healthy, judges } from './fixtures.ts'

const actually = (value: DatabaseConfig) => but({ subject: { mode: 'check', databaseConfig: { known: true, value } } })
const wanted = { settings: { maxmemoryPolicy: 'allkeys-lru', timeout: 60 } }

describe('settings', () => {
  judges('settings', 'app', [
    ['not asked for', healthy, { is: 'skip', says: 'The `settings` input is empty.' }],
    [
      'as asked for',
      actually({ maxmemoryPolicy: 'allkeys-lru', timeout: 60 }),
      {
        is: 'pass',
        says: 'The server settings match `settings` (maxmemory-policy=allkeys-lru, timeout=60).',
        settings: { settings: wanted.settings },
      },
    ],
    [
      'different',
      actually({ maxmemoryPolicy: 'noeviction', timeout: 300 }),
      {
        is: 'fail settings',
        says: 'maxmemory-policy is noeviction instead of allkeys-lru; timeout is 300 instead of 60.',
        hint: /^Run with `mode: setup` to apply `settings`\.$/,
        settings: wanted,
      },
    ],
    [
      'different in a dry run',
      but({ subject: { dryRun: true, databaseConfig: { known: true, value: { timeout: 300 } } } }),
      {
        is: 'skip',
        says: 'timeout is 300 instead of 60; the planned steps would change it.',
        settings: { settings: { timeout: 60 } },
      },
    ],
    [
      'the same flags in another order',
      actually({ notifyKeyspaceEvents: 'xE' }),
      { is: 'pass', says: /notify-keyspace-events=Ex/, settings: { settings: { notifyKeyspaceEvents: 'Ex' } } },
    ],
    [
      'the same flags under their common name',
      actually({ notifyKeyspaceEvents: 'Kg$lshzxetd' }),
      { is: 'pass', says: /notify-keyspace-events=KA/, settings: { settings: { notifyKeyspaceEvents: 'KA' } } },
    ],
    [
      'flags asked for where none are set',
      actually({ notifyKeyspaceEvents: '' }),
      {
        is: 'fail settings',
        says: 'notify-keyspace-events is “” instead of Ex.',
        settings: { settings: { notifyKeyspaceEvents: 'Ex' } },
      },
    ],
    [
      'partly unknown',
      actually({ timeout: 60 }),
      {
        is: 'skip',
        says: 'Not known: Heroku does not report notify-keyspace-events.',
        settings: { settings: { timeout: 60, notifyKeyspaceEvents: '' } },
      },
    ],
    [
      'a policy that only INFO reports',
      actually({}),
      {
        is: 'fail settings',
        says: 'maxmemory-policy is noeviction instead of allkeys-lru.',
        settings: { settings: { maxmemoryPolicy: 'allkeys-lru' } },
      },
    ],
    [
      'not answered',
      but({ subject: { databaseConfig: { known: false, why: 'Heroku answered 403' } } }),
      { is: 'skip', says: 'Not known: Heroku answered 403.', settings: wanted },
    ],
    ['not asked', healthy, { is: 'skip', says: 'Not known: Heroku’s data API was not asked.', settings: wanted }],
    [
      'of another provider',
      but({ addon: { service: 'stackhero' } }),
      { is: 'skip', says: 'Not known: `settings` works for Heroku Key-Value Store only.', settings: wanted },
    ],
    ['there is no add-on', bare, { is: 'skip', says: /^There is no add-on/, settings: wanted }],
  ])
})
