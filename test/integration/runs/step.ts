import { step as withBundle, type Step, stepWith } from '../../e2e/support.ts'
import { inProcess } from '../../support/in-process.ts'
import { inProcessQuickly } from '../../support/quick-clock.ts'

const bundle = process.env['RUNS'] === 'bundle'

/** With the source in this process, which takes a third of the time; `RUNS=bundle` starts the committed bundle. */
export const step: Step = bundle ? withBundle : stepWith(inProcessQuickly)

/** Pauses take their whole time, for a sandbox that counts requests per second. */
export const stepInRealTime: Step = bundle ? withBundle : stepWith(inProcess)
