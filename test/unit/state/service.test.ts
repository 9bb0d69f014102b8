import { expect, test } from 'vitest'
import { differingSettings } from '../../../src/state/server-settings.ts'
import { isAhead, isUpgrade, maintenanceIn, maintenanceWords, versionIn } from '../../../src/state/service.ts'

const scheduledFor = '2026-12-19T22:00:00.000Z'
const requiredBy = '2026-12-28T00:00:00.000Z'
const startedAt = '2026-12-19T22:03:04.000Z'

test.each([
  [{ status: 'pending' }, 'pending'],
  [
    { status: 'ready', reason: 'version_upgrade', scheduledFor, requiredBy },
    'ready (version upgrade), scheduled for 2026-12-19 22:00 UTC, required by 2026-12-28 00:00 UTC',
  ],
  // What was planned is over once it runs.
  [{ status: 'running', startedAt, scheduledFor, requiredBy }, 'running, since 2026-12-19 22:03 UTC'],
  [{ status: 'ready', startedAt }, 'ready'],
])('%o reads: %s', (maintenance, words) => {
  expect(maintenanceWords(maintenance)).toBe(words)
})

test.each([
  ['none', false],
  ['completed', false],
  ['pending', true],
  ['running', true],
])('a maintenance that is %s is ahead: %s', (status, ahead) => {
  expect(isAhead({ status })).toBe(ahead)
})

test.each([
  [{ status: 'ready', reason: 'version_upgrade' }, true],
  [{ status: 'ready', reason: 'Upgrade' }, true],
  [{ status: 'ready', method: 'changeover' }, true],
  [{ status: 'ready', method: 'failover' }, false],
  [{ status: 'ready' }, false],
  [{ status: 'completed', reason: 'version_upgrade' }, false],
  [undefined, false],
])('%o is an upgrade: %s', (maintenance, expected) => {
  expect(isUpgrade(maintenance)).toBe(expected)
})

test('what Heroku did not answer is not known', () => {
  expect(maintenanceIn({ maintenance: { known: false, why: 'x' } })).toBeUndefined()
  expect(maintenanceIn({ maintenance: { known: true, value: { status: 'none' } } })).toEqual({ status: 'none' })
  expect(versionIn({ database: { known: false, why: 'x' } })).toBeUndefined()
  expect(versionIn({ database: { known: true, value: { version: '9.1' } } })).toBe('9.1')
  expect([maintenanceIn({}), versionIn({})]).toEqual([undefined, undefined])
})

test.each([
  ['the same', { timeout: 300 }, { timeout: 300 }, []],
  ['another value', { timeout: 300 }, { timeout: 0 }, ['timeout']],
  ['one that Heroku does not report', { timeout: 300 }, {}, ['timeout']],
  ['flags in another order', { notifyKeyspaceEvents: 'xE' }, { notifyKeyspaceEvents: 'Ex' }, []],
  ['a group of flags by its name', { notifyKeyspaceEvents: 'AK' }, { notifyKeyspaceEvents: 'g$lshzxetdK' }, []],
  [
    'fewer flags than the group',
    { notifyKeyspaceEvents: 'AK' },
    { notifyKeyspaceEvents: 'g$K' },
    ['notifyKeyspaceEvents'],
  ],
  ['a policy of the same letters', { maxmemoryPolicy: 'ab' }, { maxmemoryPolicy: 'ba' }, ['maxmemoryPolicy']],
] as const)('settings: %s', (_, wanted, actual, differing) => {
  expect(differingSettings(wanted, actual)).toEqual(differing)
})
