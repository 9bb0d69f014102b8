import { Failure } from '../../../src/failure/failure.ts'
import type { Addon, HerokuApi, ReleaseInfo } from '../../../src/heroku/api.ts'
import type { Attempt } from '../../../src/heroku/call.ts'
import type { DatabaseInfo, DataWait, Known as Answer, Maintenance } from '../../../src/heroku/data.ts'
import { HerokuFailure, type Meaning } from '../../../src/heroku/errors.ts'
import type { InputName } from '../../../src/inputs/inputs.ts'
import type { Known } from '../../../src/state/known.ts'
import type { Observed } from '../../../src/state/observed.ts'
import { applySteps } from '../../../src/steps/apply.ts'
import type { StepContext } from '../../../src/steps/context.ts'
import { Progress } from '../../../src/steps/progress.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { addon, good, inputs, known, observed, url } from '../state/fixtures.ts'

/** Time that passes only while somebody sleeps. */
export class FakeClock {
  readonly slept: number[] = []
  #now = 0

  now(): number {
    return this.#now
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    this.slept.push(ms)
    this.#now += ms
    // Whoever waits for something else has its turn.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Takes the first answer, then the next; the last one is for all further calls. An error is thrown. */
export function inTurn<A extends readonly unknown[]>(...answers: A): () => Promise<Exclude<A[number], Error>> {
  let calls = 0
  return async () => {
    const answer = answers[Math.min(calls++, answers.length - 1)]
    if (answer instanceof Error) throw answer
    return answer as Exclude<A[number], Error>
  }
}

/** The failure that the work ends with. @throws when it does not fail */
export async function errorFrom(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof Failure) return error
  throw new Error('there was no failure', { cause: error })
}

export function vars(values: Readonly<Record<string, string>>): ReadonlyMap<string, Secret> {
  return new Map(Object.entries(values).map(([name, value]) => [name, new Secret(value)]))
}

export function refusal(
  given: {
    readonly reason?: Failure['reason']
    readonly status?: number
    readonly words?: string
    readonly meaning?: Meaning
    readonly outcome?: 'refused' | 'unknown'
  } = {},
): HerokuFailure {
  const { reason = 'provision-failed', status = 422, words = '', meaning, outcome = 'refused' } = given
  const what = `Heroku answered POST /x with ${String(status)}: "${words}".`
  return new HerokuFailure({ reason, what, cause: 'Cause.', remedy: 'Remedy.' }, { status, words, meaning, outcome })
}

export const done = <T>(value: T): Attempt<T> => ({ kind: 'done', value })
export const final = <T>(failure: HerokuFailure): Attempt<T> => ({
  kind: 'final',
  failure,
  status: failure.status ?? 0,
})
export const passing = <T>(failure: HerokuFailure): Attempt<T> => ({ kind: 'passing', failure })

/** What Heroku's data API answers. */
export const reported = <T>(value: T): Answer<T> => ({ known: true, value })
export const silent = { known: false, why: 'no answer' } as const
export const is = (status: string, more: Partial<Maintenance> = {}): Answer<Maintenance> =>
  reported({ status, ...more })
export const version = (number: string): Answer<DatabaseInfo> => reported({ version: number })
export const idle = done<DataWait>({ waiting: false, message: '' })
export const busy = done<DataWait>({ waiting: true, message: 'preparing' })

export const missing = new Failure({ reason: 'addon-missing', what: 'Gone.', cause: 'Cause.', remedy: 'Remedy.' })

export function release(given: Partial<ReleaseInfo> = {}): ReleaseInfo {
  return { id: 'r', version: 7, status: 'succeeded', description: 'Set REDIS_WRITER_HOST config vars', ...given }
}

export interface Scene {
  readonly api: Partial<HerokuApi>
  readonly given?: Partial<Record<InputName, string>>
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
  /** Milliseconds since 1970. */
  readonly wallTime?: number
  /** Every app of the run. */
  readonly apps?: readonly string[]
}

/** The clock of the run when the test begins: a run is not the first thing that a process does. */
const beginMs = 1_000_000

/** An app and a Heroku that answers only what the test says. `clock` counts from the beginning of the test. */
export function scene({ api, given = {}, deadlineMs = 900_000, signal, wallTime = 0, apps = ['my-app'] }: Scene) {
  const lines: string[] = []
  const calls: string[] = []
  const clock = new FakeClock()
  const log = {
    info: (line: string) => void lines.push(line),
    debug: () => undefined,
    phase: async <T>(_: string, work: () => Promise<T>) => work(),
  }
  const progress = new Progress(log)
  const answering = new Proxy(api, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name)
      return (...args: unknown[]): unknown => {
        calls.push(String(name))
        if (typeof call !== 'function') throw new Error(`the test does not answer ${String(name)}`)
        return Reflect.apply(call, undefined, args)
      }
    },
  }) as HerokuApi
  const context: StepContext = {
    app: 'my-app',
    settings: inputs(given),
    api: answering,
    log,
    signal: signal ?? new AbortController().signal,
    clock: { now: () => beginMs + clock.now(), sleep: async (ms, until) => clock.sleep(ms, until) },
    wallTime: () => wallTime,
    deadline: beginMs + deadlineMs,
    progress,
    apps,
    rotations: new Map(),
  }
  return {
    context,
    progress,
    lines,
    calls,
    clock,
    known: (seen: Observed): Known => known(seen, context.settings),
    apply: (seen: Observed): Promise<Known> => applySteps(progress.learn(known(seen, context.settings)), context),
    actions: () => progress.steps.map(({ action, done: isDone }) => `${action}${isDone ? '' : ' (not done)'}`),
  }
}

/** An app whose add-on and config vars are as they should be. */
export const healthy = (): Observed => observed([addon()], { REDIS_URL: url, ...good })

/** The calls of a write and its release. */
export const writing = (
  answer: Readonly<Record<string, string>> = { REDIS_URL: url, ...good },
): Partial<HerokuApi> => ({
  setConfigVars: inTurn(vars(answer)),
  releases: inTurn([release({ createdAt: new Date(0).toISOString() })]),
  release: inTurn(release()),
})

export const provisioned = (given: Partial<Addon> = {}): Addon => addon({ state: 'provisioned', ...given })
export const provisioning = (given: Partial<Addon> = {}): Addon => addon({ state: 'provisioning', ...given })
