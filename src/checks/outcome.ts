import type { FailureReason } from '../failure/failure.ts'
import type { Situation } from '../failure/situation.ts'
import type { Subject } from './subject.ts'
import type { CheckId, CheckTarget, Side } from './check.ts'
import type { CheckSettings, ThresholdSetting } from './settings.ts'

/** What a check works with. */
export interface CheckContext {
  readonly subject: Subject
  readonly settings: CheckSettings
  /** The endpoint to judge; `writer` for checks of the app or the pair. */
  readonly side: Side
  /**
   * The outcome of another check, so that one cause is reported once. Undefined while that check itself waits for the
   * outcome of this one, and for a target that it does not have.
   */
  readonly outcomeOf: (id: CheckId, target: CheckTarget) => CheckOutcome | undefined
}

/** What was measured, and the limits it was compared with, as the report shows them. */
export interface Measured {
  readonly value?: string
  readonly threshold?: string
}

/** A finding without its check and target. */
export type CheckOutcome =
  | (Measured & { readonly status: 'pass'; readonly message: string; readonly hint?: string })
  | (Measured & { readonly status: 'skip'; readonly message: string })
  | Problem

/** Cause and hint default to the advice for the reason in this situation. */
export interface Problem extends Measured {
  readonly status: 'warn' | 'fail'
  readonly reason: FailureReason
  readonly message: string
  readonly cause?: string
  readonly hint?: string
  /** Details of this occurrence that the subject does not have. */
  readonly situation?: Situation
}

export type Details = Omit<Problem, 'status' | 'reason' | 'message'>

export function pass(message: string, details: Measured & { readonly hint?: string } = {}): CheckOutcome {
  return { status: 'pass', message, ...details }
}

export function skip(message: string, details: Measured = {}): CheckOutcome {
  return { status: 'skip', message, ...details }
}

/** For a consequence: the check `id` reports the cause. */
export function seeCheck(id: CheckId, sentence: string, details: Measured = {}): CheckOutcome {
  return skip(`${sentence.replace(/\.$/, '')}; see \`${id}\`.`, details)
}

export function warn(reason: FailureReason, message: string, details: Details = {}): Problem {
  return { status: 'warn', reason, message, ...details }
}

export function fail(reason: FailureReason, message: string, details: Details = {}): Problem {
  return { status: 'fail', reason, message, ...details }
}

/** Compares a value with limits: one that reaches a limit counts as over it. `shown` is the value with its unit. */
export function grade(
  value: number,
  limits: ThresholdSetting,
  reason: FailureReason,
  message: string,
  shown: string,
): CheckOutcome {
  if (limits === null) return pass(message, { value: shown })
  const measured = { value: shown, threshold: limits.text }
  if (value >= limits.fail) return fail(reason, message, measured)
  if (limits.warn !== undefined && value >= limits.warn) return warn(reason, message, measured)
  return pass(message, measured)
}

/** Whether a check reports a problem, so that its consequences refer to it. */
export function isReported(context: CheckContext, id: CheckId, target: CheckTarget): boolean {
  return context.outcomeOf(id, target)?.status === 'fail'
}
