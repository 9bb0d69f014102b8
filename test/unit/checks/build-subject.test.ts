import { describe, expect, test } from 'vitest'
import { buildSubject, type Evidence } from '../../../src/checks/build-subject.ts'
import type { InputName } from '../../../src/inputs/inputs.ts'
import type { Observed } from '../../../src/state/observed.ts'
import { addon, attachment, good, inputs, known, observed, url } from '../state/fixtures.ts'

const evidence: Evidence = { steps: [], heroku: {}, proxy: false, now: 1_000 }

function subjectOf(seen: Observed, given: Partial<Record<InputName, string>> = {}, more: Partial<Evidence> = {}) {
  return buildSubject(known(seen, inputs(given)), inputs(given), { ...evidence, ...more })
}

describe('the subject of the checks', () => {
  test('of an app that is all right', () => {
    const subject = subjectOf(observed([addon()], { REDIS_URL: url, ...good, EXTRA: '1' }), { config: 'EXTRA=1' })
    expect(subject).toMatchObject({
      app: 'my-app',
      mode: 'setup',
      addon: {
        name: 'redis-one',
        service: 'heroku-redis',
        plan: 'heroku-redis:premium-0',
        shared: false,
        owner: 'my-app',
      },
      config: { url: { state: 'ok', configVar: 'REDIS_URL' } },
      unprobed: 'the config vars of the app name no endpoint',
      now: 1_000,
    })
    expect(subject.config?.variables).toHaveLength(11)
    expect(new Set(subject.config?.variables.map(({ state }) => state))).toEqual(new Set(['ok']))
    expect(subject.config?.variables.at(-1)).toEqual({ name: 'EXTRA', state: 'ok', side: 'config', source: 'config' })
    expect(JSON.stringify(subject)).not.toContain('p@ss')
  })

  test('names the source of each side', () => {
    const seen = observed([addon()], { REDIS_URL: url, REPLICA_URL: 'rediss://:x@replica.example.com:1' })
    const sources = (reader: string) =>
      Object.fromEntries(
        (subjectOf(seen, { reader, fields: 'host, url' }).config?.variables ?? []).map(({ name, source }) => [
          name,
          source,
        ]),
      )
    expect(sources('REPLICA_URL')).toMatchObject({ REDIS_WRITER_HOST: 'REDIS_URL', REDIS_READER_HOST: 'REPLICA_URL' })
    expect(sources('')).toMatchObject({ REDIS_READER_HOST: 'REDIS_URL' })
    expect(sources('rediss://:x@h.example.com:1')).toMatchObject({ REDIS_READER_HOST: 'reader' })
  })

  test('tells live URLs from copies', () => {
    const both = addon({ configVars: ['REDIS_URL', 'REDIS_WRITER_URL'] })
    const { config } = subjectOf(observed([both], { REDIS_URL: url, REDIS_WRITER_URL: url }), { fields: 'host, url' })
    expect(config?.variables.map(({ name, kind }) => [name, kind])).toEqual([
      ['REDIS_WRITER_HOST', undefined],
      ['REDIS_WRITER_URL', 'live'],
      ['REDIS_READER_HOST', undefined],
      ['REDIS_READER_URL', 'copy'],
    ])
  })

  test.each<[string, Record<string, string>, object, string]>([
    ['is missing', {}, { state: 'missing', configVars: ['REDIS_URL'] }, 'REDIS_URL is not set'],
    [
      'cannot be read',
      { REDIS_URL: 'https://x' },
      { state: 'unreadable', configVar: 'REDIS_URL' },
      'the URL in REDIS_URL cannot be read',
    ],
  ])('says that the URL %s, and judges no variable by it', (_, config, state, why) => {
    const subject = subjectOf(observed([addon()], { ...good, ...config }))
    expect(subject.config).toMatchObject({ url: state, variables: [] })
    expect(subject.unprobed).toBe(why)
  })

  test('a wrong reader hides neither the writer nor its variables', () => {
    const subject = subjectOf(observed([addon()], { REDIS_URL: url, ...good }), { reader: 'NOPE' })
    expect(subject.config?.readerProblem).toMatchObject({ reason: 'config-missing' })
    expect(new Set(subject.config?.variables.map(({ side }) => side))).toEqual(new Set(['writer']))
  })

  test('without an add-on: what stands in its place', () => {
    expect(subjectOf(observed([], {}))).toMatchObject({ unprobed: 'there is no add-on' })
    expect(subjectOf(observed([], {}), { 'dry-run': 'true' })).toMatchObject({ unprobed: 'there is no add-on yet' })
    expect(subjectOf(observed([], {}))).not.toHaveProperty('handSetUrl')
    expect(subjectOf(observed([], { REDIS_URL: url }))).toMatchObject({ handSetUrl: 'REDIS_URL' })
    const other = addon({ service: 'x', plan: 'x:y', name: 'other', configVars: [] })
    const owned = observed([other], { REDIS_URL: url }, [attachment('REDIS', other)])
    expect(subjectOf(owned, { plan: 'premium-0' })).not.toHaveProperty('handSetUrl')
    expect(subjectOf(observed([addon()], { REDIS_URL: url }))).not.toHaveProperty('handSetUrl')
  })

  test('carries what Heroku said, what was done, and the proxy', () => {
    const done = { action: 'set-config', target: 'x', done: true, detail: '' } as const
    const planned = { action: 'wait-release', target: 'x', done: false, detail: '' } as const
    const subject = subjectOf(
      observed([addon()], {}),
      { plan: 'premium-3' },
      {
        steps: [done, planned],
        proxy: true,
        heroku: {
          plans: { known: true, value: [] },
          maintenance: { known: false, why: 'x' },
          database: { known: true, value: {} },
        },
      },
    )
    expect(subject).toMatchObject({
      addon: { wantedPlan: 'heroku-redis:premium-3', plans: [] },
      doneActions: new Set(['set-config']),
      maintenance: { known: false },
      database: { known: true },
      proxy: true,
    })
    expect(subject).not.toHaveProperty('databaseConfig')
  })
})
