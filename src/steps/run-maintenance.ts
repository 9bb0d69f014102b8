import { type Known, withService } from '../state/known.ts'
import { isAhead, maintenanceIn } from '../state/service.ts'
import type { Maintenance } from '../heroku/data.ts'
import { askOnce } from './ask-once.ts'
import type { StepContext, StepKind } from './context.ts'
import { askWithRetry } from './read-service.ts'
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
    const running = await findRun(step, context)
    if (running) {
      progress.markDone(wasRunning(running))
      return started(known, running)
    }
    log.info(`Running the maintenance of ${addon.name} …`)
    const request = 'asked Heroku to run the maintenance now'
    const outcome = await askOnce(
      { request, ask: () => api.tryRunMaintenance(addon.id), find: () => findRun(step, context) },
      context,
    )
    progress.markDone(outcome.kind === 'answered' ? request : wasRunning(outcome.value))
    // The next read can lag behind.
    const value = outcome.kind === 'found' ? outcome.value : { ...maintenanceIn(known.service), status: 'running' }
    return started(known, value)
  },
}

/** A maintenance that is already over has changed the URL: no wait is needed, but the URL is read again. */
function started(known: Known, maintenance: Maintenance): Known {
  const next = withService(known, { maintenance: { known: true, value: maintenance } })
  return isAhead(maintenance) ? next : { ...next, settled: false, maintained: true }
}

/** The maintenance if it runs or is over; undefined: it has not started, or its state is not known. */
async function findRun({ addon }: RunMaintenance, context: StepContext): Promise<Maintenance | undefined> {
  const seen = await askWithRetry(() => context.api.maintenance(addon.id), context)
  if (!seen.known) return undefined
  return seen.value.status === 'running' || !isAhead(seen.value) ? seen.value : undefined
}

function wasRunning({ status }: Maintenance): string {
  return status === 'running' ? 'the maintenance was already running' : 'the maintenance was already over'
}
