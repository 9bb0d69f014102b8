import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError } from './api-error.ts'
import { Dynos, type DynoControls } from './dynos.ts'
import { answered } from './gateway.ts'
import { findRoute, type Answer, type Route } from './http.ts'
import { listen } from './listen.ts'
import { Logs, type LogControls } from './logs.ts'
import { startRendezvous, type RendezvousControls } from './rendezvous.ts'
import type { LoggedRequest } from './request-log.ts'
import type { State } from './state.ts'
import { Status, type StatusControls } from './status.ts'

/** The controls of the other hosts. */
export interface OtherControls extends StatusControls, LogControls, DynoControls, RendezvousControls {
  /** Violations: requests with the token to a host that must not get it. */
  violations(): Promise<readonly string[]>
  /** Requests to the hosts of the status page and of logs. */
  listOtherRequests(): Promise<readonly LoggedRequest[]>
}

export interface OtherHosts {
  /** `http://127.0.0.1:<port>` */
  readonly statusHost: string
  /** File with the authority of the rendezvous. */
  readonly authorityFile: string
  readonly platformRoutes: readonly Route[]
  readonly controls: Omit<OtherControls, 'listOtherRequests'>
  /** Records a violation if the request contains the token. */
  inspect(request: IncomingMessage, body: unknown): void
  stop(): Promise<void>
}

type Exchange = (
  request: IncomingMessage,
  response: ServerResponse,
  work: (body: unknown) => Promise<Answer>,
) => Promise<void>

/** Starts Heroku's other hosts: status page, logs and rendezvous. None of them may get the token. */
export async function startOtherHosts(state: State, token: string, exchange: Exchange): Promise<OtherHosts> {
  const violations: string[] = []
  const status = new Status()
  const logs = new Logs(state)
  const dynos = new Dynos(state)

  const inspect = (request: IncomingMessage, body: unknown): void => {
    const { authorization, ...headers } = request.headers
    const what = `${request.method} ${request.url}`
    if (authorization !== undefined) violations.push(`${what} carries an Authorization header`)
    if (`${request.url} ${JSON.stringify([headers, body ?? ''])}`.includes(token))
      violations.push(`${what} has the token`)
  }

  function host(routes: readonly Route[]) {
    return listen(0, (request, response) => {
      const work = (body: unknown): Promise<Answer> =>
        answered(async () => {
          inspect(request, body)
          if (request.headers.authorization !== undefined) {
            throw new ApiError(400, 'bad_request', 'This host takes no token.')
          }
          const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox')
          const [route, params] = findRoute(routes, request.method ?? 'GET', pathname)
          return route.handle({ params, query: searchParams, headers: request.headers, body })
        })
      // A disconnecting client or the stop of the sandbox is not an error.
      exchange(request, response, work).catch(() => response.destroy())
    })
  }

  const [statusHost, logHost] = await Promise.all([host(status.routes()), host(logs.sessionRoutes())])
  const rendezvous = await startRendezvous(dynos, state, (bytes) => {
    if (bytes.includes(token)) violations.push('the token went through the rendezvous')
  })
  state.dynoGroups = () => new Set(dynos.alive().flatMap(({ group }) => (group === undefined ? [] : [group])))

  return {
    statusHost: `http://127.0.0.1:${statusHost.port}`,
    authorityFile: rendezvous.authorityFile,
    platformRoutes: [
      ...logs.platformRoutes(() => `http://127.0.0.1:${logHost.port}`),
      ...dynos.routes(() => rendezvous.host),
    ],
    controls: {
      ...status.controls,
      ...logs.controls,
      ...dynos.controls,
      ...rendezvous.controls,
      violations: async () => violations,
    },
    inspect,
    stop: async () => {
      dynos.stop()
      await Promise.all([statusHost.close(), logHost.close(), rendezvous.stop()])
    },
  }
}
