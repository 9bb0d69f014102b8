import { tellSetup } from '../stories/setup.ts'
import { step } from './support.ts'

await tellSetup(step)
