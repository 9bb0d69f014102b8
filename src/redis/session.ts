import type { Log } from '../utils/log.ts'
import { Connection } from './connection.ts'
import { Deadline } from '../utils/deadline.ts'
import { diagnose } from './diagnose.ts'
import type { Trace } from './dial.ts'
import { RedisError } from './errors.ts'
import type { Endpoint, RedisFailure, TlsVerify } from './facts.ts'
import { mostTries, retry } from './retry.ts'

export interface SessionSettings {
  /** `writer` or `reader`, for the log. */
  readonly label: string
  readonly endpoint: Endpoint
  readonly tlsVerify: TlsVerify
  /** For DNS, TCP, TLS and login together, with all tries. */
  readonly connectTimeoutMs: number
  /** For one command; no further try begins after it. */
  readonly commandTimeoutMs: number
  readonly signal: AbortSignal
  readonly log: Log
}

/** One endpoint while it is probed: at most one connection at any moment, made again when it is lost in mid-test. */
export class Session {
  readonly settings: SessionSettings
  readonly trace: Trace = { timings: {} }
  attempts = 0
  #connection: Connection | undefined
  #reconnecting: Promise<Connection> | undefined
  /** Set when nothing more is to be expected of this server. */
  #hopeless: RedisFailure | undefined

  constructor(settings: SessionSettings) {
    this.settings = settings
  }

  /** @throws RedisError · Failure `cancelled` */
  async open(): Promise<void> {
    const { connectTimeoutMs, endpoint, signal } = this.settings
    const deadline = new Deadline(connectTimeoutMs, signal)
    await this.#retry(connectTimeoutMs, async () => {
      try {
        this.trace.timings = {}
        this.#connection = await this.#connect(deadline, this.trace)
      } catch (error) {
        if (!(error instanceof RedisError)) throw error
        throw new RedisError(await diagnose(error.failure, endpoint, connectTimeoutMs, signal))
      }
    })
  }

  /**
   * Runs one test, again when it fails in passing, on a new connection when the old one was lost.
   * @throws RedisError · Failure `cancelled`
   */
  async run<T>(
    test: (connection: Connection) => Promise<T>,
  ): Promise<{ readonly value: T; readonly attempts: number }> {
    if (this.#hopeless !== undefined) throw new RedisError(this.#hopeless)
    let lost: RedisFailure | undefined
    return this.#retry(this.settings.commandTimeoutMs, async () => {
      const connection = await this.#current(lost)
      try {
        return await test(connection)
      } catch (error) {
        if (error instanceof RedisError) {
          if (error.failure.reason === 'redis-connection-lost') lost = error.failure
          // The next command would wait just as long.
          if (error.failure.reason === 'redis-timeout' && connection.alive) this.#hopeless = error.failure
        }
        throw error
      }
    })
  }

  /** The connection as it is, for the last words; undefined when there is none. */
  get connection(): Connection | undefined {
    return this.#connection?.alive === true ? this.#connection : undefined
  }

  close(): void {
    this.#connection?.close()
  }

  async #current(lost: RedisFailure | undefined): Promise<Connection> {
    if (this.#connection?.alive === true) return this.#connection
    this.#reconnecting ??= this.#reconnect()
    try {
      return await this.#reconnecting
    } catch (error) {
      if (lost === undefined || !(error instanceof RedisError) || !error.failure.transient) throw error
      throw new RedisError({ ...lost, message: `${lost.message}; then: ${error.failure.message}` })
    } finally {
      this.#reconnecting = undefined
    }
  }

  async #reconnect(): Promise<Connection> {
    this.#connection?.close()
    const deadline = new Deadline(this.settings.connectTimeoutMs, this.settings.signal)
    // The timings and the certificate of the first connection stay in the report.
    this.#connection = await this.#connect(deadline, { timings: {} })
    return this.#connection
  }

  #connect(deadline: Deadline, trace: Trace): Promise<Connection> {
    const { label, endpoint, tlsVerify, commandTimeoutMs, signal, log } = this.settings
    this.attempts++
    return Connection.open(
      { label, endpoint, tlsVerify, patience: { ms: commandTimeoutMs, signal }, log },
      deadline,
      trace,
    )
  }

  #retry<T>(budgetMs: number, work: () => Promise<T>): ReturnType<typeof retry<T>> {
    const { label, log, signal } = this.settings
    return retry(work, {
      budgetMs,
      signal,
      again: (failure, nextTry) => {
        if (this.#hopeless !== undefined) return false
        log.info(`${label}: ${failure.message}; try ${nextTry} of ${mostTries}`)
        return true
      },
    })
  }
}
