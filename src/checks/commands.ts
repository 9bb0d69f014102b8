import { sanitize } from '../utils/text.ts'
import { ifConnected } from './preconditions.ts'
import { failed } from './redis-failure.ts'
import { isUnseen, unseen } from './replication.ts'
import type { Subject } from './subject.ts'
import { duration } from '../utils/format.ts'
import { grade, named, pass, skip, trouble, warn } from './result.ts'
import type { CheckSettings, Side, Verdict } from './result.ts'

export function write(subject: Subject, settings: CheckSettings, side: Side): Verdict {
  return ifConnected(subject, side, (facts) => {
    const outcome = facts.write
    if (outcome === undefined) {
      return skip(subject.dryRun ? 'A dry run writes nothing to Redis.' : 'No write was tried.')
    }
    if (!outcome.ok) return failed(outcome.failure, facts, subject, settings, side)
    const { ms, attempts, cleanup } = outcome.value
    const value = { value: duration(ms) }
    if (cleanup !== undefined) {
      const words = sanitize(cleanup.code ?? cleanup.reason, 60)
      return warn(cleanup.reason, `The writer takes writes, but the test key could not be deleted (${words}).`, {
        ...value,
        hint: 'Nothing is left to do for the key: it expires by itself. Run again to see whether the trouble stays.',
      })
    }
    return pass(`A key was written, read back and deleted${after(attempts)}.`, value)
  })
}

export function read(subject: Subject, settings: CheckSettings, side: Side): Verdict {
  return ifConnected(subject, side, (facts, { pair }) => {
    const outcome = facts.read
    if (outcome === undefined) return skip('No read was tried.')
    if (!outcome.ok) {
      return pair.role === 'replica' && isUnseen(outcome.failure, facts)
        ? unseen(facts)
        : failed(outcome.failure, facts, subject, settings, side)
    }
    const { ms, attempts, source } = outcome.value
    const what = source === 'marker' ? 'The reader shows what the writer wrote' : 'The reader answers reads'
    return pass(`${what}${after(attempts)}.`, { value: duration(ms) })
  })
}

export function latency(subject: Subject, settings: CheckSettings, side: Side): Verdict {
  const limits = settings.latency
  if (limits === null) return skip('Switched off (`latency: off`).')
  return ifConnected(subject, side, (facts, probe) => {
    const { writer, reader, pair } = probe
    const sameAddress = writer.endpoint.host === reader.endpoint.host && writer.endpoint.port === reader.endpoint.port
    const outcome = facts.latency
    if (side === 'reader' && pair.role === 'same-server' && (sameAddress || outcome === undefined)) {
      return skip('Judged with the writer: both are one server.')
    }
    if (outcome === undefined) return skip('The latency was not measured.')
    if (!outcome.ok) return failed(outcome.failure, facts, subject, settings, side)
    const { p50, p95, samples } = outcome.value
    const status = grade(p95, limits)
    const message = `${named(side)} answers PING within ${duration(p95)} (p95 of ${samples}; p50 ${duration(p50)}).`
    const details = { value: duration(p95), threshold: limits.text }
    return status === 'pass' ? pass(message, details) : trouble(status, 'latency', message, details)
  })
}

function after(attempts: number): string {
  return attempts > 1 ? ` after ${attempts} tries` : ''
}
