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

export type RedisFailureReason = Extract<FailureReason, `redis-${string}`>

/** Where on the way to an answer it broke. */
export type Stage = 'dns' | 'tcp' | 'tls' | 'login' | 'command'

/** A Redis failure, told without any secret: nothing here is copied from an error object but name, code and text. */
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
}

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: RedisFailure }

/** Durations in milliseconds; a stage that was not reached is absent. */
export interface Timings {
  readonly dnsMs?: number
  readonly tcpMs?: number
  readonly tlsMs?: number
  readonly loginMs?: number
}

export interface Certificate {
  /** SHA-256 of the DER certificate, 64 lower-case hex digits: the value for `tls-verify: sha256:<hex>`. */
  readonly sha256: string
  readonly subject: string
  readonly issuer: string
  readonly selfSigned: boolean
  /** ISO 8601. */
  readonly validFrom: string
  /** ISO 8601. */
  readonly validTo: string
  /** Why the system's certificate authorities do not vouch for it (`DEPTH_ZERO_SELF_SIGNED_CERT`, …); absent: they do. */
  readonly untrusted?: string
}

/** What INFO told. A line that is missing, or that is not what it should be, leaves its field out. */
export interface Info {
  readonly server: 'redis' | 'valkey'
  readonly version?: string
  readonly runId?: string
  readonly uptimeSeconds?: number
  readonly mode?: 'standalone' | 'cluster' | 'sentinel'
  readonly role?: 'master' | 'slave'
  readonly masterReplid?: string
  readonly masterReplid2?: string
  readonly masterLinkStatus?: string
  readonly masterSyncInProgress?: boolean
  readonly connectedReplicas?: number
  readonly connectedClients?: number
  readonly maxClients?: number
  readonly rejectedConnections?: number
  /** Bytes. */
  readonly usedMemory?: number
  /** Bytes; 0 means no limit. */
  readonly maxMemory?: number
  readonly maxMemoryPolicy?: string
  readonly evictedKeys?: number
  readonly loading?: boolean
  readonly loadingEtaSeconds?: number
}

/** Milliseconds of PING round trips on a warm connection. */
export interface Latency {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
  readonly samples: number
  /** Each round trip in the order measured, for the chart. */
  readonly values: readonly number[]
}

/** Everything seen of one endpoint. Absent outcomes were not reached or not asked for. */
export interface EndpointFacts {
  readonly endpoint: Omit<Endpoint, 'password'>
  /** How many times the connection was tried. */
  readonly attempts: number
  readonly timings: Timings
  /** The protocol and the certificate seen, also when verification then failed. */
  readonly tls?: { readonly protocol: string; readonly certificate?: Certificate }
  /** DNS, TCP, TLS and login, as one. */
  readonly connect: Outcome<null>
  readonly info?: Outcome<Info>
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
