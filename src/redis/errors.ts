import { sanitize } from '../utils/text.ts'
import type { Outcome, RedisFailure, RedisFailureReason, Stage } from './facts.ts'

/** Thrown inside src/redis only; `probe` turns it into a fact. */
export class RedisError extends Error {
  override readonly name = 'RedisError'
  readonly failure: RedisFailure

  constructor(failure: RedisFailure) {
    super(failure.message)
    this.failure = failure
  }
}

/** Failure → fact. @throws whatever is not about Redis: a cancelled run */
export async function settle<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work }
  } catch (error) {
    if (error instanceof RedisError) return { ok: false, failure: error.failure }
    throw error
  }
}

/** An answer that Redis, asked this, would not give. */
export function unexpected(command: string, message: string): RedisError {
  return new RedisError({ reason: 'redis-wrong-data', stage: 'command', command, message, transient: false })
}

/** What is copied from an error before the object itself is dropped: ioredis keeps the password in `command.args`. */
export interface RawError {
  /** `reply`: the server's own words. `system`: socket, TLS, DNS. `timeout`: ours. `protocol`: an answer that is no Redis. */
  readonly kind: 'reply' | 'system' | 'timeout' | 'protocol'
  readonly message: string
  readonly code?: string
}

export interface Place {
  readonly stage: Stage
  readonly command?: string
}

/** ioredis's own words for a connection that ended without a reason of its own. */
const closed = /^(?:Connection is closed|Command aborted due to connection close|Stream isn't writeable)/

/** The only way out for an error of ioredis, a socket or the resolver: a copy of what is safe and useful. */
export function rawError(error: unknown): RawError {
  const inner = error instanceof AggregateError && error.message === '' ? (error.errors[0] as unknown) : error
  if (!(inner instanceof Error)) return { kind: 'system', message: 'unknown error' }
  if (inner.name === 'ReplyError') return { kind: 'reply', message: inner.message }
  if (closed.test(inner.message)) return { kind: 'system', message: 'the server closed the connection' }
  const { code, reason } = inner as { code?: unknown; reason?: unknown }
  // What ioredis says without a code is that it could not read the answer.
  if (typeof code !== 'string')
    return { kind: 'protocol', message: `no answer of Redis: ${inner.message.replace(/\. Please report this\./, '')}` }
  // OpenSSL's full message holds addresses in memory and paths of its own build.
  return { kind: 'system', message: typeof reason === 'string' ? reason : inner.message, code }
}

type Meaning = readonly [reason: RedisFailureReason, transient: boolean]

const passing = true
const final = false

/** By the first word of an error reply; Redis and Valkey word the rest differently. */
const replies: Readonly<Record<string, Meaning>> = {
  NOAUTH: ['redis-auth-required', final],
  WRONGPASS: ['redis-wrong-password', final],
  NOPERM: ['redis-no-permission', final],
  DENIED: ['redis-no-permission', final],
  LOADING: ['redis-loading', passing],
  BUSY: ['redis-busy', passing],
  MASTERDOWN: ['redis-master-down', passing],
  READONLY: ['redis-read-only', passing],
  OOM: ['redis-out-of-memory', final],
  MISCONF: ['redis-persistence-failing', final],
  NOREPLICAS: ['redis-no-replicas', passing],
  MOVED: ['redis-cluster', final],
  ASK: ['redis-cluster', final],
  CLUSTERDOWN: ['redis-cluster', final],
  CROSSSLOT: ['redis-cluster', final],
  TRYAGAIN: ['redis-cluster', final],
}

/** Errors without a prefix of their own, by how they begin. */
const plainReplies: readonly (readonly [start: RegExp, ...Meaning])[] = [
  [/^ERR max number of clients/i, 'redis-too-many-clients', passing],
  // Before Redis 6.
  [/^ERR invalid password/i, 'redis-wrong-password', final],
  [/^ERR (?:operation not permitted|unknown command|unknown subcommand)/i, 'redis-no-permission', final],
]

/** By the code of a failed look-up, connection or handshake. */
const codes: Readonly<Record<string, Meaning>> = {
  ENOTFOUND: ['redis-dns', final],
  EAI_AGAIN: ['redis-dns', passing],
  ECONNREFUSED: ['redis-refused', passing],
  ETIMEDOUT: ['redis-timeout', passing],
  EHOSTUNREACH: ['redis-timeout', passing],
  ENETUNREACH: ['redis-timeout', passing],
  ECONNRESET: ['redis-connection-lost', passing],
  EPIPE: ['redis-connection-lost', passing],
  // What OpenSSL makes of a first byte that is not TLS: text of a plain server.
  ERR_SSL_WRONG_VERSION_NUMBER: ['redis-tls-not-offered', final],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['redis-tls-not-offered', final],
  // A server that wants a certificate of the client says so after the handshake.
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: ['redis-certificate', final],
}

/** What an error counts as when the tables know neither its prefix nor its code. */
const otherwise: Readonly<Record<Stage, Meaning>> = {
  dns: ['redis-dns', final],
  tcp: ['redis-refused', passing],
  tls: ['redis-certificate', final],
  login: ['redis-connection-lost', passing],
  command: ['redis-connection-lost', passing],
}

/** The error dictionary: a raw error and where it happened → what it means. */
export function explainError(raw: RawError, place: Place): RedisFailure {
  const code = raw.kind === 'reply' ? /^[A-Z]+(?= |$)/.exec(raw.message)?.[0] : raw.code
  const [reason, transient] = meaning(raw, place.stage, code)
  return {
    reason,
    stage: place.stage,
    message: sanitize(raw.message, 200),
    transient,
    ...(code === undefined ? {} : { code: sanitize(code, 60) }),
    ...(place.command === undefined ? {} : { command: place.command }),
  }
}

function meaning(raw: RawError, stage: Stage, code = ''): Meaning {
  if (raw.kind === 'timeout') return ['redis-timeout', passing]
  if (raw.kind === 'protocol') return ['redis-wrong-data', final]
  if (raw.kind === 'reply') {
    const begun = plainReplies.find(([start]) => start.test(raw.message))
    return lookUp(replies, code) ?? (begun && [begun[1], begun[2]]) ?? ['redis-wrong-data', final]
  }
  // Behind TLS a full server cannot say so: it drops the connection before the handshake.
  if (stage === 'tls' && code === 'ECONNRESET') return ['redis-too-many-clients', passing]
  return lookUp(codes, code) ?? (isTlsRefusal(stage, code) ? ['redis-tls-not-offered', final] : otherwise[stage])
}

/** No version or cipher in common: there is a TLS, but none that can be had. */
function isTlsRefusal(stage: Stage, code: string): boolean {
  return stage === 'tls' && /^(?:ERR_SSL_|EPROTO$)/.test(code) && !code.includes('CERT')
}

function lookUp(table: Readonly<Record<string, Meaning>>, key: string): Meaning | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

/** Takes everything out of a text that could be a part of the password, in any of the forms that a server may echo. */
export function scrub(message: string, password: string | undefined): string {
  // Redis before 7 repeats the arguments of a command that it does not know, cut in the middle of the password perhaps.
  const text = message.slice(0, 2_000).replace(/,? ?with args beginning with:[^]*$/i, '')
  if (password === undefined || password === '') return text
  const forms = [password, encodeURIComponent(password.toWellFormed()), Buffer.from(password).toString('base64')]
  return forms.reduce(withoutPiecesOf, text)
}

const pieceLength = 8

function withoutPiecesOf(text: string, secret: string): string {
  const size = Math.min(pieceLength, secret.length)
  let result = ''
  for (let at = 0; at < text.length;) {
    let end = at
    while (end < text.length && secret.includes(text.slice(at, end + 1))) end++
    const isPiece = end - at >= size
    result += isPiece ? '***' : text.charAt(at)
    at = isPiece ? end : at + 1
  }
  return result
}
