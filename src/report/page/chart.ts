import type { HistoryEvent } from '../../history/history.ts'
import { Html, html, nothing } from './html.ts'
import type { Outage, Sample } from './series.ts'
import { clockName, dayName, timeName } from './words.ts'

/**
 * Line charts as inline SVG. Positions across are percentages, so that a chart fills a phone and a wide screen alike
 * while its text keeps its size; lines are drawn in a box of 1,000 × 1,000 that is stretched without their width.
 */

export interface Line {
  readonly samples: readonly Sample[]
  /** Class of the colour: `main`, `second`. */
  readonly tone: 'main' | 'second'
}

export interface Limit {
  readonly value: number
  readonly tone: 'warn' | 'fail'
  /** `fail 90 %`. */
  readonly label: string
}

export interface ChartInput {
  /** For a screen reader: what is shown, and the figures that matter. */
  readonly description: string
  readonly from: number
  readonly to: number
  /** The end of what was measured; what is after it is a forecast. */
  readonly now: number
  readonly lines: readonly Line[]
  /** From 0 up to here. */
  readonly top: number
  readonly ticks: readonly number[]
  readonly format: (value: number) => string
  readonly limits: readonly Limit[]
  readonly outages: readonly Outage[]
  readonly marks: readonly HistoryEvent[]
  /** Where the line is going: to this value at this time. */
  readonly forecast?: { readonly time: number; readonly value: number }
  /** True: each stretch of time names its figures when the pointer rests on it. */
  readonly hover: boolean
}

const height = 168
/** Room for the labels of time. */
const plotHeight = 146
const axisWidth = 46
const day = 86_400_000
/** A line is broken where runs are missing for longer than this many usual steps. */
const gap = 4

export function chart(input: ChartInput): Html {
  const { description, lines, limits, outages, marks, hover, top, ticks, format } = input
  const x = (time: number): number => clamp((time - input.from) / (input.to - input.from))
  const y = (value: number): number => 1 - clamp(value / top)
  const place: Place = { x, y }
  const grid = ticks.map((tick) => html`<line class="grid" x1="0" x2="100%" y1="${px(y(tick))}" y2="${px(y(tick))}" />`)
  const names = ticks.map((tick) => html`<text x="${axisWidth - 8}" y="${px(y(tick), 4)}">${format(tick)}</text>`)
  const shades = outages
    .filter(({ from, to }) => to >= input.from && from <= input.to)
    .map(
      ({ from, to }) =>
        html`<rect
          class="outage"
          x="${pc(x(from))}"
          width="${pc(Math.max(0.004, x(to) - x(from)))}"
          y="0"
          height="${plotHeight}"
        />`,
    )
  const shown = limits.filter(({ value }) => value <= top)
  const bounds = shown.map(
    ({ value, tone }) =>
      html`<line class="limit ${tone}" x1="0" x2="100%" y1="${px(y(value))}" y2="${px(y(value))}" />`,
  )
  const boundNames = shown.map(
    ({ value, tone, label }) =>
      html`<text class="limit-name ${tone}" x="100%" y="${px(y(value), tone === 'warn' ? 13 : -4)}">${label}</text>`,
  )
  const flags = marks
    .filter(({ time }) => time >= input.from && time <= input.to)
    .map(({ time }) => html`<line class="mark" x1="${pc(x(time))}" x2="${pc(x(time))}" y1="0" y2="${plotHeight}" />`)
  const drawn = lines.map(
    ({ samples, tone }) => html`<g class="${tone}">${band(samples, place)}${path(samples, place)}</g>`,
  )
  const last = lines[0]?.samples.at(-1)
  const dot = last
    ? html`<circle
        class="now ${lines[0]?.tone ?? 'main'}"
        cx="${pc(x(last.time))}"
        cy="${px(y(last.value))}"
        r="3.5"
      />`
    : nothing
  return html`<div class="plot">
    <svg class="axis" width="${axisWidth}" height="${height}" aria-hidden="true">${names}</svg
    ><svg class="chart" width="100%" height="${height}" role="img" aria-label="${description}">
      ${grid}${shades}${flags}<svg
        x="0"
        y="0"
        width="100%"
        height="${plotHeight}"
        viewBox="0 0 1000 1000"
        preserveAspectRatio="none"
      >
        ${drawn}${forecastLine(input, last, place)}</svg
      >${bounds}${timeLabels(input)}${boundNames}${dot}${hover ? hovers(input, place) : nothing}
    </svg>
  </div>`
}

interface Place {
  readonly x: (time: number) => number
  readonly y: (value: number) => number
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share))
const pc = (share: number): string => `${round(share * 100)}%`
const px = (share: number, offset = 0): string => round(share * plotHeight + offset)
const box = (share: number): string => (share * 1_000).toFixed(0)
const round = (value: number): string => String(Number(value.toFixed(2)))

/** Runs that follow each other without a gap. */
function stretches(samples: readonly Sample[]): readonly (readonly Sample[])[] {
  const steps = samples.slice(1).map((sample, index) => sample.time - (samples[index]?.time ?? 0))
  const found: Sample[][] = []
  for (const [index, sample] of samples.entries()) {
    const step = steps[index - 1] ?? Infinity
    // Steps grow with age: each is compared with its neighbours.
    const usual = Math.max(steps[index - 2] ?? 0, steps[index] ?? 0)
    const isGap = usual > 0 && step > gap * usual
    if (index === 0 || isGap) found.push([sample])
    else found.at(-1)?.push(sample)
  }
  return found
}

function path(samples: readonly Sample[], { x, y }: Place): Html {
  const d = stretches(samples)
    .map((stretch) => {
      const points = stretch.map(({ time, value }) => `${box(x(time))} ${box(y(value))}`)
      // A lone run would have no length.
      return points.length === 1 ? `M${points[0] ?? ''}h1` : `M${points.join('L')}`
    })
    .join('')
  return d === '' ? nothing : html`<path class="line" d="${new Html(d)}" />`
}

/** From the lowest to the highest run of each stretch of time. */
function band(samples: readonly Sample[], { x, y }: Place): Html {
  const d = stretches(samples.filter(({ low, high }) => low !== undefined && high !== undefined))
    .filter((stretch) => stretch.length > 1)
    .map((stretch) => {
      const upper = stretch.map(({ time, high = 0 }) => `${box(x(time))} ${box(y(high))}`)
      const lower = stretch.toReversed().map(({ time, low = 0 }) => `${box(x(time))} ${box(y(low))}`)
      return `M${[...upper, ...lower].join('L')}Z`
    })
    .join('')
  return d === '' ? nothing : html`<path class="band" d="${new Html(d)}" />`
}

function forecastLine({ forecast }: ChartInput, last: Sample | undefined, { x, y }: Place): Html {
  if (!forecast || !last) return nothing
  return html`<path
    class="forecast"
    d="M${box(x(last.time))} ${box(y(last.value))}L${box(x(forecast.time))} ${box(y(forecast.value))}"
  />`
}

/** A few moments at equal distances: more would touch each other on a phone. */
function timeLabels({ from, to, now }: ChartInput): Html {
  const name = to - from > 3 * day ? dayName : to - from > day ? timeName : clockName
  const shares = name === timeName ? [0, 0.5, 1] : [0, 1 / 3, 2 / 3, 1]
  const labels = shares.map((share) => {
    const time = from + share * (to - from)
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle'
    return html`<text class="time" x="${pc(share)}" y="${height - 4}" text-anchor="${anchor}">${name(time)}</text>`
  })
  const today =
    to > now
      ? html`<line
          class="today"
          x1="${pc((now - from) / (to - from))}"
          x2="${pc((now - from) / (to - from))}"
          y1="0"
          y2="${plotHeight}"
        />`
      : nothing
  return html`${today}${labels}`
}

const mostHovers = 60

/** Invisible columns: the pointer on one shows a line and the figures of that time. */
function hovers({ from, now, lines, format }: ChartInput, { x }: Place): Html {
  const width = (now - from) / mostHovers
  const columns = Array.from({ length: mostHovers }, (_, index) => {
    const [start, end] = [from + index * width, from + (index + 1) * width]
    const values = lines.flatMap(({ samples }) => samples.findLast(({ time }) => time > start && time <= end) ?? [])
    const first = values[0]
    if (!first) return nothing
    const figures = values.map(({ value }) => format(value)).join(' / ')
    return html`<g class="hover"
      ><title>${timeName(first.time)}: ${figures}</title
      ><rect x="${pc(x(start))}" width="${pc(x(end) - x(start))}" y="0" height="${plotHeight}" /><line
        x1="${pc(x(first.time))}"
        x2="${pc(x(first.time))}"
        y1="0"
        y2="${plotHeight}"
    /></g>`
  })
  return html`${columns}`
}

/** Round steps from 0 to a round number that is not below `most`. */
export function scale(most: number): { readonly top: number; readonly ticks: readonly number[] } {
  const safe = most > 0 && Number.isFinite(most) ? most : 1
  const unit = 10 ** Math.floor(Math.log10(safe))
  const step = [0.25, 0.5, 1, 2, 2.5, 5].find((factor) => safe / (factor * unit) <= 4) ?? 5
  const count = Math.ceil(safe / (step * unit))
  return {
    top: count * step * unit,
    ticks: Array.from({ length: count }, (_, index) => (index + 1) * step * unit),
  }
}
