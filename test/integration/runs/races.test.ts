import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { RunOutcome } from '../../support/runner.ts'
import { answered, arrived } from '../../e2e/moments.ts'
import { reportOf, requestsOf, sandboxForThisFile, varsFor } from '../../e2e/support.ts'
import { step } from './step.ts'

const sandbox = await sandboxForThisFile()
const usual = { ...sandbox.behaviour }

afterEach(async () => {
  await sandbox.configure(usual)
  await sandbox.clearFaults()
})

let apps = 0
async function newApp(config: Readonly<Record<string, string>> = {}, addons = ['heroku-redis:mini']): Promise<string> {
  const app = `race-${String(++apps)}`
  await sandbox.createApp(app, { config, addons })
  sandbox.requests.clear()
  return app
}

/** A run with a concurrent change. */
function runDuring(
  inputs: Readonly<Record<string, string>>,
  others: (logged: (pattern: string | RegExp) => Promise<void>) => Promise<void>,
): Promise<RunOutcome> {
  return step(sandbox, inputs, { during: ({ logged }) => others(logged) })
}

async function expectSetUp(app: string): Promise<void> {
  const config = await sandbox.config(app)
  expect(config).toMatchObject(varsFor(config['REDIS_URL'] ?? ''))
}

describe('two runs at the same moment on an app without Redis', () => {
  test.each([
    ['at the very same moment', 0, 0],
    ['the second while the first creates the add-on', 0, 60],
    ['the second while the add-on is provisioned', 600, 200],
    ['the second while the first waits for the release', 0, 400],
    ['over a slow link', 300, 30],
  ])('%s: create one add-on, and both pass', async (_, provisionMs, headStartMs) => {
    const app = await newApp({ FOREIGN: 'kept' }, [])
    await sandbox.configure({ latencyMs: 60, provisionMs, configVarMs: 100, releaseMs: 200 })
    const later = async (): Promise<RunOutcome> => {
      await sleep(headStartMs)
      return step(sandbox, { app, plan: 'mini' })
    }
    const runs = await Promise.all([step(sandbox, { app, plan: 'mini' }), later()])

    const [addon, ...others] = await sandbox.addons(app)
    expect(others).toEqual([])
    for (const run of runs) expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', addon } })
    expect(runs.filter(({ outputs }) => outputs['created'] === 'true')).toHaveLength(1)
    for (const run of runs) {
      // Only the run that wrote them reports the change.
      const wrote = run.outputs['created'] === 'true' || run.outputs['changed-config-vars'] !== ''
      expect(run.outputs['changed']).toBe(String(wrote))
    }
    await expectSetUp(app)
    expect(await sandbox.config(app)).toMatchObject({ FOREIGN: 'kept' })
  })

  test('six runs: create one add-on', async () => {
    const app = await newApp({}, [])
    await sandbox.configure({ latencyMs: 40, provisionMs: 300 })
    const runs = await Promise.all(Array.from({ length: 6 }, () => step(sandbox, { app, plan: 'mini' })))
    expect(runs.map(({ outputs }) => outputs['status'])).toEqual(Array.from({ length: 6 }, () => 'pass'))
    expect(runs.filter(({ outputs }) => outputs['created'] === 'true')).toHaveLength(1)
    expect(await sandbox.addons(app)).toHaveLength(1)
    await expectSetUp(app)
  })
})

describe('config vars that change between read and write', () => {
  test('are kept if they are foreign, whether new, changed or removed', async () => {
    const app = await newApp({ KEPT: 'old', GONE: 'soon' })
    await sandbox.configure({ latencyMs: 300 })
    const run = await runDuring({ app }, async () => {
      await arrived(sandbox, 'PATCH', /config-vars$/)
      await sandbox.setConfig(app, { KEPT: 'changed', GONE: null, NEW: 'here' })
    })
    expect(run.outputs).toMatchObject({ status: 'pass', changed: 'true' })
    const config = await sandbox.config(app)
    expect(config).toEqual({
      KEPT: 'changed',
      NEW: 'here',
      REDIS_URL: config['REDIS_URL'],
      ...varsFor(config['REDIS_URL'] ?? ''),
    })
    expect(run.outputs['changed-config-vars']?.split(',')).toEqual(Object.keys(varsFor(config['REDIS_URL'] ?? '')))
  })

  test('are overwritten once if they are managed', async () => {
    const app = await newApp({ REDIS_WRITER_HOST: 'stale.example.com' })
    await sandbox.configure({ latencyMs: 300 })
    const run = await runDuring({ app }, async () => {
      await arrived(sandbox, 'PATCH', /config-vars$/)
      await sandbox.setConfig(app, { REDIS_WRITER_HOST: 'other.example.com', REDIS_READER_PORT: '1' })
    })
    expect(run.outputs).toMatchObject({ status: 'pass' })
    await expectSetUp(app)
    expect(requestsOf(sandbox).filter((request) => request.startsWith('PATCH'))).toHaveLength(1)
  })

  test('are set again if the answer shows a new difference', async () => {
    const app = await newApp()
    await step(sandbox, { app })
    await sandbox.setConfig(app, { REDIS_WRITER_HOST: 'stale.example.com' })
    sandbox.requests.clear()
    await sandbox.configure({ latencyMs: 300 })
    const run = await runDuring({ app }, async () => {
      await arrived(sandbox, 'PATCH', /config-vars$/)
      await sandbox.setConfig(app, { REDIS_READER_PORT: '1' })
    })
    expect(run.outputs).toMatchObject({ status: 'pass', 'changed-config-vars': 'REDIS_WRITER_HOST,REDIS_READER_PORT' })
    await expectSetUp(app)
  })

  test('are reported, and no longer written, if another writer keeps changing them', async () => {
    const app = await newApp()
    const over = new AbortController()
    await sandbox.configure({ latencyMs: 50 })
    const other = (async () => {
      for (let port = 1; !over.signal.aborted; port += 1) {
        await sandbox.setConfig(app, { [`REDIS_${port % 2 === 0 ? 'WRITER' : 'READER'}_PORT`]: String(port) })
        await sleep(10)
      }
    })()
    const run = await step(sandbox, { app })
    over.abort()
    await other
    // The other writer may have missed the moment between the write and its answer.
    expect(['', 'config-conflict']).toContain(run.outputs['failure-reason'])
    expect(run.outputs).toMatchObject({ changed: 'true' })
    expect(run.outputs['changed-config-vars']).toContain('REDIS_WRITER_HOST')
    expect(requestsOf(sandbox).filter((request) => request.startsWith('PATCH')).length).toBeLessThanOrEqual(3)
  })
})

describe('a URL that changes', () => {
  test.each([
    ['by a rotation', (addon: string) => sandbox.rotateCredentials(addon)],
    ['by a failover', (addon: string) => sandbox.failOver(addon)],
  ])('between read and write, %s: is written in a second write', async (_, move) => {
    const app = await newApp()
    const [addon = ''] = await sandbox.addons(app)
    await sandbox.configure({ latencyMs: 1_000 })
    const run = await runDuring({ app }, async () => {
      await arrived(sandbox, 'PATCH', /config-vars$/)
      await move(addon)
    })
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    await expectSetUp(app)
    expect(requestsOf(sandbox).filter((request) => request.startsWith('PATCH'))).toHaveLength(2)
  })

  test('during the wait for the release: is written as well', async () => {
    const app = await newApp()
    const [addon = ''] = await sandbox.addons(app)
    await sandbox.configure({ releaseMs: 1_000 })
    const run = await runDuring({ app }, async (logged) => {
      await logged('Waiting for release')
      await sandbox.rotateCredentials(addon)
    })
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', tested: 'true', changed: 'true' } })
    await sandbox.configure(usual)
    expect((await step(sandbox, { app })).outputs).toMatchObject({ status: 'pass', changed: 'false' })
  })
})

describe('an add-on that is removed', () => {
  const gone = { exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'provision-failed' } }

  test.each([
    ['while it is provisioned', { provisionMs: 4_000 }, 'is provisioning it'],
    ['while the data service prepares it', { dataServiceMs: 4_000 }, 'data service to finish'],
    ['while its config var is waited for', { configVarMs: 4_000 }, "'s config var"],
  ])('%s', async (_, behaviour, words) => {
    const app = await newApp({}, [])
    await sandbox.configure(behaviour)
    const run = await runDuring({ app, 'provision-timeout': '5m' }, async (logged) => {
      await logged(words)
      const [addon = ''] = await sandbox.addons(app)
      await sandbox.removeAddon(addon)
    })
    expect(run).toMatchObject({ ...gone, outputs: { ...gone.outputs, created: 'true', changed: 'true' } })
    expect(run.annotations[0]?.message).toContain('is gone')
    // Well before the time-out.
    expect(run.durationMs).toBeLessThan(120_000)
  })

  test('between read and write', async () => {
    const app = await newApp()
    const [addon = ''] = await sandbox.addons(app)
    await sandbox.configure({ latencyMs: 400 })
    const run = await runDuring({ app }, async () => {
      await arrived(sandbox, 'PATCH', /config-vars$/)
      await sandbox.removeAddon(addon)
    })
    expect(run).toMatchObject(gone)
    // The failed run reports what it wrote.
    expect(run.outputs['changed']).toBe('true')
    expect(reportOf(run).apps[0]?.changedConfigVars).toContain('REDIS_WRITER_HOST')
  })

  test('between write and test', async () => {
    const app = await newApp()
    const [addon = ''] = await sandbox.addons(app)
    await sandbox.configure({ releaseMs: 500 })
    const run = await runDuring({ app }, async (logged) => {
      await logged('Waiting for release')
      await sandbox.removeAddon(addon)
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'provision-failed', changed: 'true' } })
  })
})

describe('a release of another user', () => {
  test('is not mistaken for the release of the run', async () => {
    const app = await newApp()
    await sandbox.configure({ latencyMs: 300 })
    const run = await runDuring({ app }, async () => {
      await answered(sandbox, 'PATCH', /config-vars$/)
      await sandbox.setConfig(app, { OTHER: 'release' })
    })
    const ours = (await sandbox.releases(app)).find(({ description }) => description.includes('REDIS_WRITER_HOST'))
    expect(run.outputs).toMatchObject({ status: 'pass', release: String(ours?.version) })
  })

  test('does not fail the run', async () => {
    const app = await newApp()
    await sandbox.configure({ latencyMs: 300 })
    const run = await runDuring({ app }, async () => {
      await answered(sandbox, 'PATCH', /config-vars$/)
      await sandbox.configure({ releaseOutcome: 'failed' })
      await sandbox.setConfig(app, { OTHER: 'release' })
    })
    expect(run.outputs).toMatchObject({ status: 'pass' })
  })
})
