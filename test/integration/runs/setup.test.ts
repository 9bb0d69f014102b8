import { tellFailures, tellSetup } from '../../stories/setup.ts'
import { step } from './step.ts'

await tellSetup(step)
tellFailures(step)
