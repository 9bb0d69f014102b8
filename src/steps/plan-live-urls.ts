import { failure } from '../failure/catalogue.ts'
import type { Known } from '../state/known.ts'
import { type ManagedUrl, managedUrls } from '../state/live-urls.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type { StepSettings } from './settings.ts'
import type { AddonName, Step } from './step.ts'

/** Attachments that make Heroku keep `<PREFIX>_URL` current. Each makes a release of its own: Heroku has no batch. */
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
  return [{ action: 'detach', attachment: how.attachment, again: true }, waitRelease([prefix]), ...attach(false)]
}

function waitRelease(configVars: readonly string[]): Step {
  return { action: 'wait-release', configVars }
}

/** @throws Failure `config-conflict` before anything is done: what is in the way is not ours to replace */
export function refuseConflictingUrls(known: Known, settings: StepSettings): void {
  const { app } = known.observed
  const conflict = managedUrls(known, settings).find(({ how }) => how.kind === 'conflict')
  if (conflict?.how.kind !== 'conflict') return
  const { configVar, prefix } = conflict
  const others = 'choose another `writer-prefix` or `reader-prefix`, or leave `url` out of `fields`'
  if (conflict.how.with === 'attachment') {
    throw failure('config-conflict', `${configVar} of ${app} belongs to the attachment of another add-on.`, {
      cause: 'Heroku keeps the config vars of attachments itself, and lets nobody else write them.',
      remedy: `Detach it (\`heroku addons:detach ${prefix} --app ${app}\`), ${others}.`,
    })
  }
  throw failure('config-conflict', `${configVar} of ${app} was not written for this add-on, so it is not replaced.`, {
    cause: `The value is neither the add-on's URL nor a former one of it. To keep ${configVar} current, Heroku needs the name ${prefix} for an attachment.`,
    remedy: `If nobody needs the value, remove it (\`heroku config:unset ${configVar} --app ${app}\`) and run again; otherwise ${others}.`,
  })
}
