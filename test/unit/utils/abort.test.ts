import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { abortable, isTimeout, timeLimit } from '../../../src/utils/abort.ts'

const never = new Promise<never>(() => undefined)
const { signal } = new AbortController()

describe('abortable', () => {
  test('gives the result, also the error', async () => {
    await expect(abortable(Promise.resolve('there'), signal)).resolves.toBe('there')
    await expect(abortable(Promise.reject(new RangeError('wrong')), signal)).rejects.toThrow(RangeError)
  })

  test('ends with the reason of the signal, aborted meanwhile or before', async () => {
    const cancel = new AbortController()
    const reason = new Error('cancelled')
    const waiting = abortable(never, cancel.signal).catch((error: unknown) => error)
    cancel.abort(reason)
    expect(await waiting).toBe(reason)
    await expect(abortable(never, cancel.signal)).rejects.toBe(reason)
  })

  test('an error that comes after the end is nobody’s', async () => {
    const cancel = new AbortController()
    let fail: (error: Error) => void = () => undefined
    const work = new Promise<never>((_, reject) => (fail = reject))
    const waiting = abortable(work, cancel.signal).catch((error: unknown) => error)
    cancel.abort('over')
    expect(await waiting).toBe('over')
    fail(new Error('late'))
    await new Promise(setImmediate)
  })
})

test('a wait keeps the process alive until its time-out', async () => {
  const program = `
    import { abortable, timeLimit } from './src/utils/abort.ts'
    await abortable(new Promise(() => {}), timeLimit(200, new AbortController().signal)).catch((error) => console.log(error.name))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', program], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
  })
  expect(stdout).toBe('TimeoutError\n')
})

describe('timeLimit', () => {
  test('ends with a time-out', async () => {
    const error = await abortable(never, timeLimit(5, signal)).catch((error: unknown) => error)
    expect(isTimeout(error)).toBe(true)
    expect(isTimeout(await abortable(never, timeLimit(-5, signal)).catch((error: unknown) => error))).toBe(true)
  })

  test('ends with the run', async () => {
    const cancel = new AbortController()
    const limit = timeLimit(600_000, cancel.signal)
    cancel.abort(new Error('cancelled'))
    await expect(abortable(never, limit)).rejects.toThrow('cancelled')
    expect(isTimeout(limit.reason)).toBe(false)
  })

  test('is shared by the steps that come one after the other', async () => {
    const limit = timeLimit(30, signal)
    const errors: unknown[] = []
    await abortable(never, limit).catch((error: unknown) => errors.push(error))
    await abortable(never, limit).catch((error: unknown) => errors.push(error))
    expect(errors.map(isTimeout)).toEqual([true, true])
  })

  test('fires though nobody but the waiting keeps it', async () => {
    const { gc } = globalThis
    const waiting = Array.from({ length: 50 }, () =>
      abortable(never, timeLimit(100, new AbortController().signal)).catch(isTimeout),
    )
    gc?.()
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([true]))
  })
})
