import type { Explanation } from '../failure/failure.ts'
import { docsLink } from './docs.ts'
import { logLine } from '../utils/escape.ts'
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

/** However an error came about, it ends: a chain can be a circle. */
const deepest = 8

/**
 * An error and what caused it, one line each, the outermost first. Only name, code and message are read, and never a
 * whole error printed: those of ioredis carry the password in `command.args`.
 */
export function causeChain(error: unknown): string[] {
  const lines: string[] = []
  const seen = new Set<unknown>()
  let current = error
  while (current !== undefined && current !== null && !seen.has(current) && lines.length < deepest) {
    seen.add(current)
    lines.push(`${lines.length === 0 ? '' : 'caused by '}${described(current)}`)
    const inner = read(current, 'errors')
    if (Array.isArray(inner)) {
      for (const each of inner.slice(0, deepest)) lines.push(`- ${described(each)}`)
    }
    current = read(current, 'cause')
  }
  return lines.map((line) => logLine(line, 1_000))
}

function described(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : `a thrown ${typeof error}`
  const word = (key: string): string => {
    const value = read(error, key)
    return typeof value === 'string' ? value : ''
  }
  const code = word('code')
  return `${word('name') || 'Error'}${code === '' ? '' : ` ${code}`}: ${word('message')}`
}

/** A property of whatever was thrown; a getter may throw in turn. */
function read(thing: unknown, key: string): unknown {
  try {
    return typeof thing === 'object' && thing !== null ? (Reflect.get(thing, key) as unknown) : undefined
  } catch {
    return undefined
  }
}
