import { lookup, type LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls, getCACertificates, type TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { Failure } from '../failure/failure.ts'
import { now } from '../utils/time.ts'
import { describeCertificate, distrust } from './certificate.ts'
import { type Deadline, TimedOut, within } from '../utils/deadline.ts'
import { explainError, rawError, RedisError } from './errors.ts'
import type { EndpointFacts, Stage, Timings, TlsVerify } from './facts.ts'

/** What is learnt on the way, kept also when the way ends early. */
export interface Trace {
  timings: Timings
  tls?: NonNullable<EndpointFacts['tls']>
}

export interface Address {
  readonly host: string
  readonly port: number
  readonly tls: boolean
}

/**
 * DNS → TCP → TLS, one stage after the other. Nothing has been sent to the server but the handshake when it resolves,
 * and by then the certificate has been judged.
 * @throws RedisError · Failure `cancelled`
 */
export async function dial(address: Address, verify: TlsVerify, deadline: Deadline, trace: Trace): Promise<Socket> {
  const addresses = await timed('dns', deadline, trace, promisify(lookup)(address.host, { all: true }))
  const socket = open(address, verify, addresses)
  // Between two stages, too, an error must not end the process.
  socket.on('error', () => undefined)
  try {
    await timed('tcp', deadline, trace, once(socket, 'connect'))
    if (isTls(socket)) {
      await timed('tls', deadline, trace, once(socket, 'secureConnect'))
      judge(socket, verify, trace)
    }
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}

/** Measures a stage, also a failing one, and says where it failed. */
export async function timed<T>(
  stage: Exclude<Stage, 'command'>,
  deadline: Deadline,
  trace: Trace,
  work: Promise<T>,
): Promise<T> {
  const start = now()
  try {
    return await within(work, deadline.patience)
  } catch (error) {
    throw asRedisError(error, stage)
  } finally {
    trace.timings = { ...trace.timings, [`${stage}Ms`]: since(start) }
  }
}

/** Milliseconds, to the microsecond. */
export function since(start: number): number {
  return Math.round((now() - start) * 1_000) / 1_000
}

const stageNames = { dns: 'DNS', tcp: 'TCP', tls: 'TLS handshake', login: 'login' }

function asRedisError(error: unknown, stage: Exclude<Stage, 'command'>): unknown {
  if (error instanceof TimedOut) {
    const message = `${stageNames[stage]}: no answer within the connect time-out`
    return new RedisError(explainError({ kind: 'timeout', message }, { stage }))
  }
  const isOurs = error instanceof RedisError || error instanceof Failure
  return isOurs ? error : new RedisError(explainError(rawError(error), { stage }))
}

function open({ host, port, tls }: Address, verify: TlsVerify, addresses: readonly LookupAddress[]): Socket {
  const found: LookupFunction = (_, options, callback) => {
    const [first] = addresses
    if (options.all === true) callback(null, [...addresses])
    else callback(null, first?.address ?? '', first?.family)
  }
  // Node gives each of several addresses 250 ms, less than a slow link needs.
  const options = { host, port, lookup: found, noDelay: true, autoSelectFamilyAttemptTimeout: 1_000 }
  if (!tls) return connectTcp(options)
  return connectTls({
    ...options,
    // A host name only: an address has no place in SNI.
    servername: isIP(host) === 0 ? host : '',
    // Verified below, after the certificate has been noted for the report.
    rejectUnauthorized: false,
    ...(verify.kind === 'full' ? { ca: [...getCACertificates('default'), ...getCACertificates('system')] } : {}),
  })
}

function isTls(socket: Socket): socket is TLSSocket {
  return 'authorized' in socket
}

function judge(socket: TLSSocket, verify: TlsVerify, trace: Trace): void {
  const presented = socket.getPeerX509Certificate()
  // Typed as an Error, but Node sets the code alone.
  const untrusted = socket.authorized ? undefined : String(socket.authorizationError)
  const certificate = presented && describeCertificate(presented, untrusted)
  trace.tls = { protocol: socket.getProtocol() ?? 'unknown', ...(certificate && { certificate }) }
  const failure = distrust(certificate, verify)
  if (failure !== undefined) throw new RedisError(failure)
}
