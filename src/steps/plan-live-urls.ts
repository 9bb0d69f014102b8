import { failure } from '../failure/catalogue.ts'
import type { Known } from '../state/known.ts'
import { type ManagedUrl, managedUrls } from '../state/live-urls.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type { StepSettings } from './settings.ts'
import type { AddonName, Step } from './step.ts'

/** Attachments with which Heroku keeps `<PREFIX>_URL` current. Each creates a separate release. */
export function liveUrlSteps(known: Known, settings: StepSettings): readonly Step[] {
  const { addon, released, releaseNames } = known
  const name = addon && { id: addon.id, name: addon.name }
  return [
    ...(released || !releaseNames ? [] : [waitRelease(releaseNames)]),
    ...managedUrls(known, settings).flatMap((url) => stepsFor(url, name)),
  ]
}

function stepsFor({ prefix, how }: ManagedUrl, addon: AddonName | undefined): readonly Step[] {
  const attach = (replaces: boolean): readonly Step[] => [
    withoutUndefined<Step>({ action: 'attach', addon, name: prefix, replaces }),
    waitRelease([prefix]),
  ]
  if (how.kind === 'attach') return attach(how.replaces)
  if (how.kind !== 'lost') return []
  return [{ action: 'detach', attachment: how.attachment }, waitRelease([prefix]), ...attach(false)]
}

function waitRelease(configVars: readonly string[]): Step {
  return { action: 'wait-release', configVars }
}

/**
 * @throws Failure `config-conflict` before any change, if a name is taken by something that the action does not manage
 */
export function refuseConflictingUrls(known: Known, settings: StepSettings): void {
  const { app } = known.observed
  const conflict = managedUrls(known, settings).find(({ how }) => how.kind === 'conflict')
  if (conflict?.how.kind !== 'conflict') return
  const { configVar, prefix } = conflict
  const others = 'choose another `writer-prefix` or `reader-prefix`, or leave `url` out of `fields`'
  if (conflict.how.with === 'attachment') {
    throw failure('config-conflict', `${configVar} of ${app} belongs to the attachment of another add-on.`, {
      cause: 'Heroku manages the config vars of attachments itself and does not allow other writes to them.',
      remedy: `Detach it (\`heroku addons:detach ${prefix} --app ${app}\`), ${others}.`,
    })
  }
  throw failure('config-conflict', `${configVar} of ${app} was not written for this add-on, so it is not replaced.`, {
    cause: `The value is neither the add-on's URL nor a former one of it. To keep ${configVar} current, Heroku needs the name ${prefix} for an attachment.`,
    remedy: `If the value is not needed, remove it (\`heroku config:unset ${configVar} --app ${app}\`) and run again; otherwise ${others}.`,
  })
}
