import { sanitize } from '../utils/text.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type { Grant, Outcome, RedisFailure, RedisFailureReason, Stage } from './facts.ts'
import { scrub } from './scrub.ts'

/** Thrown inside src/redis only; `probe` turns it into a fact. */
export class RedisError extends Error {
  override readonly name = 'RedisError'
  readonly failure: RedisFailure
  /** Unscrubbed, so it can hold a password: private, and never given out. */
  readonly #reply: string | undefined

  constructor(failure: RedisFailure, reply?: string) {
    super(failure.message)
    this.failure = failure
    this.#reply = reply
  }

  /** Whether the server's own error reply, before anything was masked in it, matches. */
  replied(pattern: RegExp): boolean {
    return this.#reply !== undefined && pattern.test(this.#reply)
  }
}

/** Failure → fact. @throws whatever is not about Redis: the reason of a cancelled run */
export async function settle<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work }
  } catch (error) {
    if (error instanceof RedisError) return { ok: false, failure: error.failure }
    throw error
  }
}

/** A reply that Redis would not give to this command. */
export function unexpectedReply(command: string, message: string): RedisError {
  return new RedisError({ reason: 'redis-wrong-data', stage: 'command', command, message, transient: false })
}

export function timedOut(message: string, place: Place): RedisError {
  return new RedisError(explainError({ kind: 'timeout', message }, place))
}

/** What is copied from an error before the object itself is dropped: ioredis keeps the password in `command.args`. */
export interface RawError {
  /** `reply`: an error reply of the server. `system`: socket, TLS, DNS. `timeout`: ours. `protocol`: not Redis. */
  readonly kind: 'reply' | 'system' | 'timeout' | 'protocol'
  readonly message: string
  readonly code?: string
}

export interface Place {
  readonly stage: Stage
  readonly command?: string
}

/** How ioredis words a connection that ended without a reason. */
const closed = /^(?:Connection is closed|Command aborted due to connection close|Stream isn't writeable)/

/** The only way out for an error of ioredis, a socket or the resolver: a copy of what is safe and useful. */
export function rawError(error: unknown): RawError {
  const inner = error instanceof AggregateError && error.message === '' ? mostTelling(error) : error
  if (!(inner instanceof Error)) return { kind: 'system', message: 'unknown error' }
  if (inner.name === 'ReplyError') return { kind: 'reply', message: inner.message }
  if (closed.test(inner.message)) return { kind: 'system', message: 'the server closed the connection' }
  const { code, reason } = inner as { code?: unknown; reason?: unknown }
  // Errors without a code come from whoever reads the replies: the guard and ioredis.
  if (typeof code !== 'string') {
    return { kind: 'protocol', message: `not a Redis reply: ${inner.message.replace(/\. Please report this\./, '')}` }
  }
  // OpenSSL's full message holds addresses in memory and paths of its own build.
  return { kind: 'system', message: typeof reason === 'string' ? reason : inner.message, code }
}

/** Of several addresses: a machine without IPv6 has no route to some of them, which says nothing about the others. */
function mostTelling({ errors }: AggregateError): unknown {
  const all: readonly unknown[] = errors
  const isUnrouted = (each: unknown): boolean =>
    each instanceof Error && 'code' in each && localCause(each.code) === 'no-route'
  return all.find((each) => !isUnrouted(each)) ?? all[0]
}

type Meaning = readonly [reason: RedisFailureReason, transient: boolean]

const passing = true
const final = false

/** By the first word of an error reply; Redis and Valkey word the rest differently. */
const replies: Readonly<Record<string, Meaning>> = {
  NOAUTH: ['redis-auth-required', final],
  WRONGPASS: ['redis-wrong-password', final],
  NOPERM: ['redis-no-permission', final],
  // Only protected mode uses this word (networking.c, clientAcceptHandler).
  DENIED: ['redis-protected-mode', final],
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

/** Errors without a first word of their own. */
const plainReplies: readonly (readonly [pattern: RegExp, ...Meaning])[] = [
  // Upstash counts "concurrent connections".
  [/^ERR max (?:number of )?(?:concurrent )?(?:clients|connections)\b/i, 'redis-too-many-clients', passing],
  // Before Redis 6.
  [/^ERR invalid password/i, 'redis-wrong-password', final],
  [/^ERR operation not permitted/i, 'redis-auth-required', final],
  // "ERR max daily request limit exceeded. Limit: 10000, Usage: 10001", "ERR DB capacity quota exceeded", …
  [
    /\bquota\b|\b(?:limit|allowance)\b.{0,40}\b(?:exceeded|reached)|\bexceed(?:s|ed)?\b.{0,40}\blimit\b|\brate.?limit/i,
    'redis-quota',
    final,
  ],
]

/** How Redis, Valkey, their proxies and look-alikes say that they do not know a command. */
const unknownCommand =
  /^(?:ERR )?(?:unknown|unsupported|unknown or unsupported) (?:redis )?(?:sub)?command|^ERR .{0,40}\b(?:command|operation)\b.{0,20}\bnot (?:supported|allowed)|^ERR (?:unsupported|unrecognized)\b/i

/** By the code of a failed look-up, connection or handshake. */
const codes: Readonly<Record<string, Meaning>> = {
  ENOTFOUND: ['redis-dns', final],
  EAI_AGAIN: ['redis-dns', passing],
  ECONNREFUSED: ['redis-refused', passing],
  ETIMEDOUT: ['redis-timeout', passing],
  // No packet gets there, so nobody answers. `local` says what it is: no time-out.
  EHOSTUNREACH: ['redis-timeout', passing],
  EHOSTDOWN: ['redis-timeout', passing],
  ENETUNREACH: ['redis-timeout', passing],
  ENETDOWN: ['redis-timeout', passing],
  EAFNOSUPPORT: ['redis-timeout', passing],
  // Of this machine, not of the server: `local` says so.
  EADDRNOTAVAIL: ['redis-timeout', passing],
  EINVAL: ['redis-timeout', passing],
  EMFILE: ['redis-refused', passing],
  ENFILE: ['redis-refused', passing],
  ECONNRESET: ['redis-connection-lost', passing],
  ECONNABORTED: ['redis-connection-lost', passing],
  EPIPE: ['redis-connection-lost', passing],
  // What OpenSSL makes of a first byte that is not TLS: text of a plain server.
  ERR_SSL_WRONG_VERSION_NUMBER: ['redis-tls-not-offered', final],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['redis-tls-not-offered', final],
  // From `dial`: TLS 1.2 has no alert of its own for it.
  CLIENT_CERTIFICATE: ['redis-client-certificate', final],
}

/** What an error counts as when the tables know neither its first word nor its code. */
const otherwise: Readonly<Record<Stage, Meaning>> = {
  dns: ['redis-dns', final],
  tcp: ['redis-refused', passing],
  tls: ['redis-certificate', final],
  login: ['redis-connection-lost', passing],
  command: ['redis-connection-lost', passing],
}

/**
 * The error dictionary: a raw error and where it happened → what it means. What it means is read from the raw text;
 * only then is the text scrubbed of `secrets`, for a password may be a word of the error itself.
 */
export function explainError(raw: RawError, place: Place, secrets: readonly string[] = []): RedisFailure {
  const code = raw.kind === 'reply' ? /^[A-Z]+(?= |$)/.exec(raw.message)?.[0] : raw.code
  const [reason, transient] = meaning(raw, place.stage, code)
  const message = sanitize(scrub(raw.message, secrets), 200)
  const isUnknown = raw.kind === 'reply' && reason === 'redis-error' && unknownCommand.test(raw.message)
  return withoutUndefined<RedisFailure>({
    reason,
    stage: place.stage,
    message,
    transient,
    code: code === undefined ? undefined : sanitize(scrub(code, secrets), 60),
    command: place.command,
    quoted: reason === 'redis-error' || reason === 'redis-quota' ? message : undefined,
    // Behind TLS a full server cannot say so: it drops the connection before the handshake. So do others.
    probable: reason === 'redis-too-many-clients' && raw.kind === 'system' ? true : undefined,
    unknownCommand: isUnknown ? true : undefined,
    grant: reason === 'redis-no-permission' ? missingGrant(raw.message, place.command) : undefined,
    local: localCause(code),
  })
}

function meaning(raw: RawError, stage: Stage, code = ''): Meaning {
  if (raw.kind === 'timeout') return ['redis-timeout', passing]
  if (raw.kind === 'protocol') return ['redis-wrong-data', final]
  if (raw.kind === 'reply') {
    const known = plainReplies.find(([pattern]) => pattern.test(raw.message))
    return lookUp(replies, code) ?? (known && [known[1], known[2]]) ?? ['redis-error', final]
  }
  // TLS 1.3 has an alert for it, which comes after the handshake; Go's servers say "bad certificate" in TLS 1.2. The middle
  // of these codes differs between releases of OpenSSL.
  if (/^ERR_SSL_.*_ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE)$/.test(code))
    return ['redis-client-certificate', final]
  if (stage === 'tls' && code === 'ECONNRESET') return ['redis-too-many-clients', passing]
  return lookUp(codes, code) ?? (isTlsRefusal(stage, code) ? ['redis-tls-not-offered', final] : otherwise[stage])
}

/** No version or cipher in common: the server speaks TLS, but none that this client accepts. */
function isTlsRefusal(stage: Stage, code: string): boolean {
  return stage === 'tls' && /^(?:ERR_SSL_|EPROTO$)/.test(code) && !code.includes('CERT')
}

/** NOPERM names the command, or says that it was about the keys; the words differ between releases. */
function missingGrant(reply: string, command: string | undefined): Grant | undefined {
  const named = /'([a-z|]{1,40})'/i.exec(reply)?.[1] ?? command
  if (named === undefined) return undefined
  const isAboutKeys = /access (?:a|one of the) keys?\b/i.test(reply)
  return { command: named.toLowerCase(), ...(isAboutKeys && { keys: `${markerNamespace}*` }) }
}

const localCauses: Readonly<Record<string, RedisFailure['local']>> = {
  EMFILE: 'file-descriptors',
  ENFILE: 'file-descriptors',
  ENOBUFS: 'memory',
  ENOMEM: 'memory',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EHOSTUNREACH: 'no-route',
  EHOSTDOWN: 'no-route',
  ENETUNREACH: 'no-route',
  ENETDOWN: 'no-route',
  EAFNOSUPPORT: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  // A link-local IPv6 address, which is of use on its own link only.
  EINVAL: 'no-route',
}

function localCause(code: unknown): RedisFailure['local'] {
  return typeof code === 'string' ? lookUp(localCauses, code) : undefined
}

/** All keys that a probe reads or writes begin with it. */
export const markerNamespace = 'heroku-redis-action:probe:'

function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
