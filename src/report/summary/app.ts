import { advice } from './sizing.ts'
import { docsLink } from '../docs.ts'
import { code, prose, text } from '../../utils/escape.ts'
import { duration, price } from '../../utils/format.ts'
import { link, longest } from './markdown.ts'
import type { AppResult, RunResult } from '../result.ts'
import { checks } from './checks.ts'
import { endpoints } from './endpoints.ts'
import { latency, picture } from './charts.ts'
import { doings } from './steps.ts'
import { problem, sentence } from '../verdict.ts'

export interface SummaryContext {
  /** Base of the docs, see `docsBase`. */
  readonly docs: string
  /** False: no Mermaid. Default true. */
  readonly canShowMermaid?: boolean
}

/** What is told of one app, the most important part first; `level` is that of its headings. */
export function appParts(app: AppResult, run: RunResult, context: SummaryContext, level: 3 | 4 = 3): readonly string[] {
  const heading = (title: string): string => `${'#'.repeat(level)} ${title}`
  const section = (title: string, body: string): string => (body === '' ? '' : `${heading(title)}\n\n${body}`)
  const { report } = run
  const mermaid = context.canShowMermaid ?? true
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
    latency(app, mermaid),
    picture(app, mermaid),
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
