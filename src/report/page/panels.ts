import { pastOf } from '../../history/history.ts'
import type { AppHistory } from '../../history/history.ts'
import { forecastResource } from '../../checks/trend.ts'
import type { ThresholdSetting } from '../../checks/settings.ts'
import { bytes, count, duration, percent } from '../../utils/format.ts'
import type { AppReport, EndpointReport } from '../report.ts'
import { meter } from './bars.ts'
import { chart, scale } from './chart.ts'
import type { ChartInput, Limit } from './chart.ts'
import { html, nothing } from './html.ts'
import type { Html } from './html.ts'
import type { PageLimits } from './input.ts'
import { figuresOf, firstRun, outagesOf, smoothed } from './series.ts'
import type { Sample } from './series.ts'
import { lasting, timeName } from './words.ts'

const day = 86_400_000
export const chartDays = 30
/** Over a longer time single runs are too many to see. */
const longView = 5 * day

/** One figure: its name, its present value, and how it came there. */
interface Panel {
  readonly title: string
  readonly value: string
  readonly detail: string
  readonly lines: ChartInput['lines']
  readonly limits: readonly Limit[]
  readonly format: (value: number) => string
  /** Fixed for percent; else the largest value, with a limit that is near. */
  readonly top?: number
  readonly meter?: Html
  readonly forecast?: { readonly time: number; readonly value: number }
  readonly legend?: Html
}

export interface PanelContext {
  readonly limits: PageLimits
  readonly now: number
  readonly hover: boolean
}

/** Memory, connections, latency and lag: as charts where there is history, else as figures. */
export function panels(report: AppReport, history: AppHistory | undefined, context: PanelContext): Html {
  const { now } = context
  const from = Math.max(now - chartDays * day, (history && firstRun(history)) ?? now)
  const figures = figuresOf(history ?? emptyHistory, from, now)
  const { writer, replication, checks } = report
  // Forecasts are drawn where the check warns of one: it knows more (an eviction policy, skipped checks).
  const growing = checks.some(({ id, status }) => id === 'trend' && status === 'warn') ? history : undefined
  const all: readonly (Panel | undefined)[] = [
    memoryPanel(writer, figures.memory, figures.memoryBytes, growing, context),
    connectionsPanel(writer, figures.connections, growing, context),
    latencyPanel(writer, figures.latencyP95, figures.latencyP50, context),
    lagPanel(replication?.lagMs?.p50, figures.lag, context),
  ]
  const shown = all.filter((panel) => panel !== undefined)
  return shown.length === 0
    ? nothing
    : html`<div class="panels">${shown.map((panel) => draw(panel, history, from, context))}</div>
        ${key(history, from, now)}`
}

/** What the marks in the charts mean, where there are any. */
function key(history: AppHistory | undefined, from: number, now: number): Html {
  if (!history) return nothing
  const hasOutage = outagesOf(history, now).some(({ to }) => to >= from)
  const hasEvent = history.events.some(({ kind, time }) => time >= from && kind !== 'broke' && kind !== 'recovered')
  const words = [
    ...(hasOutage ? ['Red area: alarm'] : []),
    ...(hasEvent ? ['Dotted line: event, listed below'] : []),
    'Pale band: lowest to highest run',
  ]
  return html`<p class="note">${words.join(' · ')}</p>`
}

const emptyHistory: AppHistory = { app: '', points: [], spans: [], events: [], outcomes: [] }

function draw(panel: Panel, history: AppHistory | undefined, from: number, { now, hover }: PanelContext): Html {
  const { title, value, detail, limits, format, legend, forecast } = panel
  const lines = panel.lines.map((line) => (now - from > longView ? { ...line, samples: smoothed(line.samples) } : line))
  const samples = lines[0]?.samples ?? []
  const isDrawn = history !== undefined && samples.length > 1
  // A limit far above the line would press it flat; it is named below instead.
  const highest = Math.max(...lines.flatMap((line) => line.samples.map((sample) => sample.high ?? sample.value)), 0)
  const near = limits.filter((limit) => limit.value <= 4 * highest)
  const { top, ticks } =
    panel.top === undefined
      ? scale(Math.max(highest * 1.1, ...near.map((limit) => limit.value * 1.05)))
      : { top: panel.top, ticks: [25, 50, 75, 100] }
  const far = limits.filter((limit) => panel.top === undefined && !near.includes(limit))
  const values = samples.map((sample) => sample.value)
  const description = `${title}: now ${value}${isDrawn ? `; from ${format(Math.min(...values))} to ${format(Math.max(...values))} in the last ${lasting(now - from)}` : ''}.`
  const picture = isDrawn
    ? chart({
        description,
        from,
        to: forecast ? Math.max(now, forecast.time) : now,
        now,
        lines,
        top,
        ticks,
        format,
        limits: panel.top === undefined ? near : limits,
        outages: outagesOf(history, now),
        marks: history.events.filter(({ kind }) => kind !== 'broke' && kind !== 'recovered'),
        hover,
        ...(forecast && { forecast }),
      })
    : (panel.meter ?? nothing)
  const note = [
    ...(isDrawn && far.length > 0 ? [`Limits above this chart: ${far.map(({ label }) => label).join(', ')}`] : []),
    ...(forecast ? [`At this rate the limit is reached in about ${lasting(forecast.time - now)}`] : []),
  ].join(' · ')
  return html`<figure class="panel">
    <figcaption>
      <span class="name">${title}</span><strong>${value}</strong
      ><span class="detail">${detail}</span>${isDrawn ? legend : undefined}
    </figcaption>
    ${picture}${note === '' ? nothing : html`<p class="note">${note}</p>`}
  </figure>`
}

function limitsOf(setting: ThresholdSetting | undefined, name: (value: number) => string): readonly Limit[] {
  if (!setting) return []
  return [
    ...(setting.warn === undefined
      ? []
      : [{ value: setting.warn, tone: 'warn' as const, label: `warn ${name(setting.warn)}` }]),
    { value: setting.fail, tone: 'fail' as const, label: `fail ${name(setting.fail)}` },
  ]
}

export function toneOf(value: number, setting: ThresholdSetting | undefined): 'pass' | 'warn' | 'fail' {
  if (!setting) return 'pass'
  if (value >= setting.fail) return 'fail'
  return setting.warn !== undefined && value >= setting.warn ? 'warn' : 'pass'
}

const wholePercent = (value: number): string => `${value.toFixed(0)} %`

function memoryPanel(
  writer: EndpointReport | undefined,
  shares: readonly Sample[],
  sizes: readonly Sample[],
  history: AppHistory | undefined,
  { limits }: PanelContext,
): Panel | undefined {
  const memory = writer?.memory
  if (!memory && shares.length === 0 && sizes.length === 0) return undefined
  const share = memory?.percent
  if (memory && share === undefined) {
    return {
      title: 'Memory',
      value: bytes(memory.used),
      detail: 'no limit',
      lines: [{ samples: sizes, tone: 'main' }],
      limits: [],
      format: bytes,
    }
  }
  const forecast = forecastOf('memory', limits.memory, history)
  return {
    title: 'Memory',
    ...lastKnown(shares, percent),
    ...(memory &&
      share !== undefined && { value: percent(share), detail: `${bytes(memory.used)} of ${bytes(memory.max)}` }),
    lines: [{ samples: shares, tone: 'main' }],
    limits: limitsOf(limits.memory, wholePercent),
    format: wholePercent,
    top: 100,
    ...(share !== undefined && { meter: meter(share, toneOf(share, limits.memory)) }),
    ...(forecast && { forecast }),
  }
}

function connectionsPanel(
  writer: EndpointReport | undefined,
  shares: readonly Sample[],
  history: AppHistory | undefined,
  { limits }: PanelContext,
): Panel | undefined {
  const connections = writer?.connections
  if (!connections && shares.length === 0) return undefined
  const share = connections?.percent
  const forecast = forecastOf('connections', limits.connections, history)
  return {
    title: 'Connections',
    ...lastKnown(shares, percent),
    ...(connections && {
      value: share === undefined ? count(connections.used) : percent(share),
      detail: `${count(connections.used)} of ${count(connections.max)}`,
    }),
    lines: [{ samples: shares, tone: 'main' }],
    limits: limitsOf(limits.connections, wholePercent),
    format: wholePercent,
    top: 100,
    ...(share !== undefined && { meter: meter(share, toneOf(share, limits.connections)) }),
    ...(forecast && { forecast }),
  }
}

/** For a run that could not measure it. */
function lastKnown(
  samples: readonly Sample[],
  format: (value: number) => string,
): { readonly value: string; readonly detail: string } {
  const last = samples.at(-1)
  return last
    ? { value: format(last.value), detail: `last measured ${timeName(last.time)}` }
    : { value: 'unknown', detail: 'not measured' }
}

/** Where the line is going. */
function forecastOf(
  name: 'memory' | 'connections',
  setting: ThresholdSetting | undefined,
  history: AppHistory | undefined,
): Panel['forecast'] {
  const current = history?.points.at(-1)
  if (!history || !current || !setting) return undefined
  const found = forecastResource(name, setting.fail, pastOf(history), current)
  return found?.kind === 'grows' ? { time: current.time + found.etaMs, value: setting.fail } : undefined
}

function latencyPanel(
  writer: EndpointReport | undefined,
  p95: readonly Sample[],
  p50: readonly Sample[],
  { limits }: PanelContext,
): Panel | undefined {
  const latency = writer?.latencyMs
  if (!latency && p95.length === 0) return undefined
  return {
    title: 'Latency (p95)',
    ...lastKnown(p95, duration),
    ...(latency && { value: duration(latency.p95), detail: `median ${duration(latency.p50)}` }),
    lines: [
      { samples: p95, tone: 'main' },
      { samples: p50, tone: 'second' },
    ],
    limits: limitsOf(limits.latency, duration),
    format: duration,
    legend: html`<span class="legend"><i class="main"></i>p95 <i class="second"></i>median</span>`,
  }
}

function lagPanel(now: number | undefined, samples: readonly Sample[], { limits }: PanelContext): Panel | undefined {
  if (now === undefined && samples.length === 0) return undefined
  return {
    title: 'Replication lag',
    ...lastKnown(samples, duration),
    ...(now !== undefined && { value: duration(now), detail: 'median, from writer to reader' }),
    lines: [{ samples, tone: 'main' }],
    limits: limitsOf(limits.replicationLag, duration),
    format: duration,
  }
}
