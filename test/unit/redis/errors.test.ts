import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explainError, rawError, scrub } from '../../../src/redis/errors.ts'
import type { Stage } from '../../../src/redis/facts.ts'

const reply = (message: string, stage: Stage = 'command') => explainError({ kind: 'reply', message }, { stage })
const system = (code: string, stage: Stage) => explainError({ kind: 'system', message: code, code }, { stage })

describe('error replies', () => {
  test.each([
    ['NOAUTH Authentication required.', 'redis-auth-required', false],
    ['WRONGPASS invalid username-password pair', 'redis-wrong-password', false],
    ['ERR invalid password', 'redis-wrong-password', false],
    ["NOPERM this user has no permissions to run the 'set' command", 'redis-no-permission', false],
    ["ERR unknown command 'CONFIG'", 'redis-no-permission', false],
    ['DENIED Redis is running in protected mode', 'redis-no-permission', false],
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
    ['ERR something else', 'redis-wrong-data', false],
    ['constructor', 'redis-wrong-data', false],
    ['', 'redis-wrong-data', false],
  ])('%s', (message, reason, transient) => {
    expect(reply(message)).toMatchObject({ reason, transient, stage: 'command' })
  })

  test('the prefix is the code', () => {
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
    ['EACCES', 'tcp', 'redis-refused', true],
    ['ECONNRESET', 'tls', 'redis-too-many-clients', true],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', 'redis-tls-not-offered', false],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls', 'redis-tls-not-offered', false],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'tls', 'redis-certificate', false],
    ['CERT_HAS_EXPIRED', 'tls', 'redis-certificate', false],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'login', 'redis-certificate', false],
    ['ECONNRESET', 'login', 'redis-connection-lost', true],
    ['EPIPE', 'command', 'redis-connection-lost', true],
  ] as const)('%s at %s', (code, stage, reason, transient) => {
    expect(system(code, stage)).toMatchObject({ reason, transient, stage, code })
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
          const left = scrub(`${before}${form}${after}`, secret).replaceAll('***', '\u0000')
          expect(left).not.toContain(form)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('nor does a long piece of it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{20,60}$/), fc.nat(12), (secret, from) => {
        expect(scrub(`ERR near ${secret.slice(from, from + 8)}`, secret)).not.toContain(secret.slice(from, from + 8))
      }),
    )
  })

  test('arguments that an old server repeats are dropped whole', () => {
    expect(scrub("ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'x' 'sec", 'secret')).toBe(
      "ERR unknown command 'HELLO'",
    )
  })

  test('a text without it stays as it is, and any text ends soon', () => {
    expect(scrub('WRONGPASS invalid username-password pair', 'correct horse')).toBe(
      'WRONGPASS invalid username-password pair',
    )
    const start = performance.now()
    expect(scrub('a'.repeat(1_000_000), 'a'.repeat(1_000))).toBe('***'.repeat(2))
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})
