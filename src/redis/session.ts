import { timeLimit } from '../utils/abort.ts'
import type { Log } from '../utils/log.ts'
import { backOffMs, retry } from '../utils/retry.ts'
import type { Clock } from '../utils/time.ts'
import { Connection } from './connection.ts'
import { diagnose } from './diagnose.ts'
import { RedisError } from './errors.ts'
import type { Endpoint, Hello, RedisFailure, TlsVerify } from './facts.ts'
import type { LoginMethod } from './login.ts'
import type { SocketSource } from './socket-source.ts'
import type { Trace } from './stages.ts'

export interface SessionSettings {
  /** `writer` or `reader`, for the log. */
  readonly label: string
  readonly endpoint: Endpoint
  readonly source: SocketSource
  readonly tlsVerify: TlsVerify
  /** For DNS, TCP, TLS and login together, with all tries. */
  readonly connectTimeoutMs: number
  /** For one command; no further try begins after it. */
  readonly commandTimeoutMs: number
  readonly signal: AbortSignal
  /** For the pauses between tries. */
  readonly clock: Clock
  readonly log: Log
}

const mostTries = 3
/** While this machine has no file descriptor left: the other apps of a fleet will close theirs. The time is limited anyway. */
const mostLocalTries = 30
const longestPauseMs = 1_000

/** One endpoint while it is probed: at most one connection at any moment, opened again when it is lost. */
export class Session {
  readonly settings: SessionSettings
  readonly trace: Trace = { timings: {} }
  attempts = 0
  hello: Hello | undefined
  /** The first failure to connect, and what a second look at it has found. */
  #diagnosis: { readonly failure: RedisFailure; readonly found: RedisFailure } | undefined
  #method: LoginMethod | undefined
  #connection: Connection | undefined
  #reconnecting: Promise<Connection> | undefined
  /** Set when the server has stopped answering: the next command would wait just as long. */
  #unresponsive: RedisFailure | undefined

  constructor(settings: SessionSettings) {
    this.settings = settings
  }

  /** @throws RedisError · the reason of a cancelled run · Failure */
  async open(): Promise<void> {
    const { connectTimeoutMs, endpoint, signal, source } = this.settings
    const limit = timeLimit(connectTimeoutMs, signal)
    await this.#retry(connectTimeoutMs, async () => {
      try {
        this.trace.timings = {}
        this.#connection = await this.#connect(limit, this.trace)
      } catch (error) {
        if (!(error instanceof RedisError)) throw error
        const { failure } = error
        // Once: what it did not find at the first try, it would not find at the next.
        this.#diagnosis ??= {
          failure,
          found: await diagnose(failure, { source, target: endpoint, connectTimeoutMs, signal }),
        }
        const { failure: first, found } = this.#diagnosis
        throw first.reason === failure.reason && first.stage === failure.stage ? new RedisError(found) : error
      }
    })
  }

  /**
   * Runs one test, again when it fails in passing, on a new connection when the old one was lost.
   * @throws RedisError · the reason of a cancelled run · Failure
   */
  async run<T>(
    test: (connection: Connection) => Promise<T>,
  ): Promise<{ readonly value: T; readonly attempts: number }> {
    if (this.#unresponsive !== undefined) throw new RedisError(this.#unresponsive)
    let lost: RedisFailure | undefined
    return this.#retry(this.settings.commandTimeoutMs, async () => {
      const connection = await this.#current(lost)
      try {
        return await test(connection)
      } catch (error) {
        if (error instanceof RedisError) {
          if (error.failure.reason === 'redis-connection-lost') lost = error.failure
          if (error.failure.reason === 'redis-timeout' && connection.alive) this.#unresponsive = error.failure
        }
        throw error
      }
    })
  }

  /** The connection while it is open: to clean up on it. */
  get connection(): Connection | undefined {
    return this.#connection?.alive === true ? this.#connection : undefined
  }

  async close(): Promise<void> {
    this.#connection?.close()
    await this.settings.source.close()
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
    const limit = timeLimit(this.settings.connectTimeoutMs, this.settings.signal)
    // The timings and the certificate of the first connection stay in the report.
    this.#connection = await this.#connect(limit, { timings: {} })
    return this.#connection
  }

  async #connect(limit: AbortSignal, trace: Trace): Promise<Connection> {
    this.attempts++
    const connection = await Connection.open(this.settings.source, this.settings, limit, trace, this.#method)
    this.#method = connection.method
    this.hello ??= connection.hello
    return connection
  }

  /** @throws RedisError with the number of tries */
  async #retry<T>(budgetMs: number, work: () => Promise<T>): Promise<{ readonly value: T; readonly attempts: number }> {
    const { label, log, signal, clock } = this.settings
    let attempts = 0
    try {
      const value = await retry(
        (attempt) => {
          attempts = attempt
          return work()
        },
        {
          tries: mostLocalTries,
          budgetMs,
          signal,
          clock,
          // 0.3 s, then 0.9 s, in a small budget less.
          delayMs: (failures) =>
            Math.min(longestPauseMs, backOffMs(failures, { firstMs: Math.min(300, budgetMs / 16), factor: 3 })),
          shouldRetry: (error, nextTry) => {
            const isPassing = error instanceof RedisError && error.failure.transient
            if (!isPassing || this.#unresponsive !== undefined) return false
            if (nextTry > mostTries) return error.failure.local === 'file-descriptors'
            log.info(`${label}: ${error.failure.message}; try ${nextTry} of ${mostTries}`)
            return true
          },
        },
      )
      return { value, attempts }
    } catch (error) {
      throw error instanceof RedisError ? new RedisError(counted(error.failure, attempts)) : error
    }
  }
}

function counted(failure: RedisFailure, attempts: number): RedisFailure {
  // A failover turns a replica into a primary within seconds; one that stays a replica is meant to be one.
  return { ...failure, attempts, transient: failure.transient && failure.reason !== 'redis-read-only' }
}
