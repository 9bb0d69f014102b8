import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { stepWith } from '../e2e/support.ts'
import { tellDyno } from '../stories/dyno.ts'
import { inProcess } from '../support/in-process.ts'

await tellDyno(stepWith(inProcess), (authorityFile) =>
  // This process is running: NODE_EXTRA_CA_CERTS would come too late.
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(authorityFile, 'utf8')]),
)
