import { describe, expect, test } from 'vitest'
import { failure } from '../../../src/failure/catalogue.ts'
import type { FailureReason } from '../../../src/failure/failure.ts'
import type { AddonLog, HerokuStatus, Known as Answer, Maintenance } from '../../../src/heroku/data.ts'
import { redisAddon } from '../../../src/state/addon.ts'
import { type ContextSources, type Ended, gatherContext } from '../../../src/report/context.ts'
import { addon } from '../state/fixtures.ts'

const told = <T>(value: T): Answer<T> => ({ known: true, value })
const silent = { known: false as const, why: 'no answer' }
const ours = redisAddon(addon(), false, ['REDIS_URL'])

interface Given {
  readonly reason?: FailureReason
  readonly logs?: 'on-failure' | 'always' | 'never'
  readonly ended?: Partial<Ended>
  readonly status?: Answer<HerokuStatus>
  readonly maintenance?: Answer<Maintenance>
  readonly log?: Answer<AddonLog>
  readonly aborted?: boolean
}

async function gathering({
  reason,
  logs = 'on-failure',
  ended = {},
  status = silent,
  maintenance = silent,
  log = silent,
  aborted = false,
}: Given) {
  const asked: string[] = []
  const cancel = new AbortController()
  if (aborted) cancel.abort()
  const sources: ContextSources = {
    api: {
      addonLog: async (app, name) => {
        asked.push(`log of ${name} on ${app}`)
        return log
      },
      maintenance: async () => {
        asked.push('maintenance')
        return maintenance
      },
    },
    incidents: async () => {
      asked.push('incidents')
      return status
    },
    signal: cancel.signal,
  }
  const error = reason && failure(reason, 'It failed.')
  const gathered = await gatherContext(
    { app: 'my-app', addon: ours, error, findings: [], maintenance: undefined, log: undefined, ...ended },
    { logs },
    sources,
  )
  return { ...gathered, asked }
}

test('a run that passes asks nothing', async () => {
  expect(await gathering({})).toEqual({ context: [], asked: [] })
})

test.each<FailureReason>([
  'input-invalid',
  'heroku-unauthorized',
  'app-not-found',
  'config-drift',
  'config-conflict',
  'cancelled',
  'internal',
])('after %s nothing is asked: it is not Heroku’s doing', async (reason) => {
  expect((await gathering({ reason })).asked).toEqual([])
})

test('after a failure that Heroku could cause, all three are asked', async () => {
  const { context, metrics, asked } = await gathering({
    reason: 'redis-timeout',
    status: told({
      incidents: [
        {
          title: 'Slow',
          since: '2026-03-04T12:03:00.000Z',
          url: 'https://status.heroku.com/incidents/1',
          update: 'Working.',
        },
        { title: 'Old', url: 'https://evil.example.com/' },
        { title: 'Same', update: 'Same', url: 'x https://status.heroku.com/1' },
      ],
    }),
    maintenance: told({ status: 'running', startedAt: '2026-03-04T11:00:00.000Z' }),
    log: told({ lines: ['a line'], metrics: { hitRate: 0.5 } }),
  })
  expect(asked.toSorted()).toEqual(['incidents', 'log of redis-one on my-app', 'maintenance'])
  expect(context).toEqual([
    {
      kind: 'incident',
      message: 'Heroku reports an open incident: Slow (since 2026-03-04 12:03 UTC): Working.',
      at: '2026-03-04T12:03:00.000Z',
      url: 'https://status.heroku.com/incidents/1',
    },
    { kind: 'incident', message: 'Heroku reports an open incident: Old.' },
    { kind: 'incident', message: 'Heroku reports an open incident: Same.' },
    {
      kind: 'maintenance',
      message: 'The maintenance of redis-one is running, since 2026-03-04 11:00 UTC.',
      at: '2026-03-04T11:00:00.000Z',
    },
    { kind: 'log', message: 'a line' },
  ])
  expect(metrics).toEqual({ hitRate: 0.5 })
})

test('without an add-on, only the incidents of Heroku are asked for', async () => {
  expect((await gathering({ reason: 'redis-refused', ended: { addon: undefined } })).asked).toEqual(['incidents'])
})

test('after a warning nothing is asked', async () => {
  const finding = { id: 'latency', target: 'writer', status: 'warn', message: 'x', reason: 'latency' } as const
  expect((await gathering({ ended: { findings: [finding] } })).asked).toEqual([])
})

test('a finding that fails counts like an error', async () => {
  const finding = { id: 'connect', target: 'writer', status: 'fail', message: 'x', reason: 'redis-refused' } as const
  expect((await gathering({ ended: { findings: [finding] } })).asked).toContain('incidents')
})

test('what is known already is not asked again, and what does not run is not named', async () => {
  const { asked, context } = await gathering({
    reason: 'redis-refused',
    ended: { maintenance: told<Maintenance>({ status: 'ready' }) },
  })
  expect(asked).not.toContain('maintenance')
  expect(context).toEqual([])
})

test('a full server has its metrics read, and no incident', async () => {
  expect((await gathering({ reason: 'memory' })).asked).toEqual(['log of redis-one on my-app'])
})

describe('logs', () => {
  test('never', async () => {
    expect((await gathering({ reason: 'redis-refused', logs: 'never' })).asked).toEqual(['incidents', 'maintenance'])
  })

  test('always: what was read while Redis was tested gives the metrics, and its lines after a failure', async () => {
    const log = Promise.resolve(told<AddonLog>({ lines: ['a line'], metrics: { hitRate: 1 } }))
    const passing = await gathering({ logs: 'always', ended: { log } })
    expect(passing).toEqual({ context: [], metrics: { hitRate: 1 }, asked: [] })
    const failing = await gathering({ logs: 'always', reason: 'redis-refused', ended: { log } })
    expect(failing.context).toEqual([{ kind: 'log', message: 'a line' }])
    expect(failing.asked).not.toContain('log of redis-one on my-app')
  })

  test('of an add-on that is shared is its own app’s', async () => {
    const shared = redisAddon(addon({ app: 'owner' }), true, ['REDIS_URL'])
    const { asked } = await gathering({ reason: 'redis-refused', ended: { addon: shared } })
    // Its maintenance is its owner's business.
    expect(asked).toEqual(['incidents', 'log of redis-one on owner'])
  })

  test('of another provider there are none', async () => {
    const cloud = redisAddon(addon({ service: 'rediscloud' }), false, ['REDIS_URL'])
    expect((await gathering({ reason: 'redis-refused', ended: { addon: cloud } })).asked).toEqual(['incidents'])
  })
})

test('a cancelled run asks for nothing more', async () => {
  expect((await gathering({ reason: 'redis-refused', aborted: true })).asked).toEqual([])
})
