import { code, prose, text } from '../../utils/escape.ts'
import { duration, percent, plural } from '../../utils/format.ts'
import type { Explanation } from '../../failure/failure.ts'
import { docsLink } from '../docs.ts'
import type { AppResult, RunResult } from '../result.ts'
import { problem, runVerdict, sentence, verdict } from '../verdict.ts'
import { appParts, type SummaryContext } from './app.ts'
import { bullets, folded, icons, link } from './markdown.ts'

/** GitHub refuses a summary of more than 1 MiB as a whole. */
const budget = 1_000_000

/** The job summary in GitHub Markdown, the verdict first. It stays below 1 MiB and says what was left out. */
export function renderSummary(result: RunResult, context: SummaryContext): string {
  const [only, ...others] = result.apps
  const heading = `## ${icon(result)} ${text(runVerdict(result), 300)}`
  if (result.error) return `${[heading, ...runError(result.error, context)].join('\n\n')}\n`
  if (!only) return `${heading}\n`
  const parts =
    others.length === 0
      ? fit([heading, ...appParts(only, result, context)], (part) => part, budget, 'Parts of this summary were')
      : fleet(result, heading, context)
  return `${parts.join('\n\n')}\n`
}

function icon({ cancelled, report }: RunResult): string {
  if (cancelled) return '🚫'
  if (report.status === 'pass' && report.dryRun) return '📝'
  // A check mark would say that Redis was tested.
  return report.status === 'pass' && !report.tested && report.mode !== 'remove' ? icons.skip : icons[report.status]
}

/** Why no app was reached; for invalid inputs a list of them. */
function runError({ what, cause, remedy, reason }: Explanation, { docs }: SummaryContext): readonly string[] {
  const [heading = '', ...list] = what.split('\n')
  return [
    prose(sentence(heading).replace(/:\.$/, ':'), 2_000),
    bullets(list.slice(0, 100).map((line) => prose(line.replace(/^- /, ''), 1_000))),
    `${prose(cause)} ${prose(remedy)}`,
    `${code(reason)} ${link('Docs', docsLink(docs, reason))}`,
  ].filter((part) => part.trim() !== '')
}

function fleet(result: RunResult, heading: string, context: SummaryContext): readonly string[] {
  const order = { fail: 0, warn: 1, pass: 2 } as const
  const apps = result.apps.toSorted((a, b) => order[a.report.status] - order[b.report.status])
  const rows = fit(apps, (app) => row(app, result), budget / 2, 'Rows of this table were')
  const { mode, dryRun, durationMs, discovery } = result.report
  const head = [
    heading,
    `Mode ${code(mode)}${dryRun ? ' (dry run)' : ''} · took ${duration(durationMs)}${discovery ? ` · ${plural(discovery.found, 'app')} found, ${String(discovery.withoutRedis)} without Redis` : ''}`,
    ['| App | Result |', '| --- | --- |', ...rows].join('\n'),
  ]
  // No diagrams: a hundred of them make the page slow and say little.
  const details = (app: AppResult): string =>
    folded(
      `${icons[app.report.status]} ${text(`${app.report.app}: ${verdict(app, result.report)}`, 300)}`,
      appParts(app, result, { ...context, canShowMermaid: false }, 4).join('\n\n'),
    )
  return [...head, ...fit(apps, details, budget - size(head.join('\n\n')), 'Details were')]
}

/** Two columns, so that the table fits a phone. */
function row(app: AppResult, run: RunResult): string {
  const { app: name, status, addon, writer } = app.report
  const what = problem(app)?.what
  const figures = [
    ...(addon?.plan === undefined ? [] : [text(addon.plan.replace(/^heroku-redis:/, ''), 100)]),
    ...figure('memory', writer?.memory?.percent, percent),
    ...figure('connections', writer?.connections?.percent, percent),
    ...figure('p95', writer?.latencyMs?.p95, duration),
  ]
  const result = [
    text(verdict(app, run.report), 200),
    ...(what === undefined ? [] : [text(what.replaceAll('`', ''), 200)]),
    ...(figures.length === 0 ? [] : [`<sub>${figures.join(' · ')}</sub>`]),
  ]
  return `| ${icons[status]} ${code(name, 100)} | ${result.join('<br>')} |`
}

function figure(name: string, value: number | undefined, show: (value: number) => string): readonly string[] {
  return value === undefined ? [] : [`${name}&nbsp;${show(value).replaceAll(' ', '&nbsp;')}`]
}

/** The first items that fit into so many bytes, and a note about the others, which are not even rendered. */
function fit<T>(items: readonly T[], render: (item: T) => string, bytes: number, what: string): readonly string[] {
  const shown: string[] = []
  // Room for the note itself.
  let left = bytes - 200
  for (const item of items) {
    const part = render(item)
    left -= size(part) + 2
    if (left < 0) break
    shown.push(part)
  }
  const missing = items.length - shown.length
  return missing === 0
    ? shown
    : [
        ...shown,
        `\n_${what} left out to keep within GitHub’s limit of 1 MiB: ${plural(missing, 'part')}, the least urgent ones._`,
      ]
}

const size = (markdown: string): number => Buffer.byteLength(markdown)
