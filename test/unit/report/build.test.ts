import { describe, expect, it } from 'vitest'
import { explain } from '../../../src/failure/catalogue.ts'
import { appReport, runReport, worst } from '../../../src/report/build.ts'
import type { Report } from '../../../src/report/report.ts'
import { healthy, warning } from '../../support/fixtures/results.ts'
import { base, finding, only } from './fixtures.ts'

describe('appReport', () => {
  it('uses the first failure in report order as the reason, in whatever order the findings come', () => {
    const report = appReport({
      ...base,
      findings: [
        finding('latency', 'fail', { reason: 'latency' }),
        finding('config', 'fail', { reason: 'config-drift' }),
        finding('plan', 'warn', { reason: 'plan-mismatch' }),
      ],
    })
    expect(report).toMatchObject({ status: 'fail', failureReason: 'config-drift' })
    expect(report.checks.map(({ id }) => id)).toEqual(['plan', 'config', 'latency'])
    expect(report.checks.every((check) => !('reason' in check))).toBe(true)
  })

  it('prefers an error to the findings, and has a reason only when something fails', () => {
    const error = explain('release-failed', 'Release v3 failed.')
    const findings = [finding('config', 'fail', { reason: 'config-drift' })]
    expect(appReport({ ...base, error, findings })).toMatchObject({ status: 'fail', failureReason: 'release-failed' })
    const warned = appReport({ ...base, findings: [finding('plan', 'warn', { reason: 'plan-mismatch' })] })
    expect(warned).toMatchObject({ status: 'warn', failureReason: '' })
    expect(appReport({ ...base, findings: [finding('role', 'skip')] })).toMatchObject({ status: 'pass' })
  })

  it('has no percentage where the server sets no limit, and says when the reader is the writer’s server', () => {
    expect(only(warning()).report.reader?.memory).toEqual({ used: 17_825_792, max: 0 })
    expect(only(warning()).report.writer?.memory).toMatchObject({ percent: 84 })
    expect(only(healthy()).report.reader?.sameServerAs).toBe('writer')
    expect(only(healthy()).report.writer?.sameServerAs).toBeUndefined()
  })
})

describe('runReport', () => {
  it('has the status of the worst app and the reason of the first failure in input order', () => {
    const app = (status: 'pass' | 'fail', failureReason: Report['failureReason']) => ({
      ...appReport({ ...base, findings: [] }),
      status,
      failureReason,
    })
    const run = { mode: 'check', dryRun: false, startedAt: 'now', durationMs: 1.5 } as const
    const apps = [app('pass', ''), app('fail', 'memory'), app('fail', 'latency')]
    expect(runReport({ ...run, apps })).toMatchObject({ status: 'fail', failureReason: 'memory', durationMs: 2 })
    expect(worst([])).toBe('pass')
    expect(worst(['pass', 'warn', 'pass'])).toBe('warn')
  })
})
