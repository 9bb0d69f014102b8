import { label } from '../../utils/escape.ts'
import { duration } from '../../utils/format.ts'
import type { AppReport, EndpointReport } from '../report.ts'

/** Mermaid sources, in a fence; the text before them always says the same. */

const fenced = (lines: readonly string[]): string => ['```mermaid', ...lines, '```'].join('\n')

const quoted = (...lines: readonly string[]): string => `"${lines.map((line) => label(line)).join('<br/>')}"`

/** Writer, reader and the link between them. Empty unless both were reached: a box without content says nothing. */
export function topology({ writer, reader, replication }: AppReport): string {
  if (!writer || !reader || !replication || !isReached(writer) || !isReached(reader)) return ''
  const job = `  job(${quoted('This job')})`
  if (replication.readerRole === 'same-server') {
    return fenced([
      'flowchart LR',
      job,
      `  both[(${quoted('Writer and reader', 'one server', software(writer))})]`,
      `  job -->|${quoted(reach('writes and reads', writer))}| both`,
    ])
  }
  const lag = replication.lagMs
  const link =
    replication.readerRole === 'replica'
      ? `  writer ==>|${quoted('replicates', lag ? `lag ${duration(lag.p50)}` : 'lag not measured')}| reader`
      : `  writer -.-|${quoted(unproven[replication.readerRole])}| reader`
  return fenced([
    'flowchart LR',
    job,
    `  writer[(${quoted('Writer', writer.role, software(writer))})]`,
    `  reader[(${quoted('Reader', reader.role, software(reader))})]`,
    `  job -->|${quoted(reach('writes', writer))}| writer`,
    `  job -->|${quoted(reach('reads', reader))}| reader`,
    link,
  ])
}

/** The server has said something about itself. */
function isReached({ server, latencyMs }: EndpointReport): boolean {
  return server !== undefined || latencyMs !== undefined
}

const unproven = {
  'active-active': 'replicate each other',
  primary: 'no link: two primaries',
  stranger: 'no link: replica of another server',
  unknown: 'link unknown',
} as const

function software({ server, version }: EndpointReport): string {
  return server === undefined ? 'unknown server' : `${{ redis: 'Redis', valkey: 'Valkey' }[server]} ${version ?? ''}`
}

const reach = (what: string, { latencyMs }: EndpointReport): string =>
  latencyMs ? `${what}, PING ${duration(latencyMs.p50)}` : what

/** A bar chart of how many round trips took how long. */
export function distribution(title: string, values: readonly number[]): string {
  const { labels, counts } = histogram(values)
  return fenced([
    '---',
    'config:',
    '  xyChart:',
    '    width: 720',
    '    height: 300',
    '  themeVariables:',
    '    xyChart:',
    '      plotColorPalette: "#0969da"',
    '---',
    'xychart-beta',
    `  title ${quoted(title)}`,
    `  x-axis ${quoted('milliseconds')} [${labels.map((each) => quoted(each)).join(', ')}]`,
    `  y-axis ${quoted('round trips')} 0 --> ${String(Math.max(...counts))}`,
    `  bar [${counts.join(', ')}]`,
  ])
}

/** At most eight equal steps from the fastest to the slowest. */
export function histogram(values: readonly number[]): { readonly labels: string[]; readonly counts: number[] } {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity)
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity)
  const steps = Math.max(1, Math.min(8, new Set(values).size))
  const width = (high - low) / steps
  const counts = Array.from({ length: steps }, () => 0)
  for (const value of values) {
    const step = width === 0 ? 0 : Math.min(steps - 1, Math.floor((value - low) / width))
    counts[step] = (counts[step] ?? 0) + 1
  }
  const digits = width >= 1 ? 0 : width >= 0.1 ? 1 : 2
  const labels = counts.map((_, step) =>
    steps === 1
      ? low.toFixed(digits)
      : `${(low + step * width).toFixed(digits)}-${(low + (step + 1) * width).toFixed(digits)}`,
  )
  return { labels, counts }
}
