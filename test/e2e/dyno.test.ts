import { tellDyno } from '../stories/dyno.ts'
import { step } from './support.ts'

await tellDyno(step)
