import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'

/** Key and certificate of a TLS server in PEM, and what tests need to know about them. */
export interface CertificateMaterial {
  readonly key: string
  readonly cert: string
  /** What a client must trust to accept `cert`: the certificate itself, or the authority that signed it. */
  readonly ca: string
  /** SHA-256 of the DER certificate, 64 lower-case hex digits. */
  readonly sha256: string
}

export interface CertificateOptions {
  /** Empty: the subject is empty, as in the certificates of modern ACME profiles. */
  readonly commonName?: string
  /** DNS names and IP addresses; default `localhost` and `127.0.0.1`. */
  readonly names?: readonly string[]
  readonly validFrom?: Date
  readonly validTo?: Date
}

export interface CertificateAuthority {
  readonly cert: string
  issue(options?: CertificateOptions): CertificateMaterial
}

const day = 24 * 60 * 60 * 1000

export function selfSigned(options: CertificateOptions = {}): CertificateMaterial {
  const { commonName = 'redis.test' } = options
  return material(certificate({ ...options, commonName, issuer: commonName, signer: keys().leaf, authority: false }))
}

export function expired(options: CertificateOptions = {}): CertificateMaterial {
  return selfSigned({ validFrom: inDays(-30), validTo: inDays(-1), ...options })
}

/** Signed for another host. */
export function wrongName(options: CertificateOptions = {}): CertificateMaterial {
  return selfSigned({ names: ['elsewhere.test'], ...options })
}

export function certificateAuthority(commonName = 'Test authority'): CertificateAuthority {
  const signer = keys().authority
  const own = pem(certificate({ commonName, issuer: commonName, names: [], signer, authority: true }))
  return {
    cert: own,
    issue: (options = {}) =>
      material(
        certificate({ commonName: 'redis.test', ...options, issuer: commonName, signer, authority: false }),
        own,
      ),
  }
}

/** The format of certificates for a time some days from now. */
export function inDays(days: number): Date {
  return new Date(Date.now() + days * day)
}

interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

let cachedKeys: { readonly leaf: KeyPair; readonly authority: KeyPair } | undefined

function keys(): { readonly leaf: KeyPair; readonly authority: KeyPair } {
  const pair = (): KeyPair => generateKeyPairSync('ec', { namedCurve: 'P-256' })
  cachedKeys ??= { leaf: pair(), authority: pair() }
  return cachedKeys
}

function material(der: Buffer, ca?: string): CertificateMaterial {
  const cert = pem(der)
  return {
    key: keys().leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert,
    ca: ca ?? cert,
    sha256: createHash('sha256').update(der).digest('hex'),
  }
}

interface Content extends CertificateOptions {
  readonly commonName: string
  readonly issuer: string
  readonly signer: KeyPair
  readonly authority: boolean
}

/** An X.509 v3 certificate (RFC 5280) in DER, signed with ECDSA and SHA-256. */
function certificate(content: Content): Buffer {
  const { names = ['localhost', '127.0.0.1'], validFrom = inDays(-1), validTo = inDays(365) } = content
  const subjectKey = content.authority ? keys().authority : keys().leaf
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const extensions = [
    extension('2.5.29.19', true, content.authority ? sequence(der(0x01, Buffer.of(0xff))) : sequence()),
    ...(names.length > 0
      ? [extension('2.5.29.17', content.commonName === '', sequence(...names.map(generalName)))]
      : []),
  ]
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    // The first bit of a serial number is its sign, and a leading zero byte is not allowed.
    der(0x02, Buffer.concat([Buffer.of(0x40), randomBytes(15)])),
    algorithm,
    distinguishedName(content.issuer),
    sequence(time(validFrom), time(validTo)),
    distinguishedName(content.commonName),
    subjectKey.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  )
  return sequence(body, algorithm, bitString(sign('sha256', body, content.signer.privateKey)))
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...size), content])
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return der(0x30, ...contents)
}

function bitString(content: Buffer): Buffer {
  return der(0x03, Buffer.of(0), content)
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f]
  for (let left = value >>> 7; left > 0; left >>>= 7) bytes.unshift((left & 0x7f) | 0x80)
  return bytes
}

function distinguishedName(commonName: string): Buffer {
  if (commonName === '') return sequence()
  return sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(commonName)))))
}

/** RFC 5280: two digits of the year up to 2049, four from then on. */
function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits))
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(critical ? [der(0x01, Buffer.of(0xff))] : []), der(0x04, value))
}

function generalName(name: string): Buffer {
  return isIP(name) === 4 ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name))
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
