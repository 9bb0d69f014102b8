import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { Failure } from '../failure/failure.ts'
import { abortable, timeLimit } from '../utils/abort.ts'
import { now } from '../utils/time.ts'
import { dial, type Target } from './dial.ts'
import { explainError, type Place, rawError, type RawError } from './errors.ts'
import type { RedisFailure } from './facts.ts'
import type { SocketSource } from './socket-source.ts'

/** To connect again after silence: long enough for a healthy server, short enough to be added to a time-out. */
const patienceMs = 1_000

/** For words that a server says at once, if it has any. On a slow way, such as a dyno: twice what connecting took. */
const wordsMs = 500

export interface Suspect {
  readonly source: SocketSource
  readonly target: Target
  /** Milliseconds that connecting may take. */
  readonly connectTimeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Looks once more at a connection that failed without a clear reason: TLS spoken to a plain port, plain text spoken to a
 * TLS port and a refusal that a reset has swallowed all look alike. One short connection tells; no password is sent.
 * @throws the reason of a cancelled run
 */
export async function diagnose(failure: RedisFailure, suspect: Suspect): Promise<RedisFailure> {
  const { reason, stage, command } = failure
  const place: Place = { stage, ...(command !== undefined && { command }) }
  const { tls } = suspect.target
  const usualMs = suspect.connectTimeoutMs
  // A server that closes connections does so at once: a longer time is needed only if the way to it is slow.
  const connectTimeoutMs = reason === 'redis-connection-lost' ? usualMs : Math.min(patienceMs, usualMs)
  const other = { ...suspect, target: { ...suspect.target, tls: !tls }, connectTimeoutMs }
  if (tls && stage === 'tls' && reason === 'redis-timeout') {
    const message = 'the server speaks plain text and does not answer a TLS handshake'
    const speaksPlain = await look(other, answersPing)
    return speaksPlain ? explained('redis-tls-not-offered', message, place) : failure
  }
  const isUnclear = ['redis-timeout', 'redis-connection-lost', 'redis-wrong-data'].includes(reason)
  if (stage !== 'login' || !isUnclear) return failure
  if (!tls) {
    const message = 'the server speaks TLS and does not answer plain text'
    const speaksTls = await look(other, () => Promise.resolve(true))
    if (speaksTls) return explained('redis-tls-required', message, place)
  }
  if (reason !== 'redis-connection-lost') return failure
  const refusal = await look(suspect, firstWords)
  return refusal === undefined ? failure : explainError(refusal, place)
}

function explained(
  reason: 'redis-tls-required' | 'redis-tls-not-offered',
  message: string,
  place: Place,
): RedisFailure {
  return { ...explainError({ kind: 'protocol', message }, place), reason }
}

async function answersPing(socket: Duplex): Promise<boolean> {
  socket.write('PING\r\n')
  const [answer] = (await once(socket, 'data')) as [Buffer]
  // +PONG, -NOAUTH, -LOADING, …
  return /^[+-][A-Z]/.test(answer.toString('latin1'))
}

/**
 * What a server says that closes the connection unasked: an error reply, or the alert that it wants a client certificate
 * (TLS 1.3). Whoever has sent something gets a reset instead, and then the words may be lost.
 */
async function firstWords(socket: Duplex): Promise<RawError | undefined> {
  try {
    const [words] = (await Promise.race([once(socket, 'data'), once(socket, 'end')])) as [Buffer?]
    const reply = /^-([^\r\n]{1,2000})\r\n/.exec(words?.toString('latin1') ?? '')?.[1]
    return reply === undefined ? undefined : { kind: 'reply', message: reply }
  } catch (error) {
    const raw = rawError(error)
    return raw.code?.startsWith('ERR_SSL_') === true ? raw : undefined
  }
}

/** Undefined: nothing was learnt, whatever the cause. */
async function look<T>(
  { source, target, connectTimeoutMs, signal }: Suspect,
  judge: (socket: Duplex) => Promise<T>,
): Promise<T | undefined> {
  let socket: Duplex | undefined
  try {
    const start = now()
    socket = await dial(source, target, { kind: 'none' }, timeLimit(connectTimeoutMs, signal), { timings: {} })
    const answerMs = Math.max(wordsMs, 2 * (now() - start))
    return await abortable(judge(socket), timeLimit(Math.min(answerMs, connectTimeoutMs), signal))
  } catch (error) {
    signal.throwIfAborted()
    // The way itself is broken (a dyno that is gone), and says so.
    if (error instanceof Failure) throw error
    return undefined
  } finally {
    socket?.destroy()
  }
}
