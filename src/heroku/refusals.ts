import type { FailureReason } from '../failure/failure.ts'

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

export interface Advice {
  readonly cause: string
  readonly remedy: string
}

/** Heroku's error body; a field that is missing is empty. */
export interface ErrorBody {
  readonly id: string
  readonly message: string
  readonly resource: string
}

interface Row {
  readonly when: (status: number, body: ErrorBody, fallback: FailureReason) => boolean
  /** Absent: the fallback of the call. */
  readonly reason?: FailureReason
  readonly meaning?: Meaning
  readonly cause?: string
  readonly remedy?: string
}

const outsideOfSpace = /not automatically networked|private space/i
const noAccess = /do(?:es)?(?: not|n't) have access to the app/i
const expired = /\b(?:expired|revoked)\b|invalid credentials/i
const beingProvisioned = /add-?ons? .*\bbeing provisioned/i
const selected = /only available to (?:select|certain)/i
const soldOut = /no longer (?:available|offered|supported|sold)/i

const ofPlan: ReadonlySet<FailureReason> = new Set(['provision-failed', 'plan-change-failed'])

/** Heroku's answers, most telling first (Platform API reference, "Error responses"; ids and words seen in public reports). */
export const refusals: readonly Row[] = [
  { when: (status, { id }) => status === 429 || id === 'rate_limit', reason: 'rate-limited' },
  { when: (status, { id }) => status === 412 || id === 'two_factor', reason: 'two-factor-required' },
  {
    when: (status, { id, message }) =>
      status === 402 || id === 'delinquent' || id.startsWith('verification_') || /verify your account/i.test(message),
    reason: 'payment-required',
  },
  {
    when: (_, { id, message }) => id === 'confirmation_required' && outsideOfSpace.test(message),
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
    when: (status, { message }) => status === 401 || (status === 403 && expired.test(message)),
    reason: 'heroku-unauthorized',
  },
  {
    // What a stranger's app answers, and so a misspelled name.
    when: (status, { message }) => status === 403 && noAccess.test(message),
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
    when: (status, { message }) => status === 422 && selected.test(message),
    reason: 'plan-not-found',
    meaning: 'not-for-sale',
    cause: 'Heroku offers this plan to selected accounts only.',
    remedy: 'Set `plan` to another plan of the service (`heroku addons:plans`).',
  },
  {
    when: (status, { message }, fallback) =>
      status === 422 && soldOut.test(message) && (ofPlan.has(fallback) || /\bplan\b/i.test(message)),
    reason: 'plan-not-found',
    meaning: 'not-for-sale',
    cause: 'Heroku no longer offers this plan.',
    remedy: 'Set `plan` to another plan of the service (`heroku addons:plans`).',
  },
  {
    when: (status, { message }, fallback) => status === 422 && ofPlan.has(fallback) && outsideOfSpace.test(message),
    meaning: 'private-space',
    cause: 'The app runs in a Private Space, and this plan does not.',
    remedy: 'Set `plan` to a private- or shield- plan, for example `private-7`: these run inside the space.',
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
  {
    when: (status, { id, message }) =>
      status < 500 && (id === 'provider_error' || /contacting the add-?on partner/i.test(message)),
    cause: 'The service of the add-on’s provider failed.',
    remedy: 'Run again in a few minutes; if it recurs, contact the provider of the add-on.',
  },
  { when: (_, { id }) => id === 'multiple_matches', reason: 'addon-ambiguous' },
  {
    // 423 is "locked", under whatever id.
    when: (status, { message }) => status === 423 || (status < 500 && beingProvisioned.test(message)),
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
  { when: (status) => status >= 500 || status < 400, reason: 'heroku-unavailable' },
]

/** Advice for a 4xx that no row knows, where that of the fallback's reason would mislead. */
export const generalAdvice: Partial<Record<FailureReason, Advice>> = {
  // A PATCH that is refused for anything but an attachment: "exceed 64kb", a bad name.
  'config-conflict': {
    cause: 'Heroku refused the change for the reason it gives.',
    remedy: 'Correct what Heroku names: the `config` input, a prefix, or the app’s own config vars.',
  },
  'provision-failed': {
    cause: 'Heroku or the provider refused the add-on for the reason it gives.',
    remedy: 'Correct what the message names, or choose another `plan`.',
  },
  'plan-change-failed': {
    cause: 'Heroku or the provider refused the change of plan for the reason it gives.',
    remedy: 'Correct what the message names, or choose another `plan`.',
  },
  'upgrade-failed': {
    cause: 'Heroku refused the upgrade for the reason it gives.',
    remedy: 'Correct what the message names, for example the `version` input.',
  },
  'rotation-failed': {
    cause: 'Heroku refused the rotation for the reason it gives; the credentials are unchanged.',
    remedy: 'Correct what the message names, then run again.',
  },
  maintenance: {
    cause: 'Heroku refused to run the maintenance for the reason it gives; it is probably not ready.',
    remedy: 'Wait until it is ready (`heroku data:maintenances`), then run again.',
  },
  settings: {
    cause: 'Heroku refused the settings for the reason it gives.',
    remedy: 'Correct the `settings` input as the message says.',
  },
  // No outage: a look at the status page would be of no use.
  'heroku-unavailable': {
    cause: 'Heroku refused the request for the reason it gives.',
    remedy: 'Run again; if it recurs, open a ticket at https://help.heroku.com and quote the Request-Id.',
  },
}
