import type { CheckResult } from '../checks/check.ts'
import { advice } from './advice.ts'
import { docsLink } from './docs.ts'
import { code, prose, text } from './escape.ts'
import { bytes, count, duration, percent, price } from './format.ts'
import { distribution, topology } from './pictures.ts'
import type { EndpointReport, StepReport } from './report.ts'
import type { AppResult, RunResult, VarChange } from './result.ts'
import { folded, table } from './table.ts'
import { problem, sentence } from './verdict.ts'

export interface SummaryContext {
  /** Base of the docs, see `docsBase`. */
  readonly docs: string
  /** False: no Mermaid. Default true. */
  readonly canShowMermaid?: boolean
}

export const icons = { pass: '✅', warn: '⚠️', fail: '❌', skip: '➖' } as const

/** Foreign sentences are cut here, so that no table grows without bound. */
const longest = 500

/** What is told of one app, the most important part first; `level` is that of its headings. */
export function appParts(app: AppResult, run: RunResult, context: SummaryContext, level: 3 | 4 = 3): readonly string[] {
  const heading = (title: string): string => `${'#'.repeat(level)} ${title}`
  const section = (title: string, body: string): string => (body === '' ? '' : `${heading(title)}\n\n${body}`)
  const { report } = run
  return [
    facts(app, run),
    explanation(app, context),
    report.mode === 'check' ? '' : section(report.dryRun ? 'What would be done' : 'What was done', doings(app, run)),
    section('Endpoints', endpoints(app)),
    section('Checks', checks(app.report.checks)),
    section(
      'Sizing',
      advice(app)
        .map((line) => `- ${prose(line)}`)
        .join('\n'),
    ),
    latency(app, context),
    picture(app, context),
    section(
      'Notes',
      app.notes
        .slice(0, 20)
        .map((note) => `- ${prose(note, longest)}`)
        .join('\n'),
    ),
  ].filter((part) => part !== '')
}

function facts(app: AppResult, { report }: RunResult): string {
  const { addon, release } = app.report
  const cost = addon?.price
  const plan = [
    ...(addon?.plan === undefined ? [] : [code(addon.plan)]),
    ...(cost ? [text(price(cost.cents, cost.unit))] : []),
  ].join(', ')
  return [
    `Mode ${code(report.mode)}${report.dryRun ? ' (dry run)' : ''}`,
    ...(addon
      ? [`add-on ${code(addon.name)}${plan === '' ? '' : ` (${plan})`}${addon.created ? ', created by this run' : ''}`]
      : []),
    ...(release === undefined ? [] : [`release v${String(release)}`]),
    `took ${duration(app.durationMs)}`,
  ].join(' · ')
}

/** The worst that happened, as a quote: what, why, what to do, where to read on. */
function explanation(app: AppResult, { docs }: SummaryContext): string {
  const found = problem(app)
  if (!found) return ''
  const { what, cause, remedy, requestId, reason } = found
  const lines = [
    `**${code(reason)}** ${prose(sentence(what), longest)}`,
    ...(cause === undefined ? [] : [`**Probably:** ${prose(cause, longest)}`]),
    ...(remedy === undefined ? [] : [`**Next:** ${prose(remedy, longest)}`]),
    ...(requestId === undefined ? [] : [`Heroku’s request id: ${code(requestId, 100)}`]),
    link('More about it', docsLink(docs, reason)),
  ]
  return lines
    .filter((line) => line !== '')
    .map((line) => `> ${line}`)
    .join('<br>\n')
}

/** Only an address made by `docsLink` becomes a link; a relative one leads nowhere from a summary. */
function link(title: string, url: string): string {
  return /^https:\/\/[\w./:#-]+$/.test(url) ? `[${title}](${url})` : ''
}

const actions: Readonly<Record<StepReport['action'], string>> = {
  'create-addon': 'Create add-on',
  'change-plan': 'Change plan',
  'wait-addon': 'Wait for add-on',
  'set-config': 'Set config vars',
  'wait-release': 'Wait for release',
}

function doings(app: AppResult, { report }: RunResult): string {
  const { steps } = app.report
  if (steps.length === 0) {
    return app.report.error ? 'Nothing.' : 'Nothing: the add-on and its config vars are as they should be.'
  }
  const state = (done: boolean): string => (report.dryRun ? '📝' : done ? '✅' : '➖ not done')
  const rows = steps.map(({ action, target, done, detail }) => [
    state(done),
    actions[action],
    code(target, 200),
    prose(detail, longest),
  ])
  const written = report.dryRun || steps.every(({ action, done }) => action !== 'set-config' || done)
  const vars = varTable(app.changes)
  const parts = [
    table(['', 'Step', 'On', 'Detail'], rows),
    vars === '' || written ? '' : '**These config vars were not written:**',
    vars,
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function varTable(changes: readonly VarChange[]): string {
  const shown = (value: string | undefined): string => (value === undefined ? '<em>not shown</em>' : code(value, 200))
  return table(
    ['Config var', 'Before', 'After'],
    changes.map(({ name, kind, from, to }) => [code(name, 200), kind === 'add' ? '–' : shown(from), shown(to)]),
  )
}

function endpoints({ report: { writer, reader, replication } }: AppResult): string {
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
    table(['', 'Writer', 'Reader'], rows),
    ...(replication ? [prose(sentence(replication.proof), longest)] : []),
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
  const stages = [timings.dnsMs, timings.tcpMs, timings.tlsMs, timings.loginMs].filter((ms) => ms !== undefined)
  return stages.length === 0 ? '' : duration(stages.reduce((sum, ms) => sum + ms, 0))
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

function checks(results: readonly CheckResult[]): string {
  const rows = merged(results).map(({ names, check: { id, status, message, value, threshold, hint, docs } }) => {
    const bad = status === 'fail' || status === 'warn'
    const more = (bad && docs !== undefined && link(id, docs)) || id
    const said = [prose(message, longest), ...(bad && hint !== undefined ? [prose(hint, longest)] : [])]
    return [
      icons[status],
      names.join('<br>').replace(id, more),
      said.join('<br>'),
      [
        ...(value === undefined ? [] : [text(value, 100)]),
        ...(threshold === undefined ? [] : [`<sub>limit ${text(threshold, 100)}</sub>`]),
      ].join('<br>'),
    ]
  })
  return table(['', 'Check', 'Finding', 'Measured'], rows)
}

/** One row for writer and reader where both say the same, and one for all checks skipped for the same reason. */
function merged(
  results: readonly CheckResult[],
): readonly { readonly names: readonly string[]; readonly check: CheckResult }[] {
  const groups = Map.groupBy(results, ({ id, status, message, value, threshold, hint }) =>
    JSON.stringify(status === 'skip' ? [status, message] : [id, status, message, value, threshold, hint]),
  )
  return [...groups.values()].flatMap((group) => {
    const targets = Map.groupBy(group, ({ id }) => id)
    const names = [...targets].map(([id, same]) => {
      const on = same.map(({ target }) => target).filter((target) => target !== 'app' && target !== 'pair')
      return on.length === 0 ? id : `${id}, ${on.join(' and ')}`
    })
    return group[0] ? [{ names, check: group[0] }] : []
  })
}

function latency({ latency, report }: AppResult, { canShowMermaid = true }: SummaryContext): string {
  const sides = (['writer', 'reader'] as const).flatMap((side) => {
    const figures = report[side]?.latencyMs
    return figures ? [{ side, figures, values: latency[side] ?? [] }] : []
  })
  if (sides.length === 0) return ''
  const rows = sides.map(({ side, figures: { p50, p95, p99, max, samples } }) => [
    side,
    ...[p50, p95, p99, max].map(duration),
    count(samples),
  ])
  const charts = canShowMermaid
    ? sides
        // One server, measured twice, needs one chart.
        .filter(({ side, values }) => values.length > 1 && (side === 'writer' || !report.reader?.sameServerAs))
        .map(({ side, values }) => distribution(`PING round trips of the ${side}`, values))
    : []
  return folded(
    'Latency distribution',
    [
      'PING round trips on a warm connection, measured from where this job runs.',
      table(['', 'p50', 'p95', 'p99', 'max', 'samples'], rows),
      ...charts,
    ].join('\n\n'),
  )
}

function picture({ report }: AppResult, { canShowMermaid = true }: SummaryContext): string {
  const mermaid = topology(report)
  if (mermaid === '' || !canShowMermaid || !report.replication) return ''
  return folded('Picture of writer and reader', `${told[report.replication.readerRole]}\n\n${mermaid}`)
}

const told = {
  replica: 'The reader is a proven replica of the writer.',
  'same-server': 'Writer and reader are one and the same server: this is what Heroku gives with one add-on.',
  primary: 'The reader is a second primary: it never sees what the writer writes.',
  stranger: 'The reader is a replica of another server: it never sees what the writer writes.',
  unknown: 'How the reader relates to the writer could not be proven.',
} as const
