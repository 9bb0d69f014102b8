import { describe, expect, test } from 'vitest'
import { Semaphore } from '../../../src/utils/concurrency.ts'

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
