import { withoutUndefined } from '../utils/optional.ts'
import { formatName } from './format.ts'
import type { AppFile, Figure, PointRow, ServerFile, SpanRow, StateFile } from './format.ts'
import type { AppHistory, HistoryState, Range, RunPoint, Span } from './history.ts'
import { reducedRetention, thin } from './thin.ts'

const hour = 3_600_000
const day = 24 * hour

/** Deleted review apps must not stay in the file forever. */
export const forgottenAfter = 90 * day

/** Files above 20 MB are refused when read; written files stay well below that. */
const mostBytes = 15_000_000

/**
 * One line for each app. Where even the thinned runs of a year are too much (thousands of apps), less history is
 * kept, and finally fewer apps: those with the latest runs.
 */
export function encodeState(state: HistoryState, now: number, most = mostBytes): string {
  let apps = state.apps.filter((app) => lastRun(app) >= now - forgottenAfter)
  for (const by of [1, 2, 4, 8, 16, 32, 72]) {
    if (by > 1) apps = apps.map((app) => thin(app, now, reducedRetention(by)))
    const text = write(apps, now)
    if (Buffer.byteLength(text) <= most) return text
  }
  const newest = apps.toSorted((a, b) => lastRun(b) - lastRun(a))
  let kept = newest.length
  for (;;) {
    kept = Math.floor(kept / 2)
    const text = write(newest.slice(0, kept), now)
    if (kept === 0 || Buffer.byteLength(text) <= most) return text
  }
}

function lastRun({ points, spans }: AppHistory): number {
  const span = spans.at(-1)
  return points.at(-1)?.time ?? (span ? span.start + span.lengthMs : -Infinity)
}

function write(apps: readonly AppHistory[], now: number): string {
  const { apps: _, ...head }: StateFile = {
    format: formatName,
    version: 1,
    updatedAt: new Date(now).toISOString(),
    apps: [],
  }
  const lines = apps.map((app) => JSON.stringify(appFile(app)))
  return `${JSON.stringify(head).slice(0, -1)},"apps":[\n${lines.join(',\n')}\n]}\n`
}

function appFile(history: AppHistory): AppFile {
  const { app, points, spans, events, outcomes, failing, alarm } = history
  const servers = new Map<string, number>()
  const serverOf = (each: RunPoint | Span): number => {
    const { plan, version, memoryMax, maxConnections } = each
    const server = 'server' in each ? each.server : undefined
    const key = JSON.stringify(withoutUndefined<ServerFile>({ plan, version, server, memoryMax, maxConnections }))
    const index = servers.get(key) ?? servers.size
    servers.set(key, index)
    return index
  }
  const range = (of: Range | undefined): readonly [Figure, Figure, Figure] =>
    of ? [of.min, of.median, of.max] : [null, null, null]
  const rows = {
    points: points.map((point): PointRow => [
      point.time,
      point.status,
      point.failing ? 1 : 0,
      point.reason,
      point.latencyP50Ms ?? null,
      point.latencyP95Ms ?? null,
      point.lagMs ?? null,
      point.memoryUsed ?? null,
      point.connections ?? null,
      point.evictedKeys ?? null,
      point.rejectedConnections ?? null,
      serverOf(point),
    ]),
    spans: spans.map((span): SpanRow => [
      span.start,
      span.lengthMs / hour,
      span.runs,
      span.warned,
      span.failed,
      span.latencyP50Ms ?? null,
      span.latencyP95Ms ?? null,
      span.lagMs ?? null,
      ...range(span.memory),
      ...range(span.connections),
      serverOf(span),
    ]),
  }
  return {
    app,
    servers: [...servers.keys()].map((key) => JSON.parse(key) as ServerFile),
    ...rows,
    events: events.map(({ time, kind, detail }) => (detail === undefined ? [time, kind] : [time, kind, detail])),
    outcomes: outcomes.map((failedAt) => failedAt ?? 0),
    ...(failing && { failing }),
    ...(alarm && { alarm }),
  }
}
