import { causeChain } from './failure/cause-chain.ts'
import { failure } from './failure/catalogue.ts'
import { cancelled } from './failure/to-failure.ts'
import { runCommand } from './heroku/token.ts'
import { failedRun, publish } from './report/publish.ts'
import { run } from './run.ts'
import { createRunner } from './runner/actions.ts'
import type { Runner } from './runner/runner.ts'
import { now } from './utils/time.ts'

/** The runner waits 7.5 s after SIGINT; what is not finished a second before that is given up. */
const graceMs = 6_500

/** The real process around a run: signals, crashes, a closed log. Resolves when everything was reported. */
export async function main(): Promise<void> {
  const runner = createRunner(process.env)
  const workspace = process.env['GITHUB_WORKSPACE'] || process.cwd()
  surviveClosedLog()
  reportCrashes(runner, workspace)
  await run({
    runner,
    signal: signalOfSignals(runner),
    command: (command, args) => runCommand(command, args, process.env),
    workspace,
  })
  // Whatever still keeps the event loop busy (a child that never ends) must not keep the job waiting.
  setTimeout(() => process.exit(), 1_000).unref()
}

/** Aborts at the first SIGINT, SIGTERM (the runner's cancel) or SIGHUP (a terminal or supervisor that goes away). */
function signalOfSignals(runner: Runner): AbortSignal {
  const cancel = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (cancel.signal.aborted) return
      runner.line(`${signal}: stopping, closing connections and deleting markers …`)
      cancel.abort(cancelled())
      setTimeout(() => process.exit(1), graceMs).unref()
    })
  }
  return cancel.signal
}

/** Without a listener the first write to a closed pipe would end the process in the middle of its work. */
function surviveClosedLog(): void {
  process.stdout.once('error', (error: Error) => {
    process.stderr.write(`The log is closed (${error.message}). The run continues; outputs and reports are written.\n`)
  })
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

/** Node would print the whole error object; those of Redis clients carry the password. */
function reportCrashes(runner: Runner, workspace: string): void {
  const startedAt = new Date().toISOString()
  const started = now()
  let isReported = false
  const report = async (error: unknown): Promise<void> => {
    for (const line of causeChain(error)) runner.line(line)
    const crash = failure('internal', 'A bug in this action ended the run; the log names the error.')
    const run = { mode: 'setup', dryRun: false, startedAt, durationMs: now() - started } as const
    const settings = { failOn: 'error', reportFiles: [], jobSummary: true, logs: 'never' } as const
    await publish(failedRun(crash, run), settings, { runner, workspace, redact: (text) => text })
    process.exit(1)
  }
  process.on('uncaughtException', (error) => {
    if (isReported) return
    isReported = true
    void report(error)
  })
}
