import { inProcess } from '../support/in-process.ts'
import { stepWith } from '../e2e/support.ts'
import { tellSetup } from '../stories/setup.ts'

await tellSetup(stepWith(inProcess))
