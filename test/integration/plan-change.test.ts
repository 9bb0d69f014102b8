import { expect, test } from 'vitest'
import { reportOf, requestsOf, sandboxForThisFile, stepWith } from '../e2e/support.ts'
import { inProcess } from '../support/in-process.ts'

const step = stepWith(inProcess)
const sandbox = await sandboxForThisFile()
const patch = { method: 'PATCH', path: '/addons/' }

test('a plan that was changed, though the answer was lost, is read before it is asked for again', async () => {
  await sandbox.createApp('grown', { addons: ['heroku-redis:mini'] })
  await sandbox.fault({ kind: 'reset-after', match: patch })
  sandbox.requests.clear()

  const run = await step(sandbox, { app: 'grown', plan: 'premium-0', 'plan-mismatch': 'change' })

  expect(run.outputs).toMatchObject({ status: 'pass', changed: 'true', plan: 'heroku-redis:premium-0' })
  expect(reportOf(run).apps[0]?.steps[0]).toMatchObject({ action: 'change-plan', done: true })
  expect(requestsOf(sandbox).filter((request) => request.startsWith('PATCH /apps/grown/addons/'))).toHaveLength(1)
})
