import { describe, expect, test } from 'vitest'
import type { Info } from '../../../src/redis/facts.ts'
import { judgePair, type ServerInfo } from '../../../src/redis/reader-role.ts'

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
})
