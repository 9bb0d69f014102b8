import { ApiError, invalid, notFound } from './api-error.ts'
import { answer, fields, identityOf, optionalText, requiredText, route, type Call, type Route } from './http.ts'
import type { AddonRequest, Lifecycle } from './lifecycle.ts'
import { page } from './paging.ts'
import { findPlan, findService, plans, services } from './plans.ts'
import * as represent from './represent.ts'
import type { Addon, App, State } from './state.ts'
import { withVersion } from './versions.ts'

/** The part of Heroku's Platform API that the action and the Heroku CLI's add-on, config and Redis commands use. */
export function platformRoutes(state: State, lifecycle: Lifecycle): readonly Route[] {
  const appOf = (call: Call): App => state.app(call.params['app'] ?? '')
  const addonOf = (call: Call, app?: App): Addon => state.addon(call.params['addon'] ?? '', app)
  const list = (call: Call, items: readonly object[]) => page(items, call.headers.range, state.behaviour.pageSize)
  const addonBody = (addon: Addon, call: Call) => represent.addon(addon, state, expansions(call))

  return [
    route('GET', '/account', () => answer({ email: 'owner@example.com', id: '01234567-89ab-cdef-0123-456789abcdef' })),
    route('GET', '/apps', (call) => list(call, state.apps.map(represent.app))),
    route('GET', '/apps/:app', (call) => answer(represent.app(appOf(call)))),

    route('GET', '/apps/:app/addons', (call) =>
      list(
        call,
        state.addonsOf(appOf(call)).map((addon) => addonBody(addon, call)),
      ),
    ),
    route('POST', '/apps/:app/addons', (call) =>
      answer(
        addonBody(lifecycle.create(appOf(call), withVersion(addonRequest(call.body), state.behaviour)), call),
        201,
      ),
    ),
    route('GET', '/apps/:app/addons/:addon', (call) => answer(addonBody(addonOf(call, appOf(call)), call))),
    route('PATCH', '/apps/:app/addons/:addon', (call) => {
      const addon = addonOf(call, appOf(call))
      lifecycle.changePlan(addon, identityOf(call.body, 'plan'))
      return answer(addonBody(addon, call))
    }),
    route('DELETE', '/apps/:app/addons/:addon', async (call) => {
      const addon = addonOf(call, appOf(call))
      await lifecycle.remove(addon)
      return answer(addonBody(addon, call))
    }),
    route('GET', '/addons', (call) =>
      list(
        call,
        state.addons.map((addon) => addonBody(addon, call)),
      ),
    ),
    route('GET', '/addons/:addon', (call) => answer(addonBody(addonOf(call), call))),
    route('GET', '/addons/:addon/config', (call) =>
      answer(Object.entries(addonOf(call).config).map(([name, value]) => ({ name, value }))),
    ),
    route('GET', '/addons/:addon/addon-attachments', (call) =>
      list(call, state.attachmentsOf(addonOf(call)).map(represent.attachment)),
    ),
    route('POST', '/actions/addons/resolve', (call) => {
      const found = resolve(state, call.body).map(({ addon }) => addon)
      if (found.length === 0) throw notFound('add-on')
      return answer([...new Set(found)].map((addon) => addonBody(addon, call)))
    }),

    route('GET', '/apps/:app/addon-attachments', (call) =>
      list(call, state.attachmentsOf(appOf(call)).map(represent.attachment)),
    ),
    route('GET', '/addon-attachments', (call) => list(call, state.attachments.map(represent.attachment))),
    route('POST', '/actions/addon-attachments/resolve', (call) => {
      const found = resolve(state, { ...fields(call.body), addon: fields(call.body)['addon_attachment'] })
      if (found.length === 0) throw notFound('attachment')
      return answer(found.map(represent.attachment))
    }),

    route('GET', '/addon-services', (call) => list(call, services.map(represent.service)), { needsToken: false }),
    route('GET', '/addon-services/:service', (call) => answer(represent.service(serviceOf(call))), {
      needsToken: false,
    }),
    route(
      'GET',
      '/addon-services/:service/plans',
      (call) => list(call, plans.filter(({ service }) => service === serviceOf(call)).map(represent.plan)),
      { needsToken: false },
    ),
    route(
      'GET',
      '/plans/:plan',
      (call) => {
        const plan = findPlan(call.params['plan'] ?? '')
        if (!plan) throw notFound('plan')
        return answer(represent.plan(plan))
      },
      { needsToken: false },
    ),

    route('GET', '/apps/:app/config-vars', (call) => answer(state.configVars(appOf(call)))),
    route('PATCH', '/apps/:app/config-vars', (call) => {
      const app = appOf(call)
      state.setConfig(app, configChanges(call.body))
      return answer(state.configVars(app))
    }),

    route('GET', '/apps/:app/releases', (call) => {
      const app = appOf(call)
      return list(
        call,
        app.releases.map((release) => represent.release(release, app, state)),
      )
    }),
    route('GET', '/apps/:app/releases/:release', (call) => {
      const app = appOf(call)
      const wanted = call.params['release'] ?? ''
      const found = app.releases.find(
        ({ id, version }) => id === wanted || String(version) === wanted.replace(/^v/, ''),
      )
      if (!found) throw notFound('release')
      return answer(represent.release(found, app, state))
    }),
  ]
}

function expansions(call: Call): ReadonlySet<string> {
  return new Set(String(call.headers['accept-expansion'] ?? '').split(/[,\s]+/))
}

function serviceOf(call: Call) {
  const service = findService(call.params['service'] ?? '')
  if (!service) throw notFound('add-on service')
  return service
}

function addonRequest(body: unknown): AddonRequest {
  const given = fields(body)
  const [name, confirm] = [optionalText(body, 'name'), optionalText(body, 'confirm')]
  const attachment = given['attachment'] === undefined ? undefined : optionalText(given['attachment'], 'name')
  return {
    plan: identityOf(body, 'plan'),
    config: strings(given['config'] ?? {}, 'config'),
    ...(name === undefined ? {} : { name }),
    ...(attachment === undefined ? {} : { attachment: attachment.toUpperCase() }),
    ...(confirm === undefined ? {} : { confirm }),
  }
}

function strings(body: unknown, what: string): Record<string, string> {
  const entries = Object.entries(fields(body))
  if (!entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) {
    throw invalid(`Invalid ${what}: expected strings.`)
  }
  return Object.fromEntries(entries)
}

function configChanges(body: unknown): Record<string, string | null> {
  const changes = Object.entries(fields(body)).map(([name, value]) => {
    if (!/^\w+$/.test(name)) throw invalid(`Config var name ${JSON.stringify(name)} is not valid.`)
    if (value === null || typeof value === 'string') return [name, value] as const
    throw new ApiError(400, 'bad_request', 'Config var values must be strings or null.')
  })
  return Object.fromEntries(changes)
}

/** By the add-on's id or name, or by an attachment's name on the app (`app::NAME` names both). */
function resolve(state: State, body: unknown) {
  const [before = '', after] = requiredText(body, 'addon').split('::')
  const appName = after === undefined ? optionalText(body, 'app') : before
  const wanted = after ?? before
  const service = optionalText(body, 'addon_service')
  const app = appName === undefined ? undefined : state.app(appName)
  return state.attachments.filter(({ addon, app: attachedTo, name }) => {
    if (service !== undefined && addon.plan.service.name !== service) return false
    if (addon.id === wanted || addon.name === wanted) return !app || attachedTo === app
    return attachedTo === app && (name === wanted.toUpperCase() || `${name}_URL` === wanted.toUpperCase())
  })
}
