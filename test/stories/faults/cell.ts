import { expect } from 'vitest'
import type { FailureReason } from '../../../src/failure/failure.ts'
import type { LoggedRequest } from '../../sandbox/request-log.ts'
import { type FaultKind, faultKinds, type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import type { RunOptions, RunOutcome } from '../../support/runner.ts'
import { budget, slownessNow } from '../../support/slowness.ts'
import { stepWith, varsFor } from '../../e2e/support.ts'
import { app, foreignAddon, foreignVars, type Row, type Tale, tales, type There } from './requests.ts'

/** One request, one way to fail, once or for ever. */
export interface Cell {
  readonly row: Row
  readonly kind: FaultKind
  readonly times: 1 | 'always'
}

export function nameOf({ row: { tale, label }, kind, times }: Cell): string {
  return `${tale}: ${label}, ${kind} ${times === 'always' ? 'for ever' : 'once'}`
}

/** Heroku has done what was asked before its answer goes wrong. */
const afterTheWork: ReadonlySet<FaultKind> = new Set([
  'reset-after',
  'silence-after',
  'drip',
  'truncated',
  'wrong-shape',
  'huge',
])
/** Ended by our own time limit for one request (10 s, 25 s for a change), and by nothing else. */
const endless: ReadonlySet<FaultKind> = new Set(['silence-before', 'silence-after', 'drip'])

/** For a machine that does much else. A run that hangs is ended before. */
export const cellTimeoutMs = 600_000

/**
 * Every request × every way to fail, once and for ever in turn; with `FAULTS=whole` in the environment, both.
 * Those that wait longest come first, so that none is left at the end.
 */
export function cellsOf(these: readonly Row[]): readonly Cell[] {
  const isWhole = process.env['FAULTS'] === 'whole'
  return these
    .flatMap((row, index) =>
      faultKinds.flatMap((kind, column): readonly Cell[] => {
        const both: readonly Cell[] = [
          { row, kind, times: 1 },
          { row, kind, times: 'always' },
        ]
        return isWhole ? both : both.filter((_, half) => half === (index + column) % 2)
      }),
    )
    .toSorted((a, b) => Number(endless.has(b.kind)) - Number(endless.has(a.kind)))
}

/** An answer, or none, that says nothing about what was done; nothing was. */
const doubtful: ReadonlySet<FaultKind> = new Set(['status-500', 'status-503-html', 'reset-before', 'silence-before'])

interface Expected extends There {
  readonly reason: FailureReason | ''
}

function expectedOf(cell: Cell): Expected {
  const { row, kind, times } = cell
  const { reason, ...atEnd }: Tale = tales[row.tale]
  const worked = afterTheWork.has(kind)
  const isAnswer = row.statusTells === true && (kind === 'truncated' || kind === 'wrong-shape')
  const lasts = (times === 'always' || isFinal(cell)) && row.bonus !== true && !isAnswer
  if (kind === 'refuse' && row.canBeRefused) return { ...atEnd, reason }
  if (row.once !== undefined && doubtful.has(kind)) return { ...row, reason: row.once }
  // What was done is found by the look that follows every doubt: no answer is needed.
  if (!lasts || (row.method !== 'GET' && worked)) {
    return { ...atEnd, reason }
  }
  return { ...row, reason: reasonOf(cell) }
}

/** What cannot be otherwise in a moment is not tried again. */
function isFinal({ kind }: Cell): boolean {
  return kind === 'refuse' || kind === 'redirect'
}

function reasonOf({ row, kind }: Cell): FailureReason {
  // Heroku is busy with the add-on: it is waited for as long as provision-timeout allows.
  if (kind === 'status-409' && row.method === 'PATCH' && row.tale === 'change') return 'provision-timeout'
  if (kind === 'refuse') return 'heroku-forbidden'
  return kind.startsWith('rate-limit') ? 'rate-limited' : 'heroku-unavailable'
}

/** Where the fault stays and the run must fail, patience is short; elsewhere nothing may hang on it. */
async function patienceOf(cell: Cell): Promise<string> {
  const adopts = cell.row.method !== 'GET' && afterTheWork.has(cell.kind)
  const isGivenUp = cell.row.once !== undefined && doubtful.has(cell.kind)
  const { shortMs = 4_000 }: Tale = tales[cell.row.tale]
  return isGivenUp || (cell.times === 'always' && !adopts && !isFinal(cell))
    ? budget(shortMs, await slownessNow())
    : '5m'
}

/** Plays one cell on a Heroku of its own. `start` runs the bundle or the source. @throws what is wrong */
export async function play(cell: Cell, start: (options: RunOptions) => Promise<RunOutcome>): Promise<void> {
  const { row, kind, times } = cell
  const { prepare, inputs } = tales[row.tale]
  const sandbox = await startSandbox()
  try {
    await prepare(sandbox)
    const { method, path, after = 0 } = row
    if (row.label === 'GET release (polling)') await keepPending(sandbox, row)
    const before = await sandbox.config(app)
    await sandbox.fault({ kind, times, after, match: { method, path } })
    const run = await stepWith(start)(
      sandbox,
      { app, samples: '1', latency: 'off', 'provision-timeout': await patienceOf(cell), ...inputs },
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
  const { tale } = cell.row
  expect(run).toMatchObject({
    timedOut: false,
    stderr: '',
    exitCode: reason === '' ? 0 : 1,
    droppedOutputs: [],
    outputs: { status: reason === '' ? 'pass' : 'fail', 'failure-reason': reason },
  })
  expect(run.summary, 'the summary').toContain(app)
  expect(run.annotations.some(({ kind }) => kind === 'error')).toBe(reason !== '')
  // A run that failed half-way tells what it did before.
  if (tale === 'set-up') expect(run.outputs).toMatchObject({ created: String(addonThere), changed: String(addonThere) })
  else expect(run.outputs['created']).toBe('false')
  if (onlyLooks(cell)) expect(run.outputs['changed']).toBe('false')
}

/** One add-on or none, all variables or none, and whatever is not ours as it was. */
async function judgeHeroku(sandbox: Sandbox, cell: Cell, before: Readonly<Record<string, string>>): Promise<void> {
  const { addonThere, varsThere, urlThere = addonThere, copiesThere = false } = expectedOf(cell)
  await sandbox.settled()
  const [database, ...ours] = await sandbox.addons(app)
  expect(database).toBe(foreignAddon.name)
  expect(ours, 'add-ons of ours').toHaveLength(addonThere ? 1 : 0)
  const { REDIS_URL: url, DATABASE_URL: databaseUrl, ...others } = await sandbox.config(app)
  expect(databaseUrl).toMatch(/^postgres:/)
  expect(url !== undefined, 'REDIS_URL is set').toBe(urlThere)
  const source = varsThere === 'before' ? before['REDIS_URL'] : url
  const { REDIS_WRITER_URL, REDIS_READER_URL, ...vars } = others
  expect(vars).toEqual({ ...foreignVars, ...(varsThere !== false && source !== undefined ? varsFor(source) : {}) })
  // A copy has the user that every client needs; what Heroku keeps is as Heroku writes it.
  const copies = [REDIS_WRITER_URL, REDIS_READER_URL].map((copy) => copy?.replace('//default:', '//:'))
  expect(copies).toEqual(copiesThere ? [url, url] : [undefined, undefined])
}

function onlyLooks({ row: { tale } }: Cell): boolean {
  return tale === 'check' || tale === 'unreachable' || tale === 'dry-run'
}

function judgeRequests(sandbox: Sandbox, cell: Cell): void {
  const { kind, times } = cell
  const requests = sandbox.requests.list()
  // Sent elsewhere by a redirect, nobody goes there, with the token or without.
  expect(sandbox.strays.list()).toEqual([])
  expect(requests.filter(({ authorized }) => !authorized)).toEqual([])

  const struck = requests.filter(({ fault }) => fault === kind).length
  expect(struck, 'requests struck').toBeGreaterThanOrEqual(1)
  const { asked = 1 } = cell.row
  expect(struck, 'requests struck').toBeLessThanOrEqual(times === 1 ? 1 : 5 * asked)
  if (isFinal(cell)) expect(struck, 'tries of what is final').toBeLessThanOrEqual(asked)

  if (cell.row.once !== undefined) judgeOnce(requests, cell)
  const isCreation = ({ method, path }: LoggedRequest): boolean => method === 'POST' && path.endsWith('/addons')
  const isList = ({ method, path, status }: LoggedRequest): boolean =>
    method === 'GET' && path === `/apps/${app}/addons` && status === 200
  const creations = requests.flatMap((request, at) => (isCreation(request) ? [at] : []))
  for (const [index, at] of creations.slice(1).entries()) {
    const between = requests.slice(creations[index], at)
    expect(between.some(isList), 'a list between two creations').toBe(true)
  }
  // One name for all tries, so that two add-ons cannot be; and nothing that confirms a second.
  const orders = new Set(creations.map((at) => JSON.stringify(requests[at]?.body)))
  expect(orders.size).toBeLessThanOrEqual(1)
  expect([...orders].join('')).not.toContain('confirm')

  const writes = requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/log-sessions'))
  if (onlyLooks(cell)) expect(writes).toEqual([])
  const { writes: names = Object.keys(varsFor('rediss://:p@h:1')).sort() }: Tale = tales[cell.row.tale]
  for (const { body } of writes.filter(({ path }) => path.endsWith('/config-vars'))) {
    const written = Object.keys(body as object).sort()
    if (names instanceof RegExp) for (const name of written) expect(name).toMatch(names)
    else if (cell.row.tale !== 'live') expect(written).toEqual(names)
  }
}

/** Sent again only after an answer that says that nothing was done. */
function judgeOnce(requests: readonly LoggedRequest[], { row: { method, path } }: Cell): void {
  const sent = requests.filter((each) => each.method === method && new RegExp(path).test(each.path))
  for (const { status } of sent.slice(0, -1)) expect([409, 429]).toContain(status)
}

/** The release of the run is pending until it has been asked for by itself a second time. */
async function keepPending(sandbox: Sandbox, { method, path }: Row): Promise<void> {
  await sandbox.override('release', { set: { status: 'pending' } })
  await sandbox.onRequest({ when: 'before', match: { method, path }, control: 'clearOverrides', args: [], skip: 1 })
}
