import type { EndpointFacts, RedisFailure, RedisFailureReason, Stage } from '../redis/facts.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { sanitize } from '../utils/text.ts'
import { checkIds } from './check.ts'
import type { CheckId, CheckTarget, Side } from './check.ts'
import {
  type CheckContext,
  type CheckOutcome,
  type Details,
  fail,
  isReported,
  type Measured,
  seeCheck,
} from './outcome.ts'
import { isOneServer } from './preconditions.ts'
import { isExplained, staleFailure } from './stale.ts'

/** Completes “The writer at host:port …”. */
const predicates: Readonly<Record<RedisFailureReason, string>> = {
  'redis-dns': 'cannot be found: its host name does not resolve',
  'redis-refused': 'refused the connection',
  'redis-timeout': 'did not answer in time',
  'redis-tls-required': 'closed the unencrypted connection',
  'redis-tls-not-offered': 'does not offer TLS on this port',
  'redis-certificate': 'presented a certificate that is not trusted',
  'redis-client-certificate': 'requires a client certificate',
  'redis-too-many-clients': 'has no connections left',
  'redis-auth-required': 'requires a password, and none was sent',
  'redis-wrong-password': 'rejected the password',
  'redis-no-permission': 'does not allow its user to run a command',
  'redis-loading': 'is still loading its data',
  'redis-busy': 'is blocked by a script',
  'redis-read-only': 'is a replica and refuses writes',
  'redis-master-down': 'has lost its primary and refuses requests',
  'redis-out-of-memory': 'is full and refuses writes',
  'redis-persistence-failing': 'cannot save to disk and refuses writes',
  'redis-no-replicas': 'has too few replicas and refuses writes',
  'redis-cluster': 'is a node of a Redis Cluster',
  'redis-sentinel': 'is a Redis Sentinel',
  'redis-protected-mode': 'is in protected mode',
  'redis-quota': 'refuses requests because a quota is used up',
  'redis-connection-lost': 'closed the connection',
  'redis-wrong-data': 'returned the wrong data',
  'redis-error': 'answered with an error',
}

/** Instead, where the connection did not get as far as the server. */
const localPredicates: Readonly<Record<NonNullable<RedisFailure['local']>, string>> = {
  'file-descriptors': 'could not be tested: no file descriptor is left',
  memory: 'could not be tested: no memory is left for a connection',
  forbidden: 'cannot be reached: the system forbids the connection',
  'no-route': 'cannot be reached: there is no route to its address',
}

const stages: Readonly<Record<Stage, string>> = {
  dns: 'DNS lookup',
  tcp: 'TCP connection',
  tls: 'TLS handshake',
  login: 'login',
  command: 'command',
}

/** Reasons that the same outage can cause at different moments. */
const outage: ReadonlySet<string> = new Set<RedisFailureReason>([
  'redis-refused',
  'redis-timeout',
  'redis-connection-lost',
  'redis-loading',
  'redis-busy',
])

export function isSameCause(a: string, b: string): boolean {
  return a === b || (outage.has(a) && outage.has(b))
}

/** A Redis failure as a finding. If another check reports the cause, it only refers to that check. */
export function redisFailure(
  context: CheckContext,
  id: CheckId,
  failure: RedisFailure,
  facts: EndpointFacts,
  details: Details = {},
): CheckOutcome {
  const { side } = context
  const message = failureMessage(failure, facts, side, context)
  const { value, threshold } = details
  const measured = withoutUndefined<Measured>({ value, threshold })
  if (staleFailure(context, side) === failure) return seeCheck('config', message, measured)
  const earlier = reporterOf(context, id, failure)
  if (earlier !== undefined) return seeCheck(earlier, message, measured)
  const { stage, probable = false, local } = failure
  // No advice about stale config vars that cannot cause this failure.
  const variables = isExplained(context.subject, side, failure.reason) ? {} : { variables: 'fresh' as const }
  const situation = { stage, probable, unreachable: local === 'no-route', ...variables }
  return fail(failure.reason, message, { ...details, ...specialAdvice(failure, facts), situation })
}

/**
 * The check that reports the same cause on the same server: one before this one in report order, with one exception.
 */
function reporterOf(context: CheckContext, id: CheckId, failure: RedisFailure): CheckId | undefined {
  const { side, subject } = context
  // The replica refuses requests because its link is down.
  const isCutOff = failure.reason === 'redis-master-down' && side === 'reader'
  if (isCutOff && isReported(context, 'replication', 'pair')) return 'replication'
  const isOne = subject.probe !== undefined && isOneServer(subject.probe)
  const reports = (each: CheckId, target: CheckTarget): boolean => {
    const outcome = context.outcomeOf(each, target)
    return outcome?.status === 'fail' && isSameCause(outcome.reason, failure.reason)
  }
  const before = checkIds.slice(checkIds.indexOf('connect'), checkIds.indexOf(id))
  const targets: readonly CheckTarget[] = isOne ? ['writer', 'reader'] : [side]
  const earlier = before.find((each) => targets.some((target) => reports(each, target)))
  return earlier ?? (isOne && side === 'reader' && reports(id, 'writer') ? id : undefined)
}

/** One sentence: which endpoint, what it did, and the message, code and number of tries as evidence. */
export function failureMessage(
  failure: RedisFailure,
  { endpoint: { host, port }, attempts, cluster }: EndpointFacts,
  side: Side,
  context: CheckContext,
): string {
  const { reason, probable, command, local } = failure
  const isLimit = reason === 'redis-too-many-clients'
  const isDenied = reason === 'redis-no-permission' && command !== undefined
  const predicate = isDenied
    ? `does not allow its user to run ${commandName(command)}`
    : isLimit && probable === true
      ? 'is probably out of connections'
      : local === undefined
        ? predicates[reason]
        : localPredicates[local]
  // A node that has not joined the cluster yet counts 0 or 1.
  const primaries = reason === 'redis-cluster' ? (cluster?.size ?? 0) : 0
  const what = primaries > 1 ? `${predicate} with ${primaries} primaries` : predicate
  const details = [isLimit && limitOf(context), ...circumstances(failure, attempts)]
    // Details that the predicate already contains, such as the denied command, are not repeated.
    .filter((detail) => typeof detail === 'string' && detail !== '' && !what.includes(detail))
  const proof = details.length === 0 ? '' : ` (${details.join(', ')})`
  return `The ${side} at ${sanitize(host, 253)}:${port} ${what}${proof}.`
}

function commandName(command: string): string {
  return sanitize(command, 20).toUpperCase()
}

function circumstances(failure: RedisFailure, connectAttempts: number): readonly (string | false)[] {
  const { stage, command, transient, attempts } = failure
  const tries = stage === 'command' ? (attempts ?? 1) : connectAttempts
  return [
    stage === 'command' ? commandName(command ?? '') : stages[stage],
    ...proofOf(failure),
    tries > 1 ? `${tries} tries` : transient && stage === 'command' && 'retried without success',
  ]
}

/** The code alone where that is enough (`WRONGPASS`, `ECONNREFUSED`); otherwise the message of the server or system. */
function proofOf({ code, message, quoted }: RedisFailure): readonly string[] {
  // Servers that do not know a command quote its arguments, and those of AUTH and HELLO include the password.
  const words = sanitize((quoted ?? message).split(/,? with args /i)[0] ?? '', 140)
  if (quoted !== undefined) return [`“${words}”`]
  if (code === undefined || code === 'ERR') return [words]
  return words.includes(code) ? [sanitize(code, 60)] : [sanitize(code, 60), words]
}

/** `plan limit: 40`, from INFO in this run or an earlier one. */
function limitOf({ subject: { addon, probe, history = [] } }: CheckContext): string | undefined {
  const limit = [probe?.writer, probe?.reader]
    .map((facts) => (facts?.info?.ok === true ? facts.info.value.maxClients : undefined))
    .concat(history.toReversed().map(({ maxConnections }) => maxConnections))
    .find((maxClients) => maxClients !== undefined)
  if (limit === undefined) return undefined
  return addon?.plan === undefined ? `limit: ${limit}` : `plan limit: ${limit}`
}

/** Advice from the details of this occurrence, in place of the general advice. */
function specialAdvice(failure: RedisFailure, facts: EndpointFacts): Pick<Details, 'cause' | 'hint'> {
  const { reason, grant, unknownCommand, passwordAsUser, acceptedAs, local } = failure
  if (local !== undefined) return localAdvice[local] ?? {}
  if (passwordAsUser === true) {
    return {
      cause: 'The Redis URL has a user name but no password: the colon before the password is missing.',
      hint: 'Write the password after a colon: `redis://:password@host`.',
    }
  }
  if (acceptedAs !== undefined) {
    return {
      cause: `The user name in the Redis URL does not exist on this server: the same password works for the user \`${acceptedAs}\`. Before Redis 6 any user name was accepted.`,
      hint: `Remove the user name from the URL, or use \`${acceptedAs}\`.`,
    }
  }
  if (reason === 'redis-no-permission') {
    if (unknownCommand === true) {
      return {
        cause: 'The command is renamed or disabled on this server, or a proxy does not pass it on.',
        hint: 'Enable the command, or use an endpoint without the proxy.',
      }
    }
    if (grant !== undefined) {
      const keys = grant.keys === undefined ? [] : [`~${sanitize(grant.keys, 80)}`]
      const rules = [...keys, `+${sanitize(grant.command, 40)}`]
      return {
        cause: `The access rules (ACL) of the user ${sanitize(facts.endpoint.username, 60)} do not allow ${grant.keys === undefined ? 'the command' : 'the keys of the test'}.`,
        hint: `Add \`${rules.join(' ')}\` to the access rules of the user, or use a user without restrictions.`,
      }
    }
  }
  if (reason === 'redis-loading') {
    const eta = facts.info?.ok === true ? facts.info.value.loadingEtaSeconds : undefined
    return eta === undefined ? {} : { hint: `Run again when the data is loaded, in about ${eta} s.` }
  }
  return {}
}

const localAdvice: Readonly<Partial<Record<NonNullable<RedisFailure['local']>, Pick<Details, 'cause' | 'hint'>>>> = {
  'file-descriptors': {
    cause: 'The runner is out of file descriptors.',
    hint: 'Raise the limit of the runner (`ulimit -n`), or test fewer apps in one job.',
  },
  memory: {
    cause: 'The runner is out of memory for network connections.',
    hint: 'Use a runner with more memory, or test fewer apps in one job.',
  },
  forbidden: {
    cause: 'A firewall rule or a security policy on the runner does not allow the connection.',
    hint: 'Allow connections to the host and port of the server on the runner.',
  },
}
