import { describe, expect, test } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/sandbox.ts'
import { shortTimeout } from '../support/slowness.ts'
import { reportOf, requestsOf, sandboxForThisFile, type Step, varsFor } from '../e2e/support.ts'

const delays = { provisionMs: 300, configVarMs: 200, dataServiceMs: 200, releaseMs: 300 }

/** Set-up and check of an app. */
export async function tellSetup(step: Step): Promise<void> {
  const sandbox = await sandboxForThisFile(delays)

  describe('an app without Redis', () => {
    const app = 'fresh'
    const configured = (): Promise<Record<string, string>> => sandbox.config(app)

    test('lists every step in a dry run and applies none', async () => {
      await sandbox.createApp(app, { config: { FOREIGN: 'kept' } })
      sandbox.requests.clear()
      const run = await step(sandbox, { app, plan: 'premium-0', 'dry-run': 'true' })
      expect(run).toMatchObject({
        exitCode: 0,
        stderr: '',
        outputs: { status: 'pass', changed: 'false', created: 'false' },
      })
      expect(reportOf(run).apps[0]?.steps.map(({ action, done }) => [action, done])).toEqual([
        ['create-addon', false],
        ['wait-addon', false],
        ['set-config', false],
        ['wait-release', false],
      ])
      expect(run.summary).toContain('<code>REDIS_WRITER_HOST</code> | <em>from the add-on’s URL</em>')
      expect(run.log.join('\n')).toContain('create-addon heroku-redis:premium-0')
      expect(requestsOf(sandbox).every((request) => request.startsWith('GET '))).toBe(true)
      expect(await configured()).toEqual({ FOREIGN: 'kept' })
    })

    test('provisions, writes all variables in one release, and tests both endpoints', async () => {
      sandbox.requests.clear()
      const run = await step(sandbox, {
        app,
        plan: 'premium-0',
        config: 'HIST_MAX=30',
        'report-file': 'out/report.json, out/junit.xml',
      })
      expect(run).toMatchObject({ exitCode: 0, stderr: '', annotations: [], droppedOutputs: [] })
      const config = await configured()
      const { REDIS_URL: url = '' } = config
      expect(config).toEqual({ FOREIGN: 'kept', REDIS_URL: url, HIST_MAX: '30', ...varsFor(url) })

      const [addon] = await sandbox.addons(app)
      const { port } = new URL(url)
      expect(run.outputs).toMatchObject({
        status: 'pass',
        'failure-reason': '',
        changed: 'true',
        created: 'true',
        addon,
        plan: 'heroku-redis:premium-0',
        'writer-host': '127.0.0.1',
        'writer-port': port,
        'reader-host': '127.0.0.1',
        'reader-port': port,
        'reader-role': 'same-server',
        'replication-lag-ms': '',
      })
      expect(run.outputs['changed-config-vars']?.split(',')).toEqual([...Object.keys(varsFor(url)), 'HIST_MAX'])
      const releases = await sandbox.releases(app)
      expect(run.outputs['release']).toBe(String(releases.at(-1)?.version))

      const requests = requestsOf(sandbox)
      expect(requests.filter((request) => request.startsWith('POST'))).toEqual([`POST /apps/${app}/addons`])
      expect(requests.filter((request) => request.startsWith('PATCH'))).toEqual([`PATCH /apps/${app}/config-vars`])
      const post = sandbox.requests.list().find(({ method }) => method === 'POST')
      expect(post?.body).toEqual({ plan: 'heroku-redis:premium-0', name: addon, attachment: { name: 'REDIS' } })
      expect(post?.headers).toMatchObject({ accept: 'application/vnd.heroku+json; version=3' })
      expect(new Set(sandbox.requests.list().map(({ headers }) => headers['request-id'])).size).toBe(requests.length)

      const report = reportOf(run)
      expect(report.apps[0]?.checks.filter(({ status }) => status === 'fail' || status === 'warn')).toEqual([])
      expect(JSON.parse(run.files['out/report.json'] ?? '')).toEqual(report)
      expect(run.files['out/junit.xml']).toContain(`<testsuite name="${app}"`)
      expect(run.summary).toContain('Redis is healthy')
      expect(run.summary).toMatch(/REDIS_WRITER_PASSWORD<\/code> \| <em>not shown<\/em>/)
    })

    test('changes nothing in a second run and sends only reads', async () => {
      const before = await sandbox.releases(app)
      sandbox.requests.clear()
      const run = await step(sandbox, { app, plan: 'premium-0', config: 'HIST_MAX=30' })
      expect(run.outputs).toMatchObject({
        status: 'pass',
        changed: 'false',
        created: 'false',
        release: '',
        'changed-config-vars': '',
      })
      expect(requestsOf(sandbox).every((request) => request.startsWith('GET '))).toBe(true)
      expect(await sandbox.releases(app)).toEqual(before)
      expect(run.log.join('\n')).toContain('nothing to do')
    })

    test('reports drift after a failover in check, and repairs only the differing variables in setup', async () => {
      const [addon = ''] = await sandbox.addons(app)
      await sandbox.redis(addon, 'SET', 'of-the-user', 'kept')
      await sandbox.failOver(addon)
      const before = await configured()
      sandbox.requests.clear()
      const check = await step(sandbox, { app, mode: 'check' })
      expect(check).toMatchObject({
        exitCode: 1,
        outputs: { status: 'fail', 'failure-reason': 'config-drift', changed: 'false' },
      })
      expect(check.annotations.map(({ title }) => title)).toContain(`${app}: config`)
      expect(check.annotations.find(({ title }) => title === `${app}: config`)?.message).toContain(
        'REDIS_WRITER_PORT and REDIS_READER_PORT',
      )
      expect(requestsOf(sandbox).every((request) => request.startsWith('GET '))).toBe(true)
      expect(await configured()).toEqual(before)

      const repair = await step(sandbox, { app })
      expect(repair.outputs).toMatchObject({
        status: 'pass',
        changed: 'true',
        'changed-config-vars': 'REDIS_WRITER_PORT,REDIS_READER_PORT',
      })
      const { REDIS_URL: url = '' } = await configured()
      expect(await configured()).toMatchObject(varsFor(url))
      expect(await sandbox.redis(addon, 'KEYS', '*')).toEqual(['of-the-user'])

      expect((await step(sandbox, { app, mode: 'check' })).outputs).toMatchObject({
        status: 'pass',
        'failure-reason': '',
      })
    })

    test('names and repairs stale copies after a credential rotation', async () => {
      const [addon = ''] = await sandbox.addons(app)
      await sandbox.rotateCredentials(addon)
      const check = await step(sandbox, { app, mode: 'check' })
      const failed = reportOf(check).apps[0]?.checks.filter(({ status }) => status === 'fail')
      expect(failed?.map(({ id, target }) => `${id} ${target}`)).toEqual(['config app'])
      expect(failed?.[0]?.message).toContain('REDIS_WRITER_PASSWORD and REDIS_READER_PASSWORD differ from REDIS_URL')
      expect((await step(sandbox, { app })).outputs).toMatchObject({
        status: 'pass',
        'changed-config-vars': 'REDIS_WRITER_PASSWORD,REDIS_READER_PASSWORD',
      })
    })
  })

  describe('an app with Redis', () => {
    test('adopts the add-on, and only reports a different plan', async () => {
      await sandbox.createApp('adopted', { addons: ['heroku-redis:mini'] })
      const run = await step(sandbox, { app: 'adopted', plan: 'premium-0' })
      expect(run.outputs).toMatchObject({
        status: 'warn',
        created: 'false',
        changed: 'true',
        plan: 'heroku-redis:mini',
      })
      expect(run.exitCode).toBe(0)
      expect(await sandbox.addons('adopted')).toHaveLength(1)
      const strict = await step(sandbox, { app: 'adopted', plan: 'premium-0', 'plan-mismatch': 'fail' })
      expect(strict).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'plan-mismatch' } })
      const careful = await step(sandbox, { app: 'adopted', plan: 'premium-0', 'fail-on': 'warning' })
      expect(careful.exitCode).toBe(1)
    })

    test('changes the plan with plan-mismatch: change, and follows the new URL', async () => {
      await sandbox.configure({ planChangeMoves: true })
      await sandbox.createApp('grown', { addons: ['heroku-redis:mini'] })
      const { REDIS_URL: before } = await sandbox.config('grown')
      const run = await step(sandbox, { app: 'grown', plan: 'premium-0', 'plan-mismatch': 'change' })
      const { REDIS_URL: after = '', ...config } = await sandbox.config('grown')
      expect(after).not.toBe(before)
      expect(config).toEqual(varsFor(after))
      expect(run.outputs).toMatchObject({
        status: 'pass',
        plan: 'heroku-redis:premium-0',
        created: 'false',
        changed: 'true',
      })
      await sandbox.configure({ planChangeMoves: false })
    })

    test('requires the addon input when several add-ons match', async () => {
      await sandbox.createApp('several', {
        addons: ['heroku-redis:mini', { plan: 'heroku-redis:mini', name: 'redis-cache', attachment: 'CACHE' }],
      })
      sandbox.requests.clear()
      const run = await step(sandbox, { app: 'several' })
      expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'addon-ambiguous', changed: 'false' } })
      expect(run.annotations[0]?.message).toContain('redis-cache')
      expect(requestsOf(sandbox).every((request) => request.startsWith('GET '))).toBe(true)
      for (const addon of ['redis-cache', 'CACHE']) {
        const named = await step(sandbox, { app: 'several', addon, 'writer-prefix': `W_${addon.replace('-', '_')}` })
        expect(named.outputs).toMatchObject({ status: 'pass', addon: 'redis-cache' })
      }
      const { CACHE_URL: url = '' } = await sandbox.config('several')
      expect(await sandbox.config('several')).toMatchObject(varsFor(url, ['W_CACHE', 'REDIS_READER']))
      expect((await step(sandbox, { app: 'several', addon: 'nothing' })).outputs['failure-reason']).toBe(
        'addon-missing',
      )
    })

    test("uses another app's add-on through an attachment", async () => {
      await sandbox.createApp('owner', { addons: [{ plan: 'heroku-redis:mini', name: 'redis-of-owner' }] })
      await sandbox.createApp('second')
      await sandbox.attach('redis-of-owner', 'second', 'SHARED')
      const run = await step(sandbox, { app: 'second' })
      const { SHARED_URL: url = '', ...config } = await sandbox.config('second')
      expect(run.outputs).toMatchObject({ status: 'pass', addon: 'redis-of-owner', created: 'false' })
      expect(config).toEqual(varsFor(url))
      expect(reportOf(run).apps[0]?.addon).toMatchObject({ configVar: 'SHARED_URL', plan: 'heroku-redis:mini' })
    })

    test("uses an add-on of another service without TLS, and finds its URL among the add-on's config vars", async () => {
      await sandbox.createApp('cloud')
      const run = await step(sandbox, { app: 'cloud', plan: 'rediscloud:30' })
      const { REDISCLOUD_URL: url = '', ...config } = await sandbox.config('cloud')
      expect(config).toEqual(varsFor(url))
      expect(run.outputs).toMatchObject({ created: 'true', plan: 'rediscloud:30' })
      expect(run.exitCode).toBe(0)
    })
  })

  test('reports a verdict for each app, even if one fails', async () => {
    const run = await step(sandbox, { app: 'adopted\nnowhere\ngrown', mode: 'check' })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { status: 'fail', 'failure-reason': 'app-not-found', addon: '', checks: '' },
    })
    expect(reportOf(run).apps.map(({ app, status }) => [app, status])).toEqual([
      ['adopted', 'pass'],
      ['nowhere', 'fail'],
      ['grown', 'pass'],
    ])
    expect(run.log.filter((line) => line.startsWith('##[group]'))).toHaveLength(3)
  })
}

/** Set-ups that fail before the first change. */
export async function tellRefusals(step: Step): Promise<void> {
  const sandbox = await sandboxForThisFile()
  await sandbox.createApp('adopted', { addons: ['heroku-redis:mini'] })

  describe('refusals', () => {
    test('reports all invalid inputs at once, before the first request', async () => {
      sandbox.requests.clear()
      const run = await step(
        sandbox,
        { app: 'Not An App', plan: ':', memory: '2', samples: 'many', reader: 'http://u:hunter2hunter2@x' },
        { secrets: ['hunter2hunter2'] },
      )
      expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'input-invalid' } })
      const { message = '' } = run.annotations[0] ?? {}
      for (const name of ['app', 'plan', 'memory', 'samples', 'reader']) expect(message).toContain(`${name}: `)
      expect(message).toContain('got "Not An App"; expected')
      expect(requestsOf(sandbox)).toEqual([])
      expect(run.summary).toContain('5 inputs are invalid')
    })

    test.each([
      ['no such app', { app: 'nowhere' }, 'app-not-found'],
      ['a wrong token', { app: 'adopted', 'api-key': 'HRKU-wrong-token' }, 'heroku-unauthorized'],
      ['an unknown plan', { app: 'empty', plan: 'premium-99' }, 'plan-not-found'],
      ['a retired plan', { app: 'empty', plan: 'hobby-dev' }, 'plan-not-found'],
      ['a missing reader', { app: 'empty', reader: 'REPLICA_URL' }, 'config-missing'],
      ["an attachment's name", { app: 'adopted', config: 'REDIS_URL=x' }, 'config-conflict'],
      ["a future attachment's name", { app: 'empty', config: 'REDIS_URL=x' }, 'config-conflict'],
    ])('%s', async (_, inputs, reason) => {
      await sandbox.createApp('empty').catch(() => undefined)
      const run = await step(sandbox, inputs)
      expect(run).toMatchObject({
        exitCode: 1,
        outputs: { status: 'fail', 'failure-reason': reason, changed: 'false' },
      })
      expect(await sandbox.addons('empty')).toEqual([])
      expect(await sandbox.config('empty')).toEqual({})
      if (reason === 'plan-not-found') {
        expect(run.log.join('\n') + run.summary).toMatch(/heroku-redis:mini.*a month/)
      }
    })

    test('reports an attachment name that is already taken', async () => {
      await sandbox.createApp('taken', { config: { REDIS_URL: 'set by hand' } })
      const run = await step(sandbox, { app: 'taken' })
      expect(run.outputs).toMatchObject({ 'failure-reason': 'confirmation-required', changed: 'false' })
      expect(await sandbox.addons('taken')).toEqual([])
    })
  })
}

/** Set-ups that fail after the first change. */
export function tellFailures(step: Step): void {
  // Most of these wait until the time is up, so they wait together.
  describe.concurrent('failures during the run', () => {
    const during = async (
      behaviour: SandboxOptions,
      work: (own: Sandbox, inputs: Readonly<Record<string, string>>) => Promise<void>,
    ): Promise<void> => {
      const own = await startSandbox({ ...delays, ...behaviour })
      try {
        await work(own, { app: 'shop', 'provision-timeout': await shortTimeout() })
      } finally {
        await own.stop()
      }
    }

    test.each([
      ['never provisioned', { provisionMs: 600_000 }, 'provision-timeout'],
      ['deprovisioned by Heroku', { provisionOutcome: 'deprovisioned' as const }, 'provision-failed'],
      ['removed during the wait', { provisionOutcome: 'gone' as const }, 'provision-failed'],
      ['without its config var', { configVarMs: 600_000 }, 'provision-timeout'],
      ['a data service that never finishes', { dataServiceMs: 600_000 }, 'provision-timeout'],
    ])('%s', async (_, behaviour, reason) => {
      await during(behaviour, async (own, inputs) => {
        await own.createApp('shop')
        const run = await step(own, inputs)
        expect(run).toMatchObject({
          exitCode: 1,
          outputs: { 'failure-reason': reason, created: 'true', changed: 'true' },
        })
        const steps = reportOf(run).apps[0]?.steps.map(({ action, done }) => [action, done])
        expect(steps?.[0]).toEqual(['create-addon', true])
        expect(steps?.[1]).toEqual(['wait-addon', false])
      })
    })

    test.each([
      ['fails', { releaseOutcome: 'failed' as const }, 'release-failed'],
      ['does not end', { releaseMs: 600_000 }, 'provision-timeout'],
    ])('a release that %s', async (_, behaviour, reason) => {
      await during({}, async (own, inputs) => {
        await own.createApp('shop', { addons: ['heroku-redis:mini'] })
        await own.configure(behaviour)
        const run = await step(own, inputs)
        expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': reason, changed: 'true' } })
        expect(run.outputs['release']).not.toBe('')
      })
    })
  })
}
