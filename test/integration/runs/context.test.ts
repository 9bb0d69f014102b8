import { afterEach, describe, expect, test } from 'vitest'
import { requestsOf, reportOf, sandboxForThisFile, varsFor } from '../../e2e/support.ts'
import { shortTimeout } from '../../support/slowness.ts'
import { step } from './step.ts'

/** Context of a failure. It never changes the verdict, and a passing run does not request it. */

const sandbox = await sandboxForThisFile()
const usual = { ...sandbox.behaviour }
const incident = {
  title: 'Key-Value Store is degraded',
  since: '2026-03-04T12:03:00.000Z',
  update: 'We are looking into it',
}

afterEach(async () => {
  await sandbox.configure(usual)
  await sandbox.clearFaults()
  await sandbox.clearIncidents()
  await sandbox.setStatusPage(null)
})

let apps = 0
async function newApp(plan = 'mini'): Promise<{ app: string; addon: string }> {
  const app = `known-${String(++apps)}`
  await sandbox.createApp(app, { addons: [`heroku-redis:${plan}`] })
  const [addon = ''] = await sandbox.addons(app)
  const { REDIS_URL: url = '' } = await sandbox.config(app)
  await sandbox.setConfig(app, varsFor(url))
  sandbox.requests.clear()
  sandbox.otherRequests.clear()
  return { app, addon }
}

const check = (app: string, inputs: Readonly<Record<string, string>> = {}, job?: Parameters<typeof step>[2]) =>
  step(sandbox, { app, mode: 'check', samples: '1', ...inputs }, job)
const contextOf = (outcome: Awaited<ReturnType<typeof check>>, app = 0) => reportOf(outcome).apps[app]?.context ?? []
const logSessions = () => requestsOf(sandbox).filter((request) => request.endsWith('/log-sessions'))
const statusReads = () => sandbox.otherRequests.list().filter(({ path }) => path.includes('current-status'))

/** The server is down for an unknown reason. */
const dead = (addon: string): Promise<void> => sandbox.signal(addon, 'SIGKILL')

test('requests nothing in a passing run', async () => {
  const { app } = await newApp()
  await sandbox.openIncident(incident)
  const outcome = await check(app)
  expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
  expect([logSessions(), statusReads(), contextOf(outcome)]).toEqual([[], [], []])
  expect(reportOf(outcome).apps[0]).not.toHaveProperty('metrics')
})

test('shows an open incident after a failure in the first annotation, the summary and the report', async () => {
  const { app, addon } = await newApp()
  await sandbox.openIncident(incident)
  await dead(addon)
  const outcome = await check(app)
  expect(outcome).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'redis-refused' } })
  expect(contextOf(outcome)[0]).toEqual({
    kind: 'incident',
    message:
      'Heroku reports an open incident: Key-Value Store is degraded (since 2026-03-04 12:03 UTC): We are looking into it.',
    at: '2026-03-04T12:03:00.000Z',
    url: expect.stringMatching(/^https:\/\/status\.heroku\.com\/incidents\/\d+$/) as string,
  })
  expect(outcome.annotations[0]?.message).toContain('Heroku reports an open incident: Key-Value Store is degraded')
  expect(outcome.summary).toContain('Key-Value Store is degraded')
})

test('does not mention an incident if Heroku is not the cause', async () => {
  const { app } = await newApp()
  await sandbox.openIncident(incident)
  await sandbox.setConfig(app, { REDIS_WRITER_PORT: '99999' })
  const outcome = await check(app, { 'skip-checks': 'version, connect, read, write, role' })
  expect(outcome.outputs['failure-reason']).toBe('config-drift')
  expect([logSessions(), statusReads(), contextOf(outcome)]).toEqual([[], [], []])
})

test('requests the status once for a fleet', async () => {
  const all = [await newApp(), await newApp(), await newApp()]
  await sandbox.openIncident(incident)
  for (const { addon } of all) await dead(addon)
  const outcome = await check(all.map(({ app }) => app).join(','))
  expect(statusReads()).toHaveLength(1)
  for (const index of all.keys()) expect(contextOf(outcome, index)[0]?.kind).toBe('incident')
})

describe('the status page', () => {
  test.each(['status-500', 'reset-before', 'truncated', 'wrong-shape', 'silence-before', 'huge', 'redirect'] as const)(
    'is ignored if it fails (%s)',
    async (kind) => {
      const { app, addon } = await newApp()
      await sandbox.openIncident(incident)
      await dead(addon)
      await sandbox.fault({ kind, match: { path: '/current-status$' }, times: 'always' })
      const outcome = await check(app, { logs: 'never' })
      expect(outcome).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'redis-refused' } })
      expect(contextOf(outcome)).toEqual([])
    },
  )

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['null', { incidents: null }],
    [
      'odd incidents',
      { incidents: [null, 7, { title: '' }, { title: '::error::x', created_at: 'soon', full_url: 'javascript:1' }] },
    ],
  ])('is ignored if it is malformed (%s)', async (_, body) => {
    const { app, addon } = await newApp()
    await dead(addon)
    await sandbox.setStatusPage(body)
    const outcome = await check(app, { logs: 'never' })
    expect(outcome.outputs['failure-reason']).toBe('redis-refused')
    expect(contextOf(outcome).every(({ url }) => url === undefined)).toBe(true)
  })
})

test('mentions a running maintenance', async () => {
  const { app, addon } = await newApp('premium-0')
  await sandbox.planMaintenance(addon, { runReads: 'never', startedAt: '2026-03-04T12:03:00.000Z' })
  await sandbox.startMaintenance(addon)
  await dead(addon)
  const outcome = await check(app, { logs: 'never' })
  expect(contextOf(outcome)).toEqual([
    expect.objectContaining({
      kind: 'maintenance',
      message: expect.stringMatching(
        /^The maintenance of \S+ is running \(routine maintenance\), since .* UTC\.$/,
      ) as string,
    }),
  ])
})

describe('the log', () => {
  const secret = 'app secret: 5ecret-5ecret-5ecret'
  const line = (addon: string, text: string) =>
    `2026-03-04T12:03:00.000000+00:00 app[heroku-redis]: source=REDIS addon=${addon} ${text}`

  test('is read after a failure: the lines of this add-on only, with their metrics', async () => {
    const { app, addon } = await newApp()
    await sandbox.log(app, [
      `2026-03-04T12:03:00.000000+00:00 app[web.1]: ${secret}`,
      `2026-03-04T12:03:00.000000+00:00 app[web.1]: app[heroku-redis]: addon=${addon} ${secret}`,
      line('redis-of-somebody-else', secret),
      line(
        addon,
        'sample#active-connections=7 sample#load-avg-1m=0.5 sample#hit-rate=0.75 sample#memory-redis=1024bytes',
      ),
    ])
    await dead(addon)
    const outcome = await check(app, {}, { secrets: ['5ecret-5ecret-5ecret'] })
    const lines = contextOf(outcome).filter(({ kind }) => kind === 'log')
    expect(lines.length).toBeGreaterThan(0)
    for (const { message } of lines) expect(message).toContain(`addon=${addon} `)
    expect(reportOf(outcome).apps[0]?.metrics).toMatchObject({
      activeConnections: 7,
      hitRate: 0.75,
      memoryRedisBytes: 1024,
    })
    expect(outcome.summary).toContain('Last log lines of the add-on')
  })

  test('is never read with `logs: never`', async () => {
    const { app, addon } = await newApp()
    await dead(addon)
    const outcome = await check(app, { logs: 'never' })
    expect(logSessions()).toEqual([])
    expect(contextOf(outcome)).toEqual([])
  })

  test('puts the metrics into every report with `logs: always`', async () => {
    const { app } = await newApp()
    const outcome = await check(app, { logs: 'always' })
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
    expect(logSessions()).toHaveLength(1)
    expect(contextOf(outcome)).toEqual([])
    expect(reportOf(outcome).apps[0]?.metrics).toMatchObject({ evictedKeys: 0, hitRate: expect.any(Number) as number })
  })

  test('is read from the owning app for a shared add-on', async () => {
    const { app: owner, addon } = await newApp()
    await sandbox.createApp(`${owner}-second`)
    await sandbox.attach(addon, `${owner}-second`, 'REDIS')
    const outcome = await check(`${owner}-second`, { logs: 'always', 'fail-on': 'never' })
    expect(logSessions()).toEqual([`POST /apps/${owner}/log-sessions`])
    expect(reportOf(outcome).apps[0]?.metrics).toBeDefined()
  })

  test.each(['refuse', 'status-500', 'reset-before', 'wrong-shape'] as const)(
    'is ignored if it cannot be read (%s)',
    async (kind) => {
      const { app, addon } = await newApp()
      await sandbox.fault({ kind, match: { path: '/log-sessions$' }, times: 'always' })
      expect(await check(app, { logs: 'always' })).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
      await dead(addon)
      const outcome = await check(app)
      expect(outcome).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'redis-refused' } })
      expect(contextOf(outcome)).toEqual([])
    },
  )

  test.each(['text', 'events'] as const)('is read in the format %s', async (logFormat) => {
    await sandbox.configure({ logFormat })
    const { app } = await newApp()
    expect(reportOf(await check(app, { logs: 'always' })).apps[0]?.metrics).toBeDefined()
  })
})

test('adds context to the failure of a step', async () => {
  const { app, addon } = await newApp('premium-0')
  await sandbox.openIncident(incident)
  await sandbox.planMaintenance(addon, { runReads: 'never' })
  const outcome = await step(sandbox, {
    app,
    maintenance: 'run',
    'provision-timeout': await shortTimeout(),
    logs: 'never',
  })
  expect(outcome.outputs).toMatchObject({ 'failure-reason': 'maintenance', maintenance: 'running' })
  expect(contextOf(outcome).map(({ kind }) => kind)).toEqual(['incident', 'maintenance'])
})

test('requests nothing after a cancellation', async () => {
  const { app } = await newApp()
  await sandbox.openIncident(incident)
  await sandbox.configure({ latencyMs: 500 })
  const outcome = await check(
    app,
    {},
    {
      during: async ({ logged, child }) => {
        await logged(/reading current state/)
        child.kill('SIGINT')
      },
    },
  )
  expect(outcome.outputs['failure-reason']).toBe('cancelled')
  expect([logSessions(), statusReads()]).toEqual([[], []])
})

test('never sends the token to the other hosts', async () => {
  expect(await sandbox.violations()).toEqual([])
})
