import type { Failure } from '../failure/failure.ts'
import type { Secret } from '../utils/secret.ts'

/** A bonus answer: known, or the reason why it is not. `failure` has the details where a step must fail because of it. */
export type Known<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly why: string; readonly failure?: Failure }

/** One maintenance of the data API (`GET /data/maintenances/v1/…`). Times are ISO 8601 in UTC; unreadable ones are absent. */
export interface Maintenance {
  /** `none`, `pending`, `preparing`, `ready`, `running`, `completed`, or a status that we do not know. */
  readonly status: string
  /** Name of the add-on that it is for; absent when Heroku names none. */
  readonly addon?: string
  /** `changeover`, `failover`. */
  readonly method?: string
  readonly reason?: string
  readonly scheduledFor?: string
  readonly requiredBy?: string
  readonly startedAt?: string
  readonly completedAt?: string
  /** `Mondays 22:00 to Tuesdays 02:00 UTC`. */
  readonly window?: string
}

/** What `GET /redis/v0/databases/{addon}` says; every field is optional because the API is undocumented. */
export interface DatabaseInfo {
  /** `9.1`. */
  readonly version?: string
  /** `available`, … */
  readonly status?: string
  /** `Available`, `Unavailable`, … of the standby; absent on plans without one. */
  readonly haStatus?: string
  /** `not required`, or what Heroku writes there. */
  readonly maintenance?: string
  /** `Tuesdays 18:30 to 22:30 UTC`. */
  readonly window?: string
}

/** `GET /redis/v0/databases/{addon}/config`. */
export interface DatabaseConfig {
  readonly maxmemoryPolicy?: string
  /** Seconds. */
  readonly timeout?: number
  readonly notifyKeyspaceEvents?: string
}

/** Whether Heroku's data service is still working on an add-on (`GET /redis/v0/databases/{addon}/wait`). */
export interface DataWait {
  readonly waiting: boolean
  readonly message: string
}

/** An open incident of https://status.heroku.com. */
export interface Incident {
  readonly title: string
  /** ISO 8601 in UTC. */
  readonly since?: string
  readonly url?: string
  /** The newest update, in Heroku's words. */
  readonly update?: string
}

export interface HerokuStatus {
  readonly incidents: readonly Incident[]
}

/** Metrics that Heroku logs about the add-on itself; those that are not in the line are absent. */
export interface RedisMetrics {
  /** ISO 8601, as the log line has it. */
  readonly at?: string
  readonly activeConnections?: number
  readonly loadAvg1m?: number
  readonly loadAvg5m?: number
  readonly loadAvg15m?: number
  readonly readIops?: number
  readonly writeIops?: number
  readonly memoryTotalBytes?: number
  readonly memoryFreeBytes?: number
  readonly memoryCachedBytes?: number
  readonly memoryRedisBytes?: number
  /** 0 to 1. */
  readonly hitRate?: number
  readonly evictedKeys?: number
}

/** The newest log lines of one add-on; the app's own lines never are among them. */
export interface AddonLog {
  /** Oldest first, plain text with the time in front. */
  readonly lines: readonly string[]
  /** Of the newest line that has metrics. */
  readonly metrics?: RedisMetrics
}

export interface AppRef {
  readonly id: string
  readonly name: string
}

export interface AppInfo extends AppRef {
  readonly region?: string
  /** Name of its Private Space. */
  readonly space?: string
  /** `heroku-24`, `container`, `cnb`. */
  readonly stack?: string
}

export interface Pipeline {
  readonly id: string
  readonly name: string
}

export interface PipelineCoupling {
  readonly appId: string
  /** `production`, `staging`, `review`, `development`, … */
  readonly stage: string
}

/** A one-off dyno. */
export interface Dyno {
  readonly id: string
  /** `run.1234`. */
  readonly name: string
  /** `starting`, `up`, `crashed`, … */
  readonly state: string
  /** Holds a secret; absent unless the dyno was made with `attach`. */
  readonly attachUrl?: Secret
}

export interface DynoOrder {
  readonly command: string
  /** Heroku ends the dyno after so many seconds. */
  readonly timeToLiveSeconds: number
  /** `basic`, `standard-1x`; absent: the app's default. */
  readonly size?: string
}
