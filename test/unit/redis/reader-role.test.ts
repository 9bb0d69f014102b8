import { describe, expect, test } from 'vitest'
import type { Info } from '../../../src/redis/facts.ts'
import { hasBrokenLink, judgePair, type ServerInfo } from '../../../src/redis/reader-role.ts'

const info = (value: Partial<Info>): ServerInfo => ({
  reached: true,
  info: { ok: true, value: { server: 'redis', ...value } },
})

const writer: Partial<Info> = { runId: 'w', role: 'master', masterReplid: 'one' }
const replica: Partial<Info> = { runId: 'r', role: 'slave', masterReplid: 'one', masterLinkStatus: 'up' }

describe('judgePair', () => {
  test.each([
    ['one server', writer, writer, 'same-server', false],
    ['one server that is a replica', replica, replica, 'same-server', false],
    ['its replica', writer, replica, 'replica', false],
    ['its replica, cut off for now', writer, { ...replica, masterLinkStatus: 'down' }, 'replica', false],
    ['a stranger’s replica', writer, { ...replica, masterReplid: 'two' }, 'stranger', false],
    [
      'a replica that follows the primary from before the promotion',
      { ...writer, masterReplid2: 'two' },
      { ...replica, masterReplid: 'two' },
      'stranger',
      true,
    ],
    [
      'a replica in its first sync',
      writer,
      { ...replica, masterReplid: 'own', masterSyncInProgress: true },
      'unknown',
      false,
    ],
    [
      'a replica that never had a link',
      writer,
      { ...replica, masterReplid: 'own', masterLinkStatus: 'down' },
      'unknown',
      false,
    ],
    ['two primaries', writer, { ...writer, runId: 'r', masterReplid: 'two' }, 'primary', false],
    [
      'a reader that was promoted',
      writer,
      { runId: 'r', role: 'master', masterReplid: 'two', masterReplid2: 'one' },
      'primary',
      true,
    ],
    [
      'a writer that was promoted',
      { ...writer, masterReplid2: 'two' },
      { runId: 'r', role: 'master', masterReplid: 'two' },
      'primary',
      true,
    ],
    ['swapped', replica, writer, 'primary', false],
    ['two replicas', replica, { ...replica, runId: 'r2' }, 'unknown', false],
    ['no run_id', { role: 'master' }, { role: 'master' }, 'unknown', false],
    ['no master_replid', { runId: 'w', role: 'master' }, { runId: 'r', role: 'slave' }, 'unknown', false],
  ] as const)('%s', (_, left, right, role, split) => {
    expect(judgePair(info(left), info(right), 'two-addresses')).toMatchObject({ role, split })
  })

  test('what was not said proves nothing', () => {
    const denied: ServerInfo = {
      reached: true,
      info: { ok: false, failure: { reason: 'redis-no-permission', stage: 'command', message: '', transient: false } },
    }
    const silent: ServerInfo = {
      reached: true,
      info: {
        ok: false,
        failure: { reason: 'redis-busy', code: 'BUSY', stage: 'command', message: '', transient: true },
      },
    }
    const proof = (left: ServerInfo, right: ServerInfo): string => {
      const pair = judgePair(left, right, 'two-addresses')
      expect(pair.role).toBe('unknown')
      return pair.proof
    }
    expect(proof({ reached: false }, info(writer))).toBe('the writer was not reached')
    expect(proof({ reached: true }, info(writer))).toBe('INFO was not read on the writer')
    expect(proof(info(writer), denied)).toBe('INFO is denied on the reader')
    expect(proof(info(writer), silent)).toBe('the reader did not answer INFO (BUSY)')
    expect(proof({ ...denied, role: 'master' }, { ...denied, role: 'slave' })).toBe(
      'INFO is denied on the writer; the writer is a primary and the reader is a replica, but whose is not known',
    )
  })

  const primary: Partial<Info> = { ...writer, runId: 'w'.repeat(40), masterReplid: '1'.repeat(40) }
  const follower: Partial<Info> = { ...replica, runId: 'r'.repeat(40), masterReplid: '1'.repeat(40) }
  const other = { runId: 'r'.repeat(40), masterReplid: '2'.repeat(40) }

  test.each<[Partial<Info>, Partial<Info>, string]>([
    [primary, primary, 'writer and reader have the same run_id, wwwwwwww…'],
    [primary, follower, 'writer and reader have the same master_replid, 11111111…, and different run_ids'],
    [primary, { ...follower, ...other }, 'the reader’s master_replid is 22222222…, not the writer’s 11111111…'],
    [primary, { ...primary, ...other }, 'two primaries, run_ids wwwwwwww… and rrrrrrrr…'],
    [
      primary,
      { ...primary, ...other, masterReplid2: '1'.repeat(40) },
      'two primaries, run_ids wwwwwwww… and rrrrrrrr…, one promoted from the other',
    ],
    [follower, primary, 'the reader is a primary while the writer is a replica'],
    [follower, { ...follower, runId: 'x' }, 'the writer is a replica, so it has no replica that can be proven'],
    [
      primary,
      { ...follower, ...other, masterLinkStatus: 'down' },
      'the reader is a replica without a working link, so its primary is not known',
    ],
    [{ ...primary, runId: 'w' }, { role: 'slave' }, 'INFO has no run_id'],
    [{ role: 'master' }, follower, 'INFO has no run_id'],
    [{ runId: 'w', role: 'master' }, follower, 'INFO has no role or no master_replid'],
    [primary, { runId: 'r', role: 'slave' }, 'INFO has no role or no master_replid'],
    [primary, { runId: 'r', masterReplid: '1'.repeat(40) }, 'INFO has no role or no master_replid'],
  ])('%o and %o: %s', (left, right, proof) => {
    expect(judgePair(info(left), info(right), 'two-addresses').proof).toBe(proof)
  })

  test('a former history that neither side names is no promotion', () => {
    const left = { ...primary, masterReplid2: '3'.repeat(40) }
    expect(judgePair(info(left), info({ ...primary, ...other }), 'two-addresses').split).toBe(false)
    const { masterReplid: _, ...unnamed } = { ...primary, ...other }
    expect(judgePair(info(primary), info(unnamed), 'two-addresses').split).toBe(false)
  })

  test('one address is one server only where INFO does not say better', () => {
    const silent = info({ role: 'master' })
    expect(judgePair(silent, silent, 'one-endpoint')).toEqual({
      role: 'same-server',
      proof: 'writer and reader are one endpoint',
      split: false,
    })
    expect(judgePair(silent, info(primary), 'one-address')).toMatchObject({
      role: 'same-server',
      proof: 'writer and reader have one address',
    })
    expect(judgePair(info(primary), silent, 'one-address').role).toBe('same-server')
    // A load balancer: two servers behind one address.
    expect(judgePair(info(primary), info(follower), 'one-address').role).toBe('replica')
    expect(judgePair({ reached: false }, silent, 'one-endpoint').proof).toBe('the writer was not reached')
    expect(judgePair(silent, { reached: false }, 'one-address').proof).toBe('the reader was not reached')
  })

  test('a server that does not know INFO', () => {
    const failure = {
      reason: 'redis-error',
      unknownCommand: true,
      stage: 'command',
      message: '',
      transient: false,
    } as const
    const proof = judgePair(info(primary), { reached: true, info: { ok: false, failure } }, 'two-addresses').proof
    expect(proof).toBe('the reader does not know INFO')
  })
})

test.each<[Partial<Info>, boolean]>([
  [{ role: 'slave', masterLinkStatus: 'up' }, false],
  [{ role: 'slave', masterLinkStatus: 'up', masterSyncInProgress: true }, true],
  [{ role: 'slave', masterLinkStatus: 'down' }, true],
  [{ role: 'slave' }, true],
  [{ role: 'master' }, false],
])('%o has a broken link: %s', (value, broken) => {
  expect(hasBrokenLink({ server: 'redis', ...value })).toBe(broken)
})
