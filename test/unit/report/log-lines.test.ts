import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/checks/check.ts'
import { failure } from '../../../src/failure/catalogue.ts'
import type { EndpointFacts } from '../../../src/redis/facts.ts'
import { endpointLines, errorLines, findingLines } from '../../../src/report/log-lines.ts'

const finding = (
  id: Finding['id'],
  target: Finding['target'],
  status: Finding['status'],
  message: string,
): Finding => ({
  id,
  target,
  status,
  message,
})

describe('findingLines', () => {
  test('have a mark, a name and the message; skips come last, one line for each reason', () => {
    expect(
      findingLines([
        finding('addon', 'app', 'pass', 'Provisioned.'),
        finding('trend', 'writer', 'skip', 'No history.'),
        finding('connect', 'writer', 'fail', 'Refused.'),
        finding('write', 'writer', 'skip', 'Not tested; see `connect`.'),
        finding('memory', 'reader', 'warn', 'Nearly full.'),
        finding('replication', 'pair', 'skip', 'Not tested; see `connect`.'),
      ]),
    ).toEqual([
      '✓ addon: Provisioned.',
      '✗ connect of the writer: Refused.',
      '! memory of the reader: Nearly full.',
      '- No history. (trend of the writer)',
      '- Not tested; see `connect`. (write of the writer, replication)',
    ])
  })
})

describe('errorLines', () => {
  test('are one marked line, and the causes', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    expect(errorLines(failure('heroku-unavailable', 'Heroku did not answer.', { error: cause }))).toEqual([
      '✗ Heroku did not answer.',
      'caused by Error ECONNREFUSED: connect ECONNREFUSED',
    ])
    expect(errorLines(failure('token-missing', 'There is no token.'))).toEqual(['✗ There is no token.'])
  })
})

describe('endpointLines', () => {
  const facts = (port: number, more: Partial<EndpointFacts> = {}): EndpointFacts => ({
    endpoint: { host: 'db.example', port, username: 'default', tls: true },
    attempts: 1,
    timings: { dnsMs: 1.24, tcpMs: 20 },
    connect: { ok: true, value: null },
    ...more,
  })

  test('are one line for one endpoint', () => {
    const tls = {
      protocol: 'TLSv1.3',
      certificate: { sha256: 'ab12', selfSigned: true, validFrom: '', validTo: '', subject: '', issuer: '' },
    }
    const info = { ok: true, value: { server: 'valkey', version: '9.1.0' } } as const
    const same = facts(1, { tls, info })
    expect(endpointLines({ writer: same, reader: same })).toEqual([
      'writer and reader db.example:1 · dns 1.2 ms · tcp 20 ms · TLSv1.3, certificate sha256:ab12 · valkey 9.1.0',
    ])
  })

  test('are two lines for two endpoints, also when only the user differs', () => {
    expect(endpointLines({ writer: facts(1), reader: facts(2) })).toEqual([
      'writer db.example:1 · dns 1.2 ms · tcp 20 ms',
      'reader db.example:2 · dns 1.2 ms · tcp 20 ms',
    ])
    const other = facts(1, {
      endpoint: { host: 'db.example', port: 1, username: 'app', tls: true },
      tls: { protocol: 'TLSv1.2' },
      info: { ok: true, value: { server: 'redis' } },
    })
    expect(endpointLines({ writer: facts(1), reader: other })[1]).toBe(
      'reader db.example:1 · dns 1.2 ms · tcp 20 ms · TLSv1.2, certificate sha256:unknown · redis (unknown version)',
    )
  })
})
