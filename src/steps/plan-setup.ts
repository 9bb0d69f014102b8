import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import { defaultPlan } from '../heroku/plans.ts'
import { attachmentFor, type RedisAddon, refuseNotRedis } from '../state/addon.ts'
import { changesOf, type DesiredVar, desiredVars, differing } from '../state/config-vars.ts'
import { isKeptByHeroku, managedUrls } from '../state/live-urls.ts'
import { type Known, withConfig } from '../state/known.ts'
import { type Observed, sharedTest } from '../state/observed.ts'
import { type UrlState, urlStateOf } from '../state/redis-url.ts'
import { sourcesOf } from '../state/sources.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { liveUrlSteps, refuseConflictingUrls } from './plan-live-urls.ts'
import { maintenanceSteps, refuseVersion } from './plan-maintenance.ts'
import { serverSettingsSteps } from './plan-server-settings.ts'
import { refuseOtherService, refuseOwned, refuseReader } from './refusals.ts'
import type { StepSettings } from './settings.ts'
import type { AddonName, Step } from './step.ts'

/**
 * One add-on with the requested plan, and config vars that match its URL.
 * @throws Failure `config-conflict`, `config-missing`, `config-unreadable`
 */
export function planSetup(known: Known, settings: StepSettings): readonly Step[] {
  const { addon, observed } = known
  // First of all: an invalid `reader` must be reported before an add-on is created and billed.
  refuseReader(sourcesOf(known, settings), settings)
  const url = addon && urlStateOf(addon, observed.config, settings.addon)
  if (!addon) refuseOtherService(settings)
  if (addon && known.settled) refuseNotRedis(observed, addon)
  if (url?.state === 'unreadable' && known.settled) throw unreadable(known, url)

  refuseVersion(known, settings)
  refuseConflictingUrls(known, settings)
  const kept = new Set(
    managedUrls(known, settings)
      .filter(isKeptByHeroku)
      .map(({ configVar }) => configVar),
  )
  const ours = (vars: readonly DesiredVar[]): readonly DesiredVar[] => vars.filter(({ name }) => !kept.has(name))
  refuseOwned(ours(desiredVars(known, settings)), known, settings)
  const maintenance = maintenanceSteps(known, settings)
  const moves = maintenance.length > 0 || (known.maintained === true && !known.settled)
  // The run waits for the release of an attachment together with the one of the config vars.
  const attaching = known.releaseNames !== undefined
  return [
    ...addonSteps(known, url?.state === 'ok', settings),
    ...serverSettingsSteps(known, settings),
    ...maintenance,
    ...liveUrlSteps(known, settings),
    ...configSteps(
      attaching ? { ...known, released: true } : known,
      ours(desiredVars(moves ? withoutOwnUrl(known) : known, settings)),
    ),
  ]
}

/** Without the add-on's URL, which a later step changes to an unknown value. */
function withoutOwnUrl(known: Known): Known {
  const { addon, observed } = known
  const config = new Map([...observed.config].filter(([name]) => addon?.configVars.includes(name) !== true))
  return withConfig(known, config)
}

function addonSteps(known: Known, hasUrl: boolean, settings: StepSettings): readonly Step[] {
  const { addon, requestedPlan } = known
  if (!addon) {
    if (settings.discovered === true) throw vanished(known)
    const { service, plan } = settings.plan ?? defaultPlan
    const after = beingProvisioned(known.observed)
    const create = withoutUndefined<Step>({
      action: 'create-addon',
      service,
      plan: `${service}:${plan}`,
      attachment: attachmentFor(service),
      version: settings.version,
      after,
    })
    return [create, { action: 'wait-addon' }]
  }
  const { id, name } = addon
  const wait = (plan: string | undefined): Step =>
    withoutUndefined<Step>({ action: 'wait-addon', addon: { id, name }, plan, moved: known.maintained })
  const to = planToChangeTo(addon, settings)
  if (to !== undefined && requestedPlan === undefined) {
    const change = withoutUndefined<Step>({ action: 'change-plan', addon: { id, name }, from: addon.plan, to })
    // Heroku does not change the plan of an add-on that it is still provisioning.
    return known.settled ? [change, wait(to)] : [wait(undefined), change, wait(to)]
  }
  return known.settled && hasUrl ? [] : [wait(requestedPlan)]
}

function vanished({ observed }: Known): Failure {
  return failure('addon-missing', `${observed.app} no longer has a Redis add-on.`, {
    cause: 'It was removed, or detached from the app, while this run was looking for apps.',
    remedy: 'Run again, or name the app in `app` to create a new add-on. For apps that are found, none is created.',
  })
}

/** Add-ons of this app that Heroku is still creating. */
export function beingProvisioned(observed: Observed): readonly AddonName[] {
  const isShared = sharedTest(observed)
  return observed.addons
    .filter((addon) => addon.state === 'provisioning' && !isShared(addon))
    .map(({ id, name }) => ({ id, name }))
}

function planToChangeTo(addon: RedisAddon, { plan, planMismatch }: StepSettings): string | undefined {
  if (planMismatch !== 'change' || plan === undefined || addon.shared || addon.service !== plan.service) {
    return undefined
  }
  const wanted = `${plan.service}:${plan.plan}`
  return addon.plan === wanted ? undefined : wanted
}

/** Writes everything that differs in one release. */
export function configSteps(known: Known, desired: readonly DesiredVar[]): readonly Step[] {
  const { config } = known.observed
  const vars = differing(desired, config)
  const written = known.released ? [] : known.written.map(({ name }) => name)
  const configVars = [...new Set([...written, ...vars.map(({ name }) => name)])]
  return [
    ...(vars.length > 0 ? [{ action: 'set-config' as const, vars, changes: changesOf(desired, config), desired }] : []),
    ...(configVars.length > 0 ? [{ action: 'wait-release' as const, configVars }] : []),
  ]
}

function unreadable({ observed }: Known, { configVar, problem }: UrlState & { state: 'unreadable' }): Error {
  return failure('config-unreadable', `The Redis URL in ${configVar} of ${observed.app} ${problem}.`)
}
