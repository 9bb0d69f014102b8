import type { EndpointFacts, Info, ProbeFacts } from '../redis/facts.ts'
import { sanitize } from '../utils/text.ts'
import type { Side } from './check.ts'
import { type CheckContext, type CheckOutcome, isReported, seeCheck, skip } from './outcome.ts'
import { staleFailure } from './stale.ts'
import type { Subject } from './subject.ts'

/** Judges an endpoint that was connected to; otherwise a skip that says why there is nothing to judge. */
export function ifConnected(
  context: CheckContext,
  judge: (facts: EndpointFacts, probe: ProbeFacts) => CheckOutcome,
  side: Side = context.side,
): CheckOutcome {
  const { probe } = context.subject
  if (probe === undefined) return untested(context)
  const facts = probe[side]
  return facts.connect.ok ? judge(facts, probe) : notConnected(context, side, probe)
}

function notConnected(context: CheckContext, side: Side, probe: ProbeFacts): CheckOutcome {
  const sentence = `Not tested: the connection to the ${side} failed.`
  const reporter = isOneEndpoint(probe) ? 'writer' : side
  if (isReported(context, 'connect', reporter)) return seeCheck('connect', sentence)
  return staleFailure(context, side) === undefined ? skip(sentence) : seeCheck('config', sentence)
}

/** Why there is no endpoint to connect to. */
export function untested(context: CheckContext): CheckOutcome {
  const why = sanitize(context.subject.unprobed ?? 'there is no endpoint to connect to', 160)
  const sentence = `Not tested: ${why}.`
  const cause = (['addon', 'config'] as const).find((id) => isReported(context, id, 'app'))
  return cause === undefined ? skip(sentence) : seeCheck(cause, sentence)
}

/** Judges an endpoint once where writer and reader are the same one. */
export function ifOwnEndpoint(context: CheckContext, judge: () => CheckOutcome): CheckOutcome {
  const { subject, side } = context
  return side === 'reader' && subject.probe !== undefined && isOneEndpoint(subject.probe)
    ? skip('Judged with the writer: both are one endpoint.')
    : judge()
}

/** Judges what INFO says. Where INFO is denied, renamed or broken, the result is unknown, not a failure. */
export function ifInformed({ info }: EndpointFacts, judge: (info: Info) => CheckOutcome): CheckOutcome {
  if (info === undefined) return skip('Not known: INFO was not requested.')
  if (info.ok) return judge(info.value)
  const { reason, unknownCommand } = info.failure
  if (unknownCommand === true) return skip('Not known: INFO is renamed or disabled on this server.')
  return reason === 'redis-no-permission'
    ? skip('Not known: the access rules (ACL) do not allow the user to run INFO.')
    : skip(`Not known: INFO failed (${reason}).`)
}

/** Judges what INFO says of a server, once where writer and reader are one server. */
export function ifOwnServer(
  context: CheckContext,
  judge: (info: Info, facts: EndpointFacts) => CheckOutcome,
): CheckOutcome {
  return ifOwnEndpoint(context, () =>
    ifConnected(context, (facts, probe) =>
      context.side === 'reader' && isOneServer(probe)
        ? skip('Judged with the writer: both are one server.')
        : ifInformed(facts, (info) => judge(info, facts)),
    ),
  )
}

/** Writer and reader are one address with one login, so that there was one connection. */
export function isOneEndpoint({ writer, reader }: ProbeFacts): boolean {
  const [a, b] = [writer.endpoint, reader.endpoint]
  const isOneAddress = a.host === b.host && a.port === b.port && a.tls === b.tls && a.username === b.username
  // The facts do not hold the password; different passwords show in different results.
  return isOneAddress && resultOf(writer) === resultOf(reader)
}

function resultOf({ connect }: EndpointFacts): string {
  return connect.ok ? 'ok' : connect.failure.reason
}

export function isOneServer(probe: ProbeFacts): boolean {
  return probe.pair.role === 'same-server' || isOneEndpoint(probe)
}

/** Whether Heroku Key-Value Store runs this endpoint. A separate reader can belong to any provider. */
export function isOnHeroku({ addon, probe }: Subject, side: Side): boolean {
  if (addon?.service !== 'heroku-redis') return false
  return (
    side === 'writer' ||
    probe === undefined ||
    isOneServer(probe) ||
    probe.reader.endpoint.host === probe.writer.endpoint.host
  )
}
