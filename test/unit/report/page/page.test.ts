import * as fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, it, test } from 'vitest'
import type { HistoryState } from '../../../../src/history/history.ts'
import { explain } from '../../../../src/failure/catalogue.ts'
import { parseLimits } from '../../../../src/report/page/input.ts'
import { renderPage } from '../../../../src/report/page/page.ts'
import type { PageInput } from '../../../../src/report/page/page.ts'
import type { AppReport, Report } from '../../../../src/report/report.ts'
import { arbitraryReport } from '../../../support/fixtures/arbitrary-report.ts'
import { cancelled, dryRun, failing, fleet, healthy, hostile, warning } from '../../../support/fixtures/results.ts'
import { limits, simulatedReport } from '../../../support/simulated-report.ts'
import { demoShop, simulateState } from '../../../support/simulation.ts'
import { arbitraryState } from '../../history/arbitrary-state.ts'

const now = Date.UTC(2026, 2, 31, 12, 7)
const demo = simulateState([demoShop], now)
const page = (report: Report, more: Partial<PageInput> = {}): string =>
  renderPage({ report, generatedAt: now, limits, ...more })
const demoPage = (): string => page(simulatedReport(demo, now), { state: demo })

/** Opening and closing tags, in turn; false where they do not match. */
function isBalanced(text: string): boolean {
  const open: string[] = []
  for (const [, closing, name = '', selfClosing] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^>]*?)?(\/?)>/g)) {
    if (selfClosing === '/' || ['meta', 'link'].includes(name)) continue
    if (closing !== '/') open.push(name)
    else if (open.pop() !== name) return false
  }
  return open.length === 0
}

/** Every tag and attribute name that is there, without values. */
function markup(text: string): readonly string[] {
  const body = text.slice(text.indexOf('<body>'))
  return [...body.matchAll(/<\/?[a-zA-Z!][^>]*>/g)].map(([tag]) =>
    tag.replaceAll(/"[^"]*"/g, '""').replaceAll(/\s+/g, ' '),
  )
}

describe('renderPage', () => {
  test.each([
    ['healthy', healthy, 'Redis is healthy'],
    ['warning', warning, 'Redis works, with 1 warning'],
    ['failing', failing, 'Config vars'],
    ['dry run', dryRun, 'Dry run, 4 steps planned'],
    ['cancelled', cancelled, 'The run was cancelled'],
    ['a fleet', () => fleet(100), 'of 100 apps are failing'],
  ])('shows a real report: %s', (_, scene, verdict) => {
    const { report } = scene()
    const text = page(report)
    expect(isBalanced(text)).toBe(true)
    expect(/<h1>([^<]*)<\/h1>/.exec(text)?.[1]).toContain(verdict)
    for (const { app, checks } of report.apps) {
      expect(text).toContain(app)
      if (report.apps.length === 1) for (const { id } of checks) expect(text).toContain(`<b>${id}</b>`)
    }
  })

  it('calls healthy only what was tested', () => {
    const { report } = healthy()
    const untested = { ...report, tested: false, apps: report.apps.map((app) => ({ ...app, tested: false })) }
    const text = page(untested)
    expect(text).toContain('<h1>Redis was not tested')
    expect(text).toContain('verdict untested')
  })

  it('draws a month of runs: uptime, charts with limits, a forecast, events and a table', () => {
    const text = demoPage()
    expect(isBalanced(text)).toBe(true)
    expect(text.match(/<figure/g)).toHaveLength(3)
    for (const part of [
      'warn 75 %',
      'fail 90 %',
      'class="forecast"',
      'class="outage"',
      'Alarm raised',
      'after 2 hours',
      '7.2.4 → 8.1.4',
      'heroku-redis:premium-0 → heroku-redis:premium-1',
      'Limits above this chart: warn 500 ms, fail 2 s',
      '<th scope="row">31 Mar</th>',
      'Memory: now 74.7 %; from ',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).toMatch(/Uptime 99\.\d\d % in the last 30 days/)
  })

  it('names the hours of a history that has just begun', () => {
    const state = simulateState([{ ...demoShop, days: 0.5 }], now)
    const text = page(simulatedReport(state, now), { state })
    expect(text).toContain('<h2>Last 12 hours</h2>')
    expect(text).toMatch(/>00:\d\d<\/text/)
    expect(text).toMatch(/>12:07<\/text/)
  })

  it('stands alone: no script, no address of anything to load, a policy that allows neither', () => {
    const text = demoPage()
    const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(text).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    )
    expect(text).not.toMatch(/<script|<img|<iframe|<object|javascript:|@import|url\(|\sstyle=|\son[a-z]+=/i)
    const addresses = [...text.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, address = '']) => address)
    expect(addresses.filter((address) => !/^(#main|data:image\/svg|https:\/\/github\.com\/)/.test(address))).toEqual([])
  })

  it('is the same page whatever foreign text says, with that text in it', () => {
    const poisoned = (text: string): PageInput => {
      const { report } = failing()
      const apps = report.apps.map((app): AppReport => ({
        ...app,
        app: `a${text}`,
        addon: { name: text, id: text, created: false, plan: text, configVar: text },
        changedConfigVars: [text],
        context: [{ kind: 'log', message: text, url: `javascript:${text}`, at: text }],
        checks: [
          { id: 'connect', target: 'writer', status: 'fail', message: text, value: text, hint: text, docs: text },
        ],
        writer: { host: text, port: 1, tls: true, role: 'primary', timings: {}, server: 'redis', version: text },
        replication: { readerRole: 'unknown', proof: text },
      }))
      const state: HistoryState = {
        apps: demo.apps.map((each) => ({
          ...each,
          app: `a${text}`,
          events: [{ time: now, kind: 'maintenance', detail: text }],
        })),
      }
      return { report: { ...report, apps }, state, generatedAt: now, limits, runUrl: `https://x/"><b>${text}` }
    }
    const plain = markup(renderPage(poisoned('x')))
    expect(plain.length).toBeGreaterThan(100)
    const evil = renderPage(poisoned(hostile))
    // Backticks make code elements; everything else is the same.
    const shape = (tags: readonly string[]): readonly string[] => tags.filter((tag) => !/^<\/?code/.test(tag))
    expect(shape(markup(evil))).toEqual(shape(plain))
    expect(evil).toContain('&#60;img src=x onerror=alert(1)&#62;')
  })

  it('takes whatever the types allow', () => {
    fc.assert(
      fc.property(arbitraryReport, arbitraryState, fc.integer({ min: 0, max: 4e12 }), (report, state, generatedAt) => {
        const named = {
          apps: state.apps.map((each, index) => ({ ...each, app: report.apps[index]?.app ?? each.app })),
        }
        const text = renderPage({ report, state: named, generatedAt, limits })
        expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/)
        expect(isBalanced(text)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it('says why a run reached no app', () => {
    const { report } = healthy()
    const error = explain('input-invalid', 'The input `samples` is invalid.')
    const text = page({ ...report, status: 'fail', apps: [] }, { error })
    expect(text).toContain('verdict fail')
    expect(text).toContain('The input <code>samples</code> is invalid.')
    expect(isBalanced(text)).toBe(true)
  })

  it('finds the limits to draw in the checks, and the time in the run, when they are not handed in', () => {
    const report = simulatedReport(demo, now - 4_321)
    const text = renderPage({ report, state: demo })
    expect(text).toContain('warn 75 %')
    expect(text).toContain('Limits above this chart: warn 500 ms, fail 2 s')
    expect(text).toContain('31 March 2026 at 12:07 UTC')
    // This run is in the chart, also when its clock was a moment ahead of the report.
    const early = renderPage({ report: { ...report, startedAt: new Date(now - 10_000).toISOString() }, state: demo })
    expect(early).toContain('Memory: now 74.7 %; from ')
  })

  test.each([
    ['75%/90%', { warn: 75, fail: 90, text: '75%/90%' }],
    ['500ms/2s', { warn: 500, fail: 2_000, text: '500ms/2s' }],
    ['1m', { fail: 60_000, text: '1m' }],
    ['off', null],
    ['1/2/3', null],
    ['', null],
  ])('reads the limits %j', (text, expected) => {
    expect(parseLimits(text)).toEqual(expected)
  })

  it('says so when there is no app', () => {
    const { report } = healthy()
    const text = page({ ...report, apps: [] })
    expect(text).toContain('<h1>No app was checked</h1>')
    expect(isBalanced(text)).toBe(true)
  })
})
