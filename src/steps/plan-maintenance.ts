import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import type { Known } from '../state/known.ts'
import { isManaged, isUpgrade, maintenanceIn, versionIn } from '../state/service.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { sanitize } from '../utils/text.ts'
import { isNewer, isOlder } from '../utils/versions.ts'
import type { StepSettings } from './settings.ts'
import type { AddonName, Step } from './step.ts'

/**
 * The upgrade that `version` asks for, and the maintenance that `maintenance: run` asks for. An upgrade of a plan with
 * a standby is a maintenance too: Heroku prepares it, and it must then be run.
 */
export function maintenanceSteps(known: Known, settings: StepSettings): readonly Step[] {
  const { addon, settled, service } = known
  if (!addon || !settled || !isManaged(addon)) return []
  const maintenance = maintenanceIn(service)
  const status = maintenance?.status ?? 'none'
  const name = { id: addon.id, name: addon.name }
  const version = versionToChangeTo(known, settings)
  if (version === undefined) {
    const isAsked = settings.maintenance === 'run' || (isUpgradeAsked(settings) && isUpgrade(maintenance))
    if (status === 'running' && isAsked) return finish(name, status, undefined)
    return status === 'ready' && settings.maintenance === 'run' ? finish(name, status, undefined) : []
  }
  const { upgrade } = known
  const isUnderWay = upgrade !== undefined || isUpgrade(maintenance)
  if (status === 'running') return finish(name, status, isUnderWay ? version : undefined)
  if (status === 'ready' && (isUnderWay || settings.maintenance === 'run')) {
    return finish(name, status, isUnderWay ? version : undefined)
  }
  const isAtOnce = addon.plan?.endsWith(':mini') === true
  const rest: readonly Step[] = isAtOnce
    ? [{ action: 'wait-maintenance', addon: name, until: 'completed', version }, movedUrl(name)]
    : [{ action: 'wait-maintenance', addon: name, until: 'ready', version }, ...finish(name, 'ready', version)]
  if (isUnderWay) return rest
  const ask = withoutUndefined<Step>({ action: 'upgrade', addon: name, from: versionIn(service), to: version })
  return [ask, ...rest]
}

function finish(addon: AddonName, status: 'ready' | 'running', version: string | undefined): readonly Step[] {
  return [
    ...(status === 'ready' ? [{ action: 'run-maintenance' as const, addon }] : []),
    withoutUndefined<Step>({ action: 'wait-maintenance', addon, until: 'completed', version }),
    movedUrl(addon),
  ]
}

/** The URL is read again after the maintenance. */
function movedUrl(addon: AddonName): Step {
  return { action: 'wait-addon', addon, moved: true }
}

/** Undefined: it has the version, its version is not known, or it must not be changed. */
function versionToChangeTo({ service, upgrade }: Known, settings: StepSettings): string | undefined {
  // The version can be reported before the upgrade is over. An upgrade that ended without it is not requested again:
  // the `version` check reports it.
  if (upgrade) return upgrade.ended ? undefined : upgrade.version
  const { version, versionMismatch } = settings
  const present = versionIn(service)
  if (version === undefined || present === undefined || versionMismatch !== 'change') return undefined
  return isOlder(present, version) ? version : undefined
}

function isUpgradeAsked({ version, versionMismatch }: StepSettings): boolean {
  return version !== undefined && versionMismatch === 'change'
}

/** @throws Failure `version-mismatch` before any change */
export function refuseVersion({ addon, created, service, upgrade }: Known, settings: StepSettings): void {
  const { version, versionMismatch } = settings
  const present = versionIn(service)
  if (!addon || created || upgrade || version === undefined || present === undefined) return
  if (versionMismatch === 'fail' && isOlder(present, version)) {
    throw mismatch(addon.name, present, `\`version\` asks for ${version}`)
  }
  if (versionMismatch === 'change' && isNewer(present, version)) {
    throw mismatch(addon.name, present, `\`version\` asks for ${version}, which is older`, {
      cause: 'Heroku or another user has upgraded the server. An upgrade cannot be reversed.',
      remedy: `Set \`version\` to ${sanitize(present, 20)}, or leave it empty.`,
    })
  }
}

function mismatch(
  name: string,
  present: string,
  wish: string,
  advice: { readonly cause?: string; readonly remedy?: string } = {},
): Failure {
  return failure('version-mismatch', `${name} runs version ${sanitize(present, 20)}, and ${wish}.`, advice)
}
