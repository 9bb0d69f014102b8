import { tellFailures, tellRefusals, tellSetup } from '../../stories/setup.ts'
import { step } from './step.ts'

await tellSetup(step)
await tellRefusals(step)
tellFailures(step)
