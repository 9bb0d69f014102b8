import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import { type Known, withService } from '../state/known.ts'
import { isAhead, maintenanceIn, maintenanceWords, versionIn } from '../state/service.ts'
import { duration } from '../utils/format.ts'
import { sanitize } from '../utils/text.ts'
import { isOlder } from '../utils/versions.ts'
import type { StepContext, StepKind } from './context.ts'
import { poll } from './poll.ts'
import { isFinal } from './read-service.ts'
import type { WaitMaintenance } from './step.ts'

const everyMs = 15_000
/** How long a requested maintenance may take to begin. */
const notBegunForMs = 120_000
/** How long the data API may report the old version after an upgrade. */
const oldVersionForMs = 60_000

/**
 * Waits until a maintenance is ready or completed. An upgrade without one is completed when the server has the version.
 */
export const waitMaintenance: StepKind<WaitMaintenance> = {
  describe: ({ addon, until, version }) => ({
    target: addon.name,
    detail:
      version === undefined
        ? `wait until the maintenance is ${until}`
        : until === 'ready'
          ? `wait until the upgrade to ${version} is prepared`
          : `wait until it runs version ${version}`,
  }),
  apply: async (step, known, context) => {
    const { clock, progress } = context
    const started = clock.now()
    const isAsked = maintenanceIn(known.service)?.status === 'running'
    const watch: Watch = { step, context, started, isAsked, isBegun: false }
    const { state, facts } = await poll<Reached>(
      {
        what:
          step.version === undefined ? `the maintenance of ${step.addon.name}` : `the upgrade of ${step.addon.name}`,
        everyMs,
        ask: () => readState(watch, known),
        tooLate: (waiting) => tooLate(step, waiting, context),
      },
      context,
    )
    const took = duration(clock.now() - started)
    if (state === 'ready') {
      progress.markDone(`prepared after ${took}`)
      return facts
    }
    progress.markDone(step.version === undefined ? `completed after ${took}` : `${versionWords(facts)} after ${took}`)
    const upgrade = facts.upgrade ? { upgrade: { ...facts.upgrade, ended: true } } : {}
    return { ...facts, ...upgrade, settled: false, maintained: true }
  },
}

interface Reached {
  readonly state: 'ready' | 'completed'
  readonly facts: Known
}

interface Watch {
  readonly step: WaitMaintenance
  readonly context: StepContext
  readonly started: number
  /** This run has started it, or has already seen it running. */
  readonly isAsked: boolean
  /** It was seen running during this wait: a read right after the start can lag behind. */
  isBegun: boolean
  /** On the clock, when it was first seen to be over. */
  endedAt?: number
}

type Polled = { readonly ready: Reached } | { readonly waiting: string }

async function readState(watch: Watch, known: Known): Promise<Polled> {
  const { step, context } = watch
  const { api, progress } = context
  const { addon, until, version } = step
  const [maintenance, database] = await Promise.all([
    api.maintenance(addon.id),
    version === undefined ? known.service.database : api.databaseInfo(addon.name),
  ])
  const facts = progress.learn(withService(known, { maintenance, ...(database ? { database } : {}) }))
  if (!maintenance.known) {
    if (isFinal(maintenance) && maintenance.failure) throw maintenance.failure
    return { waiting: 'Heroku’s data API did not answer' }
  }
  const { status } = maintenance.value
  const words = maintenanceWords(maintenance.value)
  const waiting = (): Polled => ({ waiting: `it is ${words}` })
  const completed: Polled = { ready: { state: 'completed', facts } }
  const present = versionIn(facts.service)
  const isOld = version !== undefined && (present === undefined || isOlder(present, version))

  if (status === 'running') {
    watch.isBegun = true
    return until === 'ready' ? { ready: { state: 'ready', facts } } : waiting()
  }
  if (!isAhead(maintenance.value)) {
    if (!isOld) return completed
    return watch.isBegun || watch.isAsked ? ended(watch, completed, present) : { waiting: notYet(step, present) }
  }
  if (until === 'ready') return status === 'ready' ? { ready: { state: 'ready', facts } } : waiting()
  if (watch.isBegun) throw notCompleted(step, `ended as ${words}`)
  if (context.clock.now() - watch.started > notBegunForMs) throw notCompleted(step, `did not begin: it is ${words}`)
  return waiting()
}

/** The maintenance is over, but the data API may lag behind; a later check asks the server itself. */
function ended(watch: Watch, completed: Polled, present: string | undefined): Polled {
  const { clock } = watch.context
  watch.endedAt ??= clock.now()
  return clock.now() - watch.endedAt > oldVersionForMs ? completed : { waiting: notYet(watch.step, present) }
}

function notYet({ until }: WaitMaintenance, present: string | undefined): string {
  const version =
    present === undefined ? 'Heroku does not report its version' : `it runs version ${sanitize(present, 20)}`
  return until === 'ready' ? `it is not prepared yet, and ${version}` : version
}

function versionWords({ service }: Known): string {
  const version = versionIn(service)
  return version === undefined ? 'upgraded' : `runs version ${sanitize(version, 20)}`
}

function tooLate(step: WaitMaintenance, waiting: string, { settings }: StepContext): Failure {
  const time = duration(settings.provisionTimeoutMs)
  const { addon, version } = step
  return version === undefined
    ? failure('maintenance', `The maintenance of ${addon.name} was not completed within ${time}: ${waiting}.`, {
        cause: 'Heroku is still working on it. The Redis URL changes when it is completed.',
      })
    : failure(
        'upgrade-failed',
        `The upgrade of ${addon.name} to ${version} was not completed within ${time}: ${waiting}.`,
        {
          cause: 'Heroku is still working on it. An upgrade of a large server takes longer.',
          remedy:
            'Run again: the upgrade is continued where it is, not started twice. Raise `provision-timeout` if it needs the time.',
        },
      )
}

function notCompleted({ addon, version }: WaitMaintenance, what: string): Failure {
  return failure(
    version === undefined ? 'maintenance' : 'upgrade-failed',
    `The maintenance of ${addon.name} ${what}.`,
    {
      cause: 'Heroku did not carry it out, for a reason that its data API does not report.',
      remedy: `See \`heroku data:maintenances:info ${addon.name}\`, then run again; if it fails again, open a ticket at https://help.heroku.com.`,
    },
  )
}
