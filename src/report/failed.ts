import type { Explanation } from '../failure/failure.ts'
import { docsLink } from './docs.ts'
import { oneLine } from '../utils/text.ts'
import type { RunResult } from './result.ts'
import { problem, runVerdict, sentence } from './verdict.ts'

/** The one line of `setFailed`: which app, what, what to do, where to read on. */
export function failedLine(result: RunResult, docs: string): string {
  const worst = result.apps
    .map((app) => ({ app: app.report.app, problem: problem(app) }))
    .filter((entry) => entry.problem !== undefined)
    .toSorted((a, b) => Number(b.problem?.status === 'fail') - Number(a.problem?.status === 'fail'))[0]
  if (!worst?.problem) return oneLine(sentence(runVerdict(result)))
  const { what, remedy, reason } = worst.problem
  const said = explained({ what, ...(remedy !== undefined && { remedy }), reason }, docs, worst.app)
  return result.apps.length === 1
    ? said
    : oneLine(`${sentence(runVerdict(result))} First: ${said} The summary has the others.`)
}

/** The same for a failure that no app can be blamed for: inputs, the token, a bug. */
export function explained(
  { what, remedy, reason }: Pick<Explanation, 'what' | 'reason'> & Partial<Pick<Explanation, 'remedy'>>,
  docs: string,
  app?: string,
): string {
  const parts = [
    `${app === undefined ? '' : `${app}: `}${sentence(what)}`,
    sentence(remedy ?? ''),
    `Read on: ${docsLink(docs, reason)}`,
  ]
  return parts
    .map((part) => oneLine(part, 1_500).replaceAll('`', ''))
    .filter((part) => part !== '')
    .join(' ')
}
