import type { FailureReason } from '../failure/failure.ts'

/** Check ids in report order: the first failure in this order gives the run its `failure-reason`. */
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

export type Side = 'writer' | 'reader'

/** A `skip` always says why in its message; where another check reports the cause, it names that check. */
export type CheckStatus = 'pass' | 'warn' | 'fail' | 'skip'

/** One result, as in the `checks` output and the report file. */
export interface CheckResult {
  readonly id: CheckId
  readonly target: CheckTarget
  readonly status: CheckStatus
  /** What was found, in one or two sentences. */
  readonly message: string
  /** What was measured, with its unit: `12.3 ms`, `81 %`. */
  readonly value?: string
  /** The limits it was compared with, as the input spells them: `500ms/2s`. */
  readonly threshold?: string
  /** The probable cause. Set with `warn` and `fail`. */
  readonly cause?: string
  /** What to do. Set with `warn` and `fail`; a note with `pass`. */
  readonly hint?: string
  /** Address of the section of the troubleshooting page. Set with `warn` and `fail`. */
  readonly docs?: string
}

/** A result with its failure reason, which the report shows once, as `failureReason`. */
export interface Finding extends CheckResult {
  /** Set with `warn` and `fail`. */
  readonly reason?: FailureReason
}
