import { choose, chosenAddon, goingAddon, redisAddon, type RedisAddon } from '../state/addon.ts'
import { initiallyKnown, type Known } from '../state/known.ts'
import { observe, type Observed } from '../state/observed.ts'
import { type UrlState, urlStateOf } from '../state/redis-url.ts'
import { otherAppsOf } from './attached-apps.ts'
import type { StepContext } from './context.ts'

/** Reads the app's state from Heroku and chooses the add-on. @throws Failure */
export async function observeApp(context: StepContext): Promise<Known> {
  const { app, settings, api, log, progress, listed } = context
  const observed = await observe(api, app, listed)
  progress.learn(initiallyKnown(observed, undefined))
  const chosen = settings.mode === 'remove' ? addonToRemove(observed, context) : chosenAddon(observed, settings)
  const isUnknown = chosen?.shared === true && chosen.state === undefined
  const known = progress.learn(initiallyKnown(observed, isUnknown ? await withForeignFacts(chosen, context) : chosen))
  log.info(addonLine(known, settings.addon))
  return progress.learn(await withAttachedApps(known, context))
}

/** A missing add-on counts as removed; the run waits for one that Heroku is still removing. */
function addonToRemove(observed: Observed, { app, settings, progress }: StepContext): RedisAddon | undefined {
  const going = goingAddon(observed, settings)
  const choice = choose(observed, settings)
  if (choice.kind === 'unknown') {
    if (!going)
      progress.note(`${app} has no add-on or attachment named ${settings.addon ?? ''}: there is none to remove.`)
    return going
  }
  return chosenAddon(observed, settings) ?? going
}

/** Read before a change that would affect other apps. */
async function withAttachedApps(known: Known, context: StepContext): Promise<Known> {
  const { mode } = context.settings
  const { addon } = known
  const isAffected = mode === 'rotate' || (mode === 'remove' && addon?.shared === false)
  return addon && isAffected ? { ...known, attachedApps: await otherAppsOf(known, context) } : known
}

/** Plan and state of another app's add-on, where the token may see them. */
async function withForeignFacts(addon: RedisAddon, { api, progress }: StepContext): Promise<RedisAddon> {
  const attempt = await api.foreignAddon(addon.id)
  if (attempt.kind === 'done') return redisAddon(attempt.value, true, addon.configVars)
  progress.note(`${addon.name} belongs to ${addon.app}, and its state is not known. ${attempt.failure.message}`)
  return addon
}

function addonLine({ addon, observed }: Known, wanted: string | undefined): string {
  const { app, config } = observed
  if (!addon) return `${app} has no Redis add-on.`
  const { name, app: owner, plan, state, shared } = addon
  const facts = `${plan ?? 'plan not known'}, ${state ?? 'state not known'}${shared ? `, shared by ${owner}` : ''}`
  return `${app} has ${name} (${facts}); ${urlWords(urlStateOf(addon, config, wanted))}.`
}

function urlWords(url: UrlState): string {
  switch (url.state) {
    case 'ok':
      return `its URL is in ${url.configVar}`
    case 'missing':
      return 'it has no URL yet'
    case 'unreadable':
      return `the URL in ${url.configVar} cannot be read`
  }
}
