import { count, duration } from '../../utils/format.ts'
import { folded, table } from './markdown.ts'
import { distribution, topology } from './mermaid.ts'
import type { AppResult } from '../result.ts'

/** How long round trips took: figures first, then charts. */
export function latency({ latency, report }: AppResult, mermaid: boolean): string {
  const sides = (['writer', 'reader'] as const).flatMap((side) => {
    const figures = report[side]?.latencyMs
    return figures ? [{ side, figures, values: latency[side] ?? [] }] : []
  })
  if (sides.length === 0) return ''
  const figures = table(['', 'p50', 'p95', 'p99', 'max', 'samples'], sides, ({ side, figures }) => {
    const { p50, p95, p99, max, samples } = figures
    return [side, ...[p50, p95, p99, max].map(duration), count(samples)]
  })
  const charts = mermaid
    ? sides
        // One server, measured twice, needs one chart.
        .filter(({ side, values }) => values.length > 1 && (side === 'writer' || !report.reader?.sameServerAs))
        .map(({ side, values }) => distribution(`PING round trips of the ${side}`, values))
    : []
  return folded(
    'Latency distribution',
    ['PING round trips on a warm connection, measured from where this job runs.', figures, ...charts].join('\n\n'),
  )
}

/** Writer, reader and the link between them: a sentence first, then a picture. */
export function picture({ report }: AppResult, mermaid: boolean): string {
  const drawn = topology(report)
  if (drawn === '' || !mermaid || !report.replication) return ''
  return folded('Picture of writer and reader', `${told[report.replication.readerRole]}\n\n${drawn}`)
}

const told = {
  replica: 'The reader is a proven replica of the writer.',
  'same-server': 'Writer and reader are one and the same server: this is what Heroku gives with one add-on.',
  'active-active': 'Writer and reader are two primaries that replicate each other.',
  primary: 'The reader is a second primary: it never sees what the writer writes.',
  stranger: 'The reader is a replica of another server: it never sees what the writer writes.',
  unknown: 'How the reader relates to the writer could not be proven.',
} as const
