import { describe, expect, it } from 'vitest'
import { explain } from '../../../src/failure/catalogue.ts'
import { annotations } from '../../../src/report/annotations.ts'
import { docsBase, docsLink } from '../../../src/report/docs.ts'
import { explained, failedLine } from '../../../src/report/failed.ts'
import { cancelled, failing, fleet, warning } from '../../support/fixtures/results.ts'
import { docs, errors } from './fixtures.ts'

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
    expect(docsLink('', 'memory')).toBe('docs/troubleshooting.md#memory')
  })

  it.each([
    { GITHUB_ACTION_REPOSITORY: '' },
    { GITHUB_ACTION_REF: '../../evil' },
    { GITHUB_ACTION_REF: 'a b)' },
    { GITHUB_SERVER_URL: 'javascript:alert(1)//' },
    { GITHUB_ACTION_REPOSITORY: 'a/b/c' },
  ])('is empty when the runner’s values have another form: %o', (part) => {
    expect(docsBase({ ...env, ...part })).toBe('')
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

  it('says when only a warning fails the step', () => {
    expect(failedLine(warning(), 'warning', '')).toBe(
      'shop: failed because of fail-on: warning: memory is nearly full. Docs: docs/troubleshooting.md#memory',
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
