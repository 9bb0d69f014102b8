import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { describeCertificate, verifyCertificate } from '../../../src/redis/certificate.ts'
import { certificateAuthority, selfSigned } from '../../support/certificates.ts'

const material = selfSigned()
const presented = describeCertificate(new X509Certificate(material.cert), 'DEPTH_ZERO_SELF_SIGNED_CERT')

test('describeCertificate tells what a user pins and watches', () => {
  const issued = certificateAuthority('An authority').issue({
    commonName: 'redis\u001b[31m\nredis',
    validFrom: new Date('2026-01-01T00:00:00Z'),
    validTo: new Date('2026-02-01T00:00:00Z'),
  })
  expect(describeCertificate(new X509Certificate(issued.cert), undefined)).toEqual({
    sha256: issued.sha256,
    selfSigned: false,
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: '2026-02-01T00:00:00.000Z',
  })
  expect(presented).toMatchObject({ selfSigned: true, untrusted: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
})

describe('verifyCertificate', () => {
  const { untrusted: _, ...vouchedFor } = presented
  test.each([
    ['none', presented, { kind: 'none' }, undefined],
    ['none, of no certificate', undefined, { kind: 'none' }, undefined],
    ['full, of one that is vouched for', vouchedFor, { kind: 'full' }, undefined],
    ['full', presented, { kind: 'full' }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    [
      'full, for a reason of another kind',
      { ...presented, untrusted: 'CRL_HAS_EXPIRED' },
      { kind: 'full' },
      'CRL_HAS_EXPIRED',
    ],
    ['full, of no certificate', undefined, { kind: 'full' }, 'NO_CERTIFICATE'],
    ['a pin', presented, { kind: 'pin', sha256: material.sha256 }, undefined],
    ['another pin', presented, { kind: 'pin', sha256: 'ab'.repeat(32) }, 'PIN_MISMATCH'],
    ['a pin, of no certificate', undefined, { kind: 'pin', sha256: material.sha256 }, 'NO_CERTIFICATE'],
  ] as const)('%s', (_, certificate, verify, code) => {
    const failure = verifyCertificate(certificate, verify)
    expect(failure?.code).toBe(code)
    if (failure) expect(failure).toMatchObject({ stage: 'tls', transient: false })
    expect(failure?.reason).toBe(code && 'redis-certificate')
  })

  test('says what is wrong in words', () => {
    const words = (...given: Parameters<typeof verifyCertificate>) => verifyCertificate(...given)?.message
    expect(words(presented, { kind: 'full' })).toBe('the certificate is self-signed')
    expect(words({ ...presented, untrusted: 'CRL_HAS_EXPIRED' }, { kind: 'full' })).toBe(
      'verification failed: CRL_HAS_EXPIRED',
    )
    expect(words(presented, { kind: 'pin', sha256: 'ab'.repeat(32) })).toBe(
      `the certificate presented has the fingerprint sha256:${material.sha256}, not the pinned one`,
    )
    expect(words(undefined, { kind: 'pin', sha256: material.sha256 })).toBe('the server presented no certificate')
  })
})
