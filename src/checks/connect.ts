import { explain } from '../failure/catalogue.ts'
import type { Certificate, EndpointFacts } from '../redis/facts.ts'
import { totalMs } from '../redis/timings.ts'
import { sanitize } from '../utils/text.ts'
import { ifConnected, onHeroku, tlsVariable, unprobed } from './preconditions.ts'
import { failed } from './redis-failure.ts'
import type { Subject } from './subject.ts'
import { duration, plural } from '../utils/format.ts'
import { date } from '../utils/lists.ts'
import { named, pass, skip, trouble, warn } from './result.ts'
import type { CheckSettings, Details, Side, Verdict } from './result.ts'

const day = 24 * 60 * 60 * 1000
/** How long before its end a certificate is worth a warning. */
const expiryNoticeDays = 14

export function connect(subject: Subject, settings: CheckSettings, side: Side): Verdict {
  if (subject.probe === undefined) return skip(unprobed(subject))
  const facts = subject.probe[side]
  if (!facts.connect.ok) return failed(facts.connect.failure, facts, subject, settings, side)
  const { host, port } = facts.endpoint
  const took = totalMs(facts.timings)
  const tries = facts.attempts > 1 ? ` after ${facts.attempts} tries` : ''
  const message = `${named(side)} at ${sanitize(host, 253)}:${port} lets us in${tries}.`
  return took === undefined ? pass(message) : pass(message, { value: duration(took) })
}

export function tls(subject: Subject, settings: CheckSettings, side: Side): Verdict {
  const facts = subject.probe?.[side]
  if (facts === undefined) return skip(unprobed(subject))
  if (!facts.endpoint.tls) return unencrypted(subject, side)
  if (!facts.connect.ok && facts.connect.failure.reason === 'redis-certificate') {
    return failed(facts.connect.failure, facts, subject, settings, side)
  }
  // A login that fails has passed TLS: what was seen of the certificate is worth telling all the same.
  if (facts.tls === undefined)
    return ifConnected(subject, side, () => pass(`${named(side)}’s connection is encrypted.`))
  return encrypted(facts, facts.tls.protocol, subject.now, settings, side)
}

function unencrypted(subject: Subject, side: Side): Verdict {
  const message = `${named(side)}’s connection is not encrypted: the password and all data travel in the clear.`
  const variable = tlsVariable(subject, side)
  const { remedy } = explain('redis-tls-required', message)
  const hint = variable === undefined ? remedy : `${variable} ${remedy}`
  return trouble(onHeroku(subject, side) ? 'fail' : 'warn', 'redis-tls-required', message, { hint })
}

function encrypted(
  { tls }: EndpointFacts,
  protocol: string,
  now: number,
  settings: CheckSettings,
  side: Side,
): Verdict {
  const value = { value: sanitize(protocol, 20) }
  const certificate = tls?.certificate
  if (certificate === undefined) return pass(`${named(side)}’s connection is encrypted.`, value)
  return validity(certificate, now, value, side) ?? trusted(certificate, settings, value, side)
}

/** Undefined: nothing to say, also when the dates cannot be read. */
function validity({ validFrom, validTo }: Certificate, now: number, value: Details, side: Side): Verdict | undefined {
  const days = (Date.parse(validTo) - now) / day
  const hint =
    'Renew the certificate. On Heroku that is Heroku’s to do: open a ticket at https://help.heroku.com when it stays so.'
  const tell = (what: string) => warn('redis-certificate', `${named(side)}’s certificate ${what}.`, { ...value, hint })
  if (days <= 0) return tell(`expired on ${date(validTo)}`)
  if (days <= expiryNoticeDays) {
    return tell(`expires on ${date(validTo)}, in ${plural(Math.ceil(days), 'day')}`)
  }
  if (Date.parse(validFrom) > now) return tell(`is not valid before ${date(validFrom)}`)
  return undefined
}

function trusted(certificate: Certificate, settings: CheckSettings, value: Details, side: Side): Verdict {
  const encrypted = `${named(side)}’s connection is encrypted`
  const { kind } = settings.tlsVerify
  if (kind === 'pin') return pass(`${encrypted}, and the certificate is the pinned one.`, value)
  if (kind === 'full') return pass(`${encrypted}, and the certificate is trusted.`, value)
  const what = certificate.selfSigned ? 'self-signed certificate' : 'certificate'
  return pass(`${encrypted}; the ${what} was not verified (\`tls-verify: none\`).`, {
    ...value,
    hint: `To trust this certificate alone: \`tls-verify: sha256:${sanitize(certificate.sha256, 64)}\`.`,
  })
}
