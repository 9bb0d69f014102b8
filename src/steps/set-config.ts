import { failure } from '../failure/catalogue.ts'
import type { DesiredVar } from '../state/config-vars.ts'
import { type Known, withWritten } from '../state/known.ts'
import { plural } from '../utils/format.ts'
import type { StepKind } from './context.ts'
import { isOutcomeUnknown } from './progress.ts'
import type { SetConfig } from './step.ts'

/** Above this, another writer keeps changing the same variables. A changed source does not count. */
const mostOverwritten = 3

export const setConfig: StepKind<SetConfig> = {
  describe: ({ changes }) => ({
    target: plural(changes.length, 'config var'),
    detail: `set ${changes.map(({ name }) => name).join(', ')} in one release`,
  }),
  unneeded: 'all values already matched',
  apply: async ({ vars, changes, desired }, known, { api, app, log, progress, wallTime }) => {
    const overwritten = known.overwritten + (isOverwritten(vars, known) ? 1 : 0)
    if (overwritten >= mostOverwritten) throw contested(app)
    const names = changes.map(({ name }) => name).join(', ')
    log.info(`Setting ${names} …`)
    const at = wallTime()
    const config = await api.setConfigVars(app, valuesOf(vars)).catch((error: unknown) => {
      if (isOutcomeUnknown(error)) progress.markUnknown(`asked Heroku to set ${names}`)
      throw error
    })
    progress.markDone(`set ${names}`, undefined, 'set')
    // The answer has all config vars, so the planner sees a URL that changed in the meantime.
    return { ...withWritten(known, changes, config, { at, desired: valuesOf(desired) }), overwritten }
  },
}

/** A variable differs again although its intended value is still the one of the last write. */
function isOverwritten(vars: readonly DesiredVar[], { lastWrite }: Known): boolean {
  return vars.some(({ name, value }) => value !== undefined && lastWrite?.desired.get(name)?.equals(value) === true)
}

function valuesOf(vars: readonly DesiredVar[]) {
  return new Map(vars.flatMap(({ name, value }) => (value ? [[name, value] as const] : [])))
}

function contested(app: string): Error {
  return failure(
    'config-conflict',
    `Another writer changed config vars of ${app} each time after this action had set them.`,
    {
      cause: 'Another workflow or script writes the same variables with other values.',
      remedy: 'Let only one of them write these variables, then run again.',
    },
  )
}
