import { describe, expect, it, test } from 'vitest'
import type { AppReport, EndpointReport } from '../../../../src/report/report.ts'
import type { AppResult } from '../../../../src/report/result.ts'
import { latency, picture } from '../../../../src/report/summary/charts.ts'
import { endpoints } from '../../../../src/report/summary/endpoints.ts'
import { histogram } from '../../../../src/report/summary/mermaid.ts'
import { healthy } from '../../../support/fixtures/results.ts'
import { only } from '../fixtures.ts'

const certificate = { sha256: 'ab'.repeat(32), validTo: '2036-01-02T03:04:05.000Z', selfSigned: false }

const writer: EndpointReport = {
  host: 'writer.example',
  port: 6380,
  tls: true,
  role: 'primary',
  server: 'redis',
  version: '7.4.2',
  certificate,
  timings: { dnsMs: 1, tcpMs: 2, tlsMs: 3, loginMs: 4 },
  latencyMs: { p50: 5, p95: 6, p99: 7, max: 8, samples: 1_000 },
  memory: { used: 10, max: 100, percent: 10 },
  connections: { used: 3, max: 0 },
}
const reader: EndpointReport = { host: 'reader.example', port: 6381, tls: false, role: 'unknown', timings: {} }

const replica = { readerRole: 'replica', proof: 'Same replication id' } as const

function appOf(report: Partial<AppReport>, latency: AppResult['latency'] = {}): AppResult {
  const { writer: _writer, reader: _reader, replication: _replication, ...rest } = only(healthy()).report
  return { ...only(healthy()), latency, report: { ...rest, ...report } }
}

const columns = (markdown: string): readonly string[] => markdown.split('\n').filter((line) => line.startsWith('|'))

describe('the table of endpoints', () => {
  it('has what is known of each server, a dash for what is not, and no row of dashes', () => {
    const replication = { ...replica, lagMs: { min: 1, p50: 2, max: 3, samples: 5, resolutionMs: 1 } }
    expect(endpoints(appOf({ writer, reader, replication, urls: { writer: 'live' } }))).toBe(`|  | Writer | Reader |
| --- | --- | --- |
| Address | <code>writer.example:6380</code> | <code>reader.example:6381</code> |
| Role | primary | unknown |
| Encryption | TLS, until 2036-01-02 | none |
| Server | Redis 7.4.2 | – |
| Connect | 10 ms | – |
| Latency p50 / p95 | 5 ms / 6 ms | – |
| Replication lag | – | 2 ms (1 ms to 3 ms) |
| Memory | 10 bytes of 100 bytes (10 %) | – |
| Connections | 3, no limit | – |
| <code>_URL</code> variable | live: Heroku updates it | – |

**Reader:** Same replication id.

Certificate, to pin with <code>tls-verify</code>: <code>sha256:${certificate.sha256}</code>`)
    expect(endpoints(appOf({ writer: reader, reader: { ...reader, port: 1 }, urls: { reader: 'copy' } })))
      .toBe(`|  | Writer | Reader |
| --- | --- | --- |
| Address | <code>reader.example:6381</code> | <code>reader.example:1</code> |
| Role | unknown | unknown |
| Encryption | none | none |
| <code>_URL</code> variable | – | copy |`)
  })

  it('has one column where both are one endpoint, and no lag', () => {
    const replication = { ...replica, lagMs: { min: 1, p50: 2, max: 3, samples: 5, resolutionMs: 1 } }
    const one = endpoints(appOf({ writer, reader: writer, replication }))
    expect(one).toContain('|  | Writer and reader |\n')
    expect(one).not.toContain('lag')
    for (const other of [{ host: 'x' }, { port: 1 }, { tls: false }, { role: 'replica' }] as const) {
      expect(endpoints(appOf({ writer, reader: { ...writer, ...other } }))).toContain('|  | Writer | Reader |\n')
    }
  })

  it('says which reader is the writer’s own server, and lists each certificate once', () => {
    const replication = { readerRole: 'same-server', proof: 'Same run_id' } as const
    const other = { ...writer, host: 'reader.example', certificate: { ...certificate, sha256: 'cd'.repeat(32) } }
    const markdown = endpoints(appOf({ writer, reader: other, replication }))
    expect(columns(markdown)).toContain('| Role | primary | the writer’s own server |')
    expect(markdown).toContain(`: <code>sha256:${'ab'.repeat(32)}</code> <code>sha256:${'cd'.repeat(32)}</code>`)
  })

  test.each<[string, Partial<EndpointReport>]>([
    ['TLS, self-signed, until 2036-01-02', { certificate: { ...certificate, selfSigned: true } }],
    ['TLS', { timings: { loginMs: 1 } }],
    ['TLS, not tested', { timings: { tlsMs: 1 } }],
    ['none', { tls: false, timings: { loginMs: 1 } }],
  ])('says of encryption only what was seen: %s', (words, more) => {
    const { certificate: _, ...plain } = writer
    expect(columns(endpoints(appOf({ writer: { ...plain, ...more }, reader })))).toContain(
      `| Encryption | ${words} | none |`,
    )
  })

  it('is left out unless both endpoints are known', () => {
    expect(endpoints(appOf({ writer }))).toBe('')
    expect(endpoints(appOf({ reader }))).toBe('')
  })

  it('has no time of a connection that failed, and no version that is unknown', () => {
    const { version: _, ...unknown } = writer
    const lines = columns(endpoints(appOf({ writer: { ...unknown, timings: { dnsMs: 1, tcpMs: 2 } }, reader })))
    expect(lines).toContain('| Server | Redis | – |')
    expect(columns(endpoints(appOf({ writer: { ...writer, server: 'valkey' }, reader })))).toContain(
      '| Server | Valkey 7.4.2 | – |',
    )
    expect(lines.filter((line) => line.startsWith('| Connect |'))).toEqual([])
  })
})

describe('round trips', () => {
  const both = { writer, reader: { ...writer, host: 'reader.example' } }
  const table = (names: string): string => `|  | ${names} |`

  it('are figures and a chart of each endpoint', () => {
    const { latencyMs: _, ...silent } = writer
    const figures = `<details><summary>Latency distribution</summary>

PING round trips on a warm connection, measured from where this job runs.

|  | writer |
| --- | --- |
| p50 | 5 ms |
| p95 | 6 ms |
| p99 | 7 ms |
| max | 8 ms |
| samples | 1,000 |`
    const app = appOf({ writer, reader: silent }, { writer: [1, 2, 2] })
    expect(latency(app, false)).toBe(`${figures}\n\n</details>`)
    expect(latency(app, true)).toBe(`${figures}

\`\`\`mermaid
---
config:
  xyChart:
    width: 720
    height: 300
  themeVariables:
    xyChart:
      plotColorPalette: "#0969da"
---
xychart-beta
  title "PING round trips of the writer"
  x-axis "milliseconds" ["1.0-1.5", "1.5-2.0"]
  y-axis "round trips" 0 --> 2
  bar [1, 2]
\`\`\`

</details>`)
    expect(latency(appOf({ writer: silent, reader: silent }), true)).toBe('')
  })

  test.each<[string, Partial<AppReport>, AppResult['latency'], string, readonly string[]]>([
    ['two endpoints', both, { writer: [1, 2], reader: [1, 2] }, 'writer | reader', ['writer', 'reader']],
    ['one endpoint', { writer, reader: writer }, { writer: [1, 2], reader: [1, 2] }, 'writer', ['writer']],
    [
      'two endpoints of one server',
      { writer, reader: { ...both.reader, sameServerAs: 'writer' } },
      { writer: [1, 2], reader: [1, 2] },
      'writer | reader',
      ['writer'],
    ],
    ['a writer alone', { writer }, { writer: [1, 2] }, 'writer', ['writer']],
    ['a reader alone', { reader: writer }, { reader: [1, 2] }, 'reader', ['reader']],
    ['a single round trip', both, { writer: [1] }, 'writer | reader', []],
  ])('of %s', (_, report, values, names, charts) => {
    const markdown = latency(appOf(report, values), true)
    expect(columns(markdown)[0]).toBe(table(names))
    expect([...markdown.matchAll(/title "PING round trips of the (\w+)"/g)].map(([, side]) => side)).toEqual(charts)
  })
})

describe('the diagram', () => {
  const { latencyMs: _latency, ...slow } = writer
  const { version: _version, ...unversioned } = slow

  test.each<[AppReport['replication'] & object, EndpointReport, string]>([
    [
      { readerRole: 'same-server', proof: '' },
      slow,
      `Writer and reader are one server, as always with a single Heroku add-on.

\`\`\`mermaid
flowchart LR
  job("This job")
  both[("Writer and reader<br/>one server<br/>Redis 7.4.2")]
  job -->|"writes and reads, PING 5 ms"| both
\`\`\``,
    ],
    [
      { ...replica, lagMs: { min: 1, p50: 2, max: 3, samples: 5, resolutionMs: 1 } },
      { ...slow, role: 'replica', server: 'valkey' },
      `The reader is a verified replica of the writer.

\`\`\`mermaid
flowchart LR
  job("This job")
  writer[("Writer<br/>primary<br/>Redis 7.4.2")]
  reader[("Reader<br/>replica<br/>Valkey 7.4.2")]
  job -->|"writes, PING 5 ms"| writer
  job -->|"reads"| reader
  writer ==>|"replicates<br/>lag 2 ms"| reader
\`\`\``,
    ],
    [
      replica,
      { ...reader, latencyMs: { p50: 9, p95: 9, p99: 9, max: 9, samples: 1 } },
      `The reader is a verified replica of the writer.

\`\`\`mermaid
flowchart LR
  job("This job")
  writer[("Writer<br/>primary<br/>Redis 7.4.2")]
  reader[("Reader<br/>unknown<br/>unknown server")]
  job -->|"writes, PING 5 ms"| writer
  job -->|"reads, PING 9 ms"| reader
  writer ==>|"replicates<br/>lag not measured"| reader
\`\`\``,
    ],
  ])('shows %o', (replication, other, body) => {
    expect(picture(appOf({ writer, reader: other, replication }), true)).toBe(
      `<details><summary>Diagram of writer and reader</summary>\n\n${body}\n\n</details>`,
    )
  })

  test.each([
    [
      'active-active',
      'Writer and reader are two primaries that replicate each other.',
      'writer -.-|"replicate each other"| reader',
    ],
    [
      'primary',
      'The reader is a second primary: it never receives what is written to the writer.',
      'writer -.-|"no link: two primaries"| reader',
    ],
    [
      'stranger',
      'The reader is a replica of another server: it never receives what is written to the writer.',
      'writer -.-|"no link: replica of another server"| reader',
    ],
    ['unknown', 'How the reader relates to the writer could not be determined.', 'writer -.-|"link unknown"| reader'],
  ] as const)('never shows replication that is not proven: %s', (readerRole, words, link) => {
    const drawn = picture(appOf({ writer, reader: unversioned, replication: { readerRole, proof: '' } }), true)
    expect(drawn).toContain(`\n\n${words}\n\n`)
    expect(drawn).toContain('<br/>Redis")]')
    expect(drawn).toContain(`\n  ${link}\n`)
  })

  it('is left out where a server was not reached, its role was not determined, or the page shows no diagram', () => {
    const { server: _server, ...unnamed } = slow
    expect(picture(appOf({ writer, reader: unnamed, replication: replica }), true)).toBe('')
    expect(picture(appOf({ writer: unnamed, reader: writer, replication: replica }), true)).toBe('')
    expect(picture(appOf({ writer, reader: writer }), true)).toBe('')
    expect(picture(appOf({ writer, replication: replica }), true)).toBe('')
    expect(picture(appOf({ reader, replication: replica }), true)).toBe('')
    expect(picture(appOf({ writer, reader: writer, replication: replica }), false)).toBe('')
  })
})

describe('histogram', () => {
  it('counts in at most eight steps, and loses nothing', () => {
    expect(histogram([5, 5, 5])).toEqual({ labels: ['5.00'], counts: [3] })
    const { labels, counts } = histogram(Array.from({ length: 1_000 }, (_, index) => index))
    expect(labels).toHaveLength(8)
    expect(counts.reduce((a, b) => a + b)).toBe(1_000)
  })

  test.each([
    [
      [0, 1, 2, 4],
      ['0-1', '1-2', '2-3', '3-4'],
      [1, 1, 1, 1],
    ],
    [
      [1, 1.2, 1.1, 1.2],
      ['1.00-1.07', '1.07-1.13', '1.13-1.20'],
      [1, 1, 2],
    ],
    [
      [2, 2.2],
      ['2.0-2.1', '2.1-2.2'],
      [1, 1],
    ],
    [
      [10, 12],
      ['10-11', '11-12'],
      [1, 1],
    ],
  ])('of %j has labels with the digits that tell the steps apart', (values, labels, counts) => {
    expect(histogram(values)).toEqual({ labels, counts })
  })
})
