import type { Known } from '../state/known.ts'
import type { Mode, StepSettings } from './settings.ts'
import { planRemove } from './plan-remove.ts'
import { planRotate } from './plan-rotate.ts'
import { planSetup } from './plan-setup.ts'
import type { Step } from './step.ts'

/**
 * Plans the remaining steps, in order. Pure. Called before every step with the current state; a step that it no longer
 * returns is not applied.
 * @throws Failure if this mode refuses the state
 */
export type Planner = (known: Known, settings: StepSettings) => readonly Step[]

export const planners: Readonly<Record<Mode, Planner>> = {
  setup: planSetup,
  check: () => [],
  rotate: planRotate,
  remove: planRemove,
}
