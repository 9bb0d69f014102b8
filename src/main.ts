import { causeChain } from './failure/cause-chain.ts'
import { failure } from './failure/catalogue.ts'
import type { Failure } from './failure/failure.ts'
import { cancelled, isOutOfDescriptors, outOfDescriptors } from './failure/to-failure.ts'
import { runCommand } from './heroku/token.ts'
import { failedRun, publishNow } from './report/publish.ts'
import { run } from './run.ts'
import { createRunner } from './runner/actions.ts'
import type { Runner } from './runner/runner.ts'
import { now, systemClock } from './utils/time.ts'

/** The runner waits 7.5 s after SIGINT; the run stops waiting for unfinished work a second before that. */
const graceMs = 6_500

/** The process around a run: signals, crashes, a closed log. Resolves when everything was reported. */
export async function main(): Promise<void> {
  const runner = createRunner(process.env)
  const workspace = process.env['GITHUB_WORKSPACE'] || process.cwd()
  const cancel = new AbortController()
  const watch = new Watch(runner, cancel.signal)
  surviveClosedLog()
  cancelOnSignals(cancel, runner)
  process.on('uncaughtException', (error) => {
    watch.crash(error)
  })
  process.on('exit', () => {
    watch.exit()
  })
  await run({
    runner,
    signal: cancel.signal,
    clock: systemClock,
    command: (command, args) => runCommand(command, args, process.env),
    workspace,
  })
  watch.isReported = true
  // Anything that keeps the event loop alive, such as a child process that never ends, must not delay the job.
  setTimeout(() => process.exit(), 1_000).unref()
}

/** Reports a run that ends early: a crash, a time-out after a signal, or an empty event loop. */
class Watch {
  isReported = false
  readonly #startedAt = new Date().toISOString()
  readonly #started = now()
  readonly #runner: Runner
  readonly #signal: AbortSignal

  constructor(runner: Runner, signal: AbortSignal) {
    this.#runner = runner
    this.#signal = signal
  }

  /** Node.js would print the complete error object; those of Redis clients contain the password. */
  crash(error: unknown): void {
    for (const line of causeChain(error)) this.#runner.line(line)
    this.#report(
      isOutOfDescriptors(error)
        ? outOfDescriptors(error)
        : failure('internal', 'A bug in this action ended the run; the log shows the error.'),
    )
    process.exit(1)
  }

  /** Cancelled and not finished in time, or the event loop is empty although the run has not ended. */
  exit(): void {
    const isCancelled = this.#signal.aborted
    this.#report(isCancelled ? cancelled() : failure('internal', 'The run ended without a result.'))
  }

  #report(why: Failure): void {
    if (this.isReported) return
    this.isReported = true
    process.exitCode = 1
    const times = { startedAt: this.#startedAt, durationMs: now() - this.#started }
    publishNow(failedRun(why, { mode: 'setup', dryRun: false, ...times }), this.#runner)
  }
}

/** The runner cancels with SIGINT and SIGTERM; SIGHUP comes from a closed terminal or supervisor. */
function cancelOnSignals(cancel: AbortController, runner: Runner): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (cancel.signal.aborted) return
      runner.line(`${signal}: stopping, closing connections and deleting markers …`)
      cancel.abort(cancelled())
      setTimeout(() => process.exit(1), graceMs).unref()
    })
  }
}

/** Without a listener, the first write to a closed pipe would end the process. */
function surviveClosedLog(): void {
  process.stdout.once('error', (error: Error) => {
    process.stderr.on('error', () => undefined)
    process.stderr.write(`The log is closed (${error.message}). The run continues; outputs and reports are written.\n`)
  })
  process.stdout.on('error', () => undefined)
}
