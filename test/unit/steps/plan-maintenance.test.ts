import { describe, expect, test } from 'vitest'
import type { DatabaseInfo, Known as Answer, Maintenance } from '../../../src/heroku/data.ts'
import type { InputName } from '../../../src/inputs/inputs.ts'
import type { Known } from '../../../src/state/known.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { planSetup } from '../../../src/steps/plan-setup.ts'
import { addon, attachment, errorOf, good, inputs, known, observed, reasonOf, url } from '../state/fixtures.ts'

const told = <T>(value: T): Answer<T> => ({ known: true, value })
const change = { version: '9', 'version-mismatch': 'change' } as const

interface Given {
  readonly maintenance?: Partial<Maintenance>
  readonly version?: DatabaseInfo['version']
  readonly plan?: string
  readonly more?: Partial<Known>
}

function knowing({ maintenance, version, plan = 'heroku-redis:premium-0', more = {} }: Given): Known {
  const base = known(observed([addon({ plan })], { REDIS_URL: url, ...good }))
  const service = {
    maintenance: told<Maintenance>({ status: 'none', ...maintenance }),
    ...(version === undefined ? {} : { database: told({ version }) }),
  }
  return { ...base, service, ...more }
}

const actions = (given: Given, wanted: Partial<Record<InputName, string>>): readonly string[] =>
  planSetup(knowing(given), inputs(wanted)).map((step) =>
    'until' in step ? `${step.action} ${step.until}` : step.action,
  )

const write = ['set-config', 'wait-release']
const finish = ['wait-maintenance completed', 'wait-addon', ...write]
const run = ['run-maintenance', ...finish]

describe('maintenance: run', () => {
  test.each<[string, readonly string[]]>([
    ['none', []],
    ['completed', []],
    ['pending', []],
    ['preparing', []],
    ['unheard_of', []],
    ['ready', run],
    ['running', finish],
  ])('%s', (status, expected) => {
    expect(actions({ maintenance: { status } }, { maintenance: 'run' })).toEqual(expected)
    expect(actions({ maintenance: { status } }, {})).toEqual([])
  })

  test.each<[string, Partial<Maintenance>, Partial<Record<InputName, string>>, readonly string[]]>([
    ['an upgrade, where a version is requested', { reason: 'upgrade' }, change, finish],
    ['an upgrade, where the version is only compared', { reason: 'upgrade' }, { version: '9' }, []],
    ['an upgrade, where no version is requested', { reason: 'upgrade' }, { 'version-mismatch': 'change' }, []],
    ['something else, where a version is requested', { reason: 'x' }, change, []],
  ])('running is waited for only if this run is about it: %s', (_, maintenance, wanted, expected) => {
    expect(actions({ version: '9.1', maintenance: { status: 'running', ...maintenance } }, wanted)).toEqual(expected)
  })

  test('what the URL brings is not known before: the write is planned without values', () => {
    const steps = planSetup(knowing({ maintenance: { status: 'ready' } }), inputs({ maintenance: 'run' }))
    const step = steps.find(({ action }) => action === 'set-config')
    expect(step?.action === 'set-config' && step.changes.every(({ pending }) => pending === true)).toBe(true)
  })

  test('what another source brings is known: it is compared with what is set', () => {
    const given = knowing({ maintenance: { status: 'ready' } })
    const more = { EXTRA: '1', REPLICA_URL: 'rediss://:x@ec2-1.compute.amazonaws.com:1' }
    const config = new Map(given.observed.config)
    for (const [name, value] of Object.entries(more)) config.set(name, new Secret(value))
    const steps = planSetup(
      { ...given, observed: { ...given.observed, config } },
      inputs({ maintenance: 'run', reader: 'REPLICA_URL', config: 'EXTRA=1\nNEW=2', fields: 'host' }),
    )
    const step = steps.find(({ action }) => action === 'set-config')
    expect(step?.action === 'set-config' && step.changes.map(({ name }) => name)).toEqual(['REDIS_WRITER_HOST', 'NEW'])
  })

  test('each step says what it waits for', () => {
    const on = { id: 'id-1', name: 'redis-one' }
    const given = inputs({ ...change, fields: 'tls' })
    expect(planSetup(knowing({ version: '8.1' }), given).slice(0, 5)).toEqual([
      { action: 'upgrade', addon: on, from: '8.1', to: '9' },
      { action: 'wait-maintenance', addon: on, until: 'ready', version: '9' },
      { action: 'run-maintenance', addon: on },
      { action: 'wait-maintenance', addon: on, until: 'completed', version: '9' },
      { action: 'wait-addon', addon: on, moved: true },
    ])
  })

  test('while the add-on is being provisioned, nothing is planned on it', () => {
    const waiting = knowing({ maintenance: { status: 'ready' }, more: { settled: false } })
    expect(planSetup(waiting, inputs({ maintenance: 'run' }))[0]?.action).toBe('wait-addon')
  })

  test("another app's add-on is left alone", () => {
    const shared = addon({ app: 'other-app' })
    const base = known(observed([shared], { CACHE_URL: url, ...good }, [attachment('CACHE', shared)]))
    const service = { maintenance: told({ status: 'ready' }), database: told({ version: '8.1' }) }
    expect(planSetup({ ...base, service }, inputs({ maintenance: 'run', ...change }))).toEqual([])
  })
})

describe('version-mismatch: change', () => {
  test.each<[string, Given, readonly string[]]>([
    ['older', { version: '8.1' }, ['upgrade', 'wait-maintenance ready', ...run]],
    ['older, of a plan that is not known', { version: '8.1', plan: '' }, ['upgrade', 'wait-maintenance ready', ...run]],
    ['older, without a standby', { version: '8.1', plan: 'heroku-redis:mini' }, ['upgrade', ...finish]],
    ['as asked for', { version: '9' }, []],
    ['as asked for, in full', { version: '9.0.1' }, []],
    ['not known', {}, []],
    [
      'older, and Heroku prepares an upgrade',
      { version: '8.1', maintenance: { status: 'preparing', reason: 'version_upgrade' } },
      ['wait-maintenance ready', ...run],
    ],
    [
      'older, and an upgrade has a date',
      { version: '8.1', maintenance: { status: 'pending', method: 'changeover' } },
      ['wait-maintenance ready', ...run],
    ],
    ['older, and an upgrade is ready', { version: '8.1', maintenance: { status: 'ready', reason: 'upgrade' } }, run],
    ['older, and an upgrade runs', { version: '8.1', maintenance: { status: 'running', reason: 'upgrade' } }, finish],
    ['older, and something else runs', { version: '8.1', maintenance: { status: 'running', reason: 'x' } }, finish],
    [
      'older, and something else is ready',
      { version: '8.1', maintenance: { status: 'ready', reason: 'x' } },
      ['upgrade', 'wait-maintenance ready', ...run],
    ],
    [
      'already new, while the upgrade runs',
      { version: '9.1', maintenance: { status: 'running', reason: 'upgrade' } },
      finish,
    ],
    [
      'asked for by this run',
      { version: '8.1', more: { upgrade: { version: '9', ended: false } } },
      ['wait-maintenance ready', ...run],
    ],
    [
      'asked for by this run, and already reported',
      { version: '9.1', plan: 'heroku-redis:mini', more: { upgrade: { version: '9', ended: false } } },
      finish,
    ],
    [
      'asked for by this run, and ended without it',
      { version: '8.1', more: { upgrade: { version: '9', ended: true } } },
      [],
    ],
  ])('the version is %s', (_, given, expected) => {
    expect(actions(given, change)).toEqual(expected)
  })

  test('an older version that is only compared is not upgraded', () => {
    expect(actions({ version: '8.1' }, { version: '9' })).toEqual([])
  })

  test('something else that is ready is run first, where that is asked for, too', () => {
    const given = { version: '8.1', maintenance: { status: 'ready', reason: 'x' } }
    expect(actions(given, { ...change, maintenance: 'run' })).toEqual(run)
  })
})

describe('what is refused before anything is done', () => {
  const refused =
    (version: string | undefined, wanted: Partial<Record<InputName, string>>, more?: Partial<Known>) => () =>
      planSetup(knowing({ ...(version === undefined ? {} : { version }), ...(more ? { more } : {}) }), inputs(wanted))

  test('a version that is too old, with version-mismatch: fail', () => {
    const fail = { version: '9', 'version-mismatch': 'fail' } as const
    expect(reasonOf(refused('8.1', fail))).toBe('version-mismatch')
    expect(errorOf(refused('8.1', fail)).message).toBe('redis-one runs version 8.1, and `version` asks for 9.')
    expect(reasonOf(refused('9.1', fail))).toBe('')
    expect(reasonOf(refused('10.0', fail))).toBe('')
    expect(reasonOf(refused(undefined, fail))).toBe('')
    // It has cost something already: its config vars are written, and the check judges.
    expect(reasonOf(refused('8.1', fail, { created: true }))).toBe('')
  })

  test.each(['change', 'fail'])('nothing where no version is named (version-mismatch: %s)', (mismatch) => {
    expect(reasonOf(refused('8.1', { 'version-mismatch': mismatch }))).toBe('')
  })

  test('a downgrade', () => {
    expect(reasonOf(refused('9.1', { ...change, version: '8.1' }))).toBe('version-mismatch')
    expect(errorOf(refused('9.1', { ...change, version: '8.1' })).explanation).toMatchObject({
      what: 'redis-one runs version 9.1, and `version` asks for 8.1, which is older.',
      cause: 'Heroku or another user has upgraded the server. An upgrade cannot be reversed.',
      remedy: 'Set `version` to 9.1, or leave it empty.',
    })
    expect(reasonOf(refused('9.1', { ...change, version: '9' }))).toBe('')
    expect(reasonOf(refused('9.1', { version: '8.1' }))).toBe('')
    // Heroku may give a newer one than was asked for.
    expect(reasonOf(refused('9.1', { ...change, version: '9.0' }, { upgrade: { version: '9.0', ended: true } }))).toBe(
      '',
    )
  })
})

describe('the order of all that can be asked for', () => {
  test('settings first, what moves the URL next, then attachments, and the write last', () => {
    const given = knowing({ version: '8.1' })
    const wanted = inputs({ ...change, settings: 'timeout=60', fields: 'host, url' })
    expect(planSetup(given, wanted).map(({ action }) => action)).toEqual([
      'apply-settings',
      'upgrade',
      'wait-maintenance',
      'run-maintenance',
      'wait-maintenance',
      'wait-addon',
      'attach',
      'wait-release',
      'attach',
      'wait-release',
      'set-config',
      'wait-release',
    ])
  })

  test('nothing there: all of it, on the new add-on', () => {
    const steps = planSetup(
      known(observed([], {})),
      inputs({ version: '9', settings: 'timeout=60', fields: 'host, url' }),
    )
    expect(steps.map(({ action }) => action)).toEqual([
      'create-addon',
      'wait-addon',
      'apply-settings',
      'attach',
      'wait-release',
      'attach',
      'wait-release',
      'set-config',
      'wait-release',
    ])
    expect(steps[0]).toMatchObject({ version: '9' })
  })
})
