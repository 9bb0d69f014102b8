import { withWritten } from '../state/known.ts'
import { plural } from '../utils/format.ts'
import type { StepKind } from './context.ts'
import { isOutcomeUnknown } from './progress.ts'
import type { RemoveConfig } from './step.ts'

export const removeConfig: StepKind<RemoveConfig> = {
  describe: ({ names }) => ({
    target: plural(names.length, 'config var'),
    detail: `remove ${names.join(', ')} in one release`,
  }),
  apply: async ({ names }, known, { api, app, log, progress, wallTime }) => {
    const text = names.join(', ')
    log.info(`Removing ${text} …`)
    const at = wallTime()
    const vars = new Map(names.map((name) => [name, null] as const))
    const config = await api.setConfigVars(app, vars).catch((error: unknown) => {
      if (isOutcomeUnknown(error)) progress.markUnknown(`asked Heroku to remove ${text}`)
      throw error
    })
    progress.markDone(`removed ${text}`)
    const changes = names.map((name) => ({ name, kind: 'remove' as const }))
    return { ...withWritten(known, changes, config, { at, desired: new Map() }), releaseNames: names }
  },
}
