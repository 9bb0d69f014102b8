import type { CheckId } from '../checks/check.ts'
import type { Endpoint, TlsVerify } from '../redis/facts.ts'
import type { Secret } from '../utils/secret.ts'

/** Limits of one check: milliseconds or percent. `text` is how the user wrote it, for the report. */
export interface Threshold {
  readonly warn?: number
  readonly fail: number
  readonly text: string
}

/** Null: `off`, the check is not run. */
export type ThresholdSetting = Threshold | null

export const fields = ['host', 'port', 'password', 'username', 'tls', 'url'] as const
export type Field = (typeof fields)[number]

export type ReaderSource =
  | { readonly kind: 'writer' }
  | { readonly kind: 'config-var'; readonly name: string }
  | { readonly kind: 'url'; readonly url: Secret; readonly endpoint: Endpoint }

/** `service:plan`, both parts known. */
export interface PlanName {
  readonly service: string
  readonly plan: string
}

export interface ReportFile {
  /** Absolute, inside the workspace. */
  readonly path: string
  readonly format: 'json' | 'junit'
}

/** The inputs, typed and judged: nothing behind this line looks at text again. Durations are milliseconds. */
export interface Inputs {
  readonly apps: readonly string[]
  /** Absent: a new add-on gets `premium-0`, one that is there keeps its plan. */
  readonly plan?: PlanName
  readonly mode: 'setup' | 'check'
  readonly dryRun: boolean
  /** From the `api-key` input or HEROKU_API_KEY; absent: an existing Heroku CLI login is asked. */
  readonly apiKey?: Secret
  readonly addon?: string
  readonly planMismatch: 'warn' | 'change' | 'fail'
  readonly provisionTimeoutMs: number
  readonly writerPrefix: string
  readonly readerPrefix: string
  readonly reader: ReaderSource
  readonly fields: readonly Field[]
  readonly config: ReadonlyMap<string, string>
  readonly connectTimeoutMs: number
  readonly commandTimeoutMs: number
  readonly samples: number
  readonly latency: ThresholdSetting
  readonly replicationLag: ThresholdSetting
  readonly memory: ThresholdSetting
  readonly connections: ThresholdSetting
  readonly requireReplica: boolean
  readonly tlsVerify: TlsVerify
  readonly skipChecks: ReadonlySet<CheckId>
  readonly failOn: 'error' | 'warning' | 'never'
  readonly reportFiles: readonly ReportFile[]
  readonly jobSummary: boolean
  /** `https://api.heroku.com`, no trailing slash. */
  readonly apiUrl: string
  /** `https://api.data.heroku.com`, no trailing slash. */
  readonly dataUrl: string
}
