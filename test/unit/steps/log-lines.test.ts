import { expect, test } from 'vitest'
import type { Log } from '../../../src/utils/log.ts'
import { Progress } from '../../../src/steps/progress.ts'

function logged(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = []
  const info = (line: string): void => {
    lines.push(line)
  }
  return { log: { info, debug: () => undefined, phase: (_, work) => work() }, lines }
}

test('the line of a step names its target once, and not what the line before it has said', () => {
  const { log, lines } = logged()
  const progress = new Progress(log)
  progress.plan([
    { action: 'set-config', target: '2 config vars', done: false, detail: 'set A, B in one release' },
    { action: 'wait-release', target: 'the release', done: false, detail: 'wait until it has succeeded' },
  ])
  progress.markDone('set A, B', undefined, 'set')
  progress.markDone('succeeded after 1 s', 'v6')
  expect(lines).toEqual(['2 config vars: set.', 'v6: succeeded after 1 s.'])
  expect(progress.steps.map(({ target, detail }) => [target, detail])).toEqual([
    ['2 config vars', 'set A, B'],
    ['v6', 'succeeded after 1 s'],
  ])
})

test('nothing is planned or accepted at first, and what was not planned is not reported', () => {
  const { log, lines } = logged()
  const progress = new Progress(log)
  expect([progress.steps, progress.accepted]).toEqual([[], false])
  progress.markDone('set A')
  progress.markUnknown('asked Heroku to set A')
  expect([progress.steps, progress.accepted, lines]).toEqual([[], false, []])
  progress.markAccepted('asked Heroku to set A')
  expect([progress.steps, progress.accepted]).toEqual([[], true])
})

test('a note stands in the log and in the report', () => {
  const { log, lines } = logged()
  const progress = new Progress(log)
  progress.note('Heroku did not answer.')
  expect([lines, progress.notes]).toEqual([['Heroku did not answer.'], ['Heroku did not answer.']])
})
