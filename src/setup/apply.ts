import { randomBytes } from 'node:crypto'
import { failure } from '../explanations.ts'
import { Failure } from '../failure.ts'
import type { Addon, ConfigVars, HerokuApi, ReleaseInfo } from '../heroku/api.ts'
import type { Log } from '../log.ts'
import type { Inputs } from '../settings.ts'
import { duration } from '../format.ts'
import { cancelled, now, sleep } from '../time.ts'
import { type Account, done, note, unanswered } from './account.ts'
import { type ChosenAddon, type Observed, urlVarOf } from './choose.ts'
import { changesOf, desiredVars, sourcesOf } from './desired.ts'
import { observe } from './observe.ts'
import { chosen, isRetired, planNotFound, refuseOwned, type Step } from './steps.ts'

export interface Work {
  readonly app: string
  readonly inputs: Inputs
  readonly api: HerokuApi
  readonly log: Log
  readonly signal: AbortSignal
  /** On the clock of `now()`: `provision-timeout` from the start of this app's work. */
  readonly deadline: number
  /** Called with every set of config vars read, before any of it can reach the log. */
  readonly mask: (config: ConfigVars) => void
}

/** Does the steps one after the other, and writes down in the account what was done. @throws Failure */
export async function applySteps(steps: readonly Step[], work: Work, account: Account): Promise<void> {
  for (const step of steps) {
    if (work.signal.aborted) throw cancelled()
    switch (step.action) {
      case 'create-addon':
        await create(step, work, account)
        break
      case 'change-plan':
        await changePlan(step.addon, step.plan, work, account)
        break
      case 'wait-addon':
        await waitForAddon(work, account)
        break
      case 'set-config':
        await setConfig(work, account)
        break
      case 'wait-release':
        await waitForRelease(work, account)
        break
    }
  }
}

async function create(step: Extract<Step, { action: 'create-addon' }>, work: Work, account: Account): Promise<void> {
  const { app, api, log } = work
  const order = { name: newName(app), plan: step.plan, attachment: step.attachment }
  log.info(`Creating ${step.plan} as ${order.name} …`)
  const asked = `asked Heroku for a ${step.plan} add-on named ${order.name}`
  const started = now()
  for (let tries = 1; ; tries += 1) {
    const attempt = await api.tryCreateAddon(app, order).catch((error: unknown) => {
      unanswered(account, 'create-addon', asked)
      throw error
    })
    if (attempt.kind === 'done') {
      adopted(attempt.value, true, work, account)
      return
    }
    if (attempt.kind === 'passing') unanswered(account, 'create-addon', asked)
    // The add-on may be there all the same: made by a request whose answer was lost, or by another run at this moment.
    const doubtful = attempt.kind === 'passing' || attempt.failure.reason === 'confirmation-required' || tries > 1
    if (!doubtful) throw await refusedCreation(attempt.failure, step, work)
    const observed = await look(work)
    const ours = observed.addons.find(({ name }) => name === order.name)
    const there = ours ?? observed.addons.find(({ id }) => id === chosenOrNone(observed, work.inputs)?.id)
    if (there) {
      adopted(there, ours !== undefined, work, account)
      return
    }
    if (attempt.kind === 'final') throw await refusedCreation(attempt.failure, step, work)
    const leftMs = Math.min(30_000 - (now() - started), work.deadline - now())
    if (tries >= 5 || leftMs <= 0) throw unsure(attempt.failure, order.name)
    await api.pause(attempt, tries, leftMs)
  }
}

function chosenOrNone(observed: Observed, inputs: Inputs): ChosenAddon | undefined {
  try {
    return chosen(observed, inputs)
  } catch {
    return undefined
  }
}

function adopted(addon: Addon, created: boolean, { app, log }: Work, account: Account): void {
  const { observed } = account
  if (observed) {
    const others = observed.addons.filter(({ id }) => id !== addon.id)
    account.observed = { ...observed, addons: [...others, addon] }
  }
  account.created = created
  account.addon = {
    id: addon.id,
    name: addon.name,
    shared: false,
    service: addon.service,
    plan: addon.plan,
    state: addon.state,
    configVars: addon.configVars,
    ...(addon.price ? { price: addon.price } : {}),
  }
  const words = created
    ? `created ${addon.name} (${addon.plan})`
    : `another run had just created ${addon.name}; adopted it`
  done(account, 'create-addon', words, addon.name)
  log.info(`${app}: ${words}.`)
}

/** Unique on all of Heroku, and telling whose it is. */
function newName(app: string): string {
  const words = /^[0-9a-f]{8}-/.test(app) ? '' : `${app.slice(0, 24).replace(/-+$/, '')}-`
  return `redis-${words}${randomBytes(4).toString('hex')}`
}

async function refusedCreation(
  refusal: Failure,
  step: { service: string; plan: string; attachment: string },
  work: Work,
) {
  const wrongPlan = await aboutPlan(refusal, step.plan, work)
  if (wrongPlan) return wrongPlan
  if (refusal.reason === 'confirmation-required') {
    return failure(
      'confirmation-required',
      `Heroku will not attach a new add-on to ${work.app} as ${step.attachment}: that name is taken by something else.`,
      {
        remedy: `Look at heroku addons --app ${work.app}: name the add-on with the addon input, or detach the ${step.attachment} attachment.`,
        error: refusal,
      },
    )
  }
  return refusal
}

/** Heroku words a retired plan in many ways: the live list tells whether it is the plan that was refused. */
async function aboutPlan(refusal: Failure, plan: string, { api }: Work): Promise<Failure | undefined> {
  if (!['plan-not-found', 'provision-failed', 'plan-change-failed'].includes(refusal.reason)) return undefined
  const offers = await api.plans(plan.split(':')[0] ?? '').catch(() => [])
  const isOffered = offers.some((offer) => offer.name === plan && !isRetired(offer))
  if (refusal.reason !== 'plan-not-found' && (isOffered || offers.length === 0)) return undefined
  return planNotFound(plan, offers, 'was refused by Heroku', refusal)
}

function unsure(last: Failure, name: string): Failure {
  const { reason, what, cause } = last.explanation
  return failure(reason, `${what} Whether the add-on was created is not known; it is not in the app's list.`, {
    cause,
    remedy: `Run again: if ${name} appears meanwhile, it is adopted and nothing is created twice.`,
    error: last,
  })
}

async function changePlan(addon: ChosenAddon, plan: string, work: Work, account: Account): Promise<void> {
  work.log.info(`Changing ${addon.name} from ${addon.plan ?? 'an unknown plan'} to ${plan} …`)
  try {
    await work.api.changePlan(work.app, addon.id, plan)
  } catch (error) {
    if (leavesDoubt(error)) unanswered(account, 'change-plan', `asked Heroku to change its plan to ${plan}`)
    throw (error instanceof Failure ? await aboutPlan(error, plan, work) : undefined) ?? error
  }
  account.addon = { ...addon, plan }
  done(account, 'change-plan', `changed its plan from ${addon.plan ?? 'unknown'} to ${plan}`)
}

const longestPollDelayMs = 5_000

/** Quick at first, then every 5 s. */
function pollDelayMs(polls: number): number {
  return [250, 500, 1_000, 2_000, 3_000][polls] ?? longestPollDelayMs
}

/** Asks until there is an answer. @throws Failure `provision-timeout` telling what was still missing */
async function poll<T>(
  what: string,
  work: Work,
  ask: () => Promise<{ readonly ready: T } | { readonly waiting: string }>,
  tooLate: (waiting: string) => Failure,
): Promise<T> {
  const started = now()
  let told = started
  for (let polls = 0; ; polls += 1) {
    const answer = await ask()
    if ('ready' in answer) return answer.ready
    const delayMs = pollDelayMs(polls)
    if (now() + delayMs > work.deadline) throw tooLate(answer.waiting)
    if (now() - told >= 5_000 || polls === 0) {
      told = now()
      const since = polls === 0 ? '' : ` (${duration(now() - started)})`
      work.log.info(`Waiting for ${what}: ${answer.waiting}${since} …`)
    }
    await sleep(delayMs, work.signal)
  }
}

async function waitForAddon(work: Work, account: Account): Promise<void> {
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
  done(account, 'wait-addon', `ready after ${duration(now() - started)}`, addon.name)
  work.log.info(`${addon.name} of ${app} is ready after ${duration(now() - started)}.`)
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

function gone(name: string, how: string, error?: Failure): Failure {
  return failure('provision-failed', `The add-on ${name} ${how} while we waited for it.`, error ? { error } : {})
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

/** More rounds than this mean that somebody else keeps writing the same variables. */
const maxRounds = 3

async function setConfig(work: Work, account: Account): Promise<void> {
  const { api, app, inputs, log } = work
  let written: readonly string[] = []
  for (let round = 1; round <= maxRounds + 1; round += 1) {
    const { observed, addon } = account
    if (!observed || !addon) return
    const sources = sourcesOf(addon, observed.config, inputs)
    if (!sources) throw gone(addon.name, 'lost its config var')
    account.sources = sources
    const desired = desiredVars(sources, inputs)
    refuseOwned(desired, observed, addon, sources, inputs)
    const changes = changesOf(desired, observed.config)
    if (changes.length === 0) {
      const words = written.length === 0 ? 'nothing differed any more' : `set ${written.join(', ')}`
      done(account, 'set-config', words, `${written.length} config var${written.length === 1 ? '' : 's'}`)
      return
    }
    if (round > maxRounds) break
    const names = new Set(changes.map(({ name }) => name))
    const vars = new Map(
      desired.flatMap(({ name, value }) => (value && names.has(name) ? [[name, value] as const] : [])),
    )
    log.info(`Setting ${[...names].join(', ')} …`)
    const config = await api.setConfigVars(app, vars).catch((error: unknown) => {
      if (leavesDoubt(error)) unanswered(account, 'set-config', `asked Heroku to set ${[...names].join(', ')}`)
      throw error
    })
    work.mask(config)
    // The answer is the full map: when the URL has moved meanwhile, the next round sees it.
    remember(account, config)
    written = [...new Set([...written, ...names])]
    account.changes = mergeChanges(account.changes, changes)
    account.changedConfigVars = written
  }
  throw failure('config-conflict', `Config vars of ${app} were changed by somebody else each time after we set them.`, {
    cause: 'Another workflow or script writes the same variables with other values.',
    remedy: 'Let only one of them write these variables, then run again.',
  })
}

/** Refused is refused; without an answer the work may be done all the same. */
function leavesDoubt(error: unknown): boolean {
  return error instanceof Failure && (error.reason === 'cancelled' || error.reason === 'heroku-unavailable')
}

/** First old value, last new value. */
function mergeChanges(before: Account['changes'], now: Account['changes']): Account['changes'] {
  const rest = now.filter(({ name }) => !before.some((each) => each.name === name))
  const merged = before.map((each) => {
    const again = now.find(({ name }) => name === each.name)
    return again?.to === undefined ? each : { ...each, to: again.to }
  })
  return [...merged, ...rest]
}

async function waitForRelease(work: Work, account: Account): Promise<void> {
  if (account.changedConfigVars.length === 0) {
    done(account, 'wait-release', 'no release was needed')
    return
  }
  const { api, app } = work
  const started = now()
  const newest = await api.releaseOf(app, account.changedConfigVars)
  if (!newest) {
    note(account, work.log, 'Heroku names no release for this app, so there was none to wait for.')
    return
  }
  account.release = newest.version
  let seen: ReleaseInfo = newest
  let first = true
  await poll(
    `release v${newest.version}`,
    work,
    async () => {
      if (!first) seen = await api.release(app, newest.id)
      first = false
      return seen.status === 'pending' ? { waiting: 'its release phase is running' } : { ready: true }
    },
    () =>
      failure(
        'provision-timeout',
        `Release v${newest.version} of ${app} was still pending after ${duration(now() - started)}.`,
        {
          cause: 'The release phase command of the app takes longer than provision-timeout.',
          remedy: `Read heroku releases:output v${newest.version} --app ${app}; raise provision-timeout if the command needs the time.`,
        },
      ),
  )
  if (seen.status !== 'succeeded') {
    throw failure(
      'release-failed',
      `Release v${newest.version} of ${app}, which carries the new config vars, ended as ${seen.status}.`,
      {
        remedy: `The config vars are set, but the dynos still run the release before. Read heroku releases:output v${newest.version} --app ${app}, mend the release phase, and deploy again.`,
      },
    )
  }
  done(account, 'wait-release', `v${newest.version} succeeded after ${duration(now() - started)}`, `v${newest.version}`)
  work.log.info(`Release v${newest.version} succeeded.`)
}

async function readConfig(work: Work): Promise<ConfigVars> {
  const config = await work.api.configVars(work.app)
  work.mask(config)
  return config
}

async function look(work: Work): Promise<Observed> {
  const observed = await observe(work.api, work.app)
  work.mask(observed.config)
  return observed
}

function remember(account: Account, config: ConfigVars): void {
  if (account.observed) account.observed = { ...account.observed, config }
}
