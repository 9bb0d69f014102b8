import { failure } from '../failure/catalogue.ts'
import { Failure } from '../failure/failure.ts'
import { toFailure } from '../failure/to-failure.ts'
import type { ConfigVars } from '../heroku/api.ts'
import { parseRedisUrl, sameEndpoint } from '../redis/endpoint.ts'
import type { RedisAddon } from '../state/addon.ts'
import { type AttachedApp, type Known, type Rotation, withConfig } from '../state/known.ts'
import { urlStateOf, urlVarOf } from '../state/redis-url.ts'
import { duration } from '../utils/format.ts'
import { list } from '../utils/lists.ts'
import type { Secret } from '../utils/secret.ts'
import type { Asked, StepContext, StepKind } from './context.ts'
import { msForRetry } from './ms-for-retry.ts'
import { planRotate } from './plan-rotate.ts'
import { poll } from './poll.ts'
import { isGone } from './removed.ts'
import type { RotateCredentials } from './step.ts'

/**
 * Requests new credentials, once per run even if the answer is lost, and waits until this app's config var changes:
 * only that shows that Heroku has rotated.
 */
export const rotateCredentials: StepKind<RotateCredentials> = {
  describe: ({ addon, attachedApps }) => ({
    target: addon.name,
    detail: `rotate its credentials${affected(attachedApps)}`,
  }),
  apply: async ({ addon: { id, name }, attachedApps }, known, context) => {
    const { app, clock, progress, rotations } = context
    const { addon } = known
    if (!addon) return known
    const started = clock.now()
    const stale = attachedApps.filter(({ inRun }) => !inRun).map((each) => each.app)
    const already = rotations.get(id)
    if (stale.length > 0 && !already) progress.note(staleCopies(name, stale))
    const asking = already ?? ask(addon, known, context)
    rotations.set(id, asking)
    const { answer, before, app: by } = await asking
    const request = 'asked Heroku to rotate its credentials'
    if (answer === 'unknown') progress.markUnknown(request)
    else progress.markAccepted(`${request}, which it accepted`)
    const asked = progress.learn({
      ...known,
      rotation: { before, state: answer === 'accepted' ? 'asked' : 'unknown' },
    })
    const rotated = await waitForUrl(addon, asked, before, context)
    const together = by === app ? '' : `, together with ${by}`
    progress.markDone(`rotated its credentials${together}; this app has them after ${duration(clock.now() - started)}`)
    return { ...rotated, rotation: { before, state: 'done' } }
  },
}

function affected(apps: readonly AttachedApp[]): string {
  const names = (inRun: boolean): readonly string[] => apps.filter((each) => each.inRun === inRun).map(({ app }) => app)
  const parts = [
    ...(names(true).length > 0 ? [`also updated in this run: ${list(names(true))}`] : []),
    ...(names(false).length > 0 ? [`copies become stale on: ${list(names(false))}`] : []),
  ]
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`
}

function staleCopies(name: string, apps: readonly string[]): string {
  return `${name} is also attached to ${list(apps)}. Heroku updates its own config var there; copies of the credentials become stale: run \`mode: setup\` on ${apps.length === 1 ? 'that app' : 'those apps'}.`
}

/** Heroku's answer if a rotation is already in progress. */
const underWay = /\b(?:already|under ?way|in progress|pending|being rotated)\b/i

/** Retries only a transient refusal: after a lost answer, Heroku may have rotated. */
async function ask(addon: RedisAddon, known: Known, context: StepContext): Promise<Asked> {
  const { api, app, clock, log, settings, signal } = context
  const before =
    urlIn(addon, await api.configVars(app), settings.addon) ?? urlIn(addon, known.observed.config, settings.addon)
  if (!before) throw failure('config-missing', `${app} has no URL of ${addon.name}.`)
  log.info(`Rotating the credentials of ${addon.name} …`)
  const started = clock.now()
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted()
    const attempt = await api.tryRotateCredentials(addon.name).catch(() => undefined)
    // The run was cancelled in the meantime, and the wait for the new URL ends at once.
    if (!attempt) return { app, before, answer: 'unknown' }
    if (attempt.kind === 'done') return { app, before, answer: 'accepted' }
    const { failure: refusal } = attempt
    if (refusal.outcome === 'unknown') {
      log.info(
        `${refusal.message} The request is not repeated: a change of the config var shows that Heroku has rotated.`,
      )
      return { app, before, answer: 'unknown' }
    }
    if (attempt.kind === 'final') {
      if (await isGone(addon, context)) throw gone(addon.name)
      if (refusal.reason !== 'rotation-failed' || !underWay.test(refusal.words)) throw refusal
      log.info(`${refusal.message} Waiting for the rotation in progress.`)
      return { app, before, answer: 'accepted' }
    }
    const leftMs = msForRetry(tries, started, context)
    if (leftMs === 0) throw refusal.afterTries(tries)
    await api.pause(attempt, tries, leftMs)
    // Heroku may be busy because of another rotation.
    const seen = urlIn(addon, await api.configVars(app), settings.addon)
    if (seen && !isSameUrl(seen, before)) return { app, before, answer: 'accepted' }
  }
}

/** Further reads to find a second variable of the add-on that changes a little later. */
const readsForOthers = 3

async function waitForUrl(addon: RedisAddon, known: Known, before: Secret, context: StepContext): Promise<Known> {
  const { api, app, progress, settings } = context
  let reads = 0
  return poll<Known>(
    {
      what: `the new credentials of ${addon.name}`,
      ask: async () => {
        const seen = progress.learn(withConfig(known, await api.configVars(app)))
        const { config } = seen.observed
        const name = urlVarOf(addon, config, settings.addon)
        const value = name === undefined ? undefined : config.get(name)
        if (!value || isSameUrl(value, before)) {
          if (await isGone(addon, context)) throw gone(addon.name)
          return { waiting: name === undefined ? 'its URL is not set' : `${name} has not changed yet` }
        }
        reads += 1
        const isBehind = addon.configVars.some((name) => isOld(config.get(name), before))
        return isBehind && reads <= readsForOthers
          ? { waiting: 'another variable still has the old ones' }
          : { ready: seen }
      },
      tooLate: (waiting) => tooLate(addon, known.rotation, waiting, context),
    },
    context,
  )
}

/** As text where it cannot be read: an unreadable URL is a reason to rotate. */
function urlIn(addon: RedisAddon, config: ConfigVars, wanted: string | undefined): Secret | undefined {
  const url = urlStateOf(addon, config, wanted)
  return url.state === 'missing' ? undefined : config.get(url.configVar)
}

function isOld(value: Secret | undefined, before: Secret): boolean {
  return value !== undefined && isSameUrl(value, before)
}

function isSameUrl(a: Secret, b: Secret): boolean {
  const [left, right] = [parseRedisUrl(a), parseRedisUrl(b)]
  return a.equals(b) || (left.ok && right.ok && sameEndpoint(left.endpoint, right.endpoint))
}

function gone(name: string): Failure {
  return failure('addon-missing', `The add-on ${name} is gone: it was removed during the rotation.`, {
    cause: 'Someone removed the add-on, or the app, while this run worked on it.',
    remedy: 'Run with `mode: setup` if the app is to have a new add-on.',
  })
}

function tooLate(
  { name }: RedisAddon,
  rotation: Rotation | undefined,
  waiting: string,
  { app, settings }: StepContext,
): Failure {
  const after = `after ${duration(settings.provisionTimeoutMs)}`
  return rotation?.state === 'unknown'
    ? failure(
        'rotation-failed',
        `It is not known whether Heroku rotated the credentials of ${name}: the answer was lost, and ${after} ${waiting}.`,
        {
          cause:
            'Most likely the request never reached Heroku. It was not sent again, because Heroku may still work on it.',
          remedy: `Compare the config vars with \`mode: check\` in a few minutes: if the URL of ${app} has changed by then, run with \`mode: setup\` to write the new credentials; if not, run with \`mode: rotate\` again.`,
        },
      )
    : failure('rotation-failed', `Heroku accepted the rotation of ${name}, but ${after} ${waiting}.`, {
        cause: 'Heroku is still working on it, or could not complete it.',
        remedy: `Run with \`mode: setup\` when heroku redis:info ${name} --app ${app} shows that it is available: it writes the credentials that are valid then. If they never change, open a ticket at https://help.heroku.com.`,
      })
}

/**
 * A failure after the request for new credentials, with their state and how to finish: never by
 * another rotation.
 */
export function explainHalfRotated(
  error: unknown,
  known: Known | undefined,
  { app, settings }: Pick<StepContext, 'app' | 'settings'>,
): unknown {
  if (!known?.addon || !known.rotation) return error
  const { addon, rotation } = known
  const thrown = toFailure(error)
  const { explanation, reason } = thrown
  if (reason === 'rotation-failed' || reason === 'addon-missing') return thrown
  const done = rotation.state === 'done'
  if (done && !hasStaleCopies(known, settings)) return thrown
  const state = done
    ? `The credentials of ${addon.name} are rotated, but the config vars of ${app} still have the old ones.`
    : rotation.state === 'asked'
      ? `Heroku has accepted the rotation of the credentials of ${addon.name}, but the config var had not changed yet.`
      : `It is not known whether Heroku rotates the credentials of ${addon.name}.`
  const remedy = done
    ? 'To finish, run with `mode: setup`, which writes the new credentials. Do not rotate again.'
    : 'In a few minutes, run with `mode: setup`, which writes the credentials that are valid then.'
  const first = reason === 'cancelled' ? '' : `${explanation.remedy} `
  return new Failure(
    { ...explanation, what: `${explanation.what} ${state}`, remedy: `${first}${remedy}` },
    { cause: thrown.cause },
  )
}

function hasStaleCopies(known: Known, settings: StepContext['settings']): boolean {
  try {
    return planRotate(known, settings).some(({ action }) => action === 'set-config')
  } catch {
    return true
  }
}
