import type { Info, Outcome, PairFacts } from './facts.ts'

/** What one side said of itself. */
export interface Testimony {
  /** Absent: the endpoint was not reached, or nobody asked. */
  readonly info?: Outcome<Info>
  readonly reached: boolean
  /** What ROLE said, where INFO is denied. */
  readonly role?: 'master' | 'slave'
}

/** Who the reader is. `run_id` and `master_replid` prove it; host names, which may be aliases, do not. */
export function judgePair(writer: Testimony, reader: Testimony): PairFacts {
  const gap = silence('writer', writer) ?? silence('reader', reader)
  if (gap !== undefined) return unknown(gap + hearsay(writer, reader))
  return compare(told(writer), told(reader))
}

function compare(writer: Info, reader: Info): PairFacts {
  if (writer.runId === undefined || reader.runId === undefined) return unknown('INFO tells no run_id')
  if (writer.runId === reader.runId) return proven('same-server', `both answer with the run_id ${short(writer.runId)}`)
  if (writer.role !== 'master') {
    return reader.role === 'master'
      ? proven('primary', 'the reader is a primary while the writer is a replica', isSplit(writer, reader))
      : unknown('the writer is a replica itself, so it has none')
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
    return unknown('INFO tells no role or no master_replid')
  }
  if (writer.masterReplid === reader.masterReplid) {
    return proven('replica', `both tell the master_replid ${short(writer.masterReplid)}, under two run_ids`)
  }
  // Until its first copy is complete, a replica tells a master_replid of its own making; so does one that lost its link.
  if (reader.masterLinkStatus !== 'up' || reader.masterSyncInProgress === true) {
    return unknown('the reader is a replica, but has no working link that would tell whose')
  }
  const ids = `${short(reader.masterReplid)}, not the writer’s ${short(writer.masterReplid)}`
  return proven('stranger', `the reader’s master_replid is ${ids}`, isSplit(writer, reader))
}

/** One side was promoted: it keeps the id of the history that it left. */
function isSplit(writer: Info, reader: Info): boolean {
  const continues = (a: Info, b: Info): boolean => a.masterReplid2 !== undefined && a.masterReplid2 === b.masterReplid
  return continues(writer, reader) || continues(reader, writer)
}

function silence(side: 'writer' | 'reader', { info, reached }: Testimony): string | undefined {
  if (!reached) return `the ${side} was not reached`
  if (info === undefined) return `the ${side} was not asked`
  if (info.ok) return undefined
  const { reason, code } = info.failure
  return reason === 'redis-no-permission'
    ? `INFO is denied on the ${side}`
    : `the ${side} did not answer INFO (${code ?? reason})`
}

function hearsay(writer: Testimony, reader: Testimony): string {
  const roles = [writer.role && `the writer a ${writer.role}`, reader.role && `the reader a ${reader.role}`]
  const said = roles.filter((role) => role !== undefined).join(' and ')
  return said === '' ? '' : `; ROLE calls ${said}, which does not tell whose replica`
}

function told({ info }: Testimony): Info {
  return info?.ok === true ? info.value : { server: 'redis' }
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
