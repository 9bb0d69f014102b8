import { describe, expect, it, test } from 'vitest'
import type { AppHistory, RunPoint } from '../../../../src/history/history.ts'
import { scale } from '../../../../src/report/page/chart.ts'
import { html, link, prose } from '../../../../src/report/page/html.ts'
import { daysOf, figuresOf, outagesOf, smoothed } from '../../../../src/report/page/series.ts'
import { lasting } from '../../../../src/report/page/words.ts'

const hour = 3_600_000
const day = 24 * hour
const midnight = Date.UTC(2026, 2, 31)

const run = (time: number, more: Partial<RunPoint> = {}): RunPoint => ({
  time,
  status: 'pass',
  failing: false,
  reason: '',
  ...more,
})
const history = (more: Partial<AppHistory> = {}): AppHistory => ({
  app: 'shop',
  points: [],
  spans: [],
  events: [],
  outcomes: [],
  ...more,
})

describe('html', () => {
  it('escapes strings, keeps HTML, joins lists, and leaves out what is undefined', () => {
    expect(html`<p title="${'"<'}">${'<b>'}${html`<i>${3}</i>`}${[html`a`, html`b`]}${undefined}</p>`.text).toBe(
      '<p title="&#34;&#60;">&#60;b&#62;<i>3</i>ab</p>',
    )
  })

  it('takes a line break of the source for a space', () => {
    const part = html`a b`
    expect(part.text).toBe('a b')
  })

  it('makes code of backticks and keeps the spaces around it', () => {
    expect(prose('Run `heroku <x>` now, or `y`.').text).toBe(
      'Run <code>heroku &#60;x&#62;</code> now, or <code>y</code>.',
    )
  })

  test.each(['javascript:alert(1)', 'http://example.com/', 'https://x/"><b>', 'docs/troubleshooting.md#memory', ''])(
    'makes no link of %s',
    (url) => {
      expect(link('Docs', url).text).toBe('')
    },
  )

  it('links to https', () => {
    expect(link('Docs', 'https://github.com/o/r/blob/v1/docs/x.md#memory').text).toBe(
      '<a href="https://github.com/o/r/blob/v1/docs/x.md#memory" rel="noopener noreferrer">Docs</a>',
    )
  })
})

describe('scale', () => {
  test.each([
    [100, 100, [25, 50, 75, 100]],
    [11.2, 15, [5, 10, 15]],
    [0.8, 0.8, [0.2, 0.4, 0.6, 0.8]],
    [0, 1, [0.25, 0.5, 0.75, 1]],
    [Number.NaN, 1, [0.25, 0.5, 0.75, 1]],
  ])('of %d goes to %d', (most, top, ticks) => {
    const found = scale(most)
    expect(found.top).toBeCloseTo(top)
    expect(found.ticks.map((tick) => Number(tick.toFixed(6)))).toEqual(ticks)
  })

  it('always reaches the highest value, in at most five steps', () => {
    for (let value = 0.001; value < 1e12; value *= 1.37) {
      const { top, ticks } = scale(value)
      expect(top).toBeGreaterThanOrEqual(value * 0.999_999)
      expect(ticks.length).toBeGreaterThan(0)
      expect(ticks.length).toBeLessThanOrEqual(5)
    }
  })
})

describe('what is drawn of a history', () => {
  it('counts each day, also those without a run', () => {
    const days = daysOf(
      history({
        spans: [{ start: midnight - 2 * day + 6 * hour, lengthMs: 6 * hour, runs: 6, warned: 1, failed: 2 }],
        points: [
          run(midnight + hour, { status: 'warn' }),
          run(midnight + 2 * hour, { status: 'fail', failing: true }),
          // The clock was ahead once.
          run(midnight + 9 * hour),
        ],
      }),
      midnight + 3 * hour,
      4,
    )
    expect(days).toEqual([
      { start: midnight - 3 * day, runs: 0, warned: 0, failed: 0 },
      { start: midnight - 2 * day, runs: 6, warned: 1, failed: 2 },
      { start: midnight - day, runs: 0, warned: 0, failed: 0 },
      { start: midnight, runs: 2, warned: 1, failed: 1 },
    ])
  })

  it('measures each run against the limit of its own time', () => {
    const { memory, memoryBytes, connections } = figuresOf(
      history({
        spans: [
          {
            start: midnight,
            lengthMs: 6 * hour,
            runs: 6,
            warned: 0,
            failed: 0,
            memory: { min: 10, median: 20, max: 30 },
            memoryMax: 50,
          },
        ],
        points: [
          run(midnight + 7 * hour, { memoryUsed: 30, memoryMax: 100, connections: 4, maxConnections: 40 }),
          run(midnight + 8 * hour, { memoryUsed: 31 }),
        ],
      }),
      midnight,
      midnight + day,
    )
    expect(memory).toEqual([
      { time: midnight + 3 * hour, value: 40, low: 20, high: 60 },
      { time: midnight + 7 * hour, value: 30 },
    ])
    expect(memoryBytes).toEqual([{ time: midnight + 8 * hour, value: 31 }])
    expect(connections).toEqual([{ time: midnight + 7 * hour, value: 10 }])
  })

  it('takes single runs together by the quarter of a day, and keeps the newest', () => {
    const samples = [1, 2, 9, 4].map((value, index) => ({ time: midnight + index * hour, value }))
    expect(smoothed(samples)).toEqual([
      { time: midnight + 1.5 * hour, value: 3, low: 1, high: 9 },
      { time: midnight + 3 * hour, value: 4 },
    ])
    expect(smoothed([])).toEqual([])
  })

  it('draws each alarm from its beginning to its end, and an open one until now', () => {
    const events = [
      { time: 1, kind: 'recovered' as const },
      { time: 2, kind: 'broke' as const },
      { time: 5, kind: 'recovered' as const },
      { time: 7, kind: 'broke' as const },
    ]
    expect(outagesOf(history({ events }), 10)).toEqual([
      { from: 2, to: 5 },
      { from: 7, to: 10 },
    ])
    expect(outagesOf(history({ alarm: { since: 3 } }), 10)).toEqual([{ from: 3, to: 10 }])
  })
})

test.each([
  [0, '1 minute'],
  [40 * 60_000, '40 minutes'],
  [3 * hour, '3 hours'],
  [3 * day, '3 days'],
])('%d ms last %s', (ms, expected) => {
  expect(lasting(ms)).toBe(expected)
})
