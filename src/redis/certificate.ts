import type { X509Certificate } from 'node:crypto'
import { sanitize } from '../utils/text.ts'
import type { Certificate, RedisFailure, TlsVerify } from './facts.ts'

/** `untrusted`: Node's code for why no certificate authority that this machine trusts has signed it. */
export function describeCertificate(certificate: X509Certificate, untrusted: string | undefined): Certificate {
  return {
    sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    selfSigned: certificate.checkIssued(certificate),
    validFrom: isoDate(certificate.validFromDate),
    validTo: isoDate(certificate.validToDate),
    ...(untrusted === undefined ? {} : { untrusted: sanitize(untrusted, 60) }),
  }
}

/** Why the password must not be sent to the holder of this certificate; undefined: it may. */
export function verifyCertificate(certificate: Certificate | undefined, verify: TlsVerify): RedisFailure | undefined {
  if (verify.kind === 'none') return undefined
  if (verify.kind === 'full') {
    const code = certificate === undefined ? 'NO_CERTIFICATE' : certificate.untrusted
    return code === undefined ? undefined : certificateFailure(code, problems[code] ?? `verification failed: ${code}`)
  }
  if (certificate === undefined) return certificateFailure('NO_CERTIFICATE', 'the server presented no certificate')
  return certificate.sha256 === verify.sha256
    ? undefined
    : certificateFailure(
        'PIN_MISMATCH',
        `the certificate presented has the fingerprint sha256:${certificate.sha256}, not the pinned one`,
      )
}

const problems: Readonly<Record<string, string>> = {
  NO_CERTIFICATE: 'the server presented no certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate comes from a self-signed authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate comes from an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate comes from an authority that is not trusted here',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate was issued for another host name',
}

function certificateFailure(code: string, message: string): RedisFailure {
  return { reason: 'redis-certificate', stage: 'tls', code: sanitize(code, 60), message, transient: false }
}

function isoDate(date: Date): string {
  // A malformed certificate can hold an invalid date.
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString()
}
