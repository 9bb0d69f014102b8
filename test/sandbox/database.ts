import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { selfSigned } from '../support/certificates.ts'
import { startRedis, type RedisServer } from '../support/redis-server.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import type { Limits, Service } from './plans.ts'
import { startPrivateNetwork } from './private-network.ts'
import { fullVersion, reportVersion } from './reported-version.ts'

/** The real servers of one Redis add-on. Every change of the URL keeps the data, as on Heroku. */
export interface Database {
  /** The current URL with the password, for the config var. */
  readonly url: string
  readonly primary: RedisServer
  /** Hidden: has no URL. Nobody sees whether it runs, so it starts when it is needed. */
  standby(): Promise<RedisServer | undefined>
  readonly standbyStarted: boolean
  /** The full version that INFO reports; undefined: the real one. */
  readonly version: string | undefined
  /** The standby becomes the primary; without one, a new server does. The URL changes. */
  failOver(replacement?: Replacement): Promise<void>
  /** A new password. The URL changes. Unless the old password is kept, its connections are closed. */
  rotateCredentials(options?: { readonly keepOld?: boolean }): Promise<void>
  /** Revokes all passwords but the newest, and closes their connections. */
  refuseOldPasswords(): Promise<void>
  /** Moves to a new server with a new password. The URL changes. */
  move(replacement?: Replacement): Promise<void>
  /** Sets a parameter of Redis, including later servers. @throws the error of Redis for an invalid value. */
  configure(name: string, value: string): Promise<void>
  /** The parameters of `configure`, by their names in Redis. */
  readonly settings: ReadonlyMap<string, string>
  /** Changes the limits in place. */
  resize(limits: Limits): Promise<void>
  stop(): Promise<void>
}

export interface Replacement {
  /** True: the old server keeps running with its data. Default false. */
  readonly keepPrevious?: boolean
  /** Reported by the new server: `9.1`. */
  readonly version?: string
}

export interface DatabaseOptions {
  /** Additional round-trip time to the primary, milliseconds. */
  readonly latencyMs?: number
  /** Reported by INFO instead of the real version: `9.1`. */
  readonly version?: string
  /** Process groups that can reach the servers; absent: all processes. */
  readonly reachableFrom?: () => ReadonlySet<number>
}

interface Link {
  readonly port: number
  stop(): Promise<void>
}

/** Starts the servers of one add-on: TLS and no CONFIG for Heroku's own service, plain Redis for the others. */
export async function startDatabase(
  service: Service,
  first: Limits,
  { latencyMs = 0, version: wanted, reachableFrom }: DatabaseOptions = {},
): Promise<Database> {
  const onHeroku = service.server === 'redis-tls'
  let limits = first
  const settings = new Map(onHeroku ? [['timeout', '300']] : [])
  let version = wanted === undefined ? undefined : fullVersion(wanted)
  let password = newPassword()
  let primary = await start()
  let standby: RedisServer | undefined
  let link = await linkTo(primary)
  let url = currentUrl()
  /** Old servers that still run. */
  const kept: { stop(): Promise<void> }[] = []
  let stopped: Promise<void> | undefined
  let last: Promise<unknown> = Promise.resolve()

  /** One change at a time: a rotation during a failover must apply to the new primary. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const before = last
    const turn = (async (): Promise<void> => {
      await before
      if (stopped) throw new Error('the servers of this add-on are stopped')
      await work()
    })()
    last = turn.catch(() => undefined)
    return turn
  }

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

  async function linkTo(server: RedisServer): Promise<Link> {
    const reporting = version === undefined || !server.tls ? undefined : await reportVersion(server, version)
    let { port } = reporting ?? server
    const delayed = latencyMs > 0 ? await startTcpProxy(port, { delayMs: latencyMs / 2 }) : undefined
    port = delayed?.port ?? port
    // Outermost, because it must see the client's address.
    const network = reachableFrom ? await startPrivateNetwork(port, reachableFrom) : undefined
    return {
      port: network?.port ?? port,
      stop: async () => void (await Promise.all([network?.stop(), delayed?.stop(), reporting?.stop()])),
    }
  }

  function currentUrl(): string {
    return onHeroku
      ? `rediss://:${password}@127.0.0.1:${link.port}`
      : `redis://default:${password}@127.0.0.1:${link.port}`
  }

  async function startStandby(): Promise<void> {
    if (limits.standby) standby ??= await start(primary)
  }

  async function everywhere(command: string, ...args: (string | number)[]): Promise<void> {
    await primary.command(command, ...args)
    // A standby that a test has killed does not catch up.
    await standby?.command(command, ...args).catch(() => undefined)
  }

  async function replacePrimary(next: RedisServer, { keepPrevious = false }: Replacement): Promise<void> {
    const old = { server: primary, link, standby: standby === next ? undefined : standby }
    const answers = await old.server.command('CLIENT', 'PAUSE', 60_000, 'WRITE').then(
      () => true,
      () => false,
    )
    if (answers) await caughtUp(old.server, next)
    await next.command('REPLICAOF', 'NO', 'ONE')
    primary = next
    link = await linkTo(primary)
    url = currentUrl()
    standby = undefined
    const end = async (): Promise<void> => void (await Promise.all([old.link.stop(), old.server.stop()]))
    if (keepPrevious && answers) {
      await old.server.command('CLIENT', 'UNPAUSE')
      kept.push({ stop: end })
    } else {
      await end()
    }
    await old.standby?.stop()
  }

  async function move(replacement: Replacement): Promise<void> {
    password = newPassword()
    if (replacement.version !== undefined) version = fullVersion(replacement.version)
    await replacePrimary(await start(primary), replacement)
  }

  async function stopAll(): Promise<void> {
    await last
    await Promise.all([link.stop(), primary.stop(), standby?.stop(), ...kept.map((server) => server.stop())])
  }

  return {
    get url() {
      return url
    },
    get primary() {
      return primary
    },
    standby: async () => {
      await inTurn(startStandby)
      return standby
    },
    get standbyStarted() {
      return standby !== undefined
    },
    get version() {
      return version
    },
    settings,
    failOver: (replacement = {}) =>
      inTurn(async () => {
        await startStandby()
        await (standby ? replacePrimary(standby, replacement) : move(replacement))
      }),
    rotateCredentials: ({ keepOld = false } = {}) =>
      inTurn(async () => {
        // One that starts later would know the new password only.
        if (keepOld) await startStandby()
        password = newPassword()
        await everywhere('ACL', 'SETUSER', 'default', ...(keepOld ? [] : ['resetpass']), `>${password}`)
        url = currentUrl()
        if (!keepOld) await primary.command('CLIENT', 'KILL', 'TYPE', 'normal')
      }),
    refuseOldPasswords: () =>
      inTurn(async () => {
        await everywhere('ACL', 'SETUSER', 'default', 'resetpass', `>${password}`)
        await primary.command('CLIENT', 'KILL', 'TYPE', 'normal')
      }),
    move: (replacement = {}) => inTurn(() => move(replacement)),
    configure: (name, value) =>
      inTurn(async () => {
        await everywhere('CONFIG', 'SET', name, value)
        settings.set(name, value)
      }),
    resize: (next) =>
      inTurn(async () => {
        limits = next
        await everywhere('CONFIG', 'SET', 'maxmemory', `${limits.megabytes}mb`, 'maxclients', limits.connections)
        if (limits.standby) return
        await standby?.stop()
        standby = undefined
      }),
    // Several add-ons may share the servers.
    stop: () => (stopped ??= stopAll()),
  }
}

function newPassword(): string {
  return `p${randomBytes(32).toString('hex')}`
}

async function caughtUp(primary: RedisServer, replica: RedisServer): Promise<void> {
  const offset = async (server: RedisServer): Promise<string | undefined> =>
    /master_repl_offset:(\d+)/.exec(String(await server.command('INFO', 'replication')))?.[1]
  const deadline = Date.now() + 30_000
  while ((await offset(primary)) !== (await offset(replica))) {
    if (Date.now() > deadline) throw new Error('the standby does not catch up')
    await sleep(5)
  }
}
