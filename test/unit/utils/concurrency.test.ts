import { describe, expect, test } from 'vitest'
import { type AdaptiveLimits, mapAdaptive, Semaphore } from '../../../src/utils/concurrency.ts'
import { measureEventLoopLag } from '../../../src/utils/event-loop-lag.ts'

const never = new AbortController().signal

/** Work that ends when the test says so. */
function controlled() {
  const begun: number[] = []
  const ends: (() => void)[] = []
  const work = (number: number) => () =>
    new Promise<number>((resolve) => {
      begun.push(number)
      ends[number] = () => resolve(number)
    })
  return { begun, end: (number: number) => ends[number]?.(), work }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('a semaphore', () => {
  test('lets so many begin, and the next in order when one ends', async () => {
    const semaphore = new Semaphore(2)
    const { begun, end, work } = controlled()
    const all = [0, 1, 2, 3].map((number) => semaphore.run(never, work(number)))
    await turn()
    expect(begun).toEqual([0, 1])
    end(1)
    await turn()
    expect(begun).toEqual([0, 1, 2])
    end(0)
    await turn()
    expect(begun).toEqual([0, 1, 2, 3])
    end(2)
    end(3)
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3])
  })

  test('goes on after work that fails', async () => {
    const semaphore = new Semaphore(1)
    const failing = semaphore.run(never, () => Promise.reject(new Error('no')))
    const next = semaphore.run(never, () => Promise.resolve('yes'))
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })

  test('gives up waiting when the signal aborts, without taking a place', async () => {
    const semaphore = new Semaphore(1)
    const { begun, end, work } = controlled()
    const cancel = new AbortController()
    const first = semaphore.run(never, work(0))
    const second = semaphore.run(cancel.signal, work(1))
    const third = semaphore.run(never, work(2))
    cancel.abort(new Error('enough'))
    await expect(second).rejects.toThrow('enough')
    await expect(semaphore.run(cancel.signal, work(3))).rejects.toThrow('enough')
    end(0)
    await first
    await turn()
    expect(begun).toEqual([0, 2])
    end(2)
    expect(await third).toBe(2)
  })
})

describe('mapAdaptive', () => {
  const limits = { first: 2, least: 2, most: 4, lagMs: () => 0 }

  /** The most that ran at the same time, and the results. */
  async function run(count: number, given: Partial<AdaptiveLimits> = {}) {
    let active = 0
    let most = 0
    const results = await mapAdaptive(
      Array.from({ length: count }, (_, index) => index),
      { ...limits, ...given },
      async (item) => {
        active += 1
        most = Math.max(most, active)
        await turn()
        active -= 1
        return item * 2
      },
    )
    return { most, results }
  }

  test('returns the results in the order of the items', async () => {
    expect((await run(5)).results).toEqual([0, 2, 4, 6, 8])
    expect((await run(0)).results).toEqual([])
  })

  test('runs more at once while the event loop keeps up, up to its limit', async () => {
    expect((await run(2)).most).toBe(2)
    expect((await run(50)).most).toBe(4)
  })

  test('stays where it is while the event loop is a little late', async () => {
    expect((await run(50, { lagMs: () => 40 })).most).toBe(2)
  })

  test('runs fewer at once while the event loop is late, reports it once, and recovers', async () => {
    let done = 0
    let reports = 0
    const running = new Set<number>()
    const seen: number[] = []
    await mapAdaptive(
      Array.from({ length: 200 }, (_, index) => index),
      { first: 20, least: 3, most: 20, lagMs: () => (done < 100 ? 200 : 0), onBusy: () => void (reports += 1) },
      async (item) => {
        running.add(item)
        await turn()
        seen[done] = running.size
        running.delete(item)
        done += 1
      },
    )
    expect(Math.max(...seen.slice(80, 100))).toBe(3)
    expect(Math.max(...seen.slice(100))).toBeGreaterThan(15)
    expect(reports).toBe(1)
  })

  test('does not report a late event loop where all began at once', async () => {
    let reports = 0
    await run(2, { least: 1, lagMs: () => 200, onBusy: () => void (reports += 1) })
    expect(reports).toBe(0)
  })

  test('rejects with the first error', async () => {
    await expect(mapAdaptive([1, 2], limits, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  })
})

test('the lag of the event loop grows while something keeps the processor', async () => {
  const meter = measureEventLoopLag()
  try {
    for (let count = 0; count < 5; count += 1) {
      const end = performance.now() + 100
      while (performance.now() < end);
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    expect(meter.lagMs()).toBeGreaterThan(10)
  } finally {
    meter.stop()
  }
})
