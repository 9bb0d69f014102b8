import type { Known } from '../state/known.ts'
import type { Mode, StepSettings } from './settings.ts'
import { planRemove } from './plan-remove.ts'
import { planRotate } from './plan-rotate.ts'
import { planSetup } from './plan-setup.ts'
import type { Step } from './step.ts'

/**
 * What is left to do, in order. Pure. Asked before every step with what is known by then: what it no longer names is
 * no longer done.
 * @throws Failure what this mode refuses
 */
export type Planner = (known: Known, settings: StepSettings) => readonly Step[]

export const planners: Readonly<Record<Mode, Planner>> = {
  setup: planSetup,
  check: () => [],
  rotate: planRotate,
  remove: planRemove,
}
