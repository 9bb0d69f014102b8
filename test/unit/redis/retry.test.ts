import { describe, expect, test } from 'vitest'
import { RedisError } from '../../../src/redis/errors.ts'
import type { RedisFailure } from '../../../src/redis/facts.ts'
import { retry, type RetrySettings } from '../../../src/redis/retry.ts'

const refused: RedisFailure = { reason: 'redis-refused', stage: 'tcp', message: 'refused', transient: true }

/** Fails as told, one failure a try, then succeeds. */
async function tries(failures: readonly (RedisFailure | Error)[], changes: Partial<RetrySettings> = {}) {
  let calls = 0
  const work = (): Promise<string> => {
    const failure = failures[calls++]
    if (failure === undefined) return Promise.resolve('done')
    return Promise.reject(failure instanceof Error ? failure : new RedisError(failure))
  }
  const settings = { budgetMs: 200, signal: new AbortController().signal, again: () => true, ...changes }
  const result = await retry(work, settings).catch((error: unknown) => error)
  return { calls, result, failure: result instanceof RedisError ? result.failure : undefined }
}

describe('retry', () => {
  test('what passes is told with the number of tries', async () => {
    expect((await tries([refused, refused])).result).toEqual({ value: 'done', attempts: 3 })
  })

  test('three failures count', async () => {
    const { calls, failure } = await tries([refused, refused, refused, refused])
    expect(calls).toBe(3)
    expect(failure).toEqual({ ...refused, attempts: 3 })
  })

  test('what is final is not tried again', async () => {
    expect((await tries([{ ...refused, transient: false }])).calls).toBe(1)
  })

  test('READONLY is final after the tries', async () => {
    const readOnly: RedisFailure = { ...refused, reason: 'redis-read-only' }
    expect((await tries([readOnly, readOnly, readOnly])).failure).toMatchObject({ transient: false, attempts: 3 })
  })

  test('no try begins when the budget is spent', async () => {
    expect((await tries([refused], { budgetMs: 0 })).failure).toMatchObject({ attempts: 1 })
  })

  test('nor when there is no point in one', async () => {
    expect((await tries([refused], { again: () => false })).calls).toBe(1)
  })

  test('an error that is not about Redis goes through at once', async () => {
    const bug = new TypeError('bug')
    expect(await tries([bug])).toMatchObject({ calls: 1, result: bug })
  })

  test('a cancelled run does not wait', async () => {
    expect((await tries([refused], { signal: AbortSignal.abort() })).result).toMatchObject({ reason: 'cancelled' })
  })
})
