import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readInputs, type InputName } from '../../../src/inputs/inputs.ts'
import { publish } from '../../../src/report/publish.ts'
import type { RunResult } from '../../../src/report/result.ts'
import type { Annotation, Runner } from '../../../src/runner/runner.ts'
import { toFailure } from '../../../src/failure/to-failure.ts'
import { failing, healthy, warning } from '../../support/fixtures/results.ts'
import { inProcess } from '../../support/in-process.ts'

const folders: string[] = []
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true }))))

/** What a runner hears of a run, some of whose parts may be broken. */
async function heard(result: RunResult, given: Partial<Record<InputName, string>> = {}, broken: Partial<Runner> = {}) {
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
    summary: async (markdown) => void (summary += markdown),
    fail: (message) => void failures.push(message),
    ...broken,
  }
  const inputs = readInputs((name) => ({ app: 'shop', ...given })[name] ?? '', {}, workspace)
  await publish(result, inputs, runner, workspace)
  const report = await readFile(join(workspace, 'report.json'), 'utf8').catch(() => '')
  return { outputs, annotations, lines, failures, summary, report }
}

const noSpace = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })

describe('one reader that cannot be reached does not keep the word from the others', () => {
  test('the outputs', async () => {
    const told = await heard(
      warning(),
      { 'report-file': 'report.json' },
      {
        output: () => {
          throw noSpace
        },
      },
    )
    expect(told.annotations).toHaveLength(1)
    expect(told.summary).toContain('Redis works, with 1 warning')
    expect(told.report).not.toBe('')
    expect(told.lines).toEqual(['Error ENOSPC: no space left on device', 'shop: Redis works, with 1 warning'])
    expect(told.failures).toEqual([
      'The report could not be written: Error ENOSPC: no space left on device. Read on: docs/troubleshooting.md#internal',
    ])
  })

  test('the summary', async () => {
    const told = await heard(healthy(), {}, { summary: () => Promise.reject(noSpace) })
    expect(told.outputs.size).toBe(20)
    expect(told.lines.at(-1)).toMatch(/^shop: Redis is healthy/)
    expect(told.failures).toEqual([expect.stringContaining('ENOSPC')])
  })

  test('a report file: whoever reads it next must not believe an old one', async () => {
    const told = await heard(healthy(), { 'report-file': 'taken.json, report.json', 'fail-on': 'never' })
    expect(told.outputs.get('status')).toBe('pass')
    expect(told.summary).not.toBe('')
    expect(told.report).not.toBe('')
    expect(told.failures).toEqual([
      expect.stringMatching(
        /^The report file "taken\.json" could not be written: EISDIR\. Point report-file at a path/,
      ),
    ])
  })

  test('what is wrong with Redis is still told first', async () => {
    const told = await heard(failing(), {}, { summary: () => Promise.reject(noSpace) })
    expect(told.lines).toContain('Error ENOSPC: no space left on device')
    expect(told.failures).toEqual([expect.stringMatching(/^shop: REDIS_WRITER_HOST and REDIS_WRITER_PASSWORD differ/)])
  })
})

describe('a run that never came as far as an app', () => {
  const unreachable: readonly (readonly [string, Partial<Runner>])[] = [
    [
      'no outputs',
      {
        output: () => {
          throw noSpace
        },
      },
    ],
    ['no summary', { summary: () => Promise.reject(noSpace) }],
  ]
  test.each(unreachable)('tells why also with %s', async (_, runner) => {
    const run = await inProcess({ inputs: { app: 'Not An App', mode: 'check', 'dry-run': 'TRUE' }, runner })
    expect(run.exitCode).toBe(1)
    expect(run.annotations.at(-1)?.message).toMatch(/^An input is not right\. app: got "Not An App"/)
    expect(run.log).toContain('Error ENOSPC: no space left on device')
  })

  test('tells what was asked for', async () => {
    const { outputs } = await inProcess({ inputs: { app: 'Not An App', mode: 'check', 'dry-run': 'TRUE' } })
    expect(JSON.parse(outputs['report'] ?? '')).toMatchObject({
      status: 'fail',
      failureReason: 'input-invalid',
      mode: 'check',
      dryRun: true,
      apps: [],
    })
  })

  test('ends in words when what stops it is a bug of ours, and before anything was asked', async () => {
    const mask = (): void => {
      throw new TypeError('text is not iterable')
    }
    const run = await inProcess({ inputs: { app: 'shop', 'api-key': 'HRKU-s3cret' }, runner: { mask } })
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'internal' } })
    expect(run.annotations.at(-1)?.message).toContain('a bug in the action (TypeError: text is not iterable)')
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
  const { failures } = await heard(result(), { 'fail-on': failOn })
  expect(failures).toHaveLength(ends === 'fails' ? 1 : 0)
})

test('without a job summary nothing is written there', async () => {
  expect((await heard(failing(), { 'job-summary': 'false' })).summary).toBe('')
})

test('annotations stand at the workflow when it is one of this repository', async () => {
  const env = {
    GITHUB_REPOSITORY: 'octo/shop',
    GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/redis.yml@refs/heads/x',
  }
  const { annotations } = await heard(failing(), {}, { env })
  expect(annotations[0]?.file).toBe('.github/workflows/redis.yml')
})

test.each([
  [new TypeError('x is undefined'), 'TypeError: x is undefined'],
  ['text', 'text'],
  [{ password: 's3cret' }, 'a thrown object'],
  [undefined, 'no error'],
])('whatever is thrown, %o, is a bug told by its words alone', (thrown, words) => {
  const { reason, message } = toFailure(thrown)
  expect(reason).toBe('internal')
  expect(message).toContain(`(${words})`)
  expect(toFailure(toFailure(thrown)).message).toBe(message)
})
