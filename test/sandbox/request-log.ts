import type { IncomingHttpHeaders } from 'node:http'

export interface LoggedRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  /** As received, without the `Authorization` header. */
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
  /** Whether it had the right token. */
  readonly authorized: boolean
  /** Milliseconds since 1970 when it arrived. */
  readonly at: number
  /** Of the answer; absent until there is one. */
  readonly status?: number
  /** The kind of fault that affected it. */
  readonly fault?: string
}

export class RequestLog {
  private entries: LoggedRequest[] = []

  list(): readonly LoggedRequest[] {
    return [...this.entries]
  }

  clear(): void {
    this.entries = []
  }

  /** Logs a request. Returns a function that logs its outcome. */
  add(request: LoggedRequest): (outcome: Partial<LoggedRequest>) => void {
    const entry = { ...request }
    this.entries.push(entry)
    return (outcome) => void Object.assign(entry, outcome)
  }
}
