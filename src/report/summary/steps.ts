import type { StepReport } from '../../steps/progress.ts'
import type { VarChange } from '../../state/config-vars.ts'
import { code, prose } from '../../utils/escape.ts'
import type { AppResult, RunResult } from '../result.ts'
import { breakable, longest, table } from './markdown.ts'

/** The steps, and the config vars old → new where their values may be shown. */
export function steps(app: AppResult, { report }: RunResult): string {
  const { steps: all, error, changedConfigVars } = app.report
  if (all.length === 0) return error ? 'None.' : 'None: nothing had to be changed.'
  const isWritten = report.dryRun || changedConfigVars.length > 0
  const vars = varTable(app.changes)
  return [
    table(['Step', 'Detail'], all, ({ action, target, done, detail }) => [
      `${report.dryRun ? '📝' : done ? '✅' : '➖'} ${title(action)}${done || report.dryRun ? '' : ' (not done)'}`,
      // The names of the config vars are in the table below.
      `${breakable(code(target, 200))}${action === 'set-config' && vars !== '' ? '' : `<br>${prose(detail, longest)}`}`,
    ]),
    vars === '' || isWritten ? '' : '**These config vars were not written:**',
    vars,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** `create-addon` → `Create add-on`. */
function title(action: StepReport['action']): string {
  const words = action
    .replaceAll('-', ' ')
    .replace(/^wait /, 'wait for ')
    .replace('addon', 'add-on')
    .replace('config', 'config vars')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Two columns, so that the table fits a phone. */
function varTable(changes: readonly VarChange[]): string {
  const shown = (value: string | undefined): string =>
    value === undefined ? '<em>not shown</em>' : breakable(code(value, 200))
  return table(['Config var', 'Value'], changes, ({ name, kind, from, to, pending }) => {
    if (kind === 'remove') return [code(name, 200), 'removed']
    const after = pending === true ? '<em>from the add-on’s URL</em>' : shown(to)
    const isShown = from !== undefined || to !== undefined
    return [code(name, 200), kind === 'add' ? after : isShown ? `${shown(from)} → ${after}` : `${after} (changed)`]
  })
}
