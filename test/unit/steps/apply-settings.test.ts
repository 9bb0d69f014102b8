import { describe, expect, test } from 'vitest'
import type { HerokuApi } from '../../../src/heroku/api.ts'
import type { DatabaseConfig, Known as Answer } from '../../../src/heroku/data.ts'
import { addon, good, observed, url } from '../state/fixtures.ts'
import { applySteps } from '../../../src/steps/apply.ts'
import { readService } from '../../../src/steps/read-service.ts'
import { healthy, inTurn, refusal, scene } from './harness.ts'

const told = (value: DatabaseConfig): Answer<DatabaseConfig> => ({ known: true, value })
const unknown = { known: false as const, why: 'Heroku answered with 404', failure: refusal({ status: 404 }) }
const settings = 'maxmemory-policy=allkeys-lru\ntimeout=60\nnotify-keyspace-events=KEA'
const before = { maxmemoryPolicy: 'noeviction', timeout: 300, notifyKeyspaceEvents: '' }
const after = { maxmemoryPolicy: 'allkeys-lru', timeout: 60, notifyKeyspaceEvents: 'AKE' }

function playing(api: Partial<HerokuApi>, seen = healthy()) {
  const sent: DatabaseConfig[] = []
  const stage = scene({
    given: { settings },
    api: { setDatabaseConfig: async (_, config) => void sent.push(config), ...api },
  })
  const run = async () => {
    const known = await readService(stage.progress.learn(stage.known(seen)), stage.context)
    return applySteps(known, stage.context)
  }
  return { ...stage, sent, run }
}

test('what differs is sent in one request, and named with what it was', async () => {
  const { run, sent, progress } = playing({ databaseConfig: inTurn(told({ ...before, timeout: 60 })) })
  await run()
  expect(sent).toEqual([{ maxmemoryPolicy: 'allkeys-lru', notifyKeyspaceEvents: 'KEA' }])
  expect(progress.steps.map(({ detail }) => detail)).toEqual([
    'set maxmemory-policy=allkeys-lru (was noeviction), notify-keyspace-events=KEA (was "")',
  ])
})

test('what is as asked for, in another order of its flags, is left alone', async () => {
  const { run, sent, progress } = playing({ databaseConfig: inTurn(told(after)) })
  await run()
  expect([sent, progress.steps]).toEqual([[], []])
})

test('without knowing what is set, all of it is sent, and that is said', async () => {
  const { run, sent, progress, calls } = playing({ databaseConfig: inTurn(unknown) })
  await run()
  expect(sent).toHaveLength(1)
  expect(Object.keys(sent[0] ?? {})).toHaveLength(3)
  expect(progress.steps[0]?.detail).toContain('Heroku did not report the previous values')
  // A refusal is final.
  expect(calls.filter((call) => call === 'databaseConfig')).toHaveLength(1)
})

describe('a failure', () => {
  const lost = refusal({ reason: 'heroku-unavailable', status: 503, outcome: 'unknown' })

  test('after the work was done is none', async () => {
    const { run, progress } = playing({
      databaseConfig: inTurn(told(before), told(after)),
      setDatabaseConfig: async () => Promise.reject(lost),
    })
    await run()
    expect(progress.steps[0]).toMatchObject({ done: true })
  })

  test('before it is told, with what is not known', async () => {
    const { run, progress } = playing({
      databaseConfig: inTurn(told(before)),
      setDatabaseConfig: async () => Promise.reject(lost),
    })
    await expect(run()).rejects.toBe(lost)
    expect(progress.steps[0]?.detail).toBe(
      'asked Heroku to set maxmemory-policy=allkeys-lru (was noeviction), timeout=60 (was 300), notify-keyspace-events=KEA (was ""), but got no answer: it is not known whether it was done',
    )
  })

  test('by a refusal is final', async () => {
    const { run, calls, progress } = playing({
      databaseConfig: inTurn(told(before)),
      setDatabaseConfig: async () => Promise.reject(refusal({ reason: 'settings' })),
    })
    await expect(run()).rejects.toMatchObject({ reason: 'settings' })
    expect(calls.filter((call) => call === 'databaseConfig')).toHaveLength(1)
    expect(progress.steps[0]?.detail).toBe(
      'set maxmemory-policy=allkeys-lru (was noeviction), timeout=60 (was 300), notify-keyspace-events=KEA (was "")',
    )
  })
})

test('an add-on of another provider, or of another app, is left alone, and that is said once', async () => {
  const cloud = addon({ service: 'rediscloud', plan: 'rediscloud:30' })
  const other = playing({}, observed([cloud], { REDIS_URL: url, ...good }))
  await other.run()
  expect(other.progress.notes).toEqual([
    'settings had no effect on redis-one: it is not an add-on of Heroku Key-Value Store.',
  ])
  expect(other.calls).toEqual([])
})
