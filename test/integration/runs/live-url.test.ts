import { afterEach, describe, expect, test } from 'vitest'
import { arrived } from '../../e2e/moments.ts'
import { changesOn, reportOf, sandboxForThisFile, varsFor } from '../../e2e/support.ts'
import { step } from './step.ts'

/** `fields: url`: with an attachment, Heroku itself keeps `<PREFIX>_URL` current. */

const sandbox = await sandboxForThisFile()
const usual = { ...sandbox.behaviour }
const post = { method: 'POST', path: '^/addon-attachments$' }

afterEach(async () => {
  await sandbox.configure(usual)
  await sandbox.clearFaults()
})

let apps = 0
async function newApp(
  config: Readonly<Record<string, string>> = {},
): Promise<{ app: string; addon: string; url: string }> {
  const app = `live-${String(++apps)}`
  await sandbox.createApp(app, { config, addons: ['heroku-redis:premium-0'] })
  const [addon = ''] = await sandbox.addons(app)
  const { REDIS_URL: url = '' } = await sandbox.config(app)
  sandbox.requests.clear()
  return { app, addon, url }
}

const run = (app: string, inputs: Readonly<Record<string, string>> = {}, job?: Parameters<typeof step>[2]) =>
  step(sandbox, { app, fields: 'url', samples: '1', 'provision-timeout': '60s', ...inputs }, job)
const changes = (): readonly string[] => changesOn(sandbox)
const attachments = async (app: string) => (await sandbox.attachments(app)).map(({ name }) => name)
const urlsOf = (outcome: Awaited<ReturnType<typeof run>>) => reportOf(outcome).apps[0]?.urls
const live = { writer: 'live', reader: 'live' }

async function expectLive(app: string): Promise<void> {
  const { REDIS_URL, REDIS_WRITER_URL, REDIS_READER_URL } = await sandbox.config(app)
  expect(REDIS_URL).toMatch(/^rediss:/)
  expect([REDIS_WRITER_URL, REDIS_READER_URL]).toEqual([REDIS_URL, REDIS_URL])
}

describe('writer and reader of one add-on', () => {
  test('are attached, each with its release, and stay current', async () => {
    const { app, addon } = await newApp()
    const before = (await sandbox.releases(app)).length
    const outcome = await run(app)
    expect(outcome).toMatchObject({
      exitCode: 0,
      outputs: { status: 'pass', changed: 'true', 'changed-config-vars': '' },
    })
    expect(changes()).toEqual(['POST /addon-attachments', 'POST /addon-attachments'])
    expect(reportOf(outcome).apps[0]?.steps.map(({ action, done }) => [action, done])).toEqual([
      ['attach', true],
      ['wait-release', true],
      ['attach', true],
      ['wait-release', true],
    ])
    const releases = await sandbox.releases(app)
    expect(releases).toHaveLength(before + 2)
    expect(outcome.outputs['release']).toBe(String(releases.at(-1)?.version))
    expect(urlsOf(outcome)).toEqual(live)
    await expectLive(app)

    for (const event of ['rotateCredentials', 'failOver'] as const) {
      await sandbox[event](addon)
      await expectLive(app)
      sandbox.requests.clear()
      expect(await run(app, { mode: 'check' })).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
      expect(await run(app)).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } })
      expect(changes()).toEqual([])
    }
  })

  test('are attached before the write of the other fields, which omits them', async () => {
    const { app } = await newApp()
    const outcome = await run(app, { fields: 'host, password, url' })
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(changes()).toEqual(['POST /addon-attachments', 'POST /addon-attachments', `PATCH /apps/${app}/config-vars`])
    const write = sandbox.requests.list().find(({ method }) => method === 'PATCH')
    expect(Object.keys(write?.body as object).toSorted()).toEqual([
      'REDIS_READER_HOST',
      'REDIS_READER_PASSWORD',
      'REDIS_WRITER_HOST',
      'REDIS_WRITER_PASSWORD',
    ])
    expect(outcome.outputs['release']).toBe(String((await sandbox.releases(app)).at(-1)?.version))
  })

  test('are listed with their releases in a dry run, which creates none', async () => {
    const { app } = await newApp()
    const outcome = await run(app, { 'dry-run': 'true' })
    expect(outcome.exitCode).toBe(0)
    expect(reportOf(outcome).apps[0]?.steps.map(({ action }) => action)).toEqual([
      'attach',
      'wait-release',
      'attach',
      'wait-release',
    ])
    expect(changes()).toEqual([])
  })

  test('are attached after the creation of a new add-on', async () => {
    const app = 'live-new'
    await sandbox.createApp(app)
    const outcome = await run(app, { plan: 'mini' })
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', created: 'true' } })
    expect(await attachments(app)).toEqual(['REDIS', 'REDIS_WRITER', 'REDIS_READER'])
    await expectLive(app)
  })

  test('are attached for an add-on of another app', async () => {
    const owner = await newApp()
    const app = `${owner.app}-second`
    await sandbox.createApp(app)
    await sandbox.attach(owner.addon, app, 'CACHE')
    const outcome = await run(app)
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(await attachments(app)).toEqual(['CACHE', 'REDIS_WRITER', 'REDIS_READER'])
    expect(await attachments(owner.app)).toEqual(['REDIS'])
    expect(urlsOf(outcome)).toEqual(live)
  })
})

describe('a lost answer', () => {
  test.each(['reset-after', 'status-503-after', 'truncated'] as const)('attaches once after %s', async (kind) => {
    const { app } = await newApp()
    const before = (await sandbox.releases(app)).length
    await sandbox.fault({ kind, match: post, times: 'always' })
    const outcome = await run(app)
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(await sandbox.releases(app)).toHaveLength(before + 2)
    await expectLive(app)
  })

  test('repeats the request if nothing was done', async () => {
    const { app } = await newApp()
    await sandbox.fault({ kind: 'reset-before', match: post })
    expect(await run(app)).toMatchObject({ exitCode: 0 })
    await expectLive(app)
  })
})

describe.each([423, 400] as const)('a taken name (%d)', (confirmationStatus) => {
  const conflict = { exitCode: 1, outputs: { 'failure-reason': 'config-conflict', changed: 'false' } }

  test.each<[string, (url: string) => Readonly<Record<string, string>>]>([
    ['the URL as it is', (url) => ({ REDIS_WRITER_URL: url })],
    ['the URL as we write it', (url) => ({ REDIS_WRITER_URL: url.replace('//:', '//default:') })],
    ['the server, with a former password', (url) => ({ REDIS_WRITER_URL: url.replace(/:[^:@]+@/, ':f0rmer@') })],
    ['the password, at a former server', (url) => ({ REDIS_WRITER_URL: url.replace(/@.*/, '@ec2-1.example.com:2') })],
    [
      'the same server as the other managed variables',
      () => ({
        ...varsFor('rediss://:0123456789abcdef@ec2-9.example.com:9', ['REDIS_WRITER']),
        REDIS_WRITER_URL: 'rediss://default:0123456789abcdef@ec2-9.example.com:9',
      }),
    ],
  ])('is replaced if it is a managed copy: %s', async (_, config) => {
    await sandbox.configure({ confirmationStatus })
    const { app, url } = await newApp()
    await sandbox.setConfig(app, config(url))
    const outcome = await run(app)
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(urlsOf(outcome)).toEqual(live)
    await expectLive(app)
    const bodies = sandbox.requests
      .list()
      .filter(({ method, path }) => method === 'POST' && path === '/addon-attachments')
    expect(bodies.map(({ body }) => (body as { confirm?: string }).confirm)).toEqual([app, undefined])
  })

  test.each([
    ['another server', 'rediss://:s0mebody-elses-password@other.example.com:6380'],
    ['no URL', 'see the wiki'],
    ['nothing', ''],
    ['another service', 'postgres://u:pw-of-postgres@db.example.com/x'],
  ])('is refused before any change if it is an unmanaged config var: %s', async (_, value) => {
    await sandbox.configure({ confirmationStatus })
    const { app } = await newApp({ REDIS_READER_URL: value })
    const outcome = await run(app, {}, { secrets: value.includes('://') ? [value] : [] })
    expect(outcome).toMatchObject(conflict)
    expect(outcome.annotations[0]?.message).toContain('REDIS_READER_URL')
    expect(changes()).toEqual([])
    expect((await sandbox.config(app))['REDIS_READER_URL']).toBe(value)
  })

  test("is refused before any change if it is another add-on's attachment", async () => {
    await sandbox.configure({ confirmationStatus })
    const { app } = await newApp()
    const other = await sandbox.createAddon(app, 'heroku-postgresql:essential-0')
    await sandbox.attach(other, app, 'REDIS_WRITER')
    sandbox.requests.clear()
    expect(await run(app)).toMatchObject(conflict)
    expect(changes()).toEqual([])
    expect(await attachments(app)).toEqual(['REDIS', 'DATABASE', 'REDIS_WRITER'])
  })

  test('is never confirmed if it was taken between read and write', async () => {
    await sandbox.configure({ confirmationStatus })
    const { app } = await newApp()
    await sandbox.onRequest({
      when: 'before',
      match: post,
      control: 'setConfig',
      args: [app, { REDIS_WRITER_URL: 'rediss://:0ther-password@other.example.com:6380' }],
    })
    const outcome = await run(app)
    expect(outcome).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'config-conflict' } })
    expect(JSON.stringify(sandbox.requests.list().map(({ body }) => body ?? ''))).not.toContain('"confirm"')
    expect((await sandbox.config(app))['REDIS_WRITER_URL']).toContain('other.example.com')
  })
})

describe('a copy', () => {
  test('is used for a reader on another server', async () => {
    const other = await newApp()
    const { app } = await newApp({ REPLICA_URL: other.url })
    // As long as it waits for data of the writer on the unrelated reader.
    const inputs = { reader: 'REPLICA_URL', 'fail-on': 'never', 'command-timeout': '2s' }
    const outcome = await run(app, inputs, { secrets: [other.url] })
    expect(outcome).toMatchObject({ exitCode: 0 })
    expect(urlsOf(outcome)).toEqual({ writer: 'live', reader: 'copy' })
    expect(await attachments(app)).toEqual(['REDIS', 'REDIS_WRITER'])
    // With the user name, which all clients accept.
    expect((await sandbox.config(app))['REDIS_READER_URL']).toBe(other.url.replace('//:', '//default:'))
  })

  test('is used for a prefix that is not a valid attachment name', async () => {
    const { app, url } = await newApp()
    const outcome = await run(app, { 'writer-prefix': 'redis_writer', 'reader-prefix': '_READER' })
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(urlsOf(outcome)).toEqual({ writer: 'copy', reader: 'copy' })
    expect(changes()).toEqual([`PATCH /apps/${app}/config-vars`])
    expect((await sandbox.config(app))['redis_writer_URL']).toBe(url.replace('//:', '//default:'))
  })

  test('is used and reported when Heroku refuses the attachment', async () => {
    const { app, url } = await newApp()
    const refusal = { status: 422, id: 'invalid_params', message: 'This add-on cannot be attached twice.' }
    await sandbox.fault({ kind: 'refuse', match: post, refusal, times: 'always' })
    const outcome = await run(app)
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'true' } })
    expect(outcome.log.join('\n')).toMatch(/so REDIS_WRITER_URL is a copy.*cannot be attached twice/)
    expect(urlsOf(outcome)).toEqual({ writer: 'copy', reader: 'copy' })
    expect((await sandbox.config(app))['REDIS_WRITER_URL']).toBe(url.replace('//:', '//default:'))
  })
})

describe('a config var that a rollback removed', () => {
  async function rolledBack() {
    const setUp = await newApp()
    await run(setUp.app)
    await sandbox.loseVariable(setUp.app, 'REDIS_WRITER')
    sandbox.requests.clear()
    return setUp
  }

  test('is reported by check', async () => {
    const { app } = await rolledBack()
    const outcome = await run(app, { mode: 'check' })
    expect(outcome).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'config-missing' } })
    expect(outcome.annotations[0]?.message).toMatch(
      /REDIS_WRITER_URL is missing although its attachment exists.*rollback/,
    )
    expect(changes()).toEqual([])
  })

  test('is restored by setup', async () => {
    const { app } = await rolledBack()
    const outcome = await run(app)
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', changed: 'true' } })
    expect(reportOf(outcome).apps[0]?.steps.map(({ action }) => action)).toEqual([
      'detach',
      'wait-release',
      'attach',
      'wait-release',
    ])
    await expectLive(app)
    expect((await attachments(app)).toSorted()).toEqual(['REDIS', 'REDIS_READER', 'REDIS_WRITER'])
  })

  test('is restored by the next run after a cancelled one', async () => {
    const { app } = await rolledBack()
    await sandbox.configure({ latencyMs: 200 })
    const cancelled = await run(
      app,
      {},
      {
        during: async ({ child }) => {
          await arrived(sandbox, 'DELETE', /addon-attachments/)
          child.kill('SIGINT')
        },
      },
    )
    expect(cancelled.outputs['failure-reason']).toBe('cancelled')
    await sandbox.configure({ latencyMs: 0 })
    expect(await run(app)).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    await expectLive(app)
  })

  test('does not make another attachment of the add-on the source', async () => {
    const { app } = await rolledBack()
    await sandbox.loseVariable(app, 'REDIS')
    const outcome = await run(app)
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    const config = await sandbox.config(app)
    expect(config['REDIS_WRITER_URL']).toBe(config['REDIS_READER_URL'])
  })
})

test('creates one attachment of each name in two parallel runs, which both pass', async () => {
  const { app } = await newApp()
  await sandbox.configure({ latencyMs: 40, releaseMs: 100 })
  const outcomes = await Promise.all([run(app), run(app)])
  for (const outcome of outcomes) expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
  expect((await attachments(app)).toSorted()).toEqual(['REDIS', 'REDIS_READER', 'REDIS_WRITER'])
  await expectLive(app)
})

test('fails when the release phase fails after an attachment', async () => {
  const { app } = await newApp()
  await sandbox.configure({ releaseOutcome: 'failed' })
  expect(await run(app)).toMatchObject({
    exitCode: 1,
    outputs: { 'failure-reason': 'release-failed', changed: 'true' },
  })
})

test('reports what was done when cancelled while attaching, and finishes in the next run', async () => {
  const { app } = await newApp()
  await sandbox.configure({ latencyMs: 200 })
  const cancelled = await run(
    app,
    {},
    {
      during: async ({ child }) => {
        await arrived(sandbox, 'POST', /addon-attachments/)
        child.kill('SIGINT')
      },
    },
  )
  expect(cancelled.outputs['failure-reason']).toBe('cancelled')
  expect(reportOf(cancelled).apps[0]?.steps[0]?.action).toBe('attach')
  await sandbox.configure({ latencyMs: 0 })
  expect(await run(app)).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
  await expectLive(app)
})
