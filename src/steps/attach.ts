import { failure } from '../failure/catalogue.ts'
import type { Attachment } from '../heroku/api.ts'
import { HerokuFailure } from '../heroku/errors.ts'
import { type Known, withConfig } from '../state/known.ts'
import { managedUrls } from '../state/live-urls.ts'
import { nameOfApp, observe, variablesOf } from '../state/observed.ts'
import { askOnce } from './ask-once.ts'
import type { StepContext, StepKind } from './context.ts'
import type { Attach } from './step.ts'

/** Attaches the add-on under another name, so that Heroku keeps `<name>_URL` current. */
export const attach: StepKind<Attach> = {
  describe: ({ addon, name, replaces }) => ({
    target: addon?.name ?? 'the new add-on',
    detail: `attach it as ${name}, so that Heroku keeps ${name}_URL current${replaces ? '; replaces the copy' : ''}`,
  }),
  apply: async (step, known, context) => {
    const { api, app, log, progress, wallTime } = context
    const { addon } = known
    if (!addon) return known
    const { name, replaces } = step
    const there = replaces ? await findAttachment(addon.id, name, context) : undefined
    if (there) return attached(there, undefined, known, context)

    log.info(`Attaching ${addon.name} as ${name} …`)
    const at = wallTime()
    const confirm = replaces ? { confirm: nameOfApp(known.observed) ?? app } : {}
    let doubt = false
    try {
      const outcome = await askOnce(
        {
          request: `asked Heroku to attach it as ${name}`,
          ask: () => api.tryAttach({ app, addon: addon.id, name, ...confirm }),
          find: async (refusal) => {
            doubt ||= refusal.outcome === 'unknown'
            return findAttachment(addon.id, name, context)
          },
        },
        context,
      )
      return await attached(outcome.value, outcome.kind === 'answered' || doubt ? at : undefined, known, context)
    } catch (error) {
      if (!(error instanceof HerokuFailure)) throw error
      if (error.meaning === 'name-taken') return takenMeanwhile(step, error, known, context)
      if (error.reason !== 'config-conflict' && error.reason !== 'heroku-forbidden') throw error
      progress.note(`Heroku did not attach ${addon.name} as ${name}, so ${name}_URL is a copy. ${error.message}`)
      return { ...known, copied: [...known.copied, name] }
    }
  },
}

async function findAttachment(addonId: string, name: string, context: StepContext): Promise<Attachment | undefined> {
  const { api, app } = context
  const attachments = await api.attachments(app)
  return attachments.find((each) => each.name === name && each.addon.id === addonId)
}

/** Heroku's lists, and therefore the config var, can lag behind. */
const readDelaysMs = [250, 500, 1_000, 2_000, 4_000]

/** `at`: when this run requested it; absent: another run did. */
async function attached(
  attachment: Attachment,
  at: number | undefined,
  known: Known,
  { api, app, clock, deadline, progress, signal }: StepContext,
): Promise<Known> {
  const { name } = attachment
  const [configVar = `${name}_URL`] = variablesOf(attachment)
  let config = await api.configVars(app)
  for (const delayMs of readDelaysMs) {
    if (config.has(configVar) || clock.now() + delayMs > deadline) break
    await clock.sleep(delayMs, signal)
    config = await api.configVars(app)
  }
  progress.markDone(
    at === undefined
      ? `another run had just attached it as ${name}`
      : `attached it as ${name}; Heroku keeps ${configVar} current`,
  )
  const { addon, observed } = known
  const attachments = [...observed.attachments, attachment]
  return {
    ...withConfig({ ...known, observed: { ...observed, attachments } }, config),
    ...(addon ? { addon: { ...addon, configVars: [...new Set([...addon.configVars, configVar])] } } : {}),
    attached: [...known.attached, name],
    ...(at === undefined
      ? {}
      : { released: false, releaseNames: [name], lastWrite: { at, desired: known.lastWrite?.desired ?? new Map() } }),
  }
}

/**
 * The name was taken since the last read: plan again with the new state, unless Heroku does not show what has the name.
 */
async function takenMeanwhile(
  { name, replaces }: Attach,
  refusal: HerokuFailure,
  known: Known,
  { api, app, settings }: StepContext,
): Promise<Known> {
  const seen: Known = { ...known, observed: await observe(api, app) }
  const now = managedUrls(seen, settings).find(({ prefix }) => prefix === name)?.how
  if (now?.kind !== 'attach' || now.replaces !== replaces) return seen
  throw failure('config-conflict', `Heroku did not attach the add-on as ${name}: something of ${app} has that name.`, {
    error: refusal,
    remedy: `Check \`heroku addons --app ${app}\`, choose another \`writer-prefix\` or \`reader-prefix\`, or leave \`url\` out of \`fields\`.`,
  })
}
