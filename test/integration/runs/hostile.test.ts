import { describe, expect, test } from 'vitest'
import { hostileLines } from '../../e2e/hostile/words.ts'
import { requestsOf, sandboxForThisFile } from '../../e2e/support.ts'
import { invalid, tellHostileInputs } from '../../stories/hostile-inputs.ts'
import { tellHostileRedis } from '../../stories/hostile-redis.ts'
import { step } from './step.ts'

// Some of these, with the bundle: test/e2e/security.test.ts

const sandbox = await sandboxForThisFile()
await sandbox.createApp('my-app', { addons: ['heroku-redis:mini'] })

tellHostileInputs(step, sandbox, {
  hosts: [
    'evil.example',
    'heroku.com.evil.example',
    'evilheroku.com',
    'heroku.com@evil.example',
    'https://api.heroku.com@evil.example',
    'https://evil.example/#.heroku.com',
    'https://evil.example\\.heroku.com',
    'http://api.heroku.com',
    'http://[::1]:PORT',
    'http://0.0.0.0:PORT',
    'http://127.0.0.2:PORT',
    'http://127.0.0.1:PORT/path',
    'http://user:password@127.0.0.1:PORT',
    'file:///etc/passwd',
    '\n127.0.0.1\n::set-output name=x::y',
  ],
  inputs: [
    ['writer-prefix', 'REDIS\nWRITER'],
    ['writer-prefix', 'REDIS WRITER'],
    ['writer-prefix', 'A=B'],
    ['reader-prefix', '${{ secrets.X }}'],
    ['reader-prefix', '../REDIS'],
    ['fields', 'host, password; rm -rf /'],
    ['fields', '__proto__'],
    ['fields', 'constructor'],
    ['config', 'A B=x'],
    ['config', 'no equals sign'],
    ['skip-checks', 'toString'],
    ['mode', 'constructor'],
    ['app', '../../account'],
    ['app', 'my-app?x=y'],
    ['app', 'my-app/../other'],
    ['app', 'my-app\r\nX-Header: y'],
    ['plan', 'premium-0\n::set-output name=x::y'],
    ['addon', '../../../account'],
    ['addon', 'x y'],
    ['tls-verify', `sha256:${'0'.repeat(63)}`],
    ['report-file', '../outside.json'],
    ['report-file', '/etc/outside.json'],
    ['report-file', 'a/../../outside.json'],
    ['report-file', '..\\outside.json/../../x.json'],
    ['report-file', 'a\u0000.json'],
    ['report-file', 'report.txt'],
    ['report-file', '.json/..'],
    ['reader', hostileLines],
    ['app', hostileLines],
    ['plan', hostileLines],
  ],
})

describe('the token is sent to Heroku only', () => {
  test.each(['evil.example', '0.0.0.0', '127.0.0.1/../evil', 'user@127.0.0.1', '127.0.0.1:1'])(
    'HEROKU_DATA_HOST %j is refused before the first request',
    async (host) => {
      sandbox.requests.clear()
      const run = await step(sandbox, { app: 'my-app' }, { env: { HEROKU_DATA_HOST: host } })
      expect(run).toMatchObject(invalid)
      expect(requestsOf(sandbox)).toEqual([])
    },
  )
})

describe('hostile inputs', () => {
  test('a token with a line break is refused and not shown', async () => {
    sandbox.requests.clear()
    const token = 'HRKU-first-line-of-it\nX-Evil: second-line-of-it'
    const run = await step(
      sandbox,
      { app: 'my-app', 'api-key': token },
      { secrets: ['HRKU-first-line-of-it', 'second-line-of-it'] },
    )
    expect(run).toMatchObject(invalid)
    expect(requestsOf(sandbox)).toEqual([])
  })

  const pasted = 'p4sted-s3cret-of-somebody'
  test.each([
    'app',
    'plan',
    'mode',
    'dry-run',
    'addon',
    'version',
    'settings',
    'provision-timeout',
    'writer-prefix',
    'fields',
    'config',
    'latency',
    'tls-verify',
    'skip-checks',
    'fail-on',
    'alarm-after',
    'state-file',
    'report-file',
    'confirm',
    'job-summary',
  ])('a Redis URL in %s is masked and not shown', async (name) => {
    sandbox.requests.clear()
    const urls = [`rediss://:${pasted}@host.example:6380`, `rediss://host.example:6380?password=${pasted}`]
    for (const url of urls) {
      // `confirm` accepts any text unless the mode is remove; another invalid input makes the run fail.
      const run = await step(sandbox, { app: 'my-app', samples: 'x', [name]: url }, { secrets: [pasted, url] })
      expect(run).toMatchObject(invalid)
      expect(run.masks).toContain(pasted)
    }
    expect(requestsOf(sandbox)).toEqual([])
  })

  test.each(['HEROKU_HOST', 'HEROKU_DATA_HOST', 'HEROKU_REDIS_HOST', 'HEROKU_STATUS_HOST'])(
    'a URL with a password in %s is refused and not shown',
    async (name) => {
      const env = { HEROKU_DATA_HOST: '', [name]: `https://user:${pasted}@api.heroku.com` }
      const run = await step(sandbox, { app: 'my-app' }, { env, secrets: [pasted] })
      expect(run).toMatchObject(invalid)
      expect(run.annotations[0]?.message).toContain(`${name}: got a value that may hold credentials`)
    },
  )

  test('a very long input is refused as well, and shown shortened', async () => {
    const long = 60_000
    const inputs: Readonly<Record<string, string>> = {
      app: `${'a-'.repeat(long / 2)}!`,
      plan: `${'a'.repeat(long)}:`,
      addon: `${'a'.repeat(long)}!`,
      config: `${'A'.repeat(long)}\n`,
      reader: `redis://${':@'.repeat(long / 2)}`,
      fields: 'host,'.repeat(long / 5),
      latency: `${'9'.repeat(long)}ms/`,
      memory: `${'9'.repeat(long)}%/${'.'.repeat(100)}`,
      'provision-timeout': `${' '.repeat(long)}5x`,
      'tls-verify': `sha256:${'a:'.repeat(long / 2)}`,
      'skip-checks': ','.repeat(long),
      'report-file': `${'a/'.repeat(long / 2)}.txt`,
      'writer-prefix': `${'A'.repeat(long)} `,
    }
    const run = await step(sandbox, inputs)
    expect(run).toMatchObject(invalid)
    expect(run.log.join('\n').length).toBeLessThan(100_000)
  })
})

tellHostileRedis(step, sandbox)
