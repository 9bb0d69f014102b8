import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'

/** One invalid input: `name: got …; expected …`. `got` is absent where the text may be secret. */
export interface Problem {
  readonly name: string
  readonly got?: string
  readonly expected: string
}

/** All problems at once: a heading, then one line for each. */
export function invalid(problems: readonly Problem[]): Failure {
  const lines = problems.map(
    ({ name, got, expected }) => `${name}: ${got === undefined ? '' : `got ${got}; `}expected ${expected}`,
  )
  const [only = ''] = lines
  return failure(
    'input-invalid',
    lines.length === 1
      ? `An input is invalid. ${only}.`
      : [`${String(lines.length)} inputs are invalid:`, ...lines.map((line) => `- ${line}`)].join('\n'),
  )
}

/**
 * Foreign text, shortened and quoted so that it cannot be mistaken for text of the action. Text that may contain
 * credentials is not shown at all: the runner does not mask a part of a secret.
 */
export function quote(text: string): string {
  if (text === '') return 'nothing'
  if (mayHoldCredentials(text)) return 'a value that may hold credentials (not shown)'
  const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text
  return JSON.stringify(shown)
}

/** No quoted input needs an `@`, a Heroku token, or more of a URL than its host. */
export function mayHoldCredentials(text: string): boolean {
  return (
    /@|%40|HRKU-|(?:pass|pwd|auth|secret|token|key)\w*=/i.test(text) ||
    (text.includes('://') && !/^https?:\/\/[\w.:[\]-]+\/?$/i.test(text))
  )
}
