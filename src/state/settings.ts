import type { PlanName } from '../heroku/plans.ts'
import type { Endpoint } from '../redis/facts.ts'
import type { Secret } from '../utils/secret.ts'

export const fields = ['host', 'port', 'password', 'username', 'tls', 'url'] as const
export type Field = (typeof fields)[number]

export type ReaderSource =
  | { readonly kind: 'writer' }
  | { readonly kind: 'config-var'; readonly name: string }
  | { readonly kind: 'url'; readonly url: Secret; readonly endpoint: Endpoint }

/** The add-on to use, and the config vars to manage. */
export interface StateSettings {
  /** Absent: a new add-on gets `premium-0`, an existing one keeps its plan. */
  readonly plan?: PlanName
  /** Add-on, attachment, or its config var (`REDIS_URL`). */
  readonly addon?: string
  readonly writerPrefix: string
  readonly readerPrefix: string
  readonly reader: ReaderSource
  readonly fields: readonly Field[]
  /** Extra config vars, set in the same release. */
  readonly config: ReadonlyMap<string, string>
}

/** `REDIS_WRITER` and `host` → `REDIS_WRITER_HOST`. */
export function configName(prefix: string, field: Field): string {
  return `${prefix}_${field.toUpperCase()}`
}
