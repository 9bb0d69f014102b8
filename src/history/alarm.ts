import type { AppHistory } from './history.ts'
import type { HistorySettings } from './settings.ts'

/** `failing` of the last `of` runs; in a row when both are the same. `of` is at most `mostOutcomes`. */
export type AlarmAfter = Pick<HistorySettings['alarmAfter'], 'failing' | 'of'>

export interface Alarm {
  /** True from the run that raises the alarm to the last one before recovery. */
  readonly alarm: boolean
  readonly transition: 'broke' | 'recovered' | ''
  /** The first failing run of the alarm or of the current failures; with `recovered`, of the alarm that has ended. */
  readonly failingSince?: number
  /** Zero when this run passed. */
  readonly consecutiveFailures: number
  /** How many of the last `of` runs failed: "1 of 2 failures before the alarm". */
  readonly failures: number
}

/**
 * The alarm is raised as soon as `failing` of the last `of` runs failed, and ends with the first passing run that
 * leaves fewer. `broke` and `recovered` alternate: each is a change of the alarm that the history keeps.
 *
 * @param history with this run in `outcomes` and `failing`, and the alarm as the run before left it
 */
export function evaluateAlarm(
  { outcomes, failing, alarm }: Pick<AppHistory, 'outcomes' | 'failing' | 'alarm'>,
  after: AlarmAfter,
): Alarm {
  const recent = outcomes.slice(-after.of)
  const failures = recent.filter((failedAt) => failedAt !== null)
  const isReached = failures.length >= after.failing
  const passed = (outcomes.at(-1) ?? null) === null
  const transition = alarm ? (passed && !isReached ? 'recovered' : '') : isReached && !passed ? 'broke' : ''
  // Consecutive failures may have begun before the window.
  const firstFailure = failures.length === recent.length ? failing?.since : failures[0]
  const failingSince = alarm?.since ?? (transition === 'broke' ? firstFailure : failing?.since)
  return {
    alarm: transition === 'broke' || (alarm !== undefined && transition === ''),
    transition,
    ...(failingSince !== undefined && { failingSince }),
    consecutiveFailures: failing?.runs ?? 0,
    failures: failures.length,
  }
}
