import { settle } from './errors.ts'
import type { ClusterFacts, Info, Outcome, RedisFailure } from './facts.ts'
import { parseClusterInfo } from './info.ts'
import { randomKey } from './markers.ts'
import type { Session } from './session.ts'

const allSlots = 16_384

/** Enough keys that a node which holds half of the slots is found out: 2^-16 that all are its own. */
const keysTried = 16

export interface Topology {
  readonly cluster?: ClusterFacts
  readonly unsupported?: RedisFailure
}

/**
 * Whether an app can use this as its single server. A node of a cluster takes the keys whose slots it holds and refuses
 * the others, so one key proves nothing.
 * @param mode by HELLO or INFO; undefined where neither says
 * @throws the reason of a cancelled run
 */
export async function examineTopology(session: Session, mode: Info['mode']): Promise<Topology> {
  if (mode === 'standalone') return {}
  if (mode === 'sentinel') {
    return { unsupported: unsupported('redis-sentinel', 'the server runs in Sentinel mode', 'INFO') }
  }
  if (mode === undefined) {
    const moved = await findMoved(session)
    return moved === undefined ? {} : { cluster: { single: false }, unsupported: moved }
  }
  const info = await readClusterInfo(session)
  if (!info.ok) {
    const moved = await findMoved(session)
    return moved === undefined ? { cluster: { single: true } } : { cluster: { single: false }, unsupported: moved }
  }
  const { size, slots } = info.value
  const cluster = { single: size === 1 && slots === allSlots, ...(size !== undefined && { size }) }
  if (cluster.single) return { cluster }
  const kind = size !== undefined && size > 1 ? `with ${size} primaries` : 'that does not serve all slots'
  return { cluster, unsupported: unsupported('redis-cluster', `a node of a Redis Cluster ${kind}`, 'CLUSTER') }
}

function readClusterInfo(session: Session): Promise<Outcome<ReturnType<typeof parseClusterInfo>>> {
  return settle(
    session
      .run((connection) => connection.send(['CLUSTER', 'INFO']))
      .then(({ value }) => parseClusterInfo(String(value))),
  )
}

/** The refusal of the first of several keys that another node holds. */
async function findMoved(session: Session): Promise<RedisFailure | undefined> {
  const reads = Array.from({ length: keysTried }, () =>
    settle(session.run((connection) => connection.send(['GET', randomKey()]))),
  )
  const failures = (await Promise.all(reads)).flatMap((outcome) => (outcome.ok ? [] : [outcome.failure]))
  return failures.find(({ reason }) => reason === 'redis-cluster')
}

function unsupported(reason: 'redis-cluster' | 'redis-sentinel', message: string, command: string): RedisFailure {
  return { reason, stage: 'command', command, message, transient: false }
}
