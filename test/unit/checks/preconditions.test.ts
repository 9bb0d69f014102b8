import { describe, expect, it } from 'vitest'
import { isOneEndpoint, isOneServer, isOnHeroku } from '../../../src/checks/preconditions.ts'
import type { EndpointFacts, ProbeFacts } from '../../../src/redis/facts.ts'
import * as given from './fixtures.ts'
import { but, configWith, found, healthy, one, oneEndpoint, refused, variable, without } from './fixtures.ts'

const probeWith = (reader: Partial<EndpointFacts>): ProbeFacts => ({
  writer: given.writer,
  reader: { ...given.writer, ...reader },
  pair: { role: 'unknown', proof: '', split: false },
})
const endpoint = given.writer.endpoint

describe('one endpoint', () => {
  it('is one address with one login, and one outcome', () => {
    expect(isOneEndpoint(probeWith({}))).toBe(true)
    const down = refused('redis-refused')
    expect(isOneEndpoint({ ...probeWith(down), writer: { ...given.writer, ...down } })).toBe(true)
  })

  it.each([
    ['host', { endpoint: { ...endpoint, host: 'other.example.com' } }],
    ['port', { endpoint: { ...endpoint, port: 6381 } }],
    ['user', { endpoint: { ...endpoint, username: 'app' } }],
    ['TLS setting', { endpoint: { ...endpoint, tls: false } }],
    ['password, which shows in what came of it', refused('redis-wrong-password')],
  ])('is not another %s', (_, reader) => {
    expect(isOneEndpoint(probeWith(reader))).toBe(false)
    expect(isOneServer(probeWith(reader))).toBe(false)
  })

  it('is one server, and so are two addresses with one run id', () => {
    expect(isOneServer(probeWith({}))).toBe(true)
    const proven = { ...probeWith({ endpoint: { ...endpoint, host: 'alias.example.com' } }), pair: given.pair }
    expect(isOneServer({ ...proven, pair: { ...given.pair, role: 'same-server' } })).toBe(true)
  })
})

describe('on Heroku', () => {
  it.each([
    ['the writer of heroku-redis', healthy, 'writer', true],
    ['the writer of another service', but({ addon: { service: 'stackhero' } }), 'writer', false],
    ['a writer without an add-on', without(healthy, 'addon'), 'writer', false],
    ['a reader of its own', healthy, 'reader', false],
    ['a reader that is the writer', oneEndpoint, 'reader', true],
    ['a reader on the host of the writer', but({ reader: { endpoint: { ...endpoint, port: 6381 } } }), 'reader', true],
    ['a reader that was not tested', without(healthy, 'probe'), 'reader', true],
  ] as const)('%s: %o', (_, subject, side, expected) => {
    expect(isOnHeroku(subject, side)).toBe(expected)
  })
})

describe('what was not connected to', () => {
  it('refers to the connection of its own side', () => {
    const subject = but({ writer: refused('redis-refused') })
    expect(found('latency', 'writer', subject).message).toBe(
      'Not tested: the connection to the writer failed; see `connect`.',
    )
    const both = but({
      writer: refused('redis-refused'),
      reader: refused('redis-wrong-password'),
      subject: { mode: 'check', config: configWith(variable('reader', 'password', 'differs')) },
    })
    expect(found('latency', 'reader', both).message).toBe(
      'Not tested: the connection to the reader failed; see `config`.',
    )
  })

  it('refers to the writer where both are one endpoint', () => {
    expect(found('read', 'reader', one(refused('redis-refused'))).message).toBe(
      'Not tested: the connection to the reader failed; see `connect`.',
    )
  })

  it('refers to the stale config vars that explain it', () => {
    const stale = one(refused('redis-wrong-password'), {
      mode: 'check',
      config: configWith(variable('writer', 'password', 'differs')),
    })
    expect(found('write', 'writer', stale).message).toBe(
      'Not tested: the connection to the writer failed; see `config`.',
    )
  })

  it('refers to nothing where nothing reports it', () => {
    const skipped = { skipChecks: new Set(['connect'] as const) }
    expect(found('write', 'writer', one(refused('redis-refused')), skipped).message).toBe(
      'Not tested: the connection to the writer failed.',
    )
  })
})

describe('what could not be tested at all', () => {
  it('says why, and which check reports it', () => {
    expect(found('write', 'writer', { ...given.bare, mode: 'check' }).message).toBe(
      'Not tested: the app has no Redis add-on; see `addon`.',
    )
    expect(found('write', 'writer', { ...given.bare, dryRun: true }).message).toBe(
      'Not tested: the app has no Redis add-on.',
    )
  })

  it('says something also where no reason was given', () => {
    expect(found('write', 'writer', without({ ...given.bare, dryRun: true }, 'unprobed')).message).toBe(
      'Not tested: there is no endpoint to connect to.',
    )
  })
})
