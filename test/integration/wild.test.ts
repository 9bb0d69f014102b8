import { describe, expect, test, vi } from 'vitest'
import { changesOn, reportOf, requestsOf, stepWith, varsFor } from '../e2e/support.ts'
import { request } from '../sandbox/api.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/sandbox.ts'
import { inProcessQuickly } from '../support/quick-clock.ts'
import type { RunOutcome } from '../support/runner.ts'
import { budget } from '../support/slowness.ts'

/** Situations from public reports and recorded answers of Heroku, each in its own sandbox that answers as recorded. */

// Generous for busy machines.
vi.setConfig({ testTimeout: 300_000 })

const app = 'shop'
const step = stepWith(inProcessQuickly)

/** For a reader that is another server: what the writer wrote is sought there until this is over. */
const unrelated = { 'command-timeout': budget(1_000) }

interface Situation {
  readonly heroku?: SandboxOptions
  readonly prepare: (sandbox: Sandbox) => Promise<void>
  readonly inputs?: Readonly<Record<string, string>>
}

async function on(
  { heroku, prepare, inputs }: Situation,
  judge: (run: RunOutcome, sandbox: Sandbox) => Promise<void> | void,
): Promise<void> {
  const sandbox = await startSandbox(heroku)
  try {
    await prepare(sandbox)
    sandbox.requests.clear()
    await judge(await step(sandbox, { app, samples: '1', ...inputs }), sandbox)
  } finally {
    await sandbox.stop()
  }
}

const withAddon = (sandbox: Sandbox): Promise<void> =>
  sandbox.createApp(app, { addons: [{ plan: 'heroku-redis:mini', name: 'shop-redis' }] })
const withCopies = async (sandbox: Sandbox): Promise<void> => {
  await withAddon(sandbox)
  const { REDIS_URL: url = '' } = await sandbox.config(app)
  await sandbox.setConfig(app, varsFor(url))
}
const changesIn = (sandbox: Sandbox): string[] => changesOn(sandbox)
const creations = (sandbox: Sandbox): number =>
  changesIn(sandbox).filter((each) => each === `POST /apps/${app}/addons`).length
const checkOf = (run: RunOutcome, id: string, target?: string) =>
  reportOf(run).apps[0]?.checks.find((each) => each.id === id && (target === undefined || each.target === target))

const passed = { exitCode: 0, outputs: { status: 'pass', 'failure-reason': '' } }
const failedWith = (reason: string) => ({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': reason } })

describe.concurrent('a run passes only if Redis was tested', () => {
  test('check: fails without the URL of the add-on and without copies', () =>
    on(
      {
        prepare: async (sandbox) => {
          await withAddon(sandbox)
          await sandbox.loseVariable(app, 'REDIS')
        },
        inputs: { mode: 'check' },
      },
      (run, sandbox) => {
        expect(run).toMatchObject(failedWith('config-missing'))
        expect(reportOf(run).apps[0]).toMatchObject({ tested: false })
        expect(changesIn(sandbox)).toEqual([])
        expect(run.summary).not.toMatch(/healthy/i)
      },
    ))

  test('check: tests the copies without the URL of the add-on, and fails', () =>
    on(
      {
        prepare: async (sandbox) => {
          await withCopies(sandbox)
          await sandbox.loseVariable(app, 'REDIS')
        },
        inputs: { mode: 'check' },
      },
      (run) => {
        expect(run).toMatchObject(failedWith('config-missing'))
        expect(checkOf(run, 'connect', 'writer')?.status).toBe('pass')
      },
    ))

  const unreadable: readonly (readonly [string, string])[] = [
    ['a broken percent-encoding', 'rediss://:hunter2%ZZhunter2@127.0.0.1:1'],
    ['quotes around it', '"rediss://:hunter2hunter2@127.0.0.1:1"'],
    ['a raw slash in the password', 'rediss://:hunter2/hunter2@127.0.0.1:1'],
    ['another scheme', 'https://:hunter2hunter2@127.0.0.1:1'],
  ]
  test.each(unreadable.flatMap(([what, url]) => ['check', 'setup'].map((mode) => [mode, what, url] as const)))(
    '%s: reports %s in the URL at once, without showing it',
    (mode, _, url) =>
      on(
        {
          prepare: async (sandbox) => {
            await withAddon(sandbox)
            await sandbox.override('config-vars', { set: { REDIS_URL: url } })
          },
          inputs: { mode },
        },
        (run, sandbox) => {
          expect(run).toMatchObject(failedWith('config-unreadable'))
          // The same advice in both modes.
          expect(run.stdout).toMatch(/rotate the credentials with .?heroku redis:credentials \S+ --reset --app/)
          expect(run.stdout + run.summary + JSON.stringify(run.outputs)).not.toContain('hunter2')
          expect(changesIn(sandbox)).toEqual([])
          // The run did not wait.
          expect(run.log.join('\n')).not.toContain('Waiting for')
        },
      ),
  )

  test.each(['setup', 'check'])('%s: fails if `addon` names a Postgres add-on', (mode) =>
    on(
      {
        prepare: (sandbox) =>
          sandbox.createApp(app, { addons: [{ plan: 'heroku-postgresql:essential-0', name: 'shop-db' }] }),
        inputs: { mode, addon: 'shop-db' },
      },
      (run, sandbox) => {
        expect(run).toMatchObject(failedWith('addon-missing'))
        expect(requestsOf(sandbox)).toHaveLength(3)
      },
    ),
  )

  test('setup: creates nothing for a plan of another Heroku service', () =>
    on(
      { prepare: (sandbox) => sandbox.createApp(app), inputs: { plan: 'heroku-postgresql:essential-0' } },
      (run, sandbox) => {
        expect(run).toMatchObject(failedWith('plan-not-found'))
        expect(changesIn(sandbox)).toEqual([])
      },
    ))

  test('setup: follows its release when the list of releases lags behind', () =>
    on(
      {
        heroku: { releaseLagReads: 2, releaseMs: 100 },
        prepare: async (sandbox) => {
          // An earlier run wrote the same variables.
          await withCopies(sandbox)
          await sandbox.failOver('shop-redis')
        },
      },
      async (run, sandbox) => {
        expect(run).toMatchObject(passed)
        const releases = await sandbox.releases(app)
        expect(run.outputs['release']).toBe(String(releases.at(-1)?.version))
      },
    ))
})

describe.concurrent('the choice of the add-on', () => {
  const shared = async (sandbox: Sandbox): Promise<void> => {
    await sandbox.createApp('acme-www', { addons: [{ plan: 'heroku-redis:mini', name: 'www-redis' }] })
    await sandbox.createApp(app, { config: { REDIS_URL: 'rediss://:elsewhere-password@elsewhere.example.com:6380' } })
    await sandbox.attach('www-redis', app, 'WWW_CACHE')
  }

  test.each<[string, boolean]>([
    ['its owner lists it', true],
    ['known by its attachment alone', false],
  ])("reads this app's variable of a shared add-on, %s, and does not change its plan", (_, listForeignAddons) =>
    on(
      { heroku: { listForeignAddons }, prepare: shared, inputs: { plan: 'premium-3', 'plan-mismatch': 'change' } },
      async (run, sandbox) => {
        const { WWW_CACHE_URL: url = '', ...config } = await sandbox.config(app)
        expect(config).toMatchObject(varsFor(url))
        expect(changesIn(sandbox)).toEqual([`PATCH /apps/${app}/config-vars`])
        expect(reportOf(run).apps[0]?.addon).toMatchObject({
          name: 'www-redis',
          owner: 'acme-www',
          shared: true,
          configVar: 'WWW_CACHE_URL',
          created: false,
        })
      },
    ),
  )

  test('finds a shared add-on on an app given by its id', () =>
    on({ prepare: shared, inputs: { mode: 'check' } }, async (_, sandbox) => {
      const { body } = await request(sandbox, 'GET', `/apps/${app}`)
      const run = await step(sandbox, { app: (body as { id: string }).id, mode: 'check' })
      expect(reportOf(run).apps[0]?.addon).toMatchObject({
        owner: 'acme-www',
        shared: true,
        configVar: 'WWW_CACHE_URL',
      })
    }))

  test('finds a shared Stackhero add-on by the actual name of its variable, and creates no second one', () =>
    on(
      {
        prepare: async (sandbox) => {
          await sandbox.createApp('acme-www', { addons: [{ plan: 'ah-redis-stackhero:test', name: 'hero' }] })
          await sandbox.createApp(app)
          await sandbox.attach('hero', app, 'STACKHERO_REDIS')
        },
        inputs: { plan: 'ah-redis-stackhero:test' },
      },
      async (run, sandbox) => {
        expect(creations(sandbox)).toBe(0)
        const { STACKHERO_REDIS_URL_TLS: url = '', ...config } = await sandbox.config(app)
        expect(config).toMatchObject(varsFor(url))
        expect(run.outputs).toMatchObject({ addon: 'hero', created: 'false' })
      },
    ))

  test('accepts `addon: REDIS_URL` for the attachment REDIS', () =>
    on({ prepare: withCopies, inputs: { addon: 'REDIS_URL', mode: 'check' } }, (run) => {
      expect(run).toMatchObject(passed)
      expect(run.outputs['addon']).toBe('shop-redis')
    }))

  const byHand = (sandbox: Sandbox): Promise<void> =>
    sandbox.createApp(app, { config: { REDIS_URL: 'rediss://:by-hand-password@elsewhere.example.com:6380' } })

  test.each([{}, { 'dry-run': 'true' }])(
    'explains both options for a REDIS_URL set by hand without an add-on (%j)',
    (more) =>
      on({ prepare: byHand, inputs: more }, async (run, sandbox) => {
        expect(run).toMatchObject(failedWith('confirmation-required'))
        const { error } = reportOf(run).apps[0] ?? {}
        expect(error?.what).toContain('REDIS_URL holds a Redis URL that was set by hand')
        expect(error?.remedy).toContain(`heroku config:unset REDIS_URL --app ${app}`)
        expect(error?.remedy).toContain('To keep that server')
        expect(await sandbox.addons(app)).toEqual([])
      }),
  )

  test('compares each variable with its own source when the reader is another add-on', () =>
    on(
      {
        prepare: async (sandbox) => {
          await withCopies(sandbox)
          await sandbox.createAddon(app, { plan: 'heroku-redis:mini', name: 'shop-reader', attachment: 'READER' })
        },
        inputs: { mode: 'check', addon: 'shop-redis', reader: 'READER_URL', ...unrelated },
      },
      (run) => {
        expect(run.outputs['failure-reason']).toBe('config-drift')
        const { message = '' } = checkOf(run, 'config') ?? {}
        expect(message).toContain('differ from READER_URL')
        expect(message).not.toContain('from REDIS_URL')
      },
    ))
})

describe.concurrent('creating the add-on', () => {
  test.each<[string, object]>([
    ['400', { status: 400, id: 'bad_request', message: 'Bad request.' }],
    ['402', { status: 402, id: 'delinquent', message: 'Please pay.' }],
    ['403', { status: 403, id: 'forbidden', message: 'You do not have access.' }],
    [
      '422',
      {
        status: 422,
        id: 'invalid_params',
        message: 'Another add-on is being provisioned for this app. Please try again when it is ready.',
      },
    ],
    ['423 locked', { status: 423, id: 'locked', message: 'The app is locked.' }],
    ['423 confirmation_required', { status: 423, id: 'confirmation_required', message: 'REDIS is in use.' }],
    ['500', { status: 500, id: 'internal_server_error', message: 'Internal error.' }],
  ])('adopts the add-on of another run after %s', (_, refusal) =>
    on(
      {
        prepare: async (sandbox) => {
          await sandbox.createApp(app)
          const match = { method: 'POST', path: `^/apps/${app}/addons$` }
          await sandbox.onRequest({
            when: 'before',
            match,
            control: 'createAddon',
            args: [app, { plan: 'heroku-redis:mini', name: 'other-run', attachment: 'REDIS' }],
          })
          await sandbox.fault({ kind: 'refuse', match, refusal: refusal as never })
        },
        inputs: { plan: 'mini' },
      },
      async (run, sandbox) => {
        expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', addon: 'other-run', created: 'false' } })
        expect(creations(sandbox)).toBe(1)
        expect(await sandbox.addons(app)).toEqual(['other-run'])
      },
    ),
  )

  test('reads again and adopts the add-on after a 423 while the lists lag behind', () =>
    on(
      {
        heroku: { listLagReads: 3 },
        prepare: async (sandbox) => {
          await sandbox.createApp(app)
          await sandbox.onRequest({
            when: 'before',
            match: { method: 'POST', path: `^/apps/${app}/addons$` },
            control: 'startAddon',
            args: [app, { plan: 'heroku-redis:mini', name: 'other-run', attachment: 'REDIS' }],
          })
        },
        inputs: { plan: 'mini' },
      },
      async (run, sandbox) => {
        expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', addon: 'other-run', created: 'false' } })
        expect(await sandbox.addons(app)).toEqual(['other-run'])
      },
    ))

  test('waits for a new add-on that is 404 at first', () =>
    on(
      { heroku: { addonLagReads: 3 }, prepare: (sandbox) => sandbox.createApp(app), inputs: { plan: 'mini' } },
      (run) => {
        expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', created: 'true' } })
      },
    ))

  test('waits for an add-on of another service, then sends one POST', () =>
    on(
      {
        prepare: async (sandbox) => {
          await sandbox.createApp(app)
          await sandbox.startAddon(app, {
            plan: 'heroku-postgresql:essential-0',
            name: 'shop-db',
            provisioningReads: 3,
          })
        },
        inputs: { plan: 'mini' },
      },
      (run, sandbox) => {
        expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', created: 'true' } })
        expect(creations(sandbox)).toBe(1)
        expect(run.log.join('\n')).toContain('Heroku is provisioning shop-db')
      },
    ))

  test('waits for an add-on of another service that another user creates at the same time', () =>
    on(
      {
        prepare: async (sandbox) => {
          await sandbox.createApp(app)
          await sandbox.onRequest({
            when: 'before',
            match: { method: 'POST', path: `^/apps/${app}/addons$` },
            control: 'startAddon',
            args: [app, { plan: 'heroku-postgresql:essential-0', name: 'shop-db', provisioningReads: 4 }],
          })
        },
        inputs: { plan: 'mini' },
      },
      (run, sandbox) => {
        expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass', created: 'true' } })
        expect(creations(sandbox)).toBe(2)
        expect(
          sandbox.requests.list().filter(({ method, status }) => method === 'POST' && status === 201),
        ).toHaveLength(1)
      },
    ))

  test('shows Heroku’s message in a Private Space, and suggests another plan', () =>
    on({ prepare: (sandbox) => sandbox.createApp(app, { space: 'acme' }), inputs: { plan: 'premium-0' } }, (run) => {
      expect(run).toMatchObject(failedWith('confirmation-required'))
      const { error } = reportOf(run).apps[0] ?? {}
      expect(error?.what).toContain('not automatically networked with this Private Space')
      expect(error?.remedy).toMatch(/private-/)
      expect(error?.remedy).not.toMatch(/detach/)
    }))

  test('shows Heroku’s message for a plan for selected accounts, and does not suggest that plan', () =>
    on(
      {
        prepare: async (sandbox) => {
          await sandbox.createApp(app)
          await sandbox.fault({
            kind: 'refuse',
            match: { method: 'POST', path: `^/apps/${app}/addons$` },
            refusal: 'plan-select-users',
          })
        },
        inputs: { plan: 'premium-1' },
      },
      (run) => {
        expect(run).toMatchObject(failedWith('plan-not-found'))
        const { error } = reportOf(run).apps[0] ?? {}
        expect(error?.what).toContain('only available to select users')
        expect(error?.remedy).toContain('heroku-redis:premium-2')
        expect(error?.remedy).not.toContain('premium-1 ')
      },
    ))
})

describe.concurrent('writing', () => {
  const patch = { method: 'PATCH', path: `^/apps/${app}/config-vars$` }
  const writes = (sandbox: Sandbox): number => requestsOf(sandbox).filter((each) => each.startsWith('PATCH')).length
  const isSetUp = async (sandbox: Sandbox): Promise<void> => {
    const { REDIS_URL: url = '', ...config } = await sandbox.config(app)
    expect(config).toMatchObject(varsFor(url))
  }

  test.each(['empty-after', 'html-after', 'status-503-after', 'truncated', 'reset-after'] as const)(
    'reads and compares instead of repeating a PATCH with a lost answer (%s)',
    (kind) =>
      on(
        {
          prepare: async (sandbox) => {
            await withAddon(sandbox)
            await sandbox.fault({ kind, match: patch })
          },
        },
        async (run, sandbox) => {
          expect(run).toMatchObject(passed)
          expect(writes(sandbox)).toBe(1)
          expect(run.outputs['changed-config-vars']).toContain('REDIS_WRITER_HOST')
          await isSetUp(sandbox)
        },
      ),
  )

  test('reads the variables again if the answer of the PATCH has no REDIS_URL', () =>
    on({ heroku: { patchAnswersWithoutUrls: 1 }, prepare: withAddon }, async (run, sandbox) => {
      expect(run).toMatchObject(passed)
      expect(writes(sandbox)).toBe(1)
      await isSetUp(sandbox)
    }))

  test('retries after 423 locked', () =>
    on(
      {
        prepare: async (sandbox) => {
          await withAddon(sandbox)
          const refusal = { status: 423, id: 'locked', message: 'The app is locked.' }
          await sandbox.fault({ kind: 'refuse', match: patch, refusal })
        },
      },
      async (run, sandbox) => {
        expect(run).toMatchObject(passed)
        await isSetUp(sandbox)
      },
    ))

  test('shows Heroku’s message for another 422, without advice about attachments', () =>
    on({ prepare: withAddon, inputs: { config: `BLOB=${'x'.repeat(70_000)}` } }, (run) => {
      expect(run).toMatchObject(failedWith('config-conflict'))
      const { error } = reportOf(run).apps[0] ?? {}
      expect(error?.what).toContain('exceed 64kb')
      expect(`${error?.cause ?? ''} ${error?.remedy ?? ''}`).not.toMatch(/attachment/)
    }))

  test('sends one PATCH if the reader input names a managed writer variable', () =>
    on({ prepare: withAddon, inputs: { reader: 'REDIS_WRITER_URL', fields: 'host, url' } }, async (run, sandbox) => {
      expect(run).toMatchObject(passed)
      expect(writes(sandbox)).toBe(1)
      const { REDIS_WRITER_URL: writer, REDIS_READER_URL: reader } = await sandbox.config(app)
      expect(reader).toBe(writer)
      sandbox.requests.clear()
      await step(sandbox, { app, reader: 'REDIS_WRITER_URL', fields: 'host, url', samples: '1' })
      expect(changesIn(sandbox)).toEqual([])
    }))

  test('accepts a reader variable that `config` sets in the same release', () =>
    on(
      {
        prepare: async (sandbox) => {
          await withAddon(sandbox)
          await sandbox.createAddon(app, { plan: 'heroku-redis:mini', name: 'shop-reader', attachment: 'OTHER' })
        },
      },
      async (_, sandbox) => {
        const { OTHER_URL: url = '' } = await sandbox.config(app)
        const inputs = { addon: 'shop-redis', reader: 'REPLICA_URL', config: `REPLICA_URL=${url}`, ...unrelated }
        const run = await step(sandbox, { app, samples: '1', ...inputs }, { secrets: [url] })
        expect(run.outputs).toMatchObject({ 'reader-port': new URL(url).port })
        expect(await sandbox.config(app)).toMatchObject({ REPLICA_URL: url, ...varsFor(url, ['REDIS_READER']) })
      },
    ))

  test('writes copies of a URL with the user `default`, which all clients accept', () =>
    on(
      {
        prepare: async (sandbox) => {
          await withAddon(sandbox)
          await sandbox.createAddon(app, { plan: 'heroku-redis:mini', name: 'shop-reader', attachment: 'OTHER' })
        },
        inputs: { addon: 'shop-redis', reader: 'OTHER_URL', fields: 'url', ...unrelated },
      },
      async (run, sandbox) => {
        const { OTHER_URL: url = '', REDIS_READER_URL: reader = '' } = await sandbox.config(app)
        expect(reader).toBe(url.replace('://:', '://default:'))
        expect(reportOf(run).apps[0]?.urls).toMatchObject({ reader: 'copy' })
      },
    ))

  test('follows rotations of both add-ons, without reporting another writer', () =>
    on(
      {
        prepare: async (sandbox) => {
          await withAddon(sandbox)
          await sandbox.createAddon(app, { plan: 'heroku-redis:mini', name: 'shop-reader', attachment: 'READER' })
          for (const [skip, addon] of ['shop-redis', 'shop-reader', 'shop-redis', 'shop-reader'].entries()) {
            await sandbox.onRequest({ when: 'before', match: patch, control: 'rotateCredentials', args: [addon], skip })
          }
        },
        inputs: { addon: 'shop-redis', reader: 'READER_URL', ...unrelated },
      },
      async (run, sandbox) => {
        expect(run.outputs['failure-reason']).not.toBe('config-conflict')
        const { REDIS_URL: writer = '', READER_URL: reader = '', ...config } = await sandbox.config(app)
        expect(config).toMatchObject({ ...varsFor(writer, ['REDIS_WRITER']), ...varsFor(reader, ['REDIS_READER']) })
        expect(checkOf(run, 'connect', 'writer')?.status).toBe('pass')
        expect(checkOf(run, 'connect', 'reader')?.status).toBe('pass')
      },
    ))

  test('writes and tests the new URLs of both add-ons after rotations just before the test', () =>
    on(
      {
        prepare: async (sandbox) => {
          await withAddon(sandbox)
          await sandbox.createAddon(app, { plan: 'heroku-redis:mini', name: 'shop-reader', attachment: 'READER' })
          for (const addon of ['shop-redis', 'shop-reader']) {
            await sandbox.onRequest({ when: 'after', match: patch, control: 'rotateCredentials', args: [addon] })
          }
        },
        inputs: { addon: 'shop-redis', reader: 'READER_URL', ...unrelated },
      },
      async (run, sandbox) => {
        const { REDIS_URL: writer = '', READER_URL: reader = '', ...config } = await sandbox.config(app)
        expect(config).toMatchObject({ ...varsFor(writer, ['REDIS_WRITER']), ...varsFor(reader, ['REDIS_READER']) })
        expect(checkOf(run, 'connect', 'writer')?.status).toBe('pass')
        expect(checkOf(run, 'connect', 'reader')?.status).toBe('pass')
        expect(run.outputs['failure-reason']).not.toMatch(/password|config/)
      },
    ))

  test('reports every step as done if another run has already written everything', () =>
    on(
      {
        prepare: async (sandbox) => {
          await sandbox.createApp(app)
          // The other run writes everything during the wait for the add-on.
          await sandbox.startAddon(app, { plan: 'heroku-redis:mini', name: 'shop-redis', provisioningReads: 3 })
        },
      },
      async (_, sandbox) => {
        const runs = await Promise.all([1, 2].map(() => step(sandbox, { app, samples: '1', config: 'A=1' })))
        for (const run of runs) expect(reportOf(run).apps[0]?.steps.every(({ done }) => done)).toBe(true)
      },
    ))
})

describe.concurrent('optional data', () => {
  test('tests the writer in check despite an invalid reader variable', () =>
    on({ prepare: withCopies, inputs: { mode: 'check', reader: 'NOT_THERE' } }, (run) => {
      expect(run).toMatchObject(failedWith('config-missing'))
      expect(reportOf(run).apps[0]?.error).toBeUndefined()
      expect(checkOf(run, 'config')?.message).toContain('NOT_THERE')
      for (const id of ['connect', 'role', 'write', 'latency']) expect(checkOf(run, id, 'writer')?.status).toBe('pass')
    }))

  test('does not wait for a plan list and a data API that never answer', () =>
    on(
      {
        prepare: async (sandbox) => {
          await withCopies(sandbox)
          const quiet = { kind: 'silence-before', times: 'always' } as const
          for (const path of ['/plans$', '^/data/', '^/redis/']) await sandbox.fault({ ...quiet, match: { path } })
        },
        inputs: { mode: 'check' },
      },
      (run, sandbox) => {
        expect(run).toMatchObject(passed)
        // One request each: the run did not wait for the time limit, after which it would have retried.
        for (const path of [/\/plans$/, /^GET \/data\//, /^GET \/redis\//]) {
          expect(requestsOf(sandbox).filter((each) => path.test(each))).toHaveLength(1)
        }
        expect(checkOf(run, 'maintenance')?.status).toBe('skip')
      },
    ))

  test('waits for the data API if the answer decides about the result', () =>
    on(
      {
        heroku: { runReads: 'never' },
        prepare: async (sandbox) => {
          await withCopies(sandbox)
          await sandbox.planMaintenance('shop-redis', { status: 'running' })
        },
        inputs: { mode: 'check', 'fail-on': 'warning' },
      },
      (run) => {
        expect(run.exitCode).toBe(1)
        expect(reportOf(run).apps[0]?.maintenance).toMatchObject({ status: 'running' })
      },
    ))

  test('uses only a part of the time for a data API that does not know the add-on', () =>
    on(
      {
        prepare: async (sandbox) => {
          await sandbox.createApp(app)
          const refusal = { status: 404, id: 'not_found', message: "Couldn't find it." }
          await sandbox.fault({ kind: 'refuse', match: { path: '/wait$' }, refusal, times: 'always' })
        },
        inputs: { 'provision-timeout': budget(8_000), plan: 'mini' },
      },
      (run) => {
        expect(run).toMatchObject({ exitCode: 0, outputs: { created: 'true' } })
      },
    ))

  test('passes with malformed optional data of all kinds', () =>
    on(
      {
        prepare: async (sandbox) => {
          await withCopies(sandbox)
          await sandbox.createAddon(app, { plan: 'heroku-postgresql:essential-0', name: 'shop-db' })
          await sandbox.override('addon', { of: 'shop-db', omit: ['config_vars', 'billed_price', 'state'] })
          await sandbox.override('addon', { of: 'shop-redis', set: { billed_price: { cents: 0, contract: true } } })
          await sandbox.override('config-vars', { set: { NOTHING: null } })
        },
      },
      (run) => {
        expect(run).toMatchObject(passed)
        expect(run.summary).not.toMatch(/\bfree\b/)
      },
    ))
})
