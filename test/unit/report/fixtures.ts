import type { Finding } from '../../../src/checks/check.ts'
import type { AppResult, RunResult } from '../../../src/report/result.ts'

export const docs = 'https://github.com/octo/action/blob/v1'
export const errors = { docs, failOn: 'error' } as const

export const finding = (id: Finding['id'], status: Finding['status'], more: Partial<Finding> = {}): Finding => ({
  id,
  status,
  target: 'app',
  message: `${id} ${status}`,
  ...more,
})

export const base = { app: 'shop', steps: [], changedConfigVars: [] }

/** The app of a run of one app. */
export function only(result: RunResult): AppResult {
  const [app] = result.apps
  if (!app) throw new Error('no app')
  return app
}
