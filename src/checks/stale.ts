import type { EndpointFacts, RedisFailure } from '../redis/facts.ts'
import type { Field } from '../state/settings.ts'
import type { Side } from './check.ts'
import { type CheckContext, isReported } from './outcome.ts'
import type { ManagedVar, Subject } from './subject.ts'

/** Which stale config vars explain a failure: a wrong address can cause any failure, a wrong login only refusals. */
const address: readonly Field[] = ['host', 'port', 'url']
const login: readonly Field[] = ['password', 'username']

const explainedBy: Readonly<Partial<Record<RedisFailure['reason'], readonly Field[]>>> = {
  'redis-auth-required': login,
  'redis-wrong-password': login,
  'redis-no-permission': login,
  'redis-tls-required': ['tls'],
  'redis-tls-not-offered': ['tls'],
  // An unencrypted client on a TLS port sees a reset, or no answer.
  'redis-connection-lost': ['tls'],
  'redis-timeout': ['tls'],
}

/**
 * The failure of an endpoint that its stale config vars explain, and that the `config` check therefore reports with
 * them. Undefined: it works, something else is wrong, or `config` does not report anything.
 */
export function staleFailure(context: CheckContext, side: Side): RedisFailure | undefined {
  return isReported(context, 'config', 'app') ? explainedFailure(context.subject, side) : undefined
}

/** The same, without regard to what the `config` check reports. */
export function explainedFailure(subject: Subject, side: Side): RedisFailure | undefined {
  // Setup tests what it has just written, so older values do not matter.
  const { mode, probe } = subject
  const failure = mode === 'check' && probe !== undefined ? failureOf(probe[side]) : undefined
  return failure !== undefined && isExplained(subject, side, failure.reason) ? failure : undefined
}

/** Whether stale config vars of this endpoint can lead to such a failure. */
export function isExplained({ config }: Subject, side: Side, reason: RedisFailure['reason']): boolean {
  const explaining = [...address, ...(explainedBy[reason] ?? [])]
  return (config?.variables ?? []).some(
    (each) => each.side === side && isStale(each) && each.field !== undefined && explaining.includes(each.field),
  )
}

export function isStale({ state }: ManagedVar): boolean {
  return state === 'differs'
}

/** What the app runs into first: no connection, or a server that refuses writes. */
function failureOf({ connect, write }: EndpointFacts): RedisFailure | undefined {
  if (!connect.ok) return connect.failure
  return write?.ok === false && write.failure.reason === 'redis-read-only' ? write.failure : undefined
}
