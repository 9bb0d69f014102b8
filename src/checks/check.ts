import type { FailureReason } from '../failure/failure.ts'

/** Check ids in report order: the first failure in this order names the cause of the whole run. */
export const checkIds = [
  'addon',
  'plan',
  'standby',
  'maintenance',
  'settings',
  'config',
  'connect',
  'tls',
  'role',
  'write',
  'read',
  'replication',
  'latency',
  'memory',
  'eviction',
  'connections',
  'version',
  'trend',
] as const

export type CheckId = (typeof checkIds)[number]

export type CheckTarget = 'app' | 'writer' | 'reader' | 'pair'

/** `pass` < `skip` < `warn` < `fail`; a `skip` always says why in its message. */
export type CheckStatus = 'pass' | 'warn' | 'fail' | 'skip'

/** One finding, as it stands in the `checks` output and in the report file. */
export interface CheckResult {
  readonly id: CheckId
  readonly target: CheckTarget
  readonly status: CheckStatus
  /** One sentence: what was found. */
  readonly message: string
  /** What was measured, with its unit: `12.3 ms`, `81 %`. */
  readonly value?: string
  /** The limits it was held against, as the input spells them: `500ms/2s`. */
  readonly threshold?: string
  /** What to do about it. */
  readonly hint?: string
  /** Where to read on: a troubleshooting anchor. */
  readonly docs?: string
}

/** A result with the failure reason it stands for; the reason stays inside, the report shows it as `failureReason`. */
export interface Finding extends CheckResult {
  /** Set when status is `warn` or `fail`. */
  readonly reason?: FailureReason
}
