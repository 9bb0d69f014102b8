import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { answer, send, textOf, type Answer } from './http.ts'
import { refusals, type Refusal, type RefusalName } from './refusals.ts'

export interface RequestMatch {
  readonly method?: string
  /** Source of a regular expression, tried on the path without its query. */
  readonly path?: string
}

/** Which requests it affects, how, and how often. */
export interface Fault {
  readonly kind: FaultKind
  readonly match?: RequestMatch
  /** Default 1, or no limit with `forMs`. */
  readonly times?: number | 'always'
  /** Ends this many milliseconds after the first affected request. Prefer `times`. */
  readonly forMs?: number
  /** Matching requests before it that pass. Default 0. */
  readonly after?: number
  /** For `refuse`: the answer, or the name of a recorded one. */
  readonly refusal?: Refusal | RefusalName | { readonly status: number; readonly id: string; readonly message: string }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Executes the request, and returns the usual answer. */
  readonly work: () => Promise<Answer>
  readonly fault: Fault
  /** Inserts the request's values into the text of a refusal. */
  readonly fill: (text: string) => string
  /** Target of redirects: another origin. */
  readonly elsewhere: string
  /** Aborts when the sandbox stops. */
  readonly ending: AbortSignal
}

type Kind = (exchange: Exchange) => void | Promise<void>

const unavailable = { id: 'service_unavailable', message: 'Service temporarily unavailable. Please try again later.' }

/** 64 MiB of JSON whitespace. */
function* huge(): Generator<Buffer> {
  const megabyte = Buffer.alloc(1024 * 1024, ' ')
  for (let count = 0; count < 64; count++) yield megabyte
  yield Buffer.from('{}')
}

/** The kinds of the fault matrix. Unless the name ends in `before`, the work is done when the answer fails. */
const kinds = {
  refuse: ({ response, fault, fill }) => {
    const { status, headers = {}, body = {}, raw, type = 'text/html' } = refusalOf(fault)
    const text = fill(raw ?? JSON.stringify(body))
    const filled = Object.entries(headers).map(([name, value]) => [name, fill(value)] as const)
    const contentType = raw === undefined ? 'application/json' : type
    response.writeHead(status, { 'Content-Type': contentType, ...Object.fromEntries(filled) }).end(text)
  },
  'status-500': ({ response }) =>
    send(response, answer({ id: 'internal_server_error', message: 'Internal error.' }, 500)),
  'status-503-html': ({ response }) =>
    void response
      .writeHead(503, { 'Content-Type': 'text/html' })
      .end('<!DOCTYPE html><html><body><h1>Application error</h1></body></html>'),
  'status-409': ({ response }) =>
    send(response, answer({ id: 'conflict', message: 'Another change is under way. Try again shortly.' }, 409)),
  'rate-limit-seconds': ({ response }) => send(response, rateLimited({ 'Retry-After': '1' })),
  'rate-limit-timestamp': ({ response }) =>
    send(response, rateLimited({ 'Retry-After': String(Math.floor(Date.now() / 1000) + 1) })),
  'rate-limit-bare': ({ response }) => send(response, rateLimited({})),
  'reset-before': ({ request }) => void request.socket.resetAndDestroy(),
  'reset-after': async ({ request, work }) => {
    await work()
    request.socket.resetAndDestroy()
  },
  'silence-before': () => undefined,
  'silence-after': async ({ work }) => void (await work()),
  drip: async ({ response, work, ending }) => {
    const { status, body } = await work()
    response.writeHead(status, { 'Content-Type': 'application/json' })
    for (const character of textOf(body)) {
      if (response.destroyed || ending.aborted) return
      response.write(character)
      await sleep(1000, undefined, { signal: ending }).catch(() => undefined)
    }
    response.end()
  },
  truncated: async ({ response, work }) => {
    const { status, headers, body } = await work()
    const text = textOf(body)
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
    response.end(text.slice(0, Math.max(1, Math.floor(text.length / 2))))
  },
  'wrong-shape': async ({ response, work }) => {
    const { status, body } = await work()
    send(response, answer(Array.isArray(body) ? { not: 'a list' } : [{ id: 7, name: null, state: {} }], status))
  },
  huge: async ({ response, work }) => {
    const { status } = await work()
    response.writeHead(status, { 'Content-Type': 'application/json' })
    await pipeline(huge, response)
  },
  redirect: ({ request, response, elsewhere }) =>
    void response.writeHead(307, { Location: `${elsewhere}${request.url ?? '/'}` }).end(),
} satisfies Record<string, Kind>

/** For separate tests. In each of them the work is done. */
const otherKinds = {
  'status-503-after': async ({ response, work }) => {
    await work()
    send(response, answer(unavailable, 503))
  },
  'empty-after': async ({ response, work }) => {
    const { status, headers } = await work()
    response.writeHead(status, headers).end()
  },
  'html-after': async ({ response, work }) => {
    const { status, headers } = await work()
    response.writeHead(status, { ...headers, 'Content-Type': 'text/html' }).end('<!DOCTYPE html><html></html>')
  },
} satisfies Record<string, Kind>

export type MatrixFaultKind = keyof typeof kinds
export type FaultKind = MatrixFaultKind | keyof typeof otherKinds

export const faultKinds = Object.keys(kinds) as readonly MatrixFaultKind[]
const allKinds: Readonly<Record<FaultKind, Kind>> = { ...kinds, ...otherKinds }
export const allFaultKinds = Object.keys(allKinds) as readonly FaultKind[]

interface Pending {
  readonly fault: Fault
  toPass: number
  left: number
  /** Milliseconds since 1970. */
  endsAt?: number
}

/** The active faults. */
export class Faults {
  private pending: Pending[] = []

  add(fault: Fault): void {
    const { after = 0, times = fault.forMs === undefined ? 1 : 'always', refusal } = fault
    if (!Object.hasOwn(allKinds, fault.kind)) throw new Error(`no such fault: ${fault.kind}`)
    if (typeof refusal === 'string' && !Object.hasOwn(refusals, refusal)) throw new Error(`no such refusal: ${refusal}`)
    this.pending.push({ fault, toPass: after, left: times === 'always' ? Number.POSITIVE_INFINITY : times })
  }

  clear(): void {
    this.pending = []
  }

  /** The fault for this request, if any; counts it. */
  take(method: string, path: string): Fault | undefined {
    const now = Date.now()
    const entry = this.pending.find(
      ({ left, endsAt = now, fault: { match = {} } }) => left > 0 && endsAt >= now && matches(match, method, path),
    )
    if (!entry) return undefined
    if (entry.toPass > 0) {
      entry.toPass--
      return undefined
    }
    entry.left--
    if (entry.fault.forMs !== undefined) entry.endsAt ??= now + entry.fault.forMs
    return entry.fault
  }
}

export function matches({ method, path }: RequestMatch, requestMethod: string, requestPath: string): boolean {
  return (method ?? requestMethod) === requestMethod && new RegExp(path ?? '').test(requestPath)
}

export async function applyFault(exchange: Exchange): Promise<void> {
  await allKinds[exchange.fault.kind](exchange)
}

function refusalOf({ refusal }: Fault): Refusal {
  if (refusal === undefined) return { status: 403, body: { id: 'forbidden', message: 'You do not have access.' } }
  if (typeof refusal === 'string') return refusals[refusal]
  if (!('message' in refusal)) return refusal
  const { status, id, message } = refusal
  return { status, body: { id, message } }
}

function rateLimited(headers: Readonly<Record<string, string>>): Answer {
  return answer({ id: 'rate_limit', message: 'Your account reached the API rate limit.' }, 429, {
    'RateLimit-Remaining': '0',
    ...headers,
  })
}
