import { describe, expect, test } from 'vitest'
import { Deadline, TimedOut, within } from '../../../src/utils/deadline.ts'

const never = new Promise<never>(() => undefined)
const { signal } = new AbortController()

describe('waiting within patience', () => {
  test('gives what came in time, also the error', async () => {
    await expect(within(Promise.resolve('there'), { ms: 5_000, signal })).resolves.toBe('there')
    await expect(within(Promise.reject(new RangeError('wrong')), { ms: 5_000, signal })).rejects.toThrow(RangeError)
  })

  test('ends with the time', async () => {
    await expect(within(never, { ms: 5, signal })).rejects.toThrow(TimedOut)
    await expect(within(never, { ms: -5, signal })).rejects.toThrow(TimedOut)
  })

  test('ends with the run, cancelled meanwhile or before', async () => {
    const cancel = new AbortController()
    const waiting = within(never, { ms: 60_000, signal: cancel.signal }).catch((error: unknown) => error)
    cancel.abort()
    expect(await waiting).toBe(cancel.signal.reason)
    await expect(within(never, { ms: 60_000, signal: cancel.signal })).rejects.toBe(cancel.signal.reason)
  })

  test('leaves less to each step that shares a deadline', async () => {
    const deadline = new Deadline(60_000, signal)
    const first = deadline.patience.ms
    expect(first).toBeLessThanOrEqual(60_000)
    await within(never, { ms: 20, signal }).catch(() => undefined)
    expect(deadline.patience.ms).toBeLessThan(first - 10)
  })
})
