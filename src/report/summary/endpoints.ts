import { code, prose, text } from '../../utils/escape.ts'
import { bytes, count, duration, percent } from '../../utils/format.ts'
import { totalMs } from '../../redis/statistics.ts'
import { longest, table } from './markdown.ts'
import type { EndpointReport } from '../report.ts'
import type { AppResult } from '../result.ts'
import { sentence } from '../verdict.ts'

/** Writer and reader side by side. */
export function endpoints({ report: { writer, reader, replication } }: AppResult): string {
  if (!writer || !reader) return ''
  const row = (title: string, cell: (endpoint: EndpointReport) => string): readonly (readonly string[])[] => {
    const cells = [cell(writer), cell(reader)]
    return cells.every((each) => each === '') ? [] : [[title, ...cells.map((each) => each || '–')]]
  }
  const role = replication?.readerRole
  const lag = replication?.lagMs
  const rows = [
    ...row('Where', ({ host, port }) => code(`${host}:${String(port)}`, 300)),
    ...row('Role', (endpoint) =>
      endpoint === reader && role === 'same-server' ? 'the writer’s own server' : endpoint.role,
    ),
    ...row('Encryption', encryption),
    ...row('Server', ({ server, version }) =>
      server === undefined ? '' : text(`${{ redis: 'Redis', valkey: 'Valkey' }[server]} ${version ?? ''}`, 60),
    ),
    ...row('Connect', connect),
    ...row('Latency p50 / p95', ({ latencyMs }) =>
      latencyMs ? `${duration(latencyMs.p50)} / ${duration(latencyMs.p95)}` : '',
    ),
    ...(lag ? [['Replication lag', '–', `${duration(lag.p50)} (${duration(lag.min)} to ${duration(lag.max)})`]] : []),
    ...row('Memory', ({ memory }) => (memory ? use(memory, bytes) : '')),
    ...row('Connections', ({ connections }) => (connections ? use(connections, count) : '')),
  ]
  return [
    table(['', 'Writer', 'Reader'], rows, (cells) => cells),
    ...(replication ? [`**Reader:** ${prose(sentence(replication.proof), longest)}`] : []),
    fingerprints(writer, reader),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function encryption({ tls, certificate }: EndpointReport): string {
  if (!tls) return 'none'
  if (!certificate) return 'TLS'
  const trust = certificate.selfSigned ? ', self-signed' : ''
  return `TLS${trust}, until ${text(certificate.validTo.slice(0, 10))}`
}

function connect({ timings }: EndpointReport): string {
  const took = totalMs(timings)
  return took === undefined ? '' : duration(took)
}

function use(
  { used, max, percent: share }: { readonly used: number; readonly max: number; readonly percent?: number },
  unit: (value: number) => string,
): string {
  return share === undefined ? `${unit(used)}, no limit` : `${unit(used)} of ${unit(max)} (${percent(share)})`
}

/** In full and outside the table, to be copied into `tls-verify`. */
function fingerprints(writer: EndpointReport, reader: EndpointReport): string {
  const all = [writer, reader].flatMap(({ certificate }) => (certificate ? [certificate.sha256] : []))
  const unique = [...new Set(all)].map((sha256) => code(`sha256:${sha256}`, 100))
  return unique.length === 0 ? '' : `Certificate, to pin with ${code('tls-verify')}: ${unique.join(' ')}`
}
