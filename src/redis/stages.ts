import { Failure } from '../failure/failure.ts'
import { abortable, isTimeout } from '../utils/abort.ts'
import { now } from '../utils/time.ts'
import { explainError, rawError, RedisError, timedOut } from './errors.ts'
import type { EndpointFacts, Stage, Timings } from './facts.ts'

/** What is learnt on the way to a login, kept also when the way ends early. */
export interface Trace {
  timings: Timings
  tls?: NonNullable<EndpointFacts['tls']>
}

export type ConnectStage = Exclude<Stage, 'command'>

const stageNames = { dns: 'DNS', tcp: 'TCP', tls: 'TLS', login: 'login' }

/**
 * Measures a stage, also a failing one, and says where it failed.
 * @throws RedisError · the reason of a cancelled run · Failure
 */
export async function timed<T>(
  stage: ConnectStage,
  limit: AbortSignal,
  trace: Trace,
  work: () => Promise<T>,
): Promise<T> {
  const start = now()
  try {
    return await abortable(work(), limit)
  } catch (error) {
    if (limit.aborted && !isTimeout(limit.reason)) throw limit.reason
    if (isTimeout(error)) throw timedOut(`no ${stageNames[stage]} answer within the connect time-out`, { stage })
    if (error instanceof RedisError || error instanceof Failure) throw error
    throw new RedisError(explainError(rawError(error), { stage }))
  } finally {
    trace.timings = { ...trace.timings, [`${stage}Ms`]: since(start) }
  }
}

/** Milliseconds, to the microsecond. */
export function since(start: number): number {
  return Math.round((now() - start) * 1_000) / 1_000
}
