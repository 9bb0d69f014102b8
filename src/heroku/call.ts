import type { IncomingHttpHeaders } from 'node:http'
import type { FailureReason } from '../failure/failure.ts'
import type { Log } from '../utils/log.ts'
import type { Secret } from '../utils/secret.ts'
import type { Clock } from '../utils/time.ts'
import type { Advice, HerokuFailure } from './errors.ts'

export interface HttpSettings {
  readonly token: Secret
  readonly userAgent: string
  readonly signal: AbortSignal
  /** For what concerns all apps of the run. */
  readonly log: Log
  /** Removes known secrets from a text of Heroku, before it is cut and quoted. The token is always removed. */
  readonly scrub?: (text: string) => string
  readonly clock?: Clock
}

export interface Call<T> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Whole address. */
  readonly url: string
  /** `public` hosts never get the token; only `platform` has a part in the rate limit. Absent: `platform`. */
  readonly access?: 'platform' | 'data' | 'public'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** What a 4xx means that says nothing more precise. */
  readonly fallback: FailureReason
  /** Cause and remedy of a refusal with that reason; absent: the reason's own. */
  readonly advice?: Advice
  /**
   * Judges the answer before anything uses it; `json` is undefined where there is none. With `stream` it gets the text.
   * @throws ShapeError
   */
  readonly decode: (json: unknown, headers: IncomingHttpHeaders) => T
  /** The value that a 404 stands for; absent: 404 is a refusal. */
  readonly notFound?: T
  /** Sent also after the run was cancelled: it cleans up. */
  readonly afterCancel?: true
  /** Stands in texts for an address that is secret. */
  readonly label?: string
  /** The answer is text, perhaps without an end: what comes within these bounds. */
  readonly stream?: { readonly ms: number; readonly bytes: number }
}

/** One try of a request. `passing`: it may go better in a moment; `failure.outcome` says whether the work may be done all the same. */
export type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'passing'; readonly failure: HerokuFailure; readonly retryAfterMs?: number }
  | { readonly kind: 'final'; readonly failure: HerokuFailure; readonly status?: number }

export interface BonusLimits {
  /** Milliseconds for all tries together; 4,000 when absent. */
  readonly ms?: number
  /** 2 when absent. */
  readonly tries?: number
}
