import type { EndpointFacts, Info, ProbeFacts } from '../redis/facts.ts'
import { sanitize } from '../utils/text.ts'
import type { ConfigFacts, Subject } from './subject.ts'
import { skip } from './result.ts'
import type { Side, Verdict } from './result.ts'

/** Judges what was connected to; skips, and says why, what was not. */
export function ifConnected(
  subject: Subject,
  side: Side,
  judge: (facts: EndpointFacts, probe: ProbeFacts) => Verdict,
): Verdict {
  const { probe } = subject
  if (probe === undefined) return skip(unprobed(subject))
  const facts = probe[side]
  return facts.connect.ok ? judge(facts, probe) : skip(`Not tested: the connection to the ${side} failed.`)
}

/** Judges what INFO told. An access rule that denies INFO makes things unknown, never broken. */
export function ifInformed(facts: EndpointFacts, judge: (info: Info) => Verdict): Verdict {
  const { info } = facts
  if (info === undefined) return skip('Not known: INFO was not asked for.')
  if (info.ok) return judge(info.value)
  return info.failure.reason === 'redis-no-permission'
    ? skip('Not known: the access rules do not let this user run INFO.')
    : skip(`Not known: INFO could not be read (${info.failure.reason}).`)
}

/** What INFO tells of a server is judged once, with the writer, when both are one server. */
export function ifOwnServer(
  subject: Subject,
  side: Side,
  judge: (info: Info, facts: EndpointFacts) => Verdict,
): Verdict {
  return ifConnected(subject, side, (facts, probe) =>
    side === 'reader' && probe.pair.role === 'same-server'
      ? skip('Judged with the writer: both are one server.')
      : ifInformed(facts, (info) => judge(info, facts)),
  )
}

export function unprobed(subject: Subject): string {
  return `Not tested: ${sanitize(subject.unprobed ?? 'there is nothing to connect to', 120)}.`
}

/** Whether this endpoint is run by Heroku Key-Value Store; a reader of its own can be anybody's. */
export function onHeroku(subject: Subject, side: Side): boolean {
  if (subject.addon?.service !== 'heroku-redis') return false
  const { probe } = subject
  if (side === 'writer' || probe === undefined) return true
  return probe.pair.role === 'same-server' || probe.reader.endpoint.host === probe.writer.endpoint.host
}

/** Managed variables that are missing or differ: where a copy is stale, what it causes is explained by it. */
export function drifted(subject: Subject): readonly string[] {
  return (subject.config?.variables ?? []).filter(({ state }) => state !== 'ok').map(({ name }) => name)
}

/** Names the variable that tells this side's clients to use TLS, where it can be told by its name. */
export function tlsVariable(subject: Subject, side: Side): string | undefined {
  const known = subject.config?.variables.find(({ name }) => name.endsWith('_TLS') && name.toLowerCase().includes(side))
  return known === undefined ? undefined : `The variable is ${sanitize(known.name, 80)}.`
}

/** The config var that holds the add-on's URL, or should. */
export function urlVar({ url }: ConfigFacts): string {
  return url.state === 'missing' ? (url.configVars[0] ?? 'the add-on’s URL') : url.configVar
}
