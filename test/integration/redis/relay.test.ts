import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex, PassThrough } from 'node:stream'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { cancelled } from '../../../src/failure/to-failure.ts'
import { openDynoSource } from '../../../src/redis/dyno-source.ts'
import type { Endpoint } from '../../../src/redis/facts.ts'
import type { ProbeRequest } from '../../../src/redis/probe.ts'
import { type LocalDyno, startLocalDyno } from '../../support/dyno.ts'
import { selfSigned } from '../../support/certificates.ts'
import { freePort } from '../../support/redis-server.ts'
import { at, failureOf, fake, observe, password, proxy, redis, refusal, valueOf } from './harness.ts'

/** Folders with the programs of an image without bash, with or without socat. */
const images: string[] = []
afterAll(() => {
  for (const folder of images) rmSync(folder, { recursive: true, force: true })
})

function imageWith(...more: readonly string[]): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'image-'))
  images.push(folder)
  for (const program of [
    'sh',
    'base64',
    'dd',
    'mkfifo',
    'mktemp',
    'tr',
    'cat',
    'grep',
    'sleep',
    'rm',
    'kill',
    ...more,
  ]) {
    symlinkSync(execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim(), join(folder, program))
  }
  return { PATH: folder }
}

const ways: readonly (readonly [string, NodeJS.ProcessEnv | undefined])[] = [
  ['bash', undefined],
  ['socat', imageWith('socat')],
  ['nc', imageWith('nc')],
]

interface Dynos {
  readonly started: LocalDyno[]
  readonly openSource: NonNullable<ProbeRequest['openSource']>
  readonly lines: string[]
}

/** Local processes in place of one-off dynos. */
function dynos(env?: NodeJS.ProcessEnv, change: (stream: Duplex, dyno: number) => Duplex = (stream) => stream): Dynos {
  const started: LocalDyno[] = []
  const lines: string[] = []
  onTestFinished(() => {
    for (const dyno of started) dyno.kill()
  })
  return {
    started,
    lines,
    openSource: (label, signal) =>
      openDynoSource({
        start: (command) => {
          const dyno = startLocalDyno(command, env)
          const number = started.push(dyno)
          return Promise.resolve({
            name: `run.${number}`,
            stream: change(dyno.stream, number),
            stop: () => Promise.resolve(dyno.kill()),
          })
        },
        cnb: false,
        startTimeoutMs: 60_000,
        label,
        signal,
        log: { info: (line) => void lines.push(line), debug: () => undefined, phase: (_, work) => work() },
      }),
  }
}

/** All processes of the dyno have ended, and its folder is removed. */
async function expectNothingStays({ started }: Dynos): Promise<void> {
  for (const { group } of started) await expect.poll(() => isAlive(group), { timeout: 20_000 }).toBe(false)
}

/** A zombie counts as ended. */
function isAlive(group: number): boolean {
  const table = execFileSync('ps', ['-A', '-o', 'pgid=,stat='], { encoding: 'utf8' })
  return table.split('\n').some((line) => {
    const [processGroup, state = ''] = line.trim().split(/\s+/)
    return Number(processGroup) === group && !state.startsWith('Z')
  })
}

describe.each(ways)('through a dyno with %s', (way, env) => {
  test('a server with TLS and a pinned certificate: all facts, without secrets in what Heroku sees', async () => {
    const tls = selfSigned()
    const server = await redis({ password, tls })
    const all = dynos(env)
    const { facts } = await observe({
      writer: at(server),
      tlsVerify: { kind: 'pin', sha256: tls.sha256 },
      openSource: all.openSource,
      samples: 5,
    })
    expect(facts.writer.connect.ok).toBe(true)
    expect(facts.writer.write?.ok).toBe(true)
    expect(facts.reader.read?.ok).toBe(true)
    expect(facts.pair.role).toBe('same-server')
    expect(Object.keys(facts.writer.timings)).toEqual(['tcpMs', 'tlsMs', 'loginMs'])
    expect(facts.writer.relay?.echoMs).toBeGreaterThan(0)
    expect(valueOf(facts.writer.latency)).toMatchObject({ samples: 5, relayMs: facts.writer.relay?.echoMs })
    // One dyno for one server.
    expect(all.started).toHaveLength(1)
    expect(all.lines).toEqual([
      expect.stringMatching(/^writer: through the one-off dyno run\.1, round trip to it \d+ ms$/),
    ])

    const seen = all.started[0]?.seen() ?? ''
    expect(seen).toContain(` ready ${way}\n`)
    const carried = [...seen.matchAll(/(?:^| )d (?:\d+ )?([A-Za-z0-9+/=]+)$/gm)].map(([, text = '']) =>
      Buffer.from(text, 'base64').toString('latin1'),
    )
    expect(carried.length).toBeGreaterThan(5)
    for (const text of [seen, carried.join('')]) {
      expect(text).not.toContain(password)
      expect(text).not.toContain('heroku-redis-action:probe')
      expect(text).not.toContain('INFO')
    }
    expect(await server.command('DBSIZE')).toBe(0)
    await expectNothingStays(all)
  })

  test('another certificate than the pinned one: the password is not sent', async () => {
    const server = await fake(() => undefined, selfSigned())
    const { failure } = await refusal({
      writer: at({ ...server, password }),
      tlsVerify: { kind: 'pin', sha256: 'ab'.repeat(32) },
      openSource: dynos(env).openSource,
    })
    expect(failure).toMatchObject({ reason: 'redis-certificate', stage: 'tls', code: 'PIN_MISMATCH' })
    expect(server.received()).toBe('')
  })

  test('the usual reasons at each stage', async () => {
    const all = dynos(env)
    const through = async (writer: Endpoint) => (await refusal({ writer, openSource: all.openSource })).failure

    expect(await through(at({ port: await freePort() }))).toMatchObject({
      reason: 'redis-refused',
      stage: 'tcp',
      code: 'ECONNREFUSED',
      attempts: 3,
    })
    expect(await through(at({ port: 6379 }, { host: 'does-not-exist.invalid' }))).toMatchObject({
      reason: 'redis-dns',
      stage: 'dns',
      code: expect.stringMatching(/^E/) as string,
    })
    const server = await redis({ password, tls: selfSigned() })
    expect(await through(at({ ...server, password: 'another password' }))).toMatchObject({
      reason: 'redis-wrong-password',
      stage: 'login',
    })
    // Another try on the same dyno, to detect that the server requires TLS.
    expect(await through(at(server, { tls: false }))).toMatchObject({ reason: 'redis-tls-required', stage: 'login' })
    // One dyno for each of the four, regardless of the tries.
    expect(all.started).toHaveLength(4)
    await expectNothingStays(all)
  })

  test('a connection that breaks is opened again on the same dyno', async () => {
    const server = await redis({ password })
    let cut = false
    const shaky = await proxy(server, {
      onUp: (chunk) => {
        if (cut || !chunk.includes('PING')) return
        cut = true
        shaky.cut()
      },
    })
    const all = dynos(env)
    const { facts } = await observe({ writer: at({ ...shaky, password }), openSource: all.openSource })
    expect(cut).toBe(true)
    expect(valueOf(facts.writer.latency).samples).toBe(3)
    expect(facts.writer.attempts).toBe(2)
    expect(all.started).toHaveLength(1)
  })
})

describe('writer and reader', () => {
  test('are two endpoints: a dyno for each', async () => {
    const primary = await redis({ password })
    const replica = await redis({ password, replicaOf: primary })
    const all = dynos()
    const { facts } = await observe({ writer: at(primary), reader: at(replica), openSource: all.openSource })
    expect(facts.pair.role).toBe('replica')
    expect(facts.pair.lag?.ok).toBe(true)
    expect(all.started).toHaveLength(2)
    await expectNothingStays(all)
  })
})

describe('time-outs', () => {
  test('a server that is silent', async () => {
    const silent = await proxy({ port: 1 }, { accept: 'silence' })
    const all = dynos()
    const { failure } = await refusal({
      writer: at(silent, { tls: true }),
      connectTimeoutMs: 2_000,
      openSource: all.openSource,
    })
    expect(failure).toMatchObject({ reason: 'redis-timeout', stage: 'tls' })
    await expectNothingStays(all)
  })

  test('the start of the dyno is not part of the connect time-out', async () => {
    const server = await redis({ password })
    const all = dynos()
    const slow: Dynos['openSource'] = async (label, signal) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      return all.openSource(label, signal)
    }
    const { facts } = await observe({ writer: at(server), connectTimeoutMs: 5_000, openSource: slow })
    expect(facts.writer.connect.ok).toBe(true)
  })
})

/** The stream, delayed by `ms` in each direction. */
function delayed(stream: Duplex, ms: number): Duplex {
  const slow = new Duplex({
    read: () => void stream.resume(),
    write: (chunk: Buffer, _, done) => {
      setTimeout(() => void (stream.destroyed || stream.write(chunk)), ms)
      done()
    },
    destroy: (error, done) => {
      stream.destroy()
      done(error)
    },
  })
  stream.on('data', (chunk: Buffer) => void setTimeout(() => slow.push(chunk), ms))
  stream.once('end', () => void setTimeout(() => slow.push(null), ms))
  return slow
}

describe('latency', () => {
  test('the relay’s own round trip is measured and subtracted', async () => {
    const server = await redis({ password })
    const all = dynos(undefined, (stream) => delayed(stream, 150))
    const { facts, lines } = await observe({ writer: at(server), samples: 5, openSource: all.openSource })
    const { relayMs = 0, values } = valueOf(facts.writer.latency)
    expect(relayMs).toBeGreaterThanOrEqual(295)
    const measured = lines.flatMap((line) => /^writer: PING ([\d.]+) ms$/.exec(line)?.slice(1).map(Number) ?? [])
    expect(measured).toHaveLength(5)
    for (const [index, ms] of measured.entries()) {
      expect(ms).toBeGreaterThanOrEqual(295)
      expect(values[index]).toBeCloseTo(Math.max(0, ms - relayMs), -2)
    }
  })

  test('the time of Redis itself remains', async () => {
    const far = await proxy(await redis({ password }), { delayMs: 150 })
    const all = dynos()
    const { facts } = await observe({ writer: at({ ...far, password }), samples: 5, openSource: all.openSource })
    const { relayMs = 0, values } = valueOf(facts.writer.latency)
    for (const value of values) expect(value + relayMs).toBeGreaterThanOrEqual(295)
    expect(Math.max(...values)).toBeGreaterThan(0)
  })
})

describe('a hostile server', () => {
  test('more than 50 MB neither fill the memory nor block the probe', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x')
    let sent = 0
    let floods = false
    const flood = await fake((text, socket) => {
      if (text.includes('HELLO')) return '+OK\r\n'
      if (floods) return void socket.destroy()
      floods = true
      socket.write('$900000\r\n')
      const more = (): void =>
        void (
          socket.destroyed ||
          ((sent += chunk.length) && socket.write(chunk) ? setImmediate(more) : socket.once('drain', more))
        )
      more()
      return undefined
    })
    const all = dynos()
    const { facts } = await observe({ writer: at(flood), openSource: all.openSource })
    expect(failureOf(facts.writer.info)).toMatchObject({ reason: 'redis-wrong-data' })
    // It was stopped soon.
    expect(sent).toBeLessThan(50_000_000)
    await expectNothingStays(all)
  })
})

describe('the dyno', () => {
  test('prints nothing, twice: is replaced twice', async () => {
    const server = await redis({ password })
    const all = dynos(undefined, (stream, dyno) => (dyno < 3 ? ended(stream) : stream))
    const { facts } = await observe({ writer: at(server), openSource: all.openSource })
    expect(facts.writer.write?.ok).toBe(true)
    expect(all.started).toHaveLength(3)
    expect(all.lines.filter((line) => line.includes('printed nothing'))).toHaveLength(2)
    await expectNothingStays(all)
  })

  test('prints nothing, always', async () => {
    const all = dynos(undefined, ended)
    await expect(observe({ writer: at({ port: 1 }), openSource: all.openSource })).rejects.toMatchObject({
      reason: 'dyno-failed',
      message: expect.stringContaining('it ended') as string,
    })
    expect(all.started).toHaveLength(3)
    await expectNothingStays(all)
  })

  test.each([
    ['an image without a shell', 'sh: command not found\n', 'sh: command not found'],
    ['an app that prints something else', `${'x'.repeat(100)}\n`.repeat(20_000), 'it prints too much'],
  ])('%s: its output is quoted once', async (_, output, quoted) => {
    const all = dynos(undefined, (stream) => {
      stream.destroy()
      return printing(output)
    })
    const error = await observe({ writer: at({ port: 1 }), openSource: all.openSource }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ reason: 'dyno-failed', message: expect.stringContaining(quoted) as string })
    expect(all.started).toHaveLength(1)
  })

  test('has no program for TCP connections', async () => {
    const all = dynos(imageWith())
    await expect(observe({ writer: at({ port: 1 }), openSource: all.openSource })).rejects.toMatchObject({
      reason: 'dyno-failed',
      message: expect.stringContaining('lacks bash, socat and nc') as string,
    })
    await expectNothingStays(all)
  })

  test('is killed in the middle of a test', async () => {
    const server = await redis({ password })
    const all = dynos()
    const observing = observe({
      writer: at(server),
      samples: 10_000,
      openSource: all.openSource,
      log: {
        info: () => undefined,
        debug: (line) => {
          if (line.includes('PING')) all.started[0]?.kill()
        },
        phase: (_, work) => work(),
      },
    })
    await expect(observing).rejects.toMatchObject({ reason: 'dyno-failed' })
    await expectNothingStays(all)
  })

  test.each(['starting', 'testing'])('does not outlive a cancel while it is %s', async (moment) => {
    const server = await redis({ password })
    const abort = new AbortController()
    const cancel = (): void => abort.abort(cancelled())
    const all = dynos(undefined, (stream) => {
      if (moment === 'starting') setImmediate(cancel)
      return stream
    })
    const observing = observe({
      writer: at(server),
      samples: 10_000,
      signal: abort.signal,
      openSource: all.openSource,
      log: {
        info: () => undefined,
        debug: (line) => void (line.includes('PING') && cancel()),
        phase: (_, work) => work(),
      },
    })
    await expect(observing).rejects.toMatchObject({ reason: 'cancelled' })
    expect(all.started).toHaveLength(1)
    await expectNothingStays(all)
  })
})

/** A stream that ends after Heroku's greeting. */
function ended(stream: Duplex): Duplex {
  stream.destroy()
  return printing('rendezvous\r\n')
}

function printing(text: string): Duplex {
  const output = new PassThrough()
  output.end(text)
  return Duplex.from({ readable: output, writable: new PassThrough().resume() })
}
