import { createServer } from 'node:tls'
import { once } from 'node:events'
import { certificateAuthority, selfSigned } from './test/support/certificates.ts'
import { probe } from './src/redis/probe.ts'
const log = { info: console.log, debug() {}, phase: (_: any, w: any) => w() }
export async function run(endpoint: any, more = {}) {
  const t = performance.now()
  try {
    const f = await probe({ writer: endpoint, reader: endpoint, tlsVerify: { kind: 'none' }, connectTimeoutMs: 3000, commandTimeoutMs: 2000, lagTimeoutMs: 2000, samples: 3, facts: { info: true, write: true, read: true, lag: true, latency: true }, signal: new AbortController().signal, log, ...more } as any)
    console.log(Math.round(performance.now() - t), JSON.stringify(f.writer.connect), f.writer.timings, f.writer.tls?.protocol, f.writer.attempts, f.writer.write && JSON.stringify(f.writer.write).slice(0, 200), JSON.stringify(f.pair))
    return f
  } catch (e) { console.log('THROWN', e) }
}
if (process.argv[1]?.endsWith('try.ts')) {
const ca = certificateAuthority()
for (const [name, cert] of [['ca-issued empty', ca.issue({ commonName: '' })], ['self', selfSigned()]] as const)
for (const max of ['TLSv1.2', 'TLSv1.3'] as const) {
  const s = createServer({ key: cert.key, cert: cert.cert, ca: ca.cert, requestCert: true, rejectUnauthorized: true, maxVersion: max }, (x) => x.on('error', () => {})).listen(0, '127.0.0.1')
  s.on('tlsClientError', (e) => console.log('server:', (e as any).code))
  await once(s, 'listening')
  console.log(name, max)
  await run({ host: '127.0.0.1', port: (s.address() as any).port, tls: true, username: 'default' })
  s.close()
}
await run({ host: '2001:db8::1', port: 6379, tls: true, username: 'default' })
await run({ host: '2001:db8::1', port: 6379, tls: false, username: 'default' })
process.exit()
}
