import { privateSpace, tellDyno } from '../stories/dyno.ts'
import { step } from './support.ts'

// Faults of the rendezvous are tested with the source: test/integration/runs/dyno.test.ts
tellDyno(step, await privateSpace())
