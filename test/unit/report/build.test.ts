import { describe, expect, it } from 'vitest'
import { explain } from '../../../src/failure/catalogue.ts'
import {
  appReport,
  endpointReport,
  replicationReport,
  runReport,
  withWarningReasons,
  worst,
} from '../../../src/report/build.ts'
import type { Report } from '../../../src/report/report.ts'
import { failing, healthy, warning } from '../../support/fixtures/results.ts'
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
    // A check that fails without a reason is a bug.
    expect(appReport({ ...base, findings: [finding('role', 'fail')] })).toMatchObject({ failureReason: 'internal' })
  })

  it('has no percentage where the server sets no limit, and says when the reader is the writer’s server', () => {
    expect(only(warning()).report.reader?.memory).toEqual({ used: 17_825_792, max: 0 })
    expect(only(warning()).report.writer?.memory).toMatchObject({ percent: 84 })
    expect(only(healthy()).report.reader?.sameServerAs).toBe('writer')
    expect(only(healthy()).report.writer?.sameServerAs).toBeUndefined()
  })
})

describe('the report of an endpoint', () => {
  it('has what was measured, in hundredths of a millisecond and tenths of a percent', () => {
    const certificate = {
      sha256: '7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069',
      validTo: '2027-01-01T00:00:00.000Z',
      selfSigned: true,
    }
    const { writer, reader, replication } = only(warning()).report
    expect(writer).toStrictEqual({
      host: 'ec2-3-81-20-4.compute-1.amazonaws.com',
      port: 21_470,
      tls: true,
      role: 'primary',
      server: 'valkey',
      version: '8.1.1',
      certificate,
      timings: { dnsMs: 3.21, tcpMs: 20, tlsMs: 42, loginMs: 20.4 },
      latencyMs: { p50: 21.67, p95: 24, p99: 36, max: 36, samples: 20 },
      memory: { used: 44_040_192, max: 52_428_800, percent: 84 },
      connections: { used: 9, max: 40, percent: 22.5 },
    })
    expect(reader).toStrictEqual({
      host: 'replica.example.com',
      port: 6380,
      tls: true,
      role: 'replica',
      server: 'redis',
      version: '7.4.2',
      certificate,
      timings: { dnsMs: 3.21, tcpMs: 24, tlsMs: 50.4, loginMs: 24.48 },
      latencyMs: { p50: 26.01, p95: 28.8, p99: 43.2, max: 43.2, samples: 20 },
      memory: { used: 17_825_792, max: 0 },
      connections: { used: 3, max: 10_000, percent: 0 },
    })
    expect(replication).toStrictEqual({
      readerRole: 'replica',
      proof: 'The reader reports role replica with the writer’s replication id',
      lagMs: { min: 3.9, p50: 4.4, max: 6.1, samples: 5, resolutionMs: 25.1 },
    })
  })

  it('has nothing of a server that was not reached', () => {
    const { writer, replication } = only(failing()).report
    expect(writer).toStrictEqual({
      host: 'evil|host.example',
      port: 6379,
      tls: false,
      role: 'unknown',
      timings: { dnsMs: 1 },
    })
    expect(replication).toStrictEqual({ readerRole: 'unknown', proof: 'The writer was not reached' })
    expect(appReport({ ...base, findings: [] })).toStrictEqual({
      app: 'shop',
      status: 'pass',
      tested: false,
      failureReason: '',
      steps: [],
      changedConfigVars: [],
      context: [],
      checks: [],
    })
  })

  it('has nothing of answers that were errors', () => {
    const failure = { reason: 'redis-error', stage: 'command', message: 'x', transient: false } as const
    const broken = { ok: false, failure } as const
    const facts = {
      endpoint: { host: 'h', port: 1, username: 'default', tls: true },
      attempts: 1,
      timings: {},
      tls: { protocol: 'TLSv1.3' },
      connect: { ok: true, value: null },
      info: broken,
      latency: broken,
    } as const
    const pair = { role: 'same-server', proof: 'x', split: false, lag: broken } as const
    const plain = { host: 'h', port: 1, tls: true, role: 'unknown', timings: {} }
    expect(endpointReport(facts, pair, 'writer')).toStrictEqual(plain)
    expect(endpointReport(facts, pair, 'reader')).toStrictEqual({ ...plain, sameServerAs: 'writer' })
    expect(endpointReport(facts, { ...pair, role: 'replica' }, 'reader')).toStrictEqual(plain)
    expect(replicationReport(pair)).toStrictEqual({ readerRole: 'same-server', proof: 'x' })
    for (const value of [
      { usedMemory: 1, maxClients: 2 },
      { maxMemory: 1, connectedClients: 2 },
    ]) {
      const half = { ...facts, info: { ok: true, value: { ...value, server: 'redis' } } } as const
      expect(endpointReport(half, pair, 'writer')).toStrictEqual({ ...plain, server: 'redis' })
    }
  })
})

describe('with fail-on: warning', () => {
  it('an app that warns has the reason of its first warning, and the run that of its first app', () => {
    const warned = warning()
    const twice = [
      finding('memory', 'warn', { reason: 'memory' }),
      finding('plan', 'warn', { reason: 'plan-mismatch' }),
    ]
    const apps = [
      { ...only(warned), findings: twice },
      { ...only(warned), findings: [finding('memory', 'warn')] },
      only(healthy()),
    ]
    const { apps: changed, report } = withWarningReasons({ ...warned, apps })
    expect(changed.map((app) => app.report.failureReason)).toEqual(['plan-mismatch', 'internal', ''])
    expect(report.apps).toEqual(changed.map((app) => app.report))
    expect(report.failureReason).toBe('plan-mismatch')
    const failed = { ...warned, apps, report: { ...warned.report, failureReason: 'latency' as const } }
    expect(withWarningReasons(failed).report.failureReason).toBe('latency')
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
    const tested = (...all: readonly boolean[]): boolean =>
      runReport({ ...run, apps: all.map((each) => ({ ...app('pass', ''), tested: each })) }).tested
    expect([tested(), tested(true), tested(true, false)]).toEqual([false, true, false])
    expect(runReport({ ...run, apps: [] })).toStrictEqual({
      version: 1,
      status: 'pass',
      tested: false,
      failureReason: '',
      mode: 'check',
      dryRun: false,
      startedAt: 'now',
      durationMs: 2,
      apps: [],
    })
    const discovery = { found: 3, withoutRedis: 1 }
    expect(runReport({ ...run, discovery, apps: [] }).discovery).toEqual(discovery)
    expect(worst([])).toBe('pass')
    expect(worst(['warn', 'fail', 'pass'])).toBe('fail')
    expect(worst(['pass', 'warn', 'pass'])).toBe('warn')
  })
})
