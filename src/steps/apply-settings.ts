import type { DatabaseConfig } from '../heroku/data.ts'
import { HerokuFailure } from '../heroku/errors.ts'
import { withService } from '../state/known.ts'
import { differingSettings, settingNames, wantedSettings } from '../state/server-settings.ts'
import { sanitize } from '../utils/text.ts'
import type { StepContext, StepKind } from './context.ts'
import { isOutcomeUnknown } from './progress.ts'
import type { ApplySettings } from './step.ts'

/** Changes the server settings in one request. Idempotent, so it may be retried. */
export const applySettings: StepKind<ApplySettings> = {
  describe: ({ addon, settings, from }) => ({
    target: addon?.name ?? 'the new add-on',
    detail: `set ${changes(settings, from)}`,
  }),
  unneeded: 'the settings were already in place',
  apply: async ({ settings, from }, known, context) => {
    const { api, log, progress } = context
    const { addon } = known
    if (!addon) return known
    const words = changes(settings, from)
    log.info(`Setting ${words} …`)
    await api.setDatabaseConfig(addon.name, settings).catch(async (error: unknown) => {
      if (isOutcomeUnknown(error)) progress.markUnknown(`asked Heroku to set ${words}`)
      if (!(error instanceof HerokuFailure) || !(await isSet(addon.name, settings, error, context))) throw error
    })
    const compared = from ? '' : '; Heroku did not report the previous values'
    progress.markDone(`set ${words}${compared}`, addon.name)
    return withService(known, { config: { known: true, value: { ...from, ...settings } } })
  },
}

/** The change may have taken effect although every answer was lost. */
async function isSet(
  name: string,
  wanted: DatabaseConfig,
  { outcome }: HerokuFailure,
  { api }: StepContext,
): Promise<boolean> {
  if (outcome !== 'unknown') return false
  const seen = await api.databaseConfig(name)
  return seen.known && differingSettings(wanted, seen.value).length === 0
}

/** `maxmemory-policy=allkeys-lru (was noeviction), timeout=60 (was 300)`. */
function changes(settings: DatabaseConfig, from: DatabaseConfig | undefined): string {
  return wantedSettings(settings)
    .map((key) => {
      const before = from?.[key]
      const was = before === undefined ? '' : ` (was ${shown(before)})`
      return `${settingNames[key]}=${shown(settings[key] ?? '')}${was}`
    })
    .join(', ')
}

function shown(value: string | number): string {
  const text = sanitize(String(value), 60)
  return text === '' ? '""' : text
}
