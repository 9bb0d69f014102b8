import { tellSetup } from '../stories/setup.ts'
import { step } from './support.ts'

// Refusals and failures are tested with the source: test/integration/runs/setup.test.ts
await tellSetup(step)
