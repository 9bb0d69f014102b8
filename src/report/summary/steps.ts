import type { StepReport } from '../../steps/progress.ts'
import type { VarChange } from '../../state/config-vars.ts'
import { code, prose } from '../../utils/escape.ts'
import type { AppResult, RunResult } from '../result.ts'
import { longest, table } from './markdown.ts'

const actions: Readonly<Record<StepReport['action'], string>> = {
  'create-addon': 'Create add-on',
  'change-plan': 'Change plan',
  'wait-addon': 'Wait for add-on',
  'apply-settings': 'Apply settings',
  upgrade: 'Upgrade',
  'run-maintenance': 'Run maintenance',
  'wait-maintenance': 'Wait for maintenance',
  'set-config': 'Set config vars',
  'wait-release': 'Wait for release',
}

/** The steps, and the config vars old → new where their values are harmless. */
export function doings(app: AppResult, { report }: RunResult): string {
  const { steps } = app.report
  if (steps.length === 0) {
    return app.report.error ? 'Nothing.' : 'Nothing: the add-on and its config vars are as they should be.'
  }
  const state = (done: boolean): string => (report.dryRun ? '📝' : done ? '✅' : '➖ not done')
  const written = report.dryRun || app.report.changedConfigVars.length > 0
  const vars = varTable(app.changes)
  const parts = [
    table(['', 'Step', 'On', 'Detail'], steps, ({ action, target, done, detail }) => [
      state(done),
      actions[action],
      code(target, 200),
      prose(detail, longest),
    ]),
    vars === '' || written ? '' : '**These config vars were not written:**',
    vars,
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function varTable(changes: readonly VarChange[]): string {
  const shown = (value: string | undefined): string => (value === undefined ? '<em>not shown</em>' : code(value, 200))
  return table(['Config var', 'Before', 'After'], changes, ({ name, kind, from, to, pending }) => [
    code(name, 200),
    kind === 'add' ? '–' : shown(from),
    pending === true ? '<em>from the add-on’s URL</em>' : shown(to),
  ])
}
