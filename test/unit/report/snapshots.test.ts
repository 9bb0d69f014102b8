import { describe, expect, it } from 'vitest'
import type { Runner } from '../../../src/runner/runner.ts'
import { annotations } from '../../../src/report/annotations.ts'
import { failedLine, stepFailure } from '../../../src/report/failed.ts'
import { createFleetLog, createLog, createProgress } from '../../../src/runner/log.ts'
import { renderJunit } from '../../../src/report/junit.ts'
import { outputs } from '../../../src/report/outputs.ts'
import type { RunResult } from '../../../src/report/result.ts'
import { renderSummary } from '../../../src/report/summary/summary.ts'
import { runVerdict, verdict } from '../../../src/report/verdict.ts'
import { cancelled, dryRun, failing, fleet, healthy, warning } from '../../support/fixtures/results.ts'

const docs = 'https://github.com/octo/heroku-redis-action/blob/v1'
const scenes: readonly (readonly [string, () => RunResult])[] = [
  ['healthy', healthy],
  ['warning', warning],
  ['failing', failing],
  ['dry-run', dryRun],
  ['fleet-of-100', () => fleet(100)],
  ['cancelled', cancelled],
]

/** The log of a run, made from its results. */
async function logOf(result: RunResult): Promise<string> {
  const lines: string[] = []
  const runner: Runner = {
    env: {},
    debugging: true,
    input: () => '',
    mask: () => undefined,
    line: (text) => lines.push(text),
    startGroup: (title) => lines.push(`::group::${title}`),
    endGroup: () => lines.push('::endgroup::'),
    annotate: () => undefined,
    output: () => undefined,
    summary: () => undefined,
    fail: (message) => lines.push(`::error::${message}`),
  }
  const progress = createProgress(runner, result.apps.length)
  for (const app of result.apps) {
    const buffered = result.apps.length === 1 ? undefined : createFleetLog(runner, app.report.app, () => 0)
    const log = buffered ?? createLog(runner, () => 0)
    await log.phase('Checks', () => {
      log.debug('GET /apps/x 200')
      for (const check of app.findings) log.info(`${check.status} ${check.id} ${check.target}: ${check.message}`)
      return Promise.resolve()
    })
    buffered?.close(verdict(app, result.report))
    if (buffered) progress.done(app.report.status)
  }
  runner.line(runVerdict(result))
  const why = stepFailure(result, { failOn: 'warning' })
  if (why !== undefined) runner.fail(failedLine(result, why, docs))
  return `${lines.join('\n')}\n`
}

const rendered = (result: RunResult): string =>
  `${annotations(result, { docs, failOn: 'error', workflowFile: '.github/workflows/redis.yml' })
    .map(({ kind, title, message, file }) => `${kind} [${title}] (${file ?? ''})\n  ${message}`)
    .join('\n')}\n`

/** Up to so many parts, and how many more there are: a hundred apps are much alike. */
function beginning(text: string, mark: string, most: number): string {
  const [head = '', ...parts] = text.split(mark)
  const rest = parts.length - most
  const shown = [head, ...parts.slice(0, most)].join(mark)
  return rest > 0 ? `${shown}[${String(rest)} more]\n${text.split('\n').slice(-6).join('\n')}` : text
}

describe.each(scenes)('%s', (name, scene) => {
  // Not `.md`: a formatter would have its say.
  const file = (what: string): string => `./snapshots/${name}.${what}.txt`

  it('summary', async () => {
    await expect(beginning(renderSummary(scene(), { docs }), '<details>', 6)).toMatchFileSnapshot(file('summary'))
  })

  it('log', async () => {
    await expect(beginning(await logOf(scene()), '::group::', 12)).toMatchFileSnapshot(file('log'))
  })

  it('annotations', async () => {
    await expect(rendered(scene())).toMatchFileSnapshot(file('annotations'))
  })

  it('outputs', async () => {
    const all = [...outputs(scene())].filter(([key]) => key !== 'report' && key !== 'checks')
    await expect(`${all.map(([key, value]) => `${key}=${value}`).join('\n')}\n`).toMatchFileSnapshot(file('outputs'))
  })

  it('JUnit', async () => {
    await expect(beginning(renderJunit(scene()), '<testsuite ', 2)).toMatchFileSnapshot(file('junit'))
  })
})
