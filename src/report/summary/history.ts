import { plural, percent } from '../../utils/format.ts'
import { text } from '../../utils/escape.ts'
import type { HistoryReport } from '../report.ts'
import { upperFirst } from '../verdict.ts'
import { table } from './markdown.ts'
import { sparkline, statusLine } from './sparkline.ts'

/** The last runs in small: how they ended, and the course of each figure. Empty without a history. */
export function history(past: HistoryReport | undefined): string {
  if (!past || past.runs.length === 0) return ''
  const { runs, uptimePercent, failingSince, consecutiveFailures, transition } = past
  const rows = [
    [
      'Latency p95',
      sparkline(
        runs.map(({ latencyP95Ms }) => latencyP95Ms),
        runs.length,
      ),
    ],
    [
      'Memory',
      sparkline(
        runs.map(({ memoryPercent }) => memoryPercent),
        runs.length,
        100,
      ),
    ],
    [
      'Connections',
      sparkline(
        runs.map(({ connectionsPercent }) => connectionsPercent),
        runs.length,
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
    `The last ${plural(runs.length, 'run')}, oldest first: ${statusLine(
      runs.map(({ status }) => status),
      runs.length,
    )}`,
    upperFirst(facts.join(' · ')),
    table(['', 'Last runs'], rows, (cells) => cells),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}
