import { describe, expect, test } from 'vitest'
import type { HerokuApi } from '../../../src/heroku/api.ts'
import type { InputName } from '../../../src/inputs/inputs.ts'
import { readService } from '../../../src/steps/read-service.ts'
import { applySteps } from '../../../src/steps/apply.ts'
import {
  busy,
  done,
  final,
  healthy,
  idle,
  inTurn,
  is,
  passing,
  provisioned,
  refusal,
  scene,
  silent,
  vars,
  version,
  writing,
} from './harness.ts'
import { good, url } from '../state/fixtures.ts'

/** The steps of a maintenance and an upgrade, with a Heroku that answers what the test says. */

const accepted = done<void>(undefined)

const movedUrl = url.replace('ec2-1', 'ec2-2')
const moved = {
  REDIS_URL: movedUrl,
  ...Object.fromEntries(Object.entries(good).map(([name, value]) => [name, value.replace('ec2-1', 'ec2-2')])),
}

function playing(api: Partial<HerokuApi>, given: Partial<Record<InputName, string>>, deadlineMs?: number) {
  const stage = scene({
    given,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    api: {
      addon: inTurn(provisioned()),
      dataWait: inTurn(idle),
      configVars: inTurn(vars({ REDIS_URL: movedUrl, ...good })),
      pause: (_, tries) => stage.clock.sleep(tries * 500, stage.context.signal),
      ...writing(moved),
      ...api,
    },
  })
  return {
    ...stage,
    run: async () => {
      const known = await readService(stage.progress.learn(stage.known(healthy())), stage.context)
      return applySteps(known, stage.context)
    },
  }
}

const count = (calls: readonly string[], name: string): number => calls.filter((call) => call === name).length
const run = { maintenance: 'run' } as const
const upgrade = { version: '9', 'version-mismatch': 'change' } as const

describe('maintenance: run', () => {
  test('polls quickly at first, then every 15 s, and says how long it has waited', async () => {
    const running = Array.from({ length: 9 }, () => is('running', { startedAt: '2026-01-02T03:04:05.000Z' }))
    const {
      run: go,
      clock,
      lines,
      actions,
    } = playing(
      {
        maintenance: inTurn(is('ready'), is('ready'), ...running, is('completed')),
        tryRunMaintenance: inTurn(accepted),
      },
      run,
    )
    await go()
    expect(clock.slept.slice(0, 9)).toEqual([250, 500, 1_000, 2_000, 3_000, 15_000, 15_000, 15_000, 15_000])
    expect(lines).toContain(
      'Waiting for the maintenance of redis-one: it is running, since 2026-01-02 03:04 UTC (51.8 s) …',
    )
    expect(actions()).toEqual(['run-maintenance', 'wait-maintenance', 'wait-addon', 'set-config', 'wait-release'])
  })

  test('follows a URL that moves some time after the end', async () => {
    const { run: go } = playing(
      {
        maintenance: inTurn(is('ready'), is('ready'), is('completed')),
        tryRunMaintenance: inTurn(accepted),
        configVars: inTurn(
          vars({ REDIS_URL: url, ...good }),
          vars({ REDIS_URL: url, ...good }),
          vars({ REDIS_URL: movedUrl, ...good }),
        ),
      },
      run,
    )
    const known = await go()
    expect(known.written.map(({ name }) => name)).toEqual(['REDIS_WRITER_HOST', 'REDIS_READER_HOST'])
  })

  test('is not asked for when another run has started it since', async () => {
    const {
      run: go,
      calls,
      progress,
    } = playing({ maintenance: inTurn(is('ready'), is('running'), is('completed')) }, run)
    await go()
    expect(calls).not.toContain('tryRunMaintenance')
    expect(progress.steps[0]?.detail).toBe('the maintenance was already running')
  })

  test('a refusal because it runs already is no failure', async () => {
    const {
      run: go,
      calls,
      progress,
    } = playing(
      {
        maintenance: inTurn(is('ready'), is('ready'), is('running'), is('completed')),
        tryRunMaintenance: inTurn(final<void>(refusal({ reason: 'maintenance' }))),
      },
      run,
    )
    await go()
    expect(count(calls, 'tryRunMaintenance')).toBe(1)
    expect(progress.steps[0]?.detail).toBe('the maintenance was already running')
  })

  test('an answer that is lost is not asked for again while the work goes on', async () => {
    const { run: go, calls } = playing(
      {
        // The state follows a moment after the request.
        maintenance: inTurn(is('ready'), is('ready'), is('ready'), is('running'), is('completed')),
        tryRunMaintenance: inTurn(
          passing<void>(refusal({ reason: 'heroku-unavailable', outcome: 'unknown' })),
          accepted,
        ),
      },
      run,
    )
    await go()
    expect(count(calls, 'tryRunMaintenance')).toBe(1)
  })

  test('an answer that is lost, while its state cannot be read, is asked for again', async () => {
    const lost = passing<void>(refusal({ reason: 'heroku-unavailable', outcome: 'unknown' }))
    const { run: go, calls } = playing(
      {
        maintenance: inTurn(is('ready'), is('ready'), silent, silent, silent, silent, is('running'), is('completed')),
        tryRunMaintenance: inTurn(lost, accepted),
      },
      run,
    )
    await go()
    expect(count(calls, 'tryRunMaintenance')).toBe(2)
  })

  test('that is over before its lost answer is looked for has its URL read again', async () => {
    const lost = passing<void>(refusal({ reason: 'heroku-unavailable', outcome: 'unknown' }))
    const { run: go, actions } = playing(
      { maintenance: inTurn(is('ready'), is('ready'), is('completed')), tryRunMaintenance: inTurn(lost) },
      run,
    )
    const known = await go()
    expect(actions()).toEqual(['run-maintenance', 'wait-addon', 'set-config', 'wait-release'])
    expect(known.written.map(({ name }) => name)).toEqual(['REDIS_WRITER_HOST', 'REDIS_READER_HOST'])
  })

  test('that another run has finished since it was read has its URL read again, too', async () => {
    const { run: go, calls, actions, progress } = playing({ maintenance: inTurn(is('ready'), is('completed')) }, run)
    await go()
    expect(progress.steps[0]?.detail).toBe('the maintenance was already over')
    expect(calls).not.toContain('tryRunMaintenance')
    expect(actions()).toEqual(['run-maintenance', 'wait-addon', 'set-config', 'wait-release'])
  })

  test('may be reported as ready for a moment after its start', async () => {
    const { run: go } = playing(
      {
        maintenance: inTurn(is('ready'), is('ready'), is('ready'), is('ready'), is('running'), is('completed')),
        tryRunMaintenance: inTurn(accepted),
      },
      run,
    )
    expect((await go()).maintained).toBe(true)
  })

  test('that ends as it began fails at once', async () => {
    const { run: go, clock } = playing(
      {
        maintenance: inTurn(is('ready'), is('ready'), is('running'), is('ready')),
        tryRunMaintenance: inTurn(accepted),
      },
      run,
    )
    await expect(go()).rejects.toThrow('ended as ready')
    expect(clock.now()).toBeLessThan(5_000)
  })

  test('that is accepted and never begins fails after a while', async () => {
    const { run: go, clock } = playing({ maintenance: inTurn(is('ready')), tryRunMaintenance: inTurn(accepted) }, run)
    await expect(go()).rejects.toThrow('did not begin: it is ready')
    expect(clock.now()).toBeGreaterThan(120_000)
    expect(clock.now()).toBeLessThan(150_000)
  })

  test('that cannot be seen any more ends with the time', async () => {
    const { run: go, clock } = playing(
      { maintenance: inTurn(is('ready'), is('ready'), silent), tryRunMaintenance: inTurn(accepted) },
      run,
      100_000,
    )
    await expect(go()).rejects.toThrow('Heroku’s data API did not answer')
    expect(clock.now()).toBe(100_000)
  })

  test('without knowing whether there is one, nothing is begun', async () => {
    const { run: go, calls } = playing({ maintenance: inTurn(silent) }, run)
    await expect(go()).rejects.toMatchObject({ reason: 'heroku-unavailable' })
    expect(calls).toEqual(['maintenance', 'maintenance'])
  })
})

describe('an upgrade', () => {
  const prepared = [is('none'), is('none'), is('preparing', { reason: 'version_upgrade' })]

  test('is prepared, run, and believed when its maintenance is over', async () => {
    const {
      run: go,
      calls,
      actions,
    } = playing(
      {
        maintenance: inTurn(...prepared, is('preparing'), is('ready'), is('ready'), is('running'), is('completed')),
        databaseInfo: inTurn(
          version('8.1'),
          version('8.1'),
          version('8.1'),
          version('8.1'),
          version('8.1'),
          version('9.1'),
        ),
        tryUpgrade: inTurn(done('Preparing.')),
        tryRunMaintenance: inTurn(accepted),
      },
      upgrade,
    )
    const known = await go()
    expect(known.upgrade).toEqual({ version: '9', ended: true })
    expect([count(calls, 'tryUpgrade'), count(calls, 'tryRunMaintenance')]).toEqual([1, 1])
    expect(actions()).toEqual([
      'upgrade',
      'wait-maintenance',
      'run-maintenance',
      'wait-maintenance',
      'wait-addon',
      'set-config',
      'wait-release',
    ])
  })

  test('that another run finishes meanwhile is not asked for', async () => {
    const { run: go, calls } = playing(
      { maintenance: inTurn(is('none')), databaseInfo: inTurn(version('8.1'), version('9.1')) },
      upgrade,
    )
    await go()
    expect(calls).not.toContain('tryUpgrade')
  })

  test('waits while Heroku works on the add-on, and looks again before it asks', async () => {
    const { run: go, calls } = playing(
      {
        maintenance: inTurn(is('none')),
        databaseInfo: inTurn(version('8.1'), version('9.1')),
        dataWait: inTurn(idle, busy, busy, idle),
      },
      upgrade,
    )
    await go()
    expect(calls).not.toContain('tryUpgrade')
  })

  test('without a maintenance, an answer that is lost is looked for in the data service', async () => {
    const { run: go, calls } = playing(
      {
        maintenance: inTurn(is('none')),
        databaseInfo: inTurn(version('8.1'), version('8.1'), version('8.1'), version('9.1')),
        dataWait: inTurn(idle, idle, busy, idle),
        tryUpgrade: inTurn(passing<string>(refusal({ reason: 'heroku-unavailable', outcome: 'unknown' }))),
      },
      upgrade,
    )
    await go()
    expect(count(calls, 'tryUpgrade')).toBe(1)
  })

  test('that ends without the version is given a minute, and left to the check', async () => {
    const {
      run: go,
      clock,
      calls,
    } = playing(
      {
        maintenance: inTurn(...prepared, is('ready'), is('ready'), is('running'), is('completed')),
        databaseInfo: inTurn(version('8.1')),
        tryUpgrade: inTurn(done('')),
        tryRunMaintenance: inTurn(accepted),
      },
      upgrade,
    )
    const known = await go()
    expect(known.upgrade).toEqual({ version: '9', ended: true })
    expect(clock.now()).toBeLessThan(120_000)
    expect(count(calls, 'tryUpgrade')).toBe(1)
  })

  test('a refusal while a maintenance for something else waits does not run that', async () => {
    const other = is('ready', { reason: 'routine_maintenance' })
    const { run: go, calls } = playing(
      {
        maintenance: inTurn(other),
        databaseInfo: inTurn(version('8.1')),
        tryUpgrade: inTurn(final<string>(refusal({ reason: 'upgrade-failed', words: 'Version 9 is not available.' }))),
      },
      upgrade,
    )
    await expect(go()).rejects.toMatchObject({ reason: 'upgrade-failed' })
    await expect(go()).rejects.toThrow('redis-one runs version 8.1.')
    expect(calls).not.toContain('tryRunMaintenance')
  })
})

describe('an add-on that Heroku still works on when the run begins', () => {
  test('is waited for, and its URL read again', async () => {
    const { run: go, actions } = playing(
      { maintenance: inTurn(is('none')), databaseInfo: inTurn(version('9.1')), dataWait: inTurn(busy, busy, idle) },
      upgrade,
    )
    await go()
    expect(actions()).toEqual(['wait-addon', 'set-config', 'wait-release'])
  })
})
