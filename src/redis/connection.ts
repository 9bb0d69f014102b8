import type { Socket } from 'node:net'
import type { AbstractConnector, Redis } from 'ioredis'
import { Failure } from '../failure/failure.ts'
import type { Log } from '../utils/log.ts'
import { cancelled } from '../failure/to-failure.ts'
import { now } from '../utils/time.ts'
import { type Deadline, type Patience, TimedOut, within } from '../utils/deadline.ts'
import { dial, since, timed, type Trace } from './dial.ts'
import { explainError, type Place, rawError, type RawError, RedisError, scrub } from './errors.ts'
import type { Endpoint, TlsVerify } from './facts.ts'

export type Command = readonly [name: string, ...args: string[]]

export interface ConnectionSettings {
  /** `writer` or `reader`, for the log. */
  readonly label: string
  readonly endpoint: Endpoint
  readonly tlsVerify: TlsVerify
  readonly patience: Patience
  readonly log: Log
}

/** More than the answers to everything that is asked here; a server that sends more is not one to listen to. */
const mostBytes = 8 * 1024 * 1024

/**
 * One logged-in connection, on a socket that `dial` made. It is never made again by itself, and errors leave it as
 * `RedisError`: ioredis's own carry the password.
 */
export class Connection {
  readonly #settings: ConnectionSettings
  readonly #socket: Socket
  readonly #redis: Redis
  /** Why the connection broke; what ioredis rejects commands with says less. */
  #broken: RawError | undefined

  /** @throws RedisError with the stage that failed · Failure `cancelled` */
  static async open(settings: ConnectionSettings, deadline: Deadline, trace: Trace): Promise<Connection> {
    const socket = await dial(settings.endpoint, settings.tlsVerify, deadline, trace)
    const connection = new Connection(settings, socket, await library)
    try {
      await timed('login', deadline, trace, connection.#logIn(deadline))
      return connection
    } catch (error) {
      connection.close()
      throw error
    }
  }

  private constructor(settings: ConnectionSettings, socket: Socket, library: Library) {
    this.#settings = settings
    this.#socket = socket
    this.#redis = new library.Redis({
      Connector: connectorFor(socket, library),
      lazyConnect: true,
      // ioredis's own login warns and goes on as if nothing had happened where an old server wants no user name.
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

  /** @throws RedisError · Failure `cancelled` */
  async send(command: Command, patience: Patience = this.#settings.patience): Promise<unknown> {
    const { label, log } = this.#settings
    if (patience.signal.aborted) throw cancelled()
    const start = now()
    try {
      const answer = await within(this.#call(command, 'command'), patience)
      log.debug(`${label}: ${command[0]} ${since(start)} ms`)
      return answer
    } catch (error) {
      log.debug(`${label}: ${command[0]} failed after ${since(start)} ms`)
      if (!(error instanceof TimedOut)) throw error
      const message = `no answer to ${command[0]} within ${Math.round(patience.ms)} ms`
      throw new RedisError(explainError({ kind: 'timeout', message }, { stage: 'command', command: command[0] }))
    }
  }

  /** At once, without waiting for the server. */
  close(): void {
    this.#redis.disconnect()
  }

  async #logIn(deadline: Deadline): Promise<void> {
    const { username, password } = this.#settings.endpoint
    const login = password === undefined ? [] : ['AUTH', username, password.reveal()]
    const greeted = new Promise<unknown>((resolve, reject) => {
      // In this very turn: a server that refuses at once ("max number of clients") answers before anything was asked,
      // and ioredis drops an answer that has no command waiting for it.
      this.#redis.once('connect', () => {
        this.#socket.on('data', () => this.#limit())
        this.#call(['HELLO', '3', ...login], 'login').then(resolve, reject)
      })
    })
    try {
      await Promise.all([greeted, this.#redis.connect().catch((error) => this.#rethrow(error, { stage: 'login' }))])
    } catch (error) {
      if (!(error instanceof RedisError) || !refusesHello(error)) throw error
      await within(this.#logInWithoutHello(), deadline.patience)
    }
  }

  /** Redis before 6, and proxies. */
  async #logInWithoutHello(): Promise<void> {
    const { username, password } = this.#settings.endpoint
    if (password === undefined) return
    try {
      await this.#call(['AUTH', username, password.reveal()], 'login')
    } catch (error) {
      if (!(error instanceof RedisError) || !/wrong number of arguments/i.test(error.failure.message)) throw error
      await this.#call(['AUTH', password.reveal()], 'login').catch((old: unknown) => {
        const asksForNone = old instanceof RedisError && /no password is set/i.test(old.failure.message)
        if (!asksForNone) throw old
      })
    }
  }

  #call([name, ...args]: Command, stage: 'login' | 'command'): Promise<unknown> {
    return this.#redis.call(name, ...args).catch((error) => this.#rethrow(error, { stage, command: name }))
  }

  #rethrow(error: unknown, place: Place): never {
    if (error instanceof Failure) throw error
    const own = rawError(error)
    const raw = own.kind === 'reply' ? own : (this.#broken ?? own)
    const message = scrub(raw.message, this.#settings.endpoint.password?.reveal())
    throw new RedisError(explainError({ ...raw, message }, place))
  }

  #limit(): void {
    if (this.#socket.bytesRead > mostBytes) this.#socket.destroy(new Error('it never ends'))
  }
}

function refusesHello({ failure }: RedisError): boolean {
  return /^NOPROTO|unknown command .?HELLO/i.test(failure.message)
}

type Library = Pick<typeof import('ioredis'), 'Redis' | 'AbstractConnector'>

/** Begun with this module, which is itself loaded late: it costs more than all else at the start of the action. */
const library: Promise<Library> = importQuietly()

async function importQuietly(): Promise<Library> {
  // With DEBUG=ioredis:* it would print every command with its arguments, the password among them.
  const { DEBUG } = process.env
  delete process.env['DEBUG']
  try {
    // The default is what the module exports as a whole; of the names a bundler does not find all.
    const { default: whole } = await import('ioredis')
    return whole
  } finally {
    if (DEBUG !== undefined) process.env['DEBUG'] = DEBUG
  }
}

function connectorFor(socket: Socket, library: Library): new (options: unknown) => AbstractConnector {
  return class extends library.AbstractConnector {
    constructor() {
      super(0)
    }

    override connect(): Promise<Socket> {
      return Promise.resolve(socket)
    }

    override disconnect(): void {
      socket.destroySoon()
    }
  }
}
