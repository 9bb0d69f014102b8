import { withoutUndefined } from '../utils/optional.ts'
import type { PastPoint } from './past.ts'
import type { Subject } from './subject.ts'

/** What this run measured of the writer, in the form in which the history records it. */
export function currentPoint({ now, addon, probe }: Subject): PastPoint {
  const info = probe?.writer.info?.ok === true ? probe.writer.info.value : undefined
  const latency = probe?.writer.latency?.ok === true ? probe.writer.latency.value : undefined
  return withoutUndefined<PastPoint>({
    time: now,
    plan: addon?.plan,
    server: info?.runId,
    latencyP95Ms: latency?.p95,
    memoryUsed: info?.usedMemory,
    // INFO reports 0 where there is no limit.
    memoryMax: info?.maxMemory === 0 ? undefined : info?.maxMemory,
    connections: info?.connectedClients,
    maxConnections: info?.maxClients,
    evictedKeys: info?.evictedKeys,
    rejectedConnections: info?.rejectedConnections,
  })
}
