import { plural } from '../../utils/format.ts'
import { Html, html } from './html.ts'
import type { Day, Sample } from './series.ts'
import { dayName } from './words.ts'

const height = 36

/** One bar a day: green where all was well, red from below for the share that failed, amber for warnings. */
export function uptimeBars(days: readonly Day[], description: string): Html {
  const width = 82 / days.length
  const bars = days.map((day, index) => {
    // The first bar begins on the left, the last one ends on the right.
    const x = `${((index / Math.max(1, days.length - 1)) * (100 - width)).toFixed(2)}%`
    const w = `${width.toFixed(2)}%`
    const { tone, red } = look(day)
    const overlay =
      red > 0
        ? html`<rect
            class="fail"
            x="${x}"
            width="${w}"
            y="${(height - red).toFixed(1)}"
            height="${red.toFixed(1)}"
            rx="2.5"
          />`
        : undefined
    return html`<g
      ><title>${dayWords(day)}</title
      ><rect class="${tone}" x="${x}" width="${w}" y="0" height="${height}" rx="2.5" />${overlay}</g
    >`
  })
  return html`<svg class="bars" width="100%" height="${height}" role="img" aria-label="${description}">${bars}</svg>`
}

/** The same in a tenth of the size, for a row of a long list: one shape for each colour, and no words for each day. */
export function smallBars(days: readonly Day[], description: string): Html {
  const step = 1_000 / days.length
  const shapes = new Map<string, string>()
  const draw = (tone: string, index: number, from: number): void => {
    const bar = `M${(index * step).toFixed(0)} ${String(from)}h${(step * 0.78).toFixed(0)}V${String(height)}h-${(step * 0.78).toFixed(0)}z`
    shapes.set(tone, (shapes.get(tone) ?? '') + bar)
  }
  for (const [index, day] of days.entries()) {
    const { tone, red } = look(day)
    draw(tone, index, 0)
    if (red > 0) draw('fail', index, Math.round(height - red))
  }
  // What failed lies over the rest.
  const paths = ['none', 'pass', 'warn', 'fail'].flatMap((tone) => {
    const shape = shapes.get(tone)
    return shape === undefined ? [] : [html`<path class="${tone}" d="${new Html(shape)}" />`]
  })
  return html`<svg
    class="bars"
    width="100%"
    height="${height}"
    viewBox="0 0 1000 ${height}"
    preserveAspectRatio="none"
    role="img"
    aria-label="${description}"
  >
    ${paths}
  </svg>`
}

/** The colour of a day, and how high its failed share stands over it. */
function look({ runs, warned, failed }: Day): { readonly tone: string; readonly red: number } {
  const tone = runs === 0 ? 'none' : failed === runs ? 'fail' : warned > 0 && failed === 0 ? 'warn' : 'pass'
  // A single failed run must be seen, too.
  return { tone, red: failed > 0 && failed < runs ? Math.max(0.3, failed / runs) * height : 0 }
}

function dayWords({ start, runs, warned, failed }: Day): string {
  if (runs === 0) return `${dayName(start)}: no run`
  const found = [
    ...(failed > 0 ? [`${String(failed)} failed`] : []),
    ...(warned > 0 ? [`${String(warned)} with warnings`] : []),
  ]
  return `${dayName(start)}: ${plural(runs, 'run')}, ${found.length === 0 ? 'all healthy' : found.join(', ')}`
}

/** How full it is, with its limits marked. The figure stands beside it in words. */
export function meter(percent: number, tone: 'pass' | 'warn' | 'fail'): Html {
  const width = `${Math.min(100, Math.max(1.5, percent)).toFixed(1)}%`
  return html`<svg class="meter" width="100%" height="6" aria-hidden="true">
    <rect class="track" width="100%" height="6" rx="3" />
    <rect class="${tone}" width="${width}" height="6" rx="3" />
  </svg>`
}

/** A line without axes, for a row of a list; the figure stands beside it in words. */
export function sparkLine(samples: readonly Sample[], from: number, to: number): Html {
  const most = samples.reduce((highest, { value }) => Math.max(highest, value), 0) || 1
  const points = samples.map(
    ({ time, value }) =>
      `${Math.max(0, ((time - from) / (to - from)) * 1_000).toFixed(0)} ${(950 - (value / most) * 900).toFixed(0)}`,
  )
  return html`<svg
    class="spark"
    width="100%"
    height="24"
    viewBox="0 0 1000 1000"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    <path class="line" d="${new Html(`M${points.join('L')}`)}" />
  </svg>`
}
