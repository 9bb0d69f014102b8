import { describe, expect, test } from 'vitest'
import { sandboxWithAddon } from './support.ts'

const here = sandboxWithAddon('heroku-redis:mini')

describe('the status page', () => {
  const page = async (headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${here.sandbox.env.HEROKU_STATUS_HOST}/api/v4/current-status`, { headers })
    return { status: response.status, body: await response.json() }
  }

  test('is green until there is an incident', async () => {
    const { sandbox } = here
    const green = { Apps: 'green', Data: 'green', Tools: 'green' }
    const colors = async () => {
      const { body } = (await page()) as { body: { status: { system: string; status: string }[] } }
      return Object.fromEntries(body.status.map(({ system, status }) => [system, status]))
    }
    expect(await colors()).toEqual(green)
    await sandbox.openIncident({
      title: 'Redis is slow',
      since: '2026-03-04T12:03:00.000Z',
      update: 'We look into it.',
    })
    await sandbox.openIncident({ title: 'Builds fail', system: 'Apps', color: 'yellow' })
    expect(await colors()).toEqual({ Apps: 'yellow', Data: 'red', Tools: 'green' })
    expect((await page()).body).toMatchObject({
      incidents: [
        { title: 'Builds fail' },
        {
          title: 'Redis is slow',
          created_at: '2026-03-04T12:03:00.000Z',
          full_url: expect.stringMatching(/^https:\/\/status.heroku.com\/incidents\/\d+$/) as string,
          updates: [{ update_type: 'issue', contents: 'We look into it.' }],
        },
      ],
      scheduled: [],
    })
    await sandbox.clearIncidents()
    expect(await colors()).toEqual(green)
  })

  test('can give any answer, and fail', async () => {
    const { sandbox } = here
    await sandbox.setStatusPage([{ odd: true }])
    expect((await page()).body).toEqual([{ odd: true }])
    await sandbox.setStatusPage(null)
    await sandbox.fault({ kind: 'status-500', match: { path: '/current-status$' } })
    expect((await page()).status).toBe(500)
    expect((await page()).status).toBe(200)
    expect(sandbox.otherRequests.list().at(-2)).toMatchObject({ path: '/api/v4/current-status', fault: 'status-500' })
    expect(sandbox.requests.list().some(({ path }) => path.includes('current-status'))).toBe(false)
  })

  test('refuses a token, and records it as a violation', async () => {
    const { sandbox } = here
    expect(await sandbox.violations()).toEqual([])
    expect((await page({ Authorization: `Bearer ${sandbox.token}` })).status).toBe(400)
    expect(await sandbox.violations()).toEqual(['GET /api/v4/current-status carries an Authorization header'])
  })
})

describe('a log session', () => {
  const open = async (body: unknown = { dyno: 'heroku-redis', lines: 100, tail: false }) => {
    const { status, body: session } = await here.call('POST', `/apps/${here.app}/log-sessions`, body)
    return { status, url: (session as { logplex_url: string }).logplex_url }
  }
  const read = async (url: string) => (await fetch(url)).text()
  const secret = 'app secret: 5ecret-5ecret'

  test('has the metrics of the add-on among the lines of the app', async () => {
    const { sandbox, app, addon } = here
    await sandbox.log(app, [`2026-03-04T12:03:00.000000+00:00 app[web.1]: ${secret}`])
    for (let client = 0; client < 3; client++) await here.login(await here.urlOf())
    await sandbox.redis(addon, 'SET', 'key', 'x'.repeat(100_000))

    const { status, url } = await open()
    expect(status).toBe(201)
    expect(new URL(url).origin).not.toBe(sandbox.url)
    const response = await fetch(url)
    expect(response.headers.get('content-type')).toContain('text/plain')
    const lines = (await response.text()).split('\n')
    expect(lines.some((line) => line.endsWith(secret))).toBe(true)
    const metrics = lines.find((line) => line.includes(`app[heroku-redis]: source=REDIS addon=${addon} `)) ?? ''
    const value = (name: string) => new RegExp(`sample#${name}=(\\S+)`).exec(metrics)?.[1]
    expect(value('active-connections')).toBe('3')
    expect(Number(value('memory-redis')?.replace('bytes', ''))).toBeGreaterThan(100_000)
    expect([value('evicted-keys'), value('hit-rate'), value('memory-total')]).toEqual([
      '0',
      '0',
      expect.stringMatching(/^\d+\.\dkB$/) as string,
    ])
    expect(await sandbox.violations()).not.toContain(expect.stringContaining('/sessions/'))
  })

  test('can be filtered by Heroku, and is limited to the requested lines', async () => {
    await here.sandbox.configure({ logLines: 'filtered' })
    await here.sandbox.log(here.app, [secret])
    const filtered = await read((await open()).url)
    expect(filtered).not.toContain(secret)
    expect(filtered.trim().split('\n')).toHaveLength(1)
    const { url } = await open({ lines: 2, tail: false })
    expect((await read(url)).trim().split('\n')).toHaveLength(2)
  })

  test('can be an event stream', async () => {
    await here.sandbox.configure({ logFormat: 'events' })
    const response = await fetch((await open()).url)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(await response.text()).toMatch(/^: heartbeat\n\nid: 1\ndata: \S+ /)
  })

  test('of a Fir app never ends and ignores `lines`', async () => {
    const { sandbox } = here
    await sandbox.createApp(`fir-${here.app}`, { stack: 'cnb' })
    const { body } = await here.call('POST', `/apps/fir-${here.app}/log-sessions`, { lines: 1, tail: false })
    const leaving = new AbortController()
    const response = await fetch((body as { logplex_url: string }).logplex_url, { signal: leaving.signal })
    const reader = response.body?.getReader()
    const first = await reader?.read()
    expect(Buffer.from(first?.value ?? []).toString()).toMatch(/data: .*\n\n.*data: /s)
    const ended = await Promise.race([reader?.read().then(() => 'ended'), here.call('GET', `/apps/${here.app}`)])
    expect(ended).not.toBe('ended')
    leaving.abort()
  })

  test('can break off', async () => {
    const whole = await read((await open()).url)
    await here.sandbox.fault({ kind: 'truncated', match: { path: '^/sessions/' } })
    const part = await read((await open()).url)
    expect(part).not.toBe('')
    expect(part.length).toBeLessThan(whole.length)
  })

  test('can be refused, and needs the right address', async () => {
    await here.sandbox.fault({ kind: 'refuse', match: { path: '/log-sessions$' } })
    expect((await open()).status).toBe(403)
    const { url } = await open()
    expect((await fetch(url.replace(/sessions\/.{8}/, 'sessions/00000000'))).status).toBe(404)
    expect((await fetch(url, { headers: { Authorization: 'Bearer x' } })).status).toBe(400)
  })
})
