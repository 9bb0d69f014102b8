import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError } from './api-error.ts'
import { attachmentRoutes } from './attachments.ts'
import { controls, type Controls } from './controls.ts'
import { DataApi } from './data.ts'
import { dataControls } from './data-controls.ts'
import { Faults, strike } from './faults.ts'
import { answered, isAuthorized, pass, pathOf, requireToken } from './gateway.ts'
import { answer, fields, readBody, requiredText, send, type Answer } from './http.ts'
import { Lifecycle } from './lifecycle.ts'
import { listen } from './listen.ts'
import { Maintenances } from './maintenances.ts'
import { platformRoutes } from './platform.ts'
import { RequestLog } from './request-log.ts'
import { State, usualBehaviour, type Behaviour } from './state.ts'

export type { Controls, NewApp } from './controls.ts'
export { faultKinds, type Fault, type FaultKind } from './faults.ts'
export type { LoggedRequest } from './request-log.ts'
export type { Behaviour } from './state.ts'

/** A local Heroku whose Redis add-ons are real servers. Everything ends with `stop()`. */
export interface Sandbox extends Controls {
  /** `http://127.0.0.1:<port>`, Platform API and data API both. */
  readonly url: string
  readonly token: string
  /** As the Heroku CLI and the action read them. */
  readonly env: { readonly HEROKU_HOST: string; readonly HEROKU_DATA_HOST: string }
  /** May be changed at any moment. */
  readonly behaviour: Behaviour
  /** Requests to both APIs; those of the controls are not in it. */
  readonly requests: RequestLog
  /** Requests that followed a `redirect` fault to the other origin. */
  readonly strays: RequestLog
  stop(): Promise<void>
}

export interface SandboxOptions extends Partial<Behaviour> {
  /** Default: a free one. */
  readonly port?: number
  /** Default: a random one. */
  readonly token?: string
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, token = `HRKU-${randomUUID()}`, ...behaviour } = options
  const state = new State({ ...usualBehaviour, ...behaviour })
  const lifecycle = new Lifecycle(state)
  const faults = new Faults()
  const requests = new RequestLog()
  const strays = new RequestLog()
  const maintenances = new Maintenances(state, lifecycle)
  const data = new DataApi(state, lifecycle, maintenances)
  const control = controls(state, lifecycle, faults, requests, dataControls(state, data, maintenances))
  const apis = {
    platform: [...attachmentRoutes(state), ...platformRoutes(state, lifecycle)],
    data: [...maintenances.routes(), ...data.routes()],
    state,
    token,
  }
  const ending = new AbortController()

  const other = await listen(0, (request, response) => {
    note(strays, request, token)
    send(response, answer({ id: 'elsewhere', message: 'This is not Heroku.' }))
  })
  const elsewhere = `http://localhost:${other.port}`

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (pathOf(request).startsWith('/sandbox/')) return send(response, await answered(() => useControl(request)))

    const outcome = note(requests, request, token)
    response.on('finish', () => outcome({ status: response.statusCode }))
    const body = await readBody(request).catch((error: unknown) => error)
    outcome({ body })
    if (state.behaviour.latencyMs > 0) await sleep(state.behaviour.latencyMs, undefined, { signal: ending.signal })

    const work = (): Promise<Answer> => pass(request, body, apis)
    const fault = faults.take(request.method ?? 'GET', pathOf(request))
    if (!fault) return send(response, await work())
    outcome({ fault: fault.kind })
    await strike({ request, response, work, fault, elsewhere, ending: ending.signal })
  }

  async function useControl(request: IncomingMessage): Promise<Answer> {
    const body = await readBody(request)
    requireToken(request, token)
    const name = requiredText(body, 'control')
    const { args } = fields(body)
    const chosen = Object.hasOwn(control, name) ? control[name as keyof Controls] : undefined
    if (!chosen || !Array.isArray(args)) throw new ApiError(404, 'not_found', `There is no control ${name}.`)
    const result = await (chosen as (...args: unknown[]) => Promise<unknown>)(...(args as unknown[]))
    return answer({ result })
  }

  const server = await listen(port, (request, response) => {
    // A client that goes away, or the sandbox that stops, ends the exchange; neither is an error.
    serve(request, response).catch(() => response.destroy())
  })
  const url = `http://127.0.0.1:${server.port}`
  return {
    ...control,
    url,
    token,
    env: { HEROKU_HOST: url, HEROKU_DATA_HOST: '127.0.0.1' },
    behaviour: state.behaviour,
    requests,
    strays,
    stop: async () => {
      ending.abort()
      await Promise.all([server.close(), other.close(), lifecycle.stop()])
    },
  }
}

function note(log: RequestLog, request: IncomingMessage, token: string): ReturnType<RequestLog['add']> {
  const { authorization: _, ...headers } = request.headers
  const { method = 'GET', url: path = '/' } = request
  return log.add({ method, path, headers, body: undefined, authorized: isAuthorized(request, token), at: Date.now() })
}
