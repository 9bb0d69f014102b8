import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { isTimeout, timeLimit } from '../utils/abort.ts'
import type { Log } from '../utils/log.ts'
import { dynoFailed, Relay, RelayEnded } from './relay.ts'
import { relayCommand } from './relay-script.ts'
import type { SocketSource } from './socket-source.ts'

/** A one-off dyno, and the stream to its standard input and output. */
export interface AttachedDyno {
  /** `run.1234`. */
  readonly name: string
  readonly stream: Duplex
  /** Also after a cancel. Never fails. */
  stop(): Promise<void>
}

export interface DynoSourceSettings {
  /** Starts a dyno that runs the command. @throws Failure · the signal's reason */
  readonly start: (command: string, signal: AbortSignal) => Promise<AttachedDyno>
  /** The app's stack is built with Cloud Native Buildpacks. */
  readonly cnb: boolean
  /** For a dyno from its start until the relay in it answers. */
  readonly startTimeoutMs: number
  /** `writer` or `reader`, for the log. */
  readonly label: string
  readonly signal: AbortSignal
  readonly log: Log
}

/** Heroku sometimes loses the whole output of a one-off dyno; heroku/hatchet tries as often. */
const mostTries = 3

/**
 * A way to Redis through a one-off dyno of the app. Whatever happens, no dyno stays behind.
 * @throws Failure `dyno-failed`, and what `start` throws · the reason of a cancelled run
 */
export async function openDynoSource(settings: DynoSourceSettings): Promise<SocketSource> {
  const { signal, log, label } = settings
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryToOpen(settings)
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof RelayEnded)) throw error
      if (!error.isEmpty || attempt === mostTries) throw dynoFailed(error)
      log.info(`${label}: the one-off dyno printed nothing; starting another (try ${attempt + 1} of ${mostTries})`)
    }
  }
}

async function tryToOpen({
  start,
  cnb,
  startTimeoutMs,
  label,
  signal,
  log,
}: DynoSourceSettings): Promise<SocketSource> {
  const limit = timeLimit(startTimeoutMs, signal)
  const dyno = await start(relayCommand({ cnb }), signal)
  const relay = new Relay(dyno.stream, randomBytes(16).toString('hex'))
  const close = async (): Promise<void> => {
    await relay.close()
    await dyno.stop()
  }
  try {
    await relay.start(limit)
  } catch (error) {
    await close()
    signal.throwIfAborted()
    if (isTimeout(error))
      throw dynoFailed(new RelayEnded(`${dyno.name} did not answer within ${startTimeoutMs / 1_000} s`))
    throw error
  }
  log.info(`${label}: through the one-off dyno ${dyno.name}, round trip to it ${Math.round(relay.echoMs)} ms`)
  return {
    echoMs: relay.echoMs,
    open: (address, limit, trace) => relay.open(address, limit, trace),
    close,
  }
}
