import { causeChain } from '../failure/cause-chain.ts'
import { Failure } from '../failure/failure.ts'
import { isOutOfDescriptors, outOfDescriptors } from '../failure/to-failure.ts'
import type { Runner } from '../runner/runner.ts'
import type { Mode } from '../steps/settings.ts'
import { logLine } from '../utils/escape.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { mapTexts } from '../utils/text.ts'
import { type AnnotationContext, annotations, workflowFile } from './annotations.ts'
import { runReport, withWarningReasons } from './build.ts'
import { docsBase } from './docs.ts'
import { explained, failedLine, stepFailure } from './failed.ts'
import { writeReportFiles } from './files.ts'
import { outputs } from './outputs.ts'
import type { Report } from './report.ts'
import type { RunResult } from './result.ts'
import type { ReportSettings } from './settings.ts'
import { renderSummary } from './summary/summary.ts'
import { runVerdict } from './verdict.ts'

/** Where a run is reported to. */
export interface Audience {
  readonly runner: Runner
  /** Where report files must stay. */
  readonly workspace: string
  /** Takes secrets out of a text; applied to everything that is reported. */
  readonly redact: (text: string) => string
}

/** Reports to all: outputs for the next job, annotations, report files, summary, and last the verdict. */
export async function publish(
  original: RunResult,
  settings: ReportSettings,
  { runner, workspace, redact }: Audience,
): Promise<void> {
  const docs = docsBase(runner.env)
  const { state, problem: earlier, ...reported } = original
  const cleaned = mapTexts(reported, redact)
  const why = stepFailure(cleaned, settings)
  const result = why === 'warning' ? withWarningReasons(cleaned) : cleaned
  const context = withoutUndefined<AnnotationContext>({
    docs,
    failOn: settings.failOn,
    workflowFile: workflowFile(runner.env),
  })
  const problems = [
    ...(earlier ? [earlier] : []),
    ...(await attemptAll([
      () => {
        for (const [name, value] of outputs(result)) runner.output(name, value)
      },
      () => {
        for (const each of annotations(result, context)) runner.annotate(each)
      },
      () =>
        writeReportFiles(settings.reportFiles, state ? { ...result, state } : result, workspace, runUrl(runner.env)),
      () => (settings.jobSummary ? runner.summary(renderSummary(result, { docs, why })) : undefined),
    ])),
  ]
  for (const line of problems.flatMap(causeChain)) runner.line(redact(line))
  const [problem] = problems
  if (!result.error) runner.line(logLine(runVerdict(result)))
  if (why !== undefined) runner.fail(failedLine(result, why, docs))
  else if (problem !== undefined) runner.fail(redact(unreported(problem, docs)))
}

/** The same without annotations and report files, and without waiting: for the last moment of a process. */
export function publishNow(result: RunResult, runner: Runner): void {
  const docs = docsBase(runner.env)
  const ways: readonly (() => void)[] = [
    () => {
      for (const [name, value] of outputs(result)) runner.output(name, value)
    },
    () => {
      runner.summary(renderSummary(result, { docs }))
    },
  ]
  for (const way of ways) {
    try {
      way()
    } catch (error) {
      for (const line of causeChain(error)) runner.line(line)
    }
  }
  runner.fail(failedLine(result, 'job', docs))
}

/** The page of this run on GitHub. */
function runUrl(env: Runner['env']): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env
  return server && repository && id ? `${server}/${repository}/actions/runs/${id}` : undefined
}

/** One way of reporting that fails must not keep the others from being tried. Resolves with what went wrong. */
async function attemptAll(ways: readonly (() => void | Promise<void>)[]): Promise<readonly unknown[]> {
  const problems: unknown[] = []
  for (const way of ways) {
    try {
      await way()
    } catch (error) {
      problems.push(error)
    }
  }
  return problems
}

function unreported(error: unknown, docs: string): string {
  const known = isOutOfDescriptors(error) ? outOfDescriptors(error) : error
  return known instanceof Failure
    ? explained(known.explanation, docs)
    : explained({ reason: 'internal', what: `The report could not be written: ${causeChain(error)[0] ?? ''}` }, docs)
}

interface Run extends Pick<Report, 'startedAt' | 'durationMs' | 'dryRun'> {
  readonly mode: Mode
}

/** The result of a run that ended before it reached any app: invalid inputs, no such team, a bug. */
export function failedRun({ explanation }: Failure, { mode, dryRun, startedAt, durationMs }: Run): RunResult {
  return {
    report: runReport({ mode, dryRun, startedAt, durationMs, apps: [] }, explanation),
    apps: [],
    cancelled: explanation.reason === 'cancelled',
    error: explanation,
  }
}
