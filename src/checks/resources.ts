import type { Info } from '../redis/facts.ts'
import { bytes, count, percent, plural } from '../utils/format.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { sanitize } from '../utils/text.ts'
import { type CheckContext, type CheckOutcome, grade, type Measured, pass, seeCheck, skip, warn } from './outcome.ts'
import { currentPoint } from './current-point.ts'
import { growthOf } from './past.ts'
import { ifOwnServer } from './preconditions.ts'

export function memory(context: CheckContext): CheckOutcome {
  const { settings, side } = context
  return ifOwnServer(context, (info) => {
    const { usedMemory, maxMemory, maxMemoryPolicy } = info
    if (usedMemory === undefined || maxMemory === undefined) return skip('Not known: INFO does not report the memory.')
    const used = memoryPercent(info)
    if (used === undefined) return pass(`The ${side} uses ${bytes(usedMemory)}. The server sets no limit.`)
    const message = `The ${side} uses ${bytes(usedMemory)} of ${bytes(maxMemory)} (${percent(used)}).`
    const value = percent(used)
    const outcome = grade(used, settings.memory, 'memory', message, value)
    const measured = withoutUndefined<Measured>({ value, threshold: settings.memory?.text })
    if (isFull(context)) return seeCheck('write', message, measured)
    // A cache that evicts keys becomes full and keeps working. The eviction check reports evictions.
    return outcome.status !== 'pass' && evicts(maxMemoryPolicy) ? asCache(message, maxMemoryPolicy, measured) : outcome
  })
}

function evicts(policy: string | undefined): policy is string {
  return policy !== undefined && policy !== 'noeviction'
}

function asCache(message: string, policy: string, measured: Measured): CheckOutcome {
  const name = sanitize(policy, 40)
  if (policy.startsWith('allkeys-')) return pass(`${message} A full cache is normal with ${name}.`, measured)
  return warn('memory', `${message} With ${name}, writes are refused when no key with an expiry is left.`, measured)
}

/** The write check reports that the server is full. */
function isFull({ outcomeOf, side }: CheckContext): boolean {
  const write = side === 'writer' ? outcomeOf('write', 'writer') : undefined
  return write?.status === 'fail' && write.reason === 'redis-out-of-memory'
}

export function eviction(context: CheckContext): CheckOutcome {
  const { settings } = context
  return ifOwnServer(context, (info) => {
    const { maxMemoryPolicy, evictedKeys } = info
    if (maxMemoryPolicy === undefined && evictedKeys === undefined) {
      return skip('Not known: INFO does not report the eviction policy.')
    }
    const policy = sanitize(maxMemoryPolicy ?? 'unknown', 40)
    const value = policy
    if (isFull(context)) return seeCheck('write', `The policy is ${policy}.`, { value })
    const used = memoryPercent(info)
    const near = settings.memory?.warn ?? settings.memory?.fail
    if (maxMemoryPolicy === 'noeviction' && used !== undefined && near !== undefined && used >= near) {
      return warn(
        'eviction',
        `Memory is ${percent(used)} full and the policy is noeviction: once it is full, every write is refused.`,
        { value },
      )
    }
    const evicted = growth(context, 'evictedKeys', evictedKeys)
    if (evicted === undefined) return pass(`The policy is ${policy}.`, { value })
    if (evicted.count === 0) return pass(`The policy is ${policy}. No keys were evicted ${evicted.since}.`, { value })
    const message = `${plural(evicted.count, 'key')} ${evicted.count === 1 ? 'was' : 'were'} evicted ${evicted.since} (policy ${policy}).`
    return warn('eviction', message, {
      value,
      cause: 'The data does not fit into the memory of the server, so Redis removes keys.',
      hint: 'In a cache this is normal: add `eviction` to `skip-checks`. Otherwise set shorter expiries or choose a larger plan.',
    })
  })
}

export function connections(context: CheckContext): CheckOutcome {
  const { settings, side } = context
  return ifOwnServer(context, ({ connectedClients, maxClients, rejectedConnections }) => {
    if (connectedClients === undefined || maxClients === undefined || maxClients <= 0) {
      return skip('Not known: INFO does not report the connections.')
    }
    const used = (connectedClients / maxClients) * 100
    const value = percent(used)
    const message = `The ${side} has ${count(connectedClients)} of ${count(maxClients)} connections in use (${value})`
    const outcome = grade(used, settings.connections, 'connections', `${message}.`, value)
    const rejected = growth(context, 'rejectedConnections', rejectedConnections)
    if (outcome.status !== 'pass' || rejected === undefined || rejected.count === 0) return outcome
    return warn('connections', `${message} and rejected ${count(rejected.count)} ${rejected.since}.`, {
      ...withoutUndefined<Measured>({ value, threshold: settings.connections?.text }),
      cause: 'The connection limit was reached for a while: a deploy or a burst of traffic can double the pools.',
      hint: rejected.isTotal
        ? 'Reduce the pool sizes or choose a larger plan. The server counts since it started; with `state-file`, only new rejections are reported.'
        : 'Reduce the pool sizes or choose a larger plan.',
    })
  })
}

interface Growth {
  readonly count: number
  /** Completes “3 keys were evicted …”. */
  readonly since: string
  /** Counted since the server started, because no earlier value is known. */
  readonly isTotal: boolean
}

/** How much a counter of the server has grown since the last recorded run. Undefined: it is not reported. */
function growth(
  { subject, side }: CheckContext,
  counter: 'evictedKeys' | 'rejectedConnections',
  total: number | undefined,
): Growth | undefined {
  // The state file records the writer only.
  const past = side === 'writer' ? (subject.history ?? []) : []
  const grown = growthOf(counter, past, currentPoint(subject))
  if (grown !== undefined) return { count: grown.count, since: 'since the last run', isTotal: false }
  return total === undefined ? undefined : { count: total, since: 'since the server started', isTotal: true }
}

/** Undefined: there is no limit, or it is not known. */
function memoryPercent({ usedMemory, maxMemory }: Info): number | undefined {
  if (usedMemory === undefined || maxMemory === undefined || maxMemory <= 0) return undefined
  return (usedMemory / maxMemory) * 100
}
