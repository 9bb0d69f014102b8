import { failure } from '../failure/catalogue.ts'
import { withWritten } from '../state/known.ts'
import { plural } from '../utils/format.ts'
import type { StepKind } from './context.ts'
import { isOutcomeUnknown } from './progress.ts'
import type { SetConfig } from './step.ts'

/** More writes than this mean that somebody else keeps writing the same variables. */
const maxWrites = 3

export const setConfig: StepKind<SetConfig> = {
  describe: ({ changes }) => ({
    target: plural(changes.length, 'config var'),
    detail: `set ${changes.map(({ name }) => name).join(', ')} in one release`,
  }),
  unneeded: 'nothing differed any more',
  apply: async ({ vars, changes }, known, { api, app, log, progress }) => {
    if (known.writes >= maxWrites) throw contested(app)
    const names = changes.map(({ name }) => name).join(', ')
    log.info(`Setting ${names} …`)
    const values = new Map(vars.flatMap(({ name, value }) => (value ? [[name, value] as const] : [])))
    const config = await api.setConfigVars(app, values).catch((error: unknown) => {
      if (isOutcomeUnknown(error)) progress.markUnknown(`asked Heroku to set ${names}`)
      throw error
    })
    progress.markDone(`set ${names}`)
    // The answer is the full map: when the URL has moved meanwhile, the planner sees it.
    return withWritten(known, changes, config)
  },
}

function contested(app: string): Error {
  return failure(
    'config-conflict',
    `Config vars of ${app} were changed by somebody else each time after we set them.`,
    {
      cause: 'Another workflow or script writes the same variables with other values.',
      remedy: 'Let only one of them write these variables, then run again.',
    },
  )
}
