import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { databaseConfigOf, databaseInfoOf, dataWaitOf } from '../../../src/heroku/database.ts'
import { numberOf, ShapeError, textOf, textOr, timeOf } from '../../../src/heroku/decode.ts'
import { maintenanceOf, maintenancesOf } from '../../../src/heroku/maintenances.ts'
import {
  addonOf,
  appInfoOf,
  appRefOf,
  attachmentOf,
  configVarsOf,
  couplingOf,
  dynoOf,
  logSessionOf,
  pipelineOf,
  planOf,
  releaseOf,
  releasesOf,
} from '../../../src/heroku/resources.ts'
import { statusOf } from '../../../src/heroku/status.ts'
import { addon } from './support.ts'

type Reader = (json: unknown, path: string) => unknown

/** What the message of the failure says about the answer. */
function refusalOf(reader: Reader, json: unknown): string {
  try {
    reader(json, 'it')
  } catch (error) {
    if (error instanceof ShapeError) return error.message
    throw error
  }
  return 'it is read'
}

const attachment = {
  id: 'a-1',
  name: 'REDIS',
  app: { name: 'shop' },
  addon: { id: 'id-1', name: 'shop-redis', app: { name: 'shop' } },
}
const release = { id: 'r-1', version: 7 }
const dyno = { id: 'd-1', name: 'run.1' }

describe('an answer of another shape', () => {
  test.each<readonly [string, Reader, unknown, string]>([
    ['add-on', addonOf, null, 'it is not an object'],
    ['add-on', addonOf, [addon], 'it is not an object'],
    ['add-on', addonOf, 'redis', 'it is not an object'],
    ['add-on', addonOf, { ...addon, id: '' }, 'it.id is not a name'],
    ['add-on', addonOf, { ...addon, name: 7 }, 'it.name is not a name'],
    ['add-on', addonOf, { ...addon, name: 'x'.repeat(1_001) }, 'it.name is not a name'],
    ['add-on', addonOf, { ...addon, app: null }, 'it.app is not an object'],
    ['add-on', addonOf, { ...addon, app: {} }, 'it.app.name is not a name'],
    ['attachment', attachmentOf, undefined, 'it is not an object'],
    ['attachment', attachmentOf, { ...attachment, id: null }, 'it.id is not a name'],
    ['attachment', attachmentOf, { ...attachment, name: null }, 'it.name is not a name'],
    ['attachment', attachmentOf, { ...attachment, app: 'shop' }, 'it.app is not an object'],
    ['attachment', attachmentOf, { ...attachment, app: {} }, 'it.app.name is not a name'],
    ['attachment', attachmentOf, { ...attachment, addon: 'redis' }, 'it.addon is not an object'],
    ['attachment', attachmentOf, { ...attachment, addon: {} }, 'it.addon.id is not a name'],
    ['attachment', attachmentOf, { ...attachment, addon: { id: 'x' } }, 'it.addon.name is not a name'],
    ['attachment', attachmentOf, { ...attachment, addon: { id: 'x', name: 'x' } }, 'it.addon.app is not an object'],
    [
      'attachment',
      attachmentOf,
      { ...attachment, addon: { id: 'x', name: 'x', app: {} } },
      'it.addon.app.name is not a name',
    ],
    ['config vars', configVarsOf, [], 'config vars is not an object'],
    ['config vars', configVarsOf, { REDIS_URL: {} }, 'config var REDIS_URL is not text'],
    ['config vars', configVarsOf, { ['A\n'.repeat(99)]: {} }, `config var ${'A '.repeat(44)}… is not text`],
    ['release', releaseOf, { ...release, id: 7 }, 'it.id is not a name'],
    ['release', releaseOf, { ...release, version: 'v7' }, 'it.version is not a number'],
    ['release', releaseOf, 'v7', 'it is not an object'],
    ['releases', releasesOf, release, 'the list of releases is not a list'],
    ['releases', releasesOf, [release, {}], 'the list of releases[1].id is not a name'],
    ['plan', planOf, null, 'it is not an object'],
    ['plan', planOf, {}, 'it.name is not a name'],
    ['app', appRefOf, 'shop', 'it is not an object'],
    ['app', appRefOf, { name: 'shop' }, 'it.id is not a name'],
    ['app', appRefOf, { id: 'app-1' }, 'it.name is not a name'],
    ['app', appInfoOf, null, 'the app is not an object'],
    ['app', appInfoOf, { name: 'shop' }, 'the app.id is not a name'],
    ['pipeline', pipelineOf, [], 'the pipeline is not an object'],
    ['pipeline', pipelineOf, { name: 'shop' }, 'the pipeline.id is not a name'],
    ['coupling', couplingOf, null, 'it is not an object'],
    ['coupling', couplingOf, { stage: 'staging' }, 'it.app is not an object'],
    ['coupling', couplingOf, { app: { name: 'shop' } }, 'it.app.id is not a name'],
    ['dyno', dynoOf, [], 'the dyno is not an object'],
    ['dyno', dynoOf, { ...dyno, id: null }, 'the dyno.id is not a name'],
    ['dyno', dynoOf, { ...dyno, name: null }, 'the dyno.name is not a name'],
    ['log session', logSessionOf, null, 'the log session is not an object'],
    ['log session', logSessionOf, {}, 'the log session.logplex_url is not text'],
    ['log session', logSessionOf, { logplex_url: 's3cret' }, 'the log session.logplex_url is not a URL'],
    ['maintenances', maintenancesOf, [], 'the maintenances is not an object'],
    ['maintenances', maintenancesOf, {}, 'maintenances is not a list'],
    ['maintenances', maintenancesOf, { maintenances: ['ready'] }, 'the maintenance is not an object'],
    ['maintenance', maintenanceOf, 'ready', 'the maintenance is not an object'],
    ['maintenance', maintenanceOf, { maintenances: ['ready'] }, 'the maintenance is not an object'],
    ['maintenance', maintenanceOf, {}, 'the maintenance.status is not text'],
    ['maintenance', maintenanceOf, { status: '' }, 'the maintenance.status is not text'],
    ['status', statusOf, null, 'the status is not an object'],
    ['status', statusOf, { incidents: {} }, 'incidents is not a list'],
    ['database', databaseInfoOf, [], 'the database is not an object'],
    ['settings', databaseConfigOf, null, 'the settings is not an object'],
    ['state', dataWaitOf, 'OK', 'the answer is not an object'],
    ['state', dataWaitOf, { 'waiting?': 'false' }, 'waiting? is not true or false'],
  ])('is refused, and the message names the place and not the value: %s (%#)', (_, reader, json, message) => {
    expect(refusalOf(reader, json)).toBe(message)
  })

  test('is no reason to refuse a name of 1,000 characters', () => {
    expect(addonOf({ ...addon, name: 'x'.repeat(1_000) }, 'it').name).toHaveLength(1_000)
  })
})

test.each<readonly [unknown, number | undefined]>([
  [7, 7],
  [0, 0],
  ['1500', 1_500],
  [' -1.25 ', -1.25],
  ['1'.repeat(15), 111_111_111_111_111],
  ['1'.repeat(16), undefined],
  [`0.${'1'.repeat(15)}`, 0.111_111_111_111_111],
  [`0.${'1'.repeat(16)}`, undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  ['', undefined],
  ['1e3', undefined],
  ['0x10', undefined],
  ['1.', undefined],
  ['.5', undefined],
  ['x1', undefined],
  ['1x', undefined],
  [null, undefined],
  [true, undefined],
  [['7'], undefined],
])('the number in %j is %s', (value, number) => {
  expect(numberOf(value)).toBe(number)
})

test.each<readonly [string, unknown, string | undefined, string]>([
  ['text', 'REDIS', 'REDIS', 'REDIS'],
  ['text of 10,000 characters', 'x'.repeat(10_000), 'x'.repeat(10_000), 'x'.repeat(10_000)],
  ['a longer text', 'x'.repeat(10_001), undefined, 'none'],
  ['the empty text', '', undefined, ''],
  ['a space', ' \n', undefined, ' \n'],
  ['a number', 7, undefined, 'none'],
  ['nothing', undefined, undefined, 'none'],
  ['a list', ['REDIS'], undefined, 'none'],
])('a text that is shown and not relied on: %s', (_, value, text, shown) => {
  expect(textOf(value)).toBe(text)
  expect(textOr(value, 'none')).toBe(shown)
})

test.each([
  ['2019-11-07 22:00:00 +0000', '2019-11-07T22:00:00.000Z'],
  ['2019-11-07 22:00:00 +0200', '2019-11-07T20:00:00.000Z'],
  ['2019-11-07 22:00:00 -03:30', '2019-11-08T01:30:00.000Z'],
  ['2019-11-07T22:00:00Z', '2019-11-07T22:00:00.000Z'],
  [' 2019-11-07t22:00:00z\n', '2019-11-07T22:00:00.000Z'],
  ['2019-11-07T22:00:00.123456+00:00', '2019-11-07T22:00:00.123Z'],
  ['2019-11-07T22:00:00.5+01:00', '2019-11-07T21:00:00.500Z'],
  ['2019-11-07T22:00:00.123456789Z', '2019-11-07T22:00:00.123Z'],
  ['2019-11-07 22:00.5', undefined],
  ['2019-11-07 22:00 UTC', '2019-11-07T22:00:00.000Z'],
  ['2019-11-07 22:00:59   utc', '2019-11-07T22:00:59.000Z'],
  ['2019-11-07T22:00:00', '2019-11-07T22:00:00.000Z'],
  ['2019-11-07 22:00', '2019-11-07T22:00:00.000Z'],
  ['2019-13-07 22:00:00 +0000', undefined],
  ['2019-11-07 22:00:00 +00', undefined],
  ['2019-11-07 22:00:00 CET', undefined],
  ['2019-11-07T22:00:00.1234567890Z', undefined],
  ['2019-11-07', undefined],
  ['at 2019-11-07 22:00:00', undefined],
  ['2019-11-07 22:00:00 UTC or later', undefined],
  ['in an hour', undefined],
  ['', undefined],
  [null, undefined],
  [1_573_164_000, undefined],
  [['2019-11-07T22:00:00Z'], undefined],
])('the time %j is %s', (text, time) => {
  expect(timeOf(text)).toBe(time)
})

test('whatever Heroku answers is read or refused by its place, never a crash, never a value repeated', () => {
  const readers = [
    addonOf,
    appInfoOf,
    appRefOf,
    attachmentOf,
    configVarsOf,
    couplingOf,
    databaseConfigOf,
    databaseInfoOf,
    dataWaitOf,
    dynoOf,
    logSessionOf,
    maintenanceOf,
    maintenancesOf,
    pipelineOf,
    planOf,
    releaseOf,
    releasesOf,
    statusOf,
  ]
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      for (const reader of readers) {
        try {
          reader(json, 'it')
        } catch (error) {
          expect(error).toBeInstanceOf(ShapeError)
        }
      }
    }),
    { numRuns: 500 },
  )
  expect(() => configVarsOf({ PASSWORD: ['s3cret'] })).toThrow(/^config var PASSWORD is not text$/)
})
