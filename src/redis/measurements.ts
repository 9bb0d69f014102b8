import { now } from '../utils/time.ts'
import { since } from './dial.ts'
import { explainError, RedisError, unexpected } from './errors.ts'
import type { Info, Lag, Latency, ReadFacts, WriteFacts } from './facts.ts'
import { parseInfo } from './info.ts'
import { type Marker, type Markers, randomKey, watch } from './markers.ts'
import type { Session } from './session.ts'
import { summariseLag, summariseLatency } from './statistics.ts'

// Each of these throws RedisError, and Failure `cancelled`.

const lagSamples = 5

export async function readInfo(session: Session): Promise<Info> {
  const { value } = await session.run(async (connection) => {
    const text = await connection.send(['INFO'])
    if (typeof text !== 'string' || !text.includes('redis_version:')) {
      throw unexpected('INFO', 'the answer to INFO does not tell of a Redis server')
    }
    return text
  })
  return parseInfo(value)
}

/** What ROLE calls the server; undefined where that, too, is denied. */
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

/** The marker is left for the reader to read. */
export async function write(
  session: Session,
  markers: Markers,
): Promise<{ readonly facts: WriteFacts; readonly marker: Marker }> {
  const { value, attempts } = await session.run(async (connection) => {
    const marker = markers.create()
    const start = now()
    const [, answer] = await Promise.all([markers.set(connection, marker), connection.send(['GET', marker.key])])
    if (answer !== marker.value) throw unexpected('GET', 'what was read back is not what was written')
    return { marker, ms: since(start) }
  })
  return { facts: { ms: value.ms, attempts }, marker: value.marker }
}

/** `waitMs` 0: it must be there at once, as on the writer itself. */
export async function readMarker(session: Session, marker: Marker, waitMs: number): Promise<ReadFacts> {
  const start = now()
  const sight = await watch(session, marker, waitMs)
  if (sight !== undefined) return { ms: since(start), attempts: sight.attempts, source: 'marker' }
  throw waitMs === 0 ? unexpected('GET', 'what was written is not there') : unseen(waitMs)
}

export async function readPlain(session: Session): Promise<ReadFacts> {
  const { value, attempts } = await session.run(async (connection) => {
    const start = now()
    const answer = await connection.send(['GET', randomKey()])
    if (answer !== null) throw unexpected('GET', 'there is a value under a key that nobody wrote')
    return since(start)
  })
  return { ms: value, attempts, source: 'plain' }
}

/** Sequential PINGs: round trips, not throughput. */
export async function measureLatency(session: Session, samples: number): Promise<Latency> {
  const { value } = await session.run(async (connection) => {
    const values: number[] = []
    while (values.length < Math.max(1, samples)) {
      const start = now()
      const answer = await connection.send(['PING'])
      if (answer !== 'PONG') throw unexpected('PING', 'PING was not answered with PONG')
      values.push(since(start))
    }
    return values
  })
  return summariseLatency(value)
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
  const message = `what the writer wrote was not to be seen on the reader within ${Math.round(waitMs)} ms`
  return new RedisError(explainError({ kind: 'timeout', message }, { stage: 'command', command: 'GET' }))
}

function thousandths(ms: number): number {
  return Math.round(ms * 1_000) / 1_000
}
