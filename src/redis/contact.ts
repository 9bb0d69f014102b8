import { settle } from './errors.ts'
import type { Info, Outcome, RedisFailure, WantedFacts } from './facts.ts'
import type { Markers } from './markers.ts'
import { readInfo, readRole, write } from './measurements.ts'
import type { ServerInfo } from './reader-role.ts'
import type { Session } from './session.ts'
import { examineTopology, type Topology } from './topology.ts'

export type WriteOutcome = Outcome<Awaited<ReturnType<typeof write>>>

/** What one endpoint has shown so far. */
export interface Contact extends Topology {
  readonly connect: Outcome<null>
  readonly server: ServerInfo
  readonly write?: WriteOutcome
}

/**
 * Connects, and learns what one endpoint says of itself. With `markers`, a key is written, read back and left there.
 * @throws the reason of a cancelled run · Failure
 */
export async function connectAndWrite(session: Session, facts: WantedFacts, markers?: Markers): Promise<Contact> {
  const opened = await settle(session.open())
  if (!opened.ok) return { connect: opened, server: { reached: false } }
  const connect = { ok: true, value: null } as const
  const tryWrite = (): Promise<WriteOutcome> | undefined => markers && settle(write(session, markers))
  const { hello } = session
  if (hello?.mode === 'standalone') {
    // INFO and the write travel together.
    const [server, written] = await Promise.all([readServerInfo(session, facts), tryWrite()])
    return { connect, server, ...(written && { write: written }) }
  }
  // What answers must be known before anything is written to it.
  const server = await readServerInfo(session, facts)
  const mode = hello?.mode ?? (server.info?.ok === true ? server.info.value.mode : undefined)
  const topology = facts.info || facts.write || facts.read ? await examineTopology(session, mode) : {}
  if (topology.unsupported !== undefined) {
    return { connect, server, ...topology, ...(markers && { write: { ok: false, failure: topology.unsupported } }) }
  }
  const written = await tryWrite()
  return { connect, server, ...topology, ...(written && { write: written }) }
}

async function readServerInfo(session: Session, facts: WantedFacts): Promise<ServerInfo> {
  if (!facts.info) return { reached: true }
  const info = await settle(readInfo(session))
  if (info.ok) return { reached: true, info }
  const isWithheld = info.failure.reason === 'redis-no-permission' || info.failure.unknownCommand === true
  const role = session.hello?.role ?? (isWithheld ? await readRole(session) : undefined)
  return { reached: true, info: await asProxy(info, session), ...(role && { role }) }
}

/** Some proxies (twemproxy) hang up on INFO and serve all else: then INFO is unknown to them, and nothing is broken. */
async function asProxy(
  info: { readonly ok: false; readonly failure: RedisFailure },
  session: Session,
): Promise<Outcome<Info>> {
  if (info.failure.reason !== 'redis-connection-lost' || info.failure.truncated === true) return info
  const ping = await settle(session.run((connection) => connection.send(['PING'])))
  if (!ping.ok) return info
  const message = 'the server closes the connection at INFO, and only then'
  return {
    ok: false,
    failure: { ...info.failure, reason: 'redis-error', message, unknownCommand: true, transient: false },
  }
}
