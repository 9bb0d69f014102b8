import { describe, expect, it } from 'vitest'
import { currentPoint } from '../../../src/checks/current-point.ts'
import type { PastPoint } from '../../../src/checks/past.ts'
import * as given from './fixtures.ts'
import { bare, broken, but, found, healthy, judges, now, ok, refused } from './fixtures.ts'

const hour = 3_600_000
const mb = 1024 * 1024

/** Hourly runs of ten days whose memory grows by 0.05 MB an hour, up to what the fixture measures now. */
function growing(most: number): readonly PastPoint[] {
  return Array.from({ length: most }, (_, index) => {
    const age = most - index
    return {
      time: now - age * hour,
      plan: 'heroku-redis:premium-0',
      server: 'a',
      memoryUsed: 30 * mb - age * 0.05 * mb,
      memoryMax: 50 * mb,
      connections: 4,
      maxConnections: 40,
      latencyP95Ms: 45,
    }
  })
}

/** 0.1 MB an hour. */
const steep = growing(240).map((point, index) => ({ ...point, memoryUsed: 44 * mb - (240 - index) * 0.1 * mb }))
const withoutPolicy = given.without({ ...given.info, usedMemory: 44 * mb }, 'maxMemoryPolicy')
const filling = { writerInfo: { usedMemory: 30 * mb } }

describe('trend', () => {
  judges('trend', 'writer', [
    ['without a state file', healthy, { is: 'skip', says: 'Not known: there is no `state-file` with earlier runs.' }],
    [
      'in the first run',
      but({ subject: { history: [] } }),
      { is: 'skip', says: 'Not enough history yet: a trend needs 4 days of runs.' },
    ],
    [
      'with steady figures',
      but({ subject: { history: growing(240).map((point) => ({ ...point, memoryUsed: 10 * mb })) } }),
      { is: 'pass', says: 'No growth toward a limit within 7 days; latency is as usual.' },
    ],
    [
      'with memory that will be full within 7 days and no limit to reach',
      but({ ...filling, subject: { history: growing(240) } }),
      {
        is: 'pass',
        says: /latency is as usual/,
        settings: { memory: null },
      },
    ],
    [
      'with a cache that evicts keys',
      but({ writerInfo: { usedMemory: 30 * mb, maxMemoryPolicy: 'allkeys-lru' }, subject: { history: growing(240) } }),
      { is: 'pass', says: /latency is as usual/ },
    ],
    [
      'with a full history of memory, and a policy that evicts nothing',
      but({ writerInfo: { usedMemory: 44 * mb, maxMemoryPolicy: 'noeviction' }, subject: { history: steep } }),
      { is: 'warn trend', says: /^Memory will reach 90 % of the limit in about/, value: '10 hours' },
    ],
    [
      'with a full history of memory, and an unknown policy',
      but({ writer: { info: ok(withoutPolicy) }, subject: { history: steep } }),
      { is: 'warn trend', says: /^Memory will reach 90 % of the limit in about/, value: '10 hours' },
    ],
    [
      'not connected',
      but({ writer: refused('redis-refused'), subject: { history: growing(240) } }),
      { is: 'skip', says: 'Not tested: the connection to the writer failed; see `connect`.' },
    ],
  ])

  it('warns of memory that will reach its limit, and says when and how fast', () => {
    // 90 % of 50 MB are 45 MB: 15 MB at 0.1 MB an hour last 150 hours.
    const fast = growing(240).map((point, index) => ({ ...point, memoryUsed: 30 * mb - (240 - index) * 0.1 * mb }))
    const finding = found('trend', 'writer', but({ ...filling, subject: { history: fast } }))
    expect(finding).toMatchObject({ status: 'warn', reason: 'trend', value: '6 days' })
    expect(finding.message).toMatch(/^Memory will reach 90 % of the limit in about 6 days.*an hour/)
    expect(finding.hint).toMatch(/^Find what grows/)
    expect(finding.cause).toMatch(/grown steadily/)
  })
})

describe('what this run measured', () => {
  it('has the figures of the writer', () => {
    expect(currentPoint(healthy)).toEqual({
      time: now,
      plan: 'heroku-redis:premium-0',
      server: 'a',
      latencyP95Ms: 45.5,
      memoryUsed: 10 * mb,
      memoryMax: 50 * mb,
      connections: 4,
      maxConnections: 40,
      evictedKeys: 0,
      rejectedConnections: 0,
    })
  })

  it('leaves out what is not known', () => {
    expect(currentPoint(bare)).toEqual({ time: now })
    const denied = but({ writer: { info: broken('redis-no-permission'), latency: broken('redis-timeout') } })
    expect(currentPoint(denied)).toEqual({ time: now, plan: given.addon.plan })
    expect(currentPoint(but({ writerInfo: { maxMemory: 0 } }))).not.toHaveProperty('memoryMax')
  })
})
