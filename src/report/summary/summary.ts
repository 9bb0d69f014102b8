import { code, text } from '../../utils/escape.ts'
import { duration, percent, plural } from '../../utils/format.ts'
import { folded, icons } from './markdown.ts'
import type { AppResult, RunResult } from '../result.ts'
import { appParts } from './app.ts'
import type { SummaryContext } from './app.ts'
import { problem, runVerdict, verdict } from '../verdict.ts'

/** GitHub refuses a summary of more than 1 MiB as a whole. */
const budget = 1_000_000

/** The job summary in GitHub Markdown: the verdict first. Below 1 MiB whatever comes; what had to be left out is said. */
export function renderSummary(result: RunResult, context: SummaryContext): string {
  const [only, ...others] = result.apps
  const heading = `## ${icon(result)} ${text(runVerdict(result), 300)}`
  if (!only) return `${heading}\n`
  const parts =
    others.length === 0
      ? fit([heading, ...appParts(only, result, context)], budget, 'Parts of this summary were')
      : fleet(result, heading, context)
  return `${parts.join('\n\n')}\n`
}

function icon({ cancelled, report }: RunResult): string {
  if (cancelled) return '🚫'
  return report.dryRun && report.status === 'pass' ? '📝' : icons[report.status]
}

function fleet(result: RunResult, heading: string, context: SummaryContext): readonly string[] {
  const order = { fail: 0, warn: 1, pass: 2 } as const
  const apps = result.apps.toSorted((a, b) => order[a.report.status] - order[b.report.status])
  const rows = fit(
    [
      '| | App | Verdict | Plan | Memory | Connections | p95 |\n| --- | --- | --- | --- | --- | --- | --- |',
      ...apps.map((app) => row(app, result)),
    ],
    budget / 2,
    'Rows of this table were',
  )
  const head = [
    heading,
    `Mode ${code(result.report.mode)}${result.report.dryRun ? ' (dry run)' : ''} · took ${duration(result.report.durationMs)}`,
    rows.join('\n'),
  ]
  // No pictures: a hundred of them make the page slow and say little.
  const details = apps.map((app) =>
    folded(
      `${icons[app.report.status]} ${text(`${app.report.app}: ${verdict(app, result.report)}`, 300)}`,
      appParts(app, result, { ...context, canShowMermaid: false }, 4).join('\n\n'),
    ),
  )
  return [...head, ...fit(details, budget - size(head.join('\n\n')), 'Details were')]
}

function row(app: AppResult, run: RunResult): string {
  const { report } = app
  const what = problem(app)?.what
  const cells = [
    icons[report.status],
    code(report.app, 100),
    text(verdict(app, run.report), 200) + (what === undefined ? '' : `<br>${text(what.replaceAll('`', ''), 200)}`),
    report.addon?.plan === undefined ? '' : code(report.addon.plan.replace(/^heroku-redis:/, ''), 100),
    share(report.writer?.memory?.percent),
    share(report.writer?.connections?.percent),
    report.writer?.latencyMs ? unbroken(duration(report.writer.latencyMs.p95)) : '',
  ]
  return `| ${cells.join(' | ')} |`
}

const share = (value: number | undefined): string => (value === undefined ? '' : unbroken(percent(value)))

const unbroken = (quantity: string): string => quantity.replaceAll(' ', '&nbsp;')

/** The parts from the first on that fit into so many bytes, and a word about those that did not. */
function fit(parts: readonly string[], bytes: number, what: string): readonly string[] {
  const shown: string[] = []
  // Room for the word itself and for what joins the parts.
  let left = bytes - 200
  for (const part of parts) {
    left -= size(part) + 2
    if (left < 0) break
    shown.push(part)
  }
  const missing = parts.length - shown.length
  return missing === 0
    ? shown
    : [
        ...shown,
        `\n_${what} left out to keep within GitHub’s limit of 1 MiB: ${plural(missing, 'part')}, the least urgent ones._`,
      ]
}

const size = (markdown: string): number => Buffer.byteLength(markdown)
