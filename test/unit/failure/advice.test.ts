import { describe, expect, it } from 'vitest'
import { advise } from '../../../src/failure/catalogue.ts'
import { type FailureReason, failureReasons } from '../../../src/failure/failure.ts'
import type { Advice, Situation } from '../../../src/failure/situation.ts'

const heroku: Situation = {
  app: 'my-app',
  addon: 'redis-round-1',
  provider: 'heroku',
  plan: 'heroku-redis:premium-0',
  shared: false,
  source: 'REDIS_URL',
  tlsVariable: 'REDIS_WRITER_TLS',
  side: 'writer',
  servers: 'one',
}

/** Every place that a failure can be met in. */
const situations: Readonly<Record<string, Situation>> = {
  'nothing known': {},
  setup: { ...heroku, mode: 'setup', variables: 'fresh' },
  'setup, just created': {
    ...heroku,
    mode: 'setup',
    variables: 'fresh',
    changed: true,
  },
  rotate: { ...heroku, mode: 'rotate', variables: 'fresh' },
  'check, fresh': { ...heroku, mode: 'check', variables: 'fresh' },
  'check, drifted': { ...heroku, mode: 'check', variables: 'stale' },
  'check, maintenance running': { ...heroku, mode: 'check', variables: 'fresh', maintenance: 'running' },
  'other provider, setup': other('setup', 'fresh'),
  'other provider, check, fresh': other('check', 'fresh'),
  'other provider, check, drifted': other('check', 'stale'),
  'shared add-on, setup': { ...heroku, mode: 'setup', variables: 'fresh', shared: true, owner: 'acme-www' },
  'shared add-on, check': { ...heroku, mode: 'check', variables: 'fresh', shared: true, owner: 'acme-www' },
  'shared add-on of an unknown app': { ...heroku, mode: 'check', variables: 'fresh', shared: true },
  'two servers, writer': { ...heroku, mode: 'check', variables: 'fresh', servers: 'two' },
  'two servers, reader of its own': ownReader('check', 'fresh'),
  'two servers, reader of its own, drifted': ownReader('check', 'stale'),
  'two servers, reader of its own, in setup': ownReader('setup', 'fresh'),
  'other provider, nothing known of its URL': { mode: 'check', provider: 'other', side: 'writer' },
  'reader, nothing known of its URL': { mode: 'check', provider: 'other', side: 'reader', ownServer: true },
  'no route': { ...heroku, mode: 'check', variables: 'fresh', unreachable: true },
  'no route from a dyno': { ...heroku, mode: 'check', variables: 'fresh', unreachable: true, probeFrom: 'dyno' },
  'private space': { ...heroku, mode: 'check', variables: 'fresh', plan: 'heroku-redis:private-7' },
  'runner behind a proxy': { ...heroku, mode: 'check', variables: 'fresh', proxy: true },
}

function other(mode: 'setup' | 'check', variables: 'fresh' | 'stale'): Situation {
  const addon = {
    addon: 'stackhero-1',
    provider: 'other',
    plan: 'ah-redis-stackhero:ist-m',
    source: 'STACKHERO_REDIS_URL_TLS',
  }
  return { ...heroku, ...addon, provider: 'other', mode, variables }
}

function ownReader(mode: 'setup' | 'check', variables: 'fresh' | 'stale'): Situation {
  const { addon: _, plan: __, ...rest } = heroku
  return {
    ...rest,
    side: 'reader',
    ownServer: true,
    provider: 'other',
    source: 'READER_URL',
    servers: 'two',
    mode,
    variables,
  }
}

type Case = { readonly reason: FailureReason; readonly name: string; readonly situation: Situation } & Advice

const cases: readonly Case[] = Object.entries(situations).flatMap(([name, situation]) =>
  failureReasons.map((reason) => ({ reason, name, situation, ...advise(reason, situation) })),
)

/** Setup changes something here even where the config vars are as they should be. */
const setupHelps: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'addon-missing',
  'plan-mismatch',
  'version-mismatch',
  'version',
  'settings',
  'maintenance',
  'rotation-failed',
  // Not met with fresh config vars.
  'config-missing',
  'config-drift',
])

/** What can change without anybody doing something. */
const changesByItself: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'rate-limited',
  'heroku-unavailable',
  'provision-failed',
  'provision-timeout',
  'upgrade-failed',
  'maintenance',
  'dyno-failed',
  'redis-dns',
  'redis-refused',
  'redis-connection-lost',
  'redis-wrong-password',
  'redis-loading',
  'redis-read-only',
  'redis-no-replicas',
  'cancelled',
])

/** Heroku itself, whoever runs the server. */
const aboutHeroku: ReadonlySet<FailureReason> = new Set<FailureReason>(['heroku-unavailable', 'maintenance', 'standby'])

/** The cases that break a rule, with what they say. */
function offenders(rule: (each: Case) => boolean, among: (each: Case) => boolean = () => true): readonly string[] {
  return cases
    .filter((each) => among(each) && !rule(each))
    .map(({ name, reason, cause, remedy }) => `${name} · ${reason}: ${cause} → ${remedy}`)
}

describe('advice for every reason in every situation', () => {
  it('consists of whole sentences, with every name filled in', () => {
    const hole = /undefined|\[object|\s\s|<(?:app|add-on|plan|version|policy)>|\.\.|\(\)| ,| \./
    const isClean = (text: string): boolean =>
      /^[A-Z`].*[.]$/.test(text) && !hole.test(text) && (text.match(/`/g)?.length ?? 0) % 2 === 0
    expect(offenders(({ cause, remedy }) => isClean(cause) && isClean(remedy))).toEqual([])
  })

  it('is short enough for an annotation', () => {
    expect(offenders(({ cause, remedy }) => cause.length + remedy.length < 500)).toEqual([])
  })

  it('says nothing twice', () => {
    const isUnique = ({ cause, remedy }: Case): boolean => {
      const said = `${cause} ${remedy}`.split(/(?<=[.!?])\s+(?=[A-Z`])/)
      return new Set(said).size === said.length && !remedy.includes(cause)
    }
    expect(offenders(isUnique)).toEqual([])
  })

  it('advises setup in check mode only where setup changes something', () => {
    const isUseful = ({ reason, situation }: Case): boolean => setupHelps.has(reason) || situation.variables === 'stale'
    expect(
      offenders(
        (each) => isUseful(each) || !each.remedy.includes('mode: setup'),
        ({ situation }) => situation.mode === 'check',
      ),
    ).toEqual([])
  })

  it('never advises setup in setup', () => {
    // The app that owns a shared add-on runs its maintenance; this app then updates its copies.
    const isElsewhere = ({ reason, situation }: Case): boolean =>
      (reason === 'maintenance' && situation.shared === true) || reason === 'rotation-failed'
    expect(
      offenders(
        (each) => isElsewhere(each) || !each.remedy.includes('mode: setup'),
        ({ situation }) => situation.mode === 'setup',
      ),
    ).toEqual([])
  })

  it('does not advise to wait where nothing will change', () => {
    expect(
      offenders(
        ({ remedy }) => !/\bwait\b|run again|in a (?:minute|few)/i.test(remedy),
        ({ reason }) => !changesByItself.has(reason),
      ),
    ).toEqual([])
  })

  it('leaves Heroku’s commands, plans and support out where somebody else runs the server', () => {
    const heroku =
      /heroku (?:redis|data):|heroku-redis|\bprivate\b|\bshield\b|help\.heroku\.com|status\.heroku\.com|Heroku (?:is|requires|moves)|`settings:/i
    expect(
      offenders(
        ({ cause, remedy }) => !heroku.test(`${cause} ${remedy}`),
        ({ situation, reason }) => situation.provider === 'other' && !aboutHeroku.has(reason),
      ),
    ).toEqual([])
  })

  it('changes nothing of another app’s add-on', () => {
    expect(
      offenders(
        ({ remedy }) => !/plan-mismatch: change|version-mismatch: change|maintenance: run/.test(remedy),
        ({ situation }) => situation.shared === true,
      ),
    ).toEqual([])
  })
})

describe('redis-wrong-password', () => {
  it.each([
    ['setup', /Run again in a minute/],
    ['check, fresh', /Run again in a minute/],
    ['check, drifted', /Run with `mode: setup`/],
    ['other provider, check, fresh', /Compare the credentials in `STACKHERO_REDIS_URL_TLS`/],
    ['two servers, reader of its own', /Correct the credentials in `READER_URL`/],
  ])('%s: %s', (name, expected) => {
    expect(advise('redis-wrong-password', situations[name]).remedy).toMatch(expected)
  })
})

describe('where the command goes', () => {
  it('names the add-on and the app', () => {
    expect(advise('redis-refused', situations['setup']).remedy).toContain(
      '`heroku redis:info redis-round-1 --app my-app`',
    )
  })

  it('asks the owning app about a shared add-on', () => {
    expect(advise('redis-refused', situations['shared add-on, check']).remedy).toContain('--app acme-www')
    expect(advise('memory', situations['shared add-on, check']).remedy).toContain('(acme-www)')
  })

  it('pastes nothing that is not a name', () => {
    const hostile: Situation = {
      app: 'a; rm -rf /',
      addon: '$(id)',
      provider: 'heroku',
      mode: 'check',
      variables: 'fresh',
    }
    for (const reason of failureReasons) {
      const { cause, remedy } = advise(reason, hostile)
      expect(`${cause}${remedy}`).not.toMatch(/rm -rf|\$\(/)
    }
  })
})

it('knows that a private plan cannot be reached from outside, and offers the dyno', () => {
  const { cause, remedy } = advise('redis-timeout', { ...situations['private space'], stage: 'tcp' })
  expect(cause).toMatch(/private-7 can be reached from inside its Private Space only/)
  expect(remedy).toMatch(/`probe-from: dyno`/)
  const inside = advise('redis-timeout', { ...situations['private space'], stage: 'tcp', probeFrom: 'dyno' })
  expect(inside.remedy).not.toMatch(/probe-from: dyno/)
})

it('calls a likely reason likely, and names the others', () => {
  const certain = advise('redis-too-many-clients', situations['check, fresh'])
  const probable = advise('redis-too-many-clients', { ...situations['check, fresh'], probable: true })
  expect(probable.cause).toMatch(/firewall.*allow list.*proxy/)
  expect(certain.cause).not.toMatch(/firewall/)
})
