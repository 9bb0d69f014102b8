import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type TLSSocket } from 'node:tls'
import { Redis } from 'ioredis'
import { afterEach, describe, expect, test } from 'vitest'
import { startTime } from '../../support/leftovers.ts'
import { sandboxWithAddon } from './support.ts'

const here = sandboxWithAddon('heroku-redis:mini')
const open = new Set<TLSSocket>()
afterEach(async () => {
  for (const socket of open) socket.destroy()
  open.clear()
  await here.sandbox.killDyno()
  await here.sandbox.clearRendezvousFaults()
})

interface Started {
  readonly id: string
  readonly name: string
  readonly attach_url: string
  readonly state: string
}

async function run(command: string, more: Readonly<Record<string, unknown>> = {}): Promise<Started> {
  const wanted = { command, attach: true, force_no_tty: true, type: 'run', time_to_live: 300, ...more }
  const { status, body } = await here.call('POST', `/apps/${here.app}/dynos`, wanted)
  expect(status).toBe(201)
  return body as Started
}

/** A client like the CLI: TLS with verification, the secret, the greeting, raw bytes. */
function attach({ attach_url: url }: Started) {
  const { hostname, port, pathname, protocol } = new URL(url)
  expect(protocol).toBe('rendezvous:')
  const ca = readFileSync(here.sandbox.dynoEnv.NODE_EXTRA_CA_CERTS)
  const socket = connect({ host: hostname, port: Number(port), ca })
  open.add(socket)
  const chunks: Buffer[] = []
  const text = (): string => Buffer.concat(chunks).toString('latin1')
  socket.on('data', (chunk: Buffer) => void chunks.push(chunk))
  const error = new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    socket.once('error', resolve)
    socket.once('close', () => resolve(undefined))
  })
  socket.write(`${pathname.slice(1)}\r\n`)
  return {
    socket,
    chunks,
    error,
    text,
    size: () => chunks.reduce((size, chunk) => size + chunk.length, 0),
    ended: once(socket, 'close').catch(() => undefined),
    until: async (wanted: string) => {
      await expect.poll(text, { timeout: 30_000 }).toContain(wanted)
    },
  }
}

const alive = async () => (await here.sandbox.dynos()).map(({ name }) => name)

describe('a one-off dyno', () => {
  test('runs a real bash with the config vars of the app, and sends both streams raw', async () => {
    const dyno = await run(String.raw`printf '\x00\xff\r\n'; echo "$DYNO $EXTRA ${'$'}{#REDIS_URL}" >&2`, {
      env: { EXTRA: 'more' },
    })
    expect(dyno).toMatchObject({ state: 'starting', attach_url: expect.stringMatching(/\/[0-9a-f]{32}$/) as string })
    expect(await alive()).toEqual([dyno.name])
    const client = attach(dyno)
    await client.ended
    expect(client.text()).toBe(`rendezvous\r\n\u0000\u00ff\r\n${dyno.name} more ${(await here.urlOf()).length}\n`)
    expect(await alive()).toEqual([])
  })

  test('relays TCP: Redis over end-to-end TLS, without secrets in what Heroku sees', async () => {
    const url = new URL(await here.urlOf())
    const dyno = await run(
      `exec 3<>/dev/tcp/${url.hostname}/${url.port} && echo READY && { cat <&3 & cat >&3; kill %1; }`,
    )
    const relay = attach(dyno)
    await relay.until('READY\n')
    const tls = connect({ socket: relay.socket, rejectUnauthorized: false })
    await once(tls, 'secureConnect')
    tls.write(`AUTH default ${url.password}\r\nPING\r\n`)
    const [reply] = (await once(tls, 'data')) as [Buffer]
    expect(reply.toString()).toBe('+OK\r\n+PONG\r\n')
    const [traffic] = (await here.sandbox.dynoTraffic()).slice(-1)
    const [up, down] = [Buffer.from(traffic?.up ?? '', 'base64'), Buffer.from(traffic?.down ?? '', 'base64')]
    expect(up.length).toBeGreaterThan(200)
    expect(down.toString('latin1')).toMatch(/^rendezvous\r\nREADY\n/)
    expect([up, down].some((bytes) => bytes.includes(url.password))).toBe(false)
    relay.socket.destroy()
    await expect.poll(alive, { timeout: 30_000 }).toEqual([])
  })

  test('carries 50 MB', async () => {
    const client = attach(await run('head -c 50000000 /dev/zero'))
    await client.ended
    expect(client.size()).toBe('rendezvous\r\n'.length + 50_000_000)
  })

  test('is shown, listed and stopped', async () => {
    const dyno = await run('sleep 1000', { size: 'Standard-1X' })
    const client = attach(dyno)
    await client.until('rendezvous')
    const path = `/apps/${here.app}/dynos`
    expect((await here.call('GET', path)).body).toMatchObject([{ id: dyno.id, state: 'up', size: 'Standard-1X' }])
    expect((await here.call('GET', `${path}/${dyno.name}`)).body).toMatchObject({ id: dyno.id, attach_url: null })
    expect((await here.call('DELETE', `${path}/${dyno.id}`)).status).toBe(202)
    await client.ended
    expect(await alive()).toEqual([])
    expect((await here.call('GET', `${path}/${dyno.id}`)).status).toBe(404)
    expect((await here.sandbox.allDynos()).at(-1)).toMatchObject({ name: dyno.name, state: 'down', timeToLive: 300 })
  })

  test('ends with its time to live', async () => {
    const client = attach(await run('sleep 1000', { time_to_live: 1 }))
    await client.ended
    expect(await alive()).toEqual([])
  })

  test('can be killed with all its processes', async () => {
    const client = attach(await run('sleep 1000 & echo $!; wait'))
    await client.until('\n')
    await expect.poll(client.text).toMatch(/\d+\n$/)
    const pid = Number(/(\d+)\n$/.exec(client.text())?.[1])
    await here.sandbox.killDyno()
    await client.ended
    await expect.poll(() => startTime(pid), { timeout: 30_000 }).toBeUndefined()
  })

  test('has a terminal unless the request disables it', async () => {
    const client = attach(await run('read line; echo "got $line"', { force_no_tty: false }))
    await client.until('rendezvous')
    client.socket.write('hello\n')
    await client.ended
    expect(client.text()).toBe('rendezvous\r\nhello\r\ngot hello\r\n')
  })

  test('accepts `launcher` on the cnb stack only', async () => {
    const plain = attach(await run('launcher echo done'))
    await plain.ended
    expect(plain.text()).toContain('command not found')
    const { sandbox } = here
    await sandbox.createApp(`cnb-${here.app}`, { stack: 'cnb' })
    const { body } = await here.call('POST', `/apps/cnb-${here.app}/dynos`, {
      command: 'launcher echo done',
      attach: true,
      force_no_tty: true,
    })
    const client = attach(body as Started)
    await client.ended
    expect(client.text()).toBe('rendezvous\r\ndone\n')
  })

  test('is counted', async () => {
    for (let dyno = 0; dyno < 3; dyno++) await run('sleep 1000')
    expect(await alive()).toHaveLength(3)
    expect(await here.sandbox.mostDynos()).toBe(3)
  })
})

describe('the rendezvous', () => {
  const marker = 'echo READY'

  test('refuses clients without the secret', async () => {
    const dyno = await run(marker)
    const client = attach({ ...dyno, attach_url: dyno.attach_url.replace(/.{4}$/, 'beef') })
    await client.ended
    expect(client.text()).toBe('')
  })

  test('can have an untrusted certificate', async () => {
    await here.sandbox.rendezvousFault({ kind: 'untrusted' })
    expect(await attach(await run(marker)).error).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  })

  test.each([
    ['empty', 'rendezvous\r\n'],
    ['closed', ''],
    ['reset', ''],
    ['merged-greeting', 'rendezvous\r\nREADY\n'],
    ['split-greeting', 'rendezvous\r\nREADY\n'],
    ['noise', expect.stringMatching(/^rendezvous\r\n(.+\r\n){2}READY\n$/) as string],
    ['cut', 'rendezvous\r\nREA'],
  ] as const)('can be %s, once', async (kind, text) => {
    await here.sandbox.rendezvousFault({ kind, ...(kind === 'cut' ? { afterBytes: 3 } : {}) })
    const broken = attach(await run(marker))
    await broken.ended
    expect(broken.text()).toEqual(text)
    if (kind === 'merged-greeting') expect(broken.chunks[0]?.toString()).toBe('rendezvous\r\nREADY\n')
    const next = attach(await run(marker))
    await next.ended
    expect(next.text()).toBe('rendezvous\r\nREADY\n')
  })

  test.each(['silent', 'greeting-only', 'no-handshake'] as const)('can be %s, until it is stopped', async (kind) => {
    await here.sandbox.rendezvousFault({ kind })
    const dyno = await run(marker)
    const client = attach(dyno)
    if (kind === 'greeting-only') await client.until('rendezvous\r\n')
    // No more data arrives, regardless of other activity of the sandbox.
    const other = attach(await run(marker))
    await other.ended
    expect(client.text()).toBe(kind === 'greeting-only' ? 'rendezvous\r\n' : '')
    expect(await alive()).toEqual([dyno.name])
    await here.call('DELETE', `/apps/${here.app}/dynos/${dyno.id}`)
    expect(await alive()).toEqual([])
  })

  test('can flood the client', async () => {
    await here.sandbox.rendezvousFault({ kind: 'flood' })
    const client = attach(await run(marker))
    await expect.poll(client.size, { timeout: 30_000 }).toBeGreaterThan(5_000_000)
  })

  test('can have another scheme', async () => {
    await here.sandbox.configure({ attachScheme: 'https' })
    expect((await run(marker)).attach_url).toMatch(/^https:\/\//)
  })

  test('is not available without a release', async () => {
    await here.sandbox.configure({ releaseMs: 60_000 })
    await here.sandbox.createApp(`new-${here.app}`)
    expect((await here.call('POST', `/apps/new-${here.app}/dynos`, { command: marker })).status).toBe(409)
  })
})

describe('a private network', () => {
  test('contains the servers of private plans, reachable only from dynos', async () => {
    const { sandbox } = here
    const app = `private-${here.app}`
    await sandbox.configure({ privateNetwork: true })
    await sandbox.createApp(app, { space: 'my-space', addons: ['heroku-redis:private-7'] })
    const url = new URL((await sandbox.config(app))['REDIS_URL'] ?? '')
    const outside = new Redis({
      host: url.hostname,
      port: Number(url.port),
      tls: { rejectUnauthorized: false },
      lazyConnect: true,
      retryStrategy: () => null,
      connectTimeout: 500,
    })
    outside.on('error', () => undefined)
    await expect(outside.connect()).rejects.toThrow(/ETIMEDOUT|closed/)

    const command = `exec 3<>/dev/tcp/${url.hostname}/${url.port} && echo READY && { cat <&3 & cat >&3; kill %1; }`
    const { body } = await here.call('POST', `/apps/${app}/dynos`, { command, attach: true, force_no_tty: true })
    const relay = attach(body as Started)
    await relay.until('READY\n')
    // A connection from outside gets no answer while a dyno runs.
    const late = outside.duplicate({ connectTimeout: 500 })
    late.on('error', () => undefined)
    await expect(late.connect()).rejects.toThrow(/ETIMEDOUT|closed/)
    const tls = connect({ socket: relay.socket, rejectUnauthorized: false })
    await once(tls, 'secureConnect')
    tls.write(`AUTH default ${url.password}\r\n`)
    const [reply] = (await once(tls, 'data')) as [Buffer]
    expect(reply.toString()).toBe('+OK\r\n')
  })
})
