import { now } from '../utils/time.ts'
import { RedisError, timedOut, unexpectedReply } from './errors.ts'
import type { Info, Lag, Latency, ReadFacts, WriteFacts } from './facts.ts'
import { parseInfo } from './info.ts'
import { type Marker, type Markers, randomKey, watch } from './markers.ts'
import type { Session } from './session.ts'
import { since } from './stages.ts'
import { isOverLimit, summariseLag, summariseLatency } from './statistics.ts'

// Each of these throws RedisError, and the reason of a cancelled run.

export const lagSamples = 5

export async function readInfo(session: Session): Promise<Info> {
  const { value } = await session.run(async (connection) => {
    const text = await connection.send(['INFO'])
    if (typeof text !== 'string' || !text.includes('redis_version:')) {
      throw unexpectedReply('INFO', 'the reply to INFO names no Redis version')
    }
    return text
  })
  return parseInfo(value)
}

/** The role by ROLE; undefined where that, too, is denied. */
export async function readRole(session: Session): Promise<'master' | 'slave' | undefined> {
  try {
    const { value } = await session.run((connection) => connection.send(['ROLE']))
    const role: unknown = Array.isArray(value) ? value[0] : undefined
    return role === 'master' || role === 'slave' ? role : undefined
  } catch (error) {
    if (error instanceof RedisError) return undefined
    throw error
  }
}

/** The marker stays for the reader to read. */
export async function write(
  session: Session,
  markers: Markers,
): Promise<{ readonly facts: WriteFacts; readonly marker: Marker }> {
  const { value, attempts } = await session.run(async (connection) => {
    const marker = markers.create()
    const start = now()
    // Both travel together, but a failure is told of the SET first: GET fails then, too.
    const setting = markers.set(connection, marker)
    const reading = connection.send(['GET', marker.key])
    reading.catch(() => undefined)
    await setting
    const reply = await reading
    if (reply !== marker.value) throw unexpectedReply('GET', 'what was read back is not what was written')
    return { marker, ms: since(start) }
  })
  return { facts: { ms: value.ms, attempts }, marker: value.marker }
}

/** `waitMs` 0: it must be there at once, as on the writer itself. */
export async function readMarker(session: Session, marker: Marker, waitMs: number): Promise<ReadFacts> {
  const start = now()
  const sight = await watch(session, marker, waitMs)
  if (sight !== undefined) return { ms: since(start), attempts: sight.attempts, source: 'marker' }
  throw waitMs === 0 ? unexpectedReply('GET', 'what was written is not there') : unseen(waitMs)
}

export async function readPlain(session: Session): Promise<ReadFacts> {
  const { value, attempts } = await session.run(async (connection) => {
    const start = now()
    const reply = await connection.send(['GET', randomKey()])
    if (reply !== null) throw unexpectedReply('GET', 'a key that was never written has a value')
    return since(start)
  })
  return { ms: value, attempts, source: 'plain' }
}

export interface LatencyLimits {
  readonly samples: number
  /** Milliseconds of p95 that fail; measuring ends as soon as that is certain. Absent: there is no limit. */
  readonly failMs?: number
  /** No sample begins after it. */
  readonly budgetMs: number
}

/** Sequential round trips: latency, not throughput. Where PING is denied, of GET, which every app needs. */
export async function measureLatency(session: Session, limits: LatencyLimits): Promise<Latency> {
  try {
    return await measureRoundTrips(session, limits, ['PING'])
  } catch (error) {
    const isDenied =
      error instanceof RedisError &&
      (error.failure.unknownCommand === true || error.failure.reason === 'redis-no-permission')
    if (!isDenied) throw error
    return { ...(await measureRoundTrips(session, limits, ['GET', randomKey()])), command: 'GET' }
  }
}

async function measureRoundTrips(
  session: Session,
  { samples, failMs = Infinity, budgetMs }: LatencyLimits,
  command: readonly ['PING'] | readonly ['GET', string],
): Promise<Latency> {
  const { echoMs } = session.settings.source
  const wanted = Math.max(1, samples)
  const { value } = await session.run(async (connection) => {
    const begun = now()
    const values: number[] = []
    let stopped: Latency['stopped']
    while (values.length < wanted && stopped === undefined) {
      const start = now()
      const reply = await connection.send(command)
      if (reply !== (command[0] === 'PING' ? 'PONG' : null)) {
        throw unexpectedReply(command[0], `${command[0]} was not answered as Redis does`)
      }
      values.push(thousandths(Math.max(0, since(start) - (echoMs ?? 0))))
      if (values.length === wanted) break
      if (isOverLimit(values, wanted, failMs)) stopped = 'over-limit'
      else if (now() - begun >= budgetMs) stopped = 'out-of-time'
    }
    return { values, stopped }
  })
  return {
    ...summariseLatency(value.values),
    ...(value.stopped !== undefined && { stopped: value.stopped }),
    ...(echoMs !== undefined && { relayMs: echoMs }),
  }
}

/** From a SET on the writer to its sight on the reader, each taken at the middle of its round trip. */
export async function measureLag(writer: Session, reader: Session, markers: Markers, waitMs: number): Promise<Lag> {
  const lags: number[] = []
  const roundTrips: number[] = []
  while (lags.length < lagSamples) {
    const marker = markers.create()
    let refused = false
    const writing = writer.run(async (connection) => {
      const start = now()
      await markers.set(connection, marker)
      return (start + now()) / 2
    })
    const [written, sight] = await Promise.all([
      writing.catch((error: unknown) => {
        refused = true
        throw error
      }),
      watch(reader, marker, waitMs, () => refused),
    ])
    if (sight === undefined) throw unseen(waitMs)
    lags.push(thousandths(Math.max(0, sight.seenAt - written.value)))
    roundTrips.push(...sight.roundTrips.map(thousandths))
  }
  return summariseLag(lags, roundTrips)
}

function unseen(waitMs: number): RedisError {
  const message = `a key written on the writer did not appear on the reader within ${Math.round(waitMs)} ms`
  return timedOut(message, { stage: 'command', command: 'GET' })
}

function thousandths(ms: number): number {
  return Math.round(ms * 1_000) / 1_000
}
