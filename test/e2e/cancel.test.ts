import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { expectNoSecrets, type RunOutcome, runAction, type Running } from '../support/runner.ts'
import { slowness } from '../support/slowness.ts'
import { arrived, eventually } from './moments.ts'
import { reportOf, sandboxForThisFile, step } from './support.ts'

/** The runner sends SIGKILL 2.5 s after SIGTERM, which comes 7.5 s after SIGINT. */
const patienceMs = 7_000 * slowness

const action = parse(await readFile(new URL('../../action.yml', import.meta.url), 'utf8')) as {
  readonly outputs: Readonly<Record<string, unknown>>
}
const outputNames = Object.keys(action.outputs).toSorted()

const sandbox = await sandboxForThisFile({ releaseMs: 300 })
const usual = { ...sandbox.behaviour }

afterEach(async () => {
  await sandbox.configure(usual)
  await sandbox.clearFaults()
})

interface Cancelled {
  readonly run: RunOutcome
  /** From the signal to the end. */
  readonly tookMs: number
}

/** Sends a signal to a run at the given moment. */
async function cancelAt(
  moment: (run: Running) => Promise<void>,
  inputs: Readonly<Record<string, string>>,
  { signals = ['SIGINT'], env = {} }: { signals?: readonly NodeJS.Signals[]; env?: Record<string, string> } = {},
): Promise<Cancelled> {
  let at = Number.NaN
  const started = performance.now()
  const run = await step(
    sandbox,
    { 'report-file': 'report.json', ...inputs },
    {
      env,
      during: async (running) => {
        await moment(running)
        at = performance.now() - started
        for (const signal of signals) {
          running.child.kill(signal)
          await sleep(100)
        }
      },
    },
  )
  return { run, tookMs: performance.now() - started - at }
}

/** Ends in time, with `cancelled` in every report, and reports everything that it did. */
async function expectCancelled({ run, tookMs }: Cancelled, app: string): Promise<void> {
  expect(run.log.join('\n')).toContain('stopping, closing connections')
  expect(tookMs).toBeLessThan(patienceMs)
  expect(run).toMatchObject({
    exitCode: 1,
    signal: null,
    stderr: '',
    outputs: { status: 'fail', 'failure-reason': 'cancelled' },
  })
  expect(Object.keys(run.outputs).toSorted()).toEqual(outputNames)
  expect(run.summary).toMatch(/cancelled/i)
  expect(JSON.parse(run.files['report.json'] ?? '')).toEqual(reportOf(run))
  expect(run.annotations.at(-1)?.message).toContain(`${app}: `)
  await expectTrueAccount(run, app)
  await expectNoMarkers(app)
}

/** The report matches the state on Heroku, or says that the outcome is not known. */
async function expectTrueAccount(run: RunOutcome, app: string): Promise<void> {
  const [report] = reportOf(run).apps
  const stepOf = (action: string) => report?.steps.find((each) => each.action === action)
  // Heroku has finished what was in progress when the run ended.
  await sleep(sandbox.behaviour.latencyMs)
  const created = stepOf('create-addon')
  const [addon] = await sandbox.addons(app)
  if (created && !/not known/.test(created.detail)) {
    expect(created.done).toBe(addon !== undefined)
    expect(run.outputs['created']).toBe(String(addon !== undefined))
    expect(report?.addon?.name).toBe(addon)
  }
  const written = stepOf('set-config')
  const vars = Object.keys(await sandbox.config(app)).filter((name) => /^REDIS_(WRITER|READER)_/.test(name))
  if (written && !/not known/.test(written.detail)) {
    expect(written.done).toBe(vars.length > 0)
    expect([...(report?.changedConfigVars ?? [])].toSorted()).toEqual(vars)
  }
  expect(run.outputs['changed']).toBe(String(created?.done === true || written?.done === true))
}

async function expectNoMarkers(app: string): Promise<void> {
  await sandbox.settled()
  for (const addon of await sandbox.addons(app)) expect(await sandbox.redis(addon, 'KEYS', '*')).toEqual([])
}

let apps = 0
async function newApp(addon?: 'with an add-on'): Promise<string> {
  const app = `cancel-${String(++apps)}`
  await sandbox.createApp(app, addon ? { addons: ['heroku-redis:mini'] } : {})
  sandbox.requests.clear()
  return app
}

// The action treats both signals alike: one half of the tests sends SIGINT, the other SIGTERM.
describe('a signal', () => {
  test('before the first answer', async () => {
    const app = await newApp()
    await sandbox.fault({ kind: 'silence-before', times: 'always', match: { method: 'GET' } })
    const cancelled = await cancelAt(() => arrived(sandbox, 'GET', /addons$/), { app })
    await sandbox.clearFaults()
    await expectCancelled(cancelled, app)
    expect(reportOf(cancelled.run).apps[0]?.steps).toEqual([])
  })

  test('while the add-on is being created: waits for the answer and reports it', async () => {
    const app = await newApp()
    await sandbox.configure({ latencyMs: 400 })
    const cancelled = await cancelAt(() => arrived(sandbox, 'POST', /addons$/), { app }, { signals: ['SIGTERM'] })
    await expectCancelled(cancelled, app)
    expect(await sandbox.addons(app)).toHaveLength(1)
    expect(cancelled.run.outputs['created']).toBe('true')
  })

  test('while the add-on is being created, without an answer: reports an unknown outcome', async () => {
    const app = await newApp()
    await sandbox.fault({ kind: 'silence-after', match: { method: 'POST' } })
    const cancelled = await cancelAt(() => arrived(sandbox, 'POST', /addons$/), { app })
    await expectCancelled(cancelled, app)
    const [addon = ''] = await sandbox.addons(app)
    const created = reportOf(cancelled.run).apps[0]?.steps[0]
    expect(created).toMatchObject({ action: 'create-addon', done: false })
    expect(created?.detail).toContain(addon)
    expect(created?.detail).toContain('not known')
    expect(cancelled.run.summary).toContain(addon)
  })

  test('while it is provisioned', async () => {
    const app = await newApp()
    await sandbox.configure({ provisionMs: 3_000 })
    const cancelled = await cancelAt(({ logged }) => logged('is provisioning it'), { app }, { signals: ['SIGTERM'] })
    await expectCancelled(cancelled, app)
    expect(cancelled.run.outputs).toMatchObject({ created: 'true', 'changed-config-vars': '' })
  })

  test('during the wait for its config var', async () => {
    const app = await newApp()
    await sandbox.configure({ configVarMs: 3_000 })
    const cancelled = await cancelAt(({ logged }) => logged("'s config var: "), { app })
    await expectCancelled(cancelled, app)
    expect(cancelled.run.outputs).toMatchObject({ created: 'true', 'changed-config-vars': '' })
  })

  test('while the config vars are written', async () => {
    const app = await newApp('with an add-on')
    await sandbox.configure({ latencyMs: 400 })
    const cancelled = await cancelAt(() => arrived(sandbox, 'PATCH', /config-vars$/), { app }, { signals: ['SIGTERM'] })
    await expectCancelled(cancelled, app)
    expect(cancelled.run.outputs['changed-config-vars']).toContain('REDIS_READER_PASSWORD')
  })

  test('while the config vars are written, without an answer', async () => {
    const app = await newApp('with an add-on')
    await sandbox.fault({ kind: 'silence-after', match: { method: 'PATCH' } })
    const cancelled = await cancelAt(() => arrived(sandbox, 'PATCH', /config-vars$/), { app })
    await expectCancelled(cancelled, app)
    const written = reportOf(cancelled.run).apps[0]?.steps.find(({ action }) => action === 'set-config')
    expect(written).toMatchObject({ done: false })
    expect(written?.detail).toContain('not known')
  })

  test('between the write and its release', async () => {
    const app = await newApp('with an add-on')
    await sandbox.configure({ releaseMs: 20_000 })
    const cancelled = await cancelAt(({ logged }) => logged('Waiting for release'), { app }, { signals: ['SIGTERM'] })
    await expectCancelled(cancelled, app)
    expect(cancelled.run.outputs['release']).toBe(String((await sandbox.releases(app)).at(-1)?.version))
  })

  test('while Redis is tested: deletes the marker', async () => {
    await sandbox.configure({ redisLatencyMs: 400 })
    const app = await newApp('with an add-on')
    const keys = async (): Promise<unknown> => sandbox.redis((await sandbox.addons(app))[0] ?? '', 'KEYS', '*')
    let there: unknown
    const moment = async (): Promise<void> => {
      await eventually('a marker', async () => Array.isArray((there = await keys())) && (there as unknown[]).length > 0)
    }
    await expectCancelled(await cancelAt(moment, { app }), app)
    expect(there).toEqual([expect.stringMatching(/^heroku-redis-action:/)])
  })

  test('while connecting to a server that does not answer', async () => {
    const app = await newApp('with an add-on')
    const [addon = ''] = await sandbox.addons(app)
    await sandbox.signal(addon, 'SIGSTOP')
    try {
      const inputs = { app, 'connect-timeout': '60s' }
      const cancelled = await cancelAt(({ logged }) => logged('testing both endpoints'), inputs, {
        signals: ['SIGTERM'],
      })
      await sandbox.signal(addon, 'SIGCONT')
      await expectCancelled(cancelled, app)
      expect(cancelled.run.outputs['changed-config-vars']).toContain('REDIS_WRITER_HOST')
    } finally {
      await sandbox.signal(addon, 'SIGCONT')
    }
  })

  test('while round trips are measured', async () => {
    await sandbox.configure({ redisLatencyMs: 100 })
    const app = await newApp('with an add-on')
    const inputs = { app, samples: '1000' }
    const cancelled = await cancelAt(({ logged }) => logged(/writer: PING/), inputs, {
      env: { RUNNER_DEBUG: '1' },
    })
    await expectCancelled(cancelled, app)
    expect(cancelled.run.outputs['changed-config-vars']).toContain('REDIS_WRITER_HOST')
  })
})

test('ignores a second and a third signal', async () => {
  const app = await newApp()
  await sandbox.fault({ kind: 'silence-after', match: { method: 'POST' } })
  const signals = ['SIGINT', 'SIGTERM', 'SIGINT'] as const
  const cancelled = await cancelAt(() => arrived(sandbox, 'POST', /addons$/), { app }, { signals })
  await expectCancelled(cancelled, app)
  expect(cancelled.run.log.filter((line) => line.includes('stopping, closing'))).toHaveLength(1)
})

test('while the reports are written: keeps the verdict and completes the reports', async () => {
  const app = await newApp('with an add-on')
  const files = Array.from({ length: 40 }, (_, index) => `reports/${String(index)}.xml`)
  const inputs = { app, 'report-file': files.join() }
  const { run, tookMs } = await cancelAt(({ logged }) => logged('Connected to the writer'), inputs)
  expect(tookMs).toBeLessThan(patienceMs)
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', 'failure-reason': '' } })
  expect(Object.keys(run.outputs).toSorted()).toEqual(outputNames)
  expect(run.summary).toContain('Redis is healthy')
  expect(Object.keys(run.files)).toEqual(expect.arrayContaining(files))
})

test('ends in time after a signal at any time, with consistent reports', async () => {
  const app = await newApp('with an add-on')
  for (const ms of [120, 160, 200, 240, 280, 320]) {
    const { run, tookMs } = await cancelAt(() => sleep(ms), { app, mode: 'check' })
    expect(tookMs).toBeLessThan(patienceMs)
    await expectNoMarkers(app)
    // Before Node.js has run the first line of the action, the signal ends the process.
    if (run.signal !== null) continue
    const reason = run.outputs['failure-reason']
    expect(run.exitCode).toBe(reason === '' ? 0 : 1)
    expect(['', 'cancelled', 'config-missing']).toContain(reason)
    expect(reportOf(run).failureReason).toBe(reason)
    expect(run.summary).not.toBe('')
  }
})

test('keeps the verdicts of finished apps in a fleet, and cancels the others', async () => {
  const quick = await newApp('with an add-on')
  const slow = await newApp('with an add-on')
  const [addon = ''] = await sandbox.addons(slow)
  await sandbox.signal(addon, 'SIGSTOP')
  try {
    const inputs = { app: `${quick}, ${slow}`, 'connect-timeout': '60s' }
    const { run, tookMs } = await cancelAt(({ logged }) => logged('1 of 2 apps done'), inputs)
    expect(tookMs).toBeLessThan(patienceMs)
    expect(run.exitCode).toBe(1)
    expect(reportOf(run).apps.map(({ app, failureReason }) => [app, failureReason])).toEqual([
      [quick, ''],
      [slow, 'cancelled'],
    ])
    expect(run.summary).toContain('Cancelled')
  } finally {
    await sandbox.signal(addon, 'SIGCONT')
  }
})

describe('the login of the Heroku CLI', () => {
  const token = 'HRKU-of-the-cli-0123456789abcdef'

  /** A PATH on which `heroku` is this script (`null`: missing). Records the environment of the child in a file. */
  async function withCli(script: string | null, whileItRuns?: (run: Running) => void) {
    const folder = await mkdtemp(join(tmpdir(), 'heroku-cli-'))
    const during = async (running: Running): Promise<void> => {
      while (!existsSync(join(folder, 'seen'))) await sleep(20)
      whileItRuns?.(running)
    }
    try {
      if (script !== null) {
        const path = join(folder, 'heroku')
        await writeFile(path, `#!/bin/sh\n{ env; echo "argv: $0 $*"; } > "${folder}/seen"\n${script}\n`)
        await chmod(path, 0o755)
      }
      const started = performance.now()
      const run = await runAction({
        inputs: { app: 'of-the-cli', 'skip-checks': 'version', config: 'SECRET_SETTING=hush-hush-hush' },
        env: { ...sandbox.env, PATH: `${folder}:/usr/bin:/bin` },
        ...(whileItRuns ? { during } : {}),
      })
      expectNoSecrets(run, [sandbox.token, token, 'hush-hush-hush'])
      const childEnv = await readFile(join(folder, 'seen'), 'utf8').catch(() => '')
      return { run, childEnv, tookMs: performance.now() - started }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  test('is used despite warnings, without secrets in the environment of the child', async () => {
    await sandbox.createApp('of-the-cli', { addons: ['heroku-redis:mini'] })
    const { run, childEnv } = await withCli(
      `echo ' ›   Warning: heroku update available from 10 to 11.' >&2\necho 'Warning: this token expires'\necho '${sandbox.token}'`,
    )
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(childEnv).toMatch(/^argv: \S*heroku auth:token$/m)
    expect(childEnv).not.toMatch(/INPUT_|hush|HRKU/)
    expect(childEnv).toContain('PATH=')
  })

  test.each([
    ['not logged in', `echo ' ›   Error: not logged in' >&2\nexit 100`, 'is not logged in'],
    ['silent', 'exit 0', 'is not logged in'],
    ['babbling', `printf 'a b c \\033[31m::error::x\\n'`, 'did not print a token'],
    ['a secret on stdout, but failing', `echo '${token}'\nexit 1`, 'is not logged in'],
    ['not there', null, 'is not installed'],
  ])('%s', async (_, script, words) => {
    const { run } = await withCli(script)
    expect(run).toMatchObject({
      exitCode: 1,
      stderr: '',
      outputs: { status: 'fail', 'failure-reason': 'token-missing' },
    })
    expect(run.annotations.at(-1)?.message).toContain(words)
  })

  test('does not block a cancelled run if it hangs', async () => {
    const { run, tookMs } = await withCli('exec sleep 30', ({ child }) => child.kill('SIGINT'))
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'cancelled' } })
    expect(run.summary).toMatch(/cancelled/i)
    expect(tookMs).toBeLessThan(patienceMs)
  })
})
