import type { Outcome } from './history.ts'

/** `alarm-after`: `failures` of the last `of` runs. `3` is 3 of 3: in a row. */
export interface AlarmAfter {
  readonly failures: number
  /** At least `failures`, at most `mostOutcomes`. */
  readonly of: number
}

export interface AlarmInput {
  /** In the order of the runs, this run last. */
  readonly outcomes: readonly Outcome[]
  /** Failing runs in a row, this run included. */
  readonly failing?: { readonly since: number; readonly runs: number }
  /** The alarm that earlier runs have left open. */
  readonly open?: { readonly since: number }
}

export interface Alarm {
  /** True from the run that breaks to the last one before recovery. */
  readonly alarm: boolean
  readonly transition: 'broke' | 'recovered' | ''
  /** The first failing run of the alarm, or of the present failures; with `recovered`, of the alarm that has ended. */
  readonly failingSince?: number
  /** Zero when this run passed. */
  readonly consecutiveFailures: number
  /** How many of the last `of` runs failed: "1 of 2 before alarm". */
  readonly failures: number
}

/**
 * The alarm is raised as soon as `failures` of the last `of` runs failed, and ends with the first passing run that
 * leaves fewer. `broke` and `recovered` take turns: each is a change of the state that the caller keeps.
 */
export function evaluateAlarm({ outcomes, failing, open }: AlarmInput, after: AlarmAfter): Alarm {
  const recent = outcomes.slice(-after.of)
  const failed = recent.filter((run) => run.failing)
  const isReached = failed.length >= after.failures
  const passed = outcomes.at(-1)?.failing !== true
  const transition = open ? (passed && !isReached ? 'recovered' : '') : isReached && !passed ? 'broke' : ''
  // A row of failures may have begun before the window.
  const firstFailure = failed.length === recent.length ? failing?.since : failed[0]?.time
  const failingSince = open?.since ?? (transition === 'broke' ? firstFailure : failing?.since)
  return {
    alarm: transition === 'broke' || (open !== undefined && transition === ''),
    transition,
    ...(failingSince !== undefined && { failingSince }),
    consecutiveFailures: failing?.runs ?? 0,
    failures: failed.length,
  }
}
