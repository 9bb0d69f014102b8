import type { StepSettings } from '../steps/settings.ts'
import type { ProbeSettings } from '../redis/facts.ts'
import type { CheckId } from './check.ts'

/** Limits of one check: milliseconds or percent. `text` is how the user wrote them, for the report. */
export interface Threshold {
  readonly warn?: number
  readonly fail: number
  readonly text: string
}

/** Null: `off`, the check is not run. */
export type ThresholdSetting = Threshold | null

/** The inputs that decide a check's result. */
export interface CheckSettings
  extends
    Pick<StepSettings, 'planMismatch' | 'version' | 'versionMismatch' | 'settings' | 'maintenance'>,
    Pick<ProbeSettings, 'tlsVerify' | 'probeFrom'> {
  readonly latency: ThresholdSetting
  readonly replicationLag: ThresholdSetting
  readonly memory: ThresholdSetting
  readonly connections: ThresholdSetting
  readonly requireReplica: boolean
  readonly skipChecks: ReadonlySet<CheckId>
}
