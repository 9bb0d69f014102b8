/** Hostile text for every field of an answer, and how to detect that it had an effect. */

import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { parse } from 'yaml'
import type { RunOutcome } from '../../support/runner.ts'

export const hostileWords = [
  '::set-output name=status::owned',
  '::stop-commands::owned',
  '::error title=owned::owned by words',
  '##[set-env name=OWNED]owned',
  '%0A::error title=owned::owned by percent',
  '\u001b[31mred\u001b]0;title\u0007',
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '[click](https://evil.example)',
  '![picture](https://evil.example/x.png)',
  '| cell | cell |',
  '```mermaid',
  '\u202Eright to left',
  '@octocat #1 $x$',
].join(' ')

/** Joined with all kinds of line breaks, because the runner may take each line for a command. */
export const hostileLines = [
  'x\n```mermaid\ngraph TD; owned\n```\n',
  `${hostileWords}\r\n${hostileWords}\r`,
  '::error title=owned::owned by a line\u2028::error::x\n',
  'GITHUB_OUTPUT<<EOF\nstatus=owned',
].join('')

const metadata = parse(readFileSync(new URL('../../../action.yml', import.meta.url), 'utf8')) as { outputs: object }
const outputNames = Object.keys(metadata.outputs)

/**
 * Expects that the runner executed none of it and GitHub would render none of it. The test double of the runner throws
 * on a command that the action never uses.
 */
export function expectNoEffect(run: RunOutcome): void {
  for (const name of ['ENV', 'PATH', 'STATE']) expect(run.files[`$GITHUB_${name}`] ?? '').toBe('')
  expect(Object.keys(run.outputs)).toEqual(outputNames)
  expect(['pass', 'warn', 'fail']).toContain(run.outputs['status'])
  expect(run.annotations.filter(({ title }) => title.startsWith('owned'))).toEqual([])
  // eslint-disable-next-line no-control-regex
  const escapes = /[\u0000-\u0008\u000b-\u001f\u007f\u202e\u2028]/
  expect(run.log.filter((line) => escapes.test(line))).toEqual([])
  expect(run.summary).not.toMatch(escapes)
  expect(run.summary).not.toMatch(/<img src=x|<script|\]\(https:\/\/evil|```mermaid\s+graph TD|(?<!<span>)@octocat/)
}
