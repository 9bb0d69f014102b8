import type { Certificate, EndpointFacts } from '../redis/facts.ts'
import { totalMs } from '../redis/statistics.ts'
import { duration, plural } from '../utils/format.ts'
import { sanitize } from '../utils/text.ts'
import { date } from './dates.ts'
import { type CheckContext, type CheckOutcome, fail, isReported, pass, seeCheck, warn } from './outcome.ts'
import { ifConnected, ifOwnEndpoint, isOnHeroku, untested } from './preconditions.ts'
import { redisFailure } from './redis-failure.ts'
import { situationOf } from './situation.ts'

const dayMs = 24 * 60 * 60 * 1000
export const expiryNoticeDays = 14

export function connect(context: CheckContext): CheckOutcome {
  const { subject, side } = context
  if (subject.probe === undefined) return side === 'writer' ? missingEndpoint(context) : untested(context)
  const facts = subject.probe[side]
  return ifOwnEndpoint(context, () => (facts.connect.ok ? connected(context, facts) : notConnected(context, facts)))
}

/** No endpoint to test is a failure too, unless another check reports it or a dry run's steps would change it. */
function missingEndpoint(context: CheckContext): CheckOutcome {
  const { addon, config, mode, dryRun } = context.subject
  const outcome = untested(context)
  const isExpected =
    dryRun || mode === 'remove' || isReported(context, 'addon', 'app') || isReported(context, 'config', 'app')
  if (isExpected) return outcome
  if (addon === undefined) return fail('addon-missing', outcome.message)
  return fail(config?.url.state === 'unreadable' ? 'config-unreadable' : 'config-missing', outcome.message)
}

function connected(
  { side }: CheckContext,
  { endpoint: { host, port }, attempts, timings }: EndpointFacts,
): CheckOutcome {
  const took = totalMs(timings)
  const tries = attempts > 1 ? ` after ${attempts} tries` : ''
  const message = `Connected to the ${side} at ${sanitize(host, 253)}:${port}${tries}.`
  return took === undefined ? pass(message) : pass(message, { value: duration(took) })
}

function notConnected(context: CheckContext, facts: EndpointFacts): CheckOutcome {
  const { subject, side } = context
  if (facts.connect.ok) return connected(context, facts)
  const outcome = redisFailure(context, 'connect', facts.connect.failure, facts)
  // A runner behind a proxy often resolves internal names only; the address of the server is then not the cause.
  const isNetwork = facts.connect.failure.reason === 'redis-dns' && subject.proxy === true
  return outcome.status === 'fail' && isNetwork && situationOf(subject, { side }).variables !== 'stale'
    ? { ...outcome, reason: 'network' }
    : outcome
}

export function tls(context: CheckContext): CheckOutcome {
  const { subject, side } = context
  const facts = subject.probe?.[side]
  if (facts === undefined) return untested(context)
  return ifOwnEndpoint(context, () => {
    if (!facts.endpoint.tls) return unencrypted(context, facts)
    if (!facts.connect.ok && facts.connect.failure.reason === 'redis-certificate') {
      return redisFailure(context, 'tls', facts.connect.failure, facts)
    }
    // A failed login has completed the TLS handshake, so the certificate can be judged.
    if (facts.tls === undefined) return ifConnected(context, () => pass(`The connection to the ${side} is encrypted.`))
    return encrypted(context, facts.tls)
  })
}

function unencrypted(context: CheckContext, facts: EndpointFacts): CheckOutcome {
  const { subject, side } = context
  if (!facts.connect.ok && facts.connect.failure.reason === 'redis-tls-required') {
    return redisFailure(context, 'tls', facts.connect.failure, facts)
  }
  const message = `The connection to the ${side} is not encrypted: the password and all data can be read on the way.`
  if (hasStaleTls(context)) return seeCheck('config', message)
  const report = isOnHeroku(subject, side) ? fail : warn
  return report('redis-tls-required', message)
}

function hasStaleTls(context: CheckContext): boolean {
  const { subject, side } = context
  const isStale = (subject.config?.variables ?? []).some(
    (each) => each.side === side && each.field === 'tls' && each.state === 'differs',
  )
  return isStale && isReported(context, 'config', 'app')
}

function encrypted(context: CheckContext, { protocol, certificate }: NonNullable<EndpointFacts['tls']>): CheckOutcome {
  const { settings, side } = context
  const message = `The connection to the ${side} is encrypted`
  const value = sanitize(protocol, 20)
  if (certificate === undefined) return pass(`${message}.`, { value })
  const problem = validity(context, certificate)
  if (problem !== undefined) return { ...problem, value }
  switch (settings.tlsVerify.kind) {
    case 'pin':
      return pass(`${message}, and its certificate is the pinned one.`, { value })
    case 'full':
      return pass(`${message}, and its certificate is trusted.`, { value })
    case 'none': {
      const what = certificate.selfSigned ? 'self-signed certificate' : 'certificate'
      const pin = `tls-verify: sha256:${sanitize(certificate.sha256, 64)}`
      return pass(`${message}. The ${what} is not verified (\`tls-verify: none\`).`, {
        value,
        hint: `To trust only this certificate, set \`${pin}\`.`,
      })
    }
  }
}

/** Undefined: valid, or its dates cannot be read. */
function validity({ subject, side }: CheckContext, { validFrom, validTo }: Certificate): CheckOutcome | undefined {
  const days = (Date.parse(validTo) - subject.now) / dayMs
  const finding = (what: string): CheckOutcome =>
    warn('redis-certificate', `The certificate of the ${side} ${what}.`, {
      cause: 'The certificate was not renewed in time, or the clock of the server is wrong.',
      hint: isOnHeroku(subject, side)
        ? 'Heroku renews it. If it does not, open a ticket at https://help.heroku.com.'
        : 'Renew the certificate, or ask the provider of the server to do so.',
    })
  if (days <= 0) return finding(`expired on ${date(validTo)}`)
  if (days <= expiryNoticeDays) return finding(`expires on ${date(validTo)}, in ${plural(Math.ceil(days), 'day')}`)
  return Date.parse(validFrom) > subject.now ? finding(`is not valid before ${date(validFrom)}`) : undefined
}
