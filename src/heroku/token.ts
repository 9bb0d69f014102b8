import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import { cancelled, isOutOfDescriptors, outOfDescriptors } from '../failure/to-failure.ts'
import { abortable, isTimeout, timeLimit } from '../utils/abort.ts'
import { Secret } from '../utils/secret.ts'

export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
}

/** Runs a program silently. Rejects when there is no such program. */
export type RunCommand = (command: string, args: readonly string[]) => Promise<CommandResult>

/** Long enough for a slow runner to start the CLI, short enough that an unanswered prompt does not hang the job. */
const cliTimeoutMs = 60_000

/**
 * The token of an existing Heroku CLI login (`heroku auth:token`).
 * The CLI prints the token on stdout and its warnings on stderr; not logged in, it prints nothing on stdout and exits with 100.
 * @throws Failure `token-missing` naming what was tried
 */
export async function tokenOfCli(run: RunCommand, signal: AbortSignal, timeoutMs = cliTimeoutMs): Promise<Secret> {
  let result: CommandResult
  try {
    result = await abortable(run('heroku', ['auth:token']), timeLimit(timeoutMs, signal))
  } catch (error) {
    if (signal.aborted) throw cancelled()
    if (isOutOfDescriptors(error)) throw outOfDescriptors(error)
    throw missing(isTimeout(error) ? 'the Heroku CLI did not answer' : 'the Heroku CLI is not installed')
  }
  const lines = result.stdout.split(/\r?\n/).map((line) => line.trim())
  const token = lines.findLast((line) => line !== '') ?? ''
  if (result.exitCode !== 0 || token === '') throw missing('the Heroku CLI is not logged in')
  if (!/^[\x21-\x7e]{8,4096}$/.test(token)) throw missing('`heroku auth:token` did not print a token')
  return new Secret(token)
}

function missing(why: string): Failure {
  return failure('token-missing', `No Heroku API token: the api-key input and HEROKU_API_KEY are empty, and ${why}.`)
}

/** Runs a program with `@actions/exec`, which is loaded only here. The child's environment holds none of the action's inputs. */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<CommandResult> {
  const { getExecOutput } = await import('@actions/exec')
  const childEnv: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !name.startsWith('INPUT_')) childEnv[name] = value
  }
  const { exitCode, stdout } = await getExecOutput(command, [...args], {
    silent: true,
    ignoreReturnCode: true,
    env: childEnv,
  })
  return { exitCode, stdout }
}
