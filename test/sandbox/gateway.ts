import type { IncomingMessage } from 'node:http'
import { ApiError } from './api-error.ts'
import { commonHeaders } from './headers.ts'
import { answer, findRoute, type Answer, type Route } from './http.ts'
import type { State } from './state.ts'

interface Apis {
  readonly platform: readonly Route[]
  readonly data: readonly Route[]
  readonly state: State
  readonly token: string
}

/** Checks before every route (token, version header, rate limit), and common headers of every answer. */
export async function pass(request: IncomingMessage, body: unknown, apis: Apis): Promise<Answer> {
  const { behaviour } = apis.state
  const isData = pathOf(request).match(/^\/(redis|data)\//) !== null
  const errorField = isData ? behaviour.dataErrorField : 'message'
  const result = await answered(async () => {
    const [route, params] = findRoute(isData ? apis.data : apis.platform, request.method ?? 'GET', pathOf(request))
    if (route.needsToken) requireToken(request, apis.token)
    if (!isData) requireVersion(request)
    if (!isData && behaviour.rateLimitRemaining-- <= 0) {
      behaviour.rateLimitRemaining = 0
      throw new ApiError(429, 'rate_limit', 'Your account reached the API rate limit. Please wait a few minutes.')
    }
    if (body instanceof Error) throw body
    if (request.method === 'GET') await apis.state.reads.seen(pathOf(request))
    return route.handle({ params, query: queryOf(request), headers: request.headers, body })
  }, errorField)
  return { ...result, headers: { ...result.headers, ...commonHeaders(request, behaviour, isData) } }
}

/** Turns a refusal into its answer. Any other error is a bug in the sandbox: 500 with the id `sandbox_error`. */
export async function answered(
  work: () => Promise<Answer>,
  errorField: 'message' | 'error' = 'message',
): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ApiError) {
      const { message, ...body } = error.body
      return answer({ ...body, [errorField]: message }, error.status, error.headers)
    }
    console.error('sandbox:', error)
    return answer({ id: 'sandbox_error', message: String(error) }, 500)
  }
}

export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').replace(/\?.*$/, '')
}

function queryOf(request: IncomingMessage): URLSearchParams {
  return new URL(request.url ?? '/', 'http://sandbox').searchParams
}

export function isAuthorized(request: IncomingMessage, token: string): boolean {
  return request.headers.authorization === `Bearer ${token}`
}

export function requireToken(request: IncomingMessage, token: string): void {
  if (!isAuthorized(request, token)) throw new ApiError(401, 'unauthorized', 'Invalid credentials provided.')
}

function requireVersion(request: IncomingMessage): void {
  if (request.headers.accept?.startsWith('application/vnd.heroku+json; version=3') === true) return
  throw new ApiError(406, 'not_acceptable', 'The Accept header must ask for application/vnd.heroku+json; version=3.')
}
