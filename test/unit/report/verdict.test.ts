import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/checks/check.ts'
import { problem, runVerdict, sentence, verdict } from '../../../src/report/verdict.ts'
import type { AppResult, RunResult } from '../../../src/report/result.ts'
import { cancelled, dryRun, failing, fleet, healthy, warning } from '../../support/fixtures/results.ts'

function only(result: RunResult): AppResult {
  const [app] = result.apps
  if (!app) throw new Error('no app')
  return app
}

const without = (result: RunResult, part: Partial<AppResult['report']>): RunResult => ({
  ...result,
  apps: [{ ...only(result), report: { ...only(result).report, ...part } }],
})

describe('the verdict', () => {
  test.each([
    ['healthy, changed', healthy(), 'shop: Redis is healthy; add-on created, config vars written'],
    [
      'healthy, unchanged',
      { ...without(healthy(), { steps: [], changedConfigVars: [], addon: { name: 'x', id: 'x', created: false } }) },
      'shop: Redis is healthy, nothing had to be changed',
    ],
    ['warned', warning(), 'shop: Redis works, with 1 warning'],
    ['failed', failing(), 'shop: failed (config vars are stale)'],
    ['cancelled', cancelled(), 'shop: cancelled before it was done'],
    ['a dry run', dryRun(), 'shop: dry run, 4 steps would be done'],
    ['a dry run with nothing to do', without(dryRun(), { steps: [] }), 'shop: dry run, nothing to do'],
    ['no app, cancelled', { ...cancelled(), apps: [] }, 'Cancelled before any app was looked at'],
    ['no app', { ...healthy(), apps: [] }, 'No app was looked at'],
    ['a fleet', fleet(20), '20 apps: 16 passed, 1 with warnings, 3 failed'],
    ['a cancelled fleet', { ...fleet(2), cancelled: true }, 'Cancelled, 2 apps: 2 passed, 0 with warnings, 0 failed'],
    [
      'a dry run of a fleet',
      { ...fleet(2), report: { ...fleet(2).report, dryRun: true } },
      'Dry run, 2 apps: 2 passed, 0 with warnings, 0 failed',
    ],
  ])('%s', (_, result, words) => {
    expect(runVerdict(result)).toBe(words)
  })

  test("keeps the capitals of what is a name, and Heroku's", () => {
    const of = (failureReason: AppResult['report']['failureReason']): string =>
      verdict({ ...only(failing()), report: { ...only(failing()).report, failureReason } }, failing().report)
    expect(of('redis-out-of-memory')).toMatch(/^failed \(Redis is full/)
    expect(of('heroku-unavailable')).toMatch(/^failed \(Heroku /)
    expect(of('redis-refused')).toBe('failed (the connection is refused)')
  })
})

describe('the problem', () => {
  const finding = (status: Finding['status'], message: string): Finding => ({
    id: 'memory',
    target: 'writer',
    status,
    message,
  })
  const found = (...findings: Finding[]) => problem({ ...only(healthy()), findings })

  test('is the first failure, before any warning', () => {
    expect(found(finding('warn', 'a'), finding('fail', 'b'), finding('fail', 'c'))).toMatchObject({ what: 'b' })
    expect(found(finding('pass', 'a'), finding('warn', 'b'))).toMatchObject({ status: 'warn', what: 'b' })
    expect(found(finding('pass', 'a'), finding('skip', 'b'))).toBeUndefined()
  })

  test('of a finding without a reason is a defect of ours', () => {
    expect(found(finding('fail', 'x'))).toEqual({ status: 'fail', reason: 'internal', what: 'x' })
  })
})

test('a sentence ends once', () => {
  expect(['a', ' a. ', 'a?', 'a…', ''].map(sentence)).toEqual(['a.', 'a.', 'a?', 'a…', ''])
})
