import { count, duration } from '../../utils/format.ts'
import type { AppResult } from '../result.ts'
import { isSame } from './endpoints.ts'
import { folded, table } from './markdown.ts'
import { distribution, topology } from './mermaid.ts'

/** How long round trips took: figures first, then charts. */
export function latency({ latency, report }: AppResult, mermaid: boolean): string {
  const { writer, reader } = report
  const isOneEndpoint = writer !== undefined && reader !== undefined && isSame(writer, reader)
  const sides = (['writer', 'reader'] as const).flatMap((side) => {
    const figures = report[side]?.latencyMs
    // One endpoint needs one row and one chart.
    return figures && (side === 'writer' || !isOneEndpoint) ? [{ side, figures, values: latency[side] ?? [] }] : []
  })
  if (sides.length === 0) return ''
  const rows = (['p50', 'p95', 'p99', 'max'] as const).map((name) => [
    name,
    ...sides.map(({ figures }) => duration(figures[name])),
  ])
  const samples = ['samples', ...sides.map(({ figures }) => count(figures.samples))]
  const figures = table(['', ...sides.map(({ side }) => side)], [...rows, samples], (cells) => cells)
  const charts = mermaid
    ? sides
        .filter(({ side, values }) => values.length > 1 && (side === 'writer' || !reader?.sameServerAs))
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
  return folded('Diagram of writer and reader', `${relation[report.replication.readerRole]}\n\n${drawn}`)
}

const relation = {
  replica: 'The reader is a verified replica of the writer.',
  'same-server': 'Writer and reader are one server, as always with a single Heroku add-on.',
  'active-active': 'Writer and reader are two primaries that replicate each other.',
  primary: 'The reader is a second primary: it never receives what is written to the writer.',
  stranger: 'The reader is a replica of another server: it never receives what is written to the writer.',
  unknown: 'How the reader relates to the writer could not be determined.',
} as const
