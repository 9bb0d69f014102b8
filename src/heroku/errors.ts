import { failure } from '../failure/catalogue.ts'
import type { Failure, FailureReason } from '../failure/failure.ts'
import { sanitize } from '../utils/text.ts'

/** What Heroku answered instead of what was asked for. */
export interface Refusal {
  readonly status: number
  /** Heroku's error body `{id, message, resource}`, or whatever came. */
  readonly body: unknown
  /** `POST /apps/my-app/addons`. */
  readonly request: string
  readonly requestId: string
  /** What a 4xx means that says nothing more precise. */
  readonly fallback: FailureReason
}

interface ErrorBody {
  readonly id: string
  readonly message: string
  readonly resource: string
}

/** Heroku's answers, most telling first (Platform API reference, "Error responses"; ids seen in the wild). */
const table: readonly {
  readonly reason: FailureReason
  readonly when: (status: number, body: ErrorBody) => boolean
}[] = [
  { reason: 'rate-limited', when: (status, { id }) => status === 429 || id === 'rate_limit' },
  { reason: 'two-factor-required', when: (status, { id }) => status === 412 || id === 'two_factor' },
  {
    reason: 'payment-required',
    when: (status, { id, message }) =>
      status === 402 || id === 'delinquent' || id.startsWith('verification_') || /verify your account/i.test(message),
  },
  { reason: 'confirmation-required', when: (_, { id }) => id === 'confirmation_required' },
  { reason: 'heroku-unauthorized', when: (status) => status === 401 },
  { reason: 'heroku-forbidden', when: (status) => status === 403 },
  {
    reason: 'app-not-found',
    when: (status, { resource, message }) => status === 404 && (resource === 'app' || /find that app/i.test(message)),
  },
  {
    reason: 'plan-not-found',
    when: (status, { message }) => (status === 422 || status === 404) && /add-on (service|plan)/i.test(message),
  },
  { reason: 'config-conflict', when: (status, { message }) => status === 422 && /attachment value/i.test(message) },
  {
    reason: 'heroku-unavailable',
    when: (status) => status >= 500 || status === 409 || (status >= 300 && status < 400),
  },
]

/** An answer that may be another one in a moment: worth a bounded retry. */
export function isTransient(status: number): boolean {
  return status >= 500 || status === 409 || status === 429
}

/** Heroku's refusal as a failure reason, with its own words and the Request-Id to quote to its support. */
export function refused(refusal: Refusal): Failure {
  const { status, request, requestId } = refusal
  const body = errorBody(refusal.body)
  const reason = table.find(({ when }) => when(status, body))?.reason ?? refusal.fallback
  const words = body.message === '' ? '' : `: "${sanitize(body.message, 300)}"`
  const id = body.id === '' ? '' : ` ${sanitize(body.id, 60)}`
  const redirect = status >= 300 && status < 400 ? ', a redirect, which is never followed with a token' : ''
  return failure(reason, `Heroku answered ${request} with ${status}${id}${redirect}${words}.`, { requestId })
}

function errorBody(body: unknown): ErrorBody {
  const text = (name: string): string => {
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
    return typeof value === 'string' ? value : ''
  }
  return { id: text('id'), message: text('message'), resource: text('resource') }
}
