import { lookup, type LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { promisify } from 'node:util'
import { timed, type Trace } from './stages.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

/** A way to a TCP connection with a Redis server. TLS, certificate and login happen above it, end to end. */
export interface SocketSource {
  /** Median round trip of the way itself, without Redis, in milliseconds. Absent: a direct connection. */
  readonly echoMs?: number
  /**
   * Opens one connection; the one before must be destroyed. `limit` ends only the opening.
   * @throws RedisError at stage `dns` or `tcp` · the reason of a cancelled run · Failure `dyno-failed`
   */
  open(address: Address, limit: AbortSignal, trace: Trace): Promise<Duplex>
  /** Gives back what the way itself needs (a dyno). Never fails. */
  close(): Promise<void>
}

/** DNS, then TCP, from this machine. */
export const directSource: SocketSource = {
  open: openTcp,
  close: () => Promise.resolve(),
}

async function openTcp({ host, port }: Address, limit: AbortSignal, trace: Trace): Promise<Socket> {
  const addresses = await resolve(host, limit, trace)
  const found: LookupFunction = (_, options, callback) => {
    const [first] = addresses
    if (options.all === true) callback(null, [...addresses])
    else callback(null, first?.address ?? '', first?.family)
  }
  // Node gives each of several addresses 250 ms, less than a slow link needs.
  const socket = connect({ host, port, lookup: found, noDelay: true, autoSelectFamilyAttemptTimeout: 1_000 })
  // Without a listener an error ends the process; between two stages nobody else listens.
  socket.on('error', () => undefined)
  try {
    await timed('tcp', limit, trace, () => once(socket, 'connect'))
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}

async function resolve(host: string, limit: AbortSignal, trace: Trace): Promise<readonly LookupAddress[]> {
  const family = isIP(host)
  if (family === 0) return timed('dns', limit, trace, () => lookUp(host))
  // There is nothing to look up; a measured time would be whatever else this process does meanwhile.
  trace.timings = { ...trace.timings, dnsMs: 0 }
  return [{ address: host, family }]
}

async function lookUp(host: string): Promise<readonly LookupAddress[]> {
  try {
    return await promisify(lookup)(host, { all: true })
  } catch (error) {
    // Without a file descriptor to ask with, getaddrinfo calls every name unknown.
    throw (await isOutOfDescriptors()) ? Object.assign(new Error('too many open files'), { code: 'EMFILE' }) : error
  }
}

async function isOutOfDescriptors(): Promise<boolean> {
  try {
    await (await open(process.execPath)).close()
    return false
  } catch (error) {
    return ['EMFILE', 'ENFILE'].includes(String((error as { code?: unknown }).code))
  }
}
