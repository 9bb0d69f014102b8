import { describe, expect, test } from 'vitest'
import type { HerokuApi } from '../../../src/heroku/api.ts'
import type { DataWait, Known as Answer, Maintenance } from '../../../src/heroku/data.ts'
import type { InputName } from '../../../src/inputs/inputs.ts'
import type { Known } from '../../../src/state/known.ts'
import { isFinal, readService } from '../../../src/steps/read-service.ts'
import { observed, url } from '../state/fixtures.ts'
import { done, final, healthy, inTurn, provisioned, refusal, scene } from './harness.ts'

const told = <T>(value: T): Answer<T> => ({ known: true, value })
const silent = { known: false as const, why: 'no answer' }
const none: Answer<Maintenance> = told({ status: 'none' })
const both = { maintenance: 'run', version: '9', 'version-mismatch': 'change', settings: 'timeout=300' } as const

async function read(
  given: Partial<Record<InputName, string>>,
  api: Partial<HerokuApi> = {},
  change: (known: Known) => Known = (known) => known,
) {
  const stage = scene({
    given,
    api: {
      maintenance: inTurn(none),
      databaseInfo: inTurn(told({ version: '8.1' })),
      databaseConfig: inTurn(told({ timeout: 0 })),
      dataWait: inTurn(done({ waiting: false, message: '' })),
      ...api,
    },
  })
  const known = await readService(change(stage.known(healthy())), stage.context)
  return { known, calls: [...stage.calls].toSorted(), notes: stage.progress.notes, slept: stage.clock.slept }
}

describe('Heroku’s data API is asked only for what the run needs', () => {
  test.each<[string, Partial<Record<InputName, string>>, readonly string[]]>([
    ['nothing', {}, []],
    ['a version that is only compared', { version: '9' }, []],
    ['a change to no version', { 'version-mismatch': 'change' }, []],
    ['a version that must be there', { version: '9', 'version-mismatch': 'fail' }, ['databaseInfo']],
    ['an upgrade', { version: '9', 'version-mismatch': 'change' }, ['dataWait', 'databaseInfo', 'maintenance']],
    ['a maintenance', { maintenance: 'run' }, ['dataWait', 'maintenance']],
    ['settings', { settings: 'timeout=300' }, ['databaseConfig']],
    ['all', both, ['dataWait', 'databaseConfig', 'databaseInfo', 'maintenance']],
    ['all, in check', { ...both, mode: 'check', maintenance: 'report' }, []],
  ])('%s', async (_, given, calls) => {
    expect((await read(given)).calls).toEqual(calls)
  })

  test('and not again for what is known, nor for an add-on that is new or on its way', async () => {
    const service = { maintenance: none, database: told({ version: '9' }), config: told({ timeout: 300 }) }
    expect((await read(both, {}, (known) => ({ ...known, service }))).calls).toEqual(['dataWait'])
    expect((await read(both, {}, (known) => ({ ...known, created: true }))).calls).toEqual([
      'databaseConfig',
      'databaseInfo',
    ])
    expect((await read(both, {}, (known) => ({ ...known, settled: false }))).calls).toEqual([])
  })
})

describe('an add-on that this run may not change', () => {
  const alone = { addon: 'cloud' }
  test.each<[string, Partial<Record<InputName, string>>, readonly string[]]>([
    ['nothing is asked for', {}, []],
    [
      'everything is',
      both,
      ['maintenance: run, version-mismatch: change, settings had no effect on redis-one: it belongs to acme-www.'],
    ],
    ['settings are', { settings: 'timeout=300' }, ['settings had no effect on redis-one: it belongs to acme-www.']],
    ['a version is compared', { version: '9' }, []],
    ['a change to no version is', { 'version-mismatch': 'change' }, []],
  ])('shared: %s', async (_, given, notes) => {
    const { notes: said, calls } = await read(given, {}, (known) => ({
      ...known,
      ...(known.addon && { addon: { ...known.addon, shared: true, app: 'acme-www' } }),
    }))
    expect(said).toEqual(notes)
    expect(calls).toEqual([])
  })

  test('of another provider', async () => {
    const stage = scene({ given: { ...alone, settings: 'timeout=300' }, api: {} })
    const cloud = provisioned({ name: 'cloud', service: 'rediscloud', plan: 'rediscloud:30' })
    const known = stage.known(observed([cloud], { REDIS_URL: url }))
    await readService(known, stage.context)
    await readService(known, stage.context)
    expect(stage.progress.notes).toEqual([
      'settings had no effect on cloud: it is not an add-on of Heroku Key-Value Store.',
    ])
  })
})

describe('what Heroku does not answer', () => {
  test('is asked for twice, and then a note where the run can go on', async () => {
    const { notes, calls, slept } = await read(
      { version: '9', 'version-mismatch': 'fail' },
      { databaseInfo: inTurn(silent) },
    )
    expect(calls).toEqual(['databaseInfo', 'databaseInfo'])
    expect(slept).toEqual([2_000])
    expect(notes).toEqual(['The version of redis-one is not known before the tests: no answer.'])
  })

  test('is asked for twice only while there is time', async () => {
    for (const [deadlineMs, calls] of [
      [1_999, 1],
      [2_000, 2],
    ] as const) {
      const stage = scene({
        given: { settings: 'timeout=1' },
        api: { databaseConfig: inTurn(silent) },
        deadlineMs,
      })
      await readService(stage.known(healthy()), stage.context)
      expect(stage.calls).toHaveLength(calls)
    }
  })

  test('is asked for once where it is refused', async () => {
    const answer = { ...silent, failure: refusal({ status: 403 }) }
    expect((await read({ settings: 'timeout=1' }, { databaseConfig: inTurn(answer) })).calls).toEqual([
      'databaseConfig',
    ])
  })

  test('is a failure where a maintenance was to be run', async () => {
    await expect(read({ maintenance: 'run' }, { maintenance: inTurn(silent) })).rejects.toMatchObject({
      reason: 'heroku-unavailable',
      message: 'It is not known whether a maintenance of redis-one is pending: no answer.',
      explanation: {
        cause: 'Heroku’s data API, which runs maintenances, did not answer or refused.',
        remedy: 'Run again later, or set `maintenance: report` to set up the app without it.',
      },
    })
    const answer = { ...silent, failure: refusal({ reason: 'heroku-forbidden', status: 403 }) }
    await expect(read({ maintenance: 'run' }, { maintenance: inTurn(answer) })).rejects.toMatchObject({
      reason: 'heroku-forbidden',
      cause: answer.failure,
    })
  })

  test.each([
    [400, 'refused', true],
    [403, 'refused', true],
    [409, 'refused', false],
    [429, 'refused', false],
    [500, 'refused', false],
    [503, 'refused', false],
    [400, 'unknown', false],
  ] as const)('is final with %i (%s): %s', (status, outcome, final) => {
    expect(isFinal({ ...silent, failure: refusal({ status, outcome }) })).toBe(final)
    expect(isFinal(silent)).toBe(false)
    expect(isFinal(told(1))).toBe(false)
  })
})

describe('a maintenance', () => {
  test('that is not ready is not run, and said so', async () => {
    const pending = told({ status: 'preparing', requiredBy: '2026-12-28T00:00:00.000Z' })
    const { notes, known } = await read({ maintenance: 'run' }, { maintenance: inTurn(pending) })
    expect(notes).toEqual([
      'The maintenance of redis-one is preparing, required by 2026-12-28 00:00 UTC. It is not ready, so it was not run; run again when it is ready.',
    ])
    expect(known.settled).toBe(true)
  })

  test('that was not to be run needs no note', async () => {
    const pending = inTurn(told({ status: 'preparing', reason: 'routine' }))
    const database = inTurn(told({ version: '9.1' }))
    const given = { version: '9', 'version-mismatch': 'change' } as const
    expect((await read(given, { maintenance: pending, databaseInfo: database })).notes).toEqual([])
  })

  test('without a name, and a data service that does not answer: nothing is waited for', async () => {
    const refused = inTurn(final<DataWait>(refusal({ status: 404 })))
    expect((await read({ maintenance: 'run' }, { dataWait: refused })).known.settled).toBe(true)
  })

  test('that is ready, or none, needs no note', async () => {
    for (const answer of [told({ status: 'ready' }), none]) {
      expect((await read({ maintenance: 'run' }, { maintenance: inTurn(answer) })).notes).toEqual([])
    }
  })

  test('without a name: Heroku works on the add-on, whose URL may move', async () => {
    const busy = inTurn(done({ waiting: true, message: 'upgrading' }))
    const { known } = await read({ maintenance: 'run' }, { dataWait: busy })
    expect(known).toMatchObject({ settled: false, maintained: true })
    expect((await read({ settings: 'timeout=1' }, { dataWait: busy })).known.settled).toBe(true)
  })
})
