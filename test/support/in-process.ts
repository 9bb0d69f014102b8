import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunCommand } from '../../src/heroku/token.ts'
import { inputDefaults, type InputName } from '../../src/inputs/inputs.ts'
import { cancelled } from '../../src/failure/to-failure.ts'
import { run } from '../../src/run.ts'
import type { Annotation, Runner } from '../../src/runner/runner.ts'
import { type Clock, systemClock } from '../../src/utils/time.ts'
import { type RunOptions, type RunOutcome, type SeenAnnotation, writeFiles } from './runner.ts'

export interface InProcessOptions extends RunOptions {
  /** Replaces parts of the runner, for example with ones that fail. */
  readonly runner?: Partial<Runner>
  /** Replaces programs on this machine; there are none by default. */
  readonly command?: RunCommand
  readonly clock?: Clock
}

/**
 * Like `runAction`, but with the source in this process instead of the bundle, so that it counts for coverage.
 * Any signal to `during`'s child cancels the run. No mask is applied, so that tests find secrets in the log.
 */
export async function inProcess(options: InProcessOptions): Promise<RunOutcome> {
  const { inputs = {}, env = {}, command = noProgram, clock = systemClock } = options
  const workspace = await mkdtemp(join(tmpdir(), 'in-process-'))
  await writeFiles(workspace, options.files)
  const log = new LogRecorder()
  const masks: string[] = []
  const annotations: SeenAnnotation[] = []
  const outputs: Record<string, string> = {}
  let summary = ''
  let failed = false
  const annotate = ({ kind, title, message, file = '' }: Annotation): void => {
    annotations.push({ kind, title, message, file })
    log.line(`##[${kind}]${message}`)
  }
  const runner: Runner = {
    env,
    debugging: env['RUNNER_DEBUG'] === '1',
    input: (name) => inputs[name] ?? inputDefaults[name as InputName],
    mask: (text) => void masks.push(text),
    line: (text) => log.line(text),
    startGroup: (title) => log.line(`##[group]${title}`),
    endGroup: () => log.line('##[endgroup]'),
    annotate,
    output: (name, value) => void (outputs[name] = value),
    summary: (markdown) => void (summary += markdown),
    fail: (message) => {
      failed = true
      annotate({ kind: 'error', title: '', message })
    },
    ...options.runner,
  }
  const cancel = new AbortController()
  const child = {
    pid: process.pid,
    exitCode: null,
    signalCode: null,
    kill: (): boolean => {
      cancel.abort(cancelled())
      return true
    },
  }
  const start = performance.now()
  try {
    const during = options.during?.({ child, logged: (pattern) => log.waitFor(pattern) })
    // Rejections are handled below, when the run has ended.
    during?.catch(() => undefined)
    await run({ runner, signal: cancel.signal, clock, command, workspace })
    const durationMs = performance.now() - start
    log.end()
    await during
    return {
      exitCode: failed ? 1 : 0,
      signal: null,
      timedOut: false,
      stdout: log.lines.join('\n'),
      stderr: '',
      log: log.lines,
      outputs,
      droppedOutputs: [],
      annotations,
      masks,
      summary,
      files: await contents(workspace),
      durationMs,
    }
  } finally {
    await rm(workspace, { recursive: true, force: true })
  }
}

const noProgram: RunCommand = () => Promise.reject(new Error('no such program'))

/** The log. Notifies waiting tests before the run sends its next request. */
class LogRecorder {
  readonly lines: string[] = []
  readonly #waiting = new Set<() => void>()
  #isOver = false

  line(text: string): void {
    this.lines.push(text)
    this.#notify()
  }

  end(): void {
    this.#isOver = true
    this.#notify()
  }

  waitFor(pattern: string | RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const all = this.lines.join('\n')
        if (typeof pattern === 'string' ? all.includes(pattern) : pattern.test(all)) resolve()
        else if (this.#isOver) reject(new Error(`the action ended without logging ${String(pattern)}`))
        else return
        this.#waiting.delete(check)
      }
      this.#waiting.add(check)
      check()
    })
  }

  #notify(): void {
    for (const check of this.#waiting) check()
  }
}

async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const)
  return Object.fromEntries(await Promise.all(files))
}
