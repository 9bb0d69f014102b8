import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createServer as createTlsServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished } from 'vitest'
import type { Endpoint, Outcome, ProbeFacts, RedisFailure, WantedFacts } from '../../../src/redis/facts.ts'
import { probe, type ProbeRequest } from '../../../src/redis/probe.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { slowness } from '../../support/slowness.ts'
import type { CertificateMaterial } from '../../support/certificates.ts'
import { quickClock } from '../../support/quick-clock.ts'
import { startRedis, type RedisOptions, type RedisServer } from '../../support/redis-server.ts'
import { startTcpProxy, type TcpProxy, type TcpProxyOptions } from '../../support/tcp-proxy.ts'

export const password = 'corréct/horse battery@staple'

export async function redis(options: RedisOptions = {}): Promise<RedisServer> {
  const server = await startRedis(options)
  onTestFinished(() => server.stop())
  return server
}

export async function proxy(target: { readonly port: number }, options?: TcpProxyOptions): Promise<TcpProxy> {
  const started = await startTcpProxy(target.port, options)
  onTestFinished(() => started.stop())
  return started
}

/** The endpoint of the server, with its password and TLS setting. */
export function at(
  server: { readonly port: number; readonly password?: string; readonly tls?: unknown },
  changes: Partial<Endpoint> = {},
): Endpoint {
  return {
    host: '127.0.0.1',
    port: server.port,
    username: 'default',
    ...(server.password === undefined ? {} : { password: new Secret(server.password) }),
    tls: Boolean(server.tls),
    ...changes,
  }
}

export interface Observation {
  readonly facts: ProbeFacts
  readonly ms: number
  readonly lines: readonly string[]
}

export const everything: WantedFacts = { info: true, write: true, read: true, lag: true, latency: true }
export const nothing: WantedFacts = { info: false, write: false, read: false, lag: false, latency: false }

type Request = Partial<ProbeRequest> & { readonly writer: Endpoint }

/** Probes, and expects no password in the facts or in the log. */
export async function observe(request: Request): Promise<Observation> {
  const lines: string[] = []
  const start = performance.now()
  const facts = await probe(complete(request, lines))
  const output = JSON.stringify(facts) + lines.join('\n')
  for (const secret of [request.writer, request.reader].map((endpoint) => endpoint?.password?.reveal())) {
    if (secret !== undefined) {
      expect(output).not.toContain(secret)
      expect(output).not.toContain(encodeURIComponent(secret))
    }
  }
  return { facts, ms: performance.now() - start, lines }
}

/** Generous for busy machines. Tests of time-outs set shorter ones. */
export const patientMs = 4_000 * slowness

export function complete(request: Request, lines: string[] = []): ProbeRequest {
  return {
    reader: request.writer,
    tlsVerify: { kind: 'none' },
    connectTimeoutMs: patientMs,
    commandTimeoutMs: patientMs,
    lagTimeoutMs: patientMs,
    samples: 3,
    facts: everything,
    signal: new AbortController().signal,
    clock: quickClock(),
    log: {
      info: (line) => void lines.push(line),
      debug: (line) => void lines.push(line),
      phase: (_, work) => work(),
    },
    ...request,
  }
}

export function failureOf(outcome: Outcome<unknown> | undefined): RedisFailure {
  if (outcome === undefined || outcome.ok) throw new Error(`not a failure: ${JSON.stringify(outcome)}`)
  return outcome.failure
}

export function valueOf<T>(outcome: Outcome<T> | undefined): T {
  if (outcome === undefined || !outcome.ok) throw new Error(`not a value: ${JSON.stringify(outcome)}`)
  return outcome.value
}

/** The connect failure of a single endpoint. */
export async function refusal(request: Request) {
  const observation = await observe(request)
  return { ...observation, writer: observation.facts.writer, failure: failureOf(observation.facts.writer.connect) }
}

/** Takes one of the server's connections; the administrator's own may take a moment to close. */
export async function hold(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1').resume()
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    const refused = await Promise.race([once(socket, 'close').then(() => true), sleep(100, false)])
    if (refused) continue
    onTestFinished(() => void socket.destroy())
    return
  }
}

export interface FakeServer {
  readonly port: number
  readonly tls: boolean
  /** All bytes from clients, decrypted. */
  received(): string
}

/** A server that is not Redis: `answer` provides the reply to each chunk. */
export async function fake(
  answer: (text: string, socket: Socket) => string | undefined,
  tls?: CertificateMaterial,
): Promise<FakeServer> {
  let received = ''
  const serve = (socket: Socket): void => {
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      received += chunk.toString()
      const reply = answer(chunk.toString(), socket)
      if (reply !== undefined) socket.write(reply)
    })
    onTestFinished(() => void socket.destroy())
  }
  const server: Server = tls ? createTlsServer({ key: tls.key, cert: tls.cert }, serve) : createServer(serve)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { port: (server.address() as AddressInfo).port, tls: tls !== undefined, received: () => received }
}

/** A server that sends one text on every connection and closes it. */
export async function greeting(text: string, tls?: CertificateMaterial): Promise<{ readonly port: number }> {
  const greet = (socket: Socket): void => void socket.on('error', () => undefined).end(text)
  const server: Server = tls ? createTlsServer({ key: tls.key, cert: tls.cert }, greet) : createServer(greet)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { port: (server.address() as AddressInfo).port }
}

/** Probes a writer in a new process, where nothing is loaded yet; returns the printed `shown`. */
export async function inFreshProcess(
  writer: Endpoint,
  shown: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const program = `
    import { probe } from './src/redis/probe.ts'
    import { Secret } from './src/utils/secret.ts'
    import { now, sleep } from './src/utils/time.ts'
    import { openSync } from 'node:fs'
    if (process.env.NO_DESCRIPTORS) {
      await import('./src/redis/connection.ts')
      await import('ioredis')
      try { for (;;) openSync('/dev/null') } catch {}
    }
    const endpoint = { ...JSON.parse(process.env.ENDPOINT), password: new Secret(process.env.SECRET) }
    const log = { info() {}, debug() {}, phase: (_, work) => work() }
    const clock = { now, sleep: (ms, signal) => sleep(ms / 20, signal) }
    const { writer } = await probe({ writer: endpoint, reader: endpoint, tlsVerify: { kind: 'none' }, connectTimeoutMs: ${patientMs},
      commandTimeoutMs: ${patientMs}, lagTimeoutMs: ${patientMs}, samples: 1, facts: { info: false, write: true, read: false, lag: false, latency: false }, signal: new AbortController().signal, clock, log })
    console.log(JSON.stringify(${shown}))`
  const command = [process.execPath, '--input-type=module-typescript', '-e', program]
  // Few descriptors, so that they run out soon.
  return promisify(execFile)('sh', ['-c', 'ulimit -n 128; exec "$@"', 'sh', ...command], {
    env: { ...process.env, ENDPOINT: JSON.stringify(writer), SECRET: writer.password?.reveal() ?? '', ...env },
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
  })
}
