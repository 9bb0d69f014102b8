import type { FailureReason } from '../failure/failure.ts'
import type { Secret } from '../utils/secret.ts'

/** Where a Redis server is and how to log in. */
export interface Endpoint {
  readonly host: string
  readonly port: number
  /** `default` when the URL names no user, or Heroku's legacy `h`. */
  readonly username: string
  /** Absent: the server asks for none. */
  readonly password?: Secret
  readonly tls: boolean
}

/** What to trust: encrypt only, the system's certificate authorities, or one certificate by its SHA-256 fingerprint. */
export type TlsVerify =
  | { readonly kind: 'none' }
  | { readonly kind: 'full' }
  /** 64 lower-case hex digits. */
  | { readonly kind: 'pin'; readonly sha256: string }

export interface ProbeSettings {
  readonly tlsVerify: TlsVerify
  /** Milliseconds for DNS, TCP, TLS and login together. */
  readonly connectTimeoutMs: number
  /** Milliseconds for one command. */
  readonly commandTimeoutMs: number
  /** Round trips measured for latency. */
  readonly samples: number
  /** Directly from the runner, or through a one-off dyno of the app. */
  readonly probeFrom: 'runner' | 'dyno'
}

/** What is to be found out. What is not wanted is not measured, and sends no command. */
export interface WantedFacts {
  /** INFO, and CLUSTER INFO on a cluster node. */
  readonly info: boolean
  /** A key written on the writer, read back and deleted. */
  readonly write: boolean
  readonly read: boolean
  /** Keys written on the writer and watched for on a replica. */
  readonly lag: boolean
  readonly latency: boolean
}

export type RedisFailureReason = Extract<FailureReason, `redis-${string}`>

/** Where on the way to an answer it broke. */
export type Stage = 'dns' | 'tcp' | 'tls' | 'login' | 'command'

/** A Redis failure without any secret: only code and text are copied from an error object. */
export interface RedisFailure {
  readonly reason: RedisFailureReason
  readonly stage: Stage
  /** The server's or the system's own words, cleaned. */
  readonly message: string
  /** `ECONNREFUSED`, `WRONGPASS`, … */
  readonly code?: string
  /** Name of the command that was under way, never its arguments. */
  readonly command?: string
  /** True: it may pass by itself within seconds and was tried again before it counted. */
  readonly transient: boolean
  /** How many times it was tried before it counted. */
  readonly attempts?: number
  /** The server's own error reply, cleaned: worth quoting where the reason alone says little (`redis-quota`, `redis-error`). */
  readonly quoted?: string
  /** `reason` is the most likely of several that look alike: a hang-up before the TLS handshake. */
  readonly probable?: true
  /** `redis-no-permission`: what the user lacks. */
  readonly grant?: Grant
  /** The server does not know the command: it was renamed or disabled, or a proxy does not pass it on. Not an access rule. */
  readonly unknownCommand?: true
  /** The URL has a user name but no password: `redis://password@host` lacks the colon before the password. */
  readonly passwordAsUser?: true
  /** `redis-wrong-password`: the server accepts the same password for this user, so the user name is wrong. */
  readonly acceptedAs?: 'default'
  /** The connection ended in the middle of a reply. */
  readonly truncated?: true
  /** The connection did not get as far as the server: the cause is on the machine that connects, or in its network. */
  readonly local?: 'file-descriptors' | 'memory' | 'forbidden' | 'no-route'
}

/** What to add to the user's access rules. */
export interface Grant {
  /** The command that was refused, lower case: `+set`. */
  readonly command: string
  /** Key pattern, where the keys were refused and not the command: `~heroku-redis-action:probe:*`. */
  readonly keys?: string
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: RedisFailure }

/** Durations in milliseconds; a stage that was not reached is absent. `dnsMs` is 0 for an IP address. */
export interface Timings {
  readonly dnsMs?: number
  readonly tcpMs?: number
  readonly tlsMs?: number
  readonly loginMs?: number
}

export interface Certificate {
  /** SHA-256 of the DER certificate, 64 lower-case hex digits: the value for `tls-verify: sha256:<hex>`. */
  readonly sha256: string
  readonly selfSigned: boolean
  /** ISO 8601. */
  readonly validFrom: string
  /** ISO 8601. */
  readonly validTo: string
  /** Why the system's certificate authorities do not vouch for it (`DEPTH_ZERO_SELF_SIGNED_CERT`, …); absent: they do. */
  readonly untrusted?: string
}

/** What the reply to HELLO says: known even where INFO is denied or renamed. Fields as in `Info`. */
export interface Hello {
  readonly server: 'redis' | 'valkey'
  readonly version?: string
  readonly mode?: Info['mode']
  readonly role?: Info['role']
}

/** The reply to INFO. A line that is missing or malformed leaves its field out. */
export interface Info {
  readonly server: 'redis' | 'valkey'
  readonly version?: string
  readonly runId?: string
  /** Falls when the server restarts: counters then begin at 0 again. */
  readonly uptimeSeconds?: number
  readonly mode?: 'standalone' | 'cluster' | 'sentinel'
  readonly role?: 'master' | 'slave'
  readonly masterReplid?: string
  readonly masterReplid2?: string
  readonly masterLinkStatus?: string
  readonly masterSyncInProgress?: boolean
  /** Of a replica. False: it accepts writes, which its primary never sees. */
  readonly replicaReadOnly?: boolean
  /** KeyDB's `role:active-replica`, a primary that replicates with another one; `role` is then `master`. */
  readonly activeReplica?: true
  readonly connectedClients?: number
  readonly maxClients?: number
  readonly rejectedConnections?: number
  /** Bytes. */
  readonly usedMemory?: number
  /** Bytes; 0 means no limit. */
  readonly maxMemory?: number
  readonly maxMemoryPolicy?: string
  readonly evictedKeys?: number
  readonly loadingEtaSeconds?: number
}

/** Milliseconds of round trips on a warm connection. */
export interface Latency {
  /** Measured with GET of a missing key, because PING is denied. Absent: PING. */
  readonly command?: 'GET'

  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
  readonly samples: number
  /** Each round trip in the order measured, for the chart. */
  readonly values: readonly number[]
  /** Why fewer samples were taken than asked for: p95 is over its FAIL limit whatever follows, or the time is used up. */
  readonly stopped?: 'over-limit' | 'out-of-time'
  /** Through a dyno: the relay's own round trip (median), already subtracted from every value. */
  readonly relayMs?: number
}

/** A Redis Cluster, as CLUSTER INFO describes it. */
export interface ClusterFacts {
  /** Primaries that hold slots; absent when CLUSTER INFO is denied. */
  readonly size?: number
  /** One node that holds all 16,384 slots: it works like a single server, and is tested like one. */
  readonly single: boolean
}

/** The one-off dyno through which the endpoint was reached. */
export interface RelayFacts {
  /** Median round trip to the dyno and back, without Redis, in milliseconds. */
  readonly echoMs: number
}

/** Everything seen of one endpoint. Absent outcomes were not reached or not asked for. */
export interface EndpointFacts {
  /** `username`: as it was sent; `default` without a password. */
  readonly endpoint: Omit<Endpoint, 'password'>
  /** How many times the connection was tried. */
  readonly attempts: number
  readonly timings: Timings
  /** The protocol and the certificate seen, also when verification then failed. */
  readonly tls?: { readonly protocol: string; readonly certificate?: Certificate }
  /** DNS, TCP, TLS and login, as one. */
  readonly connect: Outcome<null>
  /** Absent: the server knows no HELLO. */
  readonly hello?: Hello
  readonly info?: Outcome<Info>
  /** Absent: not a cluster node. */
  readonly cluster?: ClusterFacts
  /** Something that no app can use as its single server answers: `redis-cluster` or `redis-sentinel`. `write` and `read` then fail with it. */
  readonly unsupported?: RedisFailure
  /** Absent: reached directly. */
  readonly relay?: RelayFacts
  readonly latency?: Outcome<Latency>
  /** Writer only: SET with expiry, read back, compare, delete. */
  readonly write?: Outcome<WriteFacts>
  /** Reader only: the writer's key read back, or a plain read where nothing may be written. */
  readonly read?: Outcome<ReadFacts>
}

export interface WriteFacts {
  /** SET + GET + compare. */
  readonly ms: number
  /** How many times it was tried before it passed. */
  readonly attempts: number
  /** Why the marker could not be deleted (it expires by itself), if so. */
  readonly cleanup?: RedisFailure
}

export interface ReadFacts {
  readonly ms: number
  readonly attempts: number
  /** What was read: the writer's marker, or (nothing written, or a server of its own) any read at all. */
  readonly source: 'marker' | 'plain'
}

/** `active-active`: two primaries that replicate each other. */
export type ReaderRole = 'replica' | 'same-server' | 'active-active' | 'primary' | 'stranger' | 'unknown'

/** Writer-to-reader visibility of a marker key, milliseconds. */
export interface Lag {
  readonly min: number
  readonly p50: number
  readonly max: number
  readonly samples: number
  /** The reader's own round trip: nothing shorter can be told. */
  readonly resolutionMs: number
}

/** What is true of the two together. */
export interface PairFacts {
  readonly role: ReaderRole
  /** How the role was proven, or why it could not be. */
  readonly proof: string
  /** Two primaries of which one was promoted from the other. */
  readonly split: boolean
  /** Absent: one server, not a proven replica, or not asked for. */
  readonly lag?: Outcome<Lag>
}

export interface ProbeFacts {
  readonly writer: EndpointFacts
  readonly reader: EndpointFacts
  readonly pair: PairFacts
}

/** The writer was connected to, written and read back. Only what was tested is called healthy. */
export function isTested(probe: ProbeFacts | undefined): boolean {
  return probe !== undefined && probe.writer.connect.ok && probe.writer.write?.ok === true
}
