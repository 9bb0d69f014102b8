import type { Duplex } from 'node:stream'
import type { AbstractConnector, Redis } from 'ioredis'
import { Failure } from '../failure/failure.ts'
import { abortable, isTimeout, timeLimit } from '../utils/abort.ts'
import type { Log } from '../utils/log.ts'
import { now } from '../utils/time.ts'
import { dial } from './dial.ts'
import { explainError, type Place, rawError, type RawError, RedisError, timedOut } from './errors.ts'
import type { Endpoint, Hello, RedisFailure, TlsVerify } from './facts.ts'
import { logIn, type LoginMethod, loginMethods } from './login.ts'
import { ReplyGuard } from './reply-guard.ts'
import type { SocketSource } from './socket-source.ts'
import { since, timed, type Trace } from './stages.ts'

export type Command = readonly [name: string, ...args: string[]]

export interface ConnectionSettings {
  /** `writer` or `reader`, for the log. */
  readonly label: string
  readonly endpoint: Endpoint
  readonly tlsVerify: TlsVerify
  readonly commandTimeoutMs: number
  readonly signal: AbortSignal
  readonly log: Log
}

/**
 * One logged-in connection. It does not reconnect, and errors leave it as `RedisError`: ioredis's own carry the
 * password.
 */
export class Connection {
  /** Absent: the server knows no HELLO. */
  readonly hello: Hello | undefined
  /** How the server accepts a login, to try first next time. */
  readonly method: LoginMethod
  readonly #client: Client
  readonly #settings: ConnectionSettings

  /**
   * Connects and logs in; on a new connection for each way to log in that the server hangs up on.
   * @throws RedisError with the stage that failed · the reason of a cancelled run · Failure
   */
  static async open(
    source: SocketSource,
    settings: ConnectionSettings,
    limit: AbortSignal,
    trace: Trace,
    preferred: LoginMethod = 'hello',
  ): Promise<Connection> {
    // Loaded before anything is timed.
    const library = await loadLibrary()
    const { endpoint, tlsVerify } = settings
    const all = loginMethods(endpoint)
    let first: unknown
    for (const method of all.slice(Math.max(0, all.indexOf(preferred)))) {
      const client = new Client(await dial(source, endpoint, tlsVerify, limit, trace), endpoint, library)
      try {
        const hello = await timed('login', limit, trace, () => client.logIn(method))
        return new Connection(client, settings, method, hello)
      } catch (error) {
        client.close()
        first ??= error
        if (!isHangUp(error)) throw error
      }
    }
    throw first
  }

  private constructor(client: Client, settings: ConnectionSettings, method: LoginMethod, hello: Hello | undefined) {
    this.#client = client
    this.#settings = settings
    this.method = method
    this.hello = hello
  }

  get alive(): boolean {
    return this.#client.alive
  }

  /** @throws RedisError · the reason of a cancelled run */
  async send(command: Command, { commandTimeoutMs: ms, signal } = this.#limits()): Promise<unknown> {
    const { label, log } = this.#settings
    const [name, ...args] = command
    signal.throwIfAborted()
    const limit = timeLimit(ms, signal)
    const start = now()
    try {
      const reply = await abortable(this.#client.call({ stage: 'command', command: name }, name, ...args), limit)
      log.debug(`${label}: ${name} ${since(start)} ms`)
      return reply
    } catch (error) {
      log.debug(`${label}: ${name} failed after ${since(start)} ms`)
      if (!isTimeout(error)) throw error
      throw timedOut(`no reply to ${name} within ${Math.round(ms)} ms`, { stage: 'command', command: name })
    }
  }

  /** At once, without waiting for the server. */
  close(): void {
    this.#client.close()
  }

  #limits(): Pick<ConnectionSettings, 'commandTimeoutMs' | 'signal'> {
    return this.#settings
  }
}

/** The server closed the connection without a word while it was asked to log in. */
function isHangUp(error: unknown): boolean {
  if (!(error instanceof RedisError)) return false
  const { reason, stage } = error.failure
  return stage === 'login' && reason === 'redis-connection-lost'
}

/** ioredis on a guarded socket. */
class Client {
  readonly #endpoint: Endpoint
  readonly #guard: ReplyGuard
  readonly #redis: Redis
  /** Why the connection broke; what ioredis rejects commands with says less. */
  #broken: RawError | undefined

  constructor(socket: Duplex, endpoint: Endpoint, library: Library) {
    this.#endpoint = endpoint
    this.#guard = new ReplyGuard(socket)
    this.#redis = new library.Redis({
      Connector: connectorFor(this.#guard, library),
      lazyConnect: true,
      // ioredis's own login warns and goes on as if nothing had happened where an old server refuses a user name.
      protocol: 2,
      disableClientInfo: true,
      enableReadyCheck: false,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      retryStrategy: null,
      maxRetriesPerRequest: null,
    })
    this.#redis.on('error', (error) => (this.#broken ??= rawError(error)))
  }

  get alive(): boolean {
    return this.#broken === undefined && this.#redis.status === 'ready'
  }

  async logIn(method: LoginMethod): Promise<Hello | undefined> {
    await this.#redis.connect().catch((error: unknown) => this.#rethrow(error, { stage: 'login' }))
    return logIn(this.#endpoint, method, (name, ...args) => this.call({ stage: 'login', command: name }, name, ...args))
  }

  call(place: Place, name: string, ...args: string[]): Promise<unknown> {
    this.#guard.awaitReply()
    return this.#redis.call(name, ...args).catch((error: unknown) => this.#rethrow(error, place))
  }

  close(): void {
    this.#redis.disconnect()
  }

  #rethrow(error: unknown, place: Place): never {
    if (error instanceof Failure) throw error
    const own = rawError(error)
    const raw = own.kind === 'reply' ? own : (this.#broken ?? own)
    if (raw.kind === 'reply') throw new RedisError(this.#explain(raw, place), raw.message)
    throw new RedisError({
      ...this.#explain(raw, place),
      ...(raw.kind === 'system' && this.#guard.isMidReply && { truncated: true }),
    })
  }

  #explain(raw: RawError, place: Place): RedisFailure {
    const { username, password } = this.#endpoint
    // Without a password, the user name of a URL may be one.
    const secrets = password === undefined ? (username === 'default' ? [] : [username]) : [password.reveal()]
    return explainError(raw, place, secrets)
  }
}

type Library = Pick<typeof import('ioredis'), 'Redis' | 'AbstractConnector'>

/** Begun with this module, which is itself loaded late: it costs more than all else at the start of the action. */
let library: Promise<Library> | undefined = importQuietly()
library.catch(() => undefined)

async function loadLibrary(): Promise<Library> {
  try {
    library ??= importQuietly()
    return await library
  } catch (error) {
    library = undefined
    const failure = explainError(rawError(error), { stage: 'tcp' })
    throw failure.local === undefined ? error : new RedisError(failure)
  }
}

async function importQuietly(): Promise<Library> {
  // With DEBUG=ioredis:* it would print every command with its arguments, the password among them.
  const { DEBUG } = process.env
  delete process.env['DEBUG']
  try {
    // A bundler finds the default export, which is the module as a whole, but not all of the named ones.
    const { default: whole } = await import('ioredis')
    return whole
  } finally {
    if (DEBUG !== undefined) process.env['DEBUG'] = DEBUG
  }
}

function connectorFor(stream: ReplyGuard, library: Library): new (options: unknown) => AbstractConnector {
  return class extends library.AbstractConnector {
    constructor() {
      super(0)
    }

    override connect(): Promise<never> {
      return Promise.resolve(stream as never)
    }

    override disconnect(): void {
      stream.destroySoon()
    }
  }
}
