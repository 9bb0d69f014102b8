import { explain } from '../failure/catalogue.ts'
import type { FailureReason } from '../failure/failure.ts'
import type { CheckSettings, Threshold } from './settings.ts'

export type { CheckSettings } from './settings.ts'
import type { CheckTarget } from './check.ts'
import type { Subject } from './subject.ts'

export type Side = 'writer' | 'reader'

interface Told {
  readonly message: string
  readonly value?: string
  readonly threshold?: string
}

/** A finding that does not know its place yet. Trouble always has a reason and a next action. */
export type Verdict =
  | (Told & { readonly status: 'pass'; readonly hint?: string })
  | (Told & { readonly status: 'skip' })
  | (Told & { readonly status: 'warn' | 'fail'; readonly reason: FailureReason; readonly hint: string })

/** One check of one target: facts in, verdict out. Pure. */
export interface Check {
  readonly target: CheckTarget
  readonly judge: (subject: Subject, settings: CheckSettings) => Verdict
}

export type Details = Omit<Told, 'message'> & { readonly hint?: string }

export function pass(message: string, details: Details = {}): Verdict {
  return { status: 'pass', message, ...details }
}

export function skip(message: string): Verdict {
  return { status: 'skip', message }
}

/** The hint defaults to the catalogue's remedy for the reason. */
export function trouble(
  status: 'warn' | 'fail',
  reason: FailureReason,
  message: string,
  details: Details = {},
): Verdict {
  return { status, reason, message, ...details, hint: details.hint ?? explain(reason, message).remedy }
}

export function warn(reason: FailureReason, message: string, details: Details = {}): Verdict {
  return trouble('warn', reason, message, details)
}

export function fail(reason: FailureReason, message: string, details: Details = {}): Verdict {
  return trouble('fail', reason, message, details)
}

/** A value that reaches a limit counts as over it. */
export function grade(value: number, limits: Threshold): 'pass' | 'warn' | 'fail' {
  if (value >= limits.fail) return 'fail'
  return limits.warn !== undefined && value >= limits.warn ? 'warn' : 'pass'
}

/** The beginning of a sentence about one endpoint. */
export function named(side: Side): string {
  return `The ${side}`
}
