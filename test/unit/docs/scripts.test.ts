import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { exampleFiles, workflowFiles } from './files.ts'
import { workflow } from './github.ts'

// The scripts inside the examples are code that strangers run: they run here too, with GitHub played.

type Played = Readonly<Record<string, unknown>>

/** Runs the scripts of one job as actions/github-script does. */
async function runJob(path: string, name: string, env: Record<string, string>, played: Played): Promise<void> {
  for (const [key, value] of Object.entries(env)) vi.stubEnv(key, value)
  const scripts = (workflow(path).jobs[name]?.steps ?? []).flatMap((step) => {
    const script = step.with?.['script']
    return typeof script === 'string' ? [script] : []
  })
  expect(scripts.length).toBeGreaterThan(0)
  const scope = { require: createRequire(import.meta.url), ...played }
  for (const script of scripts) {
    // oxlint-disable-next-line typescript/no-implied-eval -- it is what is tested
    const compiled: unknown = new Function(...Object.keys(scope), `return (async () => {${script}\n})()`)
    await (compiled as (...args: unknown[]) => Promise<void>)(...Object.values(scope))
  }
}

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('the alarm of scheduled-health.yml', () => {
  interface Issue {
    number: number
    title: string
    body: string
    state: string
    created_at: string
    comments: string[]
  }

  async function alarm(issues: Issue[], transition: string, findings: unknown[] = [], reason = 'redis-read-only') {
    const context = { repo: { owner: 'me', repo: 'shop' }, serverUrl: 'https://github.com', runId: 7 }
    const find = ({ issue_number }: { issue_number: number }) => {
      const issue = issues.find(({ number }) => number === issue_number)
      if (!issue) throw new Error('no such issue')
      return issue
    }
    const rest = {
      issues: {
        listForRepo: () => {},
        create: (issue: { title: string; body: string }) => {
          const number = issues.length + 1
          issues.push({ number, state: 'open', created_at: '2026-11-22T10:00:00Z', comments: [], ...issue })
        },
        update: (change: { issue_number: number }) => Object.assign(find(change), change),
        createComment: (comment: { issue_number: number; body: string }) => find(comment).comments.push(comment.body),
      },
    }
    const github = { rest, paginate: () => Promise.resolve(issues.filter(({ state }) => state === 'open')) }
    const env = {
      APP: 'my-app',
      TRANSITION: transition,
      SINCE: '2026-11-22T09:17:00.000Z',
      REASON: reason,
      CHECKS: JSON.stringify(findings),
    }
    await runJob('examples/scheduled-health.yml', 'alarm', env, { github, context, core: {} })
  }

  test('opens one issue, comments on it while it lasts, and closes it with the duration', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-22T10:00:00Z') })
    const issues: Issue[] = []
    await alarm(issues, 'recovered')
    expect(issues).toEqual([])
    await alarm(issues, 'broke')
    expect(issues).toMatchObject([{ title: 'Redis of my-app is failing', state: 'open' }])
    vi.setSystemTime(new Date('2026-11-22T11:00:00Z'))
    await alarm(issues, '', [], 'redis-out-of-memory')
    expect(issues).toHaveLength(1)
    expect(issues[0]?.comments).toEqual([expect.stringContaining('redis-out-of-memory')])
    vi.setSystemTime(new Date('2026-11-22T11:17:00Z'))
    await alarm(issues, 'recovered')
    expect(issues).toMatchObject([{ state: 'closed' }])
    expect(issues[0]?.comments.at(-1)).toContain('2.0 hours')
    vi.useRealTimers()
  })

  test('lets nothing in a finding break out of its line of code', async () => {
    const issues: Issue[] = []
    const message = 'x\n\n@everyone [click](https://example.com)'
    await alarm(issues, 'broke', [{ id: 'write', target: 'writer', status: 'fail', message }])
    expect(issues[0]?.body.split('\n').filter((line) => line.includes('@everyone'))).toEqual([
      expect.stringMatching(/^ {4}fail write/),
    ])
  })
})

describe('shell scripts', () => {
  const scripts = [...exampleFiles, ...workflowFiles].flatMap((path) =>
    Object.values(workflow(path).jobs).flatMap((job) =>
      (job.steps ?? []).flatMap(({ run }) => (run === undefined ? [] : [{ path, run }])),
    ),
  )

  // One process for all of them: to start one takes a test process with much memory a long time.
  const check = 'for script; do bash -n <<< "$script" 2>&1; printf "\\0"; done'
  const problems = execFileSync('bash', ['-c', check, 'bash', ...scripts.map(({ run }) => run)], { encoding: 'utf8' })

  test.each(scripts.map((script, index) => ({ ...script, problem: problems.split('\0')[index] })))(
    '$path: $run',
    ({ problem }) => {
      expect(problem).toBe('')
    },
  )
})
