import { runCommand } from './heroku/token.ts'
import { causeChain } from './failure/cause-chain.ts'
import { cancelled } from './failure/to-failure.ts'
import { run } from './run.ts'
import { createRunner } from './runner/actions.ts'

/** The runner waits 7.5 s after SIGINT: what is not done a second before that is left undone. */
const patienceMs = 6_500

const runner = createRunner(process.env)
const cancel = new AbortController()

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (cancel.signal.aborted) return
    runner.line(`${signal}: stopping, closing connections and deleting markers …`)
    cancel.abort(cancelled())
    setTimeout(() => process.exit(1), patienceMs).unref()
  })
}

// Node would print the whole error object; those of Redis clients carry the password.
process.on('uncaughtException', (error) => {
  for (const line of causeChain(error)) runner.line(line)
  runner.fail('A bug in the action ended it; the lines above say where.')
  try {
    runner.output('status', 'fail')
    runner.output('failure-reason', 'internal')
  } finally {
    process.exit(1)
  }
})

await run({
  runner,
  signal: cancel.signal,
  command: (command, args) => runCommand(command, args, process.env),
  workspace: process.env['GITHUB_WORKSPACE'] || process.cwd(),
})
// Whatever still holds the event loop (a child that never ends) does not hold the job.
setTimeout(() => process.exit(), 1_000).unref()
