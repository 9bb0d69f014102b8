import { withoutUndefined } from '../utils/optional.ts'
import type { Info } from './facts.ts'

/** The answer of INFO → what we use of it. Total: a line that is missing or not what it should be leaves its field out. */
export function parseInfo(text: string): Info {
  const lines = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon)
    // The first one counts: nothing further down can overrule what the server said of itself.
    if (colon > 0 && !lines.has(name)) lines.set(name, line.slice(colon + 1))
  }
  const read = <T>(name: string, parse: (value: string) => T | undefined): T | undefined => {
    const value = lines.get(name)
    return value === undefined ? undefined : parse(value)
  }
  return withoutUndefined<Info>({
    server: lines.get('server_name') === 'valkey' || lines.has('valkey_version') ? 'valkey' : 'redis',
    // Valkey keeps telling the Redis version that it is compatible with as `redis_version`.
    version: read('valkey_version', version) ?? read('redis_version', version),
    runId: read('run_id', id),
    uptimeSeconds: read('uptime_in_seconds', count),
    mode: read('redis_mode', mode),
    role: read('role', role),
    activeReplica: lines.get('role') === 'active-replica' ? true : undefined,
    masterReplid: read('master_replid', id),
    masterReplid2: read('master_replid2', id),
    masterLinkStatus: read('master_link_status', word),
    masterSyncInProgress: read('master_sync_in_progress', flag),
    replicaReadOnly: read('slave_read_only', flag) ?? read('replica_read_only', flag),
    connectedClients: read('connected_clients', count),
    maxClients: read('maxclients', count),
    rejectedConnections: read('rejected_connections', count),
    usedMemory: read('used_memory', count),
    maxMemory: read('maxmemory', count),
    maxMemoryPolicy: read('maxmemory_policy', word),
    evictedKeys: read('evicted_keys', count),
    loadingEtaSeconds: read('loading_eta_seconds', count),
  })
}

function count(value: string): number | undefined {
  return /^\d{1,15}$/.test(value) ? Number(value) : undefined
}

function flag(value: string): boolean | undefined {
  return value === '1' ? true : value === '0' ? false : undefined
}

function version(value: string): string | undefined {
  return /^\d{1,5}(?:\.\d{1,5}){1,3}(?:-[A-Za-z0-9.]{1,16})?$/.test(value) ? value : undefined
}

function word(value: string): string | undefined {
  return /^[a-z][a-z_-]{0,31}$/.test(value) ? value : undefined
}

function role(value: string): 'master' | 'slave' | undefined {
  // KeyDB calls a primary that replicates with another primary an active replica.
  if (value === 'active-replica') return 'master'
  return value === 'master' || value === 'slave' ? value : undefined
}

function mode(value: string): Info['mode'] {
  return value === 'standalone' || value === 'cluster' || value === 'sentinel' ? value : undefined
}

/** 40 hex digits; Redis writes zeros where there is none, and no two servers are the same for having none. */
function id(value: string): string | undefined {
  return /^[0-9a-f]{40}$/.test(value) && !/^0+$/.test(value) ? value : undefined
}
