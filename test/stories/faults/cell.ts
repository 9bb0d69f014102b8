import { expect } from 'vitest'
import type { FailureReason } from '../../../src/failure/failure.ts'
import type { LoggedRequest } from '../../sandbox/request-log.ts'
import { type FaultKind, faultKinds, type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import type { RunOptions, RunOutcome } from '../../support/runner.ts'
import { budget, slownessNow } from '../../support/slowness.ts'
import { stepWith, varsFor } from '../../e2e/support.ts'
import { app, foreignAddon, foreignVars, type Row, type Scenario, scenarios, type StateOnHeroku } from './requests.ts'

/** One request with one fault, once or always. */
export interface Cell {
  readonly row: Row
  readonly kind: FaultKind
  readonly times: 1 | 'always'
}

export function nameOf({ row: { scenario, label }, kind, times }: Cell): string {
  return `${scenario}: ${label}, ${kind} ${times === 1 ? 'once' : 'always'}`
}

/** Faults in the answer, after Heroku has done the work. */
const afterTheWork: ReadonlySet<FaultKind> = new Set([
  'reset-after',
  'silence-after',
  'drip',
  'truncated',
  'wrong-shape',
  'huge',
])
/** Ended only by the action's time limit for one request (10 s, 25 s for a change). */
const endless: ReadonlySet<FaultKind> = new Set(['silence-before', 'silence-after', 'drip'])

/** Generous for busy machines. A run that hangs is ended before. */
export const cellTimeoutMs = 600_000

/**
 * Each request that reads meets two of the 16 faults, each that changes four: one half once, the other always. With
 * `FAULTS=all` in the environment: every request × every fault, both once and always.
 * Cells that wait longest come first, so that none runs alone at the end.
 */
export function cellsOf(these: readonly Row[]): readonly Cell[] {
  const isComplete = process.env['FAULTS'] === 'all'
  return these
    .flatMap((row, index) => {
      const every = row.method === 'GET' ? 16 : 8
      return faultKinds.flatMap((kind, column) =>
        ([1, 'always'] as const)
          .filter((_, half) => isComplete || (index + column) % every === (half * every) / 2)
          .map((times): Cell => ({ row, kind, times })),
      )
    })
    .toSorted((a, b) => Number(endless.has(b.kind)) - Number(endless.has(a.kind)))
}

/** An answer, or none, that does not say whether the work was done. It was not. */
const doubtful: ReadonlySet<FaultKind> = new Set(['status-500', 'status-503-html', 'reset-before', 'silence-before'])

interface Expected extends StateOnHeroku {
  readonly reason: FailureReason | ''
}

function expectedOf(cell: Cell): Expected {
  const { row, kind, times } = cell
  const { reason, ...atEnd }: Scenario = scenarios[row.scenario]
  const worked = afterTheWork.has(kind)
  const isAnswer = row.statusIsEnough === true && (kind === 'truncated' || kind === 'wrong-shape')
  const lasts = (times === 'always' || isFinal(cell)) && row.optional !== true && !isAnswer
  if (kind === 'refuse' && row.canBeRefused) return { ...atEnd, reason }
  if (row.once !== undefined && doubtful.has(kind)) return { ...row, reason: row.once }
  // After a lost answer the action reads the state and finds the work done.
  if (!lasts || (row.method !== 'GET' && worked)) {
    return { ...atEnd, reason }
  }
  return { ...row, reason: reasonOf(cell) }
}

/** Final answers are not retried. */
function isFinal({ kind }: Cell): boolean {
  return kind === 'refuse' || kind === 'redirect'
}

function reasonOf({ row, kind }: Cell): FailureReason {
  // Heroku is busy with the add-on, so the run waits until provision-timeout.
  if (kind === 'status-409' && row.method === 'PATCH' && row.scenario === 'change') return 'provision-timeout'
  if (kind === 'refuse') return 'heroku-forbidden'
  return kind.startsWith('rate-limit') ? 'rate-limited' : 'heroku-unavailable'
}

/** Short where the fault stays and the run must fail; otherwise generous, so that the result does not depend on it. */
async function timeoutOf(cell: Cell): Promise<string> {
  const adopts = cell.row.method !== 'GET' && afterTheWork.has(cell.kind)
  const isGivenUp = cell.row.once !== undefined && doubtful.has(cell.kind)
  const { shortMs = 4_000 }: Scenario = scenarios[cell.row.scenario]
  return isGivenUp || (cell.times === 'always' && !adopts && !isFinal(cell))
    ? budget(shortMs, await slownessNow())
    : '5m'
}

/** Plays one cell in its own sandbox. `start` runs the bundle or the source. @throws the failed expectation */
export async function play(cell: Cell, start: (options: RunOptions) => Promise<RunOutcome>): Promise<void> {
  const { row, kind, times } = cell
  const { prepare, inputs } = scenarios[row.scenario]
  const sandbox = await startSandbox()
  try {
    await prepare(sandbox)
    const { method, path, after = 0 } = row
    if (row.label === 'GET release (polling)') await keepPending(sandbox, row)
    const before = await sandbox.config(app)
    await sandbox.fault({ kind, times, after, match: { method, path } })
    const run = await stepWith(start)(
      sandbox,
      { app, samples: '1', latency: 'off', 'provision-timeout': await timeoutOf(cell), ...inputs },
      {
        env: { RUNNER_DEBUG: '1' },
        secrets: [foreignVars.API_SECRET, before['DATABASE_URL'] ?? ''],
        timeoutMs: cellTimeoutMs / 2,
      },
    )
    judgeRun(run, cell)
    await judgeHeroku(sandbox, cell, before)
    judgeRequests(sandbox, cell)
  } finally {
    await sandbox.stop()
  }
}

function judgeRun(run: RunOutcome, cell: Cell): void {
  const { reason, addonThere } = expectedOf(cell)
  const { scenario } = cell.row
  expect(run).toMatchObject({
    timedOut: false,
    stderr: '',
    exitCode: reason === '' ? 0 : 1,
    droppedOutputs: [],
    outputs: { status: reason === '' ? 'pass' : 'fail', 'failure-reason': reason },
  })
  expect(run.summary, 'the summary').toContain(app)
  expect(run.annotations.some(({ kind }) => kind === 'error')).toBe(reason !== '')
  // A run that failed half-way reports what it did before.
  if (scenario === 'set-up')
    expect(run.outputs).toMatchObject({ created: String(addonThere), changed: String(addonThere) })
  else expect(run.outputs['created']).toBe('false')
  if (isReadOnly(cell)) expect(run.outputs['changed']).toBe('false')
}

/** One add-on or none, all variables or none, and everything foreign unchanged. */
async function judgeHeroku(sandbox: Sandbox, cell: Cell, before: Readonly<Record<string, string>>): Promise<void> {
  const { addonThere, varsThere, urlThere = addonThere, copiesThere = false } = expectedOf(cell)
  await sandbox.settled()
  const [database, ...ours] = await sandbox.addons(app)
  expect(database).toBe(foreignAddon.name)
  expect(ours, 'managed add-ons').toHaveLength(addonThere ? 1 : 0)
  const { REDIS_URL: url, DATABASE_URL: databaseUrl, ...others } = await sandbox.config(app)
  expect(databaseUrl).toMatch(/^postgres:/)
  expect(url !== undefined, 'REDIS_URL is set').toBe(urlThere)
  const source = varsThere === 'before' ? before['REDIS_URL'] : url
  const { REDIS_WRITER_URL, REDIS_READER_URL, ...vars } = others
  expect(vars).toEqual({ ...foreignVars, ...(varsThere !== false && source !== undefined ? varsFor(source) : {}) })
  // A copy names the user `default` for all clients; Heroku's own URL does not.
  const copies = [REDIS_WRITER_URL, REDIS_READER_URL].map((copy) => copy?.replace('//default:', '//:'))
  expect(copies).toEqual(copiesThere ? [url, url] : [undefined, undefined])
}

function isReadOnly({ row: { scenario } }: Cell): boolean {
  return scenario === 'check' || scenario === 'unreachable' || scenario === 'dry-run'
}

function judgeRequests(sandbox: Sandbox, cell: Cell): void {
  const { kind, times } = cell
  const requests = sandbox.requests.list()
  // Redirects are not followed, with or without the token.
  expect(sandbox.strays.list()).toEqual([])
  expect(requests.filter(({ authorized }) => !authorized)).toEqual([])

  const affected = requests.filter(({ fault }) => fault === kind).length
  expect(affected, 'affected requests').toBeGreaterThanOrEqual(1)
  const { asked = 1 } = cell.row
  expect(affected, 'affected requests').toBeLessThanOrEqual(times === 1 ? 1 : 5 * asked)
  if (isFinal(cell)) expect(affected, 'tries after a final answer').toBeLessThanOrEqual(asked)

  if (cell.row.once !== undefined) judgeOnce(requests, cell)
  const isCreation = ({ method, path }: LoggedRequest): boolean => method === 'POST' && path.endsWith('/addons')
  const isList = ({ method, path, status }: LoggedRequest): boolean =>
    method === 'GET' && path === `/apps/${app}/addons` && status === 200
  const creations = requests.flatMap((request, at) => (isCreation(request) ? [at] : []))
  for (const [index, at] of creations.slice(1).entries()) {
    const between = requests.slice(creations[index], at)
    expect(between.some(isList), 'a list between two creations').toBe(true)
  }
  // All tries use the same name, so that only one add-on can exist, and none confirms a second one.
  const orders = new Set(creations.map((at) => JSON.stringify(requests[at]?.body)))
  expect(orders.size).toBeLessThanOrEqual(1)
  expect([...orders].join('')).not.toContain('confirm')

  const writes = requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/log-sessions'))
  if (isReadOnly(cell)) expect(writes).toEqual([])
  const { writes: names = Object.keys(varsFor('rediss://:p@h:1')).sort() }: Scenario = scenarios[cell.row.scenario]
  for (const { body } of writes.filter(({ path }) => path.endsWith('/config-vars'))) {
    const written = Object.keys(body as object).sort()
    if (names instanceof RegExp) for (const name of written) expect(name).toMatch(names)
    else if (cell.row.scenario !== 'live') expect(written).toEqual(names)
  }
}

/** Retried only after an answer that says that nothing was done. */
function judgeOnce(requests: readonly LoggedRequest[], { row: { method, path } }: Cell): void {
  const sent = requests.filter((each) => each.method === method && new RegExp(path).test(each.path))
  for (const { status } of sent.slice(0, -1)) expect([409, 429]).toContain(status)
}

/** The release of the run stays pending until it is read by itself a second time. */
async function keepPending(sandbox: Sandbox, { method, path }: Row): Promise<void> {
  await sandbox.override('release', { set: { status: 'pending' } })
  await sandbox.onRequest({ when: 'before', match: { method, path }, control: 'clearOverrides', args: [], skip: 1 })
}
