import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { reportOf, requestsOf, sandboxForThisFile, step } from './support.ts'

/** The process around a run: signals, log and Node.js version. */

const sandbox = await sandboxForThisFile()
await sandbox.createApp('my-app', { addons: ['heroku-redis:mini'] })
const bundle = fileURLToPath(new URL('../../dist/index.js', import.meta.url))

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with complete reports after %s', async (signal) => {
  await sandbox.configure({ latencyMs: 3_000 })
  const run = await step(
    sandbox,
    { app: 'my-app', 'report-file': 'a.json' },
    {
      during: async ({ child, logged }) => {
        await logged('my-app')
        child.kill(signal)
      },
    },
  )
  await sandbox.configure({ latencyMs: 0 })
  expect(run).toMatchObject({ exitCode: 1, signal: null, outputs: { status: 'fail', 'failure-reason': 'cancelled' } })
  expect(run.log.join('\n')).toContain(`${signal}: stopping`)
  expect(run.summary).toMatch(/^## 🚫 /)
  expect(JSON.parse(run.files['a.json'] ?? '')).toEqual(reportOf(run))
})

test('continues when the log is closed', async () => {
  const run = await step(
    sandbox,
    { app: 'my-app', 'report-file': 'a.json' },
    {
      during: ({ child }) => {
        ;(child as ChildProcess).stdout?.destroy()
        return Promise.resolve()
      },
    },
  )
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', tested: 'true' } })
  expect(run.stderr).toContain('The log is closed')
  expect(run.stderr.split('\n').filter((line) => line !== '')).toHaveLength(1)
  expect(run.summary).toContain('my-app: Redis is healthy')
  expect(JSON.parse(run.files['a.json'] ?? '')).toEqual(reportOf(run))
})

test.each([
  ['an early exit', 'process.exit(0)'],
  ['a crash', 'throw new Error("boom")'],
])('fails the step with outputs and a summary after %s', async (_, code) => {
  await sandbox.configure({ latencyMs: 2_000 })
  const script = encodeURIComponent(`setTimeout(() => { ${code} }, 500)`)
  const run = await step(
    sandbox,
    { app: 'my-app' },
    { env: { NODE_OPTIONS: `--import "data:text/javascript,${script}"` } },
  )
  await sandbox.configure({ latencyMs: 0 })
  expect(run).toMatchObject({ exitCode: 1, stderr: '', outputs: { status: 'fail', 'failure-reason': 'internal' } })
  expect(reportOf(run).apps).toEqual([])
  expect(run.summary).toMatch(/^## ❌ /)
  expect(run.annotations).toHaveLength(1)
})

test('refuses an older Node.js on the first line, before any work', async () => {
  sandbox.requests.clear()
  const code = `Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.20.2"}})`
  const run = await step(
    sandbox,
    { app: 'my-app' },
    { env: { NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(code)}"` } },
  )
  expect(run).toMatchObject({ exitCode: 1, stderr: '', outputs: {} })
  expect(run.stdout.split('\n')).toEqual([
    expect.stringMatching(
      /^::error title=Node\.js is too old::.* needs Node\.js 24 or newer .* started with 20\.20\.2\. /,
    ),
    '',
  ])
  expect(requestsOf(sandbox)).toEqual([])
})

test('starts one run for a tool that imports the bundle and calls run()', async () => {
  sandbox.requests.clear()
  const script = `const { run } = await import(${JSON.stringify(pathToFileURL(bundle).href)}); await run(); console.log('ended')`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: {
      ...sandbox.env,
      PATH: process.env['PATH'],
      INPUT_APP: 'my-app',
      INPUT_MODE: 'check',
      'INPUT_API-KEY': sandbox.token,
      'INPUT_SKIP-CHECKS': 'version',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (chunk: string) => (output += chunk))
  }
  const [code] = (await once(child, 'close')) as [number | null]
  expect(output.trimEnd().split('\n').at(-1)).toBe('ended')
  expect(code).toBe(0)
  expect(requestsOf(sandbox).filter((request) => request === 'GET /apps/my-app/addons')).toHaveLength(1)
})
