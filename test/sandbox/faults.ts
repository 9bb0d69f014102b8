import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { answer, send, type Answer } from './http.ts'

/** Which requests it strikes, how, and how often. */
export interface Fault {
  readonly kind: FaultKind
  readonly match?: {
    readonly method?: string
    /** Source of a regular expression, tried on the path without its query. */
    readonly path?: string
  }
  /** Default 1; `'always'` for ever. */
  readonly times?: number | 'always'
  /** Matching requests that pass before it strikes. Default 0. */
  readonly after?: number
  /** For `refuse`: the answer, in Heroku's shape. */
  readonly refusal?: { readonly status: number; readonly id: string; readonly message: string }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Does what was asked for, and tells what would be answered. */
  readonly work: () => Promise<Answer>
  readonly fault: Fault
  /** Where a redirect leads: another origin. */
  readonly elsewhere: string
  /** Aborts when the sandbox stops. */
  readonly ending: AbortSignal
}

/** 64 MiB of JSON that say nothing. */
function* huge(): Generator<string> {
  for (let megabyte = 0; megabyte < 64; megabyte++) yield ' '.repeat(1024 * 1024)
  yield '{}'
}

/** One entry a kind. Unless it says "before", the server has done the work when the answer goes wrong. */
const kinds = {
  refuse: ({ response, fault }) => {
    const { status, id, message } = fault.refusal ?? {
      status: 403,
      id: 'forbidden',
      message: 'You do not have access.',
    }
    send(response, answer({ id, message }, status))
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
    for (const character of JSON.stringify(body)) {
      if (response.destroyed || ending.aborted) return
      response.write(character)
      await sleep(1000, undefined, { signal: ending }).catch(() => undefined)
    }
    response.end()
  },
  truncated: async ({ response, work }) => {
    const { status, headers, body } = await work()
    const text = JSON.stringify(body)
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
} satisfies Record<string, (exchange: Exchange) => void | Promise<void>>

export type FaultKind = keyof typeof kinds

export const faultKinds = Object.keys(kinds) as readonly FaultKind[]

/** The faults that wait for their requests. */
export class Faults {
  private pending: { readonly fault: Fault; toPass: number; left: number }[] = []

  add(fault: Fault): void {
    const { times = 1, after = 0 } = fault
    if (!faultKinds.includes(fault.kind)) throw new Error(`no such fault: ${fault.kind}`)
    this.pending.push({ fault, toPass: after, left: times === 'always' ? Number.POSITIVE_INFINITY : times })
  }

  clear(): void {
    this.pending = []
  }

  /** The fault that strikes this request, if any; counts it. */
  take(method: string, path: string): Fault | undefined {
    const entry = this.pending.find(
      ({ left, fault: { match = {} } }) =>
        left > 0 && (match.method ?? method) === method && new RegExp(match.path ?? '').test(path),
    )
    if (!entry) return undefined
    if (entry.toPass > 0) {
      entry.toPass--
      return undefined
    }
    entry.left--
    return entry.fault
  }
}

export async function strike(exchange: Exchange): Promise<void> {
  const kind: (exchange: Exchange) => void | Promise<void> = kinds[exchange.fault.kind]
  await kind(exchange)
}

function rateLimited(headers: Readonly<Record<string, string>>): Answer {
  return answer({ id: 'rate_limit', message: 'Your account reached the API rate limit.' }, 429, {
    'RateLimit-Remaining': '0',
    ...headers,
  })
}
