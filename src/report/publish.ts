import { Failure, type FailureReason } from '../failure/failure.ts'
import type { Runner } from '../runner/runner.ts'
import type { Inputs } from '../inputs/settings.ts'
import { annotations, workflowFile } from './annotations.ts'
import { docsBase, docsLink } from './docs.ts'
import { code, logLine, prose } from '../utils/escape.ts'
import { causeChain } from '../failure/cause-chain.ts'
import { explained, failedLine } from './failed.ts'
import { writeReportFiles } from './files.ts'
import { outputs } from './outputs.ts'
import type { Report } from './report.ts'
import type { RunResult } from './result.ts'
import { renderSummary } from './summary/summary.ts'
import { runVerdict } from './verdict.ts'

/** Tells everybody: outputs for the next job, annotations, summary, files, and last the verdict that people read first. */
export async function publish(result: RunResult, inputs: Inputs, runner: Runner, workspace: string): Promise<void> {
  const docs = docsBase(runner.env)
  const file = workflowFile(runner.env)
  const problems = await tellAll(runner, [
    () => {
      for (const [name, value] of outputs(result)) runner.output(name, value)
    },
    () => {
      for (const each of annotations(result, { docs, ...(file === undefined ? {} : { workflowFile: file }) }))
        runner.annotate(each)
    },
    () => writeReportFiles(inputs.reportFiles, result, workspace),
    () => (inputs.jobSummary ? runner.summary(renderSummary(result, { docs })) : undefined),
  ])
  runner.line(logLine(runVerdict(result)))
  const untold = problems[0]
  if (fails(result, inputs)) runner.fail(failedLine(result, docs))
  else if (untold !== undefined) runner.fail(toldWrong(untold, docs))
}

/** One reader that cannot be reached must not keep the word from the others. Resolves with what went wrong. */
async function tellAll(runner: Runner, ways: readonly (() => void | Promise<void>)[]): Promise<readonly unknown[]> {
  const problems: unknown[] = []
  for (const tell of ways) {
    try {
      await tell()
    } catch (error) {
      problems.push(error)
    }
  }
  for (const problem of problems) for (const line of causeChain(problem)) runner.line(line)
  return problems
}

/** `fail-on` judges findings; a job that could not be done fails whatever it says. */
function fails(result: RunResult, { failOn }: Inputs): boolean {
  if (result.cancelled || result.apps.some(({ report }) => report.error)) return true
  const { status } = result.report
  return (failOn !== 'never' && status === 'fail') || (failOn === 'warning' && status === 'warn')
}

function toldWrong(error: unknown, docs: string): string {
  return error instanceof Failure
    ? explained(error.explanation, docs)
    : explained({ reason: 'internal', what: `The report could not be written: ${causeChain(error)[0] ?? ''}` }, docs)
}

/** For a run that never came as far as an app: wrong inputs, or a bug. */
export async function publishFailure(
  error: Failure,
  { startedAt, durationMs }: Pick<Report, 'startedAt' | 'durationMs'>,
  runner: Runner,
): Promise<void> {
  const docs = docsBase(runner.env)
  const { reason, what, cause, remedy } = error.explanation
  for (const line of causeChain(error)) runner.line(line)
  const report: Report = {
    version: 1,
    status: 'fail',
    tested: false,
    failureReason: reason satisfies FailureReason,
    mode: runner.input('mode') === 'check' ? 'check' : 'setup',
    dryRun: runner.input('dry-run').toLowerCase() === 'true',
    startedAt,
    durationMs: Math.round(durationMs),
    apps: [],
  }
  const markdown = `## ❌ ${prose(what, 2_000)}\n\n${prose(cause)} ${prose(remedy)}\n\nRead on: ${code(reason)} in ${docsLink(docs, reason)}\n`
  await tellAll(runner, [
    () => {
      for (const [name, value] of outputs({ report, apps: [], cancelled: false })) runner.output(name, value)
    },
    () => runner.summary(markdown),
  ])
  runner.fail(explained(error.explanation, docs))
}
