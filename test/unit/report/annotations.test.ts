import { describe, expect, it } from 'vitest'
import { explain } from '../../../src/failure/catalogue.ts'
import { annotations, workflowFile } from '../../../src/report/annotations.ts'
import { failing, fleet, healthy, hostile } from '../../support/fixtures/results.ts'
import { errors, finding, only } from './fixtures.ts'

describe('annotations', () => {
  it('are at most nine of a kind, so that GitHub drops none and the line of setFailed fits', () => {
    const all = annotations(fleet(500), errors)
    for (const kind of ['error', 'warning']) expect(all.filter((each) => each.kind === kind)).toHaveLength(9)
    expect(
      all.filter(({ message }) => /^And \d+ more (errors|warnings), see the summary\.$/.test(message)),
    ).toHaveLength(2)
  })

  it('say what was found, why, what to do, what else is known, and where the docs are, each once', () => {
    const app = only(failing())
    const context = [{ kind: 'incident', message: 'Heroku is slow' }] as const
    const found = [
      finding('memory', 'warn', { target: 'writer', reason: 'memory', cause: 'Full', hint: 'memory warn', docs: 'D' }),
      finding('plan', 'pass'),
      finding('read', 'fail', { target: 'reader', reason: 'redis-loading', hint: 'Use `wait`.' }),
      finding('replication', 'fail', { target: 'pair' }),
    ]
    const all = (failOn: 'error' | 'never') =>
      annotations(
        { ...failing(), apps: [{ ...app, findings: found, report: { ...app.report, context } }] },
        { docs: 'base', failOn, workflowFile: 'w.yml' },
      )
    const [read, replication, memory] = [
      {
        kind: 'error',
        title: 'shop: read (reader)',
        message: 'read fail. Use wait. Heroku is slow. Docs: base/docs/troubleshooting.md#redis-loading',
        file: 'w.yml',
      },
      { kind: 'error', title: 'shop: replication', message: 'replication fail.', file: 'w.yml' },
      { kind: 'warning', title: 'shop: memory (writer)', message: 'memory warn. Full. Docs: D', file: 'w.yml' },
    ]
    expect(all('error')).toStrictEqual([read, replication, memory])
    expect(all('never')).toStrictEqual([{ ...read, kind: 'warning' }, { ...replication, kind: 'warning' }, memory])
  })

  it('of a fleet explain each error, in the first box of its app', () => {
    const error = explain('app-not-found', 'No app `x`', { cause: 'A typo', remedy: 'Check it' })
    const app = only(failing())
    const context = [{ kind: 'maintenance', message: 'A maintenance is running' }] as const
    const broken = { ...app, findings: [finding('plan', 'warn')], report: { ...app.report, error, context } }
    const all = annotations({ ...failing(), apps: [broken, { ...app, findings: [] }] }, { ...errors, docs: '' })
    expect(all).toStrictEqual([
      {
        kind: 'error',
        title: 'shop: App not found',
        message: 'No app x. A typo. Check it. A maintenance is running. Docs: docs/troubleshooting.md#app-not-found',
      },
      { kind: 'warning', title: 'shop: plan', message: 'plan warn.' },
    ])
  })

  it('say how many failures are left before the alarm, only for checks that fail', () => {
    const app = only(failing())
    const of = (alarm: boolean) => {
      const history = { alarm, transition: '', consecutiveFailures: 1, failures: 1, alarmAfter: 2, runs: [] } as const
      const findings = [finding('plan', 'fail'), finding('memory', 'warn')]
      const apps = [{ ...app, findings, report: { ...app.report, history } }]
      return annotations({ ...failing(), apps }, errors).map(({ kind, message }) => `${kind}: ${message}`)
    }
    expect(of(false)).toEqual(['warning: plan fail. 1 of 2 failures before the alarm.', 'warning: memory warn.'])
    expect(of(true)).toEqual(['error: plan fail.', 'warning: memory warn.'])
  })

  it('count what is left out', () => {
    const app = only(failing())
    const findings = [
      ...Array.from({ length: 11 }, () => finding('memory', 'warn')),
      ...Array.from({ length: 10 }, () => finding('plan', 'fail')),
    ]
    const all = annotations({ ...failing(), apps: [{ ...app, findings }] }, errors)
    expect(all.map(({ title }) => title)).toEqual([
      ...Array.from({ length: 8 }, () => 'shop: plan'),
      'And more',
      ...Array.from({ length: 8 }, () => 'shop: memory'),
      'And more',
    ])
    expect(all[8]).toEqual({ kind: 'error', title: 'And more', message: 'And 2 more errors, see the summary.' })
    expect(all[17]).toEqual({ kind: 'warning', title: 'And more', message: 'And 3 more warnings, see the summary.' })
  })

  it('are nine when there are nine', () => {
    const findings = Array.from({ length: 9 }, () => finding('memory', 'warn', { reason: 'memory' }))
    const app = { ...only(healthy()), findings }
    const all = annotations({ ...healthy(), apps: [app] }, errors)
    expect(all.every(({ title }) => title === 'shop: memory')).toBe(true)
    expect(all).toHaveLength(9)
  })

  it('are one line of at most 4,096 characters whatever a server answers', () => {
    const app = only(healthy())
    const findings = [finding('connect', 'fail', { message: hostile.repeat(500), hint: hostile.repeat(500) })]
    const [first] = annotations({ ...healthy(), apps: [{ ...app, findings }] }, errors)
    expect(first?.message.length).toBeLessThanOrEqual(4_096)
    expect(first?.message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  it('show the first finding of every app before the second of any', () => {
    const findings = [finding('config', 'fail'), finding('connect', 'fail')]
    const apps = ['a', 'b'].map((app) => ({ ...only(healthy()), report: { ...only(healthy()).report, app }, findings }))
    const titles = annotations({ ...healthy(), apps }, errors).map(({ title }) => title)
    expect(titles).toEqual(['a: config', 'b: config', 'a: connect', 'b: connect'])
  })

  it('point at the workflow file when it is in this repository', () => {
    const ref = 'octo/shop/.github/workflows/redis health.yml@refs/heads/a@b'
    expect(workflowFile({ GITHUB_WORKFLOW_REF: ref, GITHUB_REPOSITORY: 'octo/shop' })).toBe(
      '.github/workflows/redis health.yml',
    )
    for (const other of [
      { GITHUB_WORKFLOW_REF: ref, GITHUB_REPOSITORY: 'octo/other' },
      { GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/../x.yml@y', GITHUB_REPOSITORY: 'octo/shop' },
      { GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/a\n::error::.yml@y', GITHUB_REPOSITORY: 'octo/shop' },
      { GITHUB_WORKFLOW_REF: '/.github/workflows/a.yml@y', GITHUB_REPOSITORY: '' },
      { GITHUB_WORKFLOW_REF: '/.github/workflows/a.yml@y' },
      { GITHUB_WORKFLOW_REF: 'octo/shop/x/.github/workflows/a.yml@y', GITHUB_REPOSITORY: 'octo/shop' },
      { GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/a.txt@y', GITHUB_REPOSITORY: 'octo/shop' },
      { GITHUB_WORKFLOW_REF: `octo/shop/.github/workflows/${'a'.repeat(201)}.yml@y`, GITHUB_REPOSITORY: 'octo/shop' },
      { GITHUB_REPOSITORY: 'octo/shop' },
      {},
    ]) {
      expect(workflowFile(other)).toBeUndefined()
    }
  })
})
