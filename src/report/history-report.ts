import type { Alarm } from '../history/alarm.ts'
import type { AppHistory, RunPoint } from '../history/history.ts'
import { uptimePercent } from '../history/record.ts'
import type { HistorySettings } from '../history/settings.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type { HistoryReport, HistoryRun } from './report.ts'

/** Runs shown: more would not fit beside a figure. */
const mostRuns = 30

/** What the report says of an app's history, this run included; `now` in milliseconds since 1970. */
export function historyReport(
  past: AppHistory,
  { alarm, transition, failingSince, consecutiveFailures, failures }: Alarm,
  { failing }: HistorySettings['alarmAfter'],
  now: number,
): HistoryReport {
  return withoutUndefined<HistoryReport>({
    alarm,
    transition,
    failingSince: failingSince === undefined ? undefined : iso(failingSince),
    consecutiveFailures,
    failures,
    alarmAfter: failing,
    uptimePercent: uptimePercent(past, now),
    runs: past.points.slice(-mostRuns).map(historyRun),
  })
}

function historyRun(point: RunPoint): HistoryRun {
  const { time, status, latencyP95Ms, memoryUsed, memoryMax, connections, maxConnections } = point
  return withoutUndefined<HistoryRun>({
    at: iso(time),
    status,
    latencyP95Ms,
    memoryPercent: share(memoryUsed, memoryMax),
    connectionsPercent: share(connections, maxConnections),
  })
}

function iso(time: number): string {
  return new Date(time).toISOString()
}

function share(used: number | undefined, max: number | undefined): number | undefined {
  return used === undefined || max === undefined || max <= 0 ? undefined : Math.round((used / max) * 1_000) / 10
}
