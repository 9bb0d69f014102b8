import { ApiError, invalid, noAccess, notFound } from './api-error.ts'
import { attachmentRoutes } from './attachments.ts'
import { answer, fields, identityOf, optionalText, requiredText, route, type Call, type Route } from './http.ts'
import type { AddonRequest, Lifecycle } from './lifecycle.ts'
import { page, type Paging } from './paging.ts'
import { findPlan, findService, plans, services, type PlanSpec } from './plans.ts'
import * as represent from './represent.ts'
import { variableOf, type Addon, type App, type Attachment, type Release, type State } from './state.ts'
import { withVersion } from './versions.ts'

/** The part of Heroku's Platform API that the action and the Heroku CLI's add-on, config and Redis commands use. */
export function platformRoutes(state: State, lifecycle: Lifecycle): readonly Route[] {
  const { overrides, lags } = state
  const appOf = (call: Call): App => state.accessibleApp(call.params['app'] ?? '')
  const addonOf = (call: Call, app?: App): Addon => state.addon(call.params['addon'] ?? '', app)

  const list = <T extends object>(
    call: Call,
    items: readonly T[],
    by: Paging<T>['by'],
    represent: Paging<T>['represent'],
  ) => page(items, call.headers.range, { by, represent, size: state.behaviour.pageSize })
  const appBody = (app: App) => overrides.apply('app', [app.id, app.name], represent.app(app))
  const planBody = (plan: PlanSpec) => overrides.apply('plan', [plan.id, plan.name], represent.plan(plan))
  const attachmentBody = (call: Call) => (attachment: Attachment) => {
    const names = [attachment.id, `${attachment.app.name}::${attachment.name}`]
    return overrides.apply('attachment', names, represent.attachment(attachment, namesIn(call, 'accept-inclusion')))
  }
  const addonBody = (addon: Addon, call: Call, plan = addon.plan) =>
    overrides.apply(
      'addon',
      [addon.id, addon.name],
      represent.addon(addon, state, namesIn(call, 'accept-expansion'), plan),
    )
  const releaseBody = (release: Release, app: App, known?: readonly Release[]) =>
    overrides.apply('release', [release.id, app.name], represent.release(release, app, state, known))
  const configBody = (app: App, vars: Readonly<Record<string, string>>) =>
    overrides.apply('config-vars', [app.id, app.name], vars)

  /** Represents an add-on for a read, and counts it for behaviours that depend on reads. */
  const read = (call: Call) => (addon: Addon) => {
    const plan = lags.hides(`plan ${addon.id}`) ? addon.previousPlan : addon.plan
    const body = addonBody(addon, call, plan)
    lifecycle.seen(addon)
    return body
  }
  const isGone = (addon: Addon): boolean => {
    if (addon.state !== 'deprovisioning' || lags.hides(`gone ${addon.id}`)) return false
    state.forget(addon)
    return true
  }
  const readOne = (call: Call, app?: App) => {
    const addon = addonOf(call, app)
    if (addon.app.foreign === true) throw noAccess(addon.app.name)
    if (lags.hides(`addon ${addon.id}`) || isGone(addon)) throw notFound('add-on')
    return read(call)(addon)
  }
  const inAccount = (app: App): boolean => app.foreign !== true && !state.hiddenFromAccount.has(app)

  return [
    route('GET', '/account', () => answer({ email: 'owner@example.com', id: '01234567-89ab-cdef-0123-456789abcdef' })),
    route('GET', '/apps', (call) =>
      list(
        call,
        state.apps.filter(({ foreign }) => foreign !== true),
        'name',
        appBody,
      ),
    ),
    route('GET', '/apps/:app', (call) => answer(appBody(appOf(call)))),

    route('GET', '/apps/:app/addons', (call) => {
      const app = appOf(call)
      const foreign = state.behaviour.listForeignAddons ? state.foreignAddonsOf(app) : []
      const shown = [...state.addonsOf(app), ...foreign].filter(
        (addon) => !lags.hides(`addons ${addon.id}`) && !isGone(addon),
      )
      return list(call, shown, 'name', read(call))
    }),
    route('POST', '/apps/:app/addons', (call) =>
      answer(
        addonBody(lifecycle.create(appOf(call), withVersion(addonRequest(call.body), state.behaviour)), call),
        state.behaviour.addonPostStatus,
      ),
    ),
    route('GET', '/apps/:app/addons/:addon', (call) => answer(readOne(call, appOf(call)))),
    route('PATCH', '/apps/:app/addons/:addon', (call) => {
      const addon = addonOf(call, appOf(call))
      lifecycle.changePlan(addon, identityOf(call.body, 'plan'), optionalText(call.body, 'confirm'))
      return answer(addonBody(addon, call), state.behaviour.addonPatchStatus)
    }),
    route('DELETE', '/apps/:app/addons/:addon', async (call) => {
      const addon = addonOf(call, appOf(call))
      await lifecycle.remove(addon, state.behaviour.deprovisionReads)
      return answer(addonBody(addon, call))
    }),
    route('GET', '/addons', (call) =>
      list(
        call,
        state.addons.filter(({ app }) => inAccount(app)),
        'name',
        read(call),
      ),
    ),
    route('GET', '/addons/:addon', (call) => answer(readOne(call))),
    route('GET', '/addons/:addon/config', (call) =>
      answer(Object.entries(addonOf(call).config).map(([name, value]) => ({ name, value }))),
    ),
    route('GET', '/addons/:addon/addon-attachments', (call) =>
      list(call, state.attachmentsOf(addonOf(call)), 'id', attachmentBody(call)),
    ),
    route('POST', '/actions/addons/resolve', (call) => {
      const found = resolve(state, call.body).map(({ addon }) => addon)
      if (found.length === 0) throw notFound('add-on')
      return answer([...new Set(found)].map((addon) => addonBody(addon, call)))
    }),

    route('GET', '/apps/:app/addon-attachments', (call) => {
      const lagging = new Map<Addon, boolean>()
      const shown = state.attachmentsOf(appOf(call)).filter(({ addon }) => {
        // One list is one read, regardless of how many attachments an add-on has in it.
        const hidden = lagging.get(addon) ?? lags.hides(`attachments ${addon.id}`)
        lagging.set(addon, hidden)
        return !hidden
      })
      return list(call, shown, 'name', attachmentBody(call))
    }),
    route('GET', '/addon-attachments', (call) => {
      const shown = state.attachments.filter(
        ({ app, addon }) => inAccount(app) && !state.hiddenFromAccount.has(addon.app),
      )
      // Names are unique per app only, so `Next-Range` by name would skip attachments.
      return list(call, shown, 'id', attachmentBody(call))
    }),
    ...attachmentRoutes(state, attachmentBody),
    route('POST', '/actions/addon-attachments/resolve', (call) => {
      const found = resolve(state, { ...fields(call.body), addon: fields(call.body)['addon_attachment'] })
      if (found.length === 0) throw notFound('attachment')
      return answer(found.map(attachmentBody(call)))
    }),

    route('GET', '/addon-services', (call) => list(call, services, 'name', represent.service), { needsToken: false }),
    route('GET', '/addon-services/:service', (call) => answer(represent.service(serviceOf(call))), {
      needsToken: false,
    }),
    route(
      'GET',
      '/addon-services/:service/plans',
      (call) =>
        list(
          call,
          plans.filter(({ service }) => service === serviceOf(call)),
          'name',
          planBody,
        ),
      { needsToken: false },
    ),
    route(
      'GET',
      '/plans/:plan',
      (call) => {
        const plan = findPlan(call.params['plan'] ?? '')
        if (!plan) throw notFound('plan')
        return answer(planBody(plan))
      },
      { needsToken: false },
    ),

    route('GET', '/apps/:app/config-vars', (call) => {
      const app = appOf(call)
      return answer(configBody(app, state.readConfigVars(app)))
    }),
    route('PATCH', '/apps/:app/config-vars', (call) => {
      const app = appOf(call)
      state.setConfig(app, configChanges(call.body))
      const vars = state.readConfigVars(app)
      if (state.behaviour.patchAnswersWithoutUrls > 0) {
        state.behaviour.patchAnswersWithoutUrls--
        for (const attachment of state.attachmentsOf(app)) delete vars[variableOf(attachment)]
      }
      return answer(configBody(app, vars))
    }),

    route('GET', '/apps/:app/releases', (call) => {
      const app = appOf(call)
      const known = app.releases.filter(({ id }) => !lags.hides(`release ${id}`))
      return list(call, known, 'version', (release) => releaseBody(release, app, known))
    }),
    route('GET', '/apps/:app/releases/:release', (call) => {
      const app = appOf(call)
      const wanted = call.params['release'] ?? ''
      const found = app.releases.find(
        ({ id, version }) => id === wanted || String(version) === wanted.replace(/^v/, ''),
      )
      if (!found) throw notFound('release')
      return answer(releaseBody(found, app))
    }),

    route('GET', '/teams/:team/apps', (call) => {
      const inTeam = state.apps.filter(({ team, foreign }) => team === call.params['team'] && foreign !== true)
      if (inTeam.length === 0) throw notFound('team')
      return list(call, inTeam, 'name', appBody)
    }),
    route('GET', '/pipelines/:pipeline', (call) => {
      const wanted = call.params['pipeline'] ?? ''
      const found = state.pipelines.find(({ id, name }) => id === wanted || name === wanted)
      if (!found) throw notFound('pipeline')
      return answer(represent.pipeline(found))
    }),
    // Only by id: a name gets 404.
    route('GET', '/pipelines/:pipeline/pipeline-couplings', (call) => {
      const found = state.pipelines.find(({ id }) => id === call.params['pipeline'])
      if (!found) throw notFound('pipeline')
      return list(call, represent.couplings(found), 'id', (coupling) => coupling)
    }),
    route('POST', '/filters/apps', (call) => {
      if (call.headers.accept !== 'application/vnd.heroku+json; version=3.filters') {
        throw new ApiError(
          404,
          'not_found',
          'The requested API endpoint was not found. Are you using the right HTTP verb?',
        )
      }
      const { id: ids } = fields(fields(call.body)['in'])
      if (!Array.isArray(ids)) throw invalid('Invalid in: expected a list of ids.')
      return list(
        call,
        state.apps.filter(({ id, foreign }) => ids.includes(id) && foreign !== true),
        'id',
        appBody,
      )
    }),
  ]
}

/** The names in a header: `plan, addon_service`; of `addon:plan,config_vars`, each with its prefix. */
function namesIn(call: Call, header: string): ReadonlySet<string> {
  return new Set(String(call.headers[header] ?? '').split(/[,\s]+/))
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
  return state.attachments.filter((attachment) => {
    const { addon, app: attachedTo, name } = attachment
    if (service !== undefined && addon.plan.service.name !== service) return false
    if (addon.id === wanted || addon.name === wanted) return !app || attachedTo === app
    return attachedTo === app && (name === wanted.toUpperCase() || variableOf(attachment) === wanted.toUpperCase())
  })
}
