import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { Masks } from './masks.ts'
import { findSecrets } from './secret-scan.ts'

/**
 * A test double of the GitHub runner: starts an action's bundle as the runner does, and parses its output as the runner
 * does (actions/runner, ActionCommand.cs and FileCommandManager.cs).
 */

const repository = fileURLToPath(new URL('../..', import.meta.url))

export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>
  /** Added to a clean environment; an empty string unsets. */
  readonly env?: Readonly<Record<string, string>>
  /** Files in the workspace before the start, path → content. */
  readonly files?: Readonly<Record<string, string>>
  /** The workspace, instead of a new empty folder; it is kept. */
  readonly cwd?: string
  /** Default: the committed `dist/index.js`. */
  readonly bundle?: string
  /** Default: the repository's `action.yml`. */
  readonly metadata?: string
  /** The action is killed after this many milliseconds; `timedOut` is then true. */
  readonly timeoutMs?: number
  /** Runs in parallel with the action; its failure is thrown. */
  readonly during?: (run: Running) => Promise<void>
}

/** A running action. */
export interface Running {
  readonly child: Pick<ChildProcess, 'kill' | 'pid' | 'exitCode' | 'signalCode'>
  /** Resolves when the action has logged this on stdout or stderr; rejects when it ends without. */
  readonly logged: (pattern: string | RegExp) => Promise<void>
}

export interface SeenAnnotation {
  readonly kind: 'error' | 'warning' | 'notice'
  readonly title: string
  readonly message: string
  readonly file: string
}

export interface RunOutcome {
  /** Null if a signal ended it. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly timedOut: boolean
  readonly stdout: string
  readonly stderr: string
  /** What the user sees: without commands, with masks applied. Debug lines only with RUNNER_DEBUG=1. */
  readonly log: readonly string[]
  /** As the next job gets them: outputs that contain masked text are dropped. */
  readonly outputs: Readonly<Record<string, string>>
  readonly droppedOutputs: readonly string[]
  readonly annotations: readonly SeenAnnotation[]
  /** In the order registered. */
  readonly masks: readonly string[]
  readonly summary: string
  /** All written files: those of the workspace, and the runner's command files as `$GITHUB_…`. */
  readonly files: Readonly<Record<string, string>>
  readonly durationMs: number
}

const commandFiles = ['OUTPUT', 'ENV', 'STATE', 'STEP_SUMMARY', 'PATH'] as const

export async function runAction(options: RunOptions = {}): Promise<RunOutcome> {
  const home = await mkdtemp(join(tmpdir(), 'runner-'))
  try {
    const workspace = options.cwd ?? join(home, 'workspace')
    await mkdir(workspace, { recursive: true })
    await mkdir(join(home, 'temp'))
    await writeFiles(workspace, options.files)
    for (const name of commandFiles) await writeFile(join(home, name), '')
    const environment = { ...context(home, workspace), ...(await inputs(options)), ...options.env }
    const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
    const bundle = options.bundle ?? join(repository, 'dist', 'index.js')
    const ended = await run(bundle, workspace, env, options)
    const read = parseLog(ended.lines, env['RUNNER_DEBUG'] === '1')
    const own = await Promise.all(
      commandFiles.map(async (name) => [`$GITHUB_${name}`, await readFile(join(home, name), 'utf8')] as const),
    )
    const files = { ...(await contents(workspace, workspace)), ...Object.fromEntries(own) }
    const written = Object.entries(keyValues(files['$GITHUB_OUTPUT'] ?? ''))
    return {
      ...ended,
      log: read.log,
      annotations: read.annotations,
      masks: read.masks.values,
      outputs: Object.fromEntries(written.filter(([, value]) => !read.masks.matches(value))),
      droppedOutputs: written.filter(([, value]) => read.masks.matches(value)).map(([name]) => name),
      summary: files['$GITHUB_STEP_SUMMARY'] ?? '',
      files,
    }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** Files in a folder, path → content. */
export async function writeFiles(folder: string, files: RunOptions['files'] = {}): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}

/** Throws if any of the secrets appears anywhere, in any encoding, except in `::add-mask::` lines. */
export function expectNoSecrets(
  outcome: Pick<RunOutcome, 'stdout' | 'stderr' | 'files' | 'outputs' | 'summary'>,
  secrets: readonly string[],
): void {
  const stdout = outcome.stdout
    .split(/\r\n|\r|\n/)
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n')
  const texts = new Map([
    ['stdout', stdout],
    ['stderr', outcome.stderr],
    ['outputs', Object.entries(outcome.outputs).flat().join('\n')],
    ['the summary', outcome.summary],
    ...Object.entries(outcome.files).flatMap(([path, content]) => [
      [path, content] as const,
      [`the name of ${path}`, path] as const,
    ]),
  ])
  const finds = findSecrets(texts, secrets)
  if (finds.length > 0) throw new Error(`Secrets leaked:\n${finds.join('\n')}`)
}

/** The environment that the runner sets, without that of this machine. */
function context(home: string, workspace: string): Record<string, string> {
  return {
    ...Object.fromEntries(commandFiles.map((name) => [`GITHUB_${name}`, join(home, name)])),
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: join(home, 'temp'),
    LANG: 'C.UTF-8',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__octo_heroku-redis-action',
    GITHUB_ACTION_REPOSITORY: 'octo/heroku-redis-action',
    GITHUB_ACTION_REF: 'v1',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_JOB: 'redis',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: 'octo/shop',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '0123456789012345678901234567890123456789',
    GITHUB_WORKFLOW: 'redis',
    GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/redis.yml@refs/heads/main',
    GITHUB_WORKSPACE: workspace,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: 'double',
    RUNNER_TEMP: join(home, 'temp'),
    RUNNER_TOOL_CACHE: join(home, 'temp'),
  }
}

/** Inputs as the runner passes them: with defaults of the metadata, spaces as `_`, hyphens kept. */
async function inputs(options: RunOptions): Promise<Record<string, string>> {
  const path = options.metadata ?? join(repository, 'action.yml')
  const metadata = parse(await readFile(path, 'utf8')) as {
    inputs?: Record<string, { default?: string } | null>
  }
  const defaults: [string, string][] = Object.entries(metadata.inputs ?? {}).map(([name, input]) => [
    name,
    input?.default ?? '',
  ])
  const given = new Map([...defaults, ...Object.entries(options.inputs ?? {})])
  return Object.fromEntries(
    [...given].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  )
}

interface Ended extends Pick<RunOutcome, 'exitCode' | 'signal' | 'timedOut' | 'stdout' | 'stderr' | 'durationMs'> {
  /** Lines of stdout and stderr in order of arrival. */
  readonly lines: readonly string[]
}

async function run(bundle: string, cwd: string, env: NodeJS.ProcessEnv, options: RunOptions): Promise<Ended> {
  const start = performance.now()
  const child = spawn(process.execPath, [bundle], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  const rest = { stdout: '', stderr: '' }
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const over = new AbortController()
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8')
    child[stream].on('data', (chunk: string) => {
      output[stream] += chunk
      const parts = (rest[stream] + chunk).split(/\r\n|\r|\n/)
      rest[stream] = parts.pop() ?? ''
      lines.push(...parts)
      for (const check of waiting) check()
    })
  }
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    child.kill('SIGKILL')
  }, options.timeoutMs ?? 300_000)
  const ended = new Promise<readonly [number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve([code, signal])
    })
  })
  const waitForLog = (pattern: string | RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const all = output.stdout + output.stderr
        if (typeof pattern === 'string' ? all.includes(pattern) : pattern.test(all)) resolve()
        else if (over.signal.aborted) reject(new Error(`the action ended without logging ${String(pattern)}`))
        else return
        waiting.delete(check)
      }
      waiting.add(check)
      check()
    })
  const during = options.during?.({ child, logged: waitForLog })
  // Rejections are handled below, when the action has ended.
  during?.catch(() => undefined)
  try {
    const [exitCode, signal] = await ended
    const durationMs = performance.now() - start
    over.abort()
    for (const check of waiting) check()
    lines.push(...Object.values(rest).filter((line) => line !== ''))
    await during
    return { exitCode, signal, timedOut, ...output, lines, durationMs }
  } finally {
    clearTimeout(timer)
  }
}

/** Processes the lines in order, as the runner does: a mask applies from its own line on. */
function parseLog(lines: readonly string[], debugging: boolean) {
  const masks = new Masks()
  const log: string[] = []
  const annotations: SeenAnnotation[] = []
  for (const line of lines) {
    const command = parseCommand(line)
    const show = (text: string): void => {
      log.push(...text.split(/\r\n|\r|\n/).map((each) => masks.apply(each)))
    }
    switch (command?.name) {
      case undefined:
        show(line)
        break
      case 'add-mask':
        masks.add(command.data)
        break
      case 'error':
      case 'warning':
      case 'notice': {
        const { title = '', file = '' } = command.properties
        const message = masks.apply(command.data)
        annotations.push({ kind: command.name, title: masks.apply(title), message, file })
        show(`##[${command.name}]${command.data}`)
        break
      }
      case 'group':
      case 'endgroup':
        show(`##[${command.name}]${command.data}`)
        break
      case 'debug':
        if (debugging) show(`##[debug]${command.data}`)
        break
    }
  }
  return { masks, log, annotations }
}

interface Command {
  readonly name: CommandName
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

const commandNames = ['add-mask', 'error', 'warning', 'notice', 'group', 'endgroup', 'debug'] as const
/** Commands that the action never uses: if one appears, an attack has succeeded. */
const forbidden = [
  'set-output',
  'save-state',
  'set-env',
  'add-path',
  'stop-commands',
  'echo',
  'add-matcher',
  'remove-matcher',
]
type CommandName = (typeof commandNames)[number]

export function parseCommand(line: string): Command | undefined {
  const legacy = /##\[([^\]\s]+)[^\]]*\]/.exec(line)?.[1] ?? ''
  const [, name = '', properties = '', data = ''] = /^\s*::([^\s:]+)(?:\s+(.*?))?::(.*)$/su.exec(line) ?? []
  const used = name === '' ? legacy : name
  if (forbidden.includes(used) || (name === '' && (commandNames as readonly string[]).includes(legacy))) {
    throw new Error(`the runner would obey a foreign command: ${line}`)
  }
  const known = commandNames.find((each) => each === name)
  if (known === undefined) return undefined
  const pairs = properties.split(',').flatMap((pair): [string, string][] => {
    const [key = '', ...value] = pair.split('=')
    return key === '' ? [] : [[key.trim(), unescaped(value.join('=').replaceAll('%3A', ':').replaceAll('%2C', ','))]]
  })
  return { name: known, properties: Object.fromEntries(pairs), data: unescaped(data) }
}

const unescaped = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')

/** `NAME=value` and `NAME<<delimiter` of the runner's command files. */
export function keyValues(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  const lines = text.split(/\r\n|\r|\n/)
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const [, name = '', mark = '', rest = ''] = /^([^=]*?)(=|<<)(.*)$/s.exec(line) ?? []
    if (name === '' || (mark === '<<' && rest === '')) throw new Error(`Invalid format '${line}'`)
    if (mark === '=') {
      values[name] = rest
      continue
    }
    const end = lines.indexOf(rest, at + 1)
    if (end < 0) throw new Error(`Matching delimiter not found '${rest}'`)
    values[name] = lines.slice(at + 1, end).join('\n')
    at = end
  }
  return values
}

async function contents(folder: string, root: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true })
  const all = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return contents(path, root)
      return entry.isFile() ? { [relative(root, path)]: await readFile(path, 'utf8') } : {}
    }),
  )
  return Object.fromEntries(all.flatMap((each) => Object.entries(each)))
}
