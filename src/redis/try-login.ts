import { timeLimit } from '../utils/abort.ts'
import type { Log } from '../utils/log.ts'
import { Connection } from './connection.ts'
import { settle } from './errors.ts'
import type { Endpoint, TlsVerify } from './facts.ts'
import { directSource, type SocketSource } from './socket-source.ts'

export interface LoginAttempt {
  readonly endpoint: Endpoint
  readonly tlsVerify: TlsVerify
  readonly connectTimeoutMs: number
  readonly signal: AbortSignal
  readonly log: Log
  /** How to reach it. Default: directly. Not closed. */
  readonly source?: SocketSource
}

/** Whether a server accepts credentials; `unknown`: it could not be asked, and why. */
export type LoginResult =
  | { readonly result: 'accepted' | 'refused' }
  | { readonly result: 'unknown'; readonly why: string }

/** One connection and one login, without a retry, and no command after it. @throws the reason of a cancelled run */
export async function tryLogin(request: LoginAttempt): Promise<LoginResult> {
  const { endpoint, tlsVerify, connectTimeoutMs, signal, log, source = directSource } = request
  const settings = { label: 'login', endpoint, tlsVerify, commandTimeoutMs: connectTimeoutMs, signal, log }
  const limit = timeLimit(connectTimeoutMs, signal)
  const outcome = await settle(Connection.open(source, settings, limit, { timings: {} }))
  if (outcome.ok) {
    outcome.value.close()
    return { result: 'accepted' }
  }
  const { reason, message } = outcome.failure
  const isRefused = reason === 'redis-wrong-password' || reason === 'redis-auth-required'
  return isRefused ? { result: 'refused' } : { result: 'unknown', why: message }
}
