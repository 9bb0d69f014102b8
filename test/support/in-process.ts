import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inputDefaults, type InputName } from '../../src/inputs.ts'
import { run } from '../../src/run.ts'
import type { Annotation, Runner } from '../../src/runner.ts'
import type { RunOptions, RunOutcome, SeenAnnotation } from './runner.ts'

/** The source in this process behind a runner of our own: what `runAction` is for the bundle, where coverage sees it. */
export async function inProcess({ inputs = {}, env = {} }: RunOptions): Promise<RunOutcome> {
  const workspace = await mkdtemp(join(tmpdir(), 'in-process-'))
  const lines: string[] = []
  const masks: string[] = []
  const annotations: SeenAnnotation[] = []
  const outputs: Record<string, string> = {}
  let summary = ''
  let failed = false
  const annotate = ({ kind, title, message, file = '' }: Annotation): void => {
    annotations.push({ kind, title, message, file })
    lines.push(`##[${kind}]${message}`)
  }
  const runner: Runner = {
    env,
    debugging: env['RUNNER_DEBUG'] === '1',
    input: (name) => inputs[name] ?? inputDefaults[name as InputName],
    mask: (text) => void masks.push(text),
    line: (text) => void lines.push(text),
    startGroup: (title) => void lines.push(`##[group]${title}`),
    endGroup: () => void lines.push('##[endgroup]'),
    annotate,
    output: (name, value) => void (outputs[name] = value),
    summary: async (markdown) => void (summary += markdown),
    fail: (message) => {
      failed = true
      annotate({ kind: 'error', title: '', message })
    },
  }
  const start = performance.now()
  try {
    await run({
      runner,
      signal: new AbortController().signal,
      command: () => Promise.reject(new Error('no such program')),
      workspace,
    })
    const names = await readdir(workspace, { recursive: true, withFileTypes: true })
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    const contents = files.map(
      async (path) => [path.slice(workspace.length + 1), await readFile(path, 'utf8')] as const,
    )
    return {
      exitCode: failed ? 1 : 0,
      signal: null,
      timedOut: false,
      stdout: lines.join('\n'),
      stderr: '',
      log: lines,
      outputs,
      droppedOutputs: [],
      annotations,
      masks,
      summary,
      files: Object.fromEntries(await Promise.all(contents)),
      durationMs: performance.now() - start,
    }
  } finally {
    await rm(workspace, { recursive: true, force: true })
  }
}
