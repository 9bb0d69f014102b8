import { explain, type Extra } from '../failure/catalogue.ts'
import { type Explanation, Failure, type FailureReason } from '../failure/failure.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { sanitize } from '../utils/text.ts'
import { type Advice, type ErrorBody, generalAdvice, type Meaning, refusals } from './refusals.ts'

export type { Advice, Meaning } from './refusals.ts'

/** A call to Heroku that did not succeed. */
export class HerokuFailure extends Failure {
  /** The HTTP status; absent when there was no answer. */
  readonly status: number | undefined
  /** Heroku's error id; empty when it sent none. */
  readonly id: string
  /** Heroku's own words, cleaned; empty when it sent none. */
  readonly words: string
  readonly meaning: Meaning | undefined
  /** `unknown`: Heroku may have done what was asked for all the same. */
  readonly outcome: 'refused' | 'unknown'

  constructor(
    explanation: Explanation,
    details: {
      readonly status?: number | undefined
      readonly id?: string
      readonly words?: string
      readonly meaning?: Meaning | undefined
      readonly outcome: 'refused' | 'unknown'
    },
  ) {
    super(explanation)
    this.status = details.status
    this.id = details.id ?? ''
    this.words = details.words ?? ''
    this.meaning = details.meaning
    this.outcome = details.outcome
  }

  /** The same failure, with the number of tries in its sentence. */
  afterTries(tries: number): HerokuFailure {
    if (tries === 1) return this
    const { status, id, words, meaning, outcome } = this
    const what = `${this.explanation.what.replace(/\.$/, '')} (tried ${tries} times).`
    return new HerokuFailure({ ...this.explanation, what }, { status, id, words, meaning, outcome })
  }
}

/** What Heroku answered instead of what was asked for. */
export interface Refusal {
  readonly status: number
  /** Heroku's error body `{id, message, resource}`, with `error` instead of `message` on the data API, or whatever came. */
  readonly body: unknown
  /** `POST /apps/my-app/addons`. */
  readonly request: string
  readonly requestId: string
  /** What a 4xx means that says nothing more precise. */
  readonly fallback: FailureReason
  /** What a refusal with the fallback's reason probably means here, and what to do; absent: as the reason's own. */
  readonly advice?: Advice
  /** Removes secrets; called before anything is cut. */
  readonly scrub?: (text: string) => string
}

/** An answer that may be another one in a moment: worth a bounded retry. */
export function isTransient({ status, meaning }: Pick<HerokuFailure, 'status' | 'meaning'>): boolean {
  return (status ?? 0) >= 500 || status === 409 || status === 429 || meaning === 'busy'
}

/** Longer texts are no message of Heroku's; scrubbing them would only take time. */
const longestMessage = 1024 * 1024

/** Heroku's refusal as a failure, with its own words and the Request-Id to quote to its support. */
export function refused(refusal: Refusal): HerokuFailure {
  const { status, request, requestId, fallback, scrub = (text) => text } = refusal
  const body = errorBody(refusal.body)
  const row = refusals.find(({ when }) => when(status, body, fallback))
  const advice = row ?? refusal.advice ?? generalAdvice[fallback]
  const words = sanitize(scrub(body.message.slice(0, longestMessage)), 300)
  const id = sanitize(scrub(body.id.slice(0, longestMessage)), 60)
  const redirect = status < 400 ? ', a redirect, which is never followed with a token' : ''
  const answered = `Heroku answered ${request} with ${status}${id === '' ? '' : ` ${id}`}${redirect}`
  const what = `${answered}${words === '' ? '' : `: "${words}"`}.`
  const extra = withoutUndefined<Extra>({ requestId, cause: advice?.cause, remedy: advice?.remedy })
  return new HerokuFailure(explain(row?.reason ?? fallback, what, extra), {
    status,
    id,
    words,
    meaning: row?.meaning,
    // An answer of 5xx can come after the work was done.
    outcome: status >= 500 ? 'unknown' : 'refused',
  })
}

function errorBody(body: unknown): ErrorBody {
  const text = (name: string): string => {
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
    return typeof value === 'string' ? value : ''
  }
  return { id: text('id'), message: text('message') || text('error'), resource: text('resource') }
}
