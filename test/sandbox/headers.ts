import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Behaviour } from './state.ts'

/**
 * The headers of every answer (heroku/terraform-provider-heroku#135, a debug log of 2018, and a Terraform log of 2022).
 */
export function commonHeaders(
  request: IncomingMessage,
  { rateLimitRemaining, requestIdList, warning, warningMessage }: Behaviour,
  isData: boolean,
): Record<string, string> {
  const requestId = String(request.headers['request-id'] ?? randomUUID())
  return {
    'Cache-Control': 'private, no-cache',
    'Request-Id': requestIdList ? [randomUUID(), requestId, randomUUID(), randomUUID()].join(',') : requestId,
    Vary: 'Authorization,Accept-Encoding',
    Via: '1.1 spaces-router (e13668ca8eb7), 2.0 spaces-router (e13668ca8eb7)',
    'X-Content-Type-Options': 'nosniff',
    ...(isData
      ? {}
      : {
          'OAuth-Scope': 'global',
          'OAuth-Scope-Accepted': 'global read read-protected write write-protected',
          'RateLimit-Multiplier': '1',
          'RateLimit-Remaining': String(rateLimitRemaining),
          'X-Runtime': '0.102230472',
        }),
    ...(warning === '' ? {} : { 'X-Heroku-Warning': warning }),
    ...(warningMessage === '' ? {} : { 'Warning-Message': warningMessage }),
  }
}
