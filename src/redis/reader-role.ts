import type { Info, Outcome, PairFacts } from './facts.ts'

/** What is known of one side from its own replies. */
export interface ServerInfo {
  /** Absent: the endpoint was not reached, or INFO was not asked for. */
  readonly info?: Outcome<Info>
  readonly reached: boolean
  /** By HELLO or ROLE, where INFO is denied. */
  readonly role?: 'master' | 'slave'
}

/** How the two endpoints relate before anything is asked. */
export type Addresses =
  /** Host, port and login are the same: the probe uses one connection for both. */
  | 'one-endpoint'
  /** Host and port are the same. */
  | 'one-address'
  | 'two-addresses'

/**
 * Who the reader is. `run_id` and `master_replid` prove it; host names, which may be aliases, do not. Two primaries are
 * `primary` until a marker shows that they replicate each other.
 */
export function judgePair(writer: ServerInfo, reader: ServerInfo, addresses: Addresses): PairFacts {
  const known = { writer: infoOf(writer), reader: infoOf(reader) }
  if (writer.reached && reader.reached && (known.writer?.runId === undefined || known.reader?.runId === undefined)) {
    if (addresses === 'one-endpoint') return proven('same-server', 'writer and reader are one endpoint')
    if (addresses === 'one-address') return proven('same-server', 'writer and reader have one address')
  }
  const gap = whyUnknown('writer', writer) ?? whyUnknown('reader', reader)
  if (gap !== undefined || known.writer === undefined || known.reader === undefined) {
    return unknown((gap ?? 'INFO is not known') + roles(writer, reader))
  }
  return compare(known.writer, known.reader)
}

function compare(writer: Info, reader: Info): PairFacts {
  if (writer.runId === undefined || reader.runId === undefined) return unknown('INFO has no run_id')
  if (writer.runId === reader.runId)
    return proven('same-server', `writer and reader have the same run_id, ${short(writer.runId)}`)
  if (writer.role !== 'master') {
    return reader.role === 'master'
      ? proven('primary', 'the reader is a primary while the writer is a replica', isSplit(writer, reader))
      : unknown('the writer is a replica, so it has no replica that can be proven')
  }
  if (reader.role === 'master') {
    const split = isSplit(writer, reader)
    const history = split ? ', one promoted from the other' : ''
    return proven(
      'primary',
      `two primaries, run_ids ${short(writer.runId)} and ${short(reader.runId)}${history}`,
      split,
    )
  }
  if (reader.role !== 'slave' || writer.masterReplid === undefined || reader.masterReplid === undefined) {
    return unknown('INFO has no role or no master_replid')
  }
  if (writer.masterReplid === reader.masterReplid) {
    return proven(
      'replica',
      `writer and reader have the same master_replid, ${short(writer.masterReplid)}, and different run_ids`,
    )
  }
  // Until its first copy is complete, a replica has a made-up master_replid; so does one that lost its link.
  if (hasBrokenLink(reader))
    return unknown('the reader is a replica without a working link, so its primary is not known')
  const ids = `${short(reader.masterReplid)}, not the writer’s ${short(writer.masterReplid)}`
  return proven('stranger', `the reader’s master_replid is ${ids}`, isSplit(writer, reader))
}

/** A replica whose link INFO calls down, or that still copies: what is written now does not appear soon. */
export function hasBrokenLink({ role, masterLinkStatus, masterSyncInProgress }: Info): boolean {
  return role === 'slave' && (masterLinkStatus !== 'up' || masterSyncInProgress === true)
}

/** One side was promoted: it keeps the id of the history that it left. */
function isSplit(writer: Info, reader: Info): boolean {
  const continues = (a: Info, b: Info): boolean => a.masterReplid2 !== undefined && a.masterReplid2 === b.masterReplid
  return continues(writer, reader) || continues(reader, writer)
}

function whyUnknown(side: 'writer' | 'reader', { info, reached }: ServerInfo): string | undefined {
  if (!reached) return `the ${side} was not reached`
  if (info === undefined) return `INFO was not read on the ${side}`
  if (info.ok) return undefined
  const { reason, code, unknownCommand } = info.failure
  if (unknownCommand === true) return `the ${side} does not know INFO`
  return reason === 'redis-no-permission'
    ? `INFO is denied on the ${side}`
    : `the ${side} did not answer INFO (${code ?? reason})`
}

function roles(writer: ServerInfo, reader: ServerInfo): string {
  const names = { master: 'primary', slave: 'replica' } as const
  const known = [
    writer.role && `the writer is a ${names[writer.role]}`,
    reader.role && `the reader is a ${names[reader.role]}`,
  ].filter((role) => role !== undefined)
  return known.length === 0 ? '' : `; ${known.join(' and ')}, but whose is not known`
}

function infoOf({ info }: ServerInfo): Info | undefined {
  return info?.ok === true ? info.value : undefined
}

function unknown(proof: string): PairFacts {
  return { role: 'unknown', proof, split: false }
}

function proven(role: PairFacts['role'], proof: string, split = false): PairFacts {
  return { role, proof, split }
}

function short(id: string): string {
  return `${id.slice(0, 8)}…`
}
