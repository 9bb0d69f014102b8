import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explainError, rawError, RedisError, settle, timedOut, unexpectedReply } from '../../../src/redis/errors.ts'
import type { Stage } from '../../../src/redis/facts.ts'
import { scrub } from '../../../src/redis/scrub.ts'

const reply = (message: string, stage: Stage = 'command') => explainError({ kind: 'reply', message }, { stage })
const system = (code: string, stage: Stage) => explainError({ kind: 'system', message: code, code }, { stage })

describe('error replies', () => {
  test.each([
    ['NOAUTH Authentication required.', 'redis-auth-required', false],
    ['WRONGPASS invalid username-password pair', 'redis-wrong-password', false],
    ['ERR invalid password', 'redis-wrong-password', false],
    ["NOPERM this user has no permissions to run the 'set' command", 'redis-no-permission', false],
    ["ERR unknown command 'CONFIG'", 'redis-error', false],
    ['ERR operation not permitted', 'redis-auth-required', false],
    ['DENIED Redis is running in protected mode', 'redis-protected-mode', false],
    ['LOADING Redis is loading the dataset in memory', 'redis-loading', true],
    ['BUSY Redis is busy running a script', 'redis-busy', true],
    ['MASTERDOWN Link with MASTER is down', 'redis-master-down', true],
    ["READONLY You can't write against a read only replica.", 'redis-read-only', true],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'redis-out-of-memory', false],
    ['MISCONF Valkey is configured to save RDB snapshots', 'redis-persistence-failing', false],
    ['NOREPLICAS Not enough good replicas to write.', 'redis-no-replicas', true],
    ['ERR max number of clients reached', 'redis-too-many-clients', true],
    ['ERR max number of clients + cluster connections reached', 'redis-too-many-clients', true],
    ['MOVED 3999 127.0.0.1:6381', 'redis-cluster', false],
    ['ASK 3999 127.0.0.1:6381', 'redis-cluster', false],
    ['CLUSTERDOWN Hash slot not served', 'redis-cluster', false],
    ["CROSSSLOT Keys in request don't hash to the same slot", 'redis-cluster', false],
    ['TRYAGAIN', 'redis-cluster', false],
    // Upstash, Vercel and others.
    ['ERR max daily request limit exceeded. Limit: 10000, Usage: 10001. See https://…', 'redis-quota', false],
    ['ERR max requests limit exceeded', 'redis-quota', false],
    ['ERR DB capacity quota exceeded', 'redis-quota', false],
    ['ERR You have exceeded your plan limit', 'redis-quota', false],
    ['ERR rate limited, slow down', 'redis-quota', false],
    ['ERR max concurrent connections exceeded', 'redis-too-many-clients', true],
    ['ERR something else', 'redis-error', false],
    ['ERR syntax error', 'redis-error', false],
    ['constructor', 'redis-error', false],
    ['', 'redis-error', false],
  ])('%s', (message, reason, transient) => {
    expect(reply(message)).toMatchObject({ reason, transient, stage: 'command' })
  })

  test.each([
    "ERR unknown command 'INFO'",
    'ERR unknown command',
    'ERR unknown or unsupported command',
    'ERR unsupported operation now :HELLO',
    'ERR unsupported command `hello`',
    "ERR unknown redis command 'HELLO'",
    "ERR command 'HELLO' is not supported",
    'ERR This command is not allowed on this instance',
  ])('"%s" is about a command that the server does not know', (message) => {
    expect(reply(message)).toMatchObject({ reason: 'redis-error', unknownCommand: true, quoted: message })
  })

  test('an error that is not known is quoted, and no other', () => {
    expect(reply('ERR something else.').quoted).toBe('ERR something else')
    expect(reply('ERR max daily request limit exceeded').quoted).toBe('ERR max daily request limit exceeded')
    expect(reply('OOM command not allowed')).not.toHaveProperty('quoted')
    expect(reply('ERR syntax error')).not.toHaveProperty('unknownCommand')
  })

  test.each([
    ["NOPERM this user has no permissions to run the 'set' command or its subcommand", { command: 'set' }],
    ["NOPERM User app has no permissions to run the 'cluster|info' command", { command: 'cluster|info' }],
    ['NOPERM this user has no permissions', { command: 'get' }],
    [
      'NOPERM this user has no permissions to access one of the keys used as arguments',
      { command: 'get', keys: 'heroku-redis-action:probe:*' },
    ],
    ['NOPERM No permissions to access a key', { command: 'get', keys: 'heroku-redis-action:probe:*' }],
  ])('%s', (message, grant) => {
    expect(explainError({ kind: 'reply', message }, { stage: 'command', command: 'GET' }).grant).toEqual(grant)
  })

  test('what an error means is read before it is masked', () => {
    const at = { stage: 'login', command: 'AUTH' } as const
    const failure = explainError({ kind: 'reply', message: 'ERR invalid password' }, at, ['password1'])
    expect(failure.reason).toBe('redis-wrong-password')
    expect(failure.message).not.toContain('password')
    const limit = explainError({ kind: 'reply', message: 'ERR max number of clients reached' }, at, ['max number of'])
    expect(limit.reason).toBe('redis-too-many-clients')
    const code = explainError({ kind: 'reply', message: 'WRONGPASS invalid' }, at, ['WRONGPASS'])
    expect(code).toMatchObject({ reason: 'redis-wrong-password', code: '***' })
  })

  test('the first word is the code', () => {
    expect(reply('OOM command not allowed').code).toBe('OOM')
    expect(reply('hello').code).toBeUndefined()
  })
})

describe('system errors', () => {
  test.each([
    ['ENOTFOUND', 'dns', 'redis-dns', false],
    ['EAI_AGAIN', 'dns', 'redis-dns', true],
    ['ESERVFAIL', 'dns', 'redis-dns', false],
    ['ECONNREFUSED', 'tcp', 'redis-refused', true],
    ['ETIMEDOUT', 'tcp', 'redis-timeout', true],
    ['ENETUNREACH', 'tcp', 'redis-timeout', true],
    ['EHOSTUNREACH', 'tcp', 'redis-timeout', true],
    ['ENETDOWN', 'tcp', 'redis-timeout', true],
    ['EADDRNOTAVAIL', 'tcp', 'redis-timeout', true],
    ['EAFNOSUPPORT', 'tcp', 'redis-timeout', true],
    ['ECONNABORTED', 'tcp', 'redis-connection-lost', true],
    ['EACCES', 'tcp', 'redis-refused', true],
    ['ECONNRESET', 'tls', 'redis-too-many-clients', true],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', 'redis-tls-not-offered', false],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls', 'redis-tls-not-offered', false],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'tls', 'redis-client-certificate', false],
    ['CLIENT_CERTIFICATE', 'tls', 'redis-client-certificate', false],
    ['CERT_HAS_EXPIRED', 'tls', 'redis-certificate', false],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'login', 'redis-client-certificate', false],
    ['EMFILE', 'tcp', 'redis-refused', true],
    ['ECONNRESET', 'login', 'redis-connection-lost', true],
    ['EPIPE', 'command', 'redis-connection-lost', true],
  ] as const)('%s at %s', (code, stage, reason, transient) => {
    expect(system(code, stage)).toMatchObject({ reason, transient, stage, code })
  })
})

describe('the connection did not get as far as the server', () => {
  test.each([
    ['EHOSTUNREACH', 'no-route'],
    ['EHOSTDOWN', 'no-route'],
    ['ENETUNREACH', 'no-route'],
    ['ENETDOWN', 'no-route'],
    ['EADDRNOTAVAIL', 'no-route'],
    ['EAFNOSUPPORT', 'no-route'],
    ['EINVAL', 'no-route'],
    ['EACCES', 'forbidden'],
    ['EPERM', 'forbidden'],
    ['ENOBUFS', 'memory'],
    ['ENFILE', 'file-descriptors'],
    ['ECONNREFUSED', undefined],
    ['ETIMEDOUT', undefined],
  ] as const)('%s: %s', (code, local) => {
    expect(system(code, 'tcp').local).toBe(local)
  })
})

describe('rawError', () => {
  test('takes nothing from an error but code and text', () => {
    const error = Object.assign(new Error('WRONGPASS no'), {
      name: 'ReplyError',
      command: { name: 'hello', args: ['3', 'AUTH', 'default', 'the-password'] },
    })
    expect(inspect(rawError(error))).not.toContain('the-password')
    expect(rawError(error)).toEqual({ kind: 'reply', message: 'WRONGPASS no' })
  })

  test('the first of several addresses speaks for all', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' })
    expect(rawError(new AggregateError([refused]))).toMatchObject({ kind: 'system', code: 'ECONNREFUSED' })
    expect(rawError(new AggregateError([]))).toMatchObject({ kind: 'system' })
  })

  test('an address without a route does not speak for the others', () => {
    const error = (code: string): Error => Object.assign(new Error(code), { code })
    const both = new AggregateError([error('ENETUNREACH'), error('ECONNREFUSED')])
    expect(rawError(both)).toMatchObject({ code: 'ECONNREFUSED' })
    expect(rawError(new AggregateError([error('ENETUNREACH')]))).toMatchObject({ code: 'ENETUNREACH' })
  })

  test('OpenSSL’s addresses and paths stay behind', () => {
    const error = Object.assign(new Error('40:error:0A00010B:../deps/openssl'), {
      code: 'EPROTO',
      reason: 'wrong version number',
    })
    expect(rawError(error).message).toBe('wrong version number')
  })
})

describe('scrub', () => {
  const password = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  const words = fc.string({ maxLength: 20 })

  test('no form of the password survives', () => {
    fc.assert(
      fc.property(words, password, words, (before, secret, after) => {
        for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
          // What the masks themselves spell is no leak.
          const left = scrub(`${before}${form}${after}`, [secret]).replaceAll('***', '\u0000')
          expect(left).not.toContain(form)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('nor does a long piece of it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{20,60}$/), fc.nat(12), (secret, from) => {
        expect(scrub(`ERR near ${secret.slice(from, from + 8)}`, [secret])).not.toContain(secret.slice(from, from + 8))
      }),
    )
  })

  test('arguments that an old server repeats are dropped whole', () => {
    expect(scrub("ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'x' 'sec", ['secret'])).toBe(
      "ERR unknown command 'HELLO'",
    )
  })

  test('a text without it stays as it is, and any text ends soon', () => {
    expect(scrub('WRONGPASS invalid username-password pair', ['correct horse'])).toBe(
      'WRONGPASS invalid username-password pair',
    )
    const start = performance.now()
    expect(scrub('a'.repeat(1_000_000), ['a'.repeat(1_000)])).toBe('***'.repeat(2))
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})

describe('what the run itself may be short of', () => {
  test.each([
    ['EMFILE', 'file-descriptors'],
    ['ENFILE', 'file-descriptors'],
    ['ENETUNREACH', 'no-route'],
    ['EAFNOSUPPORT', 'no-route'],
    ['ECONNREFUSED', undefined],
  ])('%s: %s', (code, local) => {
    expect(system(code, 'tcp').local).toBe(local)
  })
})

test('a full server is certain where it says so, and probable where it drops the connection', () => {
  expect(system('ECONNRESET', 'tls')).toMatchObject({ reason: 'redis-too-many-clients', probable: true })
  expect(reply('ERR max number of clients reached')).not.toHaveProperty('probable')
  expect(system('ECONNRESET', 'command')).not.toHaveProperty('probable')
})

test.each([
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls', 'redis-tls-not-offered'],
  ['EPROTO', 'tls', 'redis-tls-not-offered'],
  ['EPROTOTYPE', 'tls', 'redis-certificate'],
  ['ERR_SSL_NO_CERT', 'tls', 'redis-certificate'],
  ['ERR_SSL_X', 'command', 'redis-connection-lost'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'command', 'redis-client-certificate'],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'tls', 'redis-client-certificate'],
] as const)('%s at %s is %s', (code, stage, reason) => {
  expect(system(code, stage).reason).toBe(reason)
})

describe('errors without an answer of the server', () => {
  const raw = (error: unknown) => rawError(error)

  test.each([
    [new Error('Connection is closed.'), { kind: 'system', message: 'the server closed the connection' }],
    [
      new Error('Command aborted due to connection close'),
      { kind: 'system', message: 'the server closed the connection' },
    ],
    [
      new Error('Protocol error, got "H" as reply type byte. Please report this.'),
      { kind: 'protocol', message: 'not a Redis reply: Protocol error, got "H" as reply type byte' },
    ],
    [
      Object.assign(new Error('long words'), { code: 'ERR_SSL_X', reason: 'short' }),
      { kind: 'system', message: 'short', code: 'ERR_SSL_X' },
    ],
    [Object.assign(new Error('words'), { code: 'EX' }), { kind: 'system', message: 'words', code: 'EX' }],
    [
      new AggregateError([Object.assign(new Error('v4'), { code: 'EX' })], ''),
      { kind: 'system', message: 'v4', code: 'EX' },
    ],
    [
      Object.assign(new AggregateError([new Error('v4')], 'all'), { code: 'EY' }),
      { kind: 'system', message: 'all', code: 'EY' },
    ],
    ['thrown text', { kind: 'system', message: 'unknown error' }],
  ])('%s', (error, expected) => {
    expect(raw(error)).toEqual(expected)
  })

  test('a time-out passes, nonsense does not', () => {
    expect(timedOut('no answer', { stage: 'tcp' }).failure).toEqual({
      reason: 'redis-timeout',
      stage: 'tcp',
      message: 'no answer',
      transient: true,
    })
    expect(explainError({ kind: 'protocol', message: 'x' }, { stage: 'login' })).toMatchObject({
      reason: 'redis-wrong-data',
      transient: false,
    })
    expect(unexpectedReply('SET', 'SET was not answered with OK').failure).toEqual({
      reason: 'redis-wrong-data',
      stage: 'command',
      command: 'SET',
      message: 'SET was not answered with OK',
      transient: false,
    })
  })

  test('is a fact; a cancelled run is not', async () => {
    expect(await settle(Promise.resolve(1))).toEqual({ ok: true, value: 1 })
    const error = timedOut('no answer', { stage: 'tcp' })
    expect(await settle(Promise.reject(error))).toEqual({ ok: false, failure: error.failure })
    const cancelled = new Error('cancelled')
    await expect(settle(Promise.reject(cancelled))).rejects.toBe(cancelled)
  })
})

test('the words of the server decide, and are not given out', () => {
  const { failure } = unexpectedReply('AUTH', 'x')
  const error = new RedisError(failure, 'ERR AUTH <password> hunter2')
  expect(error.replied(/^ERR AUTH/)).toBe(true)
  expect(error.replied(/NOAUTH/)).toBe(false)
  expect(new RedisError(failure).replied(/undefined|/)).toBe(false)
  expect(inspect(error)).not.toContain('hunter2')
})
