import { once } from 'node:events'
import { createServer as createProxy, request } from 'node:http'
import { createServer as createFront } from 'node:https'
import { type AddressInfo, connect, type Server } from 'node:net'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { certificateAuthority } from '../support/certificates.ts'
import { expectNoSecrets, runAction } from '../support/runner.ts'
import { sandboxForThisFile, secretsOf, step } from './support.ts'

/**
 * Heroku by its real name: behind a company's proxy, over TLS. The proxy leads `api.heroku.com` to a front of our own,
 * whose certificate comes from an authority that only those trust who are told to.
 */
const sandbox = await sandboxForThisFile()
await sandbox.createApp('my-app', { addons: ['heroku-redis:mini'] })
await step(sandbox, { app: 'my-app' })

const authority = certificateAuthority()
const tokensSeen: string[] = []
const asked: string[] = []
beforeEach(() => {
  tokensSeen.length = 0
  asked.length = 0
})

const front = await listening(
  createFront(authority.issue({ commonName: 'api.heroku.com', names: ['api.heroku.com'] }), (incoming, response) => {
    tokensSeen.push(incoming.headers.authorization ?? '')
    const { method, url, headers } = incoming
    const onward = request(`${sandbox.url}${url ?? '/'}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    incoming.pipe(onward)
  }),
)
const proxy = await listening(
  createProxy().on('connect', (incoming: { url?: string }, client) => {
    asked.push(incoming.url ?? '')
    const server = connect(portOf(front), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      server.pipe(client).pipe(server)
    })
    for (const socket of [server, client]) socket.on('error', () => socket.destroy())
  }),
)

test('requests to Heroku go through the proxy, and the certificate is verified', async () => {
  const run = await check({ NODE_EXTRA_CA_CERTS: 'authority.pem' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
  expect(new Set(asked)).toEqual(new Set(['api.heroku.com:443']))
  expect(new Set(tokensSeen)).toEqual(new Set([`Bearer ${sandbox.token}`]))
})

test('somebody who only says to be Heroku never sees the token', async () => {
  const run = await check({})
  expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'heroku-unavailable' } })
  expect(asked).not.toEqual([])
  expect(tokensSeen).toEqual([])
})

async function check(env: Record<string, string>) {
  const inputs = { app: 'my-app', mode: 'check', 'skip-checks': 'version', 'api-key': sandbox.token }
  const run = await runAction({
    inputs: { ...inputs, 'provision-timeout': '3s' },
    env: { https_proxy: `http://127.0.0.1:${portOf(proxy)}`, ...env },
    files: { 'authority.pem': authority.cert },
  })
  expectNoSecrets(run, [sandbox.token, ...(await secretsOf(sandbox, 'my-app'))])
  return run
}

async function listening<T extends Server>(server: T): Promise<T> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => server.close())
  return server
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
