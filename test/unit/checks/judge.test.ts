import { describe, expect, it } from 'vitest'
import { factsNeeded, herokuFactsNeeded } from '../../../src/checks/judge.ts'
import { checkIds } from '../../../src/checks/check.ts'
import { isTested } from '../../../src/redis/facts.ts'
import * as given from './fixtures.ts'
import { bare, broken, but, configWith, findings, found, healthy, lacking, settings, variable } from './fixtures.ts'

const everything = [
  'addon app',
  'plan app',
  'standby app',
  'maintenance app',
  'settings app',
  'config app',
  'connect writer',
  'connect reader',
  'tls writer',
  'tls reader',
  'role writer',
  'role reader',
  'write writer',
  'read reader',
  'replication pair',
  'latency writer',
  'latency reader',
  'memory writer',
  'memory reader',
  'eviction writer',
  'connections writer',
  'connections reader',
  'version writer',
  'version reader',
  'trend writer',
]

it('judges every check on each of its targets, in report order', () => {
  expect(findings(healthy).map(({ id, target }) => `${id} ${target}`)).toEqual(everything)
  expect(findings(bare).map(({ id, target }) => `${id} ${target}`)).toEqual(everything)
})

it('passes everything about Redis when a primary and its replica are well', () => {
  const notPassed = findings(healthy).filter(({ status }) => status !== 'pass')
  // What only Heroku's data API, the settings input or a state file knows was not asked.
  expect(notPassed.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'standby skip',
    'maintenance skip',
    'settings skip',
    'trend skip',
  ])
})

it('gives every problem its cause, its next step and its page', () => {
  const subject = but({ subject: { mode: 'check', config: configWith(variable('writer', 'host', 'differs')) } })
  expect(found('config', 'app', subject)).toMatchObject({
    status: 'fail',
    reason: 'config-drift',
    cause:
      'Heroku moved the server to another address (failover, maintenance, upgrade or plan change), and the copies were not updated.',
    hint: 'Run with `mode: setup` to write the current values in one release.',
    docs: 'https://example.com/docs/troubleshooting.md#config-drift',
  })
  const passed = found('addon', 'app', subject)
  expect([passed.docs, passed.cause, passed.reason]).toEqual([undefined, undefined, undefined])
})

it.each(checkIds)('leaves out %s when asked to', (id) => {
  for (const finding of findings(healthy, { skipChecks: new Set([id]) }).filter((each) => each.id === id)) {
    expect(finding).toEqual({
      id,
      target: finding.target,
      status: 'skip',
      message: 'Skipped on request (`skip-checks`).',
    })
  }
})

it.each(['latency', 'memory', 'connections'] as const)('does not judge %s when its limits are off', (id) => {
  const full = but({ writerInfo: { usedMemory: 100, maxMemory: 100, connectedClients: 40, maxClients: 40 } })
  for (const finding of findings(full, { [id]: null }).filter((each) => each.id === id)) {
    expect(finding).toMatchObject({ status: 'skip', message: `Switched off (\`${id}: off\`).` })
  }
})

describe('what the probe has to establish', () => {
  it('is everything by default', () => {
    expect([...factsNeeded(settings)].sort()).toEqual(['info', 'lag', 'latency', 'read', 'write'])
  })

  it.each([
    ['write', ['write']],
    ['read', ['read']],
    ['latency', ['latency']],
    ['replication', ['lag']],
    ['memory', []],
    ['connect', []],
  ] as const)('leaves out with %s what only that check needs: %j', (id, facts) => {
    const all = factsNeeded(settings)
    const needed = factsNeeded({ ...settings, skipChecks: new Set([id]) })
    expect([...all].filter((fact) => !needed.has(fact))).toEqual(facts)
  })

  it('has no INFO when no check reads it', () => {
    const skipChecks = new Set(['role', 'read', 'replication', 'memory', 'eviction', 'connections', 'version'] as const)
    expect(factsNeeded({ ...settings, skipChecks }).has('info')).toBe(false)
  })

  it('measures no lag with `replication-lag: off`, but still asks about the link', () => {
    const skipChecks = new Set(checkIds.filter((id) => id !== 'replication'))
    expect([...factsNeeded({ ...settings, skipChecks, replicationLag: null })]).toEqual(['info'])
  })

  it('measures no latency with `latency: off`', () => {
    expect(factsNeeded({ ...settings, latency: null }).has('latency')).toBe(false)
  })
})

describe('what Heroku is asked for', () => {
  it('leaves the settings out while the input is empty', () => {
    expect([...herokuFactsNeeded(settings)].sort()).toEqual(['database', 'maintenance', 'plans'])
    expect(herokuFactsNeeded({ ...settings, settings: { timeout: 60 } }).has('database-config')).toBe(true)
  })

  it('leaves out what belongs to a skipped check', () => {
    const skipChecks = new Set(['plan', 'standby', 'maintenance', 'settings'] as const)
    expect([...herokuFactsNeeded({ ...settings, skipChecks, settings: { timeout: 60 } })]).toEqual([])
  })
})

describe('tested', () => {
  it('is a writer that was connected to, written and read back', () => {
    expect(isTested(healthy.probe)).toBe(true)
  })

  it.each([
    ['nothing was probed', bare],
    ['the connection failed', but({ writer: { connect: broken('redis-refused') } })],
    ['the write failed', but({ writer: { write: broken('redis-out-of-memory') } })],
    ['nothing was written', lacking('writer', 'write')],
  ])('is not true when %s', (_, subject) => {
    expect(isTested(subject.probe)).toBe(false)
  })
})

describe('green means tested', () => {
  const unprobed = (state: 'missing' | 'unreadable') => ({
    ...given.without(healthy, 'probe'),
    mode: 'check' as const,
    unprobed: 'the add-on has no URL',
    config: {
      variables: [],
      url:
        state === 'missing'
          ? ({ state, configVars: ['REDIS_URL'] } as const)
          : ({ state, configVar: 'REDIS_URL', problem: 'has a port that is not a number' } as const),
    },
  })

  it.each(['missing', 'unreadable'] as const)('fails when the URL is %s', (state) => {
    expect(given.failures(unprobed(state))).toEqual([`config app: config-${state}`])
  })

  it.each(['missing', 'unreadable'] as const)('fails as well when `config` is skipped and the URL is %s', (state) => {
    const skipChecks = new Set(['config'] as const)
    expect(given.failures(unprobed(state), { skipChecks })).toEqual([`connect writer: config-${state}`])
  })

  it('fails as well when `addon` is skipped and there is none', () => {
    expect(given.failures({ ...bare, mode: 'check' }, { skipChecks: new Set(['addon'] as const) })).toEqual([
      'connect writer: addon-missing',
    ])
  })

  it('does not fail for what a dry run is going to create', () => {
    expect(given.failures({ ...bare, dryRun: true })).toEqual([])
    expect(given.failures({ ...unprobed('missing'), mode: 'setup', dryRun: true })).toEqual([])
  })

  it('does not fail after the add-on was removed on request', () => {
    const skipChecks = new Set(['addon'] as const)
    expect(given.failures({ ...bare, mode: 'remove' }, { skipChecks })).toEqual([])
  })

  it('says of every check why it tested nothing', () => {
    for (const { message } of findings(bare).filter(({ target }) => target !== 'app')) {
      expect(message).toMatch(/^Not (?:tested|known): /)
    }
  })
})
