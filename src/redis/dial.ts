import { once } from 'node:events'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect, getCACertificates, type TLSSocket } from 'node:tls'
import { describeCertificate, verifyCertificate } from './certificate.ts'
import { explainError, type RawError, RedisError } from './errors.ts'
import type { TlsVerify } from './facts.ts'
import type { Address, SocketSource } from './socket-source.ts'
import { timed, type Trace } from './stages.ts'

export interface Target extends Address {
  readonly tls: boolean
}

/**
 * A connection, encrypted if asked for. When it resolves, nothing but the handshake has been sent to the server, and
 * its certificate has been verified.
 * @throws RedisError · the reason of a cancelled run · Failure
 */
export async function dial(
  source: SocketSource,
  target: Target,
  verify: TlsVerify,
  limit: AbortSignal,
  trace: Trace,
): Promise<Duplex> {
  const socket = await source.open(target, limit, trace)
  if (!target.tls) return socket
  // On a socket that is gone already, TLS would wait for ever.
  if (socket.destroyed) throw new RedisError(explainError(closedAlready, { stage: 'tls' }))
  const secured = encrypt(socket, target.host, verify)
  try {
    await timed('tls', limit, trace, () => handshake(secured))
    inspectCertificate(secured, verify, trace)
    return secured
  } catch (error) {
    secured.destroy()
    socket.destroy()
    throw error
  }
}

const closedAlready: RawError = { kind: 'system', message: 'the server closed the connection', code: 'ECONNRESET' }

function encrypt(socket: Duplex, host: string, verify: TlsVerify): TLSSocket {
  const secured = connect({
    socket,
    host,
    // A host name only: an IP address has no place in SNI (RFC 6066).
    servername: isIP(host) === 0 ? host : '',
    // Verified below, after the certificate has been noted for the report.
    rejectUnauthorized: false,
    ...(verify.kind === 'full' ? { ca: [...getCACertificates('default'), ...getCACertificates('system')] } : {}),
  })
  // Without a listener an error ends the process; between two stages nobody else listens.
  secured.on('error', () => undefined)
  return secured
}

async function handshake(secured: TLSSocket): Promise<void> {
  try {
    await once(secured, 'secureConnect')
  } catch (error) {
    // TLS 1.2: a server that has no cipher in common also says "handshake failure", but before it has shown its
    // certificate. The middle of the code differs between releases of OpenSSL.
    const { code } = error as { code?: unknown }
    const isRefused = typeof code === 'string' && code.endsWith('_ALERT_HANDSHAKE_FAILURE')
    if (!isRefused || secured.getPeerX509Certificate() === undefined) throw error
    throw Object.assign(new Error('the server requires a client certificate'), { code: 'CLIENT_CERTIFICATE' })
  }
}

function inspectCertificate(socket: TLSSocket, verify: TlsVerify, trace: Trace): void {
  const presented = socket.getPeerX509Certificate()
  // Typed as an Error, but Node sets the code alone.
  const untrusted = socket.authorized ? undefined : String(socket.authorizationError)
  const certificate = presented && describeCertificate(presented, untrusted)
  trace.tls = { protocol: socket.getProtocol() ?? 'unknown', ...(certificate && { certificate }) }
  const failure = verifyCertificate(certificate, verify)
  if (failure !== undefined) throw new RedisError(failure)
}
