import { type Known, withService } from '../state/known.ts'
import { isAhead, maintenanceIn } from '../state/service.ts'
import type { Maintenance } from '../heroku/data.ts'
import { askOnce } from './ask-once.ts'
import type { StepContext, StepKind } from './context.ts'
import { insist } from './read-service.ts'
import type { RunMaintenance } from './step.ts'

/** Starts a maintenance that is ready, once. */
export const runMaintenance: StepKind<RunMaintenance> = {
  describe: ({ addon }) => ({
    target: addon.name,
    detail: 'run the maintenance that is ready; connections break, and the Redis URL changes',
  }),
  apply: async (step, known, context) => {
    const { api, log, progress } = context
    const { addon } = step
    const running = await lookForRun(step, context)
    if (running) {
      progress.markDone(wasRunning(running))
      return started(known, running)
    }
    log.info(`Running the maintenance of ${addon.name} …`)
    const request = 'asked Heroku to run the maintenance now'
    const outcome = await askOnce(
      { request, ask: () => api.tryRunMaintenance(addon.id), look: () => lookForRun(step, context) },
      context,
    )
    progress.markDone(outcome.kind === 'answered' ? request : wasRunning(outcome.value))
    // What is read next can be a moment behind.
    const value = outcome.kind === 'found' ? outcome.value : { ...maintenanceIn(known.service), status: 'running' }
    return started(known, value)
  },
}

/** One that is over by now has moved the URL: nobody is left to wait for, but it is read again. */
function started(known: Known, maintenance: Maintenance): Known {
  const next = withService(known, { maintenance: { known: true, value: maintenance } })
  return isAhead(maintenance) ? next : { ...next, settled: false, maintained: true }
}

/** The maintenance when it runs, or is over; undefined: it waits to be run, or that is not known. */
async function lookForRun({ addon }: RunMaintenance, context: StepContext): Promise<Maintenance | undefined> {
  const seen = await insist(() => context.api.maintenance(addon.id), context)
  if (!seen.known) return undefined
  return seen.value.status === 'running' || !isAhead(seen.value) ? seen.value : undefined
}

function wasRunning({ status }: Maintenance): string {
  return status === 'running' ? 'the maintenance was already running' : 'the maintenance was already over'
}
