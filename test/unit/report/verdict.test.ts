import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/checks/check.ts'
import { lowerFirst, problem, runVerdict, sentence, verdict } from '../../../src/report/verdict.ts'
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
  test.each<[string, () => RunResult, string]>([
    ['healthy, changed', healthy, 'shop: Redis is healthy; add-on created, config vars written'],
    [
      'healthy, unchanged',
      () => without(healthy(), { steps: [], changedConfigVars: [], addon: { name: 'x', id: 'x', created: false } }),
      'shop: Redis is healthy, no changes needed',
    ],
    ['warned', warning, 'shop: Redis works, with 1 warning'],
    ['failed', failing, 'shop: failed (config vars are stale)'],
    ['cancelled', cancelled, 'shop: cancelled before it finished'],
    ['a dry run', dryRun, 'shop: dry run, 4 steps planned'],
    ['a dry run with nothing to do', () => without(dryRun(), { steps: [] }), 'shop: dry run, nothing to change'],
    ['no app, cancelled', () => ({ ...cancelled(), apps: [] }), 'Cancelled before the first app'],
    ['no app', () => ({ ...healthy(), apps: [] }), 'No app to check'],
    ['a fleet', () => fleet(20), '20 apps: 16 passed, 1 with warnings, 3 failed'],
    [
      'a cancelled fleet',
      () => ({ ...fleet(2), cancelled: true }),
      'Cancelled, 2 apps: 2 passed, 0 with warnings, 0 failed',
    ],
    [
      'a dry run of a fleet',
      () => ({ ...fleet(2), report: { ...fleet(2).report, dryRun: true } }),
      'Dry run, 2 apps: 2 passed, 0 with warnings, 0 failed',
    ],
  ])('%s', (_, resultOf, words) => {
    expect(runVerdict(resultOf())).toBe(words)
  })

  test('never calls healthy what was not tested', () => {
    const untested = { tested: false }
    expect(runVerdict(without(healthy(), untested))).toBe(
      'shop: Redis was not tested; add-on created, config vars written',
    )
    expect(runVerdict(without(warning(), untested))).toBe('shop: Redis was not tested, with 1 warning')
    expect(runVerdict(without(warning(), { checks: [] }))).toBe(
      'shop: the writer works, the reader was not tested, with 1 warning',
    )
    const some = fleet(3)
    const apps = some.apps.map((app, index) =>
      index === 1 ? { ...app, report: { ...app.report, tested: false } } : app,
    )
    expect(runVerdict({ ...some, apps })).toBe('3 apps: 3 passed, 0 with warnings, 0 failed (1 not tested)')
  })

  test('calls the reader tested only where it was read, or where it is the writer', () => {
    const check = (id: Finding['id'], status: Finding['status']) =>
      ({ id, status, target: 'reader', message: 'x' }) as const
    const words = (result: RunResult, checks: AppResult['report']['checks']) => runVerdict(without(result, { checks }))
    const untested = 'shop: the writer works, the reader was not tested, with 1 warning'
    expect(words(warning(), [check('read', 'pass')])).toBe('shop: Redis works, with 1 warning')
    expect(words(warning(), [check('read', 'skip'), check('connect', 'pass')])).toBe(untested)
    expect(words(healthy(), [])).toBe('shop: Redis is healthy; add-on created, config vars written')
  })

  test('names what each mode has done', () => {
    const done = (action: string) => ({ action, target: 'x', done: true, detail: 'x' }) as never
    const of = (mode: 'rotate' | 'remove', steps: readonly never[]): string =>
      verdict(
        {
          ...only(healthy()),
          report: { ...only(healthy()).report, steps, addon: { name: 'x', id: 'x', created: false } },
        },
        { mode, dryRun: false },
      )
    expect(of('rotate', [done('rotate-credentials')])).toBe(
      'Redis is healthy; credentials rotated, config vars written',
    )
    expect(of('remove', [done('remove-addon')])).toBe('removed')
    expect(of('remove', [])).toBe('nothing to remove')
  })

  test('keeps the capitals of names', () => {
    const of = (failureReason: AppResult['report']['failureReason']): string =>
      verdict({ ...only(failing()), report: { ...only(failing()).report, failureReason } }, failing().report)
    expect(of('redis-out-of-memory')).toMatch(/^failed \(Redis is full/)
    expect(of('heroku-unavailable')).toMatch(/^failed \(Heroku’s API /)
    expect(of('redis-refused')).toBe('failed (the connection was refused)')
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

  test('of a finding without a reason is a bug of ours', () => {
    expect(found(finding('fail', 'x'))).toMatchObject({ status: 'fail', reason: 'internal', what: 'x' })
  })
})

test('only ordinary words lose their capital in the middle of a sentence', () => {
  expect(
    ['The Redis add-on is gone', 'Redis is full', 'Heroku’s API failed', 'API Errors occur', 'Cancelled'].map(
      lowerFirst,
    ),
  ).toEqual(['the Redis add-on is gone', 'Redis is full', 'Heroku’s API failed', 'API Errors occur', 'Cancelled'])
})

test('a sentence ends with one full stop', () => {
  expect(['a', ' a. ', 'a.b', 'a?', 'a…', ''].map(sentence)).toEqual(['a.', 'a.', 'a.b.', 'a?', 'a…', ''])
})
