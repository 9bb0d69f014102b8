import { explain } from '../failure/catalogue.ts'
import type { EndpointFacts, RedisFailure, RedisFailureReason, Stage } from '../redis/facts.ts'
import { sanitize } from '../utils/text.ts'
import { drifted, tlsVariable, urlVar } from './preconditions.ts'
import type { Subject } from './subject.ts'
import { list } from '../utils/lists.ts'
import { fail } from './result.ts'
import type { CheckSettings, Side, Verdict } from './result.ts'

/** Completes “The writer at host:port …”. */
const predicates: Readonly<Record<RedisFailureReason, string>> = {
  'redis-dns': 'has a host name that does not resolve',
  'redis-refused': 'refuses the connection',
  'redis-timeout': 'did not answer in time',
  'redis-tls-required': 'hangs up on an unencrypted connection',
  'redis-tls-not-offered': 'does not answer a TLS handshake',
  'redis-certificate': 'shows a certificate that is not trusted',
  'redis-too-many-clients': 'has no connection left',
  'redis-auth-required': 'asks for a password and got none',
  'redis-wrong-password': 'does not accept the password',
  'redis-no-permission': 'does not permit what its user asked for',
  'redis-loading': 'is still loading its data',
  'redis-busy': 'is blocked by a script',
  'redis-read-only': 'is a replica and refuses writes',
  'redis-master-down': 'has lost its primary',
  'redis-out-of-memory': 'is full and refuses writes',
  'redis-persistence-failing': 'cannot save to disk and refuses writes',
  'redis-no-replicas': 'has too few replicas and refuses writes',
  'redis-cluster': 'is a node of a Redis Cluster',
  'redis-client-certificate': 'requires a client certificate',
  'redis-sentinel': 'is a Redis Sentinel',
  'redis-protected-mode': 'is in protected mode',
  'redis-quota': 'has no quota left',
  'redis-error': 'answered with an error',
  'redis-connection-lost': 'cut the connection',
  'redis-wrong-data': 'does not answer what it should',
}

const stages: Readonly<Record<Stage, string>> = {
  dns: 'DNS look-up',
  tcp: 'TCP connection',
  tls: 'TLS handshake',
  login: 'login',
  command: 'command',
}

/** Where a failure happened, and all that was known then. */
interface Occurrence {
  readonly failure: RedisFailure
  readonly facts: EndpointFacts
  readonly subject: Subject
  readonly settings: CheckSettings
  readonly side: Side
}

/** A Redis failure as a finding, with everything known that helps to mend it. */
export function failed(
  failure: RedisFailure,
  facts: EndpointFacts,
  subject: Subject,
  settings: CheckSettings,
  side: Side,
): Verdict {
  const { host, port } = facts.endpoint
  const message = `The ${side} at ${sanitize(host, 253)}:${port} ${predicates[failure.reason]} (${circumstances(failure, facts)}).`
  const known = hints[failure.reason]?.({ failure, facts, subject, settings, side })
  const { remedy } = explain(failure.reason, message)
  return fail(failure.reason, message, { hint: known === undefined ? remedy : `${known} ${remedy}` })
}

/** Stage, code, the server's own words, and tries. */
function circumstances({ stage, command, code, transient, message }: RedisFailure, facts: EndpointFacts): string {
  const where = stage === 'command' && command !== undefined ? sanitize(command, 20) : stages[stage]
  // Servers that do not know a command answer with its arguments, and those of AUTH and HELLO hold the password.
  const words = sanitize(message.split(/,? with args /i)[0] ?? '', 120)
  const connecting = stage !== 'command' && facts.attempts > 1
  const tries = connecting ? `after ${facts.attempts} tries` : transient && 'tried again in vain'
  const parts = [`at ${where}`, code !== undefined && !words.includes(code) && sanitize(code, 60), words, tries]
  return parts.filter(Boolean).join(', ')
}

type Hint = (occurrence: Occurrence) => string | undefined

/** What is known of the very case; it stands before the general remedy. */
const hints: Readonly<Partial<Record<RedisFailureReason, Hint>>> = {
  'redis-dns': ({ subject }) => staleCopy(subject),
  'redis-refused': ({ subject }) => staleCopy(subject),
  'redis-auth-required': ({ subject }) => staleCopy(subject),
  'redis-wrong-password': ({ subject, side }) => staleCopy(subject) ?? agreeing(subject, side),
  'redis-too-many-clients': ({ subject }) => connectionLimit(subject),
  'redis-timeout': ({ subject }) => insideSpace(subject),
  'redis-tls-required': ({ subject, side }) => tlsVariable(subject, side),
  'redis-tls-not-offered': ({ subject, side }) => tlsVariable(subject, side),
  'redis-loading': ({ facts }) => {
    const eta = facts.info?.ok === true ? facts.info.value.loadingEtaSeconds : undefined
    return eta === undefined ? undefined : `About ${eta} s are left.`
  },
  'redis-certificate': ({ facts, settings }) => {
    const seen = facts.tls?.certificate?.sha256
    if (seen === undefined) return undefined
    return settings.tlsVerify.kind === 'pin'
      ? `The server now shows sha256:${sanitize(seen, 64)}; a failover or an upgrade brings a new one.`
      : `The server shows sha256:${sanitize(seen, 64)}.`
  },
}

function staleCopy(subject: Subject): string | undefined {
  const names = drifted(subject)
  if (names.length === 0) return undefined
  return `A stale copy is the likely cause: ${list(names, 6)} ${names.length === 1 ? 'is' : 'are'} not what the add-on’s URL says.`
}

/** Fresh variables and a refused password: the credentials are changing at this moment. */
function agreeing(subject: Subject, side: Side): string | undefined {
  const config = subject.config
  if (side === 'reader' || config === undefined || config.variables.length === 0) return undefined
  return `The variables agree with ${sanitize(urlVar(config), 80)}, so the credentials may be changing just now: run again in a minute.`
}

/** Private and Shield plans have no address outside their space. */
function insideSpace({ addon }: Subject): string | undefined {
  if (addon?.plan === undefined || !/:(?:private|shield)-/.test(addon.plan)) return undefined
  return `The plan ${sanitize(addon.plan, 60)} is inside a private space, where GitHub’s own runners cannot reach it.`
}

function connectionLimit(subject: Subject): string | undefined {
  const plan = subject.addon?.plan
  const limit = [subject.probe?.writer, subject.probe?.reader]
    .map((facts) => (facts?.info?.ok === true ? facts.info.value.maxClients : undefined))
    .find((maxClients) => maxClients !== undefined)
  if (plan === undefined && limit === undefined) return undefined
  const who = plan === undefined ? 'The server' : `The plan ${sanitize(plan, 60)}`
  return limit === undefined ? `${who} allows no more.` : `${who} allows ${limit} connections.`
}
