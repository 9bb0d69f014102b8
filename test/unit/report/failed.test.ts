import { describe, expect, it } from 'vitest'
import { explain } from '../../../src/failure/catalogue.ts'
import { annotations } from '../../../src/report/annotations.ts'
import { docsBase, docsLink } from '../../../src/report/docs.ts'
import { contextSentences, explained, failedLine, stepFailure } from '../../../src/report/failed.ts'
import type { RunResult } from '../../../src/report/result.ts'
import type { ReportSettings } from '../../../src/report/settings.ts'
import { cancelled, failing, fleet, healthy, warning } from '../../support/fixtures/results.ts'
import { docs, errors, only } from './fixtures.ts'

describe('docsBase', () => {
  const env = {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_ACTION_REPOSITORY: 'octo/heroku-redis-action',
    GITHUB_ACTION_REF: 'v1.2.3',
  }

  it('is the address of this version of the action', () => {
    expect(docsBase(env)).toBe('https://github.com/octo/heroku-redis-action/blob/v1.2.3')
    expect(docsBase({ ...env, GITHUB_ACTION_REF: 'feature/x' })).toMatch(/feature\/x$/)
    expect(docsLink(docsBase(env), 'memory')).toMatch(/v1\.2\.3\/docs\/troubleshooting\.md#memory$/)
    const other = {
      GITHUB_SERVER_URL: 'https://git.example:12345',
      GITHUB_ACTION_REPOSITORY: 'o-1/a.b',
      GITHUB_ACTION_REF: 'r/x.y-z',
    }
    expect(docsBase(other)).toBe('https://git.example:12345/o-1/a.b/blob/r/x.y-z')
    expect(docsBase({})).toBe('')
    expect(docsLink('', 'memory')).toBe('docs/troubleshooting.md#memory')
  })

  it.each([
    { GITHUB_ACTION_REPOSITORY: '' },
    { GITHUB_ACTION_REF: '../../evil' },
    { GITHUB_ACTION_REF: 'a b)' },
    { GITHUB_SERVER_URL: 'javascript:alert(1)//' },
    { GITHUB_ACTION_REPOSITORY: 'a/b/c' },
    { GITHUB_ACTION_REPOSITORY: 'a' },
    { GITHUB_ACTION_REPOSITORY: '.a/b' },
    { GITHUB_ACTION_REPOSITORY: 'a/.b' },
    { GITHUB_ACTION_REPOSITORY: 'a/b ' },
    { GITHUB_ACTION_REF: '' },
    { GITHUB_ACTION_REF: 'a//b' },
    { GITHUB_ACTION_REF: 'a/.b' },
    { GITHUB_ACTION_REF: '/a' },
    { GITHUB_ACTION_REF: undefined },
    { GITHUB_SERVER_URL: 'http://github.com' },
    { GITHUB_SERVER_URL: 'x https://github.com' },
    { GITHUB_SERVER_URL: 'https://github.com/x' },
    { GITHUB_SERVER_URL: 'https://github.com:123456' },
    { GITHUB_SERVER_URL: 'https://git hub.com' },
  ])('is empty when the runner’s values have another form: %o', (part) => {
    expect(docsBase({ ...env, ...part })).toBe('')
  })
})

describe('stepFailure', () => {
  const history = { transition: '', consecutiveFailures: 1, failures: 1, alarmAfter: 2, runs: [] } as const
  const below = (result: RunResult, alarm: boolean): RunResult => ({
    ...result,
    apps: result.apps.map((app) => ({ ...app, report: { ...app.report, history: { ...history, alarm } } })),
  })
  const error = explain('token-missing', 'x')

  it.each<[string, () => RunResult, ReportSettings['failOn'], ReturnType<typeof stepFailure>]>([
    ['a healthy app', healthy, 'warning', undefined],
    ['a warning', warning, 'error', undefined],
    ['a warning', warning, 'warning', 'warning'],
    ['a failure', failing, 'error', 'failure'],
    ['a failure', failing, 'warning', 'failure'],
    ['a failure', failing, 'never', undefined],
    ['a failure below the alarm', () => below(failing(), false), 'error', undefined],
    ['a failure at the alarm', () => below(failing(), true), 'error', 'failure'],
    ['a warning below the alarm', () => below(warning(), false), 'warning', undefined],
    ['an app that could not be done', () => below(cancelled(), false), 'never', 'job'],
    ['a fleet of which one app could not be done', () => fleet(15), 'never', 'job'],
    ['a cancelled run', () => ({ ...healthy(), cancelled: true }), 'never', 'job'],
    ['a run that reached no app', () => ({ ...healthy(), apps: [], error }), 'never', 'job'],
  ])('of %s: %o with fail-on: %s is %s', (_, result, failOn, why) => {
    expect(stepFailure(result(), { failOn })).toBe(why)
  })
})

describe('failedLine', () => {
  it('names app and reason only: the annotations say what was found', () => {
    expect(failedLine(failing(), 'failure', docs)).toBe(
      `shop: config vars are stale. Docs: ${docs}/docs/troubleshooting.md#config-drift`,
    )
  })

  it('explains the error of an only app, which has no annotation of its own, and what else is known', () => {
    const [app] = failing().apps
    if (!app) throw new Error('no app')
    const error = explain('heroku-unavailable', 'GET /apps/shop failed 5 times')
    const context = [
      { kind: 'log', message: 'a line of the log' },
      { kind: 'incident', message: 'Heroku reports an open incident: `API` errors (since 12:03)' },
    ] as const
    const result = { ...failing(), apps: [{ ...app, findings: [], report: { ...app.report, error, context } }] }
    expect(failedLine(result, 'job', '')).toBe(
      `shop: GET /apps/shop failed 5 times. ${error.cause} ${error.remedy} ` +
        'Heroku reports an open incident: API errors (since 12:03). Docs: docs/troubleshooting.md#heroku-unavailable',
    )
    expect(annotations(result, errors)).toEqual([])
    expect(annotations({ ...result, apps: [...result.apps, ...result.apps] }, errors)).toHaveLength(2)
  })

  it('names the first app that raises the alarm', () => {
    const history = { transition: '', consecutiveFailures: 1, failures: 1, alarmAfter: 2, runs: [] } as const
    const named = (app: string, alarm: boolean, result: RunResult) => {
      const each = only(result)
      return { ...each, report: { ...each.report, app, history: { ...history, alarm } } }
    }
    const apps = [named('a', false, failing()), named('b', true, warning()), named('c', true, failing())]
    const line = (why: 'failure' | 'warning', some = apps) => failedLine({ ...failing(), apps: some }, why, '')
    const count = '3 apps: 0 passed, 1 with warnings, 2 failed. First: '
    const stale = 'c: config vars are stale. Docs: docs/troubleshooting.md#config-drift'
    expect(line('failure')).toBe(count + stale)
    expect(line('warning', apps.slice(0, 2))).toBe(
      '2 apps: 0 passed, 1 with warnings, 1 failed. First: b: failed because of fail-on: warning: ' +
        'memory is nearly full. Docs: docs/troubleshooting.md#memory',
    )
    expect(line('failure', apps.slice(0, 2))).toBe('2 apps: 0 passed, 1 with warnings, 1 failed.')
  })

  it('has a line for each invalid input', () => {
    const error = explain('input-invalid', '2 inputs are invalid:\n- `a`: x\n- b: y', { cause: 'C', remedy: 'R `x`' })
    expect(failedLine({ ...failing(), apps: [], error }, 'job', '')).toBe(
      '2 inputs are invalid:\n- a: x\n- b: y\nC. R x. Docs: docs/troubleshooting.md#input-invalid',
    )
  })

  it('adds at most two incidents or maintenances', () => {
    const message = (index: number) => ({ kind: 'incident', message: `Incident ${String(index)}` }) as const
    const app = only(failing())
    const context = [message(1), message(2), message(3)]
    expect(contextSentences({ ...app, report: { ...app.report, context } })).toEqual(['Incident 1.', 'Incident 2.'])
  })

  it('says when only a warning fails the step', () => {
    expect(failedLine(warning(), 'warning', '')).toBe(
      'shop: failed because of fail-on: warning: memory is nearly full. Docs: docs/troubleshooting.md#memory',
    )
  })

  it('counts a fleet also where its first app could not be done', () => {
    const { apps } = fleet(15)
    const result = { ...failing(), apps: [...apps.slice(13), ...apps.slice(0, 2)] }
    expect(failedLine(result, 'job', '')).toBe(
      '4 apps: 3 passed, 0 with warnings, 1 failed. First: app-14: app not found. ' +
        'Docs: docs/troubleshooting.md#app-not-found',
    )
  })

  it('counts a fleet and names a failing app before a warning one', () => {
    expect(failedLine(fleet(100), 'job', '')).toMatch(
      /^100 apps: 76 passed, 12 with warnings, 12 failed\. First: app-10: config vars are stale\. /,
    )
  })

  it('works without an app', () => {
    expect(explained(explain('token-missing', 'There is no token'), '')).toMatch(
      /^There is no token\. .+ Docs: docs\/troubleshooting\.md#token-missing$/,
    )
    expect(failedLine({ ...cancelled(), apps: [] }, 'job', '')).toBe('Cancelled before the first app.')
  })
})
