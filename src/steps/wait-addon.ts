import { failure } from '../failure/catalogue.ts'
import { Failure } from '../failure/failure.ts'
import type { Addon, ConfigVars } from '../heroku/api.ts'
import { redisAddon, type RedisAddon } from '../state/addon.ts'
import { type Known, withConfig } from '../state/known.ts'
import { urlStateOf, urlVarOf } from '../state/redis-url.ts'
import { duration } from '../utils/format.ts'
import { list } from '../utils/lists.ts'
import type { Secret } from '../utils/secret.ts'
import type { StepContext, StepKind } from './context.ts'
import { longestPollDelayMs, poll } from './poll.ts'
import { readService } from './read-service.ts'
import type { WaitAddon } from './step.ts'

export const waitAddon: StepKind<WaitAddon> = {
  describe: ({ addon, plan, moved }) => ({
    target: addon?.name ?? 'the new add-on',
    detail:
      plan !== undefined
        ? `wait until it has the plan ${plan}`
        : moved === true
          ? 'wait until it is available, and read its URL again'
          : 'wait until it is provisioned and its config var is there',
  }),
  apply: async (step, known, context) => {
    const { clock, progress } = context
    const started = clock.now()
    if (!known.addon) return known
    const provisioned = progress.learn(await waitUntilProvisioned(known, known.addon, step, context))
    const served = progress.learn(await waitForDataService(provisioned, context))
    const ready = progress.learn(await waitForUrl(served, step, context))
    const plan = ready.addon?.plan
    const isOther = step.plan !== undefined && plan !== step.plan
    const words = isOther ? `, with the plan ${plan ?? 'unknown'}: another user changed it` : ''
    progress.markDone(`ready after ${duration(clock.now() - started)}${words}`, known.addon.name)
    return readService({ ...ready, settled: true }, context)
  },
}

/**
 * How long a new add-on may be missing, because Heroku's lists and reads can lag behind. At least this many
 * reads, regardless of how slow the answers are.
 */
const notListedForMs = 10_000
const readsForNew = 6

async function waitUntilProvisioned(
  known: Known,
  addon: RedisAddon,
  { plan }: WaitAddon,
  context: StepContext,
): Promise<Known> {
  if (addon.shared) return known
  const { clock } = context
  const started = clock.now()
  let isSeen = known.settled
  let reads = 0
  const seen = await poll<Addon>(
    {
      what: addon.name,
      ask: async () => {
        const now = await readAddon(addon, context)
        reads += 1
        const mayAppear = !isSeen && (reads < readsForNew || clock.now() - started < notListedForMs)
        if (!now && mayAppear) return { waiting: 'Heroku does not list it yet' }
        if (!now) throw gone(addon.name, 'is gone')
        isSeen = true
        if (now.state === 'provisioning') return { waiting: 'Heroku is provisioning it' }
        if (now.state !== 'provisioned') throw gone(addon.name, `is ${now.state}`)
        // A plan that is neither the old nor the requested one was set by another user, and ours will not follow.
        const isWaiting = plan !== undefined && now.plan !== plan && now.plan === addon.plan
        return isWaiting ? { waiting: `its plan is still ${now.plan}` } : { ready: now }
      },
      tooLate: (waiting) => tooLate(addon, waiting, context),
    },
    context,
  )
  return { ...known, addon: redisAddon(seen, false, [...addon.configVars, ...seen.configVars]) }
}

/** For an add-on that this run did not change: its URL is lost, not pending. */
const lostUrlAfterMs = 120_000

/** Further reads to find a URL that changes a little after a plan change or a maintenance. */
const readsForMovedUrl = 3

async function waitForUrl(known: Known, { plan, moved }: WaitAddon, context: StepContext): Promise<Known> {
  const { api, app, progress, settings } = context
  const { addon } = known
  if (!addon) return known
  const before = urlIn(known, settings.addon)
  let reads = 0
  const ready = await poll<Known>(
    {
      what: `${addon.name}'s config var`,
      ...(known.settled ? { withinMs: lostUrlAfterMs } : {}),
      ask: async () => {
        const seen = progress.learn(withConfig(known, await api.configVars(app)))
        const { config } = seen.observed
        const url = urlStateOf(addon, config, settings.addon)
        if (url.state === 'missing') {
          // Without this, the run would wait for a removed add-on until the time is up.
          if (!addon.shared && !(await readAddon(addon, context))) throw gone(addon.name, 'is gone')
          return { waiting: missingUrl(addon, config) }
        }
        reads += 1
        const isExpected = plan !== undefined || moved === true
        const mayMove = isExpected && before !== undefined && urlIn(seen, settings.addon)?.equals(before) === true
        return mayMove && reads <= readsForMovedUrl ? { waiting: 'Heroku may still move its URL' } : { ready: seen }
      },
      tooLate: (waiting) => (known.settled ? lostUrl(addon, context) : tooLate(addon, waiting, context)),
    },
    context,
  )
  return addon.shared ? { ...ready, addon: await seenAgain(addon, context) } : ready
}

function urlIn({ addon, observed }: Known, wanted: string | undefined): Secret | undefined {
  const name = addon && urlVarOf(addon, observed.config, wanted)
  return name === undefined ? undefined : observed.config.get(name)
}

/** Reads another app's add-on again, because its state may have changed during the wait for its URL. */
async function seenAgain(addon: RedisAddon, { api }: StepContext): Promise<RedisAddon> {
  // The token could not see it before either.
  if (addon.state === undefined) return addon
  const { state: _, ...rest } = addon
  const attempt = await api.foreignAddon(addon.id)
  return attempt.kind === 'done' ? redisAddon(attempt.value, true, addon.configVars) : rest
}

function missingUrl({ configVars }: RedisAddon, config: ConfigVars): string {
  const empty = configVars.filter((name) => config.has(name))
  if (empty.length > 0) return `${list(empty)} is still empty`
  return configVars.length === 0 ? 'it has no config var yet' : `${list(configVars)} is not set yet`
}

/** Undefined: Heroku has no such add-on. */
async function readAddon(addon: RedisAddon, { api, app }: StepContext): Promise<Addon | undefined> {
  try {
    return await api.addon(app, addon.id)
  } catch (error) {
    if (error instanceof Failure && error.reason === 'addon-missing') return undefined
    throw error
  }
}

/** How long a 404 of the data service still means "not there yet", and the share of the remaining time it may use. */
const unknownForMs = 30_000
const optionalShare = 0.25

/** Optional: if the data service does not answer, the run continues with a note. */
async function waitForDataService(known: Known, context: StepContext): Promise<Known> {
  const { addon } = known
  if (addon?.service !== 'heroku-redis') return known
  const { api, clock, deadline, progress, settings } = context
  const started = clock.now()
  const unknownUntil = started + Math.min(unknownForMs, (deadline - started) * optionalShare)
  let tries = 0
  return poll<Known>(
    {
      what: `Heroku's data service to finish ${addon.name}`,
      ask: async () => {
        const attempt = await api.dataWait(addon.name)
        if (attempt.kind === 'done') {
          const seen = progress.learn({ ...known, dataService: attempt.value })
          return attempt.value.waiting ? { waiting: attempt.value.message || 'still preparing' } : { ready: seen }
        }
        if (attempt.kind === 'final' && attempt.status === 404 && clock.now() < unknownUntil) {
          if (!addon.shared && !(await readAddon(addon, context))) throw gone(addon.name, 'is gone')
          return { waiting: 'not known there yet' }
        }
        tries += 1
        // An optional answer must not use up the time of the run.
        const hasTime = clock.now() + longestPollDelayMs < deadline
        if (attempt.kind === 'passing' && tries < 3 && hasTime) return { waiting: 'it did not answer' }
        progress.note(
          `Heroku's data service did not report on ${addon.name}, so the run continued without it. ${attempt.failure.message}`,
        )
        return { ready: known }
      },
      tooLate: (waiting) =>
        failure(
          'provision-timeout',
          `Heroku's data service had not finished ${addon.name} after ${duration(settings.provisionTimeoutMs)}: ${waiting}.`,
        ),
    },
    context,
  )
}

function tooLate({ name }: RedisAddon, waiting: string, { settings }: StepContext): Failure {
  return failure(
    'provision-timeout',
    `${name} was not ready after ${duration(settings.provisionTimeoutMs)}: ${waiting}.`,
  )
}

function lostUrl({ name, configVars }: RedisAddon, { app }: StepContext): Failure {
  const variables = configVars.length === 0 ? 'its config var' : list(configVars)
  return failure('config-missing', `${name} is provisioned, but ${variables} is not set on ${app}.`, {
    cause: 'A rollback of the app can remove the variable of an attachment while the attachment stays.',
    remedy: `Attach the add-on under another name, which sets its variable again: heroku addons:attach ${name} --as REDIS_NEW --app ${app}; then run again.`,
  })
}

function gone(name: string, how: string): Failure {
  return failure('provision-failed', `The add-on ${name} ${how}: its state changed while the action waited for it.`)
}
