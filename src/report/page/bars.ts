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
    const { runs, warned, failed } = day
    const tone = runs === 0 ? 'none' : failed === runs ? 'fail' : warned > 0 && failed === 0 ? 'warn' : 'pass'
    // A single failed run must be seen, too.
    const red = failed > 0 && failed < runs ? Math.max(0.3, failed / runs) * height : 0
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
