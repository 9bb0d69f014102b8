import type { AppHistory } from '../../history/history.ts'
import { quantile } from '../../utils/statistics.ts'
import { duration } from '../../utils/format.ts'
import { html, nothing } from './html.ts'
import type { Html } from './html.ts'
import { daysOf, figuresOf } from './series.ts'
import type { Sample } from './series.ts'
import { dayName } from './words.ts'

const dayMs = 86_400_000

/** What the charts show, as a table: a row for each day, newest first. */
export function dataTable(history: AppHistory, now: number, mostDays: number): Html {
  const days = daysOf(history, now, mostDays).filter(({ runs }) => runs > 0)
  if (days.length === 0) return nothing
  const rows = days.toReversed().map(({ start, runs, warned, failed }) => {
    const figures = figuresOf(history, start, Math.min(now, start + dayMs - 1))
    return html`<tr>
      <th scope="row">${dayName(start)}</th>
      <td>${runs}</td>
      <td>${failed}</td>
      <td>${warned}</td>
      <td>${range(figures.memory, (value) => `${value.toFixed(0)} %`)}</td>
      <td>${range(figures.connections, (value) => `${value.toFixed(0)} %`)}</td>
      <td>${range(figures.latencyP95, duration)}</td>
      <td>${range(figures.lag, duration)}</td>
    </tr>`
  })
  return html`<details class="data">
    <summary>The figures as a table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Figures of each day, ${history.app}">
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Runs</th>
            <th scope="col">Failed</th>
            <th scope="col">Warned</th>
            <th scope="col">Memory</th>
            <th scope="col">Connections</th>
            <th scope="col">Latency p95</th>
            <th scope="col">Lag</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </details>`
}

/** The lowest and the highest of a day. */
function range(samples: readonly Sample[], format: (value: number) => string): string {
  if (samples.length === 0) return '–'
  const low = quantile(
    samples.map((sample) => sample.low ?? sample.value),
    0,
  )
  const high = quantile(
    samples.map((sample) => sample.high ?? sample.value),
    1,
  )
  const [from, to] = [format(low), format(high)]
  return from === to ? from : `${from} – ${to}`
}
