import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../../src/failure/failure.ts'
import { inputDefaults, type InputName, readInputs } from '../../../src/inputs/inputs.ts'
import type { Inputs } from '../../../src/inputs/settings.ts'

type Given = Partial<Record<InputName, string>>

function read(given: Given, env: Record<string, string> = {}): Inputs {
  return readInputs((name) => given[name] ?? '', env, '/workspace')
}

function complaint(given: Given, env: Record<string, string> = {}): string {
  try {
    read(given, env)
  } catch (error) {
    if (error instanceof Failure && error.reason === 'input-invalid') return error.message
    throw error
  }
  throw new Error('nothing was wrong')
}

describe('what a user leaves out', () => {
  test('an app alone gives the defaults of the contract', () => {
    const inputs = read({ app: 'my-app' })
    expect(inputs).toMatchObject({
      apps: ['my-app'],
      mode: 'setup',
      dryRun: false,
      planMismatch: 'warn',
      provisionTimeoutMs: 900_000,
      writerPrefix: 'REDIS_WRITER',
      readerPrefix: 'REDIS_READER',
      reader: { kind: 'writer' },
      fields: ['host', 'port', 'password', 'username', 'tls'],
      connectTimeoutMs: 5_000,
      samples: 20,
      latency: { warn: 500, fail: 2_000, text: '500ms/2s' },
      memory: { warn: 75, fail: 90, text: '75%/90%' },
      requireReplica: false,
      tlsVerify: { kind: 'none' },
      failOn: 'error',
      jobSummary: true,
      apiUrl: 'https://api.heroku.com',
      dataUrl: 'https://api.data.heroku.com',
    })
    expect(inputs).not.toHaveProperty('plan')
    expect(inputs).not.toHaveProperty('apiKey')
  })

  test('an empty expression counts as left out', () => {
    const empty = Object.fromEntries(Object.keys(inputDefaults).map((name) => [name, '  ']))
    expect(read({ ...empty, app: 'my-app' })).toEqual(read({ app: 'my-app' }))
  })
})

describe('what a user writes', () => {
  test.each<[Given, Partial<Inputs>]>([
    [
      { app: 'one, two\nthree\n\none' },
      { apps: ['one', 'two', 'three'].map((app) => ({ kind: 'app' as const, app })) },
    ],
    [{ plan: 'premium-3' }, { plan: { service: 'heroku-redis', plan: 'premium-3' } }],
    [{ plan: 'rediscloud:30' }, { plan: { service: 'rediscloud', plan: '30' } }],
    [{ latency: '2s' }, { latency: { fail: 2_000, text: '2s' } }],
    [{ memory: 'off' }, { memory: null }],
    [{ 'dry-run': 'True' }, { dryRun: true }],
    [{ 'provision-timeout': '1.5m' }, { provisionTimeoutMs: 90_000 }],
    [{ reader: 'REDIS_REPLICA_URL' }, { reader: { kind: 'config-var', name: 'REDIS_REPLICA_URL' } }],
    [{ fields: 'URL\nhost' }, { fields: ['host', 'url'] }],
    [
      { config: 'HIST_MAX=30\r\n# a remark\n\nNAME = a=b ' },
      {
        config: new Map([
          ['HIST_MAX', '30'],
          ['NAME', 'a=b'],
        ]),
      },
    ],
    [{ 'tls-verify': `sha256:${'AB:'.repeat(31)}AB` }, { tlsVerify: { kind: 'pin', sha256: 'ab'.repeat(32) } }],
    [{ 'skip-checks': 'version, latency' }, { skipChecks: new Set(['latency', 'version'] as const) }],
    [
      { 'report-file': 'out/a.json, b.XML' },
      {
        reportFiles: [
          { path: '/workspace/out/a.json', format: 'json' },
          { path: '/workspace/b.XML', format: 'junit' },
        ],
      },
    ],
  ])('%j', (given, expected) => {
    expect(read({ app: 'my-app', ...given })).toMatchObject(expected)
  })

  test.each<[Given, string]>([
    [{ app: 'My_App' }, 'app: got "My_App"; expected one or more Heroku app names'],
    [{ plan: 'a:b:c' }, 'plan: got "a:b:c"; expected a plan such as premium-0'],
    [{ mode: 'chek' }, 'mode: got "chek"; expected setup or check'],
    [{ 'dry-run': 'yes' }, 'dry-run: got "yes"; expected true or false'],
    [{ 'connect-timeout': '5' }, 'connect-timeout: got "5"; expected a duration such as 250ms, 5s or 15m'],
    [{ 'connect-timeout': '5h' }, 'from 10ms to 300s'],
    [{ latency: '2s/1s' }, 'WARN not above FAIL'],
    [{ memory: '101%' }, 'memory: got "101%"'],
    [{ samples: '0' }, 'expected a whole number from 1 to 1000'],
    [{ 'skip-checks': 'pingg' }, 'expected check ids of: addon, plan'],
    [{ fields: 'host, hots' }, 'expected one or more of host, port'],
    [{ 'report-file': '../x.json' }, 'expected paths inside the workspace'],
    [{ 'report-file': 'x.txt' }, 'expected paths inside the workspace'],
    [{ 'report-file': '/etc/x.json' }, 'expected paths inside the workspace'],
    [{ 'tls-verify': 'sha256:abc' }, 'sha256: followed by the 64 hex digits'],
    [{ config: 'NAME' }, 'expected KEY=VALUE a line; line 1 is not'],
    [{ config: 'REDIS_WRITER_HOST=x' }, 'remove REDIS_WRITER_HOST'],
    [{ config: 'A=1\nA=2' }, 'A comes twice'],
    [{ 'reader-prefix': 'REDIS_WRITER' }, 'another prefix than writer-prefix'],
    [{ 'writer-prefix': 'X\nY' }, 'the beginning of a config var name'],
    [{ mode: 'x'.repeat(81) }, `mode: got "${'x'.repeat(77)}..."; expected`],
    [{ reader: 'rediss://:p4ss@host:0' }, 'reader: expected a Redis URL that can be read (has port 0)'],
    [{ fields: 'hots', config: 'REDIS_WRITER_HOST=x' }, 'expected one or more of host, port'],
  ])('%j is answered with what is expected', (given, words) => {
    expect(complaint({ app: 'my-app', ...given })).toContain(words)
  })

  test('all mistakes come at once', () => {
    const words = complaint({ mode: 'x', samples: 'y', latency: 'z' })
    expect(words).toMatch(/^4 inputs are not right\. \(1\) app: .*\(2\) mode: .*\(3\) samples: .*\(4\) latency: /)
  })

  test('what may be secret is never repeated', () => {
    const secrets = { reader: 'https://u:p4ssw0rd@host', config: 'p4ssw0rd', 'api-key': 'p4ss w0rd' }
    const words = complaint({ app: 'my-app', ...secrets }, { HEROKU_HOST: 'https://u:p4ssw0rd@api.heroku.com' })
    expect(words).toMatch(/^4 inputs/)
    expect(words).not.toMatch(/p4ss/)
  })

  test('a switch with which Node itself would print the token', () => {
    expect(complaint({ app: 'my-app' }, { NODE_DEBUG: 'http' })).toContain(
      'NODE_DEBUG: got "http"; expected no such variable',
    )
    expect(read({ app: 'my-app' }, { NODE_DEBUG: ' ' }).apps).toEqual(['my-app'])
  })

  test('a secret prints as nothing', () => {
    const inputs = read({ app: 'my-app', 'api-key': 'HRKU-s3cret', reader: 'rediss://:s3cret@host:1' })
    expect(JSON.stringify(inputs)).not.toContain('s3cret')
    expect(inputs.apiKey?.reveal()).toBe('HRKU-s3cret')
  })
})

describe('where the token may go', () => {
  test.each([
    ['heroku.com', 'https://api.heroku.com'],
    ['staging.herokudev.com', 'https://api.staging.herokudev.com'],
    ['https://api.heroku.com', 'https://api.heroku.com'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['http://localhost:4000/', 'http://localhost:4000'],
  ])('HEROKU_HOST=%s goes to %s', (host, apiUrl) => {
    const env = { HEROKU_HOST: host, HEROKU_DATA_HOST: host.startsWith('http:') ? '127.0.0.1' : 'api.data.heroku.com' }
    expect(read({ app: 'a' }, env).apiUrl).toBe(apiUrl)
  })

  test.each([
    'evil.com',
    'heroku.com.evil.com',
    'evilheroku.com',
    'http://api.heroku.com',
    'https://heroku.com@evil.com',
    'https://127.0.0.1.evil.com',
    'ftp://heroku.com',
    'heroku.com/../evil.com:80@',
  ])('HEROKU_HOST=%s is refused', (host) => {
    expect(complaint({ app: 'a' }, { HEROKU_HOST: host })).toContain('HEROKU_HOST: got')
  })

  test.each(['evil.com', 'api.data.heroku.com:1@evil.com', 'https://api.data.heroku.com'])(
    'HEROKU_DATA_HOST=%s is refused',
    (host) => {
      expect(complaint({ app: 'a' }, { HEROKU_DATA_HOST: host })).toContain('HEROKU_DATA_HOST: got')
    },
  )

  test('an API on this machine keeps the data API there, too', () => {
    expect(read({ app: 'a' }, { HEROKU_HOST: 'http://127.0.0.1:4000' }).dataUrl).toBe('http://127.0.0.1:4000')
  })

  test('the data API takes protocol and port from HEROKU_HOST', () => {
    const env = { HEROKU_HOST: 'http://127.0.0.1:4000', HEROKU_DATA_HOST: 'localhost' }
    expect(read({ app: 'a' }, env).dataUrl).toBe('http://localhost:4000')
  })
})

test('any text at all is taken or refused, never a crash', () => {
  const text = fc.oneof(fc.string({ maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 200 }))
  const given = fc.record(
    Object.fromEntries(Object.keys(inputDefaults).map((name) => [name, text])) as Record<InputName, typeof text>,
    { requiredKeys: [] },
  )
  const env = fc.record({ HEROKU_HOST: text, HEROKU_DATA_HOST: text, HEROKU_API_KEY: text }, { requiredKeys: [] })
  fc.assert(
    fc.property(given, env, (inputs, environment) => {
      try {
        const read = readInputs((name) => inputs[name] ?? '', environment, '/workspace')
        for (const { path } of read.reportFiles) expect(path).toMatch(/^\/workspace\//)
      } catch (error) {
        expect(error).toBeInstanceOf(Failure)
        expect((error as Failure).reason).toBe('input-invalid')
      }
    }),
    { numRuns: 2_000 },
  )
})
