import { describe, expect, test } from 'vitest'
import { RateLimit } from '../../../src/heroku/rate-limit.ts'
import { logTo } from './support.ts'

/** A limit on a clock that only pauses move. */
function limit() {
  let time = 1_000
  const lines: string[] = []
  const pauses: number[] = []
  const clock = {
    now: () => time,
    sleep: async (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted()
      pauses.push(ms)
    },
  }
  const rate = new RateLimit(logTo(lines), clock)
  const answer = (remaining: string | readonly string[] | undefined, status = 200): void =>
    rate.update(remaining === undefined ? {} : { 'ratelimit-remaining': remaining as string }, status)
  const { signal } = new AbortController()
  const pausesOf = async (requests: number): Promise<readonly number[]> => {
    pauses.length = 0
    for (let request = 0; request < requests; request += 1) await rate.wait(signal)
    return pauses.map(Math.round)
  }
  const pass = (ms: number): void => {
    time += ms
  }
  return { rate, lines, answer, pausesOf, pass }
}

describe('requests to the Platform API', () => {
  test('are not held back before Heroku has named a limit, nor while a hundred calls are left', async () => {
    const { answer, pausesOf, lines } = limit()
    expect(await pausesOf(3)).toEqual([])
    answer('100')
    expect(await pausesOf(3)).toEqual([])
    expect(lines).toEqual([])
  })

  test('go at the pace of the refill when fewer are left: the first at once, then one every 0.8 s', async () => {
    const { answer, pausesOf, pass, lines } = limit()
    answer('99')
    expect(await pausesOf(4)).toEqual([800, 1_600, 2_400])
    pass(3_000)
    expect(await pausesOf(2)).toEqual([200, 1_000])
    pass(10_000)
    expect(await pausesOf(2)).toEqual([800])
    expect(lines).toEqual([
      "Close to Heroku's rate limit (99 calls left for this account): slowing down to one request every 800 ms.",
    ])
  })

  test('are no longer held back when Heroku has more calls again', async () => {
    const { answer, pausesOf } = limit()
    answer('0')
    expect(await pausesOf(2)).toEqual([800])
    answer('4500')
    expect(await pausesOf(2)).toEqual([])
  })

  test.each([undefined, '', 'x', '1x', 'x1', '-1', '1.5', '1'.repeat(10), ['5', '6']])(
    'keep their pace when the number of calls left is %j',
    async (odd) => {
      const { answer, pausesOf } = limit()
      answer(odd)
      expect(await pausesOf(2)).toEqual([])
      answer('7')
      answer(odd)
      expect(await pausesOf(2)).toEqual([800])
    },
  )

  test('are held back after a 429 without a number, without a line, until an answer is no 429', async () => {
    const { answer, pausesOf, lines } = limit()
    answer(undefined, 429)
    answer(undefined, 429)
    expect(await pausesOf(2)).toEqual([800])
    answer(undefined)
    expect(await pausesOf(2)).toEqual([])
    expect(lines).toEqual([])
  })

  test('follow the number that a 429 names', async () => {
    const { answer, pausesOf, lines } = limit()
    answer('3', 429)
    expect(await pausesOf(2)).toEqual([800])
    answer(undefined)
    expect(await pausesOf(1)).toEqual([800 + 800])
    expect(lines).toEqual([expect.stringContaining('(3 calls left for this account)')])
    answer('500', 429)
    expect(await pausesOf(1)).toEqual([])
  })

  test('are not begun in a run that was cancelled while they waited', async () => {
    const { rate, answer } = limit()
    answer('7')
    const cancel = new AbortController()
    await rate.wait(cancel.signal)
    cancel.abort(new Error('cancelled'))
    await expect(rate.wait(cancel.signal)).rejects.toThrow('cancelled')
  })
})

test('a limit that is reached is one line a minute', () => {
  const { rate, lines, pass } = limit()
  rate.logReached(2_000)
  pass(59_999)
  rate.logReached(3_000)
  pass(1)
  rate.logReached(4_000)
  expect(lines).toEqual([
    "Heroku's rate limit is reached (429): requests are retried, the first in 2 s.",
    "Heroku's rate limit is reached (429): requests are retried, the first in 4 s.",
  ])
})
