import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { CertificateMaterial } from './certificates.ts'
import { type Launched, launch } from './launcher.ts'
import { openLedger, runState } from './leftovers.ts'

export interface RedisOptions {
  /** Default: a free one. */
  readonly port?: number
  /** Of the user `default`; absent: no login is needed. */
  readonly password?: string
  readonly tls?: CertificateMaterial | false
  /** As redis.conf spells it: `25mb`. */
  readonly maxmemory?: string
  readonly maxclients?: number
  /** Default `noeviction`. */
  readonly policy?: string
  /**
   * The primary to follow, started by this process: a `RedisServer`, or the port of a proxy before one (with the
   * primary's certificate). The replica logs in as the administrator.
   */
  readonly replicaOf?: { readonly port: number; readonly tls?: CertificateMaterial | false }
  /** With `replicaOf`: false does not wait for the first synchronisation. Default true. */
  readonly awaitSync?: boolean
  /** Users, as redis.conf spells them after `user`: `alice on >secret ~* +@read`. */
  readonly acl?: readonly string[]
  /** True: clients get "unknown command" for CONFIG, as on Heroku; `command('CONFIG', …)` still works. */
  readonly hideConfig?: boolean
  /** More lines of redis.conf. */
  readonly extra?: readonly string[]
}

export interface RedisServer {
  readonly port: number
  readonly pid: number
  readonly password?: string
  readonly tls: CertificateMaterial | false
  /** Sends one command on a new connection, as an administrator that passwords and ACLs of the test do not affect. */
  command(name: string, ...args: (string | number)[]): Promise<unknown>
  /** Resolves when a killed server has ended, and when a stopped one no longer answers. */
  signal(signal: NodeJS.Signals): Promise<void>
  /** Kills the server at once, even if it is stopped, and removes its folder. May be called again. */
  stop(): Promise<void>
}

const executable = 'redis-server'
const startTimeoutMs = 10_000

/** The same for all servers of this process, so that a replica can log in to its primary. */
const administrator = { name: 'test-administrator', password: randomBytes(16).toString('hex') }

const running = new Map<Launched, string>()

const ledger = openLedger()
ledger.endLeftovers()

process.on('exit', () => {
  for (const [server, folder] of running) {
    server.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
    ledger.remove(server.pid)
  }
})

/** Starts a real `redis-server` on 127.0.0.1 and resolves when it answers (and, as a replica, is in sync). */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const attempts = options.port === undefined ? 5 : 1
  for (let attempt = 1; ; attempt++) {
    const server = await tryToStart(options.port ?? (await freePort()), options)
    if ('port' in server) return server
    // Another process may take the free port before redis-server binds it.
    if (attempt === attempts) throw new Error(`redis-server did not start:\n${server.output}`)
  }
}

/** Below the ports that systems assign themselves (Linux: from 32768 on), so no outgoing connection takes one. */
const ports = { first: 10_000, perWorker: 2_000 }
const worker = (Number(process.env['VITEST_POOL_ID'] ?? 11) - 1) % 11
let portsGiven = randomInt(ports.perWorker)

/** A port where nothing listens. It is not given again soon, so a test may rely on a closed port to stay closed. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ports.perWorker; attempt++) {
    const port = ports.first + worker * ports.perWorker + (portsGiven++ % ports.perWorker)
    const server = createServer().listen(port, '127.0.0.1')
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!isFree) continue
    server.close()
    await once(server, 'close')
    return port
  }
  throw new Error('no free port')
}

async function tryToStart(port: number, options: RedisOptions): Promise<RedisServer | { readonly output: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-test-'))
  const configAlias = options.hideConfig === true ? `CONFIG-${randomBytes(8).toString('hex')}` : undefined
  const { tls = false } = options
  await writeCertificates(folder, options)

  const log = join(folder, 'log')
  // The configuration is passed through stdin, because a command line would show the passwords to every user.
  const input = configuration(port, folder, options, configAlias).join('\n')
  const server = await launch({ command: executable, args: ['-'], cwd: folder, log, input })
  running.set(server, folder)
  ledger.add(server.pid, folder)

  const stop = async (): Promise<void> => {
    server.hold()
    server.kill('SIGKILL')
    await server.ended
    running.delete(server)
    ledger.remove(server.pid)
    await rm(folder, { recursive: true, force: true })
  }
  const command = (name: string, ...args: (string | number)[]): Promise<unknown> =>
    asAdministrator(port, tls !== false, configAlias !== undefined && /^config$/i.test(name) ? configAlias : name, args)

  // Reading the log repeatedly is cheap; the connection is made only when it is needed and can succeed.
  const listening = waitFor(() => readFile(log, 'utf8'), isListening)
  const answered = listening.then(
    (late) =>
      late ??
      (needsSync(options) ? waitFor(async () => String(await command('INFO', 'replication')), isInSync) : undefined),
  )
  const failure = await Promise.race([server.ended, answered])
  if (failure !== undefined) {
    const output = await readFile(log, 'utf8')
    await stop()
    return { output: `${failure}\n${output}` }
  }
  return {
    port,
    pid: server.pid,
    ...(options.password === undefined ? {} : { password: options.password }),
    tls,
    command,
    signal: async (signal) => {
      server.kill(signal)
      if (signal === 'SIGKILL') {
        server.hold()
        await server.ended
      }
      if (signal === 'SIGSTOP') while (/[RSD]/.test(runState(server.pid) ?? '')) await sleep(1)
    },
    stop,
  }
}

function isListening(log: string): boolean {
  // It listens from this line on; a large data set is loaded afterwards.
  return log.includes('Server initialized') || log.includes('Ready to accept connections')
}

function needsSync({ replicaOf, awaitSync }: RedisOptions): boolean {
  return replicaOf !== undefined && awaitSync !== false
}

function isInSync(info: string): boolean {
  return info.includes('master_link_status:up')
}

/** Resolves to undefined when `good`, to the reason after a time-out. */
async function waitFor(ask: () => Promise<string>, good: (answer: string) => boolean): Promise<string | undefined> {
  const deadline = Date.now() + startTimeoutMs
  while (Date.now() < deadline) {
    if (good(await ask().catch(String))) return undefined
    await sleep(20)
  }
  return `not ready after ${startTimeoutMs} ms`
}

async function asAdministrator(port: number, tls: boolean, name: string, args: (string | number)[]): Promise<unknown> {
  const client = new Redis({
    host: '127.0.0.1',
    port,
    username: administrator.name,
    password: administrator.password,
    ...(tls ? { tls: { rejectUnauthorized: false } } : {}),
    lazyConnect: true,
    retryStrategy: () => null,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 5000,
  })
  let reason: Error | undefined
  client.on('error', (error: Error) => (reason = error))
  try {
    await client.connect()
    return await client.call(name, args)
  } catch (error) {
    // The last `error` event has more details than the rejection of connect().
    throw reason ?? error
  } finally {
    client.disconnect()
  }
}

async function writeCertificates(folder: string, { tls, replicaOf }: RedisOptions): Promise<void> {
  // Only the primary's certificate: OpenSSL fails with two self-signed certificates of the same name in this file.
  const trusted = replicaOf?.tls || tls
  if (trusted) await writeFile(join(folder, 'ca.pem'), trusted.ca)
  if (!tls) return
  await writeFile(join(folder, 'cert.pem'), tls.cert)
  await writeFile(join(folder, 'key.pem'), tls.key, { mode: 0o600 })
}

function configuration(port: number, folder: string, options: RedisOptions, configAlias: string | undefined): string[] {
  const { tls, replicaOf } = options
  return [
    'bind 127.0.0.1',
    'protected-mode no',
    `dir ${folder}`,
    'save ""',
    'appendonly no',
    // A diskless synchronisation delays the first changes by a second.
    'repl-diskless-sync no',
    ...(tls ? ['port 0', `tls-port ${port}`, 'tls-auth-clients no'] : [`port ${port}`]),
    ...(tls ? [`tls-cert-file ${join(folder, 'cert.pem')}`, `tls-key-file ${join(folder, 'key.pem')}`] : []),
    ...(tls || replicaOf?.tls ? [`tls-ca-cert-file ${join(folder, 'ca.pem')}`] : []),
    ...(replicaOf ? [`replicaof 127.0.0.1 ${replicaOf.port}`, `masteruser ${administrator.name}`] : []),
    ...(replicaOf ? [`masterauth ${administrator.password}`] : []),
    ...(replicaOf?.tls || (tls && !replicaOf) ? ['tls-replication yes'] : []),
    `user ${administrator.name} on >${administrator.password} ~* &* +@all`,
    ...(options.password === undefined ? [] : [`requirepass ${JSON.stringify(options.password)}`]),
    ...(options.acl ?? []).map((user) => `user ${user}`),
    ...(options.maxmemory === undefined ? [] : [`maxmemory ${options.maxmemory}`]),
    ...(options.maxclients === undefined ? [] : [`maxclients ${options.maxclients}`]),
    `maxmemory-policy ${options.policy ?? 'noeviction'}`,
    ...(configAlias === undefined ? [] : [`rename-command CONFIG ${configAlias}`]),
    ...(options.extra ?? []),
    '',
  ]
}
