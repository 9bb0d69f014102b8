import { expect, test } from 'vitest'
import { failure } from '../../../src/failure/catalogue.ts'
import { cancelled } from '../../../src/failure/to-failure.ts'
import { type Poll, poll } from '../../../src/steps/poll.ts'
import { scene } from './harness.ts'

const tooLate = (waiting: string) => failure('provision-timeout', `Too late: ${waiting}.`)

function polling(given: Partial<Poll<string>> & { readonly answers?: number } = {}, deadlineMs?: number) {
  const { context, clock, lines } = scene({ api: {}, ...(deadlineMs === undefined ? {} : { deadlineMs }) })
  let asked = 0
  const { answers = Number.POSITIVE_INFINITY, ...options } = given
  const ask = async () => (++asked > answers ? { ready: 'it' } : { waiting: 'not yet' })
  return {
    run: () => poll({ what: 'it', ask, tooLate, ...options }, context),
    clock,
    lines,
    asked: () => asked,
    context,
  }
}

test('is quick at first, then every 5 s, and tells how long it has waited every 5 s', async () => {
  const { run, clock, lines } = polling({ answers: 8 })
  expect(await run()).toBe('it')
  expect(clock.slept).toEqual([250, 500, 1_000, 2_000, 3_000, 5_000, 5_000, 5_000])
  expect(lines).toEqual([
    'Waiting for it: not yet …',
    'Waiting for it: not yet (6.8 s) …',
    'Waiting for it: not yet (11.8 s) …',
    'Waiting for it: not yet (16.8 s) …',
  ])
})

test('has its own pace for what takes long', async () => {
  const { run, clock } = polling({ answers: 7, everyMs: 15_000 })
  await run()
  expect(clock.slept).toEqual([250, 500, 1_000, 2_000, 3_000, 15_000, 15_000])
})

test('asks once when the answer is there', async () => {
  const { run, clock, lines, asked } = polling({ answers: 0 })
  await run()
  expect([clock.slept, lines, asked()]).toEqual([[], [], 1])
})

test('ends at the deadline of the run, or of this wait, with what was still missing', async () => {
  const byRun = polling({}, 2_000)
  await expect(byRun.run()).rejects.toThrow('Too late: not yet.')
  expect(byRun.clock.now()).toBeLessThanOrEqual(2_000)
  const byWait = polling({ withinMs: 1_000 })
  await expect(byWait.run()).rejects.toThrow('Too late: not yet.')
  expect(byWait.clock.now()).toBeLessThanOrEqual(1_000)
})

test('ends with a cancelled run', async () => {
  const cancel = new AbortController()
  const { context } = scene({ api: {}, signal: cancel.signal })
  cancel.abort(cancelled())
  const ask = async () => ({ waiting: 'not yet' })
  await expect(poll({ what: 'it', ask, tooLate }, context)).rejects.toMatchObject({ reason: 'cancelled' })
})
