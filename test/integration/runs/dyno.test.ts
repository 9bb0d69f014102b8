import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { privateSpace, tellDyno, tellDynoVariants, tellRendezvous } from '../../stories/dyno.ts'
import { step } from './step.ts'

const space = await privateSpace()
// NODE_EXTRA_CA_CERTS has no effect on a running process.
const authority = readFileSync(space.sandbox.dynoEnv.NODE_EXTRA_CA_CERTS, 'utf8')
setDefaultCACertificates([...getCACertificates('default'), authority])

tellDyno(step, space)
tellDynoVariants(step, space)
tellRendezvous(step, space)
