import type { Advice } from './situation.ts'

/** One id for every way the job can fail; `docs/troubleshooting.md` has a section for each. */
export const failureReasons = [
  'input-invalid',
  'token-missing',
  'heroku-unauthorized',
  'heroku-forbidden',
  'two-factor-required',
  'app-not-found',
  'plan-not-found',
  'payment-required',
  'confirmation-required',
  'rate-limited',
  'heroku-unavailable',
  'network',
  'addon-missing',
  'addon-ambiguous',
  'addon-shared',
  'provision-failed',
  'provision-timeout',
  'plan-mismatch',
  'plan-change-failed',
  'version-mismatch',
  'upgrade-failed',
  'maintenance',
  'rotation-failed',
  'settings',
  'standby',
  'config-missing',
  'config-unreadable',
  'config-conflict',
  'config-drift',
  'release-failed',
  'dyno-failed',
  'redis-dns',
  'redis-refused',
  'redis-timeout',
  'redis-tls-required',
  'redis-tls-not-offered',
  'redis-certificate',
  'redis-client-certificate',
  'redis-too-many-clients',
  'redis-auth-required',
  'redis-wrong-password',
  'redis-no-permission',
  'redis-loading',
  'redis-busy',
  'redis-read-only',
  'redis-master-down',
  'redis-out-of-memory',
  'redis-persistence-failing',
  'redis-no-replicas',
  'redis-cluster',
  'redis-sentinel',
  'redis-protected-mode',
  'redis-quota',
  'redis-connection-lost',
  'redis-wrong-data',
  'redis-error',
  'not-a-replica',
  'replication-lag',
  'replication-broken',
  'latency',
  'memory',
  'eviction',
  'connections',
  'version',
  'trend',
  'cancelled',
  'internal',
] as const

export type FailureReason = (typeof failureReasons)[number]

/** What happened, the probable cause, and what to do next. Never contains a secret. */
export interface Explanation extends Advice {
  readonly reason: FailureReason
  /** One sentence about this occurrence. */
  readonly what: string
  /** Heroku's request id, to quote to Heroku's support. */
  readonly requestId?: string
}

/** The only error type that this project throws on purpose. Its texts never contain a secret. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly explanation: Explanation

  constructor(explanation: Explanation, options?: { readonly cause?: unknown }) {
    super(explanation.what, options)
    this.explanation = explanation
  }

  get reason(): FailureReason {
    return this.explanation.reason
  }
}
