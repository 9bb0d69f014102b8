import type { Known as Answer } from '../heroku/data.ts'
import { HerokuFailure } from '../heroku/errors.ts'
import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import { type Known, withService } from '../state/known.ts'
import { isAhead, isManaged, maintenanceIn, maintenanceWords, type ServiceFacts } from '../state/service.ts'
import { sanitize } from '../utils/text.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type { StepContext } from './context.ts'
import { maintenanceSteps } from './plan-maintenance.ts'

/**
 * Reads what planning needs from Heroku's data API, if anything. The API is undocumented: what it
 * does not report becomes a note, unless the run depends on it.
 * @throws Failure `maintenance: run` is set, and it is not known whether there is a maintenance
 */
export async function readService(known: Known, context: StepContext): Promise<Known> {
  const { addon, settled, created, service } = known
  const { api, settings, progress } = context
  if (!addon || !settled || settings.mode !== 'setup') return known
  if (!isManaged(addon)) {
    noteOthers(known, context)
    return known
  }
  const changesVersion = settings.version !== undefined && settings.versionMismatch !== 'warn'
  const runs = settings.maintenance === 'run' && !created
  const wants = {
    maintenance: runs || (changesVersion && settings.versionMismatch === 'change' && !created),
    database: changesVersion,
    config: Object.keys(settings.settings).length > 0,
  }
  const [maintenance, database, config] = await Promise.all([
    wants.maintenance ? (service.maintenance ?? askWithRetry(() => api.maintenance(addon.id), context)) : undefined,
    wants.database ? (service.database ?? askWithRetry(() => api.databaseInfo(addon.name), context)) : undefined,
    wants.config ? (service.config ?? askWithRetry(() => api.databaseConfig(addon.name), context)) : undefined,
  ])
  if (database?.known === false) {
    progress.note(`The version of ${addon.name} is not known before the tests: ${sanitize(database.why, 300)}.`)
  }
  const next = progress.learn(
    withService(known, withoutUndefined<ServiceFacts>({ ...known.service, maintenance, database, config })),
  )
  if (runs && maintenance?.known === false) throw unknownMaintenance(addon.name, maintenance)
  if (runs) noteNotReady(addon.name, next, context)
  return wants.maintenance && (await isBusy(next, context)) ? progress.learn(unsettled(next)) : next
}

/** Busy without a maintenance: an upgrade of a plan without a standby that another run requested. */
async function isBusy({ addon, service }: Known, { api }: StepContext): Promise<boolean> {
  if (!addon || isAhead(maintenanceIn(service))) return false
  const attempt = await api.dataWait(addon.name)
  return attempt.kind === 'done' && attempt.value.waiting
}

/** Heroku works on it, and its URL changes. */
function unsettled(known: Known): Known {
  return { ...known, settled: false, maintained: true }
}

/** Milliseconds before a decisive request is repeated. The API client already tries each request twice. */
const retryAfterMs = 2_000

/** Repeats a request once after a transient failure. */
export async function askWithRetry<T>(
  ask: () => Promise<Answer<T>>,
  { clock, deadline, signal }: Pick<StepContext, 'clock' | 'deadline' | 'signal'>,
): Promise<Answer<T>> {
  const answer = await ask()
  if (answer.known || isFinal(answer) || clock.now() + retryAfterMs > deadline) return answer
  await clock.sleep(retryAfterMs, signal)
  return ask()
}

/** Heroku has refused the request. */
export function isFinal<T>(answer: Answer<T>): boolean {
  if (answer.known || !(answer.failure instanceof HerokuFailure)) return false
  const { status = 500, outcome } = answer.failure
  return outcome === 'refused' && status < 500 && status !== 429 && status !== 409
}

function unknownMaintenance(name: string, { why, failure: error }: Answer<unknown> & { known: false }): Failure {
  const reason = error?.reason ?? 'heroku-unavailable'
  return failure(reason, `It is not known whether a maintenance of ${name} is pending: ${sanitize(why, 300)}.`, {
    ...(error ? { error } : {}),
    cause: 'Heroku’s data API, which runs maintenances, did not answer or refused.',
    remedy: 'Run again later, or set `maintenance: report` to set up the app without it.',
  })
}

/** `maintenance: run` does not force a maintenance that is not ready. */
function noteNotReady(name: string, known: Known, { settings, progress }: StepContext): void {
  const maintenance = maintenanceIn(known.service)
  if (!maintenance || !isAhead(maintenance) || maintenanceSteps(known, settings).length > 0) return
  progress.note(
    `The maintenance of ${name} is ${maintenanceWords(maintenance)}. It is not ready, so it was not run; run again when it is ready.`,
  )
}

/** Only the owning app changes an add-on's server. */
function noteOthers({ addon }: Known, { settings, progress }: StepContext): void {
  const asked = [
    ...(settings.maintenance === 'run' ? ['maintenance: run'] : []),
    ...(settings.version !== undefined && settings.versionMismatch === 'change' ? ['version-mismatch: change'] : []),
    ...(Object.keys(settings.settings).length > 0 ? ['settings'] : []),
  ]
  if (!addon || asked.length === 0) return
  const why = addon.shared ? `it belongs to ${addon.app}` : 'it is not an add-on of Heroku Key-Value Store'
  const text = `${asked.join(', ')} had no effect on ${addon.name}: ${why}.`
  if (!progress.notes.includes(text)) progress.note(text)
}
