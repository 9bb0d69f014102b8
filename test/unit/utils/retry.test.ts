import { describe, expect, test } from 'vitest'
import { backOffMs, retry, type RetryOptions } from '../../../src/utils/retry.ts'

/** A clock that only moves when somebody sleeps. */
function fakeClock() {
  const pauses: number[] = []
  let time = 1_000
  return {
    pauses,
    now: () => time,
    advance: (ms: number) => {
      time += ms
    },
    sleep: async (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted()
      pauses.push(ms)
      time += ms
    },
  }
}

function setUp(overrides: Partial<RetryOptions> = {}) {
  const clock = fakeClock()
  const options: RetryOptions = {
    tries: 5,
    budgetMs: 10_000,
    delayMs: (failures) => failures * 100,
    shouldRetry: () => true,
    signal: new AbortController().signal,
    clock,
    ...overrides,
  }
  return { clock, options }
}

const failing = (errors: readonly Error[]) => {
  let calls = 0
  return {
    calls: () => calls,
    work: async (attempt: number): Promise<string> => {
      calls += 1
      const error = errors[attempt - 1]
      if (error) throw error
      return `try ${String(attempt)}`
    },
  }
}

describe('retry', () => {
  test('returns the first success', async () => {
    const told: unknown[] = []
    const { clock, options } = setUp({ onRetry: (error, pauseMs) => void told.push([error, pauseMs]) })
    const errors = [new Error('1'), new Error('2')]
    const { work } = failing(errors)
    expect(await retry(work, options)).toBe('try 3')
    expect(clock.pauses).toEqual([100, 200])
    expect(told).toEqual([
      [errors[0], 100],
      [errors[1], 200],
    ])
  })

  test('throws the last error after the last try', async () => {
    const { clock, options } = setUp({ tries: 3 })
    const errors = [new Error('1'), new Error('2'), new Error('3'), new Error('4')]
    const { work, calls } = failing(errors)
    await expect(retry(work, options)).rejects.toBe(errors[2])
    expect(calls()).toBe(3)
    expect(clock.pauses).toHaveLength(2)
  })

  test('does not repeat what another try cannot change', async () => {
    const asked: unknown[] = []
    const { options } = setUp({
      shouldRetry: (error, nextTry) => {
        asked.push([error, nextTry])
        return false
      },
    })
    const error = new Error('final')
    const { work, calls } = failing([error])
    await expect(retry(work, options)).rejects.toBe(error)
    expect(calls()).toBe(1)
    expect(asked).toEqual([[error, 2]])
  })

  test('begins no pause that would end after the budget', async () => {
    const { clock, options } = setUp({ budgetMs: 350, delayMs: () => 200 })
    const { work, calls } = failing([new Error('1'), new Error('2'), new Error('3')])
    await expect(retry(work, options)).rejects.toThrow('2')
    expect(calls()).toBe(2)
    expect(clock.pauses).toEqual([200])
  })

  test('counts the time of the tries, too', async () => {
    const { clock, options } = setUp({ budgetMs: 1_000 })
    let calls = 0
    const slow = async (): Promise<never> => {
      calls += 1
      clock.advance(950)
      throw new Error('slow')
    }
    await expect(retry(slow, options)).rejects.toThrow('slow')
    expect(calls).toBe(1)
  })

  test('ends a pause with the reason of the signal', async () => {
    const cancel = new AbortController()
    const { options } = setUp({ signal: cancel.signal })
    const reason = new Error('cancelled')
    const work = async (): Promise<never> => {
      cancel.abort(reason)
      throw new Error('lost')
    }
    await expect(retry(work, options)).rejects.toBe(reason)
  })
})

test('the back-off grows by its factor and spreads by a quarter', () => {
  const schedule = { firstMs: 400, factor: 3 }
  expect([1, 2, 3].map((failures) => backOffMs(failures, schedule, () => 0.5))).toEqual([400, 1_200, 3_600])
  expect(backOffMs(1, schedule, () => 0)).toBe(300)
  expect(backOffMs(1, schedule, () => 1)).toBe(500)
})
