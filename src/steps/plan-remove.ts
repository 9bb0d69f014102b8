import { failure } from '../failure/catalogue.ts'
import type { Attachment } from '../heroku/api.ts'
import type { RedisAddon } from '../state/addon.ts'
import type { Known } from '../state/known.ts'
import { attachmentsHere, ownedNames } from '../state/observed.ts'
import { configName } from '../state/settings.ts'
import { list } from '../utils/lists.ts'
import type { StepSettings } from './settings.ts'
import type { Step } from './step.ts'

/**
 * Removes what `setup` created: config vars, attachments, and the add-on if only this app uses it. What does not exist
 * counts as removed, so that an interrupted run can be repeated.
 * @throws Failure `addon-shared`
 */
export function planRemove(known: Known, settings: StepSettings): readonly Step[] {
  const { addon, released, releaseNames, written } = known
  if (addon && isThere(addon)) refuseAttachedElsewhere(addon, known)
  const names = namesToRemove(known, settings)
  const steps: readonly Step[] = [
    ...(names.length > 0 ? [{ action: 'remove-config' as const, names }] : []),
    ...(addon && isThere(addon) ? addonSteps(addon, known, settings) : []),
  ]
  const isFollowed = steps.length === 0 && released
  const configVars = releaseNames ?? written.map(({ name }) => name)
  return isFollowed ? [] : [...steps, { action: 'wait-release', configVars }]
}

function isThere({ state }: RedisAddon): boolean {
  return state !== 'deprovisioned'
}

/** The managed variables and those of `config` that are set; those of an attachment are removed with it. */
function namesToRemove({ observed }: Known, settings: StepSettings): readonly string[] {
  const { fields, writerPrefix, readerPrefix, config } = settings
  const managed = [writerPrefix, readerPrefix].flatMap((prefix) => fields.map((field) => configName(prefix, field)))
  const owned = ownedNames(observed)
  return [...managed, ...config.keys()].filter((name) => observed.config.has(name) && !owned.has(name))
}

function addonSteps(addon: RedisAddon, { observed }: Known, settings: StepSettings): readonly Step[] {
  const { id, name, shared, state, configVars } = addon
  const here = attachmentsHere(observed).filter((each) => each.addon.id === id)
  const detach = (each: Attachment): Step => ({ action: 'detach', attachment: each })
  if (shared) return here.map(detach)
  const ours = here.filter((each) => [settings.writerPrefix, settings.readerPrefix].includes(each.name))
  // The last one on the owning app is removed only with the add-on.
  const detached = ours.slice(0, Math.max(0, here.length - 1))
  const attachments =
    here.length === 0
      ? configVars.map((variable) => variable.replace(/_URL$/, ''))
      : here.filter((each) => !detached.includes(each)).map((each) => each.name)
  const isGoing = state === 'deprovisioning'
  return [
    ...(isGoing ? [] : detached.map(detach)),
    { action: 'remove-addon', addon: { id, name }, attachments, isGoing },
  ]
}

function refuseAttachedElsewhere({ name, shared }: RedisAddon, { observed, attachedApps = [] }: Known): void {
  if (!shared && attachedApps.length > 0)
    throw attachedElsewhere(
      observed.app,
      name,
      attachedApps.map(({ app }) => app),
    )
}

/** Removing an add-on removes it from all apps that use it. */
export function attachedElsewhere(app: string, name: string, others: readonly string[]): Error {
  return failure('addon-shared', `${name} of ${app} is also attached to ${list(others)}, so it is not removed.`, {
    cause: `Another app still uses the add-on, and would lose it with its data.`,
    remedy: `Detach it there first (heroku addons:detach <attachment> --app ${list(others.slice(0, 1))}), or keep the add-on.`,
  })
}
