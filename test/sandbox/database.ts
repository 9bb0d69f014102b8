import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { selfSigned } from '../support/certificates.ts'
import { startRedis, type RedisServer } from '../support/redis-server.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import type { Limits, Service } from './plans.ts'

/** The real servers behind one Redis add-on. Whatever moves the URL keeps the data, as Heroku does. */
export interface Database {
  /** With the password in it, as the config var holds it now. */
  readonly url: string
  readonly primary: RedisServer
  /** Hidden: no URL leads to it. */
  readonly standby: RedisServer | undefined
  /** The standby takes over; without one, a new server does. The URL changes. */
  failOver(): Promise<void>
  /** A new password; whoever is connected is thrown out. The URL changes. */
  rotateCredentials(): Promise<void>
  /** To a new server with a new password. The URL changes. `keepPrevious`: the old server keeps answering. */
  move(options?: { readonly keepPrevious?: boolean }): Promise<void>
  /** Sets a setting of Redis, for whatever server comes after this one too. */
  configure(name: string, value: string): Promise<void>
  /** Changes the limits in place. */
  resize(limits: Limits): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the servers of one add-on: TLS and no CONFIG for Heroku's own service, plain Redis for the others.
 * With a latency, the URL leads to the primary over a link that is so slow.
 */
export async function startDatabase(service: Service, first: Limits, latencyMs = 0): Promise<Database> {
  const onHeroku = service.server === 'redis-tls'
  let limits = first
  const settings = new Map(onHeroku ? [['timeout', '300']] : [])
  let password = newPassword()
  let primary = await start()
  let standby = limits.standby ? await start(primary) : undefined
  let link = await linkTo(primary)
  let url = currentUrl()
  /** Old servers that keep answering until the add-on ends. */
  const kept: { stop(): Promise<unknown> }[] = []
  let stopped: Promise<void> | undefined

  function start(replicaOf?: RedisServer): Promise<RedisServer> {
    return startRedis({
      password,
      tls: onHeroku && selfSigned({ commonName: 'key-value-store.sandbox' }),
      maxmemory: `${limits.megabytes}mb`,
      maxclients: limits.connections,
      hideConfig: onHeroku,
      extra: [...settings].map(([name, value]) => `${name} ${JSON.stringify(value)}`),
      ...(replicaOf ? { replicaOf } : {}),
    })
  }

  async function linkTo(server: RedisServer): Promise<{ readonly port: number; stop(): Promise<void> }> {
    if (latencyMs > 0) return startTcpProxy(server.port, { delayMs: latencyMs / 2 })
    return { port: server.port, stop: async () => undefined }
  }

  function currentUrl(): string {
    return onHeroku
      ? `rediss://:${password}@127.0.0.1:${link.port}`
      : `redis://default:${password}@127.0.0.1:${link.port}`
  }

  async function everywhere(command: string, ...args: (string | number)[]): Promise<void> {
    await Promise.all([primary.command(command, ...args), standby?.command(command, ...args)])
  }

  async function replacePrimary(next: RedisServer, keepPrevious = false): Promise<void> {
    const previous = primary
    await previous.command('CLIENT', 'PAUSE', 10_000, 'WRITE')
    await caughtUp(previous, next)
    await next.command('REPLICAOF', 'NO', 'ONE')
    if (keepPrevious) {
      await previous.command('CLIENT', 'UNPAUSE')
      kept.push(link, previous)
    } else await Promise.all([link.stop(), previous.stop()])
    if (standby !== next) await standby?.stop()
    primary = next
    link = await linkTo(primary)
    url = currentUrl()
    standby = limits.standby ? await start(primary) : undefined
  }

  const self: Database = {
    get url() {
      return url
    },
    get primary() {
      return primary
    },
    get standby() {
      return standby
    },
    failOver: async () => (standby ? replacePrimary(standby) : self.move()),
    rotateCredentials: async () => {
      password = newPassword()
      await everywhere('ACL', 'SETUSER', 'default', 'resetpass', `>${password}`)
      url = currentUrl()
      await primary.command('CLIENT', 'KILL', 'TYPE', 'normal')
    },
    move: async ({ keepPrevious = false } = {}) => {
      password = newPassword()
      await replacePrimary(await start(primary), keepPrevious)
    },
    configure: async (name, value) => {
      settings.set(name, value)
      await everywhere('CONFIG', 'SET', name, value)
    },
    resize: async (next) => {
      limits = next
      await everywhere('CONFIG', 'SET', 'maxmemory', `${limits.megabytes}mb`, 'maxclients', limits.connections)
      if (limits.standby) standby ??= await start(primary)
      else {
        await standby?.stop()
        standby = undefined
      }
    },
    // Several add-ons may share it.
    stop: () =>
      (stopped ??= Promise.all([link.stop(), primary.stop(), standby?.stop(), ...kept.map((old) => old.stop())]).then(
        () => undefined,
      )),
  }
  return self
}

function newPassword(): string {
  return `p${randomBytes(32).toString('hex')}`
}

async function caughtUp(primary: RedisServer, replica: RedisServer): Promise<void> {
  const offset = async (server: RedisServer): Promise<string | undefined> =>
    /master_repl_offset:(\d+)/.exec(String(await server.command('INFO', 'replication')))?.[1]
  const deadline = Date.now() + 5000
  while ((await offset(primary)) !== (await offset(replica))) {
    if (Date.now() > deadline) throw new Error('the standby does not catch up')
    await sleep(5)
  }
}
