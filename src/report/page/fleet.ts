import type { AppHistory } from '../../history/history.ts'
import { uptimePercent } from '../../history/record.ts'
import { count, duration, percent } from '../../utils/format.ts'
import type { AppReport } from '../report.ts'
import { appSection, knownHistory, percentExact, sinceWords, uptimeSpan } from './app-section.ts'
import type { SectionContext } from './app-section.ts'
import { meter, smallBars, sparkLine } from './bars.ts'
import { Html, html, nothing } from './html.ts'
import { icon } from './icons.ts'
import type { Page } from './input.ts'
import { toneOf } from './panels.ts'
import { daysOf, figuresOf, smoothed } from './series.ts'
import { appHeadline, moodNames, moodOf, moods, problemOf } from './words.ts'
import type { Mood } from './words.ts'

/** Details are left out once the page is this large; every app keeps its row. */
const mostDetailBytes = 4_000_000
/** Rows past this many are counted instead of shown. */
const mostRows = 2_000

const day = 86_400_000
const bars = 30

/** One row for each app, worst first; each opens to everything about the app. */
export function fleet({ report, state, generatedAt: now, limits }: Page): Html {
  const context: SectionContext = { now, hover: false, level: 3, run: report, limits }
  const shown = moods
    .flatMap((mood) => report.apps.filter((app) => moodOf(app) === mood).map((app) => ({ mood, app })))
    .slice(0, mostRows)
  let bytes = 0
  const rows = shown.map(({ mood, app }) => {
    const history = knownHistory(state, app.app)
    const details = bytes < mostDetailBytes ? appSection(app, history, context) : nothing
    bytes += details.text.length
    return { mood, row: row(app, history, details, context) }
  })
  const groups = moods.flatMap((mood) => {
    const all = rows.filter((each) => each.mood === mood)
    if (all.length === 0) return []
    return [
      html`<section class="group">
        <h2>
          ${icon(mood)} ${groupNames[mood]}
          <span class="count">${count(report.apps.filter((app) => moodOf(app) === mood).length)}</span>
        </h2>
        <div class="rows">
          <div class="row head" aria-hidden="true">
            <span></span><span>App</span><span>Last 30 days</span><span>Uptime</span><span>Latency p95</span
            ><span>Memory</span><span>Connections</span><span></span>
          </div>
          ${all.map((each) => each.row)}
        </div>
      </section>`,
    ]
  })
  const hidden = report.apps.length - shown.length
  const more =
    hidden > 0 ? html`<p class="note">And ${count(hidden)} more apps, which are in the JSON report.</p>` : nothing
  const cut =
    bytes >= mostDetailBytes
      ? html`<p class="note">
          To keep the page small, some healthy apps have no details here; the JSON report has them.
        </p>`
      : nothing
  return html`${groups}${more}${cut}`
}

const groupNames: Readonly<Record<Mood, string>> = {
  fail: 'Failing',
  warn: 'With warnings',
  untested: 'Not tested',
  pass: 'Healthy',
}

function row(app: AppReport, history: AppHistory | undefined, details: Html, context: SectionContext): Html {
  const { now, limits } = context
  const mood = moodOf(app)
  const { latencyMs, memory, connections } = app.writer ?? {}
  const share = history && uptimePercent(history, now)
  const latency = history ? smoothed(figuresOf(history, now - 7 * day, now).latencyP95) : []
  const problem = mood === 'pass' ? undefined : (problemOf(app)?.what ?? appHeadline(app, context.run))
  const since = sinceWords(app, now)
  const words = html`<span class="app"
    ><b>${app.app}</b
    >${since === '' ? nothing : html`<small>${since}</small>`}${problem === undefined ? nothing : html`<small>${problem}</small>`}</span
  >`
  const days = history
    ? smallBars(
        daysOf(history, now, bars),
        share === undefined
          ? 'No run in the last 30 days'
          : `${percentExact(share)} of the runs ${uptimeSpan(history, now)} passed`,
      )
    : nothing
  const cells = [
    html`<span class="cell days">${days}</span>`,
    cell('Uptime', share === undefined ? '–' : percentExact(share)),
    cell(
      'Latency',
      latencyMs ? duration(latencyMs.p95) : '–',
      latencyMs && latency.length > 2 ? sparkLine(latency, now - 7 * day, now) : nothing,
    ),
    cell(
      'Memory',
      memory?.percent === undefined ? '–' : percent(memory.percent),
      memory?.percent === undefined ? nothing : meter(memory.percent, toneOf(memory.percent, limits.memory)),
    ),
    cell(
      'Connections',
      connections?.percent === undefined ? '–' : percent(connections.percent),
      connections?.percent === undefined
        ? nothing
        : meter(connections.percent, toneOf(connections.percent, limits.connections)),
    ),
  ]
  const inside = html`${icon(mood)}<span class="hidden">${moodNames[mood]}: </span>${words}${cells}`
  return details === nothing
    ? html`<div class="app-row">
        <div class="row">${inside}<span></span></div>
      </div>`
    : html`<details class="app-row">
        <summary class="row">${inside}<span class="chevron" aria-hidden="true"></span></summary>
        <div class="inside">${details}</div>
      </details>`
}

function cell(name: string, value: string, picture: Html = nothing): Html {
  return html`<span class="cell"
    ><span class="cell-name">${name}</span><span class="figure">${value}</span>${picture}</span
  >`
}
