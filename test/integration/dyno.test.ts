import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { stepWith } from '../e2e/support.ts'
import { tellDyno } from '../stories/dyno.ts'
import { inProcess } from '../support/in-process.ts'

await tellDyno(stepWith(inProcess), (authorityFile) =>
  // NODE_EXTRA_CA_CERTS has no effect on a running process.
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(authorityFile, 'utf8')]),
)
