import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { exampleFiles, workflowFiles } from './files.ts'
import { workflow } from './github.ts'

// The scripts inside the examples are code that strangers run: they run here too, with GitHub and Heroku played.

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

  async function alarm(issues: Issue[], result: string, findings: unknown[] = [], reason = 'redis-read-only') {
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
    const env = { APP: 'my-app', RESULT: result, REASON: reason, CHECKS: JSON.stringify(findings) }
    await runJob('examples/scheduled-health.yml', 'alarm', env, { github, context, core: {} })
  }

  test('opens one issue, keeps it up to date, and closes it with the duration', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-22T10:00:00Z') })
    const issues: Issue[] = []
    await alarm(issues, 'success')
    expect(issues).toEqual([])
    await alarm(issues, 'failure')
    expect(issues).toMatchObject([{ title: 'Redis of my-app is failing', state: 'open' }])
    vi.setSystemTime(new Date('2026-11-22T11:00:00Z'))
    await alarm(issues, 'failure', [], 'redis-out-of-memory')
    expect(issues).toHaveLength(1)
    expect(issues[0]?.body).toContain('redis-out-of-memory')
    vi.setSystemTime(new Date('2026-11-22T11:17:00Z'))
    await alarm(issues, 'success')
    expect(issues).toMatchObject([{ state: 'closed' }])
    expect(issues[0]?.comments).toEqual([expect.stringContaining('77 minutes')])
    vi.useRealTimers()
  })

  test('lets nothing in a finding break out of its line of code', async () => {
    const issues: Issue[] = []
    const message = 'x\n\n@everyone [click](https://example.com)'
    await alarm(issues, 'failure', [{ id: 'write', target: 'writer', status: 'fail', message }])
    expect(issues[0]?.body.split('\n').filter((line) => line.includes('@everyone'))).toEqual([
      expect.stringMatching(/^ {4}fail write/),
    ])
  })
})

describe('the fleet', () => {
  test('is listed over all pages, other services left out, and cut into chunks', async () => {
    const addon = (app: string, service: string) => ({ app: { name: app }, addon_service: { name: service } })
    const pages = [
      [addon('b', 'heroku-redis'), addon('x', 'heroku-postgresql')],
      [addon('a', 'heroku-redis'), addon('b', 'heroku-redis'), addon('c', 'heroku-redis')],
    ]
    const ranges: string[] = []
    vi.stubGlobal('fetch', (_: string, { headers }: { headers: Record<string, string> }) => {
      ranges.push(headers['Range'] ?? '')
      const last = ranges.length === pages.length
      const answer = JSON.stringify(pages[ranges.length - 1])
      return Promise.resolve(
        new Response(answer, { status: last ? 200 : 206, headers: last ? {} : { 'next-range': ']b..; max=1000' } }),
      )
    })
    const outputs: Record<string, unknown> = {}
    const core = { info: () => {}, setOutput: (name: string, value: unknown) => (outputs[name] = value) }
    await runJob('examples/fleet.yml', 'list', { HEROKU_API_KEY: 'key', CHUNK_SIZE: '2' }, { core })
    expect(ranges).toEqual(['id ..; max=1000', ']b..; max=1000'])
    expect(outputs).toEqual({
      count: 3,
      chunks: JSON.stringify([
        { number: 1, apps: 'a,b' },
        { number: 2, apps: 'c' },
      ]),
    })
  })

  test.each([
    { count: '2', statuses: ['pass', 'warn'], verdict: undefined },
    { count: '2', statuses: ['pass', 'fail'], verdict: '1 of 2 apps are failing' },
    { count: '3', statuses: ['pass', 'pass'], verdict: '1 apps have no report' },
  ])('is judged: $statuses of $count', async ({ count, statuses, verdict }) => {
    const folder = mkdtempSync(join(tmpdir(), 'fleet-'))
    try {
      mkdirSync(join(folder, 'reports'))
      for (const [index, status] of statuses.entries()) {
        const apps = [{ app: `app-${index}`, status, failureReason: '' }]
        writeFileSync(join(folder, 'reports', `redis-${index}.json`), JSON.stringify({ apps }))
      }
      const failures: string[] = []
      const summary = { addHeading: () => summary, addRaw: () => summary, addTable: () => summary, write: () => {} }
      const fs = await import('node:fs')
      const inFolder = (path: string) => join(folder, path)
      const played = {
        core: { summary, setFailed: (message: string) => failures.push(message) },
        require: () => ({
          readdirSync: (path: string) => fs.readdirSync(inFolder(path)),
          readFileSync: (path: string) => fs.readFileSync(inFolder(path), 'utf8'),
        }),
      }
      await runJob('examples/fleet.yml', 'judge', { COUNT: count }, played)
      expect(failures).toEqual(verdict === undefined ? [] : [verdict])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('shell scripts', () => {
  const scripts = [...exampleFiles, ...workflowFiles].flatMap((path) =>
    Object.values(workflow(path).jobs).flatMap((job) =>
      (job.steps ?? []).flatMap(({ run }) => (run === undefined ? [] : [{ path, run }])),
    ),
  )

  test.each(scripts)('$path: $run', ({ run }) => {
    expect(() => execFileSync('bash', ['-n'], { input: run, stdio: ['pipe', 'ignore', 'pipe'] })).not.toThrow()
  })
})
