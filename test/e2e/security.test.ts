import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { invalid, tellHostileInputs } from '../stories/hostile-inputs.ts'
import { tellHostileRedis } from '../stories/hostile-redis.ts'
import { selfSigned } from '../support/certificates.ts'
import { expectNoSecrets, runAction } from '../support/runner.ts'
import { type FakeAnswer, type FakeServer, startFakeHeroku, startFakeRedis } from './hostile/servers.ts'
import { expectNoEffect, hostileLines, hostileWords } from './hostile/words.ts'
import { reportOf, requestsOf, sandboxForThisFile, secretsOf, step } from './support.ts'

const sandbox = await sandboxForThisFile()
await sandbox.createApp('my-app', { addons: ['heroku-redis:mini'] })
await step(sandbox, { app: 'my-app' })

const servers: FakeServer[] = []
const folders: string[] = []

afterEach(async () => {
  await sandbox.clearFaults()
  await sandbox.configure({ warning: '' })
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
})

async function kept<T extends FakeServer>(server: Promise<T>): Promise<T> {
  servers.push(await server)
  return server
}

async function newFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'security-')))
  folders.push(folder)
  return folder
}

// More of them: test/integration/runs/hostile.test.ts
tellHostileInputs(step, sandbox, {
  hosts: ['evil.example', 'http://127.0.0.2:PORT', '\n127.0.0.1\n::set-output name=x::y'],
  inputs: [
    ['plan', 'premium-0\n::set-output name=x::y'],
    ['report-file', '../outside.json'],
    ['reader', hostileLines],
    ['app', hostileLines],
  ],
})

describe('the token is sent to Heroku only', () => {
  test.each([
    ['GET', '/addons$'],
    ['GET', '/config-vars$'],
    ['POST', '/addons$'],
    ['PATCH', '/config-vars$'],
  ])('a redirect of %s %s is not followed', async (method, path) => {
    const app = `redirected-${method}-${path.replaceAll(/\W/g, '')}`.toLowerCase()
    await sandbox.createApp(app, method === 'PATCH' ? { addons: ['heroku-redis:mini'] } : {})
    sandbox.strays.clear()
    await sandbox.fault({ kind: 'redirect', match: { method, path }, times: 'always' })
    const run = await step(sandbox, { app })
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'heroku-unavailable' } })
    expect(run.annotations[0]?.message).toContain('redirect')
    expect(sandbox.strays.list()).toEqual([])
  })
})

describe('hostile inputs', () => {
  test.each(['app', 'config', 'confirm'])('a Redis URL in %s is masked before the first line', async (name) => {
    const password = 'p4sted-s3cret-of-somebody'
    const url = `rediss://:${password}@host.example:6380`
    // `confirm` accepts any text unless the mode is remove; another invalid input makes the run fail.
    const run = await step(sandbox, { app: 'my-app', samples: 'x', [name]: url }, { secrets: [password, url] })
    expect(run).toMatchObject(invalid)
    expect(run.masks).toContain(password)
    const before = run.stdout.slice(0, run.stdout.indexOf('::error'))
    expect(before.split('\n').every((line) => line === '' || line.startsWith('::add-mask::'))).toBe(true)
  })

  test.each(['redis://:password@127.0.0.1', 'redis://my-app@127.0.0.1', 'redis://:connect@localhost'])(
    'no output is dropped because of the ordinary word as password in %s',
    async (url) => {
      const run = await step(sandbox, { app: 'my-app', mode: 'check', reader: `${url}:1`, 'reader-prefix': 'OTHER' })
      expect(run.droppedOutputs).toEqual([])
      expect(reportOf(run).apps[0]?.app).toBe('my-app')
      expect(run.log.join('\n')).toContain('my-app')
    },
  )

  test('names of object properties work as config vars', async () => {
    await sandbox.createApp('proto', { addons: ['heroku-redis:mini'] })
    const run = await step(sandbox, { app: 'proto', config: '__proto__=a\nconstructor=b' })
    expect(run.outputs['status']).toBe('pass')
    expect(Object.entries(await sandbox.config('proto'))).toEqual(
      expect.arrayContaining([
        ['__proto__', 'a'],
        ['constructor', 'b'],
      ]),
    )
  })
})

describe('report files stay in the workspace', () => {
  async function workspaceWithLinks() {
    const home = await newFolder()
    const [cwd, outside] = [join(home, 'workspace'), join(home, 'outside')]
    await Promise.all([mkdir(cwd), mkdir(outside)])
    await writeFile(join(outside, 'target.json'), 'untouched')
    await symlink(outside, join(cwd, 'folder'))
    await symlink(join(outside, 'not-there'), join(cwd, 'dangling'))
    await symlink(join(outside, 'target.json'), join(cwd, 'file.json'))
    await symlink('/dev/stdout', join(cwd, 'device.json'))
    return { cwd, outside }
  }

  test.each(['folder/report.json', 'folder/new/report.json', 'dangling/report.json', 'dangling/a/b.xml'])(
    '%s, through a symlink, is refused',
    async (path) => {
      const { cwd, outside } = await workspaceWithLinks()
      const run = await step(sandbox, { app: 'my-app', 'report-file': `${path}, good.json` }, { cwd })
      expect(run.exitCode).toBe(1)
      expect(run.annotations.at(-1)?.message).toContain(path)
      expect(await readdir(outside)).toEqual(['target.json'])
      expect(await readFile(join(cwd, 'good.json'), 'utf8')).toContain('"version": 1')
    },
  )

  test.each(['file.json', 'device.json'])('%s, a symlink itself, is replaced and not followed', async (path) => {
    const { cwd, outside } = await workspaceWithLinks()
    const run = await step(sandbox, { app: 'my-app', 'report-file': path }, { cwd })
    expect(run.exitCode).toBe(0)
    expect(JSON.parse(run.files[path] ?? '')).toEqual(reportOf(run))
    expect(await readFile(join(outside, 'target.json'), 'utf8')).toBe('untouched')
  })
})

describe('a hostile Heroku', () => {
  const addon = {
    id: hostileLines,
    name: `redis-${hostileLines}`,
    state: `provisioned`,
    app: { name: 'my-app' },
    addon_service: { name: 'heroku-redis' },
    plan: { name: `heroku-redis:${hostileLines}` },
    config_vars: ['REDIS_URL', hostileLines],
    billed_price: { cents: 1e300, unit: hostileLines },
  }
  const vars = {
    REDIS_URL: `rediss://:secret-of-the-url@127.0.0.1:1`,
    REDIS_WRITER_HOST: hostileLines,
    REDIS_WRITER_PORT: hostileWords,
    REDIS_WRITER_USERNAME: hostileWords,
    REDIS_WRITER_PASSWORD: `secret-of-the-app`,
    [hostileLines]: hostileLines,
  }
  const usual = (path: string): FakeAnswer => {
    const headers = { 'x-heroku-warning': encodeURI(hostileWords), 'request-id': encodeURI(hostileWords) }
    if (path.endsWith('/addons')) return { headers, body: [addon] }
    if (path.endsWith('/addon-attachments')) return { headers, body: [] }
    if (path.endsWith('/config-vars')) return { headers, body: vars }
    if (path.endsWith('/plans')) {
      const plan = {
        name: hostileLines,
        description: hostileLines,
        price: { cents: 5, unit: hostileLines },
        state: 'ga',
      }
      return { headers, body: [plan] }
    }
    return { headers, body: { message: hostileLines, 'waiting?': true } }
  }

  async function against(answer: (path: string) => FakeAnswer, inputs: Readonly<Record<string, string>> = {}) {
    const fake = await kept(startFakeHeroku(({ url = '' }) => answer(url)))
    const run = await runAction({
      inputs: { app: 'my-app', 'api-key': sandbox.token, 'report-file': 'a.json, a.xml', ...inputs },
      env: { HEROKU_HOST: `http://127.0.0.1:${String(fake.port)}`, HEROKU_DATA_HOST: '127.0.0.1', RUNNER_DEBUG: '1' },
    })
    expectNoSecrets(run, [sandbox.token, 'secret-of-the-url', 'secret-of-the-app'])
    expectNoEffect(run)
    return run
  }

  test.each(['check', 'setup'])('names, plans, warnings and config vars are shown as text (%s)', async (mode) => {
    const run = await against(usual, { mode, 'connect-timeout': '1s' })
    expect(run.exitCode).toBe(1)
    expect(run.outputs['status']).toBe('fail')
    expect(run.log.join('\n')).toContain('Heroku warns: ')
    expect(run.files['a.xml']).not.toMatch(/<img|<script/)
  })

  const misplaced = 'an-old-password-of-somebody'
  test.each([
    ['a URL', `rediss://:${misplaced}@old.example.com:6379`],
    ['a password', misplaced],
  ])('%s in place of a host is not shown', async (what, value) => {
    const app = `misplaced-${what.replaceAll(' ', '-').toLowerCase()}`
    await sandbox.createApp(app, {
      addons: ['heroku-redis:mini'],
      config: { REDIS_WRITER_HOST: value, REDIS_READER_HOST: value, REDIS_READER_PASSWORD: value },
    })
    for (const mode of ['check', 'setup']) {
      const inputs = { app, mode, 'report-file': 'a.json, a.xml', 'connect-timeout': '2s' }
      const run = await step(sandbox, inputs, { secrets: [misplaced], env: { RUNNER_DEBUG: '1' } })
      expect(run.outputs['status']).toBe(mode === 'check' ? 'fail' : 'pass')
    }
  })

  test.each([400, 401, 402, 403, 404, 422, 423])('the message of a %i is shown as text', async (status) => {
    const run = await against(() => ({
      status,
      body: { id: hostileLines, message: hostileLines, resource: hostileLines, url: 'javascript:alert(1)' },
    }))
    expect(run.exitCode).toBe(1)
    expect(reportOf(run).apps[0]?.error?.what).toContain(String(status))
  })

  test('secrets and values of config in its messages, complete or cut, are not shown', async () => {
    const value = 'value-of-the-user-17'
    const words = [
      `Bad request: rediss://:secret-of-the-url@127.0.0.1:1, token ${sandbox.token}, value "${value}" is too long.`,
      `REDIS_WRITER_PASSWORD=secret-of-the-app; ${value.slice(0, 12)}...`,
    ].join(' ')
    const config = { REDIS_URL: 'rediss://:secret-of-the-url@127.0.0.1:1', REDIS_WRITER_PASSWORD: 'secret-of-the-app' }
    const fake = await kept(
      startFakeHeroku(({ url = '', method }) => {
        if (method !== 'GET') return { status: 422, body: { id: 'invalid_params', message: words } }
        if (url.endsWith('/config-vars')) return { body: config }
        if (url.endsWith('/addon-attachments')) return { body: [] }
        const own = {
          ...addon,
          id: '01234567-89ab-cdef-0123-456789abcdef',
          name: 'redis-round-1',
          config_vars: ['REDIS_URL'],
        }
        return url.endsWith('/addons') ? { body: [own] } : { status: 404, body: { id: 'not_found', message: words } }
      }),
    )
    const run = await runAction({
      inputs: { app: 'my-app', 'api-key': sandbox.token, config: `SECRET=${value}`, 'report-file': 'a.json, a.xml' },
      env: { HEROKU_HOST: `http://127.0.0.1:${String(fake.port)}`, HEROKU_DATA_HOST: '127.0.0.1', RUNNER_DEBUG: '1' },
    })
    expect(run.exitCode).toBe(1)
    expect(reportOf(run).apps[0]?.error?.what).toContain(
      'rediss://:***@127.0.0.1:1, token ***, value "***" is too long. REDIS_WRITER_PASSWORD=***; ***',
    )
    expectNoSecrets(run, [sandbox.token, 'secret-of-the-url', 'secret-of-the-app', value, value.slice(0, 12)])
  })

  test('its warnings are shown as text', async () => {
    await sandbox.configure({
      warning: '::error title=owned::x <img src=x onerror=alert(1)> [click](https://evil.example)',
    })
    const run = await step(sandbox, { app: 'my-app' })
    expect(run).toMatchObject({ exitCode: 0, annotations: [] })
    expect(run.log.join('\n')).toContain('Heroku warns: ::error title=owned::x')
    expectNoEffect(run)
  })
})

tellHostileRedis(step, sandbox, [
  'in every line of INFO',
  'in an error at login, with the password',
  'in what is no Redis',
])

describe('the certificate is verified before the password is sent', () => {
  const password = 'secret-behind-the-certificate'
  const certificate = selfSigned()

  async function dialled(tlsVerify: string) {
    const fake = await kept(startFakeRedis({ tls: certificate }))
    const run = await step(
      sandbox,
      {
        app: 'my-app',
        mode: 'check',
        reader: `rediss://default:${password}@127.0.0.1:${String(fake.port)}`,
        'reader-prefix': 'OTHER',
        'tls-verify': tlsVerify,
      },
      { secrets: [password] },
    )
    const reader = reportOf(run).apps[0]?.checks.find(({ id, target }) => id === 'connect' && target === 'reader')
    return { run, reader, received: fake.received() }
  }

  test.each(['full', `sha256:${'0'.repeat(64)}`])('%s: nothing is sent to an untrusted server', async (verify) => {
    const { reader, received } = await dialled(verify)
    expect(reader).toMatchObject({ status: 'fail' })
    expect(reader?.docs).toMatch(/#redis-certificate$/)
    expect(reader?.message).toContain(verify === 'full' ? 'self-signed' : certificate.sha256)
    expect(received).toBe('')
  })

  test.each(['none', `sha256:${certificate.sha256}`])('%s: the password is sent to the server', async (verify) => {
    const { reader, received } = await dialled(verify)
    expect(reader).toMatchObject({ status: 'pass' })
    expect(received).toContain(password)
  })
})

describe('debugging reveals no secret', () => {
  const debugging = { DEBUG: '*', RUNNER_DEBUG: '1', ACTIONS_STEP_DEBUG: 'true', NODE_OPTIONS: '--trace-warnings' }

  test('in passing and failing runs', async () => {
    const run = await step(sandbox, { app: 'my-app' }, { env: debugging })
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    const failing = await step(
      sandbox,
      { app: 'my-app', mode: 'check', reader: 'redis://default:wrong-password-of-mine@127.0.0.1:1' },
      { env: debugging, secrets: ['wrong-password-of-mine'] },
    )
    expect(failing.exitCode).toBe(1)
  })

  test.each(['http', 'HTTP,tls', '*'])(
    'NODE_DEBUG=%s is refused, because Node.js would print the token',
    async (sections) => {
      sandbox.requests.clear()
      const run = await step(sandbox, { app: 'my-app' }, { env: { NODE_DEBUG: sections } })
      expect(run).toMatchObject(invalid)
      expect(run.annotations[0]?.message).toContain('NODE_DEBUG')
      expect(requestsOf(sandbox)).toEqual([])
    },
  )
})

describe('a crash', () => {
  const secret = 'secret-in-an-error-object'
  const thrown = `Object.assign(new Error('boom'), { command: { name: 'auth', args: ['default', '${secret}'] }, cause: { password: '${secret}' } })`

  test.each([
    ['an exception', `setTimeout(() => { throw ${thrown} }, 150)`],
    ['a rejection', `setTimeout(() => { Promise.reject(${thrown}) }, 150)`],
    ['something that is no error', `setTimeout(() => { throw { password: '${secret}' } }, 150)`],
  ])('by %s prints no object', async (_, code) => {
    await sandbox.configure({ latencyMs: 1_000 })
    const run = await step(
      sandbox,
      { app: 'my-app' },
      { env: { NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(code)}"` }, secrets: [secret] },
    )
    await sandbox.configure({ latencyMs: 0 })
    expect(run).toMatchObject({ exitCode: 1, stderr: '' })
    expect(run.annotations.at(-1)?.message).toContain('bug in this action')
  })

  test.each(['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'])(
    '%s that cannot be written fails the step with one line',
    async (name) => {
      for (const app of ['my-app', 'not an app']) {
        const run = await step(sandbox, { app }, { env: { [name]: '/nowhere/at/all' } })
        expect(run).toMatchObject({ exitCode: 1, stderr: '' })
        expect(run.annotations.map(({ kind }) => kind)).toContain('error')
        expect(run.stdout).not.toMatch(/^\s+at .*index\.js/m)
      }
    },
  )
})

test('no output of a run over several apps contains a secret', async () => {
  await sandbox.createApp('fleet-a', { addons: ['heroku-redis:mini'] })
  await sandbox.createApp('fleet-b', {
    addons: ['rediscloud:30'],
    config: { REDIS_WRITER_PASSWORD: 'an-old-password' },
  })
  const secrets = await secretsOf(sandbox, 'fleet-a, fleet-b')
  expect(secrets).toContain('an-old-password')
  const run = await step(sandbox, { app: 'fleet-a, fleet-b, no-such-app', 'report-file': 'a.json, a.xml' }, { secrets })
  expect(reportOf(run).apps).toHaveLength(3)
})
