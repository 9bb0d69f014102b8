import type { Failure } from '../failure/failure.ts'
import { toFailure } from '../failure/to-failure.ts'
import type { Alarm } from '../history/alarm.ts'
import { type HistoryState, historyOf, type RunPoint } from '../history/history.ts'
import { recordRun, type RunEvent } from '../history/record.ts'
import type { HistorySettings } from '../history/settings.ts'
import { type StateFilePlace, updateState } from '../history/state-file.ts'
import type { StepReport } from '../steps/step.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { historyReport } from './history-report.ts'
import type { AppReport, Report } from './report.ts'
import type { AppResult } from './result.ts'
import type { ReportSettings } from './settings.ts'

export interface RecordedRun {
  /** With the history of each app, this run included. */
  readonly apps: readonly AppResult[]
  /** Absent: the file could not be written; `failure` says why. */
  readonly state?: HistoryState
  readonly failure?: Failure
  readonly notes: readonly string[]
}

type Settings = Pick<Report, 'mode' | 'dryRun'> & Pick<ReportSettings, 'failOn'> & Pick<HistorySettings, 'alarmAfter'>

/** Adds this run to the state file. Never rejects: what went wrong is in the result. */
export async function recordHistory(
  apps: readonly AppResult[],
  settings: Settings,
  place: StateFilePlace,
  now: number,
): Promise<RecordedRun> {
  try {
    const { value, notes } = await updateState(place, now, (before) => {
      let state = before
      const alarms = new Map<string, Alarm>()
      for (const app of apps.filter((each) => isRecorded(each, settings))) {
        const { report } = app
        const recorded = recordRun(
          state,
          report.app,
          pointOf(app, settings, now),
          settings.alarmAfter,
          eventsOf(report),
        )
        state = recorded.state
        alarms.set(report.app, recorded.alarm)
      }
      return { state, value: { state, alarms } }
    })
    const { state, alarms } = value
    return { apps: apps.map((app) => withHistory(app, alarms.get(app.report.app), state, settings, now)), state, notes }
  } catch (error) {
    return { apps, failure: toFailure(error), notes: [] }
  }
}

/** A run that could not do its job says nothing about Redis, and so does one that was not to do anything. */
function isRecorded({ report }: AppResult, { mode, dryRun }: Settings): boolean {
  return report.error === undefined && !dryRun && mode !== 'remove'
}

function withHistory(
  app: AppResult,
  alarm: Alarm | undefined,
  state: HistoryState,
  { alarmAfter }: Settings,
  now: number,
): AppResult {
  if (!alarm) return app
  const history = historyReport(historyOf(state, app.report.app), alarm, alarmAfter, now)
  return { ...app, report: { ...app.report, history } }
}

function pointOf({ report, measured }: AppResult, { failOn }: Settings, now: number): RunPoint {
  const { status, failureReason, writer, replication } = report
  return withoutUndefined<RunPoint>({
    ...measured,
    time: now,
    status,
    failing: failOn === 'warning' ? status !== 'pass' : status === 'fail',
    reason: failureReason,
    version: writer?.version,
    latencyP50Ms: writer?.latencyMs?.p50,
    lagMs: replication?.lagMs?.p50,
  })
}

/** What this run changed, for the list of events. */
function eventsOf({ addon, changedConfigVars, steps }: AppReport): readonly RunEvent[] {
  const isDone = (action: StepReport['action']): boolean => steps.some((step) => step.done && step.action === action)
  const isMaintained = isDone('run-maintenance') || isDone('wait-maintenance')
  return [
    ...(addon?.created === true ? [{ kind: 'created' as const }] : []),
    ...(isDone('rotate-credentials') ? [{ kind: 'rotated' as const }] : []),
    ...(isMaintained ? [{ kind: 'maintenance' as const }] : []),
    ...(changedConfigVars.length > 0 && addon?.created !== true && !isDone('rotate-credentials')
      ? [{ kind: 'drift-healed' as const, detail: `${String(changedConfigVars.length)} config vars` }]
      : []),
  ]
}
