import { step as withBundle, type Step, stepWith } from '../../e2e/support.ts'
import { inProcess } from '../../support/in-process.ts'

/** With the source in this process, which takes a third of the time; `RUNS=bundle` starts the committed bundle. */
export const step: Step = process.env['RUNS'] === 'bundle' ? withBundle : stepWith(inProcess)
