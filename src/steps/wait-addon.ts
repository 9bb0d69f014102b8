import { failure } from '../failure/catalogue.ts'
import { Failure } from '../failure/failure.ts'
import type { Addon, ConfigVars } from '../heroku/api.ts'
import { type RedisAddon, urlVarOf } from '../state/addon.ts'
import { type Known, withConfig } from '../state/known.ts'
import { duration } from '../utils/format.ts'
import type { StepContext, StepKind } from './context.ts'
import { longestPollDelayMs, poll } from './poll.ts'
import type { WaitAddon } from './step.ts'

export const waitAddon: StepKind<WaitAddon> = {
  describe: ({ addon, plan }) => ({
    target: addon?.name ?? 'the new add-on',
    detail:
      plan === undefined
        ? 'wait until it is provisioned and its config var is there'
        : 'wait until the new plan is in place',
  }),
  apply: async (step, known, context) => {
    const { clock, progress } = context
    const started = clock.now()
    if (!known.addon) return known
    const provisioned = progress.learn(await waitUntilProvisioned(known, known.addon, step.plan, context))
    const served = progress.learn(await waitForDataService(provisioned, context))
    const ready = progress.learn(await waitForUrl(served, context))
    progress.markDone(`ready after ${duration(clock.now() - started)}`, known.addon.name)
    return { ...ready, settled: true }
  },
}

async function waitUntilProvisioned(
  known: Known,
  addon: RedisAddon,
  plan: string | undefined,
  context: StepContext,
): Promise<Known> {
  if (addon.shared) return known
  const seen = await poll(
    {
      what: addon.name,
      ask: async () => {
        const now = await stillThere(addon, context)
        if (now.state === 'provisioning') return { waiting: 'Heroku is provisioning it' }
        if (now.state !== 'provisioned') throw gone(addon.name, `is ${now.state}`)
        return plan === undefined || now.plan === plan ? { ready: now } : { waiting: `its plan is still ${now.plan}` }
      },
      tooLate: (waiting) => tooLate(addon, waiting, context),
    },
    context,
  )
  return {
    ...known,
    addon: { ...addon, ...seen, configVars: [...new Set([...addon.configVars, ...seen.configVars])] },
  }
}

async function waitForUrl(known: Known, context: StepContext): Promise<Known> {
  const { api, app, progress, settings } = context
  const { addon } = known
  if (!addon) return known
  const ready = await poll(
    {
      what: `${addon.name}'s config var`,
      ask: async () => {
        const seen = progress.learn(withConfig(known, await api.configVars(app)))
        if (urlVarOf(addon, seen.observed.config, settings.addon) !== undefined) return { ready: seen }
        // What somebody has removed would be waited for until the time is up.
        if (!addon.shared) await stillThere(addon, context)
        return { waiting: missingUrl(addon, seen.observed.config) }
      },
      tooLate: (waiting) => {
        const late = tooLate(addon, waiting, context)
        return holdsSomethingElse(addon, progress.known) ? failure('config-missing', late.message) : late
      },
    },
    context,
  )
  return addon.shared ? { ...ready, addon: await seenAgain(addon, context) } : ready
}

/** What was seen of another app's add-on before its URL was there is old by now. */
async function seenAgain(addon: RedisAddon, { api }: StepContext): Promise<RedisAddon> {
  // Not seen then, not seen now.
  if (addon.state === undefined) return addon
  const { state: _, ...rest } = addon
  const attempt = await api.foreignAddon(addon.id)
  return attempt.kind === 'done' ? { ...rest, state: attempt.value.state } : rest
}

function missingUrl(addon: RedisAddon, config: ConfigVars): string {
  const named = addon.configVars.filter((name) => config.has(name))
  if (named.length > 0) return `none of its config vars (${named.join(', ')}) holds a Redis URL`
  return addon.configVars.length === 0 ? 'it has no config var yet' : `${addon.configVars.join(', ')} is not set yet`
}

/** Its variables are set, and to no Redis URL: it is perhaps no Redis at all. */
function holdsSomethingElse(addon: RedisAddon, known: Known | undefined): boolean {
  return addon.configVars.some((name) => known?.observed.config.has(name))
}

async function stillThere(addon: RedisAddon, { api, app }: StepContext): Promise<Addon> {
  try {
    return await api.addon(app, addon.id)
  } catch (error) {
    if (error instanceof Failure && error.reason === 'addon-missing') throw gone(addon.name, 'is gone', error)
    throw error
  }
}

/** How long a 404 of the data service still means "not there yet". */
const unknownForMs = 30_000

/** A bonus: where the data service does not answer, we go on without it and say so. */
async function waitForDataService(known: Known, context: StepContext): Promise<Known> {
  const { addon } = known
  if (addon?.service !== 'heroku-redis') return known
  const { api, clock, deadline, progress } = context
  const started = clock.now()
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
        if (attempt.kind === 'final' && attempt.status === 404 && clock.now() - started < unknownForMs) {
          if (!addon.shared) await stillThere(addon, context)
          return { waiting: 'not known there yet' }
        }
        tries += 1
        // The time for the whole job must not run out on a bonus.
        const hasTime = clock.now() + longestPollDelayMs < deadline
        if (attempt.kind === 'passing' && tries < 3 && hasTime) return { waiting: 'it did not answer' }
        progress.note(`Heroku's data service was of no help, so we went on without it. ${attempt.failure.message}`)
        return { ready: known }
      },
      tooLate: (waiting) =>
        failure(
          'provision-timeout',
          `Heroku's data service was not done with ${addon.name} after ${duration(context.settings.provisionTimeoutMs)}: ${waiting}.`,
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

function gone(name: string, how: string, error?: Failure): Failure {
  return failure('provision-failed', `The add-on ${name} ${how} while we waited for it.`, error ? { error } : {})
}
