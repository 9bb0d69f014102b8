import { code, prose, text } from '../../utils/escape.ts'
import { duration, price } from '../../utils/format.ts'
import { docsLink } from '../docs.ts'
import type { StepFailure } from '../failed.ts'
import type { AppResult, RunResult } from '../result.ts'
import { problem, sentence, untilAlarm } from '../verdict.ts'
import { latency, picture } from './charts.ts'
import { checks } from './checks.ts'
import { endpoints } from './endpoints.ts'
import { history } from './history.ts'
import { bullets, folded, link, longest } from './markdown.ts'
import { sizing } from './sizing.ts'
import { steps } from './steps.ts'
import { server } from './server.ts'

export interface SummaryContext {
  /** Base of the docs, see `docsBase`. */
  readonly docs: string
  /** Why the step fails; absent: it does not. */
  readonly why?: StepFailure | undefined
  /** False: no Mermaid. Default true. */
  readonly canShowMermaid?: boolean
}

/** The summary of one app, the most important part first; `level` is that of its headings. */
export function appParts(app: AppResult, run: RunResult, context: SummaryContext, level: 3 | 4 = 3): readonly string[] {
  const section = (title: string, body: string): string =>
    body === '' ? '' : `${'#'.repeat(level)} ${title}\n\n${body}`
  const { report } = run
  const mermaid = context.canShowMermaid ?? true
  return [
    facts(app, run),
    explanation(app, context),
    known(app),
    report.mode === 'check' ? '' : section(report.dryRun ? 'Planned steps' : 'Steps', steps(app, run)),
    section('Endpoints', endpoints(app)),
    section('Checks', checks(app.report.checks, problem(app)?.finding)),
    section('History', history(app.report.history)),
    section('Server', server(app.report)),
    // A plan that was just removed needs no advice.
    report.mode === 'remove' ? '' : section('Sizing', bullets(sizing(app).map((line) => prose(line)))),
    latency(app, mermaid),
    picture(app, mermaid),
    section('Notes', bullets(app.notes.slice(0, 20).map((note) => prose(note, longest)))),
  ].filter((part) => part !== '')
}

function facts(app: AppResult, { report }: RunResult): string {
  const { addon, release } = app.report
  const plan = [
    ...(addon?.plan === undefined ? [] : [code(addon.plan)]),
    ...(addon?.price ? [text(price(addon.price.cents, addon.price.unit))] : []),
  ].join(', ')
  const owner = addon?.owner === undefined ? 'another app' : code(addon.owner)
  return [
    `Mode ${code(report.mode)}${report.dryRun ? ' (dry run)' : ''}`,
    ...(addon
      ? [
          `add-on ${code(addon.name, 300)}${plan === '' ? '' : ` (${plan})`}` +
            (addon.created ? ', created by this run' : '') +
            (addon.shared === true ? `, shared from ${owner}` : ''),
        ]
      : []),
    ...(release === undefined ? [] : [`release v${String(release)}`]),
    `took ${duration(app.durationMs)}`,
  ].join(' · ')
}

/** The worst that happened, as a quote: what, why, what to do, and where the docs are. */
function explanation(app: AppResult, { docs, why }: SummaryContext): string {
  const found = problem(app)
  if (!found) return ''
  const { what, cause, remedy, requestId, reason, status } = found
  const { history } = app.report
  const [heading = '', ...list] = what.split('\n')
  const lines = [
    `**${code(reason)}** ${prose(sentence(heading), longest)}`,
    ...list.map((line) => prose(line, longest)),
    ...(cause === undefined || cause === '' ? [] : [`**Probable cause:** ${prose(cause, longest)}`]),
    ...(remedy === undefined || remedy === '' ? [] : [`**What to do:** ${prose(remedy, longest)}`]),
    ...(why === 'warning' && status === 'warn' ? ['The step failed because of <code>fail-on: warning</code>.'] : []),
    ...(history?.alarm === false && status === 'fail' ? [`The step does not fail yet: ${untilAlarm(history)}.`] : []),
    ...(requestId === undefined ? [] : [`Heroku’s request id: ${code(requestId, 200)}`]),
    link('Docs', docsLink(docs, reason)),
  ]
  return lines
    .filter((line) => line !== '')
    .map((line) => `> ${line}`)
    .join('<br>\n')
}

/** What else is known when something fails: incidents and maintenances first, the add-on's own log lines folded. */
function known({ report }: AppResult): string {
  const events = report.context.filter(({ kind }) => kind !== 'log')
  const lines = report.context.filter(({ kind }) => kind === 'log')
  return [
    bullets(
      events.map(({ message, url }) =>
        [prose(sentence(message), longest), link('Details', url ?? '')].filter((part) => part !== '').join(' '),
      ),
    ),
    lines.length === 0
      ? ''
      : folded('Last log lines of the add-on', bullets(lines.slice(-20).map(({ message }) => code(message, longest)))),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}
