import { expect, onTestFinished, test } from 'vitest'
import { tryLogin } from '../../../src/redis/try-login.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { patientMs } from './harness.ts'
import { selfSigned } from '../../support/certificates.ts'
import { freePort, startRedis } from '../../support/redis-server.ts'

const password = 'p-of-the-server-1234567890'

async function attempt(given: { readonly port: number; readonly password: string; readonly tls?: boolean }) {
  const lines: string[] = []
  const log = {
    info: (line: string) => void lines.push(line),
    debug: (line: string) => void lines.push(line),
    phase: async <T>(_: string, work: () => Promise<T>) => work(),
  }
  const login = await tryLogin({
    endpoint: {
      host: '127.0.0.1',
      port: given.port,
      username: 'default',
      password: new Secret(given.password),
      tls: given.tls ?? false,
    },
    tlsVerify: { kind: 'none' },
    connectTimeoutMs: patientMs,
    signal: new AbortController().signal,
    log,
  })
  expect(JSON.stringify([login, lines])).not.toContain(given.password)
  return login
}

test.each([true, false])('accepted, then refused after a rotation; TLS: %s', async (tls) => {
  const server = await startRedis({ password, ...(tls ? { tls: selfSigned() } : {}) })
  onTestFinished(() => server.stop())
  const { port } = server
  expect(await attempt({ port, password, tls })).toEqual({ result: 'accepted' })
  await server.command('ACL', 'SETUSER', 'default', 'resetpass', '>another-one-1234567890')
  expect(await attempt({ port, password, tls })).toEqual({ result: 'refused' })
})

test('unknown, with the reason, if the server is unreachable', async () => {
  expect(await attempt({ port: await freePort(), password })).toMatchObject({
    result: 'unknown',
    why: expect.stringMatching(/ECONNREFUSED/) as string,
  })
})
