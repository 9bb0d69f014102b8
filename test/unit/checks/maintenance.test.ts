import { describe } from 'vitest'
import type { Maintenance } from '../../../src/heroku/data.ts'
import { bare, but, healthy, judges } from './fixtures.ts'

const withMaintenance = (value: Maintenance) => but({ subject: { mode: 'check', maintenance: { known: true, value } } })
const value = 'pending'

describe('maintenance', () => {
  judges('maintenance', 'app', [
    ['not asked', healthy, { is: 'skip', says: 'Not known: Heroku’s data API was not asked.' }],
    ['there is no add-on', bare, { is: 'skip', says: 'Not known: there is no Redis add-on.' }],
    [
      'of another provider',
      but({ addon: { service: 'stackhero' } }),
      { is: 'skip', says: 'Not known: Heroku reports maintenances for Heroku Key-Value Store only.' },
    ],
    [
      'not answered',
      but({ subject: { maintenance: { known: false, why: 'Heroku answered 503' } } }),
      { is: 'skip', says: 'Not known: Heroku answered 503.' },
    ],
    ['none', withMaintenance({ status: 'none' }), { is: 'pass', says: 'No maintenance is planned.', value: 'none' }],
    [
      'completed, with its old dates',
      withMaintenance({
        status: 'completed',
        scheduledFor: '2026-11-01T02:00:00Z',
        requiredBy: '2026-11-02T00:00:00Z',
      }),
      { is: 'pass', says: 'No maintenance is planned.', value: 'completed' },
    ],
    [
      'running',
      withMaintenance({ status: 'running', startedAt: '2026-11-01T11:48:00Z', reason: 'version_upgrade' }),
      {
        is: 'warn maintenance',
        says: 'A maintenance has been running since 2026-11-01 11:48 UTC (version upgrade).',
        cause: /Connections break, and the Redis URL changes/,
        hint: /^When `heroku data:maintenances:info redis-round-1 --app my-app` shows that it is completed, run with `mode: setup`/,
        value: 'running',
      },
    ],
    [
      'running since nobody knows when',
      withMaintenance({ status: 'running' }),
      { is: 'warn maintenance', says: 'A maintenance has been running.', value: 'running' },
    ],
    [
      'ready',
      withMaintenance({ status: 'ready', requiredBy: '2027-03-01T00:00:00Z' }),
      {
        is: 'warn maintenance',
        says: 'A maintenance is ready to run, required by 2027-03-01 00:00 UTC.',
        hint: /^Run with `mode: setup` and `maintenance: run` during a quiet period\./,
        value: 'ready',
      },
    ],
    [
      'ready, in a dry run that would run it',
      but({ subject: { dryRun: true, maintenance: { known: true, value: { status: 'ready' } } } }),
      {
        is: 'skip',
        says: 'A maintenance is ready to run; the planned steps would run it.',
        settings: { maintenance: 'run' },
      },
    ],
    [
      'scheduled in 48 hours',
      withMaintenance({ status: 'pending', scheduledFor: '2026-11-03T12:00:00Z' }),
      {
        is: 'warn maintenance',
        says: 'A maintenance is pending, scheduled for 2026-11-03 12:00 UTC, in 2 days.',
        value,
      },
    ],
    [
      'scheduled in more than 48 hours',
      withMaintenance({ status: 'pending', scheduledFor: '2026-11-03T12:00:01Z' }),
      { is: 'pass', says: 'A maintenance is pending, scheduled for 2026-11-03 12:00 UTC.', value },
    ],
    [
      'scheduled in an hour',
      withMaintenance({ status: 'pending', scheduledFor: '2026-11-01T13:00:00Z' }),
      { is: 'warn maintenance', says: /, in 1 hour\.$/, value },
    ],
    [
      'scheduled for an hour ago',
      withMaintenance({ status: 'pending', scheduledFor: '2026-11-01T11:00:00Z' }),
      { is: 'warn maintenance', says: /, which has passed\.$/, value },
    ],
    [
      'required in 14 days',
      withMaintenance({ status: 'preparing', requiredBy: '2026-11-15T12:00:00Z' }),
      {
        is: 'warn maintenance',
        says: 'A maintenance is being prepared, required by 2026-11-15 12:00 UTC, in 14 days.',
        value: 'preparing',
      },
    ],
    [
      'required in more than 14 days',
      withMaintenance({ status: 'pending', requiredBy: '2026-11-15T12:00:01Z' }),
      { is: 'pass', says: 'A maintenance is pending, required by 2026-11-15 12:00 UTC.', value },
    ],
    [
      'scheduled late, required soon',
      withMaintenance({ status: 'pending', scheduledFor: '2026-11-10T00:00:00Z', requiredBy: '2026-11-12T00:00:00Z' }),
      {
        is: 'warn maintenance',
        says: /scheduled for 2026-11-10 00:00 UTC, required by 2026-11-12 00:00 UTC, in 10 days/,
        value,
      },
    ],
    [
      'without a date',
      withMaintenance({ status: 'pending' }),
      { is: 'pass', says: 'A maintenance is pending. It has no date yet.', value },
    ],
    [
      'in an unknown state',
      withMaintenance({ status: 'dreaming', scheduledFor: '2026-11-02T12:00:00Z' }),
      { is: 'warn maintenance', says: /^A maintenance is in the state “dreaming”, scheduled for/, value: 'dreaming' },
    ],
    [
      'in a state that is a name of JavaScript',
      withMaintenance({ status: '__proto__' }),
      { is: 'pass', says: 'A maintenance is in the state “__proto__”. It has no date yet.', value: '__proto__' },
    ],
    [
      'of another app’s add-on',
      but({
        addon: { shared: true, owner: 'acme-www' },
        subject: { mode: 'check', maintenance: { known: true, value: { status: 'ready' } } },
      }),
      {
        is: 'warn maintenance',
        says: /ready/,
        hint: /^Run it from the app that owns the add-on \(acme-www\)/,
        value: 'ready',
      },
    ],
  ])
})

describe('standby', () => {
  const ha = (haStatus: string) => but({ subject: { database: { known: true, value: { haStatus } } } })
  judges('standby', 'app', [
    ['available', ha('Available'), { is: 'pass', says: 'The standby is available.', value: 'Available' }],
    [
      'not available',
      ha('Temporarily Unavailable'),
      {
        is: 'warn standby',
        says: 'The standby is not available (HA Status: Temporarily Unavailable).',
        hint: /`heroku redis:info redis-round-1 --app my-app`/,
        value: 'Temporarily Unavailable',
      },
    ],
    [
      'not available while a maintenance runs',
      but({
        subject: {
          database: { known: true, value: { haStatus: 'Unavailable' } },
          maintenance: { known: true, value: { status: 'running' } },
        },
      }),
      {
        is: 'skip',
        says: 'The standby is not available (HA Status: Unavailable); see `maintenance`.',
        value: 'Unavailable',
      },
    ],
    [
      'not available after this run changed the plan',
      but({
        subject: {
          database: { known: true, value: { haStatus: 'Unavailable' } },
          doneActions: new Set(['change-plan'] as const),
        },
      }),
      { is: 'warn standby', says: /not available/, cause: /after the change that this run made/, value: 'Unavailable' },
    ],
    [
      'of mini',
      but({ addon: { plan: 'heroku-redis:mini' } }),
      { is: 'skip', says: 'The plan heroku-redis:mini has no standby.' },
    ],
    [
      'of another provider',
      but({ addon: { service: 'stackhero' } }),
      { is: 'skip', says: /only Heroku Key-Value Store reports/ },
    ],
    ['there is no add-on', bare, { is: 'skip', says: /^Not known/ }],
    ['not asked', healthy, { is: 'skip', says: 'Not known: Heroku’s data API was not asked.' }],
    [
      'not answered',
      but({ subject: { database: { known: false, why: 'Heroku answered 404' } } }),
      { is: 'skip', says: 'Not known: Heroku answered 404.' },
    ],
    [
      'not reported',
      but({ subject: { database: { known: true, value: { version: '9.1' } } } }),
      { is: 'skip', says: 'Not known: Heroku does not report the standby of this add-on.' },
    ],
  ])
})
