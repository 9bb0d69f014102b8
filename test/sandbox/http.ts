import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { ApiError, invalid } from './api-error.ts'

export interface Call {
  /** Parameters in the path of the route. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Sent as JSON, a stream as it is. */
  readonly body: unknown
}

export interface Route {
  readonly method: string
  readonly pattern: RegExp
  readonly needsToken: boolean
  readonly handle: (call: Call) => Answer | Promise<Answer>
}

/** `route('GET', '/apps/:app', …)`. */
export function route(
  method: string,
  path: string,
  handle: Route['handle'],
  { needsToken = true }: { readonly needsToken?: boolean } = {},
): Route {
  const pattern = new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`)
  return { method, pattern, needsToken, handle }
}

export function answer(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body }
}

export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new ApiError(400, 'bad_request', 'Unable to parse the request body as JSON.')
  }
}

export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  if (body instanceof Readable) body.pipe(response)
  else response.end(JSON.stringify(body))
}

/** The text that `send` writes, unless it is a stream. */
export function textOf(body: unknown): string {
  return body instanceof Readable ? String(body.read() ?? '') : JSON.stringify(body)
}

export function fields(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('Expected a JSON object.')
  return body as Record<string, unknown>
}

export function optionalText(body: unknown, name: string): string | undefined {
  const value = fields(body)[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid(`Invalid ${name}: expected a string.`)
  return value
}

export function requiredText(body: unknown, name: string): string {
  const value = optionalText(body, name)
  if (value === undefined) throw invalid(`Missing ${name}.`)
  return value
}

/** `plan`, `app` and `addon` are an id or a name, or `{id}` or `{name}`. */
export function identityOf(body: unknown, name: string): string {
  const value = fields(body)[name]
  if (typeof value !== 'object' || value === null) return requiredText(body, name)
  return optionalText(value, 'name') ?? requiredText(value, 'id')
}

/** The first route that matches. @throws 404 for any other path, as Heroku answers it */
export function findRoute(routes: readonly Route[], method: string, path: string): [Route, Record<string, string>] {
  for (const route of routes) {
    const match = route.method === method ? route.pattern.exec(path) : null
    if (!match) continue
    const params = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)] as const)
    return [route, Object.fromEntries(params)]
  }
  throw new ApiError(404, 'not_found', 'The requested API endpoint was not found. Are you using the right HTTP verb?')
}
