import { connectRendezvous } from '../heroku/rendezvous.ts'
import type { Dyno } from '../heroku/data.ts'
import { failure } from '../failure/catalogue.ts'
import { type AttachedDyno, openDynoSource } from '../redis/dyno-source.ts'
import type { ProbeRequest } from '../redis/probe.ts'
import type { SocketSource } from '../redis/socket-source.ts'
import { Slots } from '../utils/concurrency.ts'
import type { StepContext } from './context.ts'
import { poll } from './poll.ts'

type Context = Pick<StepContext, 'app' | 'api' | 'log' | 'signal' | 'clock' | 'deadline'>

/** Heroku stops the dyno after this time even if the run crashes. Enough for all measurements and time-outs. */
export const timeToLiveSeconds = 300
/** For a dyno to start and answer, which takes a minute in a Private Space. */
const startTimeoutMs = 150_000
/** Per run, regardless of the number of apps. */
export const mostDynos = 10
const slotsOfRun = new Slots(mostDynos)

/**
 * For `probe`: one one-off dyno of the app for each endpoint, stopped when its source is closed.
 * @param endpoints 1 when writer and reader are the same endpoint, else 2
 */
export function dynoSources(
  context: Context,
  endpoints: 1 | 2,
  slots: Slots = slotsOfRun,
): NonNullable<ProbeRequest['openSource']> {
  const { app, api, log } = context
  let places: Promise<void> | undefined
  let stack: Promise<boolean> | undefined
  return async (label, signal): Promise<SocketSource> => {
    await (places ??= slots.take(endpoints, signal))
    try {
      const cnb = await (stack ??= api.app(app).then((info) => info.stack === 'cnb'))
      const start = (command: string): Promise<AttachedDyno> => startDyno(command, context)
      const source = await openDynoSource({ start, cnb, startTimeoutMs, label, signal, log })
      return {
        ...source,
        close: async () => {
          await source.close()
          slots.free(1)
        },
      }
    } catch (error) {
      slots.free(1)
      throw error
    }
  }
}

/** @throws Failure `dyno-failed`, and what Heroku refuses it with · the reason of a cancelled run */
async function startDyno(command: string, context: Context): Promise<AttachedDyno> {
  const { api, app, log, signal } = context
  const dyno = await poll<Dyno>(
    {
      what: `a one-off dyno of ${app}`,
      ask: async () => {
        const attempt = await api.tryCreateDyno(app, { command, timeToLiveSeconds })
        if (attempt.kind === 'done') return { ready: attempt.value }
        // Another try could start a second dyno.
        if (attempt.kind === 'final' || attempt.failure.outcome === 'unknown') throw attempt.failure
        return { waiting: attempt.failure.status === 409 ? 'the app has no release yet' : attempt.failure.message }
      },
      tooLate: (waiting) => failure('dyno-failed', `No one-off dyno of <app> could be started: ${waiting}.`),
    },
    context,
  )
  const stop = async (): Promise<void> => {
    const attempt = await api.tryStopDyno(app, dyno.id)
    const isStopped = attempt.kind === 'done' || (attempt.kind === 'final' && attempt.status === 404)
    if (!isStopped) log.info(`${dyno.name} could not be stopped; it stops automatically within ${timeToLiveSeconds} s.`)
  }
  try {
    if (dyno.attachUrl === undefined)
      throw failure('dyno-failed', 'Heroku returned no address to attach to the one-off dyno.')
    const stream = await connectRendezvous(dyno.attachUrl, startTimeoutMs, signal)
    return { name: dyno.name, stream, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
