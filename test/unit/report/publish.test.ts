import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readInputs, type InputName } from '../../../src/inputs/inputs.ts'
import { failedRun, publish, publishNow } from '../../../src/report/publish.ts'
import { explain, failure } from '../../../src/failure/catalogue.ts'
import type { RunResult } from '../../../src/report/result.ts'
import type { Annotation, Runner } from '../../../src/runner/runner.ts'
import { toFailure } from '../../../src/failure/to-failure.ts'
import { cancelled, failing, healthy, warning } from '../../support/fixtures/results.ts'
import { inProcess } from '../../support/in-process.ts'

const folders: string[] = []
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true }))))

/** Publishes to a runner, some of whose parts may be broken. */
async function publishTo(
  result: RunResult,
  given: Partial<Record<InputName, string>> = {},
  broken: Partial<Runner> = {},
  redact = (text: string) => text,
) {
  const workspace = await mkdtemp(join(tmpdir(), 'publish-'))
  folders.push(workspace)
  await mkdir(join(workspace, 'taken.json'))
  const outputs = new Map<string, string>()
  const annotations: Annotation[] = []
  const lines: string[] = []
  const failures: string[] = []
  let summary = ''
  const runner: Runner = {
    env: {},
    debugging: false,
    input: () => '',
    mask: () => undefined,
    line: (text) => void lines.push(text),
    startGroup: () => undefined,
    endGroup: () => undefined,
    annotate: (annotation) => void annotations.push(annotation),
    output: (name, value) => void outputs.set(name, value),
    summary: (markdown) => void (summary += markdown),
    fail: (message) => void failures.push(message),
    ...broken,
  }
  const inputs = readInputs((name) => ({ app: 'shop', ...given })[name] ?? '', {}, workspace)
  await publish(result, inputs, { runner, workspace, redact })
  const report = await readFile(join(workspace, 'report.json'), 'utf8').catch(() => '')
  const page = await readFile(join(workspace, 'report.html'), 'utf8').catch(() => '')
  return { outputs, annotations, lines, failures, summary, report, page }
}

const fail = (error: Error): never => {
  throw error
}

const noSpace = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })

describe('when one way of reporting fails, the others still work', () => {
  test('the outputs', async () => {
    const published = await publishTo(
      warning(),
      { 'report-file': 'report.json' },
      {
        output: () => {
          throw noSpace
        },
      },
    )
    expect(published.annotations).toHaveLength(1)
    expect(published.summary).toContain('Redis works, with 1 warning')
    expect(published.report).not.toBe('')
    expect(published.lines).toEqual(['Error ENOSPC: no space left on device', 'shop: Redis works, with 1 warning'])
    expect(published.failures).toEqual([
      'The report could not be written: Error ENOSPC: no space left on device. Docs: docs/troubleshooting.md#internal',
    ])
  })

  test('the summary', async () => {
    const published = await publishTo(healthy(), {}, { summary: () => fail(noSpace) })
    expect(published.outputs.size).toBe(29)
    expect(published.lines.at(-1)).toMatch(/^shop: Redis is healthy/)
    expect(published.failures).toEqual([expect.stringContaining('ENOSPC')])
  })

  test('a report file; the step fails, so that nobody uses an old file', async () => {
    const published = await publishTo(healthy(), { 'report-file': 'taken.json, report.json', 'fail-on': 'never' })
    expect(published.outputs.get('status')).toBe('pass')
    expect(published.summary).not.toBe('')
    expect(published.report).not.toBe('')
    expect(published.failures).toEqual([
      expect.stringMatching(
        /^The report file "taken\.json" could not be written: EISDIR\. The path is a folder.* Set report-file to a path/,
      ),
    ])
  })

  test('the problem with Redis comes first', async () => {
    const published = await publishTo(failing(), {}, { summary: () => fail(noSpace) })
    expect(published.lines).toContain('Error ENOSPC: no space left on device')
    expect(published.failures).toEqual([expect.stringMatching(/^shop: config vars are stale\. Docs: /)])
  })
})

describe('a run that ends before the first app', () => {
  const unreachable: readonly (readonly [string, Partial<Runner>])[] = [
    [
      'no outputs',
      {
        output: () => {
          throw noSpace
        },
      },
    ],
    ['no summary', { summary: () => fail(noSpace) }],
  ]
  test.each(unreachable)('says why, also with %s', async (_, runner) => {
    const run = await inProcess({ inputs: { app: 'Not An App' }, runner })
    expect(run.exitCode).toBe(1)
    expect(run.annotations.at(-1)?.message).toMatch(/^An input is invalid\. app: got "Not An App"/)
    expect(run.log).toContain('Error ENOSPC: no space left on device')
  })

  test('reports mode and dry-run as they were given', async () => {
    const { outputs, summary } = await inProcess({ inputs: { app: 'Not An App', mode: 'rotate', 'dry-run': 'TRUE' } })
    expect(JSON.parse(outputs['report'] ?? '')).toMatchObject({
      status: 'fail',
      tested: false,
      failureReason: 'input-invalid',
      mode: 'rotate',
      dryRun: true,
      apps: [],
    })
    expect(summary).toContain('An input is invalid. app: got "Not An App"')
  })

  test('writes the report files, and no job summary with job-summary: false', async () => {
    const run = await inProcess({
      inputs: { app: 'Not An App', 'job-summary': 'false', 'report-file': 'out/a.json, out/a.xml' },
    })
    expect(run.summary).toBe('')
    expect(JSON.parse(run.files['out/a.json'] ?? '')).toMatchObject({ failureReason: 'input-invalid' })
    expect(run.files['out/a.xml']).toContain('<testsuites name="heroku-redis" tests="1" failures="0" errors="1"')
  })

  test('lists invalid inputs below a short heading: one box, one line each', async () => {
    const run = await inProcess({ inputs: { app: 'Not An App', mode: 'x', samples: 'y' } })
    expect(run.annotations).toHaveLength(1)
    const lines = run.annotations[0]?.message.split('\n') ?? []
    expect(lines.map((line) => line.replace(/(?<=^- [^;]*);.*/, ''))).toEqual([
      '3 inputs are invalid:',
      '- app: got "Not An App"',
      '- mode: got "x"',
      '- samples: got "y"',
      expect.stringMatching(/Docs: docs\/troubleshooting\.md#input-invalid$/),
    ])
    expect(run.summary).toMatch(
      /^## ❌ .*\n\n3 inputs are invalid:\n\n- app: got "Not An App"; .*\n- mode: .*\n- samples: /,
    )
    expect(run.log.join('\n').match(/3 inputs are invalid/g)).toHaveLength(1)
  })

  test('explains a bug of ours as such, also before the first request', async () => {
    const mask = (): void => {
      throw new TypeError('text is not iterable')
    }
    const run = await inProcess({ inputs: { app: 'shop', 'api-key': 'HRKU-s3cret' }, runner: { mask } })
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'internal' } })
    expect(run.annotations.at(-1)?.message).toContain('a bug in this action): TypeError: text is not iterable')
    expect(run.log).toContain('caused by TypeError: text is not iterable')
    expect(run.stdout + run.summary).not.toContain('HRKU-s3cret')
  })
})

test.each([
  ['warning', 'error', 'passes', warning],
  ['warning', 'warning', 'fails', warning],
  ['warning', 'never', 'passes', warning],
  ['failure', 'error', 'fails', failing],
  ['failure', 'warning', 'fails', failing],
  ['failure', 'never', 'passes', failing],
])('a %s with fail-on %s: the step %s', async (_, failOn, ends, result) => {
  const { failures } = await publishTo(result(), { 'fail-on': failOn })
  expect(failures).toHaveLength(ends === 'fails' ? 1 : 0)
})

test('a run that fails because of fail-on: warning says so and has a reason', async () => {
  const { outputs, failures, summary } = await publishTo(warning(), { 'fail-on': 'warning' })
  expect(failures).toEqual([
    expect.stringMatching(/^shop: failed because of fail-on: warning: memory is nearly full\. /),
  ])
  expect(outputs.get('failure-reason')).toBe('memory')
  expect(JSON.parse(outputs.get('report') ?? '')).toMatchObject({
    status: 'warn',
    failureReason: 'memory',
    apps: [{ status: 'warn', failureReason: 'memory' }],
  })
  expect(summary).toContain('The step failed because of <code>fail-on: warning</code>.')
  const passing = await publishTo(warning(), { 'fail-on': 'error' })
  expect(passing.outputs.get('failure-reason')).toBe('')
  expect(passing.summary).not.toContain('fail-on')
})

test('a finding that does not fail the step is no red box', async () => {
  const kinds = async (result: RunResult, failOn: string) =>
    (await publishTo(result, { 'fail-on': failOn })).annotations.map(({ kind }) => kind)
  expect(await kinds(failing(), 'error')).toEqual(['error', 'error'])
  expect(await kinds(failing(), 'never')).toEqual(['warning', 'warning'])
})

describe('below the alarm', () => {
  const withHistory = (alarm: boolean): RunResult => {
    const result = failing()
    const history = {
      alarm,
      transition: alarm ? ('broke' as const) : ('' as const),
      consecutiveFailures: alarm ? 2 : 1,
      failures: alarm ? 2 : 1,
      alarmAfter: 2,
      failingSince: '2026-03-04T05:06:07.890Z',
      runs: [],
    }
    const apps = result.apps.map((app) => ({ ...app, report: { ...app.report, history } }))
    return { ...result, apps, report: { ...result.report, apps: apps.map(({ report }) => report) } }
  }

  test('a failing run is green, counts, and shows warnings', async () => {
    const { failures, annotations, lines, outputs, summary } = await publishTo(withHistory(false))
    expect(failures).toEqual([])
    expect(annotations.map(({ kind }) => kind)).toEqual(['warning', 'warning'])
    expect(annotations[0]?.message).toContain('1 of 2 failures before the alarm.')
    expect(lines.at(-1)).toBe('shop: failed (config vars are stale), 1 of 2 failures before the alarm')
    expect(summary).toContain('The step does not fail yet: 1 of 2 failures before the alarm.')
    expect(outputs.get('status')).toBe('fail')
    expect(outputs.get('alarm')).toBe('false')
    expect(outputs.get('consecutive-failures')).toBe('1')
  })

  test('at the alarm the step fails', async () => {
    const { failures, annotations, outputs } = await publishTo(withHistory(true))
    expect(failures).toHaveLength(1)
    expect(annotations.map(({ kind }) => kind)).toEqual(['error', 'error'])
    expect([outputs.get('alarm'), outputs.get('transition'), outputs.get('failing-since')]).toEqual([
      'true',
      'broke',
      '2026-03-04T05:06:07.890Z',
    ])
  })

  test('a job that could not be completed fails nevertheless', async () => {
    const result = withHistory(false)
    const error = explain('heroku-unauthorized', 'Heroku rejected the token.')
    const apps = result.apps.map((app) => ({ ...app, report: { ...app.report, error } }))
    const { failures, annotations } = await publishTo({ ...result, apps })
    expect(failures).toEqual([expect.stringMatching(/^shop: Heroku rejected the token\. .*#heroku-unauthorized$/)])
    // Its findings; the error itself is in the line of setFailed only.
    expect(annotations.map(({ title }) => title)).toEqual(['shop: config', 'shop: connect (writer)'])
  })
})

test('everything that is reported is redacted first', async () => {
  const result = failing()
  const leak = (text: string): string => `${text} s3cr3t-p4ssword`
  const leaking: RunResult = {
    ...result,
    apps: result.apps.map((app) => ({
      ...app,
      notes: [leak('note')],
      findings: app.findings.map((finding) => ({ ...finding, message: leak(finding.message) })),
    })),
  }
  const redact = (text: string): string => text.replaceAll('s3cr3t-p4ssword', '***')
  const published = await publishTo(leaking, { 'report-file': 'report.json' }, {}, redact)
  expect(
    JSON.stringify([
      ...published.outputs,
      published.annotations,
      published.lines,
      published.failures,
      published.summary,
    ]),
  ).not.toContain('s3cr3t')
  expect(published.report).not.toContain('s3cr3t')
  expect(published.summary).toContain('note ***'.replaceAll('*', '&#42;'))
})

test('the page links to the run on GitHub, and shows the history', async () => {
  const env = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'octo/shop', GITHUB_RUN_ID: '42' }
  const point = { time: Date.UTC(2026, 2, 4), status: 'pass', failing: false, reason: '' } as const
  const state = { apps: [{ app: 'shop', points: [point], spans: [], events: [], outcomes: [] }] }
  const page = async (given: Readonly<Record<string, string>>, result: RunResult = healthy()) =>
    (await publishTo(result, { 'report-file': 'report.html' }, { env: given })).page
  expect(await page(env)).toContain('https://github.com/octo/shop/actions/runs/42')
  const withHistory = await page(env, { ...healthy(), state })
  expect(withHistory).toContain('https://github.com/octo/shop/actions/runs/42')
  expect(withHistory).not.toBe(await page(env))
  for (const name of Object.keys(env)) expect(await page({ ...env, [name]: '' })).not.toContain('/actions/runs/')
})

test('a problem from before the report, such as an unwritten state file, fails a run that passes', async () => {
  const problem = failure('input-invalid', 'The state file "a" cannot be used', { cause: 'Why.', remedy: 'Do `x`.' })
  const published = await publishTo({ ...healthy(), problem })
  expect(published.lines).toEqual([`Failure: ${problem.message}`, expect.stringMatching(/^shop: Redis is healthy/)])
  expect(published.failures).toEqual([
    'The state file "a" cannot be used. Why. Do x. Docs: docs/troubleshooting.md#input-invalid',
  ])
})

describe('a run that is ended at once', () => {
  function publishedNow(broken: Partial<Runner> = {}) {
    const said: string[] = []
    const runner: Runner = {
      env: {},
      debugging: false,
      input: () => '',
      mask: () => undefined,
      line: (text) => void said.push(`line ${text}`),
      startGroup: () => undefined,
      endGroup: () => undefined,
      annotate: () => void said.push('annotation'),
      output: (name) => void (name === 'status' && said.push('outputs')),
      summary: (markdown) => void said.push(`summary ${markdown.split('\n')[0] ?? ''}`),
      fail: (message) => void said.push(`fail ${message}`),
      ...broken,
    }
    publishNow(cancelled(), runner)
    return said
  }
  const summary = 'summary ## 🚫 shop: cancelled before it finished'
  const line =
    /^fail shop: The run was cancelled while the release was in progress\. .* Docs: docs\/troubleshooting\.md#cancelled$/

  test('has outputs, summary and the line of setFailed', () => {
    expect(publishedNow()).toEqual(['outputs', summary, expect.stringMatching(line)])
  })

  test('has the rest when one of them fails', () => {
    expect(publishedNow({ output: () => fail(noSpace) })).toEqual([
      'line Error ENOSPC: no space left on device',
      summary,
      expect.stringMatching(line),
    ])
    expect(publishedNow({ summary: () => fail(noSpace) })).toEqual([
      'outputs',
      'line Error ENOSPC: no space left on device',
      expect.stringMatching(line),
    ])
  })
})

test.each(['cancelled', 'token-missing'] as const)('a run that ended with %s before the first app', async (reason) => {
  const run = { mode: 'check', dryRun: true, startedAt: '2026-03-04T05:06:07.890Z', durationMs: 1.6 } as const
  const error = failure(reason, 'x')
  const result = failedRun(error, run)
  expect(result).toStrictEqual({
    report: {
      ...run,
      version: 1,
      status: 'fail',
      tested: false,
      failureReason: reason,
      durationMs: 2,
      apps: [],
    },
    apps: [],
    cancelled: reason === 'cancelled',
    error: error.explanation,
  })
  // Its line of setFailed says it all.
  expect((await publishTo(result)).lines).toEqual([])
})

test('job-summary: false writes no job summary', async () => {
  expect((await publishTo(failing(), { 'job-summary': 'false' })).summary).toBe('')
})

test('annotations point at the workflow file when it is in this repository', async () => {
  const env = {
    GITHUB_REPOSITORY: 'octo/shop',
    GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/redis.yml@refs/heads/x',
  }
  const { annotations } = await publishTo(failing(), {}, { env })
  expect(annotations[0]?.file).toBe('.github/workflows/redis.yml')
})

test.each([
  [new TypeError('x is undefined'), 'TypeError: x is undefined'],
  ['text', 'text'],
  [{ password: 's3cret' }, 'a thrown object'],
  [undefined, 'no error'],
])('whatever is thrown, %o, is a bug, of which only the message is shown', (thrown, words) => {
  const { reason, message } = toFailure(thrown)
  expect(reason).toBe('internal')
  expect(message).toContain(`: ${words}.`)
  expect(toFailure(toFailure(thrown)).message).toBe(message)
})
