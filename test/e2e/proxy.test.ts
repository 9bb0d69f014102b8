import { once } from 'node:events'
import { createServer as createProxy, request } from 'node:http'
import { createServer as createFront } from 'node:https'
import { type AddressInfo, connect, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { certificateAuthority } from '../support/certificates.ts'
import { expectNoSecrets, type RunOptions, runAction } from '../support/runner.ts'
import { sandboxForThisFile, secretsOf, step } from './support.ts'

/**
 * Heroku by its real name, behind a company's proxy, over TLS. The proxy connects `api.heroku.com` to a local server
 * with a certificate of an authority that only a runner with NODE_EXTRA_CA_CERTS trusts.
 */
const sandbox = await sandboxForThisFile()
await sandbox.createApp('my-app', { addons: ['heroku-redis:mini'] })
await step(sandbox, { app: 'my-app' })

const authority = certificateAuthority()
const established = 'HTTP/1.1 200 Connection Established\r\n\r\n'
const tokensSeen: string[] = []
const asked: string[] = []
beforeEach(() => {
  tokensSeen.length = 0
  asked.length = 0
  answer = established
})

const front = await listening(
  createFront(
    authority.issue({ commonName: 'api.heroku.com', names: ['api.heroku.com', 'api.data.heroku.com'] }),
    (incoming, response) => {
      tokensSeen.push(incoming.headers.authorization ?? '')
      const { method, url, headers } = incoming
      const onward = request(`${sandbox.url}${url ?? '/'}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(response)
      })
      incoming.pipe(onward)
    },
  ),
)
/** The maximum number of parallel requests for an app's state. */
const mostAtOnce = 4

/** The proxy's answer to CONNECT; absent: none. */
let answer: string | undefined
const proxy = await listening(
  createProxy().on('connect', (incoming: { url?: string }, client) => {
    asked.push(incoming.url ?? '')
    client.on('error', () => client.destroy())
    if (answer === undefined) return
    if (answer !== established) {
      client.end(answer)
      return
    }
    const server = connect(portOf(front), '127.0.0.1', () => {
      client.write(established)
      server.pipe(client).pipe(server)
    })
    server.on('error', () => server.destroy())
  }),
)

test('sends requests to Heroku through the proxy, verifies the certificate, and causes no Node.js warnings', async () => {
  const run = await check({ NODE_EXTRA_CA_CERTS: 'authority.pem' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'pass' }, stderr: '' })
  expect(asked).toContain('api.heroku.com:443')
  expect(asked.filter((target) => !/^api(\.data)?\.heroku\.com:443$/.test(target))).toEqual([])
  expect(new Set(tokensSeen)).toEqual(new Set([`Bearer ${sandbox.token}`]))
})

describe("reports a fault of the runner's network once, with a remedy for the runner", () => {
  test('an untrusted authority, without sending the token', async () => {
    expect(
      await triesOfRun({}, /does not trust the certificate of api\.heroku\.com/, 'NODE_EXTRA_CA_CERTS'),
    ).toBeLessThanOrEqual(mostAtOnce)
    expect(tokensSeen).toEqual([])
  })

  test.each([
    ['asks for credentials', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', /with 407/],
    ['forbids the host', 'HTTP/1.1 403 Forbidden\r\n\r\n', /with 403/],
    ['does not reach the host', 'HTTP/1.1 502 Bad Gateway\r\n\r\n', /with 502/],
    ['speaks another protocol', '220 mail.example.com ESMTP\r\n', /gave no connection to api\.heroku\.com/],
  ])('a proxy that %s', async (_, proxyAnswer, message) => {
    answer = proxyAnswer
    expect(await triesOfRun({}, message, 'HTTPS_PROXY')).toBeLessThanOrEqual(mostAtOnce)
  })

  test('a proxy that never answers', async () => {
    answer = undefined
    expect(await triesOfRun({}, /did not answer within/, 'HTTPS_PROXY')).toBeLessThanOrEqual(mostAtOnce)
  })

  test('a missing proxy', async () => {
    expect(
      await triesOfRun({ https_proxy: 'http://proxy.invalid:3128' }, /host name does not resolve/, 'HTTPS_PROXY'),
    ).toBeLessThanOrEqual(mostAtOnce)
  })
})

test('does not wait for a silent proxy when cancelled', async () => {
  answer = undefined
  const run = await check({}, async ({ child }) => {
    while (asked.length === 0) await sleep(50)
    child.kill('SIGINT')
  })
  expect(run).toMatchObject({ exitCode: 1, signal: null, outputs: { status: 'fail', 'failure-reason': 'cancelled' } })
})

/**
 * Expects a network failure, and returns how many requests the proxy got: one for each of the parallel
 * requests.
 */
async function triesOfRun(env: Record<string, string>, message: RegExp, remedy: string): Promise<number> {
  const run = await check(env)
  expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'network' }, stderr: '' })
  const output = [...run.log, ...run.annotations.map((each) => each.message), run.summary].join('\n')
  expect(output).toMatch(message)
  expect(output).toContain(remedy)
  expect(output).not.toMatch(/status\.heroku\.com|Retrying|tried \d times/)
  return asked.length
}

async function check(env: Record<string, string>, during?: RunOptions['during']) {
  const inputs = { app: 'my-app', mode: 'check', 'skip-checks': 'version', 'api-key': sandbox.token }
  const run = await runAction({
    // As long as a slow machine needs, except where no answer will come.
    inputs: { ...inputs, 'provision-timeout': answer === undefined && during === undefined ? '3s' : '5m' },
    env: { https_proxy: `http://127.0.0.1:${portOf(proxy)}`, ...env },
    files: { 'authority.pem': authority.cert },
    ...(during ? { during } : {}),
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
