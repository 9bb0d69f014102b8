import { describe, expect, test } from 'vitest'
import type { HerokuApi } from '../../../src/heroku/api.ts'
import type { DatabaseInfo, Known as Answer, Maintenance } from '../../../src/heroku/data.ts'
import { withService } from '../../../src/state/known.ts'
import { describe as describeStep } from '../../../src/steps/apply.ts'
import type { WaitMaintenance } from '../../../src/steps/step.ts'
import { waitMaintenance } from '../../../src/steps/wait-maintenance.ts'
import { errorFrom, healthy, inTurn, is, refusal, reported, scene, silent, version } from './harness.ts'

const addon = { id: 'id-1', name: 'redis-one' }
const completed: WaitMaintenance = { action: 'wait-maintenance', addon, until: 'completed' }
const upgraded: WaitMaintenance = { ...completed, version: '9' }
const prepared: WaitMaintenance = { ...upgraded, until: 'ready' }

function waiting(
  step: WaitMaintenance,
  api: Partial<HerokuApi>,
  { before = is('none'), deadlineMs = 900_000 }: { before?: Answer<Maintenance>; deadlineMs?: number } = {},
) {
  const stage = scene({ api, deadlineMs })
  stage.progress.plan([describeStep(step)])
  const known = { ...withService(stage.known(healthy()), { maintenance: before }), upgrade: requested }
  return {
    ...stage,
    run: () => waitMaintenance.apply(step, known, stage.context),
    report: () => stage.progress.steps[0],
  }
}

const requested = { version: '9', ended: false }
const ended = { settled: false, maintained: true, upgrade: { version: '9', ended: true } }
const times = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value)
const noVersion = reported<DatabaseInfo>({})

describe('a maintenance', () => {
  test('is over when Heroku reports it as completed: the URL is then read again', async () => {
    const { run, report } = waiting(completed, { maintenance: inTurn(is('running'), is('completed')) })
    const known = await run()
    expect(known).toMatchObject({ ...ended, service: { maintenance: is('completed') } })
    expect(report()).toMatchObject({ done: true, detail: 'completed after 250 ms' })
  })

  test('is over whatever the version is when no version was requested', async () => {
    const { run, calls } = waiting(completed, { maintenance: inTurn(is('none')) })
    expect(await run()).toMatchObject(ended)
    expect(calls).toEqual(['maintenance'])
  })

  test('that does not begin within two minutes is a failure', async () => {
    const { run, clock } = waiting(completed, { maintenance: inTurn(is('ready')) })
    expect((await errorFrom(run())).explanation).toEqual({
      reason: 'maintenance',
      what: 'The maintenance of redis-one did not begin: it is ready.',
      cause: 'Heroku did not carry it out, for a reason that its data API does not report.',
      remedy:
        'See `heroku data:maintenances:info redis-one`, then run again; if it fails again, open a ticket at https://help.heroku.com.',
    })
    expect(clock.now()).toBe(126_750)
  })

  test('that Heroku refuses to show ends the wait; a transient error does not', async () => {
    const denied = { ...silent, failure: refusal({ reason: 'heroku-forbidden', status: 403 }) }
    const broken = { ...silent, failure: refusal({ status: 503, outcome: 'unknown' }) }
    const final = waiting(completed, { maintenance: inTurn(denied) })
    expect(await errorFrom(final.run())).toBe(denied.failure)
    const passing = waiting(completed, { maintenance: inTurn(broken, silent, is('completed')) })
    expect(await passing.run()).toMatchObject(ended)
    expect(passing.lines[0]).toBe('Waiting for the maintenance of redis-one: Heroku’s data API did not answer …')
  })
})

describe('an upgrade', () => {
  test.each(['ready', 'running'])('is prepared when its maintenance is %s', async (status) => {
    const { run, report } = waiting(prepared, {
      maintenance: inTurn(is('preparing'), is(status)),
      databaseInfo: inTurn(version('8.1')),
    })
    const known = await run()
    expect(known).toMatchObject({ settled: true, upgrade: requested, service: { maintenance: is(status) } })
    expect(known.maintained).toBeUndefined()
    expect(report()).toMatchObject({ done: true, detail: 'prepared after 250 ms' })
  })

  test('without a maintenance is over when the server has the version, and not before', async () => {
    const { run, report, lines } = waiting(upgraded, {
      maintenance: inTurn(is('none')),
      databaseInfo: inTurn(...times(5, noVersion), ...times(6, version('8.1')), version('9.1')),
    })
    expect(await run()).toMatchObject({ ...ended, service: { database: version('9.1') } })
    expect(report()?.detail).toBe('runs version 9.1 after 1 min 37 s')
    expect(lines.slice(0, 2)).toEqual([
      'Waiting for the upgrade of redis-one: Heroku does not report its version …',
      'Waiting for the upgrade of redis-one: it runs version 8.1 (6.8 s) …',
    ])
  })

  test.each([
    ['running when it was planned', is('running'), times(1, is('completed')), '1 min 7 s'],
    // First seen to be over after 6.75 s; a minute after that, at 66.75 s, is still within it.
    ['seen running', is('ready'), [...times(5, is('running')), is('completed')], '1 min 22 s'],
  ])(
    'with a maintenance that was %s may be reported with the old version for a minute',
    async (_, before, maintenance, took) => {
      const { run, report, lines } = waiting(
        upgraded,
        { maintenance: inTurn(...maintenance), databaseInfo: inTurn(version('8.1')) },
        { before },
      )
      expect(await run()).toMatchObject({ ...ended, service: { database: version('8.1') } })
      expect(report()?.detail).toBe(`runs version 8.1 after ${took}`)
      expect(lines).toContain('Waiting for the upgrade of redis-one: it runs version 8.1 (21.8 s) …')
    },
  )

  test('whose version Heroku does not report is over a minute after its maintenance', async () => {
    const { run, report } = waiting(
      upgraded,
      { maintenance: inTurn(is('completed')), databaseInfo: inTurn(noVersion) },
      { before: is('running') },
    )
    expect(await run()).toMatchObject(ended)
    expect(report()?.detail).toBe('upgraded after 1 min 7 s')
  })

  test('that Heroku never prepares ends with the time, and says what is missing', async () => {
    const { run } = waiting(
      prepared,
      { maintenance: inTurn(is('none')), databaseInfo: inTurn(version('8.1')) },
      // What was known before does not count.
      { before: silent, deadlineMs: 60_000 },
    )
    expect((await errorFrom(run())).explanation).toEqual({
      reason: 'upgrade-failed',
      what: 'The upgrade of redis-one to 9 was not completed within 15 min: it is not prepared yet, and it runs version 8.1.',
      cause: 'Heroku is still working on it. An upgrade of a large server takes longer.',
      remedy:
        'Run again: the upgrade is continued where it is, not started twice. Raise `provision-timeout` if it needs the time.',
    })
  })

  test('whose maintenance ends as it began is a failure of the upgrade', async () => {
    const { run, clock } = waiting(upgraded, {
      maintenance: inTurn(is('running'), is('ready')),
      databaseInfo: inTurn(version('8.1')),
    })
    expect(await errorFrom(run())).toMatchObject({
      reason: 'upgrade-failed',
      message: 'The maintenance of redis-one ended as ready.',
    })
    expect(clock.now()).toBe(250)
  })
})
