import type { CheckId } from '../checks/check.ts'
import type { Log } from '../utils/log.ts'
import { sameEndpoint } from './endpoint.ts'
import { settle } from './errors.ts'
import type { Endpoint, EndpointFacts, Outcome, PairFacts, ProbeFacts, ReadFacts, TlsVerify } from './facts.ts'
import { type Marker, Markers } from './markers.ts'
import { measureLag, measureLatency, readInfo, readMarker, readPlain, readRole, write } from './measurements.ts'
import { judgePair, type Testimony } from './reader-role.ts'
import { Session } from './session.ts'

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
  /** False: nothing may be written. */
  readonly writes: boolean
  /** What is not wanted is not measured. */
  readonly checks: ReadonlySet<CheckId>
  readonly signal: AbortSignal
  readonly log: Log
}

/** For the last words after a failure or a cancel: the runner kills soon. */
const farewellMs = 800

const checksOnInfo: readonly CheckId[] = ['role', 'read', 'replication', 'memory', 'eviction', 'connections', 'version']

/**
 * Everything that can be seen of the two endpoints: what fails is a fact, not an error. At most one connection per
 * endpoint, one in all when both are the same one; closed, and the markers deleted, whatever happens.
 * @throws Failure `cancelled` within about a second of the signal
 */
export async function probe(request: ProbeRequest): Promise<ProbeFacts> {
  const writer = sessionFor('writer', request)
  const reader = sameEndpoint(request.writer, request.reader) ? writer : sessionFor('reader', request)
  const markers = new Markers(writer)
  try {
    return await observe(request, writer, reader, markers)
  } finally {
    await markers.abandon({ ms: farewellMs, signal: new AbortController().signal })
    writer.close()
    reader.close()
  }
}

async function observe(request: ProbeRequest, writer: Session, reader: Session, markers: Markers): Promise<ProbeFacts> {
  const isOne = reader === writer
  const writes = request.writes && request.checks.has('write')

  // Both sides at once; INFO and the write travel together.
  const [left, right] = await Promise.all([
    approach(request, writer, writes ? markers : undefined),
    isOne ? undefined : approach(request, reader),
  ])
  const pair = judgePair(left.testimony, (right ?? left).testimony)

  // What needs both.
  const read = await readOn(
    right ?? left,
    reader,
    left.write?.ok === true ? left.write.value.marker : undefined,
    pair,
    request,
  )
  const lag = await lagOf(pair, read, writer, reader, markers, request)

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

type WriteOutcome = Outcome<Awaited<ReturnType<typeof write>>>

interface Approach {
  readonly connect: Outcome<null>
  readonly testimony: Testimony
  readonly write?: WriteOutcome
}

async function approach(request: ProbeRequest, session: Session, markers?: Markers): Promise<Approach> {
  const opened = await settle(session.open())
  if (!opened.ok) return { connect: opened, testimony: { reached: false } }
  const [testimony, written] = await Promise.all([hear(request, session), markers && settle(write(session, markers))])
  return { connect: { ok: true, value: null }, testimony, ...(written && { write: written }) }
}

async function hear({ checks }: ProbeRequest, session: Session): Promise<Testimony> {
  if (!checksOnInfo.some((id) => checks.has(id))) return { reached: true }
  const info = await settle(readInfo(session))
  const isDenied = !info.ok && info.failure.reason === 'redis-no-permission'
  const role = isDenied ? await readRole(session) : undefined
  return { reached: true, info, ...(role && { role }) }
}

async function readOn(
  { connect, write: own }: Approach,
  reader: Session,
  marker: Marker | undefined,
  pair: PairFacts,
  { checks, lagTimeoutMs }: ProbeRequest,
): Promise<Outcome<ReadFacts> | undefined> {
  if (!connect.ok || !checks.has('read')) return undefined
  // Reader and writer on one connection: what was read back there is this read.
  if (own?.ok === true) return { ok: true, value: { ...own.value.facts, source: 'marker' } }
  const shares = pair.role === 'same-server' || pair.role === 'replica'
  if (marker === undefined || !shares) return settle(readPlain(reader))
  return settle(readMarker(reader, marker, pair.role === 'replica' ? lagTimeoutMs : 0))
}

async function lagOf(
  pair: PairFacts,
  read: Outcome<ReadFacts> | undefined,
  writer: Session,
  reader: Session,
  markers: Markers,
  { checks, writes, lagTimeoutMs }: ProbeRequest,
): Promise<PairFacts['lag']> {
  if (pair.role !== 'replica' || !writes || !checks.has('replication')) return undefined
  // Who waited in vain for one marker need not wait for five.
  if (read?.ok === false) return read
  return settle(measureLag(writer, reader, markers, lagTimeoutMs))
}

async function latencyOf(
  { connect }: Approach,
  session: Session,
  { checks, samples }: ProbeRequest,
): Promise<EndpointFacts['latency']> {
  return connect.ok && checks.has('latency') ? settle(measureLatency(session, samples)) : undefined
}

function factsOf({ settings, attempts, trace }: Session, { connect, testimony }: Approach): EndpointFacts {
  const { host, port, username, tls } = settings.endpoint
  const { info } = testimony
  return {
    endpoint: { host, port, username, tls },
    attempts,
    timings: trace.timings,
    ...(trace.tls && { tls: trace.tls }),
    connect,
    ...(info && { info }),
  }
}

function withCleanup(
  written: WriteOutcome,
  cleanup: Awaited<ReturnType<Markers['delete']>>,
): NonNullable<EndpointFacts['write']> {
  return written.ok ? { ok: true, value: { ...written.value.facts, ...(cleanup && { cleanup }) } } : written
}

function sessionFor(label: 'writer' | 'reader', request: ProbeRequest): Session {
  const { tlsVerify, connectTimeoutMs, commandTimeoutMs, signal, log } = request
  return new Session({ label, endpoint: request[label], tlsVerify, connectTimeoutMs, commandTimeoutMs, signal, log })
}
