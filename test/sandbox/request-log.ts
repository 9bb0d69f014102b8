import type { IncomingHttpHeaders } from 'node:http'

export interface LoggedRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  /** As it was sent, the token's header left out. */
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
  /** Whether the right token came with it. */
  readonly authorized: boolean
  /** Milliseconds since 1970 when it arrived. */
  readonly at: number
  /** What was answered; absent: nothing yet, or never. */
  readonly status?: number
  /** The kind of fault that struck it. */
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

  /** Notes a request; the function that comes back notes what became of it. */
  add(request: LoggedRequest): (outcome: Partial<LoggedRequest>) => void {
    const entry = { ...request }
    this.entries.push(entry)
    return (outcome) => void Object.assign(entry, outcome)
  }
}
