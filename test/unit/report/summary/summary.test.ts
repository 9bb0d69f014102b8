import { describe, expect, it } from 'vitest'
import { explain } from '../../../../src/failure/catalogue.ts'
import { runReport } from '../../../../src/report/build.ts'
import type { AppResult } from '../../../../src/report/result.ts'
import { renderSummary } from '../../../../src/report/summary/summary.ts'
import { cancelled, failing, healthy, warning } from '../../../support/fixtures/results.ts'
import { docs } from '../fixtures.ts'

describe('renderSummary', () => {
  it('works without Mermaid, and without an app', () => {
    expect(renderSummary(healthy(), { docs, canShowMermaid: false })).not.toContain('mermaid')
    expect(renderSummary({ ...cancelled(), apps: [] }, { docs })).toBe('## 🚫 Cancelled before the first app\n')
  })

  it('draws nothing of servers that were not reached', () => {
    expect(renderSummary(failing(), { docs })).not.toContain('flowchart')
    expect(renderSummary(healthy(), { docs })).toContain('flowchart')
    const [app] = failing().apps
    if (!app?.report.writer || !app.report.reader) throw new Error('no endpoints')
    const dead = { host: 'h', port: 1, tls: true, role: 'unknown', timings: {} } as const
    const apps = [{ ...app, latency: {}, report: { ...app.report, writer: dead, reader: dead } }]
    expect(renderSummary({ ...failing(), apps }, { docs })).not.toMatch(/^```mermaid/m)
  })

  it('explains the worst finding once', () => {
    const markdown = renderSummary(failing(), { docs })
    expect(markdown.match(/REDIS_WRITER_HOST and REDIS_WRITER_PASSWORD differ/g)).toHaveLength(1)
    expect(markdown).toContain('See above.')
  })

  it('shows one server in one column, and two in two', () => {
    expect(renderSummary(healthy(), { docs })).toContain('|  | Writer and reader |')
    expect(renderSummary(warning(), { docs })).toContain('|  | Writer | Reader |')
  })

  it('marks a run that passed without a test as such', () => {
    const [app] = healthy().apps
    if (!app) throw new Error('no app')
    const untested = { ...app.report, tested: false }
    const result = {
      ...healthy(),
      report: { ...healthy().report, tested: false, apps: [untested] },
      apps: [{ ...app, report: untested }],
    }
    expect(renderSummary(result, { docs })).toMatch(/^## ➖ shop: Redis was not tested/)
  })

  it('shows what Heroku, the log and the state file say beside the checks', () => {
    const [app] = failing().apps
    if (!app) throw new Error('no app')
    const report: AppResult['report'] = {
      ...app.report,
      addon: { name: 'redis-round-1', id: 'x', created: false, owner: 'acme-www', shared: true },
      urls: { writer: 'live', reader: 'copy' },
      maintenance: {
        status: 'ready',
        scheduledFor: '2026-11-07T22:00:00Z',
        requiredBy: '2026-12-19T00:00:00Z',
        window: 'Mondays 22:00 to Tuesdays 02:00 UTC',
      },
      settings: { maxmemoryPolicy: 'allkeys-lru', timeout: 0, notifyKeyspaceEvents: '' },
      metrics: {
        at: '2026-03-04T05:06:07Z',
        loadAvg1m: 0.06,
        readIops: 3,
        writeIops: 1,
        memoryRedisBytes: 343_477_584,
        memoryTotalBytes: 1_073_741_824,
        hitRate: 0.712,
        evictedKeys: 0,
        activeConnections: 4,
      },
      context: [
        {
          kind: 'incident',
          message: 'Heroku reports an open incident: API',
          url: 'https://status.heroku.com/incidents/1',
        },
        { kind: 'log', message: 'source=REDIS addon=redis-round-1 | sample' },
      ],
      history: {
        alarm: false,
        transition: '',
        failingSince: '2026-03-04T05:06:07.890Z',
        consecutiveFailures: 2,
        failures: 2,
        alarmAfter: 3,
        uptimePercent: 93.33,
        runs: [
          { at: 'a', status: 'pass', memoryPercent: 0, latencyP95Ms: 5 },
          { at: 'b', status: 'warn', memoryPercent: 100, latencyP95Ms: 10 },
          { at: 'c', status: 'fail' },
        ],
      },
    }
    const markdown = renderSummary({ ...failing(), apps: [{ ...app, report }] }, { docs })
    for (const line of [
      'add-on <code>redis-round-1</code>, shared from <code>acme-www</code>',
      '- Heroku reports an open incident: API. [Details](https://status.heroku.com/incidents/1)',
      '<details><summary>Last log lines of the add-on</summary>\n\n- <code>source=REDIS addon=redis-round-1 &#124; sample</code>',
      '| <code>_URL</code> variable | live: Heroku updates it | copy |',
      '- Maintenance: <code>ready</code>, scheduled for 2026-11-07 22:00 UTC, required by 2026-12-19 00:00 UTC, window Mondays 22:00 to Tuesdays 02:00 UTC',
      '- Settings: maxmemory-policy <code>allkeys-lru</code>, timeout never, notify-keyspace-events off',
      '- Metrics of the add-on’s log: at 2026-03-04 05:06 UTC, load 0.06, read IOPS 3, write IOPS 1, Redis uses 328 MB of 1 GB on the machine, hit rate 71.2 %, evicted keys 0, connections 4',
      'The last 3 runs, oldest first: ✅⚠️❌',
      'Uptime 93.3 % · failing since 2026-03-04 05:06 UTC (2 runs in a row)',
      '| Latency p95 | ▅█· |',
      '| Memory | ▁█· |',
      'The step does not fail yet: 2 of 3 failures before the alarm.',
    ]) {
      expect(markdown).toContain(line)
    }
    expect(markdown).not.toContain('| Connections | ·')
  })

  it('lists invalid inputs, one line each', () => {
    const error = explain(
      'input-invalid',
      '2 inputs are invalid:\n- app: got "<b>"; expected x\n- mode: got "y"; expected z',
    )
    const report = runReport({ ...healthy().report, apps: [] }, error)
    expect(report).toMatchObject({ status: 'fail', tested: false, failureReason: 'input-invalid' })
    const markdown = renderSummary({ report, apps: [], cancelled: false, error }, { docs })
    expect(markdown).toContain(
      '\n\n2 inputs are invalid:\n\n- app: got "&#60;b&#62;"; expected x\n- mode: got "y"; expected z\n\n',
    )
  })

  it('never links to a page that does not exist', () => {
    expect(renderSummary(failing(), { docs: '' })).not.toContain('](docs/')
  })

  it('lists what a cancelled run did not write', () => {
    expect(renderSummary(cancelled(), { docs })).toContain('**These config vars were not written:**')
    expect(renderSummary(healthy(), { docs })).not.toContain('not written')
  })
})
