import type { EndpointFacts, ProbeFacts, RedisFailure } from '../redis/facts.ts'
import { sanitize } from '../utils/text.ts'
import { ifConnected, ifInformed } from './preconditions.ts'
import { failed } from './redis-failure.ts'
import type { Subject } from './subject.ts'
import { duration } from '../utils/format.ts'
import { fail, grade, pass, skip, trouble, warn } from './result.ts'
import type { CheckSettings, Details, Side, Verdict } from './result.ts'

export function role(subject: Subject, settings: CheckSettings, side: Side): Verdict {
  return ifConnected(subject, side, (_, probe) => {
    if (side === 'writer') return writerRole(subject, settings, probe)
    return probe.writer.connect.ok
      ? readerRole(settings, probe)
      : skip('Not tested: the writer was not reached, so there is nothing to compare the reader with.')
  })
}

function writerRole(subject: Subject, settings: CheckSettings, { writer }: ProbeFacts): Verdict {
  const { info } = writer
  // The other checks that read INFO skip when it fails: somebody has to say so.
  if (info?.ok === false && info.failure.reason !== 'redis-no-permission') {
    const verdict = failed(info.failure, writer, subject, settings, 'writer')
    return verdict.status === 'fail' ? { ...verdict, status: 'warn' } : verdict
  }
  return ifInformed(writer, ({ role }) => {
    if (role === 'master') return pass('The writer is a primary.')
    return role === 'slave'
      ? fail('redis-read-only', 'The writer is a replica: it cannot take writes.')
      : skip('Not known: INFO does not tell the writer’s role.')
  })
}

function readerRole({ requireReplica }: CheckSettings, { pair }: ProbeFacts): Verdict {
  const value = { value: pair.role }
  const proof = sanitize(pair.proof, 200)
  const wrong = (message: string) => fail('not-a-replica', message, value)
  switch (pair.role) {
    case 'replica':
      return pass(`The reader is a replica of the writer: ${proof}.`, value)
    case 'stranger':
      return wrong('The reader is a replica of another server: it never sees what the writer writes.')
    case 'primary':
      return pair.split
        ? wrong('The reader was cut off by a promotion: writer and reader are two primaries now.')
        : wrong('The reader is a primary of its own: it never sees what the writer writes.')
    case 'same-server':
      return requireReplica
        ? wrong('The reader is the writer’s own server, and `require-replica` asks for a replica.')
        : pass('The reader is the writer’s own server: Heroku gives no readable replica.', value)
    case 'unknown':
    default:
      return requireReplica
        ? wrong(`The reader is not proven to be a replica, as \`require-replica\` asks: ${proof}.`)
        : skip(`Not known: ${proof}.`)
  }
}

export function replication(subject: Subject, settings: CheckSettings): Verdict {
  return ifConnected(subject, 'writer', () =>
    ifConnected(subject, 'reader', (_, probe) => {
      switch (probe.pair.role) {
        case 'replica':
          return link(probe) ?? lag(subject, settings, probe)
        case 'same-server':
          return skip('Reader and writer are one server: there is nothing to replicate.')
        case 'stranger':
          return fail('replication-broken', 'The reader replicates another server than the writer.', {
            hint: 'Point `reader` at a replica of this writer, or leave it empty.',
          })
        case 'primary':
          return probe.pair.split ? split() : skip('The reader is no replica: there is nothing to replicate.')
        case 'unknown':
        default:
          // A replica that was never in step proves nothing, but says itself why.
          return link(probe) ?? skip(`Not known: ${sanitize(probe.pair.proof, 200)}.`)
      }
    }),
  )
}

function split(): Verdict {
  return fail(
    'replication-broken',
    'A promotion has split the pair: two primaries, and each takes writes of its own.',
    { hint: 'Run with `mode: setup` to point the writer at the current primary, and stop writing to the other one.' },
  )
}

/** INFO tells a broken link at once; a marker would only time out. */
function link({ reader }: ProbeFacts): Verdict | undefined {
  const info = reader.info?.ok === true ? reader.info.value : undefined
  if (info?.masterSyncInProgress === true) {
    return warn('replication-lag', 'The replica is taking a full copy from its primary.', {
      hint: 'Wait for the copy to end and run again.',
    })
  }
  const status = info?.masterLinkStatus
  return status === undefined || status === 'up'
    ? undefined
    : fail('replication-broken', `The replica’s link to its primary is ${sanitize(status, 20)}.`)
}

function lag(subject: Subject, settings: CheckSettings, { pair, reader }: ProbeFacts): Verdict {
  const limits = settings.replicationLag
  if (limits === null) return skip('Switched off (`replication-lag: off`).')
  const measured = pair.lag
  if (measured === undefined) {
    return skip(
      subject.dryRun
        ? 'The link is up; a dry run writes no marker to measure the lag with.'
        : 'The lag was not measured.',
    )
  }
  const threshold = { threshold: limits.text }
  if (!measured.ok) {
    return isUnseen(measured.failure, reader)
      ? unseen(reader, threshold)
      : failed(measured.failure, reader, subject, settings, 'reader')
  }
  const { p50, max, samples, resolutionMs } = measured.value
  const status = grade(p50, limits)
  const message = `The replica shows writes after ${duration(p50)} (median of ${samples}, at most ${duration(max)}, told to ${duration(resolutionMs)}).`
  const details = { value: duration(p50), ...threshold }
  return status === 'pass' ? pass(message, details) : trouble(status, 'replication-lag', message, details)
}

/** A reader that answers, and still does not show what was written: that is the replication's fault. */
export function isUnseen({ reason }: RedisFailure, { latency }: EndpointFacts): boolean {
  return reason === 'redis-timeout' && latency?.ok !== false
}

export function unseen({ info }: EndpointFacts, details: Details = {}): Verdict {
  const status = info?.ok === true ? info.value.masterLinkStatus : undefined
  const isCut = status !== undefined && status !== 'up'
  return fail(
    isCut ? 'replication-broken' : 'replication-lag',
    'The replica did not show what the writer wrote before the time-out.',
    details,
  )
}
