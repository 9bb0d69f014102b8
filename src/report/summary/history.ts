import { plural, percent } from '../../utils/format.ts'
import { text } from '../../utils/escape.ts'
import type { HistoryReport, HistoryRun } from '../report.ts'
import { icons, table } from './markdown.ts'

/** The last runs in small: how they ended, and the course of each figure. Empty without a history. */
export function history(past: HistoryReport | undefined): string {
  if (!past || past.runs.length === 0) return ''
  const { runs, uptimePercent, failingSince, consecutiveFailures, transition } = past
  const rows = [
    ['Latency p95', course(runs.map(({ latencyP95Ms }) => latencyP95Ms))],
    [
      'Memory',
      course(
        runs.map(({ memoryPercent }) => memoryPercent),
        100,
      ),
    ],
    [
      'Connections',
      course(
        runs.map(({ connectionsPercent }) => connectionsPercent),
        100,
      ),
    ],
  ].filter(([, line]) => line !== '')
  const since = failingSince === undefined ? '' : ` since ${text(failingSince.slice(0, 16).replace('T', ' '))} UTC`
  const facts = [
    ...(uptimePercent === undefined ? [] : [`uptime ${percent(uptimePercent)}`]),
    ...(consecutiveFailures > 0 ? [`failing${since} (${plural(consecutiveFailures, 'run')} in a row)`] : []),
    ...(transition === '' ? [] : [transition === 'broke' ? 'alarm raised by this run' : 'recovered with this run']),
  ]
  return [
    `The last ${plural(runs.length, 'run')}, oldest first: ${runs.map(({ status }: HistoryRun) => icons[status]).join('')}`,
    facts.join(' · '),
    table(['', 'Course'], rows, (cells) => cells),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

const blocks = '▁▂▃▄▅▆▇█'

/** A line of block characters from 0 to `top`, by default the largest value; a gap where a run measured nothing. */
export function course(values: readonly (number | undefined)[], top?: number): string {
  const known = values.filter((value) => value !== undefined)
  if (known.length === 0) return ''
  const highest = top ?? Math.max(...known)
  return values
    .map((value) => {
      if (value === undefined) return '·'
      const step = highest <= 0 ? 0 : Math.round((Math.min(value, highest) / highest) * (blocks.length - 1))
      return blocks.charAt(Math.max(0, step))
    })
    .join('')
}
