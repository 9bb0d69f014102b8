import { failure } from '../failure/catalogue.ts'
import { Failure } from '../failure/failure.ts'
import { duration } from '../utils/format.ts'
import type { Addon, ConfigVars } from '../heroku/api.ts'
import { now } from '../utils/time.ts'
import { type Account, done, note, remember } from './progress.ts'
import { type ChosenAddon, urlVarOf } from '../state/addon.ts'
import { longestPollDelayMs, poll } from './poll.ts'
import type { Work } from './context.ts'

export async function waitForAddon(work: Work, account: Account): Promise<void> {
  const { app, inputs } = work
  const started = now()
  const { addon } = account
  if (!addon) return
  const wantedPlan = addon.plan
  const tooLate = (waiting: string): Failure =>
    failure(
      'provision-timeout',
      `${addon.name} was not ready after ${duration(inputs.provisionTimeoutMs)}: ${waiting}.`,
    )

  const provisioned = addon.shared
    ? addon
    : await poll(
        addon.name,
        work,
        async () => {
          const seen = await stillThere(addon, work)
          if (seen.state === 'provisioning') return { waiting: 'Heroku is provisioning it' }
          if (seen.state !== 'provisioned') throw gone(addon.name, `is ${seen.state}`)
          return seen.plan === wantedPlan ? { ready: seen } : { waiting: `its plan is still ${seen.plan}` }
        },
        tooLate,
      )
  account.addon = {
    ...addon,
    ...(provisioned.state === undefined ? {} : { state: provisioned.state }),
    configVars: [...new Set([...addon.configVars, ...provisioned.configVars])],
  }

  await waitForDataService(account.addon, work, account)

  const current = account.addon
  await poll(
    `${addon.name}'s config var`,
    work,
    async () => {
      const config = await readConfig(work)
      remember(account, config)
      if (urlVarOf(current, config, inputs.addon) !== undefined) return { ready: true }
      // What somebody has removed would be waited for until the time is up.
      if (!current.shared) await stillThere(current, work)
      return { waiting: missingUrl(current, config) }
    },
    (waiting) =>
      holdsSomethingElse(current, account) ? failure('config-missing', tooLate(waiting).message) : tooLate(waiting),
  )
  if (current.shared) account.addon = await lookedAtAgain(current, work)
  done(account, 'wait-addon', `ready after ${duration(now() - started)}`, addon.name)
  work.log.info(`${addon.name} of ${app} is ready after ${duration(now() - started)}.`)
}

/** What was seen of another app's add-on before its URL was there is old by now. */
async function lookedAtAgain(addon: ChosenAddon, { api }: Work): Promise<ChosenAddon> {
  // Not seen then, not seen now.
  if (addon.state === undefined) return addon
  const { state: _, ...rest } = addon
  const attempt = await api.foreignAddon(addon.id)
  return attempt.kind === 'done' ? { ...rest, state: attempt.value.state } : rest
}

function missingUrl(addon: ChosenAddon, config: ConfigVars): string {
  const named = addon.configVars.filter((name) => config.has(name))
  if (named.length > 0) return `none of its config vars (${named.join(', ')}) holds a Redis URL`
  return addon.configVars.length === 0 ? 'it has no config var yet' : `${addon.configVars.join(', ')} is not set yet`
}

/** Its variables are set, and to no Redis URL: it is perhaps no Redis at all. */
function holdsSomethingElse(addon: ChosenAddon, { observed }: Account): boolean {
  return addon.configVars.some((name) => observed?.config.has(name))
}

async function stillThere(addon: ChosenAddon, { api, app }: Work): Promise<Addon> {
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
async function waitForDataService(addon: ChosenAddon, work: Work, account: Account): Promise<void> {
  if (addon.service !== 'heroku-redis') return
  const started = now()
  let tries = 0
  await poll<boolean>(
    `Heroku's data service to finish ${addon.name}`,
    work,
    async () => {
      const attempt = await work.api.dataWait(addon.name)
      if (attempt.kind === 'done') {
        account.dataService = attempt.value
        return attempt.value.waiting ? { waiting: attempt.value.message || 'still preparing' } : { ready: true }
      }
      if (attempt.kind === 'final' && attempt.status === 404 && now() - started < unknownForMs) {
        if (!addon.shared) await stillThere(addon, work)
        return { waiting: 'not known there yet' }
      }
      tries += 1
      // The time for the whole job must not run out on a bonus.
      const hasTime = now() + longestPollDelayMs < work.deadline
      if (attempt.kind === 'passing' && tries < 3 && hasTime) return { waiting: 'it did not answer' }
      note(
        account,
        work.log,
        `Heroku's data service was of no help, so we went on without it. ${attempt.failure.message}`,
      )
      return { ready: false }
    },
    (waiting) =>
      failure(
        'provision-timeout',
        `Heroku's data service was not done with ${addon.name} after ${duration(work.inputs.provisionTimeoutMs)}: ${waiting}.`,
      ),
  )
}

export function gone(name: string, how: string, error?: Failure): Failure {
  return failure('provision-failed', `The add-on ${name} ${how} while we waited for it.`, error ? { error } : {})
}

async function readConfig(work: Work): Promise<ConfigVars> {
  const config = await work.api.configVars(work.app)
  work.mask(config)
  return config
}
