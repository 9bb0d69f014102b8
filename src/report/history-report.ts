import type { Alarm, AlarmAfter } from '../history/alarm.ts'
import type { AppHistory } from '../history/history.ts'
import { uptimePercent } from '../history/record.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type { HistoryReport, HistoryRun } from './report.ts'

const mostRuns = 30

/** What the report says of an app's history; `history` and `alarm` as `recordRun` left them, `now` the time of its run. */
export function historyReport(history: AppHistory, alarm: Alarm, alarmAfter: AlarmAfter, now: number): HistoryReport {
  const { transition, failingSince, consecutiveFailures, failures } = alarm
  return withoutUndefined<HistoryReport>({
    alarm: alarm.alarm,
    transition,
    failingSince: failingSince === undefined ? undefined : new Date(failingSince).toISOString(),
    consecutiveFailures,
    failures,
    alarmAfter: alarmAfter.failing,
    uptimePercent: uptimePercent(history, now),
    runs: history.points
      .filter(({ time }) => time <= now)
      .slice(-mostRuns)
      .map(({ time, status, latencyP95Ms, memoryUsed, memoryMax, connections, maxConnections }) =>
        withoutUndefined<HistoryRun>({
          at: new Date(time).toISOString(),
          status,
          latencyP95Ms,
          memoryPercent: share(memoryUsed, memoryMax),
          connectionsPercent: share(connections, maxConnections),
        }),
      ),
  })
}

function share(used: number | undefined, max: number | undefined): number | undefined {
  if (used === undefined || max === undefined || max <= 0) return undefined
  return Math.round((used / max) * 1_000) / 10
}
