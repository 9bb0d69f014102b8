import { failure } from '../failure/catalogue.ts'
import { plural } from '../utils/format.ts'
import { type Account, done, leavesDoubt, remember, unanswered } from './progress.ts'
import { changesOf, desiredVars, sourcesOf } from '../state/config-vars.ts'
import { refuseOwned } from './plan.ts'
import { gone } from './wait-addon.ts'
import type { Work } from './context.ts'

/** More rounds than this mean that somebody else keeps writing the same variables. */
const maxRounds = 3

export async function setConfig(work: Work, account: Account): Promise<void> {
  const { api, app, inputs, log } = work
  let written: readonly string[] = []
  for (let round = 1; round <= maxRounds + 1; round += 1) {
    const { observed, addon } = account
    if (!observed || !addon) return
    const sources = sourcesOf(addon, observed.config, inputs)
    if (!sources) throw gone(addon.name, 'lost its config var')
    account.sources = sources
    const desired = desiredVars(sources, inputs)
    refuseOwned(desired, observed, addon, sources, inputs)
    const changes = changesOf(desired, observed.config)
    if (changes.length === 0) {
      const words = written.length === 0 ? 'nothing differed any more' : `set ${written.join(', ')}`
      done(account, 'set-config', words, plural(written.length, 'config var'))
      return
    }
    if (round > maxRounds) break
    const names = new Set(changes.map(({ name }) => name))
    const vars = new Map(
      desired.flatMap(({ name, value }) => (value && names.has(name) ? [[name, value] as const] : [])),
    )
    log.info(`Setting ${[...names].join(', ')} …`)
    const config = await api.setConfigVars(app, vars).catch((error: unknown) => {
      if (leavesDoubt(error)) unanswered(account, 'set-config', `asked Heroku to set ${[...names].join(', ')}`)
      throw error
    })
    work.mask(config)
    // The answer is the full map: when the URL has moved meanwhile, the next round sees it.
    remember(account, config)
    written = [...new Set([...written, ...names])]
    account.changes = mergeChanges(account.changes, changes)
    account.changedConfigVars = written
  }
  throw failure('config-conflict', `Config vars of ${app} were changed by somebody else each time after we set them.`, {
    cause: 'Another workflow or script writes the same variables with other values.',
    remedy: 'Let only one of them write these variables, then run again.',
  })
}

/** First old value, last new value. */
function mergeChanges(before: Account['changes'], now: Account['changes']): Account['changes'] {
  const rest = now.filter(({ name }) => !before.some((each) => each.name === name))
  const merged = before.map((each) => {
    const again = now.find(({ name }) => name === each.name)
    return again?.to === undefined ? each : { ...each, to: again.to }
  })
  return [...merged, ...rest]
}
