import { withoutUndefined } from '../utils/optional.ts'
import { addonEntries } from './catalogue/addon.ts'
import { connectionEntries } from './catalogue/connection.ts'
import { healthEntries } from './catalogue/health.ts'
import { herokuEntries } from './catalogue/heroku.ts'
import { serverEntries } from './catalogue/server.ts'
import { Failure } from './failure.ts'
import type { Explanation, FailureReason } from './failure.ts'
import type { Advice, Entry, Situation, Text } from './situation.ts'

const catalogue: Readonly<Record<FailureReason, Entry>> = {
  ...herokuEntries,
  ...addonEntries,
  ...connectionEntries,
  ...serverEntries,
  ...healthEntries,
}

/** A short title for each reason, for headings and annotations. */
export const titles: Readonly<Record<FailureReason, string>> = Object.fromEntries(
  Object.entries(catalogue).map(([reason, entry]) => [reason, entry.title]),
) as Record<FailureReason, string>

/** Probable cause and next step for a reason in this situation. Pure. */
export function advise(reason: FailureReason, situation: Situation = {}): Advice {
  const { cause, remedy } = catalogue[reason]
  return { cause: resolve(cause, situation), remedy: resolve(remedy, situation) }
}

function resolve(text: Text, situation: Situation): string {
  return typeof text === 'string' ? text : text(situation)
}

/** Details of one occurrence. */
export interface Extra extends Partial<Advice> {
  /** Heroku's request id. */
  readonly requestId?: string
}

/** `what` is one sentence about this occurrence, without secrets. Cause and remedy default to the catalogue's. */
export function explain(reason: FailureReason, what: string, { cause, remedy, requestId }: Extra = {}): Explanation {
  const advice = advise(reason)
  return withoutUndefined<Explanation>({
    reason,
    what,
    cause: cause ?? advice.cause,
    remedy: remedy ?? advice.remedy,
    requestId,
  })
}

/**
 * Use as `throw failure('app-not-found', …)`. `error` becomes the `cause` of the Failure (it must not contain a secret
 * either), and provides the request id unless another one is given.
 */
export function failure(
  reason: FailureReason,
  what: string,
  extra: Extra & { readonly error?: unknown } = {},
): Failure {
  const { error, cause, remedy } = extra
  const requestId = extra.requestId ?? (error instanceof Failure ? error.explanation.requestId : undefined)
  const explanation = explain(reason, what, withoutUndefined<Extra>({ cause, remedy, requestId }))
  return new Failure(explanation, error === undefined ? undefined : { cause: error })
}

/**
 * A failure for the report: general advice is replaced by advice for the situation, placeholders by names. Details that
 * were given when it was thrown are kept.
 */
export function explainIn({ explanation }: Failure, situation: Situation): Explanation {
  const { reason, what, requestId } = explanation
  const [general, fitting] = [advise(reason), advise(reason, situation)]
  const cause = explanation.cause === general.cause ? fitting.cause : explanation.cause
  const remedy = explanation.remedy === general.remedy ? fitting.remedy : explanation.remedy
  const { app, addon } = situation
  return withoutUndefined<Explanation>({
    reason,
    what: fillPlaceholders(what, app, addon),
    cause: fillPlaceholders(cause, app, addon),
    remedy: fillPlaceholders(remedy, app, addon),
    requestId,
  })
}

/** Replaces `<app>` and `<add-on>` by their names; without a name, the argument is omitted from the command. */
export function fillPlaceholders(text: string, app: string | undefined, addon: string | undefined): string {
  const name = (value: string | undefined): string | undefined =>
    value !== undefined && /^[A-Za-z0-9][\w.-]{0,254}$/.test(value) ? value : undefined
  const [app_, addon_] = [name(app), name(addon)]
  const withApp = app_ === undefined ? text.replaceAll(/ (?:--app|-a) <app>/g, '') : text.replaceAll('<app>', app_)
  return addon_ === undefined ? withApp.replaceAll(' <add-on>', '') : withApp.replaceAll('<add-on>', addon_)
}
