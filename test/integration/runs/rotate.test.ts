import { afterEach, describe, expect, test } from 'vitest'
import type { FaultKind } from '../../sandbox/faults.ts'
import type { RunOutcome, Running } from '../../support/runner.ts'
import { arrived } from '../../e2e/moments.ts'
import { changesOn, reportOf, sandboxForThisFile, secretsOf, varsFor } from '../../e2e/support.ts'
import { shortTimeout } from '../../support/slowness.ts'
import { step } from './step.ts'

const sandbox = await sandboxForThisFile()
const usual = { ...sandbox.behaviour }

afterEach(async () => {
  await sandbox.configure(usual)
  await sandbox.clearFaults()
})

const rotation = '/credentials_rotation$'

let apps = 0
/** An app that is set up, and its add-on. */
async function newApp(plan = 'heroku-redis:mini'): Promise<{ readonly app: string; readonly addon: string }> {
  const app = `rotate-${String(++apps)}`
  const addon = `${app}-redis`
  await sandbox.createApp(app, { config: { FOREIGN: 'kept' }, addons: [{ plan, name: addon }] })
  const config = await sandbox.config(app)
  const url = Object.values(config).find((value) => value.startsWith('redis')) ?? ''
  await sandbox.setConfig(app, varsFor(url))
  sandbox.requests.clear()
  return { app, addon }
}

async function urlOf(app: string): Promise<string> {
  return (await sandbox.config(app))['REDIS_URL'] ?? ''
}

function rotate(
  app: string,
  inputs: Readonly<Record<string, string>> = {},
  during?: (running: Running) => Promise<void>,
): Promise<RunOutcome> {
  return step(sandbox, { app, mode: 'rotate', ...inputs }, during ? { during } : {})
}

/** Methods and paths of the requests that change something. */
function changes(): string[] {
  return changesOn(sandbox)
}

async function expectInSync(app: string): Promise<void> {
  expect(await sandbox.config(app)).toMatchObject({ ...varsFor(await urlOf(app)), FOREIGN: 'kept' })
}

const stepsOf = (run: RunOutcome, index = 0) => reportOf(run).apps[index]?.steps ?? []
const errorOf = (run: RunOutcome, index = 0) => reportOf(run).apps[index]?.error

test('rotates, writes the new credentials in one release, and shows that the old ones are refused', async () => {
  const { app, addon } = await newApp()
  const before = await urlOf(app)
  const run = await rotate(app)
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', tested: 'true', changed: 'true' } })
  expect(await urlOf(app)).not.toBe(before)
  await expectInSync(app)
  expect(changes()).toEqual([
    `POST /redis/v0/databases/${addon}/credentials_rotation`,
    `PATCH /apps/${app}/config-vars`,
  ])
  expect(run.outputs['changed-config-vars']).toBe('REDIS_WRITER_PASSWORD,REDIS_READER_PASSWORD')
  expect(reportOf(run).apps[0]).toMatchObject({ rotation: { oldCredentials: 'refused' }, addon: { name: addon } })
  expect(stepsOf(run).map(({ action, done }) => [action, done])).toEqual([
    ['rotate-credentials', true],
    ['set-config', true],
    ['wait-release', true],
  ])
  expect(run.summary).toContain(`The old credentials of ${addon} are refused.`)
  expect(run.outputs['release']).toBe(String((await sandbox.releases(app)).at(-1)?.version))
})

test('reports that the old credentials still work, without a failure', async () => {
  const { app, addon } = await newApp()
  await sandbox.configure({ oldPassword: 'accepted' })
  const run = await rotate(app)
  expect(run.outputs).toMatchObject({ status: 'pass' })
  expect(reportOf(run).apps[0]?.rotation).toEqual({ oldCredentials: 'accepted' })
  expect(run.log.join('\n')).toContain(`The old credentials of ${addon} are still accepted`)
})

test('waits until the variable of the app changes', async () => {
  const { app } = await newApp()
  await sandbox.configure({ rotationReads: 3 })
  const run = await rotate(app)
  expect(run.outputs).toMatchObject({ status: 'pass' })
  await expectInSync(app)
  expect(run.log.join('\n')).toContain('REDIS_URL has not changed yet')
})

test('repairs other drift and sets the config input in the same release', async () => {
  const { app } = await newApp()
  await sandbox.setConfig(app, { REDIS_READER_PORT: '1' })
  const run = await rotate(app, { config: 'EXTRA=here' })
  expect(run.outputs['changed-config-vars']).toBe('REDIS_WRITER_PASSWORD,REDIS_READER_PORT,REDIS_READER_PASSWORD,EXTRA')
  await expectInSync(app)
})

describe('a lost answer of the rotation', () => {
  test.each<FaultKind>(['reset-after', 'status-503-after', 'html-after', 'truncated', 'huge', 'wrong-shape'])(
    '%s after the work: is detected in the variable, without a second request',
    async (kind) => {
      const { app } = await newApp()
      await sandbox.fault({ kind, match: { method: 'POST', path: rotation }, times: 'always' })
      const run = await rotate(app)
      expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'true' } })
      await expectInSync(app)
      expect(changes().filter((request) => request.startsWith('POST'))).toHaveLength(1)
      expect(stepsOf(run)[0]).toMatchObject({ action: 'rotate-credentials', done: true })
    },
  )

  test.each<FaultKind>(['reset-before', 'status-500', 'status-503-html'])(
    '%s before the work: is reported as unknown, with what to do',
    async (kind) => {
      const { app, addon } = await newApp()
      const before = await sandbox.config(app)
      await sandbox.fault({ kind, match: { method: 'POST', path: rotation } })
      const run = await rotate(app, { 'provision-timeout': await shortTimeout() })
      expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'rotation-failed', changed: 'false' } })
      expect(errorOf(run)?.what).toContain(`It is not known whether Heroku rotated the credentials of ${addon}`)
      expect(errorOf(run)?.remedy).toMatch(/mode: check.*mode: setup.*mode: rotate/s)
      expect(changes()).toEqual([`POST /redis/v0/databases/${addon}/credentials_rotation`])
      expect(stepsOf(run)[0]?.done).toBe(false)
      expect(stepsOf(run)[0]?.detail).toContain('not known')
      expect(await sandbox.config(app)).toEqual(before)
    },
  )
})

test('fails when Heroku accepts the rotation, but the variable never changes', async () => {
  const { app, addon } = await newApp()
  await sandbox.configure({ rotationReads: 10_000 })
  const run = await rotate(app, { 'provision-timeout': await shortTimeout() })
  expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'rotation-failed' } })
  expect(errorOf(run)?.what).toContain(`Heroku accepted the rotation of ${addon}`)
  expect(errorOf(run)?.remedy).toContain('mode: setup')
})

describe('a refusal', () => {
  test.each([
    [401, 'unauthorized', 'Invalid credentials provided', 'heroku-unauthorized'],
    [403, 'forbidden', 'You do not have access', 'heroku-forbidden'],
    [404, 'not_found', "Couldn't find that add-on", 'rotation-failed'],
    [422, 'invalid_params', 'Credentials cannot be rotated', 'rotation-failed'],
  ])('writes nothing after %i %s', async (status, id, message, reason) => {
    const { app, addon } = await newApp()
    const before = await sandbox.config(app)
    await sandbox.fault({
      kind: 'refuse',
      match: { method: 'POST', path: rotation },
      times: 'always',
      refusal: { status, id, message },
    })
    const run = await rotate(app)
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': reason, changed: 'false' } })
    expect(errorOf(run)?.what).toContain(message)
    expect(changes()).toEqual([`POST /redis/v0/databases/${addon}/credentials_rotation`])
    expect(await sandbox.config(app)).toEqual(before)
  })

  test.each<FaultKind>(['status-409', 'rate-limit-seconds'])('is retried after %s', async (kind) => {
    const { app } = await newApp()
    await sandbox.fault({ kind, match: { method: 'POST', path: rotation } })
    const run = await rotate(app)
    expect(run.outputs).toMatchObject({ status: 'pass' })
    await expectInSync(app)
    expect(changes().filter((request) => request.startsWith('POST'))).toHaveLength(2)
  })

  test('because of another rotation: adopts it', async () => {
    const { app, addon } = await newApp()
    await sandbox.fault({ kind: 'status-409', match: { method: 'POST', path: rotation } })
    await sandbox.onRequest({
      when: 'before',
      match: { method: 'POST', path: rotation },
      control: 'rotateCredentials',
      args: [addon],
    })
    const run = await rotate(app)
    expect(run.outputs).toMatchObject({ status: 'pass' })
    await expectInSync(app)
    expect(changes().filter((request) => request.startsWith('POST'))).toHaveLength(1)
  })

  test('with 422 because of a rotation in progress: waits for it', async () => {
    const { app, addon } = await newApp()
    await sandbox.fault({
      kind: 'refuse',
      match: { method: 'POST', path: rotation },
      refusal: { status: 422, id: 'invalid_params', message: 'A rotation is already in progress.' },
    })
    const run = await rotate(app, {}, async ({ logged }) => {
      await logged('has not changed yet')
      await sandbox.rotateCredentials(addon)
    })
    expect(run.outputs).toMatchObject({ status: 'pass' })
    await expectInSync(app)
    expect(changes().filter((request) => request.startsWith('POST'))).toHaveLength(1)
  })

  test('without an add-on', async () => {
    const app = `rotate-${String(++apps)}`
    await sandbox.createApp(app, {})
    const run = await rotate(app)
    expect(run.outputs).toMatchObject({ 'failure-reason': 'addon-missing', changed: 'false' })
    expect(errorOf(run)?.remedy).toContain('mode: setup')
  })

  test("for another provider's add-on names the command for that provider", async () => {
    const { app, addon } = await newApp('rediscloud:30')
    const run = await rotate(app)
    expect(run.outputs).toMatchObject({ 'failure-reason': 'rotation-failed', changed: 'false' })
    expect(errorOf(run)?.what).toContain('rediscloud')
    expect(errorOf(run)?.remedy).toContain(`heroku addons:open ${addon} --app ${app}`)
    expect(JSON.stringify(errorOf(run))).not.toContain('heroku redis:')
    expect(changes().filter((request) => !request.startsWith('PATCH'))).toEqual([])
  })

  test('for an invalid reader comes before the rotation', async () => {
    const { app } = await newApp()
    const run = await rotate(app, { reader: 'NO_SUCH_URL' })
    expect(run.outputs).toMatchObject({ 'failure-reason': 'config-missing', changed: 'false' })
    expect(changes()).toEqual([])
  })
})

describe('an add-on of several apps', () => {
  async function shared(): Promise<{ readonly owner: string; readonly addon: string; readonly secondApp: string }> {
    const { app: owner, addon } = await newApp()
    const secondApp = `${owner}-second`
    await sandbox.createApp(secondApp, { config: { FOREIGN: 'kept' } })
    await sandbox.attach(addon, secondApp, 'REDIS')
    await sandbox.setConfig(secondApp, varsFor(await urlOf(secondApp)))
    sandbox.requests.clear()
    return { owner, addon, secondApp }
  }

  test('only the owner in the run: names the apps with stale copies before the rotation', async () => {
    const { owner, addon, secondApp } = await shared()
    const run = await rotate(owner)
    expect(run.outputs).toMatchObject({ status: 'pass' })
    await expectInSync(owner)
    const words = `${addon} is also attached to ${secondApp}`
    expect(run.log.findIndex((line) => line.includes(words))).toBeGreaterThan(-1)
    expect(run.log.findIndex((line) => line.includes(words))).toBeLessThan(
      run.log.findIndex((line) => line.includes('Rotating the credentials')),
    )
    expect(run.summary).toContain(secondApp)
    const config = await sandbox.config(secondApp)
    expect(config['REDIS_WRITER_PASSWORD']).not.toBe(new URL(config['REDIS_URL'] ?? '').password)
  })

  test.each(['owner first', 'owner last'])('both in one run, %s: rotates once and updates both', async (order) => {
    const { owner, secondApp } = await shared()
    await sandbox.configure({ rotationReads: 2, latencyMs: 20 })
    const names = order === 'owner first' ? [owner, secondApp] : [secondApp, owner]
    const run = await rotate(names.join())
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    await expectInSync(owner)
    await expectInSync(secondApp)
    expect(changes().filter((request) => request.startsWith('POST'))).toHaveLength(1)
    expect(changes().filter((request) => request.startsWith('PATCH'))).toHaveLength(2)
    for (const each of reportOf(run).apps) {
      expect(each.rotation).toEqual({ oldCredentials: 'refused' })
      expect(each.steps[0]).toMatchObject({ action: 'rotate-credentials', done: true })
    }
    expect(run.log.join('\n')).not.toContain('copies of the credentials become stale')
  })

  test('both in one run, with a lost answer: rotates once', async () => {
    const { owner, secondApp } = await shared()
    await sandbox.fault({ kind: 'reset-after', match: { method: 'POST', path: rotation }, times: 'always' })
    const run = await rotate(`${owner}, ${secondApp}`)
    expect(run.outputs).toMatchObject({ status: 'pass' })
    await expectInSync(owner)
    await expectInSync(secondApp)
    expect(changes().filter((request) => request.startsWith('POST'))).toHaveLength(1)
  })

  test('both in one run, refused: reports the reason for each and writes nothing', async () => {
    const { owner, secondApp } = await shared()
    await sandbox.fault({ kind: 'refuse', match: { method: 'POST', path: rotation }, times: 'always' })
    const run = await rotate(`${owner}, ${secondApp}`)
    expect(reportOf(run).apps.map(({ failureReason }) => failureReason)).toEqual([
      'heroku-forbidden',
      'heroku-forbidden',
    ])
    expect(changes()).toHaveLength(1)
  })

  test('only the other app in the run: is refused, because the owner would be affected', async () => {
    const { owner, addon, secondApp } = await shared()
    const run = await rotate(secondApp)
    expect(run.outputs).toMatchObject({ 'failure-reason': 'addon-shared', changed: 'false' })
    expect(errorOf(run)?.what).toBe(`${addon}, which ${secondApp} uses, belongs to ${owner}.`)
    expect(errorOf(run)?.remedy).toContain(`Set \`app\` to ${owner} and ${secondApp}`)
    expect(changes()).toEqual([])
  })
})

test('writes nothing in a dry run, and names the other apps and the variables', async () => {
  const { app, addon } = await newApp()
  await sandbox.createApp(`${app}-second`, {})
  await sandbox.attach(addon, `${app}-second`)
  const before = await sandbox.config(app)
  sandbox.requests.clear()
  const run = await rotate(app, { 'dry-run': 'true' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'false', tested: 'false' } })
  expect(changes()).toEqual([])
  expect(await sandbox.config(app)).toEqual(before)
  expect(stepsOf(run)).toEqual([
    {
      action: 'rotate-credentials',
      target: addon,
      done: false,
      detail: `rotate its credentials (copies become stale on: ${app}-second)`,
    },
    {
      action: 'set-config',
      target: '2 config vars',
      done: false,
      detail: 'set REDIS_WRITER_PASSWORD, REDIS_READER_PASSWORD in one release',
    },
    { action: 'wait-release', target: 'the release', done: false, detail: 'wait until it has succeeded' },
  ])
  expect(run.log.join('\n')).toContain(`${app}-second`)
  expect(reportOf(run).apps[0]?.rotation).toBeUndefined()
})

describe('races', () => {
  test('another user rotates at the same time', async () => {
    const { app, addon } = await newApp()
    await sandbox.onRequest({
      when: 'before',
      match: { method: 'POST', path: rotation },
      control: 'rotateCredentials',
      args: [addon],
    })
    const run = await rotate(app)
    expect(run.outputs).toMatchObject({ status: 'pass' })
    await expectInSync(app)
  })

  test('another user rotates again after the write', async () => {
    const { app, addon } = await newApp()
    await sandbox.onRequest({
      when: 'after',
      match: { method: 'PATCH', path: '/config-vars$' },
      control: 'rotateCredentials',
      args: [addon],
    })
    const run = await rotate(app)
    expect(run.outputs).toMatchObject({ status: 'pass' })
    await expectInSync(app)
    expect(changes().filter((request) => request.startsWith('POST'))).toHaveLength(1)
  })

  test('two parallel runs: leave valid credentials', async () => {
    const { app } = await newApp()
    await sandbox.configure({ latencyMs: 30 })
    const runs = await Promise.all([rotate(app), rotate(app)])
    // The first run to end may test credentials that the other one replaces, but the app never keeps old ones.
    expect(runs.some(({ outputs }) => outputs['status'] === 'pass')).toBe(true)
    await expectInSync(app)
  })

  test('the add-on is removed during the wait for the new credentials', async () => {
    const { app, addon } = await newApp()
    await sandbox.configure({ rotationReads: 10_000 })
    await sandbox.onRequest({
      when: 'after',
      match: { method: 'POST', path: rotation },
      control: 'removeAddon',
      args: [addon],
    })
    const run = await rotate(app)
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'addon-missing' } })
    expect(errorOf(run)?.what).toContain(`The add-on ${addon} is gone`)
    expect(changes().filter((request) => request.startsWith('PATCH'))).toEqual([])
  })
})

test('reports the state when the write is refused, and setup finishes', async () => {
  const { app, addon } = await newApp()
  const old = await secretsOf(sandbox, app)
  await sandbox.fault({ kind: 'refuse', match: { method: 'PATCH', path: '/config-vars$' } })
  const run = await rotate(app)
  expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'heroku-forbidden', changed: 'true' } })
  expect(errorOf(run)?.what).toContain(`The credentials of ${addon} are rotated, but the config vars of ${app}`)
  expect(errorOf(run)?.remedy).toContain('run with `mode: setup`')
  expect(stepsOf(run)[0]).toMatchObject({ action: 'rotate-credentials', done: true })

  const repaired = await step(sandbox, { app }, { secrets: old })
  expect(repaired.outputs).toMatchObject({ status: 'pass', changed: 'true' })
  await expectInSync(app)
})

describe('cancelled', () => {
  async function cancelAt(
    app: string,
    moment: (running: Running) => Promise<void>,
    inputs: Readonly<Record<string, string>> = {},
  ): Promise<RunOutcome> {
    const run = await rotate(app, inputs, async (running) => {
      await moment(running)
      running.child.kill('SIGINT')
    })
    expect(run).toMatchObject({ exitCode: 1, stderr: '', outputs: { 'failure-reason': 'cancelled' } })
    return run
  }

  test('before the first request', async () => {
    const { app } = await newApp()
    await sandbox.configure({ latencyMs: 1_000 })
    const run = await cancelAt(app, () => arrived(sandbox, 'GET', /addon-attachments$/))
    expect(changes()).toEqual([])
    expect(errorOf(run)?.what).not.toContain('rotate')
    expect(run.outputs['changed']).toBe('false')
  })

  test('during the request: waits for the answer and reports it', async () => {
    const { app, addon } = await newApp()
    await sandbox.configure({ latencyMs: 300 })
    const run = await cancelAt(app, () => arrived(sandbox, 'POST', /credentials_rotation$/))
    expect(errorOf(run)?.what).toContain(`Heroku has accepted the rotation of the credentials of ${addon}`)
    expect(errorOf(run)?.remedy).toContain('mode: setup')
    expect(changes()).toHaveLength(1)
    expect(run.outputs['changed']).toBe('true')
  })

  test('during the request, without an answer', async () => {
    const { app, addon } = await newApp()
    await sandbox.fault({ kind: 'silence-after', match: { method: 'POST', path: rotation } })
    const run = await cancelAt(app, () => arrived(sandbox, 'POST', /credentials_rotation$/))
    expect(errorOf(run)?.what).toContain(`It is not known whether Heroku rotates the credentials of ${addon}`)
    expect(stepsOf(run)[0]?.done).toBe(false)
    expect(stepsOf(run)[0]?.detail).toContain('not known')
    expect(run.outputs['changed']).toBe('false')
  })

  test('during the wait for the new credentials', async () => {
    const { app, addon } = await newApp()
    await sandbox.configure({ rotationReads: 10_000 })
    const run = await cancelAt(app, ({ logged }) => logged('has not changed yet'))
    expect(errorOf(run)?.what).toContain(`Heroku has accepted the rotation of the credentials of ${addon}`)
    expect(stepsOf(run)[0]?.detail).toContain('accepted')
    expect(run.outputs['changed']).toBe('true')
  })

  test('while the variables are written, without an answer', async () => {
    const { app, addon } = await newApp()
    await sandbox.fault({ kind: 'silence-before', match: { method: 'PATCH', path: '/config-vars$' } })
    const run = await cancelAt(app, () => arrived(sandbox, 'PATCH', /config-vars$/))
    expect(errorOf(run)?.what).toContain(`The credentials of ${addon} are rotated, but the config vars of ${app}`)
    expect(errorOf(run)?.remedy).toContain('mode: setup')
    expect(run.outputs['changed']).toBe('true')
  })

  test('during the wait for the release: reports the written variables', async () => {
    const { app } = await newApp()
    await sandbox.configure({ releaseMs: 20_000 })
    const run = await cancelAt(app, ({ logged }) => logged('Waiting for release'))
    expect(errorOf(run)?.what).not.toContain('still have the old ones')
    await sandbox.configure(usual)
    await expectInSync(app)
  })
})
