import { privateSpace, tellDyno } from '../stories/dyno.ts'
import { step } from './support.ts'

// More is tested with the source: test/integration/runs/dyno.test.ts
tellDyno(step, await privateSpace())
