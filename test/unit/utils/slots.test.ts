import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { cancelled } from '../../../src/failure/to-failure.ts'
import { Slots } from '../../../src/utils/concurrency.ts'

const { signal } = new AbortController()

describe('Slots', () => {
  test('no more are taken at the same time than there are', async () => {
    const slots = new Slots(10)
    let taken = 0
    let most = 0
    const work = async (count: number): Promise<void> => {
      await slots.take(count, signal)
      most = Math.max(most, (taken += count))
      await sleep(1)
      taken -= count
      // One by one, as dynos end.
      for (let left = count; left > 0; left--) slots.free(1)
    }
    await Promise.all(Array.from({ length: 60 }, (_, index) => work(1 + (index % 2))))
    expect(most).toBeLessThanOrEqual(10)
    expect(most).toBeGreaterThanOrEqual(9)
    expect(taken).toBe(0)
  })

  test('those who need several do not wait for each other', async () => {
    const slots = new Slots(3)
    const ended = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        await slots.take(2, signal)
        await sleep(1)
        slots.free(2)
        return index
      }),
    )
    expect(ended).toHaveLength(20)
  })

  test('who is cancelled leaves the queue', async () => {
    const slots = new Slots(1)
    const cancel = new AbortController()
    await slots.take(1, signal)
    const waiting = slots.take(1, cancel.signal)
    const next = slots.take(1, signal)
    cancel.abort(cancelled())
    await expect(waiting).rejects.toMatchObject({ reason: 'cancelled' })
    await expect(slots.take(1, cancel.signal)).rejects.toMatchObject({ reason: 'cancelled' })
    slots.free(1)
    await next
  })
})
