import type { EndpointFacts, ProbeFacts, RedisFailure } from '../redis/facts.ts'
import { duration } from '../utils/format.ts'
import { sanitize } from '../utils/text.ts'
import {
  type CheckContext,
  type CheckOutcome,
  type Details,
  fail,
  grade,
  isReported,
  type Problem,
  seeCheck,
  skip,
  warn,
} from './outcome.ts'
import { ifConnected } from './preconditions.ts'
import { redisFailure } from './redis-failure.ts'

export function replication(context: CheckContext): CheckOutcome {
  const judge = (_: EndpointFacts, probe: ProbeFacts): CheckOutcome => judgePair(context, probe)
  return ifConnected(context, () => ifConnected(context, judge, 'reader'), 'writer')
}

function judgePair(context: CheckContext, probe: ProbeFacts): CheckOutcome {
  const { role, proof } = probe.pair
  const isWrong = isReported(context, 'role', 'reader') || isReported(context, 'role', 'writer')
  const report = (problem: Problem): CheckOutcome => (isWrong ? seeCheck('role', problem.message) : problem)
  switch (role) {
    case 'replica':
      return link(probe) ?? lag(context, probe)
    case 'active-active':
      return lag(context, probe)
    case 'same-server':
      return skip('Reader and writer are one server: there is nothing to replicate.')
    case 'stranger':
      return report(fail('replication-broken', 'The reader replicates another server than the writer.'))
    case 'primary':
      if (!probe.pair.split) return skip('The reader is not a replica: there is nothing to replicate.')
      return report(
        fail('replication-broken', 'A promotion split the pair: there are two primaries, and each accepts writes.', {
          cause: 'The replica was promoted, and its former primary went on accepting writes.',
          hint: 'Decide which primary holds the right data, stop writing to the other one, and make it a replica again.',
        }),
      )
    case 'unknown':
      // The lag of a replica that was never in sync cannot be measured, but INFO says why.
      return link(probe) ?? skip(`Not known: ${sanitize(proof, 200)}.`)
  }
}

/** What INFO says of the link; a marker would only time out on a broken one. */
function link({ reader }: ProbeFacts): CheckOutcome | undefined {
  const info = reader.info?.ok === true ? reader.info.value : undefined
  if (info?.masterSyncInProgress === true) {
    return warn('replication-lag', 'The replica is copying all data from its primary.', {
      cause: 'The replica is new, was restarted, or lost the connection to its primary for too long.',
      hint: 'Run again when the copy is complete.',
    })
  }
  const status = info?.masterLinkStatus
  return status === undefined || status === 'up'
    ? undefined
    : fail('replication-broken', `The link of the replica to its primary is ${sanitize(status, 20)}.`)
}

function lag(context: CheckContext, { pair, reader }: ProbeFacts): CheckOutcome {
  const { settings, subject } = context
  const limits = settings.replicationLag
  if (limits === null) return skip('The lag is not measured (`replication-lag: off`).')
  const measured = pair.lag
  if (measured === undefined) {
    return skip(
      subject.dryRun
        ? 'The lag is not measured: a dry run writes nothing to Redis.'
        : 'Not known: the lag was not measured.',
    )
  }
  const threshold = { threshold: limits.text }
  if (!measured.ok) {
    return isUnseen(measured.failure, reader)
      ? unseen(reader, threshold)
      : redisFailure({ ...context, side: 'reader' }, 'replication', measured.failure, reader, threshold)
  }
  const { p50, max, samples, resolutionMs } = measured.value
  // A lag shorter than the reader's own round trip cannot be measured.
  const typical = p50 < resolutionMs ? `under ${duration(resolutionMs)}` : duration(p50)
  const message = `Writes reach the reader in ${typical} (median of ${samples}, at most ${duration(max)}).`
  return grade(p50, limits, 'replication-lag', message, typical)
}

/** The reader answers, but does not return what was written: a replication problem. */
export function isUnseen({ reason }: RedisFailure, { latency }: EndpointFacts): boolean {
  return reason === 'redis-timeout' && latency?.ok !== false
}

export function unseen({ info }: EndpointFacts, details: Details = {}): Problem {
  const status = info?.ok === true ? info.value.masterLinkStatus : undefined
  const isBroken = status !== undefined && status !== 'up'
  return fail(
    isBroken ? 'replication-broken' : 'replication-lag',
    'What the writer wrote did not reach the reader within the time allowed.',
    details,
  )
}
