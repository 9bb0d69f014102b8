import { withoutUndefined } from '../utils/optional.ts'
import type { Hello, Info } from './facts.ts'

/** The reply to INFO → what is used of it. A line that is missing or malformed leaves its field out. */
export function parseInfo(text: string): Info {
  const lines = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon)
    // The first one counts: a later line, of a module perhaps, cannot overrule it.
    if (colon > 0 && !lines.has(name)) lines.set(name, line.slice(colon + 1))
  }
  const read = <T>(name: string, parse: (value: string) => T | undefined): T | undefined => {
    const value = lines.get(name)
    return value === undefined ? undefined : parse(value)
  }
  return withoutUndefined<Info>({
    server: lines.get('server_name') === 'valkey' || lines.has('valkey_version') ? 'valkey' : 'redis',
    // In Valkey, `redis_version` is the Redis version that it is compatible with.
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

/** The reply to HELLO in RESP2, names and values in turn; undefined: something else. */
export function parseHello(reply: unknown): Hello | undefined {
  if (!Array.isArray(reply)) return undefined
  const fields = new Map<unknown, unknown>()
  for (let at = 0; at + 1 < reply.length; at += 2) fields.set(reply[at], reply[at + 1])
  const read = <T>(name: string, parse: (value: string) => T | undefined): T | undefined => {
    const value = fields.get(name)
    return typeof value === 'string' ? parse(value) : undefined
  }
  return withoutUndefined<Hello>({
    server: fields.get('server') === 'valkey' ? 'valkey' : 'redis',
    version: read('version', version),
    mode: read('mode', mode),
    // Unlike INFO, HELLO says `replica` (networking.c, helloCommand).
    role: read('role', (value) => (value === 'replica' ? 'slave' : role(value))),
  })
}

/** The reply to CLUSTER INFO. */
export function parseClusterInfo(text: string): { readonly size?: number; readonly slots?: number } {
  const read = (name: string): number | undefined =>
    count(new RegExp(`^${name}:(\\d+)\\r?$`, 'm').exec(text)?.[1] ?? '')
  return withoutUndefined({ size: read('cluster_size'), slots: read('cluster_slots_ok') })
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
