import { describe, expect, test } from 'vitest'
import { cancelled } from '../../../src/failure/to-failure.ts'
import type { HerokuApi } from '../../../src/heroku/api.ts'
import type { Attempt } from '../../../src/heroku/call.ts'
import type { DataWait, Known as Answer, Maintenance } from '../../../src/heroku/data.ts'
import { describe as describeStep } from '../../../src/steps/apply.ts'
import type { Upgrade } from '../../../src/steps/step.ts'
import { upgrade } from '../../../src/steps/upgrade.ts'
import {
  busy,
  done,
  errorFrom,
  final,
  healthy,
  idle,
  inTurn,
  is,
  passing,
  refusal,
  reported,
  scene,
  silent,
  version,
} from './harness.ts'

const fromOld: Upgrade = { action: 'upgrade', addon: { id: 'id-1', name: 'redis-one' }, from: '8.1', to: '9' }
const fromUnknown: Upgrade = { action: 'upgrade', addon: fromOld.addon, to: '9' }

function upgrading(api: Partial<HerokuApi>, step: Upgrade = fromOld) {
  const stage = scene({
    api: {
      maintenance: inTurn(is('none')),
      databaseInfo: inTurn(version('8.1')),
      dataWait: inTurn(idle),
      pause: (_, tries) => stage.clock.sleep(tries * 500, stage.context.signal),
      ...api,
    },
  })
  stage.progress.plan([describeStep(step)])
  return {
    ...stage,
    run: () => upgrade.apply(step, stage.known(healthy()), stage.context),
    requests: () => stage.calls.filter((call) => call === 'tryUpgrade').length,
    report: () => stage.progress.steps[0],
  }
}

const lost = passing<string>(refusal({ reason: 'heroku-unavailable', outcome: 'unknown' }))
const refused = final<string>(refusal({ reason: 'upgrade-failed', words: 'No.' }))
const routine = { reason: 'routine_maintenance' }

test('is requested once, and reports the state that Heroku shows after the request', async () => {
  const { run, lines, progress, report } = upgrading({
    maintenance: inTurn(is('none'), is('preparing')),
    databaseInfo: inTurn(version('8.1'), version('8.2')),
    tryUpgrade: inTurn(done('Preparing.')),
  })
  expect(await run()).toMatchObject({
    service: { maintenance: is('preparing'), database: version('8.2') },
    upgrade: { version: '9', ended: false },
  })
  expect(progress.accepted).toBe(true)
  expect(report()).toMatchObject({ done: true, detail: 'asked Heroku to upgrade it from version 8.1 to 9' })
  expect(lines[0]).toBe('Upgrading redis-one from version 8.1 to 9 …')
})

test('names only the requested version where Heroku does not report the present one', async () => {
  const { run, lines, report } = upgrading(
    { databaseInfo: inTurn(reported({})), tryUpgrade: inTurn(done('')) },
    fromUnknown,
  )
  await run()
  expect(lines[0]).toBe('Upgrading redis-one to 9 …')
  expect(report()?.detail).toBe('asked Heroku to upgrade it to 9')
})

test.each<[string, Answer<Maintenance>, string, string]>([
  ['has the version', is('none'), '9.0.1', 'it already runs version 9.0.1'],
  ['has a newer one', is('none'), '10.0', 'it already runs version 10.0'],
  [
    'is being upgraded',
    is('running', { method: 'changeover' }),
    '8.1',
    'the upgrade was already in progress: its maintenance is running',
  ],
])('is not requested when the server %s since the app was read', async (_, maintenance, present, detail) => {
  const { run, requests, report, progress } = upgrading({
    maintenance: inTurn(maintenance),
    databaseInfo: inTurn(version(present)),
  })
  const service = { maintenance, database: version(present) }
  expect(await run()).toMatchObject({ service, upgrade: { version: '9', ended: false } })
  expect(progress.known?.service).toEqual(service)
  expect([requests(), report()]).toMatchObject([0, { done: true, detail }])
})

test('is requested even if Heroku’s data service does not say whether it is available', async () => {
  const unknown = final<DataWait>(refusal({ status: 404 }))
  const { run, requests } = upgrading({ dataWait: inTurn(unknown), tryUpgrade: inTurn(done('')) })
  await run()
  expect(requests()).toBe(1)
})

describe('after a request without success, Heroku’s state decides', () => {
  interface Seen {
    readonly maintenance?: readonly Answer<Maintenance>[]
    /** In turn, after the request. */
    readonly present?: readonly string[]
    /** In turn, after the request. */
    readonly service?: readonly Attempt<DataWait>[]
  }
  const found = 'the upgrade was already in progress'

  test.each<[string, Attempt<string>, Seen, string | undefined]>([
    ['refused, and the server has the version', refused, { present: ['9.1'] }, found],
    [
      'refused, and a maintenance has appeared',
      refused,
      { maintenance: [is('none'), is('pending')] },
      `${found}: its maintenance is pending`,
    ],
    [
      'refused, and a maintenance has appeared where none was reported',
      refused,
      { maintenance: [silent, silent, is('pending')] },
      `${found}: its maintenance is pending`,
    ],
    [
      'refused, and the maintenance has another reason',
      refused,
      { maintenance: [is('ready', routine), is('ready', { reason: 'version_upgrade' })] },
      `${found}: its maintenance is ready (version upgrade)`,
    ],
    [
      'refused, and the maintenance has another method',
      refused,
      { maintenance: [is('ready', routine), is('ready', { ...routine, method: 'changeover' })] },
      `${found}: its maintenance is ready (routine maintenance)`,
    ],
    [
      'refused, and the maintenance is the one from before',
      refused,
      { maintenance: [is('ready', routine)] },
      undefined,
    ],
    [
      'refused, and the maintenance from before is over',
      refused,
      { maintenance: [is('ready', routine), is('completed', routine)] },
      undefined,
    ],
    ['refused, and Heroku works on something else', refused, { service: [busy] }, undefined],
    [
      'refused, and Heroku has worked on something else',
      refused,
      { service: [busy, idle], present: ['8.1'] },
      undefined,
    ],
    [
      'refused, because Heroku is upgrading it for another run',
      refused,
      { service: [busy, busy, idle], present: ['8.1', '9.1'] },
      found,
    ],
    ['lost, and Heroku works on the add-on', lost, { service: [busy] }, found],
  ])('%s', async (_, answer, { maintenance = [is('none')], present = ['8.1'], service = [idle] }, detail) => {
    const { run, requests, report } = upgrading({
      maintenance: inTurn(...maintenance),
      databaseInfo: inTurn(version('8.1'), ...present.map(version)),
      dataWait: inTurn(idle, ...service),
      tryUpgrade: inTurn(answer),
    })
    if (detail === undefined) await expect(run()).rejects.toMatchObject({ reason: 'upgrade-failed' })
    else {
      expect(await run()).toMatchObject({
        service: { maintenance: maintenance.at(-1), database: version(present.at(-1) ?? '') },
        upgrade: { version: '9', ended: false },
      })
      expect(report()).toMatchObject({ done: true, detail })
    }
    expect(requests()).toBe(1)
  })

  test('refused, and an upgrade for another run ends between the questions about it', async () => {
    let other: 'not begun' | 'running' | 'ended' = 'not begun'
    // The first question is answered while it runs.
    const answer = <T>(running: T, otherwise: T): Promise<T> => {
      if (other !== 'running') return Promise.resolve(otherwise)
      other = 'ended'
      return Promise.resolve(running)
    }
    const { run, report } = upgrading({
      tryUpgrade: () => {
        other = 'running'
        return Promise.resolve(refused)
      },
      dataWait: () => answer(busy, idle),
      databaseInfo: () => answer(version('8.1'), version(other === 'ended' ? '9.1' : '8.1')),
    })
    await run()
    expect(report()).toMatchObject({ done: true, detail: found })
  })

  test('lost, and nothing shows it: it is requested again', async () => {
    const { run, requests, report } = upgrading({ tryUpgrade: inTurn(lost, done('')) })
    await run()
    expect(requests()).toBe(2)
    expect(report()?.detail).toBe('asked Heroku to upgrade it from version 8.1 to 9')
  })
})

describe('a failure', () => {
  const unfit = refusal({ reason: 'upgrade-failed', words: 'Version 9 is not available.' })

  test.each([
    [
      'of the version names one that works, and the present one',
      unfit,
      fromOld,
      {
        what: 'Heroku answered POST /x with 422: "Version 9 is not available.". redis-one runs version 8.1.',
        cause: 'Heroku refused the version for the reason it gives.',
        remedy: 'Set `version` to one that Heroku offers; 9 was refused.',
      },
    ],
    [
      'of the version does not name a present one that is not known',
      unfit,
      fromUnknown,
      {
        what: 'Heroku answered POST /x with 422: "Version 9 is not available.".',
        cause: 'Heroku refused the version for the reason it gives.',
        remedy: 'Set `version` to one that Heroku offers; 9 was refused.',
      },
    ],
    [
      'for another reason keeps the advice for that reason',
      refusal({ reason: 'upgrade-failed', words: 'The plan is too small.' }),
      fromOld,
      {
        what: 'Heroku answered POST /x with 422: "The plan is too small.". redis-one runs version 8.1.',
        cause: 'Cause.',
        remedy: 'Remedy.',
      },
    ],
  ])('%s', async (_, error, step, explanation) => {
    const { run } = upgrading({ tryUpgrade: inTurn(final<string>(error)) }, step)
    const failed = await errorFrom(run())
    expect(failed.explanation).toEqual({ reason: 'upgrade-failed', ...explanation })
    expect(failed.cause).toBe(error)
  })

  test.each([
    ['Heroku refuses for another reason', final<string>(refusal({ reason: 'heroku-forbidden', status: 403 }))],
    ['the run is cancelled', cancelled()],
  ])('when %s is reported as it is', async (_, answer) => {
    const { run } = upgrading({ tryUpgrade: inTurn(answer) })
    expect(await errorFrom(run())).toBe(answer instanceof Error ? answer : answer.kind === 'final' && answer.failure)
  })

  test('without any answer says that the upgrade may have been requested', async () => {
    const { run, requests, report } = upgrading({ tryUpgrade: inTurn(lost) })
    expect(await errorFrom(run())).toMatchObject({ reason: 'heroku-unavailable' })
    expect(requests()).toBe(5)
    expect(report()).toMatchObject({
      done: false,
      detail:
        'asked Heroku to upgrade it from version 8.1 to 9, but got no answer: it is not known whether it was done',
    })
  })
})
