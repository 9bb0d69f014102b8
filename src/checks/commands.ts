import { duration } from '../utils/format.ts'
import { sanitize } from '../utils/text.ts'
import { type CheckContext, type CheckOutcome, grade, isReported, pass, seeCheck, skip, warn } from './outcome.ts'
import { ifConnected, ifOwnEndpoint } from './preconditions.ts'
import { redisFailure } from './redis-failure.ts'
import { isUnseen, unseen } from './replication.ts'

export function write(context: CheckContext): CheckOutcome {
  return ifConnected(context, (facts) => {
    const outcome = facts.write
    if (outcome === undefined) {
      return skip(context.subject.dryRun ? 'A dry run writes nothing to Redis.' : 'Not tested: no write was requested.')
    }
    if (!outcome.ok) return redisFailure(context, 'write', outcome.failure, facts)
    const { ms, attempts, cleanup } = outcome.value
    const value = duration(ms)
    const message = `A test key was written, read back and deleted${after(attempts)}.`
    if (isReported(context, 'role', 'writer')) return seeCheck('role', `${message} The writer is not a primary.`)
    if (cleanup === undefined) return pass(message, { value })
    const words = sanitize(cleanup.code ?? cleanup.reason, 60)
    return warn(cleanup.reason, `Writes work, but the test key could not be deleted (${words}).`, {
      value,
      hint: 'The key expires within a minute. Run again to see whether the problem persists.',
    })
  })
}

export function read(context: CheckContext): CheckOutcome {
  return ifConnected(context, (facts, { pair }) => {
    const outcome = facts.read
    if (outcome === undefined) return skip('Not tested: no read was requested.')
    if (outcome.ok) {
      const { ms, attempts, source } = outcome.value
      const what = source === 'marker' ? 'The reader returned what the writer wrote' : 'The reader answers reads'
      return pass(`${what}${after(attempts)}.`, { value: duration(ms) })
    }
    const { failure } = outcome
    const isReplica = pair.role === 'replica' || pair.role === 'active-active'
    if (isReplica && isUnseen(failure, facts)) {
      const problem = unseen(facts)
      return isReported(context, 'replication', 'pair') ? seeCheck('replication', problem.message) : problem
    }
    return redisFailure(context, 'read', failure, facts)
  })
}

export function latency(context: CheckContext): CheckOutcome {
  const { settings, side } = context
  return ifOwnEndpoint(context, () =>
    ifConnected(context, (facts) => {
      const outcome = facts.latency
      if (outcome === undefined) return skip('Not known: the latency was not measured.')
      // A user that may run neither PING nor GET can still be sufficient for the app.
      if (!outcome.ok && outcome.failure.reason === 'redis-no-permission') {
        return skip('Not known: the access rules (ACL) allow the user neither PING nor GET.')
      }
      if (!outcome.ok) return redisFailure(context, 'latency', outcome.failure, facts)
      const { p50, p95, samples, stopped, command = 'PING', relayMs } = outcome.value
      const via = relayMs === undefined ? '' : ` from a one-off dyno (${duration(relayMs)} to the dyno subtracted)`
      const early =
        stopped === undefined ? '' : stopped === 'over-limit' ? ', stopped over the limit' : ', stopped early'
      const message = `The ${side} answers ${command}${via} within ${duration(p95)} (p95 of ${samples}${early}; p50 ${duration(p50)}).`
      return grade(p95, settings.latency, 'latency', message, duration(p95))
    }),
  )
}

function after(attempts: number): string {
  return attempts > 1 ? ` after ${attempts} tries` : ''
}
