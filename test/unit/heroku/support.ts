import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Server as TcpServer } from 'node:net'
import { afterEach } from 'vitest'
import { type HerokuApi, herokuApi } from '../../../src/heroku/api.ts'
import type { Call } from '../../../src/heroku/call.ts'
import { HerokuHttp } from '../../../src/heroku/http.ts'
import type { Log } from '../../../src/utils/log.ts'
import { Secret } from '../../../src/utils/secret.ts'
import type { Clock } from '../../../src/utils/time.ts'

/** A server that answers what a test wants Heroku to answer, and a client whose pauses take no time. */

export const token = 'HRKU-s3cret-token'

const ends: (() => void)[] = []
afterEach(() => ends.splice(0).forEach((end) => end()))

/** Runs at the end of the test. */
export function atEnd(end: () => void): void {
  ends.push(end)
}

export async function listening<T extends TcpServer>(server: T): Promise<T> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  atEnd(() => {
    server.close()
    if ('closeAllConnections' in server) (server as unknown as Server).closeAllConnections()
  })
  return server
}

export function portOf(server: TcpServer): number {
  return (server.address() as AddressInfo).port
}

export interface Recorded {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

export interface TestClock extends Clock {
  readonly pauses: number[]
  advance(ms: number): void
}

/** Real time for what waits for a socket, and pauses that are over at once. */
export function testClock(): TestClock {
  let skipped = 0
  const pauses: number[] = []
  return {
    pauses,
    now: () => performance.now() + skipped,
    sleep: async (ms, signal) => {
      signal.throwIfAborted()
      pauses.push(Math.round(ms))
      skipped += ms
    },
    advance: (ms) => {
      skipped += ms
    },
  }
}

export function logTo(lines: string[], debug: string[] = []): Log {
  return {
    info: (line) => void lines.push(line),
    debug: (line) => void debug.push(line),
    phase: (_, work) => work(),
  }
}

export interface TestHeroku {
  readonly url: string
  readonly api: HerokuApi
  readonly http: HerokuHttp
  readonly server: Server
  readonly requests: Recorded[]
  /** What the log of the run shows. */
  readonly lines: string[]
  readonly debug: string[]
  readonly log: Log
  readonly clock: TestClock
  readonly deadline: number
  readonly cancel: AbortController
  readonly call: (path: string, more?: Partial<Call<unknown>>) => Call<unknown>
}

export type Answer = (request: Recorded, response: ServerResponse, count: number) => void

export async function heroku(
  answer: Answer,
  {
    patienceMs = 60_000,
    scrub,
    statusUrl,
  }: { readonly patienceMs?: number; readonly scrub?: (text: string) => string; readonly statusUrl?: string } = {},
): Promise<TestHeroku> {
  const requests: Recorded[] = []
  const server = await listening(
    createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => void chunks.push(chunk))
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8')
        const recorded: Recorded = {
          method: request.method ?? '',
          url: request.url ?? '',
          headers: request.headers,
          body: body === '' ? undefined : (JSON.parse(body) as unknown),
        }
        requests.push(recorded)
        answer(recorded, response, requests.length)
      })
    }),
  )
  const url = `http://127.0.0.1:${String(portOf(server))}`
  const lines: string[] = []
  const debug: string[] = []
  const log = logTo(lines, debug)
  const clock = testClock()
  const cancel = new AbortController()
  const http = new HerokuHttp({
    token: new Secret(token),
    signal: cancel.signal,
    userAgent: 'test',
    log,
    clock,
    ...(scrub ? { scrub } : {}),
  })
  atEnd(() => http.close())
  const deadline = clock.now() + patienceMs
  const api = herokuApi(http, { apiUrl: url, dataUrl: url, statusUrl: statusUrl ?? url }, log, deadline)
  const call = (path: string, more: Partial<Call<unknown>> = {}): Call<unknown> => ({
    method: 'GET',
    url: url + path,
    fallback: 'heroku-unavailable',
    decode: (json) => json,
    ...more,
  })
  return { url, api, http, server, requests, lines, debug, log, clock, deadline, cancel, call }
}

/** The same answer to everything. */
export function always(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_, response) => void response.writeHead(status, headers).end(JSON.stringify(body))
}

export const addon = {
  id: 'id-1',
  name: 'shop-redis',
  app: { id: 'app-1', name: 'shop' },
  addon_service: { name: 'heroku-redis' },
  plan: { name: 'heroku-redis:mini' },
  state: 'provisioned',
  config_vars: ['REDIS_URL'],
}
