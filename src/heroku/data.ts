/** A bonus answer: known, or the reason why it is not. */
export type Known<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string }

/** One maintenance of the data API (`GET /data/maintenances/v1/…`). Times are ISO 8601 in UTC; unreadable ones are absent. */
export interface Maintenance {
  /** `none`, `pending`, `preparing`, `ready`, `running`, `completed`, or a status that we do not know. */
  readonly status: string
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
}

/** `GET /redis/v0/databases/{addon}/config`. */
export interface DatabaseConfig {
  readonly maxmemoryPolicy?: string
  /** Seconds. */
  readonly timeout?: number
  readonly notifyKeyspaceEvents?: string
}
