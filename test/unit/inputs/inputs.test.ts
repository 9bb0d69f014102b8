import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../../src/failure/failure.ts'
import {
  inputDefaults,
  type InputName,
  inputNames,
  readInputs,
  readReportSettings,
} from '../../../src/inputs/inputs.ts'
import type { Inputs } from '../../../src/inputs/settings.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { anyText } from '../../support/any-text.ts'

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

function complaintOrNothing(given: Given, env: Record<string, string> = {}): string {
  try {
    read(given, env)
    return ''
  } catch (error) {
    return error instanceof Failure ? error.message : String(error)
  }
}

describe('what a user leaves out', () => {
  test('a single app name gives the defaults of the contract', () => {
    const inputs = read({ app: 'my-app' })
    expect(inputs).toMatchObject({
      apps: [{ kind: 'app', app: 'my-app' }],
      mode: 'setup',
      dryRun: false,
      planMismatch: 'warn',
      versionMismatch: 'warn',
      maintenance: 'report',
      settings: {},
      probeFrom: 'runner',
      logs: 'on-failure',
      alarmAfter: { failing: 1, of: 1, text: '1' },
      reportFiles: [],
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
      statusUrl: 'https://status.heroku.com',
    })
    for (const absent of ['plan', 'apiKey', 'addon', 'version', 'stateFile', 'confirm']) {
      expect(inputs).not.toHaveProperty(absent)
    }
  })

  test('an empty expression means the default', () => {
    const empty = Object.fromEntries(Object.keys(inputDefaults).map((name) => [name, '  ']))
    expect(read({ ...empty, app: 'my-app' })).toEqual(read({ app: 'my-app' }))
  })
})

const accepted: readonly [Given, Partial<Inputs>][] = [
  [{ app: 'one, two\nthree\n\none' }, { apps: ['one', 'two', 'three'].map((app) => ({ kind: 'app' as const, app })) }],
  [
    { app: 'account, team:acme, pipeline:shop, pipeline:shop/staging, account:all' },
    {
      apps: [
        { kind: 'app', app: 'account' },
        { kind: 'team', team: 'acme' },
        { kind: 'pipeline', pipeline: 'shop' },
        { kind: 'pipeline', pipeline: 'shop', stage: 'staging' },
        { kind: 'account' },
      ],
    },
  ],
  [{ mode: 'rotate' }, { mode: 'rotate' }],
  [
    { mode: 'remove', confirm: 'my-app' },
    { mode: 'remove', confirm: 'my-app' },
  ],
  [
    { version: '9.1', 'version-mismatch': 'change' },
    { version: '9.1', versionMismatch: 'change' },
  ],
  [{ maintenance: 'run' }, { maintenance: 'run' }],
  [
    { settings: 'maxmemory-policy=allkeys-lru\n  # idle clients\n timeout = 0\nnotify-keyspace-events=Ex' },
    { settings: { maxmemoryPolicy: 'allkeys-lru', timeout: 0, notifyKeyspaceEvents: 'Ex' } },
  ],
  [{ settings: 'notify-keyspace-events=' }, { settings: { notifyKeyspaceEvents: '' } }],
  [
    { 'probe-from': 'dyno', logs: 'always' },
    { probeFrom: 'dyno', logs: 'always' },
  ],
  [
    { 'alarm-after': '2', 'state-file': 'state.json' },
    { alarmAfter: { failing: 2, of: 2, text: '2' }, stateFile: '/workspace/state.json' },
  ],
  [{ 'alarm-after': '3/5', 'state-file': 's.JSON' }, { alarmAfter: { failing: 3, of: 5, text: '3/5' } }],
  [{ 'api-key': 'HRKU-of-the-input' }, { apiKey: expect.any(Secret) as never }],
  [{ 'plan-mismatch': 'fail' }, { planMismatch: 'fail' }],
  [
    { 'writer-prefix': 'CACHE', 'reader-prefix': 'CACHE_RO' },
    { writerPrefix: 'CACHE', readerPrefix: 'CACHE_RO' },
  ],
  [{ samples: '5' }, { samples: 5 }],
  [{ 'replication-lag': '250ms/2s' }, { replicationLag: { warn: 250, fail: 2_000, text: '250ms/2s' } }],
  [{ connections: 'off' }, { connections: null }],
  [{ 'require-replica': 'true' }, { requireReplica: true }],
  [{ 'fail-on': 'warning' }, { failOn: 'warning' }],
  [{ 'job-summary': 'false' }, { jobSummary: false }],
  [{ memory: '100%' }, { memory: { fail: 100, text: '100%' } }],
  [
    { 'connect-timeout': '10ms', 'command-timeout': '300s' },
    { connectTimeoutMs: 10, commandTimeoutMs: 300_000 },
  ],
  [{ reader: 'rediss://:pw@host:65535' }, { reader: expect.objectContaining({ kind: 'url' }) as never }],
  [{ addon: 'REDIS_URL' }, { addon: 'REDIS_URL' }],
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
  [{ 'alarm-after': '10 / 100', 'state-file': 's.json' }, { alarmAfter: { failing: 10, of: 100, text: '10 / 100' } }],
  [{ 'dry-run': 'FALSE' }, { dryRun: false }],
  [{ 'dry-run': 'False' }, { dryRun: false }],
  [{ version: '10.12' }, { version: '10.12' }],
  [{ plan: 'rediscloud:prod-1' }, { plan: { service: 'rediscloud', plan: 'prod-1' } }],
  [{ 'tls-verify': 'full' }, { tlsVerify: { kind: 'full' } }],
  [{ memory: '80% / 80%' }, { memory: { warn: 80, fail: 80, text: '80% / 80%' } }],
  [{ memory: '75.125%' }, { memory: { fail: 75.125, text: '75.125%' } }],
  [{ latency: '0.125s' }, { latency: { fail: 125, text: '0.125s' } }],
  [{ samples: '1' }, { samples: 1 }],
  [{ samples: '1000' }, { samples: 1_000 }],
  [{ settings: 'timeout=2147483647' }, { settings: { timeout: 2_147_483_647 } }],
  [
    { 'report-file': `${'x'.repeat(250)}.json`, 'state-file': `${'y'.repeat(250)}.json` },
    { stateFile: `/workspace/${'y'.repeat(250)}.json` },
  ],
]

const refused: readonly [Given, string][] = [
  [{ app: 'My_App' }, 'app: got "My_App"; expected one or more Heroku app names'],
  [{ plan: 'a:b:c' }, 'plan: got "a:b:c"; expected a plan such as premium-0'],
  [{ mode: 'chek' }, 'mode: got "chek"; expected setup, check, rotate or remove'],
  [{ addon: 'my add-on' }, 'addon: got "my add-on"'],
  [{ 'plan-mismatch': 'upgrade' }, 'plan-mismatch: got "upgrade"; expected warn, change or fail'],
  [{ 'command-timeout': '5' }, 'command-timeout: got "5"; expected a duration'],
  [{ 'replication-lag': '1' }, 'replication-lag: got "1"'],
  [{ connections: '80' }, 'connections: got "80"'],
  [{ 'require-replica': '1' }, 'require-replica: got "1"; expected true or false'],
  [{ 'fail-on': 'warn' }, 'fail-on: got "warn"; expected error, warning or never'],
  [{ 'job-summary': 'no' }, 'job-summary: got "no"; expected true or false'],
  [{ 'dry-run': 'yes' }, 'dry-run: got "yes"; expected true or false'],
  [{ 'connect-timeout': '5' }, 'connect-timeout: got "5"; expected a duration such as 250ms, 5s or 15m'],
  [{ 'connect-timeout': '5h' }, 'from 10ms to 300s'],
  [{ memory: '101%' }, 'memory: got "101%"'],
  [{ samples: '0' }, 'expected a whole number from 1 to 1000'],
  [{ 'skip-checks': 'pingg' }, 'expected one or more of addon, plan'],
  [{ fields: 'host, hots' }, 'expected one or more of host, port'],
  [{ 'report-file': '../x.json' }, 'expected paths inside the workspace'],
  [{ 'report-file': 'x.txt' }, 'expected paths inside the workspace'],
  [{ 'report-file': 'x.xml.bak' }, 'end in .json, .xml or .html'],
  [{ 'report-file': 'xml' }, 'end in .json, .xml or .html'],
  [{ 'report-file': `${'x'.repeat(251)}.json` }, 'each name of up to 255 bytes'],
  [{ 'state-file': `${'x'.repeat(251)}.json` }, 'each name of up to 255 bytes'],
  [{ 'report-file': 'a\tb.json' }, 'report-file: got'],
  [{ 'connect-timeout': '1ms' }, 'from 10ms to 300s'],
  [{ 'provision-timeout': '7h' }, 'from 1s to 6h'],
  [{ fields: ',' }, 'fields: got ","; expected one or more of host'],
  [{ memory: '75' }, 'memory: got "75"'],
  [{ latency: '1s/2s/3s' }, 'one value alone for FAIL, or off'],
  [{ latency: '2s/1s' }, 'WARN not above FAIL'],
  [{ samples: '1001' }, 'from 1 to 1000'],
  [{ reader: 'rediss://:p4ss@host:65536' }, 'reader: expected a valid Redis URL'],
  [{ app: 'team:' }, 'team:NAME'],
  [{ app: 'pipeline:shop/prod' }, 'pipeline:NAME/STAGE (test, review, development, staging or production)'],
  [{ app: 'account:some' }, 'account:all'],
  [{ version: 'v9' }, 'version: got "v9"; expected a server version such as 9 or 9.1'],
  [{ version: '9.1.0' }, 'version: got "9.1.0"'],
  [{ 'version-mismatch': 'upgrade' }, 'expected warn, change or fail'],
  [{ maintenance: 'yes' }, 'expected report or run'],
  [{ settings: 'maxmemory-policy=lru' }, 'a maxmemory-policy of noeviction, allkeys-lru'],
  [{ settings: 'timeout=-1' }, 'a timeout of whole seconds from 0 (never) to 2147483647'],
  [{ settings: 'timeout=2147483648' }, 'a timeout of whole seconds'],
  [{ settings: 'timeout=5m' }, 'a timeout of whole seconds'],
  [{ settings: 'timeout=' }, 'a timeout of whole seconds'],
  [{ settings: 'notify-keyspace-events=EQ' }, 'of the flags K E g'],
  [{ settings: 'notify-keyspace-events=gx' }, 'including K or E'],
  [{ settings: 'maxclients=1' }, 'only maxmemory-policy=POLICY, timeout=SECONDS'],
  [{ settings: 'timeout=1\ntimeout=2' }, 'timeout occurs twice'],
  [{ 'probe-from': 'app' }, 'expected runner or dyno'],
  [{ logs: 'yes' }, 'expected on-failure, always or never'],
  ...['0', '4/3', '3/101', '101', '1/', 'x', '-1', '2.5'].map((text): [Given, string] => [
    { 'alarm-after': text, 'state-file': 's.json' },
    `alarm-after: got "${text}"; expected N or N/M`,
  ]),
  [{ 'state-file': 'state.txt' }, 'state-file: got "state.txt"; expected one path inside the workspace'],
  [{ 'state-file': '../state.json' }, 'state-file: got'],
  [{ 'state-file': 'a.json, b.json' }, 'state-file: got'],
  [{ 'report-file': '/etc/x.json' }, 'expected paths inside the workspace'],
  [{ 'tls-verify': 'sha256:abc' }, 'sha256: followed by the 64 hex digits'],
  [{ config: 'NAME' }, 'config: expected one KEY=VALUE per line; line 1 has another form'],
  [{ config: '  # fine\n#fine\n=x' }, 'line 3 has another form'],
  [{ config: 'REDIS_WRITER_HOST=x' }, 'remove REDIS_WRITER_HOST'],
  [{ config: 'A=1\nA=2' }, 'A occurs twice'],
  [{ 'reader-prefix': 'REDIS_WRITER' }, 'a prefix other than writer-prefix'],
  [{ 'writer-prefix': 'X\nY' }, 'the beginning of a config var name'],
  [{ mode: 'x'.repeat(81) }, `mode: got "${'x'.repeat(77)}..."; expected`],
  [{ reader: 'rediss://:p4ss@host:0' }, 'reader: expected a valid Redis URL (the URL has port 0)'],
  [{ fields: 'hots', config: 'REDIS_WRITER_HOST=x' }, 'expected one or more of host, port'],
  [{ app: 'my-app, My_App' }, 'app: got "my-app, My_App"'],
  ...['team:a b', 'xteam:a', 'xpipeline:shop', 'pipeline:shop_1', 'pipeline:shop/'].map((text): [Given, string] => [
    { app: text },
    `app: got "${text}"; expected one or more`,
  ]),
  [{ addon: 'redis one' }, 'addon: got "redis one"; expected the name or id of an add-on'],
  [{ addon: '1redis' }, 'or its config var such as REDIS_URL'],
  [{ reader: 'READER URL' }, 'reader: expected nothing, the name of a config var that holds a Redis URL'],
  [{ 'tls-verify': `md5:${'ab'.repeat(32)}` }, 'sha256: followed by the 64 hex digits'],
  [{ 'tls-verify': `sha256:${'ab'.repeat(33)}` }, 'sha256: followed by the 64 hex digits'],
  [{ settings: 'x timeout=1' }, 'line 1 has another form'],
  [{ settings: 'timeout x=1' }, 'line 1 has another form'],
  [{ 'state-file': 'state.json.bak' }, 'state-file: got'],
  [{ 'state-file': 'folder/..' }, 'state-file: got'],
  [{ 'report-file': `${'x'.repeat(256)}/a.json` }, 'each name of up to 255 bytes'],
  ...['x5s', '5sx', '5 s'].map((text): [Given, string] => [{ 'connect-timeout': text }, 'a duration such as 250ms']),
  ...['x75%', '75%x'].map((text): [Given, string] => [{ memory: text }, 'WARN/FAIL such as 75%/90%']),
  ...['x5', '5x'].map((text): [Given, string] => [{ samples: text }, 'a whole number from 1 to 1000']),
  [{ 'api-key': 'two words' }, 'api-key: expected a Heroku API token: printable characters without spaces'],
]

describe('what a user writes', () => {
  test('every input is accepted in some form, and refused in another where it has a form', () => {
    const missing = (rows: readonly (readonly [Given, unknown])[]) =>
      inputNames.filter((name) => !rows.some(([given]) => name in given))
    expect(missing(accepted)).toEqual([])
    expect(missing(refused)).toEqual(['confirm'])
  })

  test.each(accepted)('%j', (given, expected) => {
    expect(read({ app: 'my-app', ...given })).toMatchObject(expected)
  })

  test.each(refused)('%j is answered with what is expected', (given, words) => {
    expect(complaint({ app: 'my-app', ...given })).toContain(words)
  })

  test('all errors are reported at once', () => {
    const words = complaint({ mode: 'x', samples: 'y', latency: 'z' })
    expect(words.split('\n').map((line) => line.replace(/(?<=^- [a-z]+: ).*/, '…'))).toEqual([
      '4 inputs are invalid:',
      '- app: …',
      '- mode: …',
      '- samples: …',
      '- latency: …',
    ])
    expect(complaint({ app: 'my-app', mode: 'x' })).toMatch(/^An input is invalid\. mode: got "x"; expected /)
  })

  test('what may be secret is never repeated', () => {
    const secrets = { reader: 'https://u:p4ssw0rd@host', config: 'p4ssw0rd', 'api-key': 'p4ss w0rd' }
    const words = complaint({ app: 'my-app', ...secrets }, { HEROKU_HOST: 'https://u:p4ssw0rd@api.heroku.com' })
    expect(words).toMatch(/^4 inputs/)
    expect(words).not.toMatch(/p4ss/)
  })

  test('a URL or token pasted into the wrong input is not repeated, in whole or in part', () => {
    const pasted = [
      'rediss://:p4ssw0rd@host.example:6380',
      'default:p4ssw0rd@host',
      'rediss://host:6379?password=p4ssw0rd',
      'host:6379?password=p4ssw0rd',
      'redis://p4ssw0rd',
      `${'x'.repeat(70)}rediss://:p4ssw0rd@host`,
      'HRKU-p4ssw0rd',
      'https://hooks.example/p4ssw0rd',
    ]
    for (const name of inputNames) {
      for (const text of pasted) {
        expect(complaintOrNothing({ app: 'my-app', [name]: text })).not.toMatch(/p4ss/)
      }
    }
    for (const name of ['HEROKU_HOST', 'HEROKU_DATA_HOST', 'HEROKU_REDIS_HOST', 'HEROKU_STATUS_HOST', 'NODE_DEBUG']) {
      for (const text of pasted) expect(complaintOrNothing({ app: 'my-app' }, { [name]: text })).not.toMatch(/p4ss/)
    }
  })

  test('a URL is no token, and is sent nowhere', () => {
    const url = 'rediss://:p4ssw0rd@host.example:6380'
    expect(complaint({ app: 'my-app', 'api-key': url })).toContain('api-key: expected a Heroku API token, not a URL')
    expect(complaint({ app: 'my-app' }, { HEROKU_API_KEY: url })).toContain('HEROKU_API_KEY: expected a Heroku API')
  })

  test('NODE_DEBUG, with which Node.js would print the token, is refused', () => {
    expect(complaint({ app: 'my-app' }, { NODE_DEBUG: 'http' })).toContain(
      'NODE_DEBUG: got "http"; expected an unset variable',
    )
    expect(read({ app: 'my-app' }, { NODE_DEBUG: ' ' }).apps).toEqual([{ kind: 'app', app: 'my-app' }])
  })

  test('a secret prints as nothing', () => {
    const inputs = read({ app: 'my-app', 'api-key': 'HRKU-s3cret', reader: 'rediss://:s3cret@host:1' })
    expect(JSON.stringify(inputs)).not.toContain('s3cret')
    expect(inputs.apiKey?.reveal()).toBe('HRKU-s3cret')
  })
})

describe('inputs that make no sense together', () => {
  test.each<[Given, string]>([
    [{ mode: 'check', 'dry-run': 'true' }, 'dry-run: got true; expected false with mode: check'],
    [{ 'alarm-after': '2' }, 'alarm-after: got "2"; expected 1, or a state-file'],
    [{ 'alarm-after': '1/3' }, 'alarm-after: got "1/3"; expected 1, or a state-file'],
    [{ mode: 'remove' }, 'confirm: got nothing; expected "my-app" with mode: remove'],
    [{ mode: 'remove', confirm: 'my-apps' }, 'confirm: got "my-apps"; expected "my-app"'],
    [{ mode: 'remove', app: 'a, b', confirm: 'a' }, 'app: expected the name of one app with mode: remove'],
    [{ mode: 'remove', app: 'team:acme', confirm: 'team:acme' }, 'app: expected the name of one app'],
    [{ mode: 'check', maintenance: 'run' }, 'maintenance: got "run"; expected report with mode: check'],
    [{ plan: 'rediscloud:30', version: '9' }, 'version: expected no value with plan rediscloud:30'],
    [{ plan: 'rediscloud:30', settings: 'timeout=1' }, 'settings: expected no value with plan rediscloud:30'],
    [{ plan: 'rediscloud:30', maintenance: 'run' }, 'maintenance: expected no value with plan rediscloud:30'],
    [{ 'state-file': 'out/a.json', 'report-file': 'x.xml, out/A.json' }, 'state-file: expected a path other than'],
    [{ 'state-file': './out/../a.json', 'report-file': 'a.json' }, 'state-file: expected a path other than'],
    [{ config: 'REDIS_WRITER_HOST=x\nREDIS_READER_TLS=1' }, 'remove REDIS_WRITER_HOST, REDIS_READER_TLS'],
    [{ 'writer-prefix': 'A', 'reader-prefix': 'A' }, 'reader-prefix: got "A"; expected a prefix other than'],
  ])('%j', (given, words) => {
    expect(complaint({ app: 'my-app', ...given })).toContain(words)
  })

  test.each<[Given]>([
    [{ mode: 'check', 'plan-mismatch': 'change', 'version-mismatch': 'change' }],
    [{ plan: 'premium-0', version: '9', settings: 'timeout=1', maintenance: 'run' }],
    [{ mode: 'remove', confirm: 'my-app', 'dry-run': 'true' }],
    [{ confirm: 'whatever' }],
    [{ 'alarm-after': '1/1' }],
    [{ 'state-file': 'state.json', 'report-file': 'report.json' }],
    [{ config: 'REDIS_WRITER_URL=x' }],
  ])('%j is accepted', (given) => {
    expect(() => read({ app: 'my-app', ...given })).not.toThrow()
  })

  test('an invalid input causes no second error', () => {
    expect(complaint({ app: 'my-app', 'alarm-after': '2', 'state-file': 'x.txt' })).toMatch(
      /^An input is invalid\. state-file: /,
    )
    expect(complaint({ app: 'My_App', mode: 'remove' })).toMatch(/^An input is invalid\. app: /)
  })
})

describe('what a run reports, read also when other inputs are invalid', () => {
  const reporting = (given: Given) => readReportSettings((name) => given[name] ?? '', '/workspace')

  test('takes what can be read, and the default for the rest', () => {
    expect(
      reporting({ app: '!', mode: 'check', 'dry-run': 'TRUE', 'job-summary': 'false', 'report-file': 'a.html' }),
    ).toMatchObject({
      mode: 'check',
      dryRun: true,
      jobSummary: false,
      reportFiles: [{ path: '/workspace/a.html', format: 'html' }],
    })
    expect(reporting({ logs: 'never', 'alarm-after': '2' })).toMatchObject({
      logs: 'never',
      alarmAfter: { failing: 2, of: 2, text: '2' },
    })
    expect(readReportSettings(() => '!', '/workspace')).toEqual({
      mode: 'setup',
      dryRun: false,
      failOn: 'error',
      alarmAfter: { failing: 1, of: 1, text: '1' },
      reportFiles: [],
      jobSummary: true,
      logs: 'on-failure',
    })
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

  test('an API on this machine keeps the data API and the status there, too', () => {
    const { dataUrl, statusUrl } = read({ app: 'a' }, { HEROKU_HOST: 'http://127.0.0.1:4000' })
    expect([dataUrl, statusUrl]).toEqual(['http://127.0.0.1:4000', 'http://127.0.0.1:4000'])
  })

  test('spaces around a host do not matter', () => {
    const env = { HEROKU_HOST: ' http://127.0.0.1:4000 \n', HEROKU_DATA_HOST: ' localhost ' }
    expect(read({ app: 'a' }, env)).toMatchObject({ apiUrl: 'http://127.0.0.1:4000', dataUrl: 'http://localhost:4000' })
  })

  test('HEROKU_REDIS_HOST stands in for HEROKU_DATA_HOST, as for the Heroku CLI', () => {
    const dataUrl = (env: Record<string, string>) => read({ app: 'a' }, env).dataUrl
    expect(dataUrl({ HEROKU_REDIS_HOST: 'redis.herokudev.com' })).toBe('https://redis.herokudev.com')
    expect(dataUrl({ HEROKU_REDIS_HOST: 'redis.herokudev.com', HEROKU_DATA_HOST: 'data.heroku.com' })).toBe(
      'https://data.heroku.com',
    )
    expect(complaint({ app: 'a' }, { HEROKU_REDIS_HOST: 'evil.com' })).toContain('HEROKU_REDIS_HOST: got "evil.com"')
  })

  test.each([
    ['https://status.example.com', 'https://status.example.com'],
    ['https://proxy.example.com/heroku-status/', 'https://proxy.example.com/heroku-status'],
    ['http://127.0.0.1:4000/', 'http://127.0.0.1:4000'],
  ])('HEROKU_STATUS_HOST=%s is asked at %s: the token does not go there', (host, url) => {
    expect(read({ app: 'a' }, { HEROKU_STATUS_HOST: host }).statusUrl).toBe(url)
  })

  test.each(['status.example.com', 'http://status.example.com', 'ftp://x.example', 'https://u:p4ss@x.example', 'x y'])(
    'HEROKU_STATUS_HOST=%s is refused',
    (host) => {
      expect(complaint({ app: 'a' }, { HEROKU_STATUS_HOST: host })).toContain('HEROKU_STATUS_HOST: got')
    },
  )

  test('a port that does not exist is refused', () => {
    expect(complaint({ app: 'a' }, { HEROKU_HOST: 'http://127.0.0.1:65536' })).toContain('HEROKU_HOST: got')
  })

  test('the data API takes protocol and port from HEROKU_HOST', () => {
    const env = { HEROKU_HOST: 'http://127.0.0.1:4000', HEROKU_DATA_HOST: 'localhost' }
    expect(read({ app: 'a' }, env).dataUrl).toBe('http://localhost:4000')
  })
})

test('any text is accepted or refused, and never crashes', () => {
  const text = fc.oneof(fc.string({ maxLength: 200 }), anyText({ maxLength: 200 }))
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
    { numRuns: 100 },
  )
}, 120_000)
