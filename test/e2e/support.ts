import { afterAll } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/sandbox.ts'
import { budget } from '../support/slowness.ts'
import { expectNoSecrets, runAction, type RunOptions, type RunOutcome } from '../support/runner.ts'

/** A sandbox for the tests of one file, stopped after them. */
export async function sandboxForThisFile(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options)
  afterAll(() => sandbox.stop())
  return sandbox
}

export interface Job extends Omit<RunOptions, 'inputs'> {
  /** Secrets in addition to those of the sandbox. */
  readonly secrets?: readonly string[]
}

export type Step = (sandbox: Sandbox, inputs: Readonly<Record<string, string>>, job?: Job) => Promise<RunOutcome>

/** One step of a workflow: runs the committed bundle on the sandbox, and then searches all its output for secrets. */
export const step: Step = stepWith(runAction)

const patient = {
  // The sandbox runs this machine's redis-server, whose version Heroku may no longer support.
  'skip-checks': 'version',
  // A busy machine must not cause findings; tests of time limits set their own.
  latency: '1m/2m',
  'connect-timeout': budget(4_000),
  'command-timeout': budget(4_000),
}

export function stepWith(start: (options: RunOptions) => Promise<RunOutcome>): Step {
  return (sandbox, inputs, job) => take(start, sandbox, inputs, job)
}

async function take(
  start: (options: RunOptions) => Promise<RunOutcome>,
  sandbox: Sandbox,
  inputs: Readonly<Record<string, string>>,
  { secrets = [], env, ...options }: Job = {},
): Promise<RunOutcome> {
  const before = await secretsOf(sandbox, inputs['app'] ?? '')
  const outcome = await start({
    inputs: { 'api-key': sandbox.token, ...patient, ...inputs },
    env: { ...sandbox.env, ...env },
    timeoutMs: 300_000,
    ...options,
  })
  const after = await secretsOf(sandbox, inputs['app'] ?? '')
  expectNoSecrets(outcome, [sandbox.token, ...before, ...after, ...secrets])
  return outcome
}

/** Current URLs and passwords in the config vars of the apps. */
export async function secretsOf(sandbox: Sandbox, apps: string): Promise<string[]> {
  const names = apps.split(/[\n,]/).map((name) => name.trim())
  const configs = await Promise.all(names.map((name) => sandbox.config(name).catch(() => ({}))))
  return configs.flatMap((config) =>
    Object.entries(config).flatMap(([name, value]) => {
      const password = /^rediss?:\/\//.test(value) ? new URL(value).password : ''
      return [...(password === '' ? [] : [value, password]), ...(name.endsWith('_PASSWORD') ? [value] : [])]
    }),
  )
}

export function reportOf({ outputs }: RunOutcome): Report {
  return JSON.parse(outputs['report'] ?? '') as Report
}

/** `GET /apps/my-app/addons`, in the order of arrival. */
export function requestsOf(sandbox: Sandbox): string[] {
  return sandbox.requests.list().map(({ method, path }) => `${method} ${path}`)
}

/** Requests that change something, in order of arrival. A log session is a POST, but changes nothing. */
export function changesOn(sandbox: Sandbox): string[] {
  return requestsOf(sandbox).filter((request) => !/^GET |\/log-sessions$/.test(request))
}

/** The correct managed variables for a URL. */
export function varsFor(
  url: string,
  prefixes: readonly string[] = ['REDIS_WRITER', 'REDIS_READER'],
): Record<string, string> {
  const { hostname, port, password, username, protocol } = new URL(url)
  return Object.fromEntries(
    prefixes.flatMap((prefix) => [
      [`${prefix}_HOST`, hostname],
      [`${prefix}_PORT`, port],
      [`${prefix}_PASSWORD`, decodeURIComponent(password)],
      [`${prefix}_USERNAME`, username || 'default'],
      [`${prefix}_TLS`, String(protocol === 'rediss:')],
    ]),
  )
}
