import type { Log } from '../utils/log.ts'
import type { Clock } from '../utils/time.ts'
import { type Contact, connectAndWrite, type WriteOutcome } from './contact.ts'
import { sameEndpoint } from './endpoint.ts'
import { settle } from './errors.ts'
import type {
  Endpoint,
  EndpointFacts,
  Outcome,
  PairFacts,
  ProbeFacts,
  ReadFacts,
  TlsVerify,
  WantedFacts,
} from './facts.ts'
import { type Marker, Markers } from './markers.ts'
import { measureLag, measureLatency, readMarker, readPlain } from './measurements.ts'
import { type Addresses, hasBrokenLink, judgePair } from './reader-role.ts'
import { Session } from './session.ts'
import { directSource, type SocketSource } from './socket-source.ts'

export { tryLogin } from './try-login.ts'

export interface ProbeRequest {
  readonly writer: Endpoint
  readonly reader: Endpoint
  readonly tlsVerify: TlsVerify
  /** DNS, TCP, TLS and login together, with all tries. */
  readonly connectTimeoutMs: number
  /** One command. */
  readonly commandTimeoutMs: number
  /** How long a marker may take from writer to reader before it counts as not replicated. */
  readonly lagTimeoutMs: number
  /** Round trips to measure for latency. */
  readonly samples: number
  /** The FAIL limit of the p95: measuring stops when it is certain to be reached. Absent: no limit. */
  readonly latencyFailMs?: number
  readonly facts: WantedFacts
  /** How to reach an endpoint; called once for each that is connected to. Default: directly. */
  readonly openSource?: (side: 'writer' | 'reader', signal: AbortSignal) => Promise<SocketSource>
  readonly signal: AbortSignal
  /** For the pauses between tries. */
  readonly clock: Clock
  readonly log: Log
}

/** How long all latency samples of one endpoint may take, in times of one command. */
const latencyBudget = 4

/**
 * Everything that can be seen of the two endpoints: what fails is a fact, not an error. At most one connection per
 * endpoint, one in all when both are the same; closed, and the markers deleted, whatever happens.
 * @throws the reason of a cancelled run, within about a second of the signal · Failure when the way to an endpoint
 *   (a dyno) cannot be had
 */
export async function probe(request: ProbeRequest): Promise<ProbeFacts> {
  const isOne = sameEndpoint(request.writer, request.reader)
  const sessions = await openSessions(request, isOne)
  const markers = new Markers(sessions.writer)
  try {
    return await observe(request, sessions, markers)
  } finally {
    await markers.abandon()
    await Promise.all([sessions.writer.close(), isOne ? undefined : sessions.reader.close()])
  }
}

interface Sessions {
  readonly writer: Session
  /** The same object as `writer` when both are one endpoint. */
  readonly reader: Session
}

async function openSessions(request: ProbeRequest, isOne: boolean): Promise<Sessions> {
  const { openSource = () => Promise.resolve(directSource), signal } = request
  const opened = await Promise.allSettled([
    openSource('writer', signal),
    isOne ? undefined : openSource('reader', signal),
  ])
  const failed = opened.find((each) => each.status === 'rejected')
  const [left, right] = opened.map((each) => (each.status === 'fulfilled' ? each.value : undefined))
  if (failed !== undefined || left === undefined) {
    await Promise.all([left?.close(), right?.close()])
    throw failed?.reason
  }
  const writer = sessionFor('writer', request, left)
  return { writer, reader: right === undefined ? writer : sessionFor('reader', request, right) }
}

async function observe(request: ProbeRequest, { writer, reader }: Sessions, markers: Markers): Promise<ProbeFacts> {
  const { facts } = request
  // Both sides at once.
  const [left, right] = await Promise.all([
    connectAndWrite(writer, facts, facts.write ? markers : undefined),
    reader === writer ? undefined : connectAndWrite(reader, facts),
  ])
  const other = right ?? left
  const marker = left.write?.ok === true ? left.write.value.marker : undefined
  const related = judgePair(left.server, other.server, addressesOf(request, reader === writer))
  const pair = await testPrimaries(related, left, other, reader, marker, request)

  // What needs both.
  const read = await readOn(other, reader, marker, pair, request)
  const lag = await lagOf(pair, other, read, { writer, reader }, markers, request)

  // Alone on their connections, but for DEL, which takes microseconds.
  const [latency, readerLatency, cleanup] = await Promise.all([
    latencyOf(left, writer, request),
    right && latencyOf(right, reader, request),
    markers.delete(),
  ])

  const writerFacts = { ...factsOf(writer, left), ...(latency && { latency }) }
  const readerFacts = right
    ? { ...factsOf(reader, right), ...(readerLatency && { latency: readerLatency }) }
    : writerFacts
  return {
    writer: { ...writerFacts, ...(left.write && { write: withCleanup(left.write, cleanup) }) },
    reader: { ...readerFacts, ...(read && { read }) },
    pair: { ...pair, ...(lag && { lag }) },
  }
}

/**
 * Two primaries are two unrelated servers, or they replicate each other (Redis Enterprise Active-Active, KeyDB's active
 * replicas). INFO looks the same: only a marker tells.
 */
async function testPrimaries(
  pair: PairFacts,
  writer: Contact,
  reader: Contact,
  session: Session,
  marker: Marker | undefined,
  { commandTimeoutMs, lagTimeoutMs }: ProbeRequest,
): Promise<PairFacts> {
  const roles = [writer, reader].map(({ server: { info } }) => (info?.ok === true ? info.value : undefined))
  const areActive = roles.some((info) => info?.activeReplica === true)
  if (pair.role !== 'primary' || roles.some((info) => info?.role !== 'master') || (pair.split && !areActive))
    return pair
  if (marker === undefined) {
    const proof = `${pair.proof}; without a written key it is not known whether they replicate each other`
    return { role: 'unknown', proof, split: false }
  }
  const waitMs = areActive ? lagTimeoutMs : Math.min(lagTimeoutMs, commandTimeoutMs)
  const seen = await settle(readMarker(session, marker, waitMs))
  if (!seen.ok) return pair
  return { role: 'active-active', proof: `${pair.proof}; the reader shows what is written on the writer`, split: false }
}

async function readOn(
  { connect, write: own, server: { info }, unsupported }: Contact,
  reader: Session,
  marker: Marker | undefined,
  pair: PairFacts,
  { facts, lagTimeoutMs }: ProbeRequest,
): Promise<Outcome<ReadFacts> | undefined> {
  if (!connect.ok || !facts.read) return undefined
  if (unsupported !== undefined) return { ok: false, failure: unsupported }
  // Reader and writer on one connection: what was read back there is this read.
  if (own?.ok === true) return { ok: true, value: { ...own.value.facts, source: 'marker' } }
  const replicates = pair.role === 'replica' || pair.role === 'active-active'
  const isBroken = info?.ok === true && hasBrokenLink(info.value)
  if (marker === undefined || isBroken || !(replicates || pair.role === 'same-server')) return settle(readPlain(reader))
  return settle(readMarker(reader, marker, replicates ? lagTimeoutMs : 0))
}

async function lagOf(
  pair: PairFacts,
  { server: { info } }: Contact,
  read: Outcome<ReadFacts> | undefined,
  { writer, reader }: Sessions,
  markers: Markers,
  { facts, lagTimeoutMs }: ProbeRequest,
): Promise<PairFacts['lag']> {
  if (!facts.lag || (pair.role !== 'replica' && pair.role !== 'active-active')) return undefined
  // INFO says so at once; a marker would only time out.
  if (info?.ok === true && hasBrokenLink(info.value)) return undefined
  // After one marker that did not arrive, five more would not either.
  if (read?.ok === false) return read
  return settle(measureLag(writer, reader, markers, lagTimeoutMs))
}

async function latencyOf(
  { connect, unsupported }: Contact,
  session: Session,
  { facts, samples, latencyFailMs, commandTimeoutMs }: ProbeRequest,
): Promise<EndpointFacts['latency']> {
  if (!connect.ok || !facts.latency || unsupported !== undefined) return undefined
  const limits = { samples, budgetMs: latencyBudget * commandTimeoutMs }
  return settle(measureLatency(session, { ...limits, ...(latencyFailMs !== undefined && { failMs: latencyFailMs }) }))
}

function addressesOf({ writer, reader }: ProbeRequest, isOne: boolean): Addresses {
  if (isOne) return 'one-endpoint'
  return writer.host === reader.host && writer.port === reader.port ? 'one-address' : 'two-addresses'
}

function factsOf({ settings, attempts, trace, hello }: Session, contact: Contact): EndpointFacts {
  const { host, port, username: named, password, tls } = settings.endpoint
  // Without a password no user is named to the server, and `redis://password@host` has the password in its place.
  const username = password === undefined ? 'default' : named
  const { connect, server, cluster, unsupported } = contact
  const { echoMs } = settings.source
  return {
    endpoint: { host, port, username, tls },
    attempts,
    timings: trace.timings,
    ...(trace.tls && { tls: trace.tls }),
    connect,
    ...(hello && { hello }),
    ...(server.info && { info: server.info }),
    ...(cluster && { cluster }),
    ...(unsupported && { unsupported }),
    ...(echoMs !== undefined && { relay: { echoMs } }),
  }
}

function withCleanup(
  written: WriteOutcome,
  cleanup: Awaited<ReturnType<Markers['delete']>>,
): NonNullable<EndpointFacts['write']> {
  return written.ok ? { ok: true, value: { ...written.value.facts, ...(cleanup && { cleanup }) } } : written
}

function sessionFor(label: 'writer' | 'reader', request: ProbeRequest, source: SocketSource): Session {
  const { tlsVerify, connectTimeoutMs, commandTimeoutMs, signal, clock, log } = request
  return new Session({
    label,
    endpoint: request[label],
    source,
    tlsVerify,
    connectTimeoutMs,
    commandTimeoutMs,
    signal,
    clock,
    log,
  })
}
