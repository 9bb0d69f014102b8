import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { explain } from '../../../src/failure/catalogue.ts'
import { historyOf } from '../../../src/history/history.ts'
import { recordHistory } from '../../../src/report/record-history.ts'
import type { AppReport } from '../../../src/report/report.ts'
import type { AppResult } from '../../../src/report/result.ts'
import type { StepReport } from '../../../src/steps/progress.ts'
import { base } from './fixtures.ts'

const now = Date.UTC(2026, 2, 4)
const alarmAfter = { failing: 2, of: 2, text: '2' }
const settings = { mode: 'setup', dryRun: false, failOn: 'error', alarmAfter } as const

let workspace = ''
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'history-'))
})
afterEach(() => rm(workspace, { recursive: true, force: true }))

function appOf(report: Partial<AppReport> = {}, more: Partial<AppResult> = {}): AppResult {
  return {
    report: { ...base, status: 'pass', tested: true, failureReason: '', context: [], checks: [], ...report },
    findings: [],
    changes: [],
    latency: {},
    notes: [],
    durationMs: 1,
    ...more,
  }
}

const record = (apps: readonly AppResult[], given: Partial<Parameters<typeof recordHistory>[1]> = {}, time = now) =>
  recordHistory(apps, { ...settings, ...given }, { path: join(workspace, 'state.json'), workspace }, time)

describe('recording a run in the state file', () => {
  it('keeps what was measured and how the run ended, and adds the alarm to the report', async () => {
    const measured = { time: 1, plan: 'heroku-redis:mini', memoryUsed: 5, memoryMax: 50 }
    const writer = { host: 'h', port: 1, tls: true, role: 'primary', timings: {}, version: '8.1.4' } as const
    const latencyMs = { p50: 1.5, p95: 2, p99: 3, max: 4, samples: 5 }
    const lagMs = { min: 1, p50: 2.5, max: 3, samples: 4, resolutionMs: 5 }
    const failing = appOf(
      {
        status: 'fail',
        failureReason: 'memory',
        writer: { ...writer, latencyMs },
        replication: { readerRole: 'replica', proof: '', lagMs },
      },
      { measured },
    )
    const first = await record([failing])
    expect(historyOf(first.state ?? { apps: [] }, 'shop').points).toEqual([
      {
        time: now,
        status: 'fail',
        failing: true,
        reason: 'memory',
        plan: 'heroku-redis:mini',
        version: '8.1.4',
        memoryUsed: 5,
        memoryMax: 50,
        latencyP50Ms: 1.5,
        lagMs: 2.5,
      },
    ])
    expect(first.notes).toEqual([])
    const { apps } = await record([failing], {}, now + 1)
    expect(apps).toEqual([
      {
        ...failing,
        report: {
          ...failing.report,
          history: {
            alarm: true,
            transition: 'broke',
            failingSince: '2026-03-04T00:00:00.000Z',
            consecutiveFailures: 2,
            failures: 2,
            alarmAfter: 2,
            uptimePercent: 0,
            runs: [
              { at: '2026-03-04T00:00:00.000Z', status: 'fail', memoryPercent: 10 },
              { at: '2026-03-04T00:00:00.001Z', status: 'fail', memoryPercent: 10 },
            ],
          },
        },
      },
    ])
  })

  it('skips an app that ended with an error and records the others', async () => {
    const broken = appOf({ app: 'broken', status: 'fail', error: explain('heroku-unavailable', 'x') })
    const { apps, state } = await record([broken, appOf()])
    expect(state?.apps.map(({ app }) => app)).toEqual(['shop'])
    expect(apps[0]).toEqual(broken)
    expect(apps[1]?.report.history).toMatchObject({ alarm: false, uptimePercent: 100 })
  })

  test.each([{ dryRun: true }, { mode: 'remove' }] as const)('records nothing of a run with %o', async (given) => {
    expect(await record([appOf()], given)).toEqual({ apps: [appOf()], state: { apps: [] }, notes: [] })
  })

  test.each([
    ['warn', 'error', false],
    ['warn', 'warning', true],
    ['warn', 'never', false],
    ['fail', 'error', true],
    ['fail', 'warning', true],
    ['fail', 'never', true],
    ['pass', 'warning', false],
  ] as const)('counts a run that ends with %s as failing by fail-on: %s: %s', async (status, failOn, failing) => {
    const { state } = await record([appOf({ status })], { failOn })
    expect(state?.apps[0]?.points).toEqual([{ time: now, status, failing, reason: '' }])
  })

  const addon = { name: 'redis-one', id: 'x', created: true }
  const step = (action: StepReport['action'], done = true): StepReport => ({ action, target: 'x', detail: 'x', done })
  test.each<[string, Partial<AppReport>, readonly string[]]>([
    ['nothing that was done', {}, []],
    ['a new add-on, without its config vars', { addon, changedConfigVars: ['A'] }, ['created']],
    [
      'config vars that were repaired',
      { addon: { ...addon, created: false }, changedConfigVars: ['A', 'B'] },
      ['drift-healed 2 config vars'],
    ],
    ['new credentials', { steps: [step('rotate-credentials')], changedConfigVars: ['A'] }, ['rotated']],
    ['a maintenance that was run', { steps: [step('run-maintenance')] }, ['maintenance']],
    ['a maintenance that was waited for', { steps: [step('wait-maintenance')] }, ['maintenance']],
    ['no step that was not done', { steps: [step('rotate-credentials', false), step('run-maintenance', false)] }, []],
    ['no other step', { steps: [step('set-config')] }, []],
  ])('lists %s', async (_, report, expected) => {
    const { state } = await record([appOf(report)])
    const events = state?.apps[0]?.events.map(({ kind, detail = '' }) => `${kind} ${detail}`.trim())
    expect(events).toEqual(expected)
  })
})

it('reports a state file that cannot be written, and leaves the results as they are', async () => {
  await mkdir(join(workspace, 'state.json'))
  const recorded = await record([appOf()])
  expect(recorded).toMatchObject({ apps: [appOf()], notes: [], failure: { reason: 'input-invalid' } })
  expect(recorded.state).toBeUndefined()
})
