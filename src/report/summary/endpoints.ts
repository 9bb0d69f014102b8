import { totalMs } from '../../redis/statistics.ts'
import { code, prose, text } from '../../utils/escape.ts'
import { bytes, count, duration, percent } from '../../utils/format.ts'
import type { EndpointReport } from '../report.ts'
import type { AppResult } from '../result.ts'
import { sentence } from '../verdict.ts'
import { breakable, longest, table } from './markdown.ts'

/** Writer and reader side by side, or in one column when they are one server. */
export function endpoints({ report: { writer, reader, replication, urls } }: AppResult): string {
  if (!writer || !reader) return ''
  const isOneEndpoint = isSame(writer, reader)
  const sides = isOneEndpoint ? [writer] : [writer, reader]
  const row = (title: string, cell: (endpoint: EndpointReport) => string): readonly (readonly string[])[] => {
    const cells = sides.map(cell)
    return cells.every((each) => each === '') ? [] : [[title, ...cells.map((each) => each || '–')]]
  }
  const lag = replication?.lagMs
  const rows = [
    ...row('Address', ({ host, port }) => breakable(code(`${host}:${String(port)}`, 300))),
    ...row('Role', (endpoint) =>
      endpoint === reader && replication?.readerRole === 'same-server' ? 'the writer’s own server' : endpoint.role,
    ),
    ...row('Encryption', encryption),
    ...row('Server', ({ server, version }) =>
      server === undefined ? '' : text(`${{ redis: 'Redis', valkey: 'Valkey' }[server]} ${version ?? ''}`, 60),
    ),
    ...row('Connect', connect),
    ...row('Latency p50 / p95', ({ latencyMs }) =>
      latencyMs ? `${duration(latencyMs.p50)} / ${duration(latencyMs.p95)}` : '',
    ),
    ...(lag && !isOneEndpoint
      ? [['Replication lag', '–', `${duration(lag.p50)} (${duration(lag.min)} to ${duration(lag.max)})`]]
      : []),
    ...row('Memory', ({ memory }) => (memory ? use(memory, bytes) : '')),
    ...row('Connections', ({ connections }) => (connections ? use(connections, count) : '')),
    ...row('<code>_URL</code> variable', (endpoint) => kind(endpoint === writer ? urls?.writer : urls?.reader)),
  ]
  return [
    table(['', ...(isOneEndpoint ? ['Writer and reader'] : ['Writer', 'Reader'])], rows, (cells) => cells),
    ...(replication ? [`**Reader:** ${prose(sentence(replication.proof), longest)}`] : []),
    fingerprints(writer, reader),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** One endpoint, with the same login: it was tested once. */
export function isSame(writer: EndpointReport, reader: EndpointReport): boolean {
  return (['host', 'port', 'tls', 'role'] as const).every((key) => writer[key] === reader[key])
}

function encryption({ tls, certificate, timings }: EndpointReport): string {
  if (!tls) return 'none'
  if (!certificate) return timings.loginMs === undefined ? 'TLS, not tested' : 'TLS'
  const trust = certificate.selfSigned ? ', self-signed' : ''
  return `TLS${trust}, until ${text(certificate.validTo.slice(0, 10))}`
}

function connect({ timings }: EndpointReport): string {
  const took = totalMs(timings)
  // A stage that failed took its time as well.
  return took === undefined || timings.loginMs === undefined ? '' : duration(took)
}

function use(
  { used, max, percent: share }: NonNullable<EndpointReport['memory']>,
  unit: (value: number) => string,
): string {
  return share === undefined ? `${unit(used)}, no limit` : `${unit(used)} of ${unit(max)} (${percent(share)})`
}

function kind(url: 'live' | 'copy' | undefined): string {
  return url === undefined ? '' : { live: 'live: Heroku updates it', copy: 'copy' }[url]
}

/** In full and outside the table, ready to be copied into `tls-verify`. */
function fingerprints(writer: EndpointReport, reader: EndpointReport): string {
  const all = [writer, reader].flatMap(({ certificate }) => (certificate ? [certificate.sha256] : []))
  const unique = [...new Set(all)].map((sha256) => code(`sha256:${sha256}`, 100))
  return unique.length === 0 ? '' : `Certificate, to pin with ${code('tls-verify')}: ${unique.join(' ')}`
}
