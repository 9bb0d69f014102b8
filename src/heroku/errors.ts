import { explain, type Extra } from '../failure/catalogue.ts'
import { type Explanation, Failure, type FailureReason } from '../failure/failure.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { sanitize } from '../utils/text.ts'

/** What a refusal means beyond its reason, where a step has to tell refusals apart. */
export type Meaning =
  /** Heroku is working on something else of this app (409, 423 `locked`, "another add-on is being provisioned"). */
  | 'busy'
  /** The plan cannot be had in the app's Private Space. */
  | 'private-space'
  /** The name of the attachment is taken by something else. */
  | 'name-taken'
  /** A config var belongs to an attachment. */
  | 'attachment-owned'
  /** The plan is for selected accounts only, or no longer sold: Heroku lists it all the same. */
  | 'not-for-sale'

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
      readonly status?: number
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
    const details = { id, words, meaning, outcome, ...(status === undefined ? {} : { status }) }
    return new HerokuFailure({ ...this.explanation, what }, details)
  }
}

export interface Advice {
  readonly cause: string
  readonly remedy: string
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

interface ErrorBody {
  readonly id: string
  readonly message: string
  readonly resource: string
}

interface Row {
  readonly when: (status: number, body: ErrorBody, fallback: FailureReason) => boolean
  readonly reason: FailureReason
  readonly meaning?: Meaning
  readonly cause?: string
  readonly remedy?: string
}

const networked = /not automatically networked|private space/i
const access = /do(?:es)? not have access to the app|don't have access to the app/i
const expired = /\b(?:expired|revoked)\b|invalid credentials/i
const beingProvisioned = /another add-?on .*being provisioned|add-?on is (?:currently |still )?being provisioned/i

/** Heroku's answers, most telling first (Platform API reference, "Error responses"; ids and words seen in public reports). */
const table: readonly Row[] = [
  { when: (status, { id }) => status === 429 || id === 'rate_limit', reason: 'rate-limited' },
  { when: (status, { id }) => status === 412 || id === 'two_factor', reason: 'two-factor-required' },
  {
    when: (status, { id, message }) =>
      status === 402 || id === 'delinquent' || id.startsWith('verification_') || /verify your account/i.test(message),
    reason: 'payment-required',
  },
  {
    when: (_, { id, message }) => id === 'confirmation_required' && networked.test(message),
    reason: 'confirmation-required',
    meaning: 'private-space',
    cause: 'The app runs in a Private Space, and an add-on with this plan is outside of it.',
    remedy: 'Set `plan` to a private- or shield- plan, for example `private-7`: these run inside the space.',
  },
  {
    when: (_, { id }) => id === 'confirmation_required',
    reason: 'confirmation-required',
    meaning: 'name-taken',
  },
  {
    when: (status, { message }) => (status === 401 || status === 403) && expired.test(message),
    reason: 'heroku-unauthorized',
  },
  { when: (status) => status === 401, reason: 'heroku-unauthorized' },
  {
    // What a stranger's app answers, and so a misspelled name.
    when: (status, { message }) => status === 403 && access.test(message),
    reason: 'heroku-forbidden',
    cause:
      'The name is misspelled and belongs to an app of another account, or the account of this token is not a collaborator.',
    remedy:
      'Compare `app` with `heroku apps --all`, run as the account that made the token; if the name is right, give the account access to the app.',
  },
  {
    when: (status, { id }) => status === 403 && id === 'suspended',
    reason: 'heroku-forbidden',
    cause: 'Heroku has suspended the account or the app.',
    remedy: 'Let the owner of the account ask Heroku’s support why: https://help.heroku.com.',
  },
  {
    when: (status, { message }) => status === 403 && /suspended/i.test(message),
    reason: 'heroku-forbidden',
    cause: 'Heroku or the provider has suspended the add-on.',
    remedy: 'Ask Heroku’s support why: https://help.heroku.com.',
  },
  {
    when: (status, { message }) => status === 403 && /not permitted to install/i.test(message),
    reason: 'heroku-forbidden',
    cause: 'The provider or Heroku does not let this account install the add-on.',
    remedy:
      'Ask Heroku’s support (https://help.heroku.com) with the reference in the message, or use another provider.',
  },
  { when: (status) => status === 403, reason: 'heroku-forbidden' },
  {
    when: (status, { resource, message }) => status === 404 && (resource === 'app' || /find that app/i.test(message)),
    reason: 'app-not-found',
  },
  {
    when: (status, { message }) => status === 422 && /only available to select users/i.test(message),
    reason: 'plan-not-found',
    meaning: 'not-for-sale',
    cause: 'Heroku offers this plan to selected accounts only.',
    remedy: 'Set `plan` to another one of `heroku addons:plans <service>`.',
  },
  {
    when: (status, { message }) => status === 422 && /plan\b.*no longer (?:available|offered|supported)/i.test(message),
    reason: 'plan-not-found',
    meaning: 'not-for-sale',
    cause: 'Heroku no longer offers this plan.',
    remedy: 'Set `plan` to another one of `heroku addons:plans <service>`.',
  },
  {
    when: (status, { message }) => (status === 422 || status === 404) && /find .*add-on (service|plan)/i.test(message),
    reason: 'plan-not-found',
  },
  {
    when: (status, { message }) => status === 422 && /attachment value/i.test(message),
    reason: 'config-conflict',
    meaning: 'attachment-owned',
  },
  { when: (_, { id }) => id === 'multiple_matches', reason: 'addon-ambiguous' },
  {
    when: (status, { id, message }) =>
      (status === 423 && (id === 'locked' || id === '')) || (status < 500 && beingProvisioned.test(message)),
    reason: 'heroku-unavailable',
    meaning: 'busy',
    cause: 'Heroku is working on something else of this app, which it does one at a time.',
    remedy: 'Run again in a few minutes, and let only one workflow at a time work on this app.',
  },
  {
    when: (status) => status === 409,
    reason: 'heroku-unavailable',
    meaning: 'busy',
    cause: 'Heroku is working on something else of this app, for example a release.',
    remedy: 'Run again in a few minutes, and let only one workflow at a time work on this app.',
  },
  { when: (status) => status >= 500 || (status >= 300 && status < 400), reason: 'heroku-unavailable' },
  {
    // A config PATCH that is refused for anything but an attachment: "exceed 64kb", a bad name.
    when: (_, __, fallback) => fallback === 'config-conflict',
    reason: 'config-conflict',
    cause: 'Heroku refused the change for the reason it gives.',
    remedy: 'Correct what Heroku names: the `config` input, a prefix, or the app’s own config vars.',
  },
]

/** An answer that may be another one in a moment: worth a bounded retry. */
export function isTransient({ status, meaning }: Pick<HerokuFailure, 'status' | 'meaning'>): boolean {
  return (status !== undefined && (status >= 500 || status === 409 || status === 429)) || meaning === 'busy'
}

/** Longer texts are no message of Heroku's; scrubbing them would only take time. */
const longestMessage = 1024 * 1024

/** Heroku's refusal as a failure, with its own words and the Request-Id to quote to its support. */
export function refused(refusal: Refusal): HerokuFailure {
  const { status, request, requestId, fallback, scrub = (text) => text } = refusal
  const body = errorBody(refusal.body)
  const row: Omit<Row, 'when'> = table.find(({ when }) => when(status, body, fallback)) ?? { reason: fallback }
  const words = sanitize(scrub(body.message.slice(0, longestMessage)), 300)
  const id = sanitize(scrub(body.id.slice(0, longestMessage)), 60)
  const redirect = status >= 300 && status < 400 ? ', a redirect, which is never followed with a token' : ''
  const answered = `Heroku answered ${request} with ${status}${id === '' ? '' : ` ${id}`}${redirect}`
  const what = `${answered}${words === '' ? '' : `: "${words}"`}.`
  const advice = row.cause === undefined && row.reason === fallback ? refusal.advice : row
  const extra = withoutUndefined<Extra>({ requestId, cause: advice?.cause, remedy: advice?.remedy })
  return new HerokuFailure(explain(row.reason, what, extra), {
    status,
    id,
    words,
    meaning: row.meaning,
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
