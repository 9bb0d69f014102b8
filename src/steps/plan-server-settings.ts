import type { Known } from '../state/known.ts'
import { differingSettings, wantedSettings } from '../state/server-settings.ts'
import { isManaged } from '../state/service.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type { StepSettings } from './settings.ts'
import type { Step } from './step.ts'

/** The settings of the `settings` input that differ, or all of them if the current ones are not known. */
export function serverSettingsSteps({ addon, service, settled }: Known, settings: StepSettings): readonly Step[] {
  const wanted = settings.settings
  if (wantedSettings(wanted).length === 0) return []
  if (addon && !isManaged(addon)) return []
  const from = settled && service.config?.known === true ? service.config.value : undefined
  if (from && differingSettings(wanted, from).length === 0) return []
  return [
    withoutUndefined<Step>({
      action: 'apply-settings',
      addon: addon && { id: addon.id, name: addon.name },
      settings: from ? Object.fromEntries(differingSettings(wanted, from).map((key) => [key, wanted[key]])) : wanted,
      from,
    }),
  ]
}
