import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { herokuFactsNeeded } from '../../../src/checks/judge.ts'
import { askHeroku, type HerokuFactsContext } from '../../../src/state/heroku-facts.ts'
import type { Known } from '../../../src/heroku/data.ts'
import { redisAddon } from '../../../src/state/addon.ts'
import { timeLimit } from '../../../src/utils/abort.ts'
import { addon, inputs } from './fixtures.ts'

const never = new Promise<never>(() => undefined)
const own = redisAddon(addon(), false, ['REDIS_URL'])
const cloud = redisAddon(addon({ service: 'rediscloud', plan: 'rediscloud:30' }), false, ['REDISCLOUD_URL'])

function heroku(
  answers: { readonly [Name in 'plans' | 'maintenance' | 'database' | 'config']?: Promise<Known<never>> } = {},
) {
  const asked: string[] = []
  const answer = (name: keyof typeof answers, of: string): Promise<Known<never>> => {
    asked.push(`${name} of ${of}`)
    return answers[name] ?? Promise.resolve({ known: true, value: {} as never })
  }
  const context: HerokuFactsContext = {
    api: {
      maintenance: (id) => answer('maintenance', id),
      databaseInfo: (name) => answer('database', name),
      databaseConfig: (name) => answer('config', name),
    },
    plansOf: (service) => answer('plans', service),
  }
  return { context, asked }
}

describe('what Heroku is asked beside the tests of Redis', () => {
  test.each<[string, Parameters<typeof askHeroku>[0], Record<string, string>, readonly string[]]>([
    ['its own add-on', own, {}, ['plans of heroku-redis', 'maintenance of id-1', 'database of redis-one']],
    [
      'with settings',
      own,
      { settings: 'timeout=300' },
      ['plans of heroku-redis', 'maintenance of id-1', 'database of redis-one', 'config of redis-one'],
    ],
    ['without the checks that need it', own, { 'skip-checks': 'plan, maintenance, standby' }, []],
    ["another provider's", cloud, { settings: 'timeout=300' }, ['plans of rediscloud']],
    ['no add-on', undefined, {}, []],
  ])('%s', (_, of, given, expected) => {
    const { context, asked } = heroku()
    askHeroku(of, herokuFactsNeeded(inputs(given)), context)
    expect(asked).toEqual(expected)
  })
})

describe('answers', () => {
  test('that are there are taken, whatever else is late', async () => {
    const { context } = heroku({ maintenance: never })
    const facts = await askHeroku(own, herokuFactsNeeded(inputs()), context).settled(AbortSignal.timeout(100))
    expect(facts).toEqual({
      plans: { known: true, value: {} },
      maintenance: { known: false, why: 'no answer while Redis was tested' },
      database: { known: true, value: {} },
    })
  })

  test('are waited for until the limit', async () => {
    const { context } = heroku({ plans: never, maintenance: never, database: never })
    const limit = new AbortController()
    const settled = askHeroku(own, herokuFactsNeeded(inputs()), context).settled(limit.signal)
    expect(await Promise.race([settled, sleep(20, 'waits')])).toBe('waits')
    limit.abort()
    expect((await settled).plans).toMatchObject({ known: false })
  })

  test('end with a cancelled run', async () => {
    const cancel = new AbortController()
    const { context } = heroku({ maintenance: never })
    const pending = askHeroku(own, herokuFactsNeeded(inputs()), context)
    const settled = pending.settled(timeLimit(60_000, cancel.signal))
    cancel.abort(new Error('cancelled'))
    expect((await settled).maintenance).toMatchObject({ known: false })
  })

  test('that fail are not called late', async () => {
    const { context } = heroku({ plans: Promise.reject(new Error('a bug')) })
    const pending = askHeroku(own, herokuFactsNeeded(inputs()), context)
    await expect(pending.settled(AbortSignal.timeout(60_000))).rejects.toThrow('a bug')
  })
})
