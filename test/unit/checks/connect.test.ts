import { describe, expect, it } from 'vitest'
import * as given from './fixtures.ts'
import {
  broken,
  but,
  configWith,
  found,
  healthy,
  judges,
  ok,
  one,
  oneEndpoint,
  refused,
  variable,
  without,
} from './fixtures.ts'

const plainWriter = { endpoint: { ...given.writer.endpoint, tls: false } }
const plainReader = { endpoint: { ...given.reader.endpoint, tls: false } }
const check = { mode: 'check' } as const
const where = 'The writer at writer.example.com:6380'

describe('connect', () => {
  judges('connect', 'writer', [
    ['connected', healthy, { is: 'pass', says: 'Connected to the writer at writer.example.com:6380.', value: '41 ms' }],
    [
      'the name is gone',
      but({ writer: refused('redis-dns', { stage: 'dns', code: 'ENOTFOUND' }) }),
      {
        is: 'fail redis-dns',
        says: `${where} cannot be found: its host name does not resolve (DNS lookup, ENOTFOUND, 3 tries).`,
      },
    ],
    [
      'refused',
      but({ writer: refused('redis-refused', { code: 'ECONNREFUSED' }) }),
      {
        is: 'fail redis-refused',
        says: `${where} refused the connection (TCP connection, ECONNREFUSED, 3 tries).`,
        hint: /`heroku redis:info redis-round-1 --app my-app`/,
      },
    ],
    [
      'silent',
      but({
        writer: refused('redis-timeout', { stage: 'tls', message: 'no TLS answer within 5 s (connect-timeout)' }),
      }),
      {
        is: 'fail redis-timeout',
        says: `${where} did not answer in time (TLS handshake, no TLS answer within 5 s (connect-timeout), 3 tries).`,
        cause: /does not offer TLS on this port/,
        hint: /raise `connect-timeout`/,
      },
    ],
    [
      'inside a private space',
      but({ writer: refused('redis-timeout'), addon: { plan: 'heroku-redis:private-7' } }),
      {
        is: 'fail redis-timeout',
        says: /did not answer in time/,
        cause: /^The plan heroku-redis:private-7 can be reached from inside its Private Space only\.$/,
        hint: /`probe-from: dyno`/,
      },
    ],
    [
      'silent though it was reached through a dyno',
      but({ writer: refused('redis-timeout'), addon: { plan: 'heroku-redis:private-7' } }),
      {
        is: 'fail redis-timeout',
        says: /did not answer in time/,
        hint: /^Check `heroku redis:info/,
        settings: { probeFrom: 'dyno' },
      },
    ],
    [
      'TLS is required',
      but({ writer: { ...plainWriter, ...refused('redis-tls-required') } }),
      { is: 'fail redis-tls-required', says: `${where} closed the unencrypted connection (TCP connection, 3 tries).` },
    ],
    [
      'the password is wrong although the config vars are fresh',
      but({ writer: refused('redis-wrong-password', { stage: 'login', code: 'WRONGPASS' }), subject: check }),
      {
        is: 'fail redis-wrong-password',
        says: `${where} rejected the password (login, WRONGPASS, 3 tries).`,
        cause: /being rotated at this moment/,
        hint: /^Run again in a minute\./,
      },
    ],
    [
      'the password is wrong during a maintenance',
      but({
        writer: refused('redis-wrong-password', { stage: 'login' }),
        subject: { ...check, maintenance: { known: true, value: { status: 'running' } } },
      }),
      { is: 'fail redis-wrong-password', says: /rejected the password/, cause: /^Heroku is running a maintenance/ },
    ],
    [
      'no connection is left and no limit is known',
      but({
        writer: { ...refused('redis-too-many-clients'), info: broken('redis-connection-lost') },
        reader: { info: broken('redis-connection-lost') },
      }),
      { is: 'fail redis-too-many-clients', says: `${where} has no connections left (TCP connection, 3 tries).` },
    ],
    [
      'no connection is left, and an earlier run saw the limit',
      but({
        writer: { ...refused('redis-too-many-clients'), info: broken('redis-connection-lost') },
        reader: { info: broken('redis-connection-lost') },
        subject: {
          history: [
            { time: 1, maxConnections: 20 },
            { time: 2, maxConnections: 40 },
          ],
        },
      }),
      {
        is: 'fail redis-too-many-clients',
        says: `${where} has no connections left (plan limit: 40, TCP connection, 3 tries).`,
      },
    ],
    [
      'no connection is left, and the reader saw the limit',
      but({ writer: { ...refused('redis-too-many-clients'), info: broken('redis-connection-lost') } }),
      {
        is: 'fail redis-too-many-clients',
        says: `${where} has no connections left (plan limit: 40, TCP connection, 3 tries).`,
      },
    ],
    [
      'no connection is left on a server without a plan',
      without(but({ writer: refused('redis-too-many-clients') }), 'addon'),
      {
        is: 'fail redis-too-many-clients',
        says: `${where} has no connections left (limit: 40, TCP connection, 3 tries).`,
      },
    ],
    [
      'probably no connection is left',
      but({
        writer: { ...refused('redis-too-many-clients', { stage: 'tls', code: 'ECONNRESET', probable: true }) },
      }),
      {
        is: 'fail redis-too-many-clients',
        says: `${where} is probably out of connections (plan limit: 40, TLS handshake, ECONNRESET, 3 tries).`,
        cause: /A firewall, an allow list, a load balancer without a backend, or a proxy can look the same\.$/,
      },
    ],
    [
      'the pinned certificate changed',
      but({
        writer: refused('redis-certificate', { stage: 'tls', code: 'PIN_MISMATCH', message: 'not the pinned one' }),
      }),
      {
        is: 'fail redis-certificate',
        says: `${where} presented a certificate that is not trusted (TLS handshake, PIN_MISMATCH, not the pinned one, 3 tries).`,
        hint: new RegExp(`If you expected the change, set \`tls-verify: sha256:${given.fingerprint}\``),
        settings: { tlsVerify: { kind: 'pin', sha256: '00' } },
      },
    ],
    [
      'self-signed and verified',
      but({ writer: refused('redis-certificate', { stage: 'tls', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }) }),
      {
        is: 'fail redis-certificate',
        says: /DEPTH_ZERO_SELF_SIGNED_CERT/,
        cause: /Heroku’s certificates are self-signed/,
        hint: new RegExp(`tls-verify: sha256:${given.fingerprint}`),
        settings: { tlsVerify: { kind: 'full' } },
      },
    ],
    [
      'the password stands where the user belongs',
      but({ writer: refused('redis-auth-required', { stage: 'login', passwordAsUser: true }) }),
      {
        is: 'fail redis-auth-required',
        says: /requires a password, and none was sent/,
        cause: /the colon before the password is missing/,
        hint: /`redis:\/\/:password@host`/,
      },
    ],
    [
      'the user of an older URL does not exist',
      but({ writer: refused('redis-wrong-password', { stage: 'login', acceptedAs: 'default' }) }),
      {
        is: 'fail redis-wrong-password',
        says: /rejected the password/,
        cause: /does not exist on this server: the same password works for the user `default`/,
        hint: /^Remove the user name from the URL/,
      },
    ],
    [
      'the runner is out of file descriptors',
      but({ writer: refused('redis-refused', { code: 'EMFILE', local: 'file-descriptors' }) }),
      { is: 'fail redis-refused', says: /EMFILE/, cause: /out of file descriptors/, hint: /ulimit -n/ },
    ],
    [
      'the runner has no route to the address',
      but({ writer: refused('redis-timeout', { code: 'ENETUNREACH', local: 'no-route' }) }),
      {
        is: 'fail redis-timeout',
        says: `${where} cannot be reached: there is no route to its address (TCP connection, ENETUNREACH, 3 tries).`,
        cause: /^The runner is not connected to the network of the server .* it has no IPv6/,
        hint: /^Run the job on a runner in the network of the server, set `probe-from: dyno`.* IPv4/,
      },
    ],
    [
      'the dyno has no route to the address',
      but({ writer: refused('redis-timeout', { code: 'EHOSTUNREACH', local: 'no-route' }) }),
      {
        is: 'fail redis-timeout',
        says: /there is no route to its address/,
        cause: /^The dyno is not connected/,
        hint: /^Check the host in `REDIS_URL`/,
        settings: { probeFrom: 'dyno' },
      },
    ],
    [
      'there is no route into a Private Space',
      but({
        writer: refused('redis-timeout', { code: 'EHOSTUNREACH', local: 'no-route' }),
        addon: { plan: 'heroku-redis:private-7' },
      }),
      {
        is: 'fail redis-timeout',
        says: /there is no route to its address/,
        cause: /^The plan heroku-redis:private-7 can be reached from inside its Private Space only\.$/,
        hint: /`probe-from: dyno`/,
      },
    ],
    [
      'the runner does not allow the connection',
      but({ writer: refused('redis-refused', { code: 'EACCES', local: 'forbidden' }) }),
      {
        is: 'fail redis-refused',
        says: `${where} cannot be reached: the system forbids the connection (TCP connection, EACCES, 3 tries).`,
        cause: /on the runner does not allow/,
        hint: /^Allow connections/,
      },
    ],
    [
      'the name does not resolve behind a proxy',
      but({ writer: refused('redis-dns', { stage: 'dns' }), subject: { ...check, proxy: true } }),
      {
        is: 'fail network',
        says: /host name does not resolve/,
        cause: /It uses an HTTP proxy/,
        hint: /^Redis connections cannot use an HTTP proxy/,
      },
    ],
  ])

  judges('connect', 'reader', [
    [
      'connected at the second try',
      but({ reader: { attempts: 2, timings: {} } }),
      { is: 'pass', says: 'Connected to the reader at reader.example.com:6380 after 2 tries.' },
    ],
    [
      'loading',
      but({
        reader: {
          ...refused('redis-loading', { stage: 'login' }),
          info: ok({ server: 'redis', loadingEtaSeconds: 12 }),
        },
      }),
      { is: 'fail redis-loading', says: /is still loading its data/, hint: /in about 12 s\.$/ },
    ],
    [
      'loading without an estimate',
      but({ reader: { ...refused('redis-loading'), info: ok({ server: 'redis' }) } }),
      {
        is: 'fail redis-loading',
        says: /is still loading its data/,
        hint: /^Run again when the data is loaded\. The larger/,
      },
    ],
    [
      'a wrong password in a URL of the user’s own',
      but({ reader: refused('redis-wrong-password'), subject: check }),
      {
        is: 'fail redis-wrong-password',
        says: /rejected the password/,
        hint: /^Correct the credentials in `READER_URL`/,
      },
    ],
    [
      'TLS is not offered',
      but({ reader: refused('redis-tls-not-offered') }),
      { is: 'fail redis-tls-not-offered', says: /does not offer TLS on this port/, hint: /in `READER_URL`/ },
    ],
    ['one endpoint', oneEndpoint, { is: 'skip', says: 'Judged with the writer: both are one endpoint.' }],
    [
      'one endpoint that cannot be reached',
      one(refused('redis-refused')),
      { is: 'skip', says: 'Judged with the writer: both are one endpoint.' },
    ],
    [
      'the same address with another password',
      {
        ...oneEndpoint,
        probe: { ...(oneEndpoint.probe ?? never()), reader: { ...given.writer, ...refused('redis-wrong-password') } },
      },
      { is: 'fail redis-wrong-password', says: /The reader at writer\.example\.com:6380 rejected the password/ },
    ],
  ])

  it('never repeats the arguments that a server sends back with an unknown command', () => {
    const echo = "ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'default' 's3cret'"
    const { message } = found('connect', 'writer', but({ writer: refused('redis-wrong-data', { message: echo }) }))
    expect(message).toMatch(/unknown command 'HELLO'/)
    expect(message).not.toMatch(/s3cret/)
  })

  it('quotes an error that it does not know', () => {
    const failure = {
      stage: 'login',
      message: 'x',
      quoted: 'ERR max daily request limit exceeded. Limit: 10000',
    } as const
    const { message } = found('connect', 'writer', but({ writer: refused('redis-quota', failure) }))
    expect(message).toBe(
      `${where} refuses requests because a quota is used up (login, “ERR max daily request limit exceeded. Limit: 10000”, 3 tries).`,
    )
  })

  it.each([
    ['a system error', { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 10.0.0.1:6380' }, 'ECONNREFUSED'],
    ['a reply', { code: 'NOAUTH', message: 'NOAUTH HELLO must be called with …' }, 'NOAUTH'],
    [
      'a reply without a code of its own',
      { code: 'ERR', message: 'ERR max number of clients reached' },
      'ERR max number of clients reached',
    ],
    [
      'words without a code',
      { message: 'no TCP answer within 5 s (connect-timeout)' },
      'no TCP answer within 5 s (connect-timeout)',
    ],
    [
      'words beside a code',
      { code: 'PIN_MISMATCH', message: 'not the pinned one' },
      'PIN_MISMATCH, not the pinned one',
    ],
  ])('proves it with the code, or with the words where the code says too little: %s', (_, failure, proof) => {
    const { message } = found('connect', 'writer', but({ writer: refused('redis-refused', failure) }))
    expect(message).toBe(`${where} refused the connection (TCP connection, ${proof}, 3 tries).`)
  })

  it('keeps hostile words to one short line', () => {
    const { message } = found(
      'connect',
      'writer',
      but({ writer: refused('redis-timeout', { message: 'a\n::set-output\r'.repeat(500) }) }),
    )
    expect(message).not.toMatch(/[\n\r]/)
    expect(message.length).toBeLessThan(400)
  })

  it('counts tries only when there were several', () => {
    const once = found('connect', 'writer', but({ writer: { ...refused('redis-refused'), attempts: 1 } }))
    expect(once.message).toBe(`${where} refused the connection (TCP connection).`)
    expect(found('connect', 'writer', healthy).message).not.toMatch(/tr(?:y|ies)/)
  })
})

describe('tls', () => {
  const cert = (change: Partial<typeof given.certificate>) => ({
    tls: { protocol: 'TLSv1.3', certificate: { ...given.certificate, ...change } },
  })
  const value = 'TLSv1.3'
  judges('tls', 'writer', [
    [
      'not verified',
      healthy,
      {
        is: 'pass',
        says: 'The connection to the writer is encrypted. The self-signed certificate is not verified (`tls-verify: none`).',
        hint: new RegExp(`^To trust only this certificate, set \`tls-verify: sha256:${given.fingerprint}\`\\.$`),
        value,
      },
    ],
    [
      'not verified, of an authority',
      but({ writer: cert({ selfSigned: false }) }),
      { is: 'pass', says: /The certificate is not verified/, value },
    ],
    [
      'pinned',
      healthy,
      {
        is: 'pass',
        says: /its certificate is the pinned one/,
        value,
        settings: { tlsVerify: { kind: 'pin', sha256: given.fingerprint } },
      },
    ],
    [
      'verified',
      healthy,
      { is: 'pass', says: /its certificate is trusted/, value, settings: { tlsVerify: { kind: 'full' } } },
    ],
    [
      'no certificate seen',
      but({ writer: { tls: { protocol: 'TLSv1.3' } } }),
      { is: 'pass', says: 'The connection to the writer is encrypted.', value },
    ],
    [
      'nothing seen of TLS',
      given.lacking('writer', 'tls'),
      { is: 'pass', says: 'The connection to the writer is encrypted.' },
    ],
    [
      'refused for its certificate, which connect reports',
      but({ writer: refused('redis-certificate', { stage: 'tls' }) }),
      { is: 'skip', says: /presented a certificate that is not trusted .*; see `connect`\.$/ },
    ],
    [
      'refused for its certificate, with connect skipped',
      but({ writer: refused('redis-certificate', { stage: 'tls' }) }),
      {
        is: 'fail redis-certificate',
        says: /presented a certificate that is not trusted/,
        settings: { skipChecks: new Set(['connect'] as const) },
      },
    ],
    [
      'not reached',
      {
        ...healthy,
        probe: {
          ...(healthy.probe ?? never()),
          writer: { ...without(given.writer, 'tls'), ...refused('redis-refused') },
        },
      },
      { is: 'skip', says: 'Not tested: the connection to the writer failed; see `connect`.' },
    ],
    [
      'completed, but the login failed',
      but({ writer: refused('redis-wrong-password', { stage: 'login' }) }),
      { is: 'pass', says: /is encrypted/, value },
    ],
    [
      'not encrypted on Heroku',
      but({ writer: plainWriter }),
      { is: 'fail redis-tls-required', says: /^The connection to the writer is not encrypted/ },
    ],
    [
      'not encrypted elsewhere',
      but({ writer: plainWriter, addon: { service: 'rediscloud' } }),
      { is: 'warn redis-tls-required', says: /not encrypted/ },
    ],
    [
      'not encrypted because of a stale config var',
      but({ writer: plainWriter, subject: { ...check, config: configWith(variable('writer', 'tls', 'differs')) } }),
      { is: 'skip', says: /is not encrypted: .*; see `config`\.$/ },
    ],
    [
      'closed by a server that requires TLS, which connect reports',
      but({ writer: { ...plainWriter, ...refused('redis-tls-required') } }),
      { is: 'skip', says: /closed the unencrypted connection .*; see `connect`\.$/ },
    ],
    [
      '15 days before its end',
      but({ writer: cert({ validTo: '2026-11-16T12:00:01Z' }) }),
      { is: 'pass', says: /encrypted/, value },
    ],
    [
      '14 days before its end',
      but({ writer: cert({ validTo: '2026-11-15T12:00:00Z' }) }),
      {
        is: 'warn redis-certificate',
        says: 'The certificate of the writer expires on 2026-11-15, in 14 days.',
        hint: /Heroku renews it/,
        value,
      },
    ],
    [
      'at its end',
      but({ writer: cert({ validTo: '2026-11-01T12:00:00Z' }) }),
      { is: 'warn redis-certificate', says: 'The certificate of the writer expired on 2026-11-01.', value },
    ],
    [
      'before its beginning',
      but({ writer: cert({ validFrom: '2026-11-02T00:00:00Z' }) }),
      { is: 'warn redis-certificate', says: 'The certificate of the writer is not valid before 2026-11-02.', value },
    ],
    [
      'with dates that cannot be read',
      but({ writer: cert({ validFrom: 'x', validTo: 'y' }) }),
      { is: 'pass', says: /encrypted/, value },
    ],
  ])

  judges('tls', 'reader', [
    [
      'not encrypted on a server of its own',
      but({ reader: plainReader }),
      { is: 'warn redis-tls-required', says: /^The connection to the reader is not encrypted/ },
    ],
    [
      'not encrypted on the writer’s server',
      but({ reader: plainReader, pair: { role: 'same-server' } }),
      { is: 'fail redis-tls-required', says: /^The connection to the reader is not encrypted/ },
    ],
    ['one endpoint', oneEndpoint, { is: 'skip', says: 'Judged with the writer: both are one endpoint.' }],
    [
      'expiring on a server of its own',
      but({ reader: cert({ validTo: '2026-11-02T00:00:00Z' }) }),
      { is: 'warn redis-certificate', says: /in 1 day\.$/, hint: /^Renew the certificate/, value },
    ],
  ])
})

function never(): never {
  throw new Error('the fixture has a probe')
}
