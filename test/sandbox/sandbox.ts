import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError } from './api-error.ts'
import { controls, type Controls } from './controls.ts'
import { DataApi } from './data.ts'
import { dataControls } from './data-controls.ts'
import { Faults, matches, applyFault } from './faults.ts'
import { Hooks, type Hook } from './hooks.ts'
import { answered, isAuthorized, pass, pathOf, requireToken } from './gateway.ts'
import { answer, fields, readBody, requiredText, send, type Answer } from './http.ts'
import { Lifecycle } from './lifecycle.ts'
import { listen } from './listen.ts'
import { Maintenances } from './maintenances.ts'
import { startOtherHosts } from './other-hosts.ts'
import { platformRoutes } from './platform.ts'
import { RequestLog } from './request-log.ts'
import { State, usualBehaviour, type Behaviour } from './state.ts'

export type { Controls, NewApp } from './controls.ts'
export { allFaultKinds, faultKinds, type Fault, type FaultKind } from './faults.ts'
export { refusalNames, refusals, type RefusalName } from './refusals.ts'
export type { LoggedRequest } from './request-log.ts'
export type { Behaviour } from './state.ts'

/** A local Heroku whose Redis add-ons are real servers. `stop()` stops everything. */
export interface Sandbox extends Controls {
  /** `http://127.0.0.1:<port>`, Platform API and data API both. */
  readonly url: string
  readonly token: string
  /** As the Heroku CLI and the action read them. */
  readonly env: {
    readonly HEROKU_HOST: string
    readonly HEROKU_DATA_HOST: string
    readonly HEROKU_STATUS_HOST: string
  }
  /** In addition to `env`: makes Node.js trust the rendezvous of one-off dynos. */
  readonly dynoEnv: { readonly NODE_EXTRA_CA_CERTS: string }
  /** May be changed at any time. */
  readonly behaviour: Behaviour
  /** Requests to both APIs, without those of the controls. */
  readonly requests: RequestLog
  /** Requests that followed a `redirect` fault to the other origin. */
  readonly strays: RequestLog
  /** Requests to the hosts of the status page and of logs. */
  readonly otherRequests: RequestLog
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
  const hooks = new Hooks()
  const ending = new AbortController()
  const otherRequests = new RequestLog()
  const others = await startOtherHosts(state, token, (request, response, work) =>
    exchange(request, response, otherRequests, work),
  )
  const control = controls(state, lifecycle, faults, requests, hooks, {
    ...dataControls(state, data, maintenances),
    ...others.controls,
    listOtherRequests: async () => otherRequests.list(),
  })
  const apis = {
    platform: [...others.platformRoutes, ...platformRoutes(state, lifecycle)],
    data: [...maintenances.routes(), ...data.routes()],
    state,
    token,
  }

  const other = await listen(0, (request, response) => {
    note(strays, request, token)
    others.inspect(request, undefined)
    send(response, answer({ id: 'elsewhere', message: 'This is not Heroku.' }))
  })
  const elsewhere = `http://localhost:${other.port}`

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (pathOf(request).startsWith('/sandbox/')) return send(response, await answered(() => useControl(request)))
    return exchange(request, response, requests, (body) => pass(request, body, apis))
  }

  /** Logs a request, and applies faults and hooks to it. */
  async function exchange(
    request: IncomingMessage,
    response: ServerResponse,
    log: RequestLog,
    handle: (body: unknown) => Promise<Answer>,
  ): Promise<void> {
    const outcome = note(log, request, token)
    response.on('finish', () => outcome({ status: response.statusCode }))
    const body = await readBody(request).catch((error: unknown) => error)
    outcome({ body })
    if (state.behaviour.latencyMs > 0) await sleep(state.behaviour.latencyMs, undefined, { signal: ending.signal })

    await runHooks('before', request)
    const work = async (): Promise<Answer> => {
      const result = await handle(body)
      await runHooks('after', request)
      return result
    }
    const fault = faults.take(request.method ?? 'GET', pathOf(request))
    if (!fault) return send(response, await work())
    outcome({ fault: fault.kind })
    const fill = filler(pathOf(request), body)
    await applyFault({ request, response, work, fault, fill, elsewhere, ending: ending.signal })
  }

  async function runHooks(when: Hook['when'], request: IncomingMessage): Promise<void> {
    const [method, path] = [request.method ?? 'GET', pathOf(request)]
    for (const hook of hooks.take(when, (match) => matches(match, method, path))) {
      await runControl(hook.control, hook.args)
    }
  }

  /** Inserts the request's values into the text of a refusal: see `Refusal`. */
  function filler(path: string, body: unknown): (text: string) => string {
    const app = /^\/apps\/([^/]+)/.exec(path)?.[1] ?? 'my-app'
    const sent = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
    const escaped = (value: unknown): string => JSON.stringify(String(value)).slice(1, -1)
    const config = (): Record<string, string> => state.configVars(state.app(app))
    return (text) =>
      text
        .replaceAll('my-app', () => app)
        .replaceAll('%{token}', () => token)
        .replaceAll('%{body}', () => escaped(JSON.stringify(body)))
        .replaceAll(/%\{body:([^}]*)\}/g, (_, name: string) => escaped(sent[name] ?? ''))
        .replaceAll(/%\{config:([^}]*)\}/g, (_, name: string) => escaped(config()[name] ?? ''))
  }

  async function runControl(name: string, args: readonly unknown[]): Promise<unknown> {
    const chosen = Object.hasOwn(control, name) ? control[name as keyof Controls] : undefined
    if (!chosen) throw new ApiError(404, 'not_found', `There is no control ${name}.`)
    return (chosen as (...args: unknown[]) => Promise<unknown>)(...args)
  }

  async function useControl(request: IncomingMessage): Promise<Answer> {
    const body = await readBody(request)
    requireToken(request, token)
    const name = requiredText(body, 'control')
    const { args } = fields(body)
    if (!Array.isArray(args)) throw new ApiError(400, 'bad_request', 'The arguments must be a list.')
    return answer({ result: await runControl(name, args) })
  }

  const server = await listen(port, (request, response) => {
    // A disconnecting client or the stop of the sandbox is not an error.
    serve(request, response).catch(() => response.destroy())
  })
  const url = `http://127.0.0.1:${server.port}`
  return {
    ...control,
    url,
    token,
    env: { HEROKU_HOST: url, HEROKU_DATA_HOST: '127.0.0.1', HEROKU_STATUS_HOST: others.statusHost },
    dynoEnv: { NODE_EXTRA_CA_CERTS: others.authorityFile },
    behaviour: state.behaviour,
    requests,
    strays,
    otherRequests,
    stop: async () => {
      ending.abort()
      await Promise.all([server.close(), other.close(), others.stop(), lifecycle.stop()])
    },
  }
}

function note(log: RequestLog, request: IncomingMessage, token: string): ReturnType<RequestLog['add']> {
  const { authorization: _, ...headers } = request.headers
  const { method = 'GET', url: path = '/' } = request
  return log.add({ method, path, headers, body: undefined, authorized: isAuthorized(request, token), at: Date.now() })
}
