import { failure } from '../failure/catalogue.ts'
import type { Known } from '../state/known.ts'
import type { Mode, StepSettings } from './settings.ts'
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
  rotate: unavailable,
  remove: unavailable,
}

function unavailable(_: Known, { mode }: StepSettings): never {
  throw failure('input-invalid', `mode: ${mode} is not available yet.`)
}
