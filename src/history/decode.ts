import { sanitize } from '../utils/text.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { formatName } from './format.ts'
import type { ServerFile } from './format.ts'
import { eventKinds, mostEvents, mostOutcomes } from './history.ts'
import type { AppHistory, HistoryEvent, HistoryState, Range, RunPoint, Span } from './history.ts'
import { usualRetention } from './thin.ts'

const hour = 3_600_000
const spanLengths = usualRetention.tiers.map(({ lengthMs }) => lengthMs)

/** Why a text is not a state file. */
export class NotAState extends Error {
  override readonly name = 'NotAState'
}

/** @throws NotAState */
export function decodeState(text: string): HistoryState {
  if (isNestedDeeply(text)) throw new NotAState('it is not a state file of this action')
  const file = object(parse(text))
  if (file['format'] !== formatName) throw new NotAState('it is not a state file of this action')
  if (file['version'] !== 1) throw new NotAState('it has another version of the format')
  const apps = array(file['apps']).map(decodeApp)
  if (new Set(apps.map(({ app }) => app)).size !== apps.length) throw damaged()
  return { apps }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new NotAState('it is not valid JSON')
  }
}

/** A small file of nested brackets could otherwise take gigabytes of memory. */
function isNestedDeeply(text: string): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x5b || code === 0x7b) depth++
    else if (code === 0x5d || code === 0x7d) depth--
    if (depth > 50) return true
  }
  return false
}

function decodeApp(value: unknown): AppHistory {
  const file = object(value)
  const servers = array(file['servers']).map(decodeServer)
  const serverOf = (index: unknown): ServerFile => servers[count(index)] ?? fail()
  const failing = file['failing'] === undefined ? undefined : object(file['failing'])
  const alarm = file['alarm'] === undefined ? undefined : object(file['alarm'])
  return {
    app: string(file['app']),
    points: array(file['points']).map((row) => decodePoint(array(row), serverOf)),
    spans: array(file['spans']).map((row) => decodeSpan(array(row), serverOf)),
    events: array(file['events'])
      .slice(-mostEvents)
      .map((row) => decodeEvent(array(row))),
    outcomes: array(file['outcomes'])
      .map((each) => (each === 0 ? null : moment(each)))
      .slice(-mostOutcomes),
    ...(failing && { failing: { since: moment(failing['since']), runs: count(failing['runs']) } }),
    ...(alarm && { alarm: { since: moment(alarm['since']) } }),
  }
}

function decodeServer(value: unknown): ServerFile {
  const { plan, version, server, memoryMax, maxConnections } = object(value)
  return withoutUndefined<ServerFile>({
    plan: plan === undefined ? undefined : string(plan),
    version: version === undefined ? undefined : string(version),
    server: server === undefined ? undefined : string(server),
    memoryMax: memoryMax === undefined ? undefined : count(memoryMax),
    maxConnections: maxConnections === undefined ? undefined : count(maxConnections),
  })
}

type ServerOf = (index: unknown) => ServerFile

function decodePoint(row: readonly unknown[], serverOf: ServerOf): RunPoint {
  const [time, status, failing, reason, p50, p95, lag, memory, connections, evicted, rejected, server] = row
  return withoutUndefined<RunPoint>({
    time: moment(time),
    status: status === 'pass' || status === 'warn' || status === 'fail' ? status : fail(),
    failing: count(failing) === 1,
    reason: string(reason),
    latencyP50Ms: figure(p50),
    latencyP95Ms: figure(p95),
    lagMs: figure(lag),
    memoryUsed: figure(memory),
    connections: figure(connections),
    evictedKeys: figure(evicted),
    rejectedConnections: figure(rejected),
    ...absentFields,
    ...serverOf(server),
  })
}

const absentFields = {
  plan: undefined,
  version: undefined,
  server: undefined,
  memoryMax: undefined,
  maxConnections: undefined,
}

function decodeSpan(row: readonly unknown[], serverOf: ServerOf): Span {
  const [start, hours, runs, warned, failed, p50, p95, lag, ...rest] = row
  const { server: _, ...server } = { ...absentFields, ...serverOf(rest[6]) }
  return withoutUndefined<Span>({
    start: moment(start),
    lengthMs: spanLengths.find((length) => length === count(hours) * hour) ?? fail(),
    runs: count(runs),
    warned: count(warned),
    failed: count(failed),
    latencyP50Ms: figure(p50),
    latencyP95Ms: figure(p95),
    lagMs: figure(lag),
    memory: decodeRange(rest.slice(0, 3)),
    connections: decodeRange(rest.slice(3, 6)),
    ...server,
  })
}

function decodeRange(row: readonly unknown[]): Range | undefined {
  const [min, median, max] = row.map(figure)
  return min === undefined || median === undefined || max === undefined ? undefined : { min, median, max }
}

function decodeEvent([time, name, detail]: readonly unknown[]): HistoryEvent {
  const kind = eventKinds.find((each) => each === name) ?? fail()
  return { time: moment(time), kind, ...(detail !== undefined && { detail: string(detail) }) }
}

function damaged(): NotAState {
  return new NotAState('it is damaged')
}

function fail(): never {
  throw damaged()
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : fail()
}

function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : fail()
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : fail()
}

/** Milliseconds that a Date can hold. */
function moment(value: unknown): number {
  return count(value) <= 8.64e15 ? count(value) : fail()
}

function figure(value: unknown): number | undefined {
  return value === null ? undefined : count(value)
}

/** Anyone may have written the file, so its text is sanitized like all foreign text. */
function string(value: unknown): string {
  return typeof value === 'string' ? sanitize(value, 200) : fail()
}
