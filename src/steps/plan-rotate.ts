import { failure } from '../failure/catalogue.ts'
import { defaultPlan } from '../heroku/plans.ts'
import { type RedisAddon, refuseNotRedis } from '../state/addon.ts'
import { type DesiredVar, desiredVars } from '../state/config-vars.ts'
import type { Known } from '../state/known.ts'
import { urlStateOf } from '../state/redis-url.ts'
import { sourcesOf } from '../state/sources.ts'
import { list } from '../utils/lists.ts'
import { configSteps } from './plan-setup.ts'
import { refuseOwned, refuseReader } from './refusals.ts'
import type { StepSettings } from './settings.ts'
import type { Step } from './step.ts'

/**
 * New credentials once, then config vars that match the new URL.
 * @throws Failure `addon-missing`, `addon-shared`, `rotation-failed`, and what `setup` refuses
 */
export function planRotate(known: Known, settings: StepSettings): readonly Step[] {
  const { addon, observed, rotation, settled } = known
  refuseReader(sourcesOf(known, settings), settings)
  // Heroku maintains these itself, and may update them a moment later.
  const desired = desiredVars(known, settings)
  const copies = desired.filter(({ kind }) => kind !== 'live')
  if (rotation?.state === 'done') return configSteps(known, copies)

  if (!addon) {
    throw failure('addon-missing', `${observed.app} has no Redis add-on whose credentials could be rotated.`)
  }
  refuseNotRedis(observed, addon)
  refuseOtherProvider(addon, observed.app)
  refuseShared(addon, known)
  refuseOwned(desired, known, settings)
  const { id, name } = addon
  const hasUrl = urlStateOf(addon, observed.config, settings.addon).state !== 'missing'
  return [
    // Without the old URL, the run cannot detect the new one.
    ...(settled && hasUrl ? [] : [{ action: 'wait-addon' as const, addon: { id, name } }]),
    { action: 'rotate-credentials', addon: { id, name }, attachedApps: known.attachedApps ?? [] },
    ...configSteps(known, withoutCredentials(copies, known, settings)),
  ]
}

/** The new URL is not known yet. If host or port change as well, the next plan has them. */
function withoutCredentials(
  desired: readonly DesiredVar[],
  known: Known,
  settings: StepSettings,
): readonly DesiredVar[] {
  const { writer, reader } = sourcesOf(known, settings)
  const isSameReader = writer !== undefined && reader?.url.equals(writer.url) === true
  return desired.map((each) => {
    const isNew = each.side === 'writer' || isSameReader
    if (!isNew || (each.field !== 'password' && each.field !== 'url')) return each
    const { value: _, ...rest } = each
    return rest
  })
}

function refuseOtherProvider({ name, service }: RedisAddon, app: string): void {
  if (service === defaultPlan.service) return
  if (service === undefined) {
    throw failure(
      'rotation-failed',
      `This token cannot see which service ${name} belongs to, so its credentials are not rotated.`,
      {
        cause: 'The add-on belongs to another app, and the account of this token is not a collaborator of that app.',
        remedy: 'Run with a token that may see the app that owns the add-on, and name that app in `app` as well.',
      },
    )
  }
  throw failure('rotation-failed', `${name} is an add-on of ${service}, and its credentials cannot be rotated here.`, {
    cause: 'Heroku rotates the credentials of its own Key-Value Store (heroku-redis) only.',
    remedy: `Reset the credentials in the add-on's dashboard (heroku addons:open ${name} --app ${app}), then run with \`mode: setup\` to write the new ones.`,
  })
}

/** A rotation affects the owner, so the owner must be part of this run to have its copies updated. */
function refuseShared({ name, app, shared }: RedisAddon, { observed, attachedApps = [] }: Known): void {
  if (!shared || attachedApps.some((each) => each.owner && each.inRun)) return
  const owner = list([app])
  const others = attachedApps.filter((each) => !each.owner).map((each) => each.app)
  const reach = others.length === 0 ? '' : `, and is also attached to ${list(others)}`
  throw failure('addon-shared', `${name}, which ${observed.app} uses, belongs to ${owner}${reach}.`, {
    cause: `New credentials would leave ${owner} with stale copies of the old ones.`,
    remedy: `Set \`app\` to ${owner} and ${observed.app}: both then get the new credentials in one run.`,
  })
}
